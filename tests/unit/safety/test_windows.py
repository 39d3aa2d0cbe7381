"""Ordinary company never hides danger, and a long message costs no more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies
from spacy.language import Language

from bot.safety import SafetyScreen
from bot.safety.pieces import cut_windows, write_piece
from bot.safety.source import TIERS
from tools.safety_evaluation import read_held_out, read_second
from tools.screen.exam import end_sentence, read_company

MESSAGES = [message.text for message in (*read_held_out(), *read_second()) if message.label != "none"]
CALM = [text for entry in read_company() for text in entry]


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    text=strategies.sampled_from(MESSAGES),
    before=strategies.lists(strategies.sampled_from(CALM), max_size=4),
    after=strategies.lists(strategies.sampled_from(CALM), max_size=4),
    joint=strategies.sampled_from([" ", "\n", "\n\n"]),
)
def test_ordinary_company_never_hides_danger(
    screen: SafetyScreen, text: str, before: list[str], after: list[str], joint: str
) -> None:
    alone = screen.screen(text).tier
    among = screen.screen(joint.join([*before, end_sentence(text) if after else text, *after])).tier
    assert TIERS.index(among) <= TIERS.index(alone)


def test_a_very_long_message_is_bounded(language: Language) -> None:
    windows = cut_windows(language("Nobody asked us. " * 1000))
    assert len(windows) < 130
    assert windows[0].start == 0
    assert max(window.end for window in windows) == len(windows[0].doc)


@pytest.mark.parametrize("text", ["want dead", "bleach drunk", "took them all", "💊💊"])
@pytest.mark.parametrize("end", ["", ".", "...", " ", "  \n"])
def test_a_short_sentence_is_weighed_however_it_ends(language: Language, text: str, end: str) -> None:
    """Only beside a denial or an idiom do two words say nothing."""
    assert [write_piece(window) for window in cut_windows(language(text + end))] == [write_piece(language(text)[:])]
    assert write_piece(language(text)[:])


def test_signs_of_ours_are_read_whatever_unicode_calls_them(language: Language) -> None:
    assert write_piece(language("home → bridge")[:]) == "home then bridge"
