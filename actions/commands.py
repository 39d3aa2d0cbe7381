"""What a person may say at any turn: skip, back, pause, go on, finish, yes and no."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, SlotSet

from actions.answers import forget_earlier, open_question
from actions.base import REFLECTION_FORM, THEME_FORM, Turn, WaymarkAction, enter_form, leave_form, pause_form
from actions.corrections import ActionBringBack, ActionEdit, ActionScrap, reopen
from actions.holding import ask_held, in_danger, keep_held, lay_held_aside, undecided
from actions.mine import ActionWithdrawAll, ask_mine
from actions.reminders import ActionCancelReminder, ActionRemind
from actions.resuming import say_where
from actions.returning import ActionWithdraw
from actions.saved import receipts
from actions.settings import ActionForgetChat, ActionSettings
from actions.sharing import ActionLetGo, ActionSave
from actions.stages import (
    ask_again,
    ask_sharing,
    ask_what_with_saved,
    begin,
    settle_questions,
    show_summary,
    what_next,
)
from actions.support import ActionKeepWords, ActionLeaveOut, ActionSupport, go_on_gently
from actions.theme import ActionChangeTheme, mention_half_done
from actions.welcome import ActionStart
from bot.reflection.answers import QUESTIONS


class ActionSkip(WaymarkAction):
    """Goes past a question without a reason. What was written there before stays."""

    def name(self) -> str:
        return "action_skip"

    async def act(self, turn: Turn) -> list[EventType]:
        stage, question = turn.slot("stage"), open_question(turn)
        waiting = lay_held_aside(turn)
        if stage == "questions" and question:
            if (turn.slot("held") or {}).get("kept"):  # "We meet on Mondays. Next question": it is answered already
                return [SlotSet("held", None), *enter_form(REFLECTION_FORM, "questions")]
            earlier = (turn.slot("earlier") or {}).get(question, "")
            turn.say("utter_answer_kept" if earlier else "utter_skipped")
            return [
                *waiting,
                SlotSet("held", None),
                SlotSet(question, earlier),
                *forget_earlier(turn, question),
                *enter_form(REFLECTION_FORM, "questions"),
            ]
        if stage == "summary":
            return await ActionFinish().act(turn)
        if stage in ("saved", "ended", "opened", "withdraw", "mine", "withdraw_all", "resharing"):
            return what_next(turn)
        if before := one_step_back(turn):
            return before
        if turn.said("utter_no_theme"):  # once more: there is no need to choose anything
            return await ActionFinish().act(turn)
        return [*turn.tell("utter_no_theme"), *leave_form("welcome")]


class ActionBack(WaymarkAction):
    """Goes to the question before and keeps what was written there at hand."""

    def name(self) -> str:
        return "action_back"

    async def act(self, turn: Turn) -> list[EventType]:
        just_taken_out = turn.slot("scrapped") and turn.slot("latest") is None
        if just_taken_out and "undo" in turn.text.casefold():
            return await ActionBringBack().act(turn)
        if turn.slot("stage") in ("questions", "guidance", "summary"):
            return self._to_question_before(turn)
        if turn.slot("stage") == "theme":
            return begin(turn)
        return one_step_back(turn) or ask_again(turn)

    def _to_question_before(self, turn: Turn) -> list[EventType]:
        asked = open_question(turn) if turn.slot("stage") == "questions" else None
        asked = (turn.slot("held") or {}).get("question") or asked
        before = QUESTIONS[: QUESTIONS.index(asked)] if asked else QUESTIONS
        if not before:
            turn.say("utter_first_question")
            return ask_again(turn)
        return [*keep_held(turn), *reopen(turn, before[-min(_steps(turn), len(before))])]


_STEPS = {"two": 2, "2": 2, "twice": 2, "couple": 2, "three": 3, "3": 3}


def _steps(turn: Turn) -> int:
    """How many questions to go back: "go back two". One, where no number is named."""
    typed = re.findall(r"\w+", (turn.text or turn.wish).casefold())
    return next((_STEPS[word] for word in typed if word in _STEPS), 1)


def one_step_back(turn: Turn) -> list[EventType] | None:
    """What a choice within a choice goes back to; None where there is no such choice."""
    stage = turn.slot("stage")
    if stage in ("guidance", "edit", "remove", "let_go", "sharing"):
        return show_summary(turn)
    if stage in ("team", "naming"):
        return ask_sharing(turn)
    if stage in ("withdraw", "resharing"):
        return ask_what_with_saved(turn)
    if stage in ("opened", "withdraw_all") and receipts(turn):
        return ask_mine(turn)
    return begin(turn) if stage in ("code", "mine") else None


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
        held = turn.slot("held") or {}
        if in_danger(turn) and turn.plain and turn.intent == "go_on":
            return go_on_gently(turn)
        if turn.away and turn.slot("stage") == "questions":
            say_where(turn)
        if in_danger(turn):  # "ok" says nothing yet of what becomes of them
            return ask_held(turn)
        if undecided(turn) and not held["question"]:  # they stay, and are asked about at the summary
            return [*keep_held(turn), *ask_again(turn)]
        if held.get("command") and undecided(turn) and turn.slot("interruption") != "unclear":
            return ask_held(turn)  # something came in between, and it is still open whether they are an answer
        if undecided(turn):
            return await ActionKeepWords().act(turn)
        if turn.slot("stage") in (None, "welcome"):
            return await ActionStart().act(turn)
        return [*turn.now([SlotSet("held", None)]), *ask_again(turn)]


class ActionFinish(WaymarkAction):
    """Ends kindly. Words that are not saved are shown first; they stay in the tab for a day."""

    def name(self) -> str:
        return "action_finish"

    async def act(self, turn: Turn) -> list[EventType]:
        settled = settle_questions(turn)
        if settled and (turn.answers or turn.slot("aside")):
            return [*settled, *show_summary(turn)]
        kept = keep_held(turn)
        if turn.slot("stage") == "ended" and not kept:
            turn.offer("utter_goodbye_again", turn.choices("utter_goodbye_unsaved")[:1] if turn.answers else [])
            return leave_form("ended")
        if turn.answers or (turn.slot("aside") and turn.slot("theme")):
            turn.say("utter_goodbye_change" if turn.slot("editing") else "utter_goodbye_unsaved")
        elif strength := (receipts(turn) or [{}])[-1].get("strength"):
            turn.say("utter_goodbye_strength", strength=strength)
        else:
            turn.say("utter_goodbye")
        mentioned = [] if turn.slot("editing") else mention_half_done(turn)
        return [*kept, *mentioned, *leave_form("ended")]


_WISHES: dict[str, type[WaymarkAction]] = {
    "skip": ActionSkip,
    "back": ActionBack,
    "pause": ActionPause,
    "change_theme": ActionChangeTheme,
    "finish": ActionFinish,
    "support": ActionSupport,
    "save": ActionSave,
    "let_go": ActionLetGo,
    "scrap": ActionScrap,
    "bring_back": ActionBringBack,
    "edit": ActionEdit,
    "remind": ActionRemind,
    "cancel_reminder": ActionCancelReminder,
    "settings": ActionSettings,
    "forget_chat": ActionForgetChat,
}


class ActionAffirm(WaymarkAction):
    """A yes means the kind thing that was last offered."""

    def name(self) -> str:
        return "action_affirm"

    async def act(self, turn: Turn) -> list[EventType]:
        held = turn.slot("held") or {}
        if held.get("kept") and held["command"] in _WISHES:  # "We meet on Mondays. Can we stop now" ... "Yes"
            return await _WISHES[held["command"]]().act(turn)
        if turn.slot("interruption") == "forget_chat":
            return await ActionForgetChat().act(turn)
        if turn.slot("interruption"):
            return await ActionGoOn().act(turn)
        meaning = {
            "let_go": ActionLetGo,
            "withdraw": ActionWithdraw,
            "withdraw_all": ActionWithdrawAll,
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
        if in_danger(turn):  # words of despair do not go by a "no" that may mean anything
            return ask_held(turn)
        if undecided(turn) and turn.slot("held")["command"] == "skip":  # "no" ... "skip, or your answer?" ... "no"
            return await ActionSkip().act(turn)
        if undecided(turn):
            return await ActionLeaveOut().act(turn)
        if turn.slot("interruption") == "forget_chat":
            return await ActionGoOn().act(turn)
        if turn.slot("interruption") in ("distress", "support", "paused", "resumed"):  # not ready to go on
            return await ActionPause().act(turn)
        if stage in ("opened", "mine"):
            return what_next(turn)
        if stage == "theme" and turn.slot("theme_options"):  # none of these fits
            return [SlotSet("theme_options", None), *enter_form(THEME_FORM, "theme")]
        if stage == "theme":
            return await ActionSkip().act(turn)
        if stage in (None, "welcome", "saved", "ended"):
            return await ActionFinish().act(turn)
        return one_step_back(turn) or ask_again(turn)
