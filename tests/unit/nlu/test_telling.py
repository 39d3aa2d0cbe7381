"""Telling commands from answers: what is learnt, and that what is stored tells the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.featurizer import NgramSource
from bot.nlu.telling import TOLD, CommandTeller, is_told

CONTEXT = ExecutionContext(GraphSchema({}), "model", node_name="node")
COMMANDS = ("skip this", "skip that one", "can we skip", "please pause", "pause now", "can we stop", "stop now please")
ANSWERS = ("we skip lunch", "we pause and listen", "people are kind", "the rota is fair", "managers stop by to talk")


def message(text: str, intent: str = "") -> Message:
    one = Message({"text": text, "intent": intent})
    one.add_features(Features(NgramSource().vectorise([text]), "sentence", "text", "words"))
    return one


@pytest.fixture
def teller(tmp_path: Path) -> CommandTeller:
    storage, resource = LocalModelStorage.create(tmp_path), Resource("teller")
    learnt = CommandTeller.create(CommandTeller.get_default_config(), storage, resource, CONTEXT)
    examples = [*(message(text, "skip") for text in COMMANDS), *(message(text, "reflection") for text in ANSWERS)]
    learnt.train(TrainingData([*examples, message("who are you", "ask")]))
    return CommandTeller.load(CommandTeller.get_default_config(), storage, resource, CONTEXT)


def test_what_was_stored_tells_commands_from_answers(teller: CommandTeller) -> None:
    command, answer = teller.process([message("can we skip this"), message("people are fair")])
    assert command.get(TOLD) > 0 > answer.get(TOLD)


def test_it_learns_from_commands_and_answers_alone() -> None:
    assert [is_told(one) for one in ("skip", "share_team", "reflection", "ask", "thanks", None)] == [
        *(True, True, True),
        *(False, False, False),
    ]
