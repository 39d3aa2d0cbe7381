"""The base of every action, and the turn it works on.

An uncaught exception in an action makes Rasa answer with the whole conversation and log it. So no action runs bare:
`WaymarkAction.run` meets the unexpected once, says a kind sentence, and logs the exception's class and place only.
"""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.reflection.answers import QUESTIONS, Answers
from bot.runtime.logs import describe
from bot.waymark import Waymark, get_waymark

logger = logging.getLogger("waymark.actions")

REFLECTION_FORM = "reflection_form"
THEME_FORM = "theme_form"

WORDS = ("distress", "reflection", "nlu_fallback")
"""Intents of words that say something of one's own."""

AWAY = timedelta(minutes=30)
"""Who says nothing for longer than this has been away, and is told where we were."""


def read_clock() -> datetime:
    """The time now, in UTC. A function of its own, so that a test can let hours pass."""
    return datetime.now(UTC)


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A choice that says `title` and means `intent`."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


class Turn:
    """What an action sees of one turn, and how it speaks."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self.domain = domain
        self.waymark: Waymark = get_waymark()
        self.wish = ""
        """Words that were held and turned out to be the very command that is met now."""

    def slot(self, name: str) -> Any:
        """A slot's value."""
        return self.tracker.get_slot(name)

    @property
    def text(self) -> str:
        """What the person typed; empty when they pressed a button."""
        text: str = self.tracker.latest_message.get("text") or ""
        return "" if text.startswith("/") else text.removeprefix("\u2060").strip()

    @property
    def channel(self) -> str:
        """Where the person writes: "web" or "teams"."""
        return self.tracker.get_latest_input_channel() or ""

    @property
    def intent(self) -> str:
        """What it was understood as."""
        return (self.tracker.latest_message.get("intent") or {}).get("name") or ""

    @property
    def plain(self) -> bool:
        """Whether a wish was pressed, or typed in a phrase we know: a guess never publishes or deletes anything."""
        return not self.text or (self.tracker.latest_message.get("intent") or {}).get("confidence") == 1.0

    @property
    def tier(self) -> str:
        """What the distress screen said of it: interrupt, soft or none."""
        return (self.tracker.latest_message.get("safety") or {}).get("tier") or "none"

    @property
    def after_distress(self) -> bool:
        """Whether the words before this message told of danger. What is said now is calm, and asks little."""
        return bool(self.slot("heavy"))

    @property
    def answers(self) -> Answers:
        """The answers so far. One that is being written anew still counts as it was."""
        earlier = self.slot("earlier") or {}
        slots = {name: self.slot(name) for name in QUESTIONS}
        return Answers.from_slots({name: earlier.get(name) if text is None else text for name, text in slots.items()})

    @property
    def asked(self) -> str:
        """Which question it is: the name after `utter_ask_`; one that we have no answer to is `outside`."""
        asked = self.entity("asked") or ""
        return asked if f"utter_ask_{asked}" in self.domain["responses"] else "outside"

    def entity(self, name: str) -> str | None:
        """The latest value of an entity."""
        return next(self.tracker.get_latest_entity_values(name), None)

    def entity_start(self, name: str) -> int:
        """Where an entity begins in the text, in characters; 0 when it is the whole."""
        return next((e.get("start") or 0 for e in self.tracker.latest_message["entities"] if e["entity"] == name), 0)

    def meet_wish(self) -> list[EventType]:
        """Hold a wish no longer once it is met: it was not an answer."""
        held = self.slot("held")
        met = f"ask_{self.asked}" if self.intent == "ask" else self.intent
        if not held or held.get("kept") or met not in (held["command"], held.get("other")):
            return []
        self.wish = held["text"]
        return self.now([SlotSet("held", None)])

    def said(self, utterance: str) -> bool:
        """Whether `tell` said an utterance since the theme in hand was chosen."""
        return utterance in (self.slot("told") or [])

    def tell(self, utterance: str, data: dict[str, Any] | None = None, **values: str) -> list[EventType]:
        """Say an utterance, and remember it for as long as the theme in hand: a later turn depends on it."""
        self.say(utterance, data=data, buttons=[], **values)
        return self.now([SlotSet("told", sorted({*(self.slot("told") or []), utterance}))])

    @property
    def last_turn(self) -> datetime | None:
        """When the turn before this one was, in UTC."""
        at = self.slot("last_turn")
        return datetime.fromisoformat(at) if at else None

    @property
    def away(self) -> bool:
        """Whether the person comes back after a while."""
        return self.last_turn is not None and read_clock() - self.last_turn > AWAY

    def now(self, events: list[EventType]) -> list[EventType]:
        """Let slots take their new values within this turn already; give the events back."""
        self.tracker.slots.update({e["name"]: e["value"] for e in events if e["event"] == "slot"})
        return events

    def settle(self, events: list[EventType]) -> list[EventType]:
        """What any turn leaves behind: the welcome is over, and a turn that was understood ends the count of others."""
        given = {event["name"] for event in events if event["event"] == "slot"}
        for event in reversed(self.tracker.events):  # what this turn set before
            if event["event"] == "user":
                break
            if event["event"] == "slot":
                given.add(event["name"])
        left: dict[str, Any] = {"greeted": True, "misunderstood": None}
        if self.intent in WORDS:  # choices, commands and thanks in between change nothing
            left["heavy"] = True if self.intent == "distress" else None
        return [SlotSet(name, value) for name, value in left.items() if name not in given and self.slot(name) != value]

    def choices(self, utterance: str) -> list[dict[str, str]]:
        """The choices that stand beside an utterance, to be offered with other words."""
        return list(self.domain["responses"][utterance][0]["buttons"])

    def words(self, utterance: str, **values: str) -> str:
        """The words of a named utterance, to be part of another."""
        variants = self.domain["responses"][utterance]
        said = next((one for one in variants if one.get("channel") == self.channel), variants[0])
        text: str = said["text"]
        return text.format_map(values)

    def say(
        self,
        utterance: str,
        *,
        data: dict[str, Any] | None = None,
        buttons: list[dict[str, str]] | None = None,
        **values: str,
    ) -> None:
        """Say a named utterance. `values` fill its places; `data` is structure that channels may show."""
        extra = {"json_message": data} if data else {}
        # Rasa leaves all places empty when a value holds "0[" (rasa.core.nlg.interpolator)
        filled = {name: value.replace("0[", "0\u2060[") for name, value in values.items()}
        self.dispatcher.utter_message(response=utterance, buttons=buttons, **extra, **filled)

    def offer(self, utterance: str, buttons: list[dict[str, str]], **values: str) -> None:
        """Say a named utterance with these buttons beside its own."""
        self.say(utterance, data=None, buttons=buttons, **values)


