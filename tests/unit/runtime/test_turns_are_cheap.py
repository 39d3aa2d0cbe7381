"""What a turn leaves out changes nothing: replies that are not held against the schema fit it, and so on."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import AnySlot, BooleanSlot, TextSlot
from rasa.shared.utils.io import read_yaml_file

from bot.runtime import ruling
from bot.runtime.actions import InProcessActions
from bot.runtime.understanding import read_pressed
from bot.store import conversations
from tests.replies import hold_to_schema
from tests.talk import Talk


@pytest.fixture(scope="module")
def policy(agent: Any) -> RulePolicy:
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    return next(node._component for node in nodes if isinstance(node._component, RulePolicy))


def counted(whole: Callable[..., Any]) -> tuple[list[str], Callable[..., Any]]:
    """A function that does the same, and a list that grows with each call of it."""
    calls: list[str] = []

    def note(*arguments: Any) -> Any:
        calls.append("")
        return whole(*arguments)

    return calls, note


PRESSED = (
    "/start",
    '/choose_theme{"theme": "leadership"}',
    '/meant{"label": "Save it", "choice": "/save"}',
    '/rate{"rating": "3"}',
    "/start@0.5",
    '/save{"no_such_entity": "x"}',
    "/save{not json",
)


@pytest.mark.parametrize("text", PRESSED, ids=range(len(PRESSED)))
async def test_what_was_pressed_is_read_as_the_whole_graph_reads_it(text: str, agent: Any) -> None:
    whole = await MessageProcessor.parse_message(agent.processor, UserMessage(text))
    assert read_pressed(text, agent.domain) == whole


@pytest.mark.parametrize("text", ["start", "\u2060/start", "/no_such_intent", ""], ids=range(4))
def test_what_was_typed_is_no_choice(text: str, agent: Any) -> None:
    assert read_pressed(text, agent.domain) is None


async def test_a_choice_wakes_no_component(talk: Talk, agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    woken, note = counted(MessageProcessor._parse_message_with_graph)
    monkeypatch.setattr(MessageProcessor, "_parse_message_with_graph", note)
    await talk.press("start")
    assert not woken
    await talk.say("there is no time for supervision")
    assert woken


BAD: dict[str, Any] = {"events": [{"event": "slot"}], "responses": "none"}


async def test_a_reply_that_does_not_fit_the_schema_is_noticed_by_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Transcripts hold every reply to it (tests/dialogue/test_transcripts.py)."""

    async def reply(*_: Any, **__: Any) -> Any:
        return BAD

    monkeypatch.setattr("tests.replies._REQUEST", reply)
    held = hold_to_schema(monkeypatch)
    with pytest.raises(jsonschema.ValidationError):
        await InProcessActions().request(json={"next_action": "action_pause"})
    assert held == []


def test_replies_of_others_are_still_held_to_the_schema() -> None:
    from rasa.utils.endpoints import EndpointConfig

    with pytest.raises(jsonschema.ValidationError):
        RemoteAction("action_pause", EndpointConfig("http://localhost:1"))._validate_action_result(BAD)


def test_a_copied_slot_is_as_a_copy_was() -> None:
    for slot in (
        TextSlot("a", [{}], initial_value="x"),
        BooleanSlot("b", [{}]),
        AnySlot("c", [{}], initial_value={"d": [1]}),
    ):
        twin = copy.copy(slot)
        assert type(twin) is type(slot) and vars(twin) == vars(slot)
        twin.value = "changed"
        assert slot.value != "changed"


async def test_rules_that_are_looked_up_are_those_that_rasa_finds(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[set[str]] = []

    def compare(self: RulePolicy, lookup: Any, states: list[Any]) -> set[str]:
        everyone = {
            rule
            for rule in lookup
            if all(self._is_rule_applicable(rule, back, state) for back, state in enumerate(reversed(states)))
        }
        assert ruling.find_rules(self, lookup, states) == everyone
        compared.append(everyone)
        return everyone

    monkeypatch.setattr(RulePolicy, "_get_possible_keys", compare)
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead asks how we are")
    await talk.say("who sees this?")
    await talk.press("go_on")
    await talk.say("finish")
    assert sum(map(bool, compared)) > 5


def test_every_rule_is_found_by_its_own_states(policy: RulePolicy) -> None:
    rules = policy.lookup["rules"]
    for rule in rules:
        assert rule in ruling.find_rules(policy, rules, json.loads(rule))


async def test_a_turn_opens_its_beginning_once(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, note = counted(conversations.read_events)
    monkeypatch.setattr(conversations, "read_events", note)
    monkeypatch.setattr("bot.runtime.tracker_store.read_events", note)
    await talk.press("start")
    assert len(opened) == 1


async def test_nothing_is_copied_for_notes_that_nobody_reads(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    whole = copy.deepcopy

    def note(value: Any, *more: Any) -> Any:
        copied.append(type(value).__name__)
        return whole(value, *more)

    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    monkeypatch.setattr(copy, "deepcopy", note)
    await talk.say("Our lead asks how we are")
    assert not {"UserUttered", "SlotSet"} & set(copied)


def test_the_domain_that_is_read_once_is_the_one_that_rasa_reads(agent: Any, tmp_path: Path) -> None:
    agent.domain.persist(tmp_path / "domain.yml")
    assert Domain.from_dict(read_yaml_file(tmp_path / "domain.yml")).as_dict() == Domain.from_path(tmp_path).as_dict()


def test_both_nodes_of_the_graph_have_one_language_pipeline(agent: Any) -> None:
    parts = [node._component for node in agent.processor.graph_runner._instantiated_nodes.values()]
    languages = [part._model.model for part in parts if isinstance(part, SpacyNLP)]
    assert len(languages) == 2
    assert languages[0] is languages[1]
