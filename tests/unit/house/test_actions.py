"""The domain and the code name the same actions, and every action has the base that cannot leak."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter

import pytest
from house import ACTIONS, domain, rule_steps
from rasa_sdk import Action

from actions.base import WaymarkAction

FORMS = set(domain()["forms"])
RASA_OWN = {"action_listen"}


def _made(base: type) -> set[type]:
    below = {kind for child in base.__subclasses__() for kind in _made(child)}
    return below | ({base} if base.__module__.startswith("actions") and not inspect.isabstract(base) else set())


@pytest.fixture(scope="module")
def kinds() -> set[type]:
    for path in ACTIONS:
        importlib.import_module(f"actions.{path.stem}")
    return _made(Action)


def test_every_action_of_the_domain_is_a_class_and_the_other_way_round(kinds: set[type]) -> None:
    assert {kind().name() for kind in kinds} == set(domain()["actions"])


def test_no_two_classes_have_one_name(kinds: set[type]) -> None:
    assert [name for name, count in Counter(kind().name() for kind in kinds).items() if count > 1] == []


def test_every_action_has_the_base_that_cannot_leak(kinds: set[type]) -> None:
    assert [kind.__name__ for kind in kinds if not issubclass(kind, WaymarkAction)] == []
    assert [kind.__name__ for kind in kinds if kind.run is not WaymarkAction.run] == []


def test_every_action_is_its_name_in_capitals(kinds: set[type]) -> None:
    assert [
        kind.__name__ for kind in kinds if "".join(part.title() for part in kind().name().split("_")) != kind.__name__
    ] == []


def test_rules_name_actions_of_the_domain() -> None:
    acted = {step["action"] for _, step in rule_steps() if "action" in step}
    assert acted - set(domain()["actions"]) - FORMS - RASA_OWN == set()


def test_every_slot_of_a_form_has_an_action_that_asks(kinds: set[type]) -> None:
    slots = {slot for form in domain()["forms"].values() for slot in form["required_slots"]}
    assert {f"action_ask_{slot}" for slot in slots} <= set(domain()["actions"])
    assert {f"validate_{form}" for form in FORMS} <= set(domain()["actions"])
    assert slots <= set(domain()["slots"])