class WaymarkAction(Action, ABC):  # type: ignore[misc]
    """An action that cannot leak. Subclasses say their name and what they do."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in domain.yml."""

    @abstractmethod
    async def act(self, turn: Turn) -> list[EventType]:
        """Do it: speak through `turn`, give back Rasa events."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Run `act`; whatever goes wrong, answer kindly and keep the conversation as it was."""
        try:
            turn = Turn(dispatcher, tracker, domain)
            events = [*turn.meet_wish(), *await self.act(turn)]
            if self.name().startswith("validate_"):  # a slot that it sets is, to Rasa, an answer that was taken
                return events
            return [*events, *turn.settle(events), *_note_time(turn)]
        except Exception as error:
            logger.error("%s could not be done: %s", self.name(), describe(error))
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_unexpected")
            if self.name().startswith("validate_"):  # the form goes on by itself, and asks again
                return [SlotSet("interruption", None)]
            return pause_form("unexpected")


def _note_time(turn: Turn) -> list[EventType]:
    """Remember when this was. Not what a form validates: it would take any slot for an answer."""
    now = read_clock()
    if turn.last_turn is not None and now - turn.last_turn < timedelta(minutes=1):
        return []
    return [SlotSet("last_turn", now.isoformat(timespec="seconds"))]


def pause_form(interruption: str) -> list[EventType]:
    """Step out of a form, so that what is typed next is not taken for an answer. `go_on` steps back in."""
    return [SlotSet("interruption", interruption), ActiveLoop(None), SlotSet("requested_slot", None)]


def enter_form(form: str, stage: str) -> list[EventType]:
    """Step into a form: it asks for what is still open."""
    return [SlotSet("stage", stage), SlotSet("interruption", None), FollowupAction(form)]


def leave_form(stage: str) -> list[EventType]:
    """Leave any form for another stage of the conversation. Nothing stays held: `keep_held` comes first."""
    return [
        SlotSet("stage", stage),
        SlotSet("interruption", None),
        SlotSet("held", None),
        ActiveLoop(None),
        SlotSet("requested_slot", None),
    ]
