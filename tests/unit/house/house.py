"""What the tests of the house read: our own files, as data."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
DOCS = ROOT / "docs"
ACTIONS = sorted((ROOT / "actions").glob("*.py"))
CHANNELS = sorted((ROOT / "bot" / "channels").rglob("*.py"))
PRODUCT = sorted([*(ROOT / "bot").rglob("*.py"), *ACTIONS])


@functools.cache
def read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@functools.cache
def read_python(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    """A file's path in the project."""
    return path.relative_to(ROOT).as_posix()


def stems(folder: str) -> set[str]:
    """The topics of a folder under data/."""
    return {path.stem for path in (DATA / folder).glob("*.yml")}


@functools.cache
def domain() -> Any:
    return read_yaml(ROOT / "domain.yml")


@functools.cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Every utterance and its variants."""
    return {
        name: said for path in (DATA / "responses").glob("*.yml") for name, said in read_yaml(path)["responses"].items()
    }


@functools.cache
def rule_steps() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every step of every rule, with its topic."""
    return tuple(
        (path.stem, step)
        for path in sorted((DATA / "rules").glob("*.yml"))
        for rule in read_yaml(path)["rules"]
        for step in rule["steps"]
    )


@functools.cache
def ruled_intents() -> dict[str, str]:
    """Each intent that a rule begins with, and the topic of that rule."""
    return {step["intent"]: topic for topic, step in rule_steps() if "intent" in step}


@functools.cache
def taught_intents() -> dict[str, set[str]]:
    """Each intent that has examples, and the topics they stand in."""
    found: dict[str, set[str]] = {}
    for path in (DATA / "nlu").glob("*.yml"):
        for entry in read_yaml(path)["nlu"]:
            if "intent" in entry:
                found.setdefault(entry["intent"], set()).add(path.stem)
    return found


@functools.cache
def questions() -> frozenset[str]:
    """The names of the questions to Waymark, in the metadata of each block of `ask` in data/nlu."""
    blocks = [entry for path in (DATA / "nlu").glob("*.yml") for entry in read_yaml(path)["nlu"]]
    return frozenset(one["metadata"]["question"] for one in blocks if one.get("intent") == "ask")


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the nodes that are docstrings, or strings that stand alone and explain what is above them."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string literal but docstrings, pieces of f-strings among them."""
    apart = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node
