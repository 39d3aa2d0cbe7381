"""The turn that an action works on: what the person did, what is known, what is set, and what is said.

It owns every write to the state. Actions set fields or take the state that a function of bot/dialogue/words.py gives,
and `events` makes Rasa's events of the difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar, Unpack, cast

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import days
from bot.dialogue.changes import Changes
from bot.dialogue.state import State, Tier, read_state, write_slots
from bot.dialogue.words import lay_held_aside
from bot.lanes import Full
from bot.reflection.answers import Answers
from bot.safety.screen import ANOTHER
from bot.store.sealing import conversation_key
from bot.waymark import Waymark, get_waymark

P = ParamSpec("P")
Out = TypeVar("Out")

REFLECTION_FORM = "reflection_form"

WORDS = ("distress", "reflection", "disclosure", "nlu_fallback")
"""Intents of words that say something of one's own."""

AWAY = timedelta(minutes=30)
"""Who says nothing for longer than this has been away, and is told where we were."""

Buttons = list[dict[str, str]]


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A choice that says `title` and means `intent`."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


class Turn:
    """What an action sees of one turn, and how it speaks. It owns every write to the state."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self.domain = domain
        self.waymark: Waymark = get_waymark()
        self.before = read_state(tracker.slots)
        self.state: State = self.before
        self.wish = ""
        """Words that were held and turned out to be the very command that is met now."""
        self._set: set[str] = set()
        self._leaves_form = False
        self._then: str | None = None
        self._first: list[EventType] = []
        self._last: list[EventType] = []

    async def slowly(self, work: Callable[P, Out], *args: P.args, **named: P.kwargs) -> Out:
        """Do what derives a key from a return code, which is slow (Argon2id), where it holds up nobody. Raises Full."""
        return await self.waymark.lanes.codes.run(conversation_key(self.tracker.sender_id), work, *args, **named)

    async def reading(self, work: Callable[[str], Out], text: str) -> Out | None:
        """Read a text for what is near to it in meaning, which takes long, where it holds up nobody.

        None where too many ask at once. What was typed is theirs all the same: whoever calls goes on without.
        """
        try:
            return await self.waymark.lanes.for_text(text).run(conversation_key(self.tracker.sender_id), work, text)
        except Full:
            return None

    # what the person did

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
        return not self.text or self.confidence == 1.0

    @property
    def confidence(self) -> float:
        """How sure it was understood, 0 to 1."""
        return float((self.tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def tier(self) -> Tier:
        """What the distress screen said of it."""
        return cast("Tier", (self.tracker.latest_message.get("safety") or {}).get("tier") or "none")

    @property
    def another_in_danger(self) -> bool:
        """Whether the screen took it that rather somebody else is in danger than the writer."""
        return ANOTHER in ((self.tracker.latest_message.get("safety") or {}).get("reasons") or ())

    @property
    def disclosure(self) -> str | None:
        """The kind of what it tells of that is hard and no emergency, such as "bullying"."""
        return self.tracker.latest_message.get("disclosure") or None

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

    def likeliest(self, without: str) -> tuple[str, float]:
        """The likeliest intent but one, and its probability; "" and 0 where there is none."""
        ranking = self.tracker.latest_message.get("intent_ranking") or []
        found = [(str(one["name"]), float(one["confidence"])) for one in ranking if one["name"] != without]
        return found[0] if found else ("", 0.0)

    # what is known

    @property
    def answers(self) -> Answers:
        """The answers so far. One that is being written anew still counts as it was."""
        return self.state.answers

    @property
    def after_distress(self) -> bool:
        """Whether the words before this message told of danger. What is said now is calm, and asks little."""
        return self.state.heavy

    @property
    def away(self) -> bool:
        """Whether the person comes back after a while."""
        last = self.state.last_turn
        return last is not None and days.read_clock() - last > AWAY

    def said(self, utterance: str) -> bool:
        """Whether `tell` said an utterance since the theme in hand was chosen."""
        return utterance in self.state.told

    def was_asked(self, utterance: str, payload: str) -> bool:
        """Whether the turn before said an utterance with a choice of this payload."""
        users = [place for place, event in enumerate(self.tracker.events) if event["event"] == "user"]
        before = self.tracker.events[users[-2] : users[-1]] if len(users) > 1 else []
        bots = [event for event in before if event["event"] == "bot"]
        asked = [event for event in bots if event["metadata"].get("utter_action") == utterance]
        return any(one["payload"] == payload for event in asked for one in event["data"].get("buttons") or ())

    # what is set

    def set(self, **changes: Unpack[Changes]) -> None:
        """Set fields of the state, for the rest of this turn and for those to come."""
        self.state = replace(self.state, **changes)
        self._set |= set(changes)

    def become(self, state: State) -> None:
        """Take the state that a function of bot/dialogue/words.py gives."""
        self.state = state

    def go(self, stage: str) -> None:
        """Leave any form for a stage of the conversation. Words that nobody decided on are laid aside, not dropped."""
        self.become(lay_held_aside(self.state))
        self.set(stage=stage, interruption=None)
        self._leave_form()

    def pause(self, interruption: str) -> None:
        """Step out of a form, so that what is typed next is not taken for an answer. "Go on" steps back in."""
        self.set(interruption=interruption)
        self._leave_form()

    def enter_questions(self) -> None:
        """Step into the form of the four questions: it asks for what is still open."""
        self.set(stage="questions", interruption=None)
        self._then = REFLECTION_FORM

    def emit(self, *events: EventType, last: bool = False) -> None:
        """Give Rasa events that are none of the state, before what was set; or last, after it."""
        (self._last if last else self._first).extend(events)

    def _leave_form(self) -> None:
        self.become(replace(self.state, requested_slot=None))
        self._leaves_form, self._then = True, None

    def events(self, *, validates: bool) -> list[EventType]:
        """What was set, as Rasa's events.

        validates: for a form that validates. To Rasa a slot that it sets is an answer that was taken, even where it has
        the same value as before; so whatever was set is given, and nothing else.
        """
        was, now = write_slots(self.before), write_slots(self.state)
        slots = [
            SlotSet(name, value)
            for name, value in now.items()
            if value != was[name] or (validates and name in self._set)
        ]
        left = [ActiveLoop(None)] if self._leaves_form else []
        then = [FollowupAction(self._then)] if self._then else []
        return [*self._first, *slots, *left, *then, *self._last]

    @property
    def given(self) -> frozenset[str]:
        """The names of the fields that were set in this action."""
        return frozenset(self._set)

    # what is said

    def choices(self, utterance: str) -> Buttons:
        """The choices that stand beside an utterance, to be offered with other words."""
        return list(self.domain["responses"][utterance][0]["buttons"])

    def words(self, utterance: str, **values: str) -> str:
        """The words of a named utterance, to be part of another."""
        variants = self.domain["responses"][utterance]
        said = next((one for one in variants if one.get("channel") == self.channel), variants[0])
        text: str = said["text"]
        return text.format_map(values)

    def say(
        self, utterance: str, *, data: dict[str, Any] | None = None, buttons: Buttons | None = None, **values: str
    ) -> None:
        """Say a named utterance. `values` fill its places; `data` is structure that channels may show."""
        extra = {"json_message": data} if data else {}
        # Rasa leaves all places empty when a value holds "0[" (rasa.core.nlg.interpolator)
        filled = {name: value.replace("0[", "0\u2060[") for name, value in values.items()}
        self.dispatcher.utter_message(response=utterance, buttons=buttons, **extra, **filled)

    def offer(self, utterance: str, buttons: Buttons, **values: str) -> None:
        """Say a named utterance with these buttons beside its own."""
        self.say(utterance, data=None, buttons=buttons, **values)

    def tell(self, utterance: str, data: dict[str, Any] | None = None, **values: str) -> None:
        """Say an utterance, and remember it for as long as the theme in hand: a later turn depends on it."""
        self.say(utterance, data=data, buttons=[], **values)
        self.note_told(utterance)

    def note_told(self, utterance: str) -> None:
        """Remember an utterance as said since the theme in hand was chosen."""
        self.set(told=tuple(sorted({*self.state.told, utterance})))

    def count_words(self) -> int:
        """How many words of ours this turn says so far, by the longest variant of each utterance."""
        said = [(event["metadata"].get("utter_action"), "") for event in self.this_turn() if event["event"] == "bot"]
        said += [(message["response"], message.get("theme", "")) for message in self.dispatcher.messages]
        texts = [
            [one["text"].replace("{theme}", theme or "theme") for one in self.domain["responses"].get(utterance, [])]
            for utterance, theme in said
        ]
        return sum(max((len(text.split()) for text in some), default=0) for some in texts)

    @property
    def begins(self) -> bool:
        """Whether nothing was done yet since the person's message."""
        return not any(event["event"] in ("bot", "slot", "followup", "active_loop") for event in self.this_turn())

    def this_turn(self) -> list[dict[str, Any]]:
        """The events since the person's message, newest first."""
        found: list[dict[str, Any]] = []
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                break
            found.append(event)
        return found
