"""Support, and words that may tell of danger: fixed text, the person's words kept, the person decides."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.answers import before_latest, is_added_to, open_question, write
from actions.base import REFLECTION_FORM, Turn, WaymarkAction, enter_form, pause_form
from actions.holding import answer_labels, ask_held, hold, in_danger, keep_held, lay_aside, put_in_hold, undecided, wish
from actions.rating import rate
from actions.resuming import resume
from actions.services import support_data
from actions.stages import ask_again, show_summary
from actions.unclear import count_misunderstood, needs_way_out, show_way_out
from bot.reflection.answers import WRITTEN

_A_FEW_WORDS = 3
"""A wish as short as "dunno" or "not really" is not asked about again once the answer has come."""


class ActionSupport(WaymarkAction):
    """Shows the support services."""

    def name(self) -> str:
        return "action_support"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_support", data=support_data(turn))
        return pause_form("support")


class ActionHoldDistress(WaymarkAction):
    """Shows support before anything else, keeps what was typed, and asks what to do with it."""

    def name(self) -> str:
        return "action_hold_distress"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_distress", data=support_data(turn, urgent_only=True))
        stage, question = turn.slot("stage"), open_question(turn)
        if turn.text and (turn.slot("theme") or stage in (None, "welcome", "theme")):
            belongs = question if stage == "questions" and question in WRITTEN else None
            return hold(turn, turn.text, belongs, "interrupt")
        turn.say("utter_ask_go_on")
        return pause_form("distress")


def go_on_gently(turn: Turn) -> list[EventType]:
    """Go on while words of danger stay with the person: laid aside, and never shared."""
    held = turn.slot("held")
    turn.say("utter_stays_for_you")
    kept = lay_aside(turn, held["text"], "interrupt", asked=bool(held.get("aside")))
    return [*kept, *turn.now([SlotSet("held", None)]), *ask_again(turn)]


class ActionHoldUnsure(WaymarkAction):
    """Asks whether words were an answer or a wish, and keeps them meanwhile."""

    def name(self) -> str:
        return "action_hold_unsure"

    async def act(self, turn: Turn) -> list[EventType]:
        command, question = turn.entity("command"), open_question(turn)
        if in_danger(turn):  # "ok" decides nothing; more than that is theirs, and joins what is held
            more = put_in_hold(turn, turn.text, None, turn.tier) if len(turn.text.split()) > _A_FEW_WORDS else []
            return [*more, *ask_held(turn)]
        if turn.slot("stage") != "questions":
            return ask_again(turn)
        if rated := rate(turn):
            return rated
        if undecided(turn) and question not in WRITTEN:
            return add_to_held(turn)
        if question == "rating" and command and len(turn.text.split()) <= _A_FEW_WORDS:
            return no_rating(turn, command)
        if turn.away and command == "go_on":  # "hello", "ok", after a while
            return resume(turn)
        if question not in WRITTEN or command is None:  # at the rating, which is pressed; or "I forgot to say"
            return hold(turn, turn.text, None, turn.tier, command)
        answer = turn.text[: turn.entity_start("command")].strip()
        if command and answer:  # "We meet on Mondays. Can we stop now": the first part is safe, whatever is chosen
            turn.offer("utter_ask_if_command_too", [wish(turn, command)])
            held = {"text": turn.text, "question": question, "tier": turn.tier, "command": command, "kept": True}
            kept = write(turn, question, answer, add=is_added_to(turn, question), tier=turn.tier)
            return [*kept, SlotSet("held", held), *pause_form("unsure")]
        return hold(turn, turn.text, question, turn.tier, command, turn.entity("other_command"))


def add_to_held(turn: Turn) -> list[EventType]:
    """Take what is typed while words are held: somebody went on writing and did not press a button."""
    held = turn.slot("held")
    question, text = held["question"], turn.text
    if not held.get("kept") and held["tier"] == "interrupt":
        return hold(turn, text, question, turn.tier)
    if not held.get("kept") and question is None:
        return _still_open(turn)
    if held["command"] is None:  # no wish was in doubt: it is one answer
        text = f"{held['text']}\n{text}"
    answer = write(turn, question, text, add=is_added_to(turn, question), tier=turn.tier)
    turn.say("utter_soft_support" if turn.tier == "soft" else "utter_answer_kept")
    if held.get("kept") or held["command"] is None or len(held["text"].split()) <= _A_FEW_WORDS:
        return [*answer, *turn.now([SlotSet("held", None)]), *enter_form(REFLECTION_FORM, "questions")]
    turn.now([SlotSet("held", held | {"command": None})])
    turn.say("utter_ask_keep_too", words=held["text"])
    return [*answer, SlotSet("held", turn.slot("held")), *pause_form("unclear")]


def _still_open(turn: Turn) -> list[EventType]:
    """Keep more words for an answer that nobody named yet. Nothing is asked twice: there are buttons, and ways out."""
    counted = count_misunderstood(turn)
    more = len(turn.text.split()) > _A_FEW_WORDS  # "ok", "yes" and "done" do not heap up
    kept = put_in_hold(turn, turn.text, None, turn.tier) if more else []
    if turn.slot("misunderstood") == 1:
        turn.offer("utter_more_kept", answer_labels(turn))
    else:
        show_way_out(turn, answer_labels(turn))
    return [*counted, *kept]


def no_rating(turn: Turn, command: str) -> list[EventType]:
    """Meet a few words that are no choice of the rating, but may be a wish. They are not held: they say no more."""
    counted = count_misunderstood(turn)
    meant = "skip" if command == "go_on" else command  # the rating is never needed
    if not needs_way_out(turn):
        utterance = "utter_rating_unclear" if turn.slot("misunderstood") == 1 else "utter_rating_unclear_again"
        turn.offer(utterance, [wish(turn, meant)])
    return [*counted, *enter_form(REFLECTION_FORM, "questions")]


class ActionKeepWords(WaymarkAction):
    """Takes the held words as the answer they came for."""

    def name(self) -> str:
        return "action_keep_words"

    async def act(self, turn: Turn) -> list[EventType]:
        held = turn.slot("held")
        if not held:
            return ask_again(turn)
        question = held["question"] or turn.entity("question")
        if question not in WRITTEN and in_danger(turn) and not turn.slot("theme"):
            return go_on_gently(turn)
        if question not in WRITTEN:
            return ask_held(turn)
        turn.now([SlotSet("held", held | {"question": question})])
        if held.get("kept"):  # its first part was: it was all the answer
            before = before_latest(turn, question)
            text = f"{before}\n{held['text']}" if before else held["text"]
            kept = [*write(turn, question, text), *turn.now([SlotSet("scrapped", None), SlotSet("held", None)])]
        else:
            kept = keep_held(turn)
        turn.say("utter_kept_for_you" if held["tier"] == "interrupt" else "utter_answer_kept")
        if turn.slot("stage") != "questions":
            return [*kept, *show_summary(turn)]
        return [*kept, *enter_form(REFLECTION_FORM, "questions")]


class ActionLeaveOut(WaymarkAction):
    """Lets the held words go and asks the question again."""

    def name(self) -> str:
        return "action_leave_out"

    async def act(self, turn: Turn) -> list[EventType]:
        if undecided(turn):
            turn.say("utter_left_out_gently" if in_danger(turn) else "utter_left_out")
        return [*turn.now([SlotSet("held", None)]), *ask_again(turn)]
