"""What is pressed on the card of a session, and what is answered to that.

Unlike all else that comes from Teams it is not noted before it is done: what somebody types into such a card is kept in
the session alone (bot/sessions/), under a secret that is destroyed at the close.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.bodies import clean_typed
from bot.channels.teams.activities import Activity
from bot.channels.teams.cards import Card

LONGEST_INPUT = 8_000
"""Characters of one field that are looked at at all. A text of an answer may be much shorter."""

MOST_INPUTS = 40


@dataclass(frozen=True)
class Press:
    """A button of a session's card."""

    activity: Activity
    do: str
    session: str
    carried: Mapping[str, str] = field(default_factory=dict)
    """What the button brought along."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stands in the fields of the card."""
    guest: bool = False
    """Teams does not say who they are in their organisation: somebody else could come under the same name."""

    @property
    def person(self) -> str:
        """Who answers, for the session's HMAC."""
        return f"teams\0{self.activity.tenant}|{self.activity.person}"

    @property
    def where(self) -> dict[str, str]:
        """How whoever pressed can be met one to one."""
        one = self.activity
        return {"service_url": one.service_url, "bot": one.bot, "tenant": one.tenant, "account": one.account}

    @property
    def account(self) -> dict[str, str]:
        """What is kept of a facilitator's account: how to meet them, and who they are where they take part."""
        return self.where | {"person": self.person}


@dataclass(frozen=True)
class Reply:
    """What a press is answered with."""

    card: Card | None = None
    """For whoever pressed. It may hold what they typed, and is kept by nobody."""
    lasting: Card | None = None
    """What takes the place of the card in the chat, without a word of theirs. None: the card stays as it is."""
    words: str = ""
    """A line for whoever pressed, where the card stays. Beside a `card`: for a client that cannot show that."""

    @classmethod
    def of(cls, card: Card) -> Reply:
        """A card that holds no word of theirs."""
        return cls(card, card)


def read_press(body: Mapping[str, Any], activity: Activity) -> Press | None:
    """What was pressed on a session's card; None for any other card."""
    value = body.get("value")
    if activity.invoked and isinstance(value, Mapping):
        action = value.get("action")
        value = action.get("data") if isinstance(action, Mapping) else None
    if activity.kind != "choice" or not isinstance(value, Mapping):
        return None
    carried = value.get("waymark")
    carried = _texts(carried) if isinstance(carried, Mapping) else {}
    if not carried.get("do"):
        return None
    typed = {name: text for name, text in _texts(value).items() if name != "waymark"}
    sender = body.get("from")
    guest = not (isinstance(sender, Mapping) and sender.get("aadObjectId"))
    return Press(activity, carried.pop("do"), carried.pop("session", ""), carried, typed, guest)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    found = {name: value for name, value in list(values.items())[:MOST_INPUTS] if isinstance(name, str)}
    return {
        name: clean_typed(text) for name, text in found.items() if isinstance(text, str) and len(text) <= LONGEST_INPUT
    }
