"""JSON in columns. What cannot be read any more is empty, so that one broken row does not stop a whole list.

An area that is broken is empty too, and so lets nobody read more than before; a broken audit event breaks the chain,
which `waymark doctor` finds.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

DAMAGED = {"damaged": True}


def read_json(stored: str | bytes) -> Any:
    """What a column holds, for the engine. Empty text where it is no JSON: neither a list nor named things."""
    try:
        return json.loads(stored)
    except ValueError:
        return ""


class Names(TypeDecorator[list[str]]):
    """A list of names. What is broken, or no list of names, is an empty one."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> list[str] | None:  # noqa: ARG002
        whole = value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        return value if whole else []


class Fields(TypeDecorator[dict[str, Any]]):
    """Named values. What is broken says so, and so is not what the chain of the audit was made of."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        return value if value is None or isinstance(value, dict) else dict(DAMAGED)
