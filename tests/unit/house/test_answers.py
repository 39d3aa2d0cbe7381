"""Every answer to a question says what it can be checked against, and shows the publication that it rests on."""

from __future__ import annotations

from typing import Any

import pytest
from house import DATA, ROOT, questions, responses

from actions.questions import known
from bot.content import load_content

CONTENT = load_content(DATA / "content")
SOURCES = {source.id: source for source in CONTENT.sources}


ANSWERS: list[tuple[str, dict[str, Any]]] = [
    (name, said) for name in sorted(questions()) for said in responses()[f"utter_ask_{name}"]
]
"""Each answer by its question, and what Teams says instead as one of its own."""

every_answer = pytest.mark.parametrize(
    ("name", "answer"), ANSWERS, ids=[f"{name}-{said.get('channel', 'web')}" for name, said in ANSWERS]
)


def test_there_are_at_least_forty() -> None:
    assert len(questions() - {"outside", "meaning", "topics", "kindness"}) >= 40


@every_answer
def test_an_answer_rests_on_something(name: str, answer: dict[str, Any]) -> None:
    rests_on = answer["metadata"]["rests_on"]
    shown = "{source}" in answer["text"]
    if rests_on in SOURCES:
        assert SOURCES[rests_on].confidence != "weak"
        assert shown, "a publication is named in the answer"
    else:
        assert (ROOT / rests_on).is_file()
        assert not shown


@every_answer
def test_an_answer_leads_back(name: str, answer: dict[str, Any]) -> None:
    assert "/go_on" in [button["payload"] for button in answer["buttons"]]


@every_answer
def test_every_place_of_an_answer_can_be_filled(name: str, answer: dict[str, Any]) -> None:
    filled = answer["text"].format(**known(CONTENT), source="A title, a publisher")
    assert "{" not in filled
    assert len(filled.split()) <= 75  # with the publication's name; rule 9 counts without it


def test_figures_that_nobody_could_confirm_are_in_no_answer() -> None:
    texts = [said["text"] for variants in responses().values() for said in variants]
    assert [text for text in texts if "%" in text or "per cent" in text] == []
