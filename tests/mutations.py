"""Tokens and activities of Teams made wrong by chance: what a stranger, or a broken line, may send."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

from tests.microsoft import Microsoft


def mutate(rng: random.Random, token: str, activity: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A token or an activity with one thing wrong."""
    parts = token.split(".")
    kind = rng.randrange(6)
    if kind == 0:  # another bit somewhere in the claims or the signature
        place = rng.randrange(2)
        raw = bytearray(base64.urlsafe_b64decode(parts[place + 1] + "=="))
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        parts[place + 1] = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    elif kind == 1:  # cut short
        return token[: rng.randrange(len(token))], activity
    elif kind == 2:  # another header
        head = {
            "alg": rng.choice(["none", "HS256", "RS512", "ES256", 7, None]),
            "kid": rng.choice(["k1", "k2", "", None, 5]),
        }
        parts[0] = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=").decode()
    elif kind == 3:  # a part of the activity becomes something else
        name = rng.choice(["serviceUrl", "channelId", "channelData"])
        activity = activity | {name: rng.choice([None, 1, [], {}, "", "x" * 5000, {"tenant": [1]}, True])}
    elif kind == 4:  # parts in another order
        rng.shuffle(parts)
        if parts == token.split("."):
            parts.reverse()
    else:
        elsewhere = ["https://evil.example/", "http://127.0.0.1.evil.example/", "x"]
        activity = activity | {"serviceUrl": rng.choice(elsewhere)}
    return ".".join(parts), activity


SCRAPS: list[Any] = [
    *(None, 1, 2.5, True, "", "x", "x" * 600, "\x00", [], [1], {}),
    *({"id": 1}, {"id": None}, {"waymark": 3}),
]


def make_malformed(rng: random.Random, microsoft: Microsoft) -> dict[str, Any]:
    """An activity in which up to three parts are of another kind than they should be."""
    activity: Any = microsoft.activity(rng.choice(["hello", "/restart", '/save{"x":1}', "<at>Waymark</at> hi"]))
    activity["type"] = rng.choice(["message", "invoke", "installationUpdate", "event", None, 3])
    activity["name"] = rng.choice(["adaptiveCard/action", "composeExtension/query", None, []])
    for _ in range(rng.randrange(1, 4)):
        activity[rng.choice([*activity, "value", "replyToId", "action"])] = rng.choice(SCRAPS)
    return dict(activity)
