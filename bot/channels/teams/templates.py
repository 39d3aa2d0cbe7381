"""Fills the JSON templates of cards and of the app package: the Adaptive Cards templating language, and little of it.

`${path}` is a value, `$data` repeats an element for each of a list, `$when` leaves it out when there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"\$\{([^}]*)\}")


def expand(template: Any, data: Any) -> Any:
    """Fill a template with data. Out: the same shape, filled.

    A string that is one place and nothing else becomes the value itself, whatever its type. A missing value is empty.
    """
    if isinstance(template, str):
        whole = _PLACE.fullmatch(template)
        if whole:
            return _look_up(data, whole[1])
        return _PLACE.sub(lambda place: str(_look_up(data, place[1]) or ""), template)
    if isinstance(template, list):
        return [filled for one in template for filled in _repeat(one, data)]
    if isinstance(template, dict):
        return {key: expand(value, data) for key, value in template.items() if key not in ("$data", "$when")}
    return template


def _repeat(template: Any, data: Any) -> list[Any]:
    if not isinstance(template, dict):
        return [expand(template, data)]
    scopes = (_look_up(data, template["$data"][2:-1]) or []) if "$data" in template else [data]
    return [
        expand(template, scope)
        for scope in scopes
        if "$when" not in template or _look_up(scope, template["$when"][2:-1])
    ]


def _look_up(data: Any, path: str) -> Any:
    if path == "$data":
        return data
    for name in path.split("."):
        data = data.get(name) if isinstance(data, Mapping) else None
    return data
