"""The held-out set: commands are found, and no reflection is ever acted on as a command.

Run with ``-s`` to see the figures. The classifier is trained here as Rasa trains it (same features, same settings).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.nlu.resolve import DECIDED, Resolution
from tools.words_report import COMMANDS, build_resolver, read_examples, score_commands

Resolve = Callable[[str], Resolution]
SET: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).with_name("answer_or_command.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def resolve() -> Resolve:
    return build_resolver()


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


@pytest.mark.parametrize(("half", "found"), [("development", 0.92), ("held_out", 0.88)])
def test_the_measured_sets_keep_their_figures(resolve: Resolve, half: str, found: float) -> None:
    """The held-out half falls short of the goal of .92; docs/understanding.md tells the figures."""
    counts, _ = score_commands(resolve, COMMANDS / f"commands_{half}.yml")
    print(f"\n{half}: {dict(counts)}")
    assert counts["commands acted"] + counts["commands asked"] >= found * counts["commands wanted"]
    assert counts["answers acted"] == 0
    assert counts["answers asked"] <= 0.1 * counts["answers wanted"]
    assert counts["trailing asked"] >= 0.75 * counts["trailing wanted"]
    assert counts["trailing acted"] == counts["delete acted"] == 0


def test_the_set_is_held_out() -> None:
    trained = {text.casefold() for text, _ in read_examples()}
    for half in ("development", "held_out"):
        lines = YAML(typ="safe").load((COMMANDS / f"commands_{half}.yml").read_text(encoding="utf-8"))
        texts = [*lines["answers"], *(text for kind in ("commands", "trailing") for _, text in lines[kind])]
        assert not trained & {text.casefold() for text in texts}
    held = [*SET["short"], *SET["long"], *(text for texts in SET["commands"].values() for text in texts)]
    assert not trained & {text.casefold() for text in held}


def test_training_examples_have_one_intent_each_and_enough_of_them() -> None:
    intents: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for text, intent in read_examples():
        intents.setdefault(text.casefold(), set()).add(intent)
        counts[intent] = counts.get(intent, 0) + 1
    assert not {text for text, found in intents.items() if len(found) > 1}
    assert not {intent for intent, count in counts.items() if count < 12 and intent not in DECIDED}
    assert counts["reflection"] >= 150
