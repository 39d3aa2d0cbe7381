"""Reads the files of the content folder and checks the shape of each."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.fields import BROKEN_RULE, Frozen
from bot.content.located import FieldPath, Located, Slip, read_yaml
from bot.content.problems import Problem
from bot.content.rules import Amiss

Shape = TypeVar("Shape", bound=Frozen)


@dataclass(frozen=True)
class Document:
    """A file of the content folder: its name as an editor would type it, and what was read."""

    label: str
    located: Located

    def problem(self, path: FieldPath, what: str, fix: str) -> Problem:
        """A problem at the line of `path`, or of the nearest thing that is there."""
        return Problem(self.label, self.located.line(path), what, fix)

    def items(self, *path: str | int) -> list[tuple[FieldPath, dict[str, Any]]]:
        """The records of the list at `path`, each with its own path. Whatever is not a record is left out."""
        found = self.located.data
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if not isinstance(found, list):
            return []
        return [((*path, number), item) for number, item in enumerate(found) if isinstance(item, dict)]


def label_of(file: Path) -> str:
    """The file's path from where the command runs, or the whole path when it lies elsewhere."""
    try:
        return file.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return file.as_posix()


def read_document(file: Path) -> tuple[Document, tuple[Problem, ...]]:
    """Reads one file. What cannot be read gives problems and a document without data; it does not raise."""
    label = label_of(file)
    located = _read(file)
    return Document(label, located), tuple(Problem(label, slip.line, slip.what, slip.fix) for slip in located.slips)


def _read(file: Path) -> Located:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return Located(None, {}, (Slip(1, "this file is missing", "put it back, or copy it from the first version"),))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return Located(None, {}, (Slip(1, f"this file cannot be opened ({reason})", "make it a file you may read"),))
    try:
        return read_yaml(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Located(None, {}, (Slip(line, "a character is not in UTF-8", "save the file with encoding UTF-8"),))


def check_shape(document: Document, shape: type[Shape]) -> tuple[Shape | None, tuple[Problem, ...]]:
    """Makes the typed object, or gives every problem with the fields of this file."""
    if document.located.data is None:
        return None, ()
    try:
        return shape.model_validate(document.located.data), ()
    except ValidationError as error:
        return None, tuple(
            document.problem(detail["loc"], amiss.what, amiss.fix)
            for detail in error.errors(include_url=False)
            for amiss in _explain(detail, shape)
        )


def _place(shape: type[Frozen], path: FieldPath) -> tuple[list[str], str]:
    """The names that belong beside the field at `path`, and what its description says it should be."""
    names, meant = list(shape.model_fields), "the right words"
    here: type[Frozen] | None = shape
    for step in path:
        if isinstance(step, str):
            names = list(here.model_fields) if here else []
            field = here.model_fields.get(step) if here else None
            meant = (field.description if field else None) or "the right words"
            kinds = (field.annotation, *get_args(field.annotation)) if field else ()
            here = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Frozen)), None)
    return names, meant


def _explain(detail: ErrorDetails, shape: type[Frozen]) -> tuple[Amiss, ...]:
    """Says one of pydantic's errors in an editor's words."""
    kind, path, value, limits = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
    if kind == BROKEN_RULE:
        return tuple(limits["amiss"])
    name = next((step for step in reversed(path) if isinstance(step, str)), "this file")
    names, meant = _place(shape, path)
    if kind.startswith("missing"):
        return (Amiss(f"'{name}' is missing", f"add '{name}:' ({meant})"),)
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        near = get_close_matches(name, names, n=1)
        return (Amiss(f"'{name}' is not a field of this part", f"write '{near[0]}'" if near else "remove the line"),)
    if value is None or value == "":
        return (Amiss(f"'{name}' is empty", f"write {meant}"),)
    if kind in ("too_short", "too_long"):
        least, most = limits.get("min_length"), limits.get("max_length")
        bound = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return (Amiss(f"'{name}' has {limits['actual_length']}, and needs {bound}", f"give {meant}"),)
    if kind == "string_type":
        return (Amiss(f"'{name}' must be text", f"write it as plain text, in quotes ({meant})"),)
    if kind.startswith("tuple"):
        return (Amiss(f"'{name}' must be a list", "begin each line of the list with '- '"),)
    if kind.startswith(("model", "dict", "arguments", "namedtuple")):
        return (Amiss(f"'{name}' must be made of fields", "write lines of the form 'field: words'"),)
    return (Amiss(f"'{name}' cannot be '{value}'", f"write {meant}"),)
