"""What every action is made of: the turn it works on, and the one place where the unexpected is met.

An action is a function: `@action async def action_pause(turn)`. It speaks through `turn`, says there what is set, and
returns nothing; `run` turns what was set into Rasa's events. So a turn's state has one owner. What one room needs of
another it calls by the name of its move, `await do(turn, "finish")`; the moves are those of bot/dialogue/stages.py.

An uncaught exception in an action makes Rasa answer with the whole conversation and log it. So no action runs bare:
`WaymarkAction.run` meets the unexpected once, says a kind sentence, and logs the exception's class and place only.
"""

from __future__ import annotations

import logging
from abc import ABC, ABCMeta, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, ClassVar, cast

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.reach import keep_support_in_reach
from actions.services import support_data
from actions.turns import WORDS, Turn, button
from bot import days
from bot.dialogue.stages import row
from bot.dialogue.state import Held
from bot.dialogue.words import all_words, begin_with, is_added_to, lay_aside, write
from bot.lanes import Full
from bot.reflection.answers import WRITTEN
from bot.reflection.codes import looks_like_code, read_words
from bot.runtime.logs import describe
from bot.runtime.phrases import read_phrases

logger = logging.getLogger("waymark.actions")

Act = Callable[[Turn], Awaitable[None]]

_MOVES: dict[str, Act] = {}
ACTIONS: dict[str, type[WaymarkAction]] = {}
"""Every action by its name. Rasa finds them as subclasses of its own `Action`."""


def move(act: Act) -> Act:
    """Make a function a move: other rooms reach it by its name."""
    _MOVES[act.__name__] = act
    return act


def moves() -> frozenset[str]:
    """The names of all moves."""
    return frozenset(_MOVES)


async def do(turn: Turn, name: str) -> None:
    """Make a move."""
    await _MOVES[name](turn)


def is_command(turn: Turn, text: str) -> bool:
    """Whether a text is, as a whole, a known command."""
    return read_phrases(turn.waymark.settings.content_dir / "commands.yml").find(text) is not None


class WaymarkAction(Action, ABC):  # type: ignore[misc]
    """An action that cannot leak. `action` makes one of a function."""

    called: ClassVar[str] = ""

    @staticmethod
    @abstractmethod
    async def act(turn: Turn) -> None:
        """Do it: speak through `turn`, and set there what is to be remembered."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return self.called

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Run `act`. Whatever goes wrong: answer kindly, support after words of danger, and keep what was typed."""
        validates = self.name().startswith("validate_")
        try:
            turn = Turn(dispatcher, tracker, domain)
            if validates:  # to the form what is set is an answer that was taken: a wish is met by its own action
                await self.act(turn)
            else:
                _meet_wish(turn)
                begins = turn.begins
                guessed = _keep_answer(turn) if begins else None
                await self.act(turn)
                _settle(turn)
                if begins:
                    _hold_guess(turn, guessed)
            keep_support_in_reach(turn)
            return turn.events(validates=validates)
        except Exception as error:
            if not isinstance(error, Full):
                logger.error("%s could not be done: %s", self.name(), describe(error))
            dispatcher.messages.clear()
            turn = Turn(dispatcher, tracker, domain)
            if turn.text and turn.tier == "interrupt":
                turn.say("utter_support", data=support_data(turn))
            turn.say("utter_many_at_once" if isinstance(error, Full) else "utter_unexpected")
            _keep_typed(turn)
            keep_support_in_reach(turn)
            if validates:  # the form goes on by itself
                turn.set(interruption=None)
            else:
                turn.pause("unexpected")
            return turn.events(validates=validates)


def action(act: Act) -> Act:
    """Make a function the Rasa action of its own name, and what stands after `action_` a move that others may call."""
    name = act.__name__
    title = "".join(part.title() for part in name.split("_"))
    members = {"called": name, "act": staticmethod(act), "__module__": act.__module__, "__doc__": act.__doc__}
    ACTIONS[name] = cast("type[WaymarkAction]", ABCMeta(title, (WaymarkAction,), members))
    _MOVES[name.removeprefix("action_")] = act
    return act


