"""What Teams sends, read with care: only the few fields we use, each of the shape it should have."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.channels.teams.tokens import tenant_of
from bot.channels.teams.typed import read_typed

Kind = Literal["text", "choice", "edited", "deleted", "install", "uninstall", "other"]

LONGEST_ID = 512
"""Characters of an id. Teams' own are below 200."""


class Malformed(Exception):
    """The activity is not of the shape that Teams sends. Nothing of it is used."""


@dataclass(frozen=True)
class Activity:
    """One activity. `choice` and `turn` come out of a card: which choice of which of our turns was pressed."""

    id: str
    kind: Kind
    tenant: str
    person: str
    """Their id in Entra, where Teams says it."""
    conversation: str
    personal: bool
    service_url: str
    bot: str
    text: str = ""
    choice: str = ""
    turn: str = ""
    reply_to: str = ""
    account: str = ""
    """Their id in Teams ("29:…"), by which they can be met one to one."""
    again: str = ""
    """Which edit or deletion of a message it is: they all have the id of the message."""
    invoked: bool = False
    """Whether Teams waits for a card as the answer to this very request (Action.Execute)."""

    @property
    def reference(self) -> dict[str, str]:
        """Where to answer."""
        return {"service_url": self.service_url, "conversation": self.conversation, "bot": self.bot}


def read_activity(raw: object) -> Activity:
    """Read an activity of the Bot Framework protocol. Raises Malformed."""
    body = _mapping(raw)
    conversation, person = _mapping(body.get("conversation")), _mapping(body.get("from"))
    kind = body.get("type")
    value = _mapping(body.get("value") or {})
    invoked = kind == "invoke" and body.get("name") == "adaptiveCard/action"
    if invoked:
        value = _mapping(_mapping(value.get("action")).get("data") or {})
    pressed = value.get("waymark")
    pressed = pressed if isinstance(pressed, Mapping) else {}
    return Activity(
        id=_id(body.get("id")),
        kind=_kind(body, kind, bool(pressed), invoked),
        tenant=_id(tenant_of(body)),
        person=_id(person.get("aadObjectId") or person.get("id")),
        conversation=_id(conversation.get("id")),
        personal=conversation.get("conversationType") == "personal",
        service_url=_id(body.get("serviceUrl")),
        bot=_id(_mapping(body.get("recipient")).get("id")),
        text=read_typed(body),
        choice=_short(pressed.get("choice")),
        turn=_short(pressed.get("turn")),
        reply_to=_short(body.get("replyToId")),
        account=_short(person.get("id")),
        again=_again(body, kind),
        invoked=invoked,
    )


_EDITS: dict[object, Kind] = {"editMessage": "edited", "softDeleteMessage": "deleted"}
"""By what Teams says of them ("Update and delete messages", Microsoft Learn). One that is brought back is another."""


def _event(body: Mapping[str, Any]) -> object:
    data = body.get("channelData")
    return data.get("eventType") if isinstance(data, Mapping) else None


def _kind(body: Mapping[str, Any], kind: object, pressed: bool, invoked: bool) -> Kind:
    if invoked or (kind == "message" and pressed):
        return "choice"
    if kind == "message":
        return "text"
    if kind in ("messageUpdate", "messageDelete"):
        return _EDITS.get(_event(body), "other")
    if kind == "installationUpdate":
        action = body.get("action")
        if action in ("add", "add-upgrade"):
            return "install" if action == "add" else "other"
        if action in ("remove", "remove-upgrade"):
            return "uninstall" if action == "remove" else "other"
    return "other"


def _again(body: Mapping[str, Any], kind: object) -> str:
    """Teams' own time of an edit or a deletion, which is the same when it is sent again; else what it says now."""
    if kind not in ("messageUpdate", "messageDelete"):
        return ""
    said = _short(body.get("timestamp")) or hashlib.sha256(read_typed(body).encode()).hexdigest()
    return f"{kind}|{said}"


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Malformed
    return value


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise Malformed
    return value


def _short(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_ID and value.isprintable() else ""
