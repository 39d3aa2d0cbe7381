"""What a person may say at any turn: skip, back, pause, go on, finish, yes and no."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, Turn, WaymarkAction, enter_form, leave_form, pause_form
from actions.reflection import forget_earlier
from actions.sharing import ActionLetGo, ActionSave
from actions.stages import ask_again, ask_sharing, open_question, show_summary
from actions.support import ActionKeepWords, ActionLeaveOut
from actions.theme import ActionChangeTheme
from actions.welcome import ActionStart
from bot.reflection.answers import QUESTIONS


class ActionSkip(WaymarkAction):
    """Goes past a question without a reason. What was written there before stays."""

    def name(self) -> str:
        return "action_skip"

    async def act(self, turn: Turn) -> list[EventType]:
        stage, question = turn.slot("stage"), open_question(turn)
        if stage == "questions" and question:
            earlier = (turn.slot("earlier") or {}).get(question, "")
            turn.say("utter_answer_kept" if earlier else "utter_skipped")
            return [
                SlotSet("held", None),
                SlotSet(question, earlier),
                *forget_earlier(turn, question),
                *enter_form(REFLECTION_FORM, "questions"),
            ]
        if stage == "team":
            return ask_sharing(turn)
        if stage in ("guidance", "sharing", "edit", "remove", "let_go"):
            return show_summary(turn)
        turn.say("utter_no_theme")
        return leave_form("welcome" if stage in ("theme", "code", None) else stage)


class ActionBack(WaymarkAction):
    """Goes to the question before and keeps what was written there at hand."""

    def name(self) -> str:
        return "action_back"

    async def act(self, turn: Turn) -> list[EventType]:
        stage = turn.slot("stage")
        if stage in ("edit", "remove", "let_go", "sharing"):
            return show_summary(turn)
        if stage == "team":
            return ask_sharing(turn)
        if stage in ("questions", "guidance", "summary"):
            return self._to_question_before(turn)
        if stage == "theme":
            turn.say("utter_begin")
            return leave_form("welcome")
        return ask_again(turn)

    def _to_question_before(self, turn: Turn) -> list[EventType]:
        asked = open_question(turn) if turn.slot("stage") == "questions" else None
        before = QUESTIONS[: QUESTIONS.index(asked)] if asked else QUESTIONS
        if not before:
            turn.say("utter_first_question")
            return enter_form(REFLECTION_FORM, "questions")
        question = before[-1]
        return reopen(turn, question)


def reopen(turn: Turn, question: str) -> list[EventType]:
    """Ask a question again; what was written there can be kept with one press."""
    earlier = dict(turn.slot("earlier") or {})
    written = turn.slot(question)
    if written and question != "rating":
        earlier[question] = written
    return [
        SlotSet("earlier", earlier or None),
        SlotSet(question, None),
        SlotSet("held", None),
        *enter_form(REFLECTION_FORM, "questions"),
    ]


class ActionEdit(WaymarkAction):
    """Changes one answer."""

    def name(self) -> str:
        return "action_edit"

    async def act(self, turn: Turn) -> list[EventType]:
        from actions.stages import ask_which

        question = turn.entity("question")
        if not turn.slot("theme"):
            turn.say("utter_nothing_written")
            return leave_form("saved")
        return reopen(turn, question) if question in QUESTIONS else ask_which(turn, "edit")


class ActionPause(WaymarkAction):
    """Stops for as long as the person likes."""

    def name(self) -> str:
        return "action_pause"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_paused")
        return pause_form("paused")


class ActionGoOn(WaymarkAction):
    """Goes on from where the conversation stood. Words that were held are kept."""

    def name(self) -> str:
        return "action_go_on"

    async def act(self, turn: Turn) -> list[EventType]:
        if not (turn.slot("held") or {"kept": True}).get("kept"):
            return await ActionKeepWords().act(turn)
        if turn.slot("stage") in (None, "welcome"):
            return await ActionStart().act(turn)
        return ask_again(turn)


class ActionFinish(WaymarkAction):
    """Ends kindly. Words that are not saved are shown first; they stay in the tab for a day."""

    def name(self) -> str:
        return "action_finish"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot("stage") == "questions":
            settled = [*keep_held(turn), *settle_questions(turn)]
            if turn.answers:
                return [*settled, *show_summary(turn)]
        if turn.answers:
            turn.say("utter_goodbye_unsaved")
        elif strength := (turn.slot("receipt") or {}).get("strengths"):
            turn.say("utter_goodbye_strength", strength=strength)
        else:
            turn.say("utter_goodbye")
        return leave_form("ended")


def keep_held(turn: Turn) -> list[EventType]:
    """Keep words that were asked about and not decided on. Words that turned out to be a wish are not an answer."""
    held = turn.slot("held")
    undecided = held and not held.get("kept") and held.get("command") != turn.intent
    return turn.now(ActionKeepWords.keeping(turn)) if undecided else []


def settle_questions(turn: Turn) -> list[EventType]:
    """The person wants no more questions: those that are open count as skipped, or as they were before."""
    answers = turn.answers
    return turn.now([SlotSet(question, getattr(answers, question) or "") for question in QUESTIONS])


class ActionAffirm(WaymarkAction):
    """A yes means the kind thing that was last offered."""

    def name(self) -> str:
        return "action_affirm"

    async def act(self, turn: Turn) -> list[EventType]:
        from actions.returning import ActionWithdraw

        if turn.slot("interruption"):
            return await ActionGoOn().act(turn)
        meaning = {
            "let_go": ActionLetGo,
            "withdraw": ActionWithdraw,
            "summary": ActionSave,
            "saved": ActionChangeTheme,
            "ended": ActionChangeTheme,
        }.get(turn.slot("stage"), ActionGoOn)
        return await meaning().act(turn)


class ActionDeny(WaymarkAction):
    """A no is always fine."""

    def name(self) -> str:
        return "action_deny"

    async def act(self, turn: Turn) -> list[EventType]:
        stage = turn.slot("stage")
        if turn.slot("held"):
            return await ActionLeaveOut().act(turn)
        if stage == "let_go":
            return show_summary(turn)
        if stage == "withdraw":
            turn.say("utter_what_next")
            return leave_form("saved")
        if stage in (None, "welcome", "theme", "saved", "ended"):
            return await ActionFinish().act(turn)
        return ask_again(turn)
