"""What is disclosed: patterns are precise, the examples can be used, and a small model tells kinds from near misses."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from bot.content import DisclosureKind
from bot.safety.disclosures import (
    KINDS,
    TRUST,
    TRUST_YOU,
    DisclosureFinder,
    DisclosureModel,
    Examples,
    load_examples,
    spell,
    train_disclosures,
)
from bot.safety.source import SafetyContentError
from bot.settings import ROOT

pytestmark = pytest.mark.slow

CONTENT = ROOT / "data" / "content"
EXAMPLES = load_examples(CONTENT)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_examples_and_patterns(kind: str) -> None:
    assert sum(given == kind for _, given in EXAMPLES.texts) >= 30
    assert kind in TRUST[1:] or any(given == kind for given, _ in EXAMPLES.phrases)


def test_there_are_as_many_near_misses_as_two_kinds_have_examples() -> None:
    assert sum(given is None for _, given in EXAMPLES.texts) >= 200


def test_no_pattern_finds_what_is_an_ordinary_reflection() -> None:
    ordinary = [text for text, kind in EXAMPLES.texts if kind is None]
    assert [(text, kind) for text in ordinary for kind, found in EXAMPLES.phrases if found.search(text)] == []


def test_no_pattern_finds_another_kind() -> None:
    """How people are treated may be told of in one line in several ways; the other kinds differ."""
    alike = {"bullying", "mistreatment", "discrimination"}
    amiss = [
        (text, kind, found)
        for text, kind in EXAMPLES.texts
        if kind is not None
        for found, pattern in EXAMPLES.phrases
        if pattern.search(text) and found != kind and not {found, kind} <= alike
    ]
    assert amiss == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("im being bullied by my supervisor", "bullying"),
        ("My manager makes racist remarks", "discrimination"),
        ("i think a wee boy on my caseload is being hurt at home", "safeguarding"),
        ("A colleague groped me", "mistreatment"),
        ("I want to blow the whistle", "whistleblowing"),
        ("I’d like to raise a formal grievance", "complaint"),
        ("i'm burnt out", "burnout"),
        ("My mum died last month.", "grief"),
        ("I don’t trust this", TRUST_YOU),
        ("our bullying policy needs reviewing", None),
        ("staff are burnt out", None),
        ("we handled the complaint well", None),
        ("I don't trust this new rota system", None),
        ("My colleague passed her exam", None),
        ("Am I being bullied?", None),
        ("!!!", None),
        ("", None),
    ],
)
def test_what_the_patterns_alone_find(language, text: str, kind: str | None) -> None:
    found = DisclosureFinder(EXAMPLES, None).find(language(text), None)
    assert (found.kind if found else None) == kind


@pytest.fixture(scope="module")
def small(language) -> DisclosureModel:
    """Trained on our own examples by letters and words alone: quick, and enough to see that it learns."""
    texts = [spell(language(text)) for text, _ in EXAMPLES.texts]
    return train_disclosures(texts, [kind for _, kind in EXAMPLES.texts], None, close=[True] * len(texts))


def test_a_model_is_the_same_after_it_was_kept(small: DisclosureModel, tmp_path: Path) -> None:
    small.save(tmp_path / "x.npz")
    texts = ["my boss shouts at me every day", "we have a cuppa"]
    assert np.allclose(DisclosureModel.load(tmp_path / "x.npz").read(texts, None), small.read(texts, None))


def test_one_sentence_in_a_long_answer_is_heard(small: DisclosureModel, language) -> None:
    finder = DisclosureFinder(Examples((), ()), small)
    long = (
        "We meet on a Monday and the new rota works well for most of us. "
        "My supervisor humiliates me in meetings and says it was a joke. "
        "Otherwise the building is warm and the kettle is always on."
    )
    assert finder.find(language(long), None).kind == "bullying"
    assert finder.find(language("We meet on a Monday. The kettle is always on."), None) is None


def test_a_part_of_a_text_has_to_say_more_than_the_whole(small: DisclosureModel, language) -> None:
    finder = DisclosureFinder(Examples((), ()), small)
    alone = "My supervisor humiliates me in meetings and says it was a joke."
    whole, part = finder.find(language(alone), None), finder.find(language(f"The kettle is on. {alone}"), None)
    assert whole.kind == part.kind
    assert part.beyond < whole.beyond


def test_every_question_on_trust_has_its_answer() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "responses").glob("*.yml"))
    assert [one for one in TRUST if f"utter_ask_{one}:" not in said] == []


def test_kinds_are_those_of_the_content() -> None:
    assert (*get_args(DisclosureKind), *TRUST) == KINDS


@pytest.mark.parametrize(
    "written",
    ["none: |\n  x\nkinds: {bullying: {examples: a, phrases: b}}\n", "- x\n", "kinds: ["],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "disclosures.yml").write_text(written, encoding="utf-8")
    with pytest.raises(SafetyContentError):
        load_examples(tmp_path)
