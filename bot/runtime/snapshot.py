"""What the next turn needs to know of all turns before, and no more, so that the 200th turn costs what the 5th does.

Rasa builds a conversation by replaying its events, and copies it many times in a turn. So a snapshot is a list of
events too: a head that leads straight to where things stood, and the last turn as it was. Rasa reads it as it
reads any conversation. docs/adr/0013-a-snapshot-for-the-next-turn.md says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

ACTIONS_KEPT = 3
"""Of those before: rules match the last states, and an action makes a state. A test compares, and finds rules that look
further back."""


def shorten(tracker: DialogueStateTracker, domain: Domain) -> list[dict[str, Any]]:
    """The events, as JSON-like data, that the next turn begins from. Out: all of them after the first turn."""
    events = list(tracker.events)
    begins = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(begins) > 1:
        events = [*_head(tracker.sender_id, events[: begins[-1]], domain), *events[begins[-1] :]]
    return [event.as_dict() for event in events]


def latest_turn(snapshot: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of the last turn alone, for who wishes that all before is forgotten."""
    begins = [place for place, event in enumerate(snapshot) if event["event"] == UserUttered.type_name]
    return snapshot[begins[-1] :] if begins else snapshot


def _head(sender: str, events: list[Event], domain: Domain) -> Iterator[Event]:
    """Few events that lead to the same slots, form and states as all of `events`."""
    whole = DialogueStateTracker.from_events(sender, events, domain.slots)
    for slot in whole.slots.values():
        if slot.value != slot.initial_value:
            yield SlotSet(slot.name, slot.value)
    applied = whole.applied_events()
    start = _where_the_last_actions_begin(applied)
    before = DialogueStateTracker.from_events(sender, applied[:start], domain.slots)
    if before.active_loop_name:
        yield ActiveLoop(before.active_loop_name)
        if before.is_active_loop_rejected:
            yield ActionExecutionRejected(before.active_loop_name)
    for event in applied[start:]:
        if isinstance(event, UserUttered):
            yield _without_words(event)
        elif isinstance(event, ActionExecuted | ActionExecutionRejected | ActiveLoop):
            yield event


def _where_the_last_actions_begin(applied: list[Event]) -> int:
    """The place of the message that led to the last few actions."""
    actions = [place for place, event in enumerate(applied) if isinstance(event, ActionExecuted)]
    first = actions[-ACTIONS_KEPT] if len(actions) >= ACTIONS_KEPT else 0
    return next((place for place in range(first, -1, -1) if isinstance(applied[place], UserUttered)), 0)


def _without_words(event: UserUttered) -> UserUttered:
    """What a message was understood as: no rule of ours reads more, and what was said may since have been let go."""
    entities = [{"entity": entity["entity"]} for entity in event.entities]
    return UserUttered(None, {"name": event.intent_name}, entities)
