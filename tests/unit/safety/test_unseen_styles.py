"""Floors for the screen on author styles that it was not trained on; docs/safety-evaluation.md has the numbers.

The floors lie a little below what was measured, so that they catch a loss and not a rounding.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from bot.safety import SafetyModel, SafetyScreen
from bot.safety.model import TAUGHT
from tools.safety_evaluation import (
    CONTENT,
    PAGE,
    Result,
    fingerprint,
    read_held_out,
    read_second,
    read_training,
    wilson,
)
from tools.screen.exam import BEFORE, DRAWN, EXAM, PLACES, Exam, read_exam

pytestmark = pytest.mark.slow

_ANYBODYS = 4
"""Words in an answer that two writers may well both give, such as "Good team" or "Same as last time"."""


@pytest.fixture(scope="module")
def apart(screen: SafetyScreen) -> Result:
    """The styles that are never trained on."""
    result = Result()
    result.add(screen, read_held_out())
    return result


@pytest.fixture(scope="module")
def fallback(language: Language) -> Result:
    """The styles apart again, by letters and words alone."""
    result = Result()
    result.add(SafetyScreen(language, SafetyModel.load(CONTENT / TAUGHT, None)), read_held_out())
    return result


def test_styles_apart_are_found(apart: Result) -> None:
    assert apart.rate("crisis", "any") >= 0.91  # measured .923
    assert apart.rate("crisis", "interrupt") >= 0.84  # .845
    assert apart.rate("distress", "any") >= 0.86  # .873
    assert apart.rate("distress", "interrupt") <= 0.2  # .147
    assert apart.rate("hard", "interrupt") <= 0.02  # none of 150
    # The target is .005, which 150 messages can only tell by none at all: a known shortfall, which must not grow.
    assert apart.rate("ordinary", "interrupt") <= 0.01  # none of 150
    assert apart.rate("ordinary", "soft") <= 0.06  # .027


def test_letters_and_words_alone_find_less_and_still_much(fallback: Result) -> None:
    assert fallback.rate("crisis", "any") >= 0.93  # .948
    assert fallback.rate("crisis", "interrupt") >= 0.74  # .755
    assert fallback.rate("ordinary", "interrupt") <= 0.04  # .033


@pytest.fixture(scope="module")
def exam(screen: SafetyScreen) -> Exam:
    """The set that was written last, by four writers, alone and in company."""
    return Exam.sit(screen)


@pytest.mark.parametrize("place", PLACES)
def test_danger_is_found_alone_and_in_company(exam: Exam, place: str) -> None:
    assert len(exam.messages) == 4 * 608
    assert share(exam, "any", kind="crisis", place=place) >= 0.93  # .940 to .960
    assert share(exam, "interrupt", kind="crisis", place=place) >= 0.9  # .905 to .920


@pytest.mark.parametrize(
    "kind", ["intake", "means", "farewell", "witnessed", "emoji", "denied", "quiet", "slips", "plain", "selfharm"]
)
def test_each_kind_of_danger_that_hides_is_found(exam: Exam, kind: str) -> None:
    for place in PLACES:
        assert share(exam, "interrupt", category=kind, place=place) >= 0.8


@pytest.mark.parametrize("place", PLACES)
def test_company_gets_few_people_stopped(exam: Exam, place: str) -> None:
    hard, ordinary = (exam.share("interrupt", kind=kind, place=place) for kind in ("hard", "ordinary"))
    assert (hard[0] + ordinary[0]) / (hard[1] + ordinary[1]) <= 0.03  # .006 alone, .006 to .022 in company


def test_few_people_are_stopped_without_need(exam: Exam) -> None:
    """The targets are .02 and .06 of the harmless ones, and .15 of the distressed: the second was missed by .009."""
    hard, ordinary = (exam.share("interrupt", kind=kind, place="alone") for kind in ("hard", "ordinary"))
    assert (hard[0] + ordinary[0]) / (hard[1] + ordinary[1]) <= 0.02  # .006
    hard, ordinary = (exam.share("soft", kind=kind, place="alone") for kind in ("hard", "ordinary"))
    assert (hard[0] + ordinary[0]) / (hard[1] + ordinary[1]) <= 0.08  # .069
    assert share(exam, "interrupt", kind="distress", place="alone") <= 0.05  # .011
    assert share(exam, "interrupt", category="handled", place="alone") <= 0.05  # .000


def share(exam: Exam, wanted: str, **having: str) -> float:
    hits, size = exam.share(wanted, **having)
    return hits / size


def test_the_targets_hold_on_six_styles_that_were_written_last(screen: SafetyScreen) -> None:
    """Written when all was fixed, by a writer who had seen nothing; measured once, and nothing changed after."""
    result = Result()
    result.add(screen, read_second())
    assert len(result.messages) == 552
    assert result.rate("crisis", "any") >= 0.91  # .925
    assert result.rate("crisis", "interrupt") >= 0.86  # .875
    assert result.rate("ordinary", "interrupt") <= 0.005  # 1 of 240
    assert result.rate("ordinary", "soft") <= 0.08  # .004
    assert result.rate("hard", "interrupt") <= 0.1  # none of 120


def test_no_style_that_is_held_out_was_trained_on() -> None:
    trained = {message.text.casefold() for message in read_training()}
    examined = {message.text.casefold() for folder in (DRAWN, BEFORE, EXAM) for message in read_exam(folder)}
    both = trained & ({message.text.casefold() for message in (*read_held_out(), *read_second())} | examined)
    assert [text for text in both if len(text.split()) > _ANYBODYS] == []


def test_the_page_is_of_what_is_here() -> None:
    assert f"`{fingerprint()}`" in PAGE.read_text(encoding="utf-8"), "run `uv run python -m tools.safety_evaluation`"


def test_the_page_says_what_the_screen_cannot_do() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for words in ("cannot tell when somebody is in danger", "Nobody is alerted", "No clinician has reviewed it yet"):
        assert words in page
    assert "{{" not in page


def test_a_small_sample_has_a_wide_interval() -> None:
    assert wilson(10, 10)[0] < 0.75
    low, high = wilson(880, 1000)
    assert 0.85 < low < 0.88 < high < 0.91
