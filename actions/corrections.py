"""Putting right what was written: change, add, take out, bring back, and words for a question by its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rasa_sdk.events import EventType, SlotSet

from actions.answers import (
    before_latest,
    bring_back,
    is_added_to,
    latest_question,
    open_question,
    take_out,
    write,
    written,
)
from actions.base import REFLECTION_FORM, Turn, WaymarkAction, button, enter_form, pause_form
from actions.cutting import ask_about, pressed_sentence
from actions.holding import hold, undecided
from actions.mine import take_up
from actions.sharing import DENIED, ActionLetGo, nothing_to_save
from actions.stages import ask_again, ask_which, named_question, show_summary
from actions.support import ActionLeaveOut
from actions.unclear import not_understood
from bot.content.sentences import last_sentence
from bot.nlu.directed import LAST, RATING, Directions, Piece, Way, load_directions
from bot.reflection.answers import QUESTIONS, WRITTEN

NEARLY_FULL = 3_500
"""Characters. The gate takes 4,000 in one message: who writes so much may have more to say under the same question."""

_SENTENCE = re.compile(r"\b(?:sentence|line)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:bit|part)\b", re.IGNORECASE)
_LONG_TO_NAME_A_QUESTION = 8
"""Words. Who is asked which answer to change, and writes more than this, is writing the answer."""

_directions = functools.lru_cache(maxsize=1)(load_directions)


def directions(turn: Turn) -> Directions:
    """What people call the questions."""
    folder: Path = turn.waymark.settings.content_dir
    return _directions(folder)


def reopen(turn: Turn, question: str, *, adding: bool = False) -> list[EventType]:
    """Ask a question again; what was written there can be kept with one press, or added to."""
    no_longer = turn.now([SlotSet("adding", None), SlotSet("held", None)])
    opened = add_here(turn, question) if adding else put_on_show(turn, question)
    return [*no_longer, *opened, *enter_form(REFLECTION_FORM, "questions")]


def put_on_show(turn: Turn, question: str) -> list[EventType]:
    """Make a question open again; what was written there stays at hand."""
    stood, earlier = turn.slot(question), dict(turn.slot("earlier") or {})
    if stood and question != RATING:
        earlier[question] = stood
    return turn.now([SlotSet("earlier", earlier or None), SlotSet(question, None)])


def add_here(turn: Turn, question: str) -> list[EventType]:
    """Make a question open again, so that what is written next joins what stands there."""
    opened = put_on_show(turn, question)
    adding = question if question in (turn.slot("earlier") or {}) else None
    return [*opened, *turn.now([SlotSet("adding", adding)])]


class ActionEdit(WaymarkAction):
    """Changes one answer."""

    def name(self) -> str:
        return "action_edit"

    async def act(self, turn: Turn) -> list[EventType]:
        question = named_question(turn)
        taken_up = [] if turn.slot("theme") else await take_up(turn)
        if not turn.slot("theme"):
            return taken_up
        if question in QUESTIONS:
            return [*taken_up, *reopen(turn, question)]
        if turn.slot("stage") == "edit" and len(turn.text.split()) > _LONG_TO_NAME_A_QUESTION:
            return hold(turn, turn.text, None, turn.tier)
        if turn.slot("stage") == "edit" and turn.text:
            return not_understood(turn)
        return [*taken_up, *ask_which(turn, "edit")]


class ActionAddMore(WaymarkAction):
    """Opens an answer again, to be added to."""

    def name(self) -> str:
        return "action_add_more"

    async def act(self, turn: Turn) -> list[EventType]:
        question = turn.entity("question") or (open_question(turn) if turn.slot("earlier") else None)
        taken_up = [] if turn.slot("theme") else await take_up(turn)
        if not turn.slot("theme"):
            return taken_up
        if question == LAST:
            question = latest_question(turn)
        opened = reopen(turn, question, adding=True) if question in WRITTEN else ask_which(turn, "edit")
        return [*taken_up, *opened]


class ActionMoveWords(WaymarkAction):
    """Moves what was written last to the question it was meant for."""

    def name(self) -> str:
        return "action_move_words"

    async def act(self, turn: Turn) -> list[EventType]:
        question, meant = latest_question(turn), turn.entity("question")
        if question is None or meant not in WRITTEN or question == meant:
            return ask_again(turn)
        before, tier = before_latest(turn, question), "none"
        text = written(turn, question).removeprefix(before).strip()
        if question in (turn.slot("screened") or []):
            tier = "interrupt"
        moved = [*take_out(turn, question, before), *write(turn, meant, text, add=True, tier=tier)]
        moved += turn.now([SlotSet("scrapped", None)])
        say_kept_under(turn, [meant])
        return [*moved, *go_on(turn)]


class ActionRemove(WaymarkAction):
    """Takes one answer out."""

    def name(self) -> str:
        return "action_remove"

    async def act(self, turn: Turn) -> list[EventType]:
        question = named_question(turn)
        taken_up = [] if turn.slot("theme") else await take_up(turn)
        if not turn.answers:
            return taken_up or nothing_to_save(turn)
        if turn.slot("stage") == "remove" and turn.text and not question:
            return not_understood(turn)
        if question not in dict(turn.answers.given()) or DENIED.search(turn.text):
            return [*taken_up, *ask_which(turn, "remove")]
        return [*taken_up, *taken_out(turn, question)]


class ActionScrap(WaymarkAction):
    """Takes out what was written last: the message, its last sentence, or the words that are held."""

    def name(self) -> str:
        return "action_scrap"

    async def act(self, turn: Turn) -> list[EventType]:
        if pressed := pressed_sentence(turn):
            return taken_out(turn, *pressed)
        if about := directions(turn).read_cut(turn.text or turn.wish):
            return ask_about(turn, about)
        if undecided(turn) and (turn.text or turn.slot("held")["command"] != "let_go"):
            return await ActionLeaveOut().act(turn)
        turn.now([SlotSet("held", None)])  # "delete that", and this choice was pressed
        if not turn.answers and turn.slot("stage") != "questions":
            return await ActionLetGo().act(turn)
        if not turn.answers:
            turn.say("utter_nothing_yet")
            return ask_again(turn)
        typed, which = turn.text or turn.wish, turn.entity("which")
        question = latest_question(turn)
        if question is None or (turn.slot("stage") != "questions" and not which and not _SENTENCE.search(typed)):
            return ask_which(turn, "remove")
        text = written(turn, question)
        short = text.removesuffix(last_sentence(text)).rstrip()
        if which == "sentence" or (not which and _SENTENCE.search(typed)):
            return taken_out(turn, question, short)
        before = before_latest(turn, question)
        if not which and _PART.search(typed) and short and short != before:
            return self._ask(turn)
        return taken_out(turn, question, before)

    def _ask(self, turn: Turn) -> list[EventType]:
        parts = [button(turn.words(f"utter_scrap_{one}"), "scrap", which=one) for one in ("sentence", "answer")]
        turn.offer("utter_ask_scrap", parts)
        return pause_form("scrap")


def taken_out(turn: Turn, question: str, rest: str = "") -> list[EventType]:
    """Take words out, offer to bring them back, and go on."""
    gone = take_out(turn, question, rest)
    turn.say("utter_taken_out")
    return [*gone, *go_on(turn)]


def go_on(turn: Turn) -> list[EventType]:
    """Go on with the questions, or show the words as they are now."""
    if turn.slot("stage") == "questions":
        return [SlotSet("held", None), *enter_form(REFLECTION_FORM, "questions")]
    return show_summary(turn)


class ActionBringBack(WaymarkAction):
    """Puts back what was taken out or replaced last."""

    def name(self) -> str:
        return "action_bring_back"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot("scrapped") or not turn.slot("theme"):
            turn.say("utter_nothing_to_bring_back")
            return ask_again(turn)
        back = bring_back(turn)
        turn.say("utter_brought_back")
        return [*back, *go_on(turn)]


class Placed(NamedTuple):
    """Words and the question they are for."""

    question: str
    way: Way
    text: str


def take_words(turn: Turn, question: str | None) -> list[EventType] | None:
    """Take a typed message as the answer to the question that is open, or to those that it names.

    None: it names no question and none is open, so the caller asks where the words belong.
    """
    placed = _place(turn, question)
    if placed is None:
        return None
    goes_on = question if placed[-1].question == question and _has_more_to_say(turn) else None
    events: list[EventType] = []
    replaced = False
    for one in placed:
        text = (directions(turn).read_promise(one.text) or one.text) if goes_on == one.question else one.text
        add = one.way == "add" or (one.way == "is" and is_added_to(turn, one.question))
        replaced = replaced or bool(written(turn, one.question) and not add)
        events += write(turn, one.question, text, add=add, tier=turn.tier)
    named = list(dict.fromkeys(one.question for one in placed))
    if goes_on:
        return [*events, *add_here(turn, goes_on)]
    if named == [question]:
        gently = turn.tier == "soft" or turn.after_distress
        back = turn.choices("utter_replaced") if replaced else []
        utterance = "utter_replaced" if replaced else "utter_answer_kept"
        turn.offer("utter_soft_support" if gently else utterance, back if gently else [])
    else:
        say_kept_under(turn, named)
    return events


def say_kept_under(turn: Turn, questions: Sequence[str]) -> None:
    """Say under which questions words were kept."""
    labels = [turn.words("utter_quoted", words=turn.words(f"utter_label_{one}")) for one in questions]
    turn.say("utter_kept_under", answers=", ".join(labels))


def _place(turn: Turn, question: str | None) -> list[Placed] | None:
    pieces = directions(turn).read_pieces(turn.text)
    continued = directions(turn).read_continuation(turn.text)
    if continued and continued[0] == "continues":
        pieces = (Piece(LAST, "add", continued[1]),)
    placed = []
    for one in pieces:
        asked = (latest_question(turn) or question) if one.question == LAST else one.question or question
        if asked not in WRITTEN:
            return None
        placed.append(Placed(asked, one.way, one.text))
    return placed


def _has_more_to_say(turn: Turn) -> bool:
    return len(turn.text) >= NEARLY_FULL or directions(turn).read_promise(turn.text) is not None
