"""The table of stages is what the code does, and docs/dialogue.md is the table."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from dataclasses import fields
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import actions
from actions.base import moves
from bot.dialogue.stages import MOVES, STAGES, STAY, WISHES, Stage
from tools.dialogue_page import PAGE, write_page

ROOT = Path(__file__).parents[3]
DOES = [one.name for one in fields(Stage) if one.name != "about"]
OWNERS = {"base", "turns"}
OWN_SLOTS = {"session_started_metadata"}
"""What Rasa itself sets when a session starts."""


@pytest.fixture(scope="module", autouse=True)
def all_rooms() -> None:
    for one in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{one.name}")


def test_every_move_of_the_table_is_a_function_and_is_described() -> None:
    named = {getattr(stage, what) for stage in STAGES.values() for what in DOES}
    assert named - set(MOVES) == set()
    assert set(MOVES) - moves() == set()
    assert set(MOVES) - named - set(WISHES) == set(), "a move that nothing leads to"


def test_moves_end_at_stages() -> None:
    ends = {to for move in MOVES.values() for to in move.to} | {to for wish in WISHES.values() for to in wish}
    assert ends - set(STAGES) == {STAY}


def test_every_intent_has_a_row() -> None:
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    by_table = {"back", "skip", "too_hard", "affirm", "deny", "reflection", "nlu_fallback", "rate"}
    assert set(WISHES) == set(domain["intents"]) - by_table


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(), "uv run python -m tools.dialogue_page"


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("*.py")), ids=lambda path: path.stem)
def test_no_room_reads_or_writes_a_slot_by_its_name(path: Path) -> None:
    """The state is read in bot/dialogue/state.py, and written by the turn alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("get_slot", "slots", "current_slot_values"):
            assert path.stem in OWNERS or node.attr == "get_slot", f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_slot":
            assert [ast.literal_eval(one) for one in node.args] == sorted(OWN_SLOTS), f"line {node.lineno}"
        if isinstance(node, ast.Name) and node.id in ("SlotSet", "ActiveLoop", "FollowupAction", "AllSlotsReset"):
            assert path.stem in OWNERS, f"line {node.lineno}"


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("*.py")), ids=lambda path: path.stem)
def test_no_room_makes_an_action_of_another(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ".act(" not in text or path.stem in OWNERS
