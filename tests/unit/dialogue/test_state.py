"""The state and the slots are one thing seen from two sides."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from ruamel.yaml import YAML

from bot.dialogue.changes import Changes
from bot.dialogue.state import Aside, Draft, Held, Opening, Receipt, State, read_state, write_slots

ROOT = Path(__file__).parents[3]
FULL = State(
    stage="questions",
    theme="culture",
    opening=Opening("our rota is kinder", 2, placed=True),
    earlier={"strengths": "tea"},
    adding=("strengths",),
    held=Held("skip", "strengths", command="skip", asked=1),
    aside=Aside("more", "interrupt", asked=True),
    heavy=True,
    last_turn=datetime(2026, 11, 29, 9, tzinfo=UTC),
    drafts={"leadership": Draft({"strengths": "kind"}, ("strengths",))},
    receipts=(Receipt("a-b-c-d", "culture", "2026-11-29", "private"),),
)


def test_what_is_written_is_read_again() -> None:
    assert read_state(write_slots(FULL)) == FULL
    assert read_state(write_slots(State())) == State()


def test_the_domain_has_one_slot_for_each_field_and_no_other() -> None:
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(domain["slots"]) == {one.name for one in fields(State)} - {"requested_slot"}


def test_what_can_be_set_is_what_there_is() -> None:
    """So that mypy, which checks writes against `Changes`, checks them against the state."""
    read_only = {"requested_slot"}
    assert set(Changes.__annotations__) == {one.name for one in fields(State)} - read_only
    kinds = {one.name: str(one.type).replace("Names", "tuple[str, ...]") for one in fields(State)}
    differ = {name for name, kind in Changes.__annotations__.items() if kind.__forward_arg__ != kinds[name]}
    assert differ == {"greeted"}  # nobody makes it unknown again


def test_a_conversation_of_an_earlier_release_goes_on() -> None:
    slots = {
        "stage": "questions",
        "adding": "strengths",
        "theme_options": "help",
        "held": {"text": "hm", "question": None, "tier": "none", "command": None, "other": None, "asked": 0},
        "drafts": {"culture": {"answers": {"strengths": "kind"}, "screened": None}},
        "receipts": [{"code": "a-b-c-d", "theme": "culture", "day": "2026-11-29", "sharing": "private", "x": 1}],
        "no_longer": True,
    }
    state = read_state(slots)
    assert state.adding == ("strengths",)
    assert state.theme_options == ()
    assert state.held is not None
    assert state.held.text == "hm"
    assert state.drafts["culture"].answers == {"strengths": "kind"}
    assert state.receipts[0].code == "a-b-c-d"
