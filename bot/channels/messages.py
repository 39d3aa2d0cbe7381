"""Turns what the dialogue said into messages with choices, and keeps what each choice means on our side."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from typing import Any, Final

from bot.channels.refusals import Refused
from bot.store.sealing import derive

Message = dict[str, Any]

SUPPORT: Final = "support"
"""The one choice that is taken whenever it is pressed: on an old card too, and after the chat was forgotten."""
ALWAYS_OFFERED: Final = {"start": "/greet", SUPPORT: "/support"}
"""Choices that need not have been offered, and what they mean: a channel opens a conversation with "start"."""


def compose(
    said: list[dict[str, Any]], controls: list[dict[str, str]], sender: str, turn_id: str
) -> tuple[list[Message], dict[str, dict[str, str]]]:
    """Give the messages of a turn, and its offers: what each choice's value means.

    All choices stand on the last message: first those of the dialogue, then the controls that are always in reach.
    A value is opaque: a keyed hash of what is chosen and of the turn that offers it. So "share" under one reflection is
    never "share" under the next, however long a card or a tab stays open. Support alone has one value for ever.
    """
    key = derive(sender.encode(), "choices")
    messages = [
        {
            "id": uuid.uuid5(uuid.NAMESPACE_OID, f"{turn_id}:{place}").hex,
            "from": "waymark",
            "kind": "message",
            "text": one["text"],
            "choices": [],
            **one["custom"],
        }
        for place, one in enumerate(said)
    ]
    offers: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    answers = [button for one in said for button in one["buttons"]]
    # "Leadership" before "Show all the themes"; a question to Waymark stays in its place
    answers.sort(key=lambda button: "{" not in button["payload"] or button["payload"].startswith("/ask{"))
    for button, role in [(one, "answer") for one in answers] + [(one, "control") for one in controls]:
        payload = button["payload"]
        offered = f"{turn_id}\0{payload}".encode()
        value = hmac.new(key, offered, hashlib.sha256).hexdigest()[:24]
        if payload == ALWAYS_OFFERED[SUPPORT]:
            value = SUPPORT
        if (value, role) in seen:
            continue
        seen.add((value, role))
        offers.setdefault(value, {"payload": payload, "label": button["title"]})
        name = payload.removeprefix("/").partition("{")[0]
        choice = {"label": button["title"], "value": value, "role": role, "name": name}
        messages[-1]["choices"].append(choice | ({"hint": button["hint"]} if button.get("hint") else {}))
    return messages, offers


def understand(
    choice: str, offers: Mapping[str, dict[str, str]], responses: Mapping[str, list[dict[str, Any]]]
) -> tuple[str, str]:
    """What a choice is called and what it means to the dialogue. Raises Refused when it is not offered."""
    if offer := offers.get(choice):
        return offer["label"], offer["payload"]
    if choice not in ALWAYS_OFFERED:
        raise Refused(422, "choice_not_offered")
    payload = ALWAYS_OFFERED[choice]
    controls = responses["utter_controls"][0]["buttons"]
    return next((str(one["title"]) for one in controls if one["payload"] == payload), ""), payload


def from_person(turn_id: str, text: str) -> Message:
    """What the person said, as it stands in the transcript."""
    return {"id": turn_id, "from": "you", "kind": "message", "text": text, "choices": []}


def compose_farewell(text: str, turn_id: str) -> Message:
    """The last message, after the conversation was erased: a channel clears what it shows when it reads `leaves`."""
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, f"{turn_id}:left").hex,
        "from": "waymark",
        "kind": "message",
        "text": text,
        "choices": [],
        "leaves": True,
    }


def words(responses: Mapping[str, list[dict[str, Any]]], utterance: str, channel: str = "") -> str:
    """The words of an utterance that needs no dialogue around it: the variant for this channel, if there is one."""
    variants = responses[utterance]
    return str(next((one for one in variants if one.get("channel") == channel), variants[0])["text"])
