"""The held-out set: commands are found, and no reflection is ever acted on as a command.

Run with ``-s`` to see the figures. The classifier is trained here as Rasa trains it (same features, same settings).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression

from bot.nlu.commands import read_guess
from bot.nlu.featurizer import EncoderSource
from bot.nlu.intents import ASKED, merge_questions
from bot.nlu.phrases import load_command_phrases
from bot.nlu.resolve import DECIDED, Resolution, resolve_answer
from bot.settings import ROOT

Resolve = Callable[[str], Resolution]
SET: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).with_name("answer_or_command.yml").read_text(encoding="utf-8")
)


def read_examples() -> list[tuple[str, str]]:
    yaml = YAML(typ="safe")
    return [
        (line.removeprefix("- "), block["intent"])
        for file in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for block in yaml.load(file.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
    ]


@pytest.fixture(scope="module")
def resolve() -> Resolve:
    examples = read_examples()
    source = EncoderSource()
    classifier = LogisticRegression(class_weight="balanced", random_state=42, max_iter=300)
    classifier.fit(source.vectorise([text for text, _ in examples]), [intent for _, intent in examples])
    names = [str(name) for name in classifier.classes_]
    phrases = load_command_phrases(ROOT / "data" / "content" / "commands.yml")

    def run(text: str) -> Resolution:
        chances = classifier.predict_proba(source.vectorise([text]))[0]
        ranking = [{"name": name, "confidence": chance} for name, chance in zip(names, chances, strict=True)]
        merged, asked = merge_questions(sorted(ranking, key=lambda one: -one["confidence"]))
        guess = read_guess(Message({"text": text, "intent_ranking": merged, ASKED: asked}))
        return resolve_answer(text, guess, phrases)

    return run


def test_commands_are_found(resolve: Resolve) -> None:
    wanted = [(text, intent) for intent, texts in SET["commands"].items() for text in texts]
    assert len(wanted) == 60
    found = [(resolve(text), intent) for text, intent in wanted]
    acted = sum(result.intent == intent for result, intent in found)
    asked = sum(result.doubt is not None and result.doubt.command == intent for result, intent in found)
    print(f"\ncommands: acted on {acted}, asked about {asked}, of 60")
    assert acted + asked >= 54
    wrong = [result.intent for result, intent in found if result.intent not in (intent, "unsure", "reflection")]
    assert not wrong


def test_no_short_answer_is_acted_on_and_few_are_questioned(resolve: Resolve) -> None:
    assert len(SET["short"]) == 60
    intents = [resolve(text).intent for text in SET["short"]]
    print(f"\nshort answers: asked about {intents.count('unsure')} of 60")
    assert set(intents) <= {"reflection", "unsure"}
    assert intents.count("unsure") <= 6


def test_every_long_answer_is_an_answer(resolve: Resolve) -> None:
    assert len(SET["long"]) == 60
    assert {resolve(text).intent for text in SET["long"]} == {"reflection"}


def test_a_trailing_command_is_asked_about_and_the_answer_is_told_apart(resolve: Resolve) -> None:
    for text in SET["trailing"]:
        doubt = resolve(text).doubt
        assert doubt is not None, text
        assert text[: doubt.start].rstrip().endswith("."), text


def test_the_set_is_held_out() -> None:
    trained = {text.casefold() for text, _ in read_examples()}
    held = [*SET["short"], *SET["long"], *(text for texts in SET["commands"].values() for text in texts)]
    assert not trained & {text.casefold() for text in held}


def test_training_examples_have_one_intent_each_and_enough_of_them() -> None:
    intents: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for text, label in read_examples():
        intent = label.partition("/")[0]
        intents.setdefault(text.casefold(), set()).add(intent)
        counts[intent] = counts.get(intent, 0) + 1
    assert not {text for text, found in intents.items() if len(found) > 1}
    assert not {intent for intent, count in counts.items() if count < 12 and intent not in DECIDED}
    assert counts["reflection"] >= 150
