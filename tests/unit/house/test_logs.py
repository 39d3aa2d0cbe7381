"""No log line and no exception of ours can hold what somebody typed: every call of a logger is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import PRODUCT, ROOT, read_python, short

LOGGERS = {"logger", "log", "_log", "_logger", "logging"}
METHODS = {"debug", "info", "warning", "error", "critical", "exception", "log"}

HARMLESS = {
    ("bot/encoder/build.py", "cosines"): "two numbers",
    ("bot/runtime/serve.py", "doubt"): "ClockDoubted: its text holds two moments",
    ("bot/nlu/featurizer.py", "missing"): "EncoderMissing: its text names a folder of weights",
}
"""What is no literal, no count and no class name, and why it still cannot hold anybody's words."""

PRINTS = {"bot/safety/evaluate.py": "a developer's tool, over example messages alone"}

QUOTES = {"bot/safety/source.py": "refuses an editor's own line in data/content/safety, with that line"}


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(read_python(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if name in LOGGERS:
                yield node


def is_wordless(part: ast.expr) -> bool:
    """Literals, describe(error), counts, and names of classes or actions."""
    match part:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="describe" | "len")):
            return True
        case ast.Call(func=ast.Attribute(attr="name"), args=[]):
            return True
        case ast.Attribute(attr="__name__" | "__qualname__" | "status" | "status_code" | "code"):
            return True
        case ast.BinOp(left=left, right=right):
            return is_wordless(left) and is_wordless(right)
        case _:
            return False


@pytest.mark.parametrize("path", [path for path in PRODUCT if any(calls(path))], ids=short)
def test_a_log_line_is_made_of_literals_names_and_counts(path: Path) -> None:
    for call in calls(path):
        for part in [*call.args, *(word.value for word in call.keywords)]:
            assert is_wordless(part) or (short(path), ast.unparse(part)) in HARMLESS, (
                f"{short(path)}:{call.lineno} logs {ast.unparse(part)}"
            )


def test_no_exception_is_logged_with_its_text() -> None:
    """`logger.exception` and `exc_info` print the text of the exception, which may quote what somebody typed."""
    for path in PRODUCT:
        for call in calls(path):
            loud = call.func.attr == "exception" or any(
                word.arg in ("exc_info", "stack_info") for word in call.keywords
            )
            assert not loud, f"{short(path)}:{call.lineno}"


def test_nothing_is_printed() -> None:
    """Words for the person at the command line go through click, in bot/cli.py and bot/runtime."""
    for path in (path for path in PRODUCT if short(path) not in PRINTS):
        for node in ast.walk(read_python(path)):
            printed = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            assert not printed, f"{short(path)}:{node.lineno}"


def test_no_exception_of_ours_holds_a_text() -> None:
    """An exception that is raised with a value quotes no `text`, `answer`, `typed` or `message` variable."""
    for path in (path for path in PRODUCT if short(path) not in QUOTES):
        for node in ast.walk(read_python(path)):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            named = {name.id for name in ast.walk(node.exc) if isinstance(name, ast.Name)}
            assert not named & {"text", "typed", "answer", "answers", "shown", "sent", "body"}, (
                f"{short(path)}:{node.lineno}"
            )


def test_no_exception_to_these_rules_outlives_its_need() -> None:
    logged = {(short(path), ast.unparse(part)) for path in PRODUCT for call in calls(path) for part in call.args}
    assert set(HARMLESS) - logged == set()
    assert {name for name in {*PRINTS, *QUOTES} if not (ROOT / name).is_file()} == set()
