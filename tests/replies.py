"""Holds the replies of actions to Rasa's schema: while Waymark runs nothing does (docs/rasa-runtime.md)."""

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

from bot.runtime.actions import InProcessActions

_REQUEST = InProcessActions.request


@functools.lru_cache(maxsize=1)
def _validator() -> Any:
    return jsonschema.validators.validator_for(schema := RemoteAction.action_response_format_spec())(schema)


def hold_to_schema(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Raises in the action's place when a reply does not fit. Out: the actions that replied, as they do."""
    held: list[str] = []

    async def request(self: InProcessActions, *arguments: Any, **named: Any) -> Any:
        answer = await _REQUEST(self, *arguments, **named)
        _validator().validate(json.loads(json.dumps(answer)))  # as it would come from an action server
        held.append(named["json"]["next_action"])
        return answer

    monkeypatch.setattr(InProcessActions, "request", request)
    return held
