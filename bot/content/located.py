"""Reads YAML into plain data and remembers the line of every field.

The nodes that ruamel.yaml composes are used, not its round-trip objects: they carry the same marks, they cost half the
time, and a repeated name can be reported beside the other problems instead of ending the reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

FieldPath = tuple[str | int, ...]
"""Where a value stands: `("themes", 3, "name")` is the name of the fourth theme."""

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Slip:
    """One thing amiss at a line (from 1) of a file, before the file's name is known."""

    line: int
    what: str
    fix: str


@dataclass(frozen=True)
class Located:
    """Plain data (dict, list, str, int, float, bool, None), the line of each path in it, and what could not be read."""

    data: Any
    lines: Mapping[FieldPath, int]
    slips: tuple[Slip, ...]

    def line(self, path: FieldPath) -> int:
        """The line (from 1) of the nearest thing that is really there: a missing field gives the line of its owner."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


@lru_cache(maxsize=64)
def read_yaml(text: str) -> Located:
    """Reads one YAML document. Never raises for what is in the text: unreadable text gives `data=None` and a slip.

    Remembered by text, so that checking again after one edit reads one file again. Callers must not change `data`.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        return Located(None, {}, (_unreadable(error),))
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        return Located(None, {}, (Slip(line, "a character here cannot be used", "type this line again"),))
    if root is None:
        return Located(None, {}, (Slip(1, "the file is empty", "put the content back, or copy an older version"),))
    lines: dict[FieldPath, int] = {}
    slips: list[Slip] = []
    data = _plain(root, (), lines, slips)
    return Located(data, lines, tuple(slips))


def _unreadable(error: MarkedYAMLError) -> Slip:
    mark, reason = error.problem_mark or error.context_mark, str(error.problem or "unexpected text")
    fix = "check that the spaces line up with the lines above, and put quotes around text that has a colon in it"
    if "\\t" in reason:
        fix = "use spaces, not tabs, at the start of the line"
    elif "quoted scalar" in str(error.context):
        # The end of the file is where it was noticed; where the quotes open is where it can be mended.
        mark, fix = error.context_mark or mark, "close the quotes that are opened on this line"
    return Slip(mark.line + 1 if mark else 1, f"this cannot be read as YAML ({reason})", fix)


def _plain(node: Node, path: FieldPath, lines: dict[FieldPath, int], slips: list[Slip]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if node.anchor:
        # A copied node can hold itself: it is refused rather than followed.
        slips.append(Slip(line, f"'&{node.anchor}' and '*{node.anchor}' are not used here", "write the text out"))
        return None
    if isinstance(node, MappingNode):
        return _plain_mapping(node, path, lines, slips)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, number), lines, slips) for number, item in enumerate(node.value)]
    return _plain_scalar(node)


def _plain_mapping(
    node: MappingNode, path: FieldPath, lines: dict[FieldPath, int], slips: list[Slip]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, ScalarNode) else "?"
        line = key.start_mark.line + 1
        if name in found:
            slips.append(Slip(line, f"'{name}' is here twice", "keep one and remove the other"))
            continue
        lines[(*path, name)] = line
        found[name] = _plain(value, (*path, name), lines, slips)
    return found


def _plain_scalar(node: Node) -> str | int | float | bool | None:
    text = str(node.value)
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        return int(text) if kind == "int" else float(text) if kind == "float" else text
    except ValueError:
        return text
