"""The campaign notices what it is there for: each kind, with the smallest case, and no more than once."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from tests.inputs.hammering import hammer
from tests.inputs.hostile import MARK, TAG
from tests.inputs.noticing import Noticed, Tally, look_at_error, watch_logs

TRACE = 'Traceback (most recent call last): File "x.py"'


def strike(attempt: Callable[[int], object], many: int = 60) -> Tally:
    with watch_logs() as lines:
        return hammer(st.integers(0, 1000), attempt, many, lines, lambda _: None)


def break_at(number: int, breaks: Callable[[], object]) -> Callable[[int], object]:
    return lambda case: breaks() if case >= number else None


BREAKS: dict[str, tuple[Callable[[], object], str]] = {
    "an exception": (lambda: 1 / 0, "crash: ZeroDivisionError at test_noticing.py"),
    "an error in the log": (lambda: logging.getLogger("waymark.x").error("a page failed"), "crash: ERROR waymark.x"),
    "words in the log": (lambda: logging.getLogger("waymark.x").warning("%s", MARK), "leak: in a log"),
    "an answer of 500": (lambda: look_at_error(503, "{}", "GET /"), "5xx: 503 from GET /"),
    "words in an error": (lambda: look_at_error(404, f"<p>{MARK}", "GET /"), "leak: given words in an error of GET /"),
    "a trace": (lambda: look_at_error(400, TRACE, "GET /"), "leak: Traceback in an error of GET /"),
    "markup in a page": (lambda: look_at_error(200, f"<p>{TAG}", "GET /"), "leak: markup in a page of GET /"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_each_kind_is_noticed_with_its_smallest_case(name: str) -> None:
    breaks, told = BREAKS[name]
    tally = strike(break_at(7, breaks))
    assert [one.startswith(told) for one in tally.found] == [True]
    assert list(tally.found.values()) == ["7"]


def test_what_is_well_is_not_noticed() -> None:
    tally = strike(lambda _: look_at_error(404, "<p>There is no such page.", "GET /"))
    assert (tally.cases, tally.found) == (60, {})


def test_it_goes_on_after_a_finding_to_the_next() -> None:
    def attempt(case: int) -> None:
        if case > 500:
            raise Noticed("lost", "more than 500")
        if case > 100:
            raise Noticed("leak", "more than 100")

    tally = strike(attempt, many=2000)
    assert tally.found == {"lost: more than 500": "501", "leak: more than 100": "101"}
    assert (tally.count("lost"), tally.count("leak"), tally.count("crash")) == (1, 1, 0)


def test_a_form_may_give_back_what_was_typed_into_it() -> None:
    look_at_error(400, f"<input value='{MARK}'>", "POST /", shown_again=True)
    with pytest.raises(Noticed):
        look_at_error(400, f"<input value='{MARK}'>", "POST /")
