from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.review.filters import NAMES, read_address
from bot.store import audit
from bot.store.shared import Filters, Place

KNOWN = {"theme": ("leadership", "budgets"), "team": ("housing",), "rating": ("not-yet",), "tag": ("c" * 32,)}


def test_every_filter_is_read():
    query = {"theme": "budgets", "team": "housing", "sharing": "team", "reviewed": "no", "from": "2026-11-01"}
    asked = read_address(query | {"to": "22/11/2026"}, KNOWN)
    assert asked.filters == Filters(
        theme="budgets",
        team="housing",
        sharing="team",
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 22),
        reviewed=False,
    )
    assert asked.amiss == ()


def test_an_address_written_and_read_again_is_the_same():
    query = {"theme": "leadership", "sharing": "anonymous", "reviewed": "yes", "to": "2026-11-22"}
    asked = read_address(query, KNOWN)
    place = Place(date(2026, 11, 3), "ab" * 16, "before")
    again = asked.address(place)
    assert again == (
        "?theme=leadership&sharing=anonymous&reviewed=yes&to=2026-11-22&before=2026-11-03.abababababababababababababababab"
    )


@pytest.mark.parametrize(
    ("query", "amiss"),
    [
        ({"theme": "nonsense"}, ("theme",)),
        ({"team": "' OR 1=1 --"}, ("team",)),
        ({"sharing": "private"}, ("sharing",)),
        ({"rating": "10 out of 10"}, ("rating",)),
        ({"tag": "d" * 32}, ("tag",)),
        ({"new": "no"}, ("new",)),
        ({"search": "e" * 32}, ("search",)),
        ({"reviewed": "perhaps"}, ("reviewed",)),
        ({"from": "yesterday"}, ("from",)),
        ({"from": "2026-02-30"}, ("from",)),
        ({"to": "31/02/2026"}, ("to",)),
        ({"to": "0000-01-01"}, ("to",)),
        ({"from": "2026-11-22", "to": "2026-11-01"}, ("order",)),
        ({"after": "nonsense"}, ("place",)),
        ({"before": "2026-13-01." + "a" * 32}, ("place",)),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_left_out(query, amiss):
    asked = read_address(query, KNOWN)
    assert asked.amiss == amiss
    assert asked.filters == Filters()
    assert asked.place is None


@given(st.dictionaries(st.sampled_from((*NAMES, "after", "before")), st.text()))
def test_no_address_breaks_it_and_none_puts_free_text_into_the_audit(query):
    asked = read_address(query, KNOWN)
    asked.address()
    for name, value in asked.for_audit().items():
        assert audit.EVENTS["reflections_listed"][name](value)
