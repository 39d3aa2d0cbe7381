"""Words of a message that was edited or deleted are found wherever they stand, and nothing else is touched."""

from __future__ import annotations

import pytest

from bot.dialogue.rewording import mark_of, reword
from bot.dialogue.state import Aside, Draft, Held, Opening, Scrapped, State

WAS, NOW = "Our lead asks\nhow we are", "Our lead listens"


@pytest.mark.parametrize("now", [NOW, ""])
@pytest.mark.parametrize("before", ["", "First\n"])
@pytest.mark.parametrize("after", ["", "\nLast"])
def test_wherever_they_stand(before: str, after: str, now: str) -> None:
    text = f"{before}{WAS}{after}"
    left = "\n".join(part for part in (before.strip(), now, after.strip()) if part)
    state = State(
        stage="summary",
        strengths=text,
        opening=Opening(text),
        held=Held(text),
        aside=Aside(text),
        scrapped=Scrapped("strengths", text),
        drafts={"culture": Draft({"next_step": text})},
    )
    done = reword(state, mark_of(WAS), now)
    assert done.strengths == left
    for one in (done.opening, done.held, done.aside, done.scrapped):
        assert (one.text if one else "") == left
    assert done.drafts["culture"].answers["next_step"] == left


def test_a_part_of_a_line_is_none_of_them() -> None:
    state = State(strengths="Our lead asks how we are, mostly", rating="not-yet")
    assert reword(state, mark_of("Our lead asks how we are"), "") == state


def test_a_question_whose_words_are_gone_is_asked_again_while_questions_are_open() -> None:
    state = State(stage="questions", strengths=WAS, screened=("strengths",))
    done = reword(state, mark_of(WAS), "")
    assert done.strengths is None
    assert done.screened == ()


def test_what_is_on_show_goes_too() -> None:
    state = State(stage="questions", earlier={"strengths": WAS}, adding=("strengths",))
    done = reword(state, mark_of(WAS), "")
    assert not done.earlier.get("strengths")


def test_a_mark_says_nothing() -> None:
    assert "lead" not in mark_of(WAS)
