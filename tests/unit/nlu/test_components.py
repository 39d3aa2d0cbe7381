"""The components inside Rasa: with Rasa's own messages, trackers and storage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder import EncoderMissing
from bot.nlu.commands import CommandResolver
from bot.nlu.featurizer import NOTE, EncoderFeaturizer, NgramSource, choose_source, open_source, spell_out
from bot.nlu.last_sentence import LastSentence
from bot.nlu.safety import SafetyScreenComponent, load_screen
from bot.nlu.telling import TOLD
from bot.safety import SafetyModelError, SafetyScreen, build_language, save_language
from bot.settings import ROOT

CONTEXT = ExecutionContext(GraphSchema({}), "model", node_name="node")
SAFETY = ROOT / "data" / "content" / "safety"


def message(text: str, intent: str = "greet", confidence: float = 0.9) -> Message:
    guess = {"name": np.str_(intent), "confidence": np.float64(confidence)}
    return Message({"text": text, "intent": guess, "intent_ranking": [guess], TOLD: -1.0})


def tracker(loop: str | None, **slots: Any) -> DialogueStateTracker:
    domain = Domain.load(str(ROOT / "domain.yml"))
    events = [ActionExecuted("action_listen"), *(SlotSet(name, value) for name, value in slots.items())]
    return DialogueStateTracker.from_events("x", [ActiveLoop(loop), *events], slots=domain.slots)


@pytest.fixture(scope="module")
def resolver() -> CommandResolver:
    return CommandResolver.create({}, None, None, CONTEXT)


def test_an_answer_in_the_form_is_a_reflection(resolver: CommandResolver) -> None:
    asked = tracker("reflection_form", requested_slot="strengths")
    [result] = resolver.process([message("we are kind here")], asked)
    assert result.get("intent") == {"name": "reflection", "confidence": 1.0}
    assert [other["name"] for other in result.get("intent_ranking")] == ["reflection", "greet"]


def test_a_doubt_carries_the_command_and_where_it_starts(resolver: CommandResolver) -> None:
    asked = tracker("reflection_form", requested_slot="next_step")
    [result] = resolver.process([message("Talk to my team. Can we stop now", "reflection")], asked)
    assert result.get("intent")["name"] == "unsure"
    [entity] = result.get("entities")
    assert (entity["entity"], entity["value"], entity["start"]) == ("command", "finish", len("Talk to my team. "))
    json.dumps(result.as_dict(only_output_properties=True))


def test_the_last_sentence_is_judged_by_itself_and_taken_out_again(resolver: CommandResolver) -> None:
    text = "We share lunch. That will be all from me this evening"
    first, end, before = LastSentence.create({}, None, None, CONTEXT).process([Message({"text": text})])
    assert (first.get("text"), end.get("text")) == (text, "That will be all from me this evening")
    assert before.get("text") == "We share lunch."
    before.set("intent_ranking", [{"name": np.str_("reflection"), "confidence": np.float64(0.9)}])
    before.set(TOLD, -1.0)
    ranking = [{"name": np.str_("finish"), "confidence": np.float64(0.9)}]
    end.set("intent_ranking", ranking)
    end.set(TOLD, 1.0)
    asked = tracker("reflection_form", requested_slot="strengths")
    [result] = resolver.process([first, end, before], asked)
    assert result.get("intent")["name"] == "unsure"
    assert result.get("entities")[0]["start"] == len("We share lunch. ")


def test_one_sentence_or_a_button_has_no_last_sentence() -> None:
    texts = ["We share lunch", "/skip. Now", "", "."]
    messages = LastSentence.create({}, None, None, CONTEXT).process([Message({"text": text}) for text in texts])
    assert [message.get("text") for message in messages] == texts


def test_words_reach_the_encoder_in_their_usual_spelling() -> None:
    language = build_language(SAFETY)
    assert spell_out(language("gaun back wan, a cannae dae it")) == "going back one , i can not do it"


def test_an_earlier_answer_can_be_kept(resolver: CommandResolver) -> None:
    asked = tracker("reflection_form", requested_slot="strengths", earlier={"strengths": "kindness"})
    assert resolver.process([message("keep it")], asked)[0].get("intent")["name"] == "keep"


def test_the_rating_and_an_interruption_are_between_questions(resolver: CommandResolver) -> None:
    for place in (tracker("reflection_form", requested_slot="rating"), tracker(None, stage="questions")):
        [result] = resolver.process([message("night staff need it most", "support", 0.2)], place)
        assert result.get("intent")["name"] == "reflection"


def test_outside_a_reflection_the_classifier_stands(resolver: CommandResolver) -> None:
    for place in (None, tracker("theme_form", requested_slot="theme"), tracker(None)):
        [result] = resolver.process([message("hello there")], place)
        assert result.get("intent")["name"] == "greet"
        assert type(result.get("intent")["name"]) is str


def test_what_buttons_send_is_left_alone(resolver: CommandResolver) -> None:
    sent = message("/skip", "skip", 1.0)
    resolver.process([sent], tracker("reflection_form", requested_slot="strengths"))
    assert sent.get("intent")["name"] == "skip"


@pytest.fixture(scope="module")
def screen(model: Path) -> SafetyScreen:
    return load_screen(model.parent, ROOT / "data" / "content")


def test_distress_overrules_every_intent(screen: SafetyScreen) -> None:
    [result] = SafetyScreenComponent(screen).process([message("i want to kill myself", "finish")])
    assert result.get("intent") == {"name": "distress", "confidence": 1.0}
    assert result.get("safety")["tier"] == "interrupt"
    assert "kill" not in json.dumps(result.get("safety"))
    assert "safety" in result.as_dict(only_output_properties=True)


def test_calm_words_keep_their_intent(screen: SafetyScreen) -> None:
    [result] = SafetyScreenComponent(screen).process([message("the rota works well", "reflection")])
    assert result.get("intent")["name"] == "reflection"
    assert result.get("safety") == {"tier": "none", "reasons": []}


def test_the_document_that_rasa_made_gives_the_same(screen: SafetyScreen) -> None:
    text = "i want to kill myself"
    with_document = message(text)
    with_document.set("text_spacy_doc", screen.language(text))
    both = SafetyScreenComponent(screen).process([with_document, message(text)])
    assert both[0].get("safety") == both[1].get("safety")


def test_a_button_is_not_screened(screen: SafetyScreen) -> None:
    [result] = SafetyScreenComponent(screen).process([message("/skip", "skip")])
    assert result.get("safety") is None


def test_without_the_language_or_the_model_it_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(SafetyModelError, match="language pipeline"):
        load_screen(tmp_path, tmp_path / "none")
    save_language(build_language(SAFETY), tmp_path / "language")
    with pytest.raises(SafetyModelError, match="put it back from git"):
        load_screen(tmp_path, tmp_path / "none")


def featurise(folder: Path) -> tuple[EncoderFeaturizer, Resource, LocalModelStorage]:
    storage, resource = LocalModelStorage.create(folder), Resource("features")
    return (
        EncoderFeaturizer.create(EncoderFeaturizer.get_default_config(), storage, resource, CONTEXT),
        resource,
        storage,
    )


def test_features_are_one_dense_row_of_length_four(tmp_path: Path) -> None:
    featurizer, _, _ = featurise(tmp_path)
    [result] = featurizer.process([Message({"text": "skip this"})])
    sequence, sentence = result.get_dense_features("text")
    assert sequence is None
    assert sentence.features.shape == (1, 768)
    assert np.linalg.norm(sentence.features) == pytest.approx(4, abs=0.01)


def test_a_message_without_text_is_left_alone(tmp_path: Path) -> None:
    featurizer, _, _ = featurise(tmp_path)
    assert not featurizer.process([Message({"action_name": "action_listen"})])[0].features


def no_encoder(*_: object) -> None:
    raise EncoderMissing("It is not here.")


def test_without_weights_n_grams_carry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr("bot.nlu.featurizer.load_encoder", no_encoder)
    featurizer, resource, storage = featurise(tmp_path)
    featurizer.train(TrainingData())
    assert "It is not here." in caplog.text
    loaded = EncoderFeaturizer.load(EncoderFeaturizer.get_default_config(), storage, resource, CONTEXT)
    [result] = loaded.process([Message({"text": "skip this"})])
    _, sentence = result.get_sparse_features("text")
    assert sentence.features.shape == (1, 2**12 + 2**13)
    assert sentence.features.nnz > 5


def test_a_model_trained_with_the_encoder_does_not_run_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    featurizer, resource, storage = featurise(tmp_path)
    featurizer.train(TrainingData())
    with storage.read_from(resource) as folder:
        assert json.loads((folder / NOTE).read_text()) == {"kind": "encoder"}
    monkeypatch.setattr("bot.nlu.featurizer.load_encoder", no_encoder)
    with pytest.raises(EncoderMissing, match="waymark train"):
        EncoderFeaturizer.load(EncoderFeaturizer.get_default_config(), storage, resource, CONTEXT)


def test_a_model_trained_on_n_grams_keeps_to_them() -> None:
    assert isinstance(open_source("ngrams"), NgramSource)
    assert choose_source().kind == "encoder"