def _keep_typed(turn: Turn) -> None:
    """Keep words of somebody's own that the turn could not be done with: we say that they are still here.

    An answer stands at its question, the start of a reflection waits for its theme, all else is laid aside, and asked
    about at the summary.
    """
    state, text = turn.state, turn.text
    taken = row(state.stage).words
    kept = f"\n{text}\n" in f"\n{all_words(state)}\n"  # by what was done before in this turn
    if not text or turn.intent not in WORDS or taken not in ("take_opening", "take_words") or kept:
        return
    if looks_like_code(text, read_words(turn.waymark.settings.content_dir)):
        return
    if taken == "take_opening" and turn.intent != "distress":
        turn.become(begin_with(state, text))
    elif state.open_question in WRITTEN and turn.intent in ("reflection", "nlu_fallback"):
        added = is_added_to(state, state.open_question)
        turn.become(write(state, state.open_question, text, add=added, tier=turn.tier))
    else:
        turn.become(lay_aside(state, text, turn.tier))


def _meet_wish(turn: Turn) -> None:
    """Hold a wish no longer once it is met: it was not an answer.

    That is so where it is a known command, or was pressed as what we took it for first. Else the words stay held: who
    writes "windows that open" and then "finish" said two things.
    """
    held = turn.state.undecided
    met = f"ask_{turn.asked}" if turn.intent == "ask" else turn.intent
    pressed = held is not None and not turn.text and held.command == met
    if held and met and met in (held.command, held.other) and (pressed or is_command(turn, held.text)):
        turn.wish = held.text
        turn.set(held=None)


def _keep_answer(turn: Turn) -> Held | None:
    """Keep the answer that stands before a wish which is met at once ("We share lunch. How long is this?").

    Out: the words themselves, where a guess takes the whole of them for a wish.
    """
    question, command = turn.state.open_question, turn.entity("command")
    typed_at_a_question = turn.state.stage == "questions" and question in WRITTEN and turn.text
    if command is None or turn.plain or turn.intent == "unsure" or not typed_at_a_question or question is None:
        return None
    if answer := turn.text[: turn.entity_start("command")].strip():
        added = is_added_to(turn.state, question)
        turn.become(write(turn.state, question, answer, add=added, tier=turn.tier))
        return None
    return Held(turn.text, question, turn.tier, turn.intent, acted=True)


def _hold_guess(turn: Turn, guessed: Held | None) -> None:
    """Hold words for one turn that were taken for a wish without asking; one choice makes them an answer after all."""
    if guessed and turn.state.held is None and turn.dispatcher.messages:
        turn.set(held=guessed)
        turn.dispatcher.messages[-1]["buttons"].append(button(turn.words("utter_wish_keep_words"), "keep_words"))
    elif turn.state.held and turn.state.held.acted:
        turn.set(held=None)


def _settle(turn: Turn) -> None:
    """What any turn leaves behind: when it was, that the welcome is over, and whether it was understood."""
    given = turn.given | {event["name"] for event in turn.this_turn() if event["event"] == "slot"}
    if "greeted" not in given:
        turn.set(greeted=True)
    if "misunderstood" not in given:
        turn.set(misunderstood=0)
    if turn.text and turn.state.theme is None and not turn.state.receipts and "early_lines" not in given:
        turn.set(early_lines=turn.state.early_lines + 1)
    if turn.intent in WORDS:  # choices, commands and thanks in between change nothing
        turn.set(heavy=turn.intent == "distress")
    now = days.read_clock().replace(microsecond=0)
    if turn.state.last_turn is None or now - turn.state.last_turn >= timedelta(minutes=1):
        turn.set(last_turn=now)
