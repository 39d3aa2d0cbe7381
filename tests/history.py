"""Keeps, beside what Waymark remembers, the whole history of each conversation, and holds the two against each other.

Nothing but tests keeps a whole history: see bot/runtime/snapshot.py.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime.tracker_store import SealedTrackerStore

STATES = 2
"""How many states back are compared: as far back as the longest rule looks, which a test holds."""


class WholeHistory:
    """Watches a tracker store."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.compared = 0
        self.differences: list[tuple[str, Any, Any]] = []
        """What differed: its name, as remembered, as in the whole history."""
        retrieve, save = SealedTrackerStore.retrieve, SealedTrackerStore.save
        known: dict[str, int] = {}

        async def retrieve_and_count(store: SealedTrackerStore, sender: str) -> DialogueStateTracker | None:
            tracker = await retrieve(store, sender)
            known[sender] = len(tracker.events) if tracker else 0
            return tracker

        async def save_and_compare(store: SealedTrackerStore, tracker: DialogueStateTracker) -> None:
            sender = tracker.sender_id
            if known[sender] and not self.events[sender]:
                return await save(store, tracker)  # its beginning was not seen
            self.events[sender] += list(tracker.events)[known[sender] :]
            await save(store, tracker)
            from bot.runtime.snapshot import shorten

            short = DialogueStateTracker.from_dict(sender, shorten(tracker, store.domain), store.domain.slots)
            whole = DialogueStateTracker.from_events(sender, self.events[sender], store.domain.slots)
            one, other = describe(short, store.domain), describe(whole, store.domain)
            self.differences += [(name, one[name], other[name]) for name in one if one[name] != other[name]]
            self.compared += 1
            return None

        monkeypatch.setattr(SealedTrackerStore, "retrieve", retrieve_and_count)
        monkeypatch.setattr(SealedTrackerStore, "save", save_and_compare)


def describe(tracker: DialogueStateTracker, domain: Any) -> dict[str, Any]:
    """All that a next turn can depend on."""
    return {
        **{f"slot {name}": value for name, value in tracker.current_slot_values().items()},
        "loop": (tracker.active_loop_name, tracker.is_active_loop_rejected, tracker.is_active_loop_interrupted),
        "latest": (tracker.latest_action_name, tracker.latest_message and tracker.latest_message.text),
        "next": (tracker.followup_action, tracker.is_paused()),
        "states": tracker.past_states(domain)[-STATES:],
    }
