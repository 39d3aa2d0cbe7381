"""A request is answered within a month, and nothing in it says whose it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store import requests
from bot.store.database import Database

TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_month(day: date, due: date) -> None:
    assert requests.one_month_after(day) == due


@pytest.mark.parametrize("text", ["", "SAR-2026/114", "114", "IG 2026.7", "dp-9"])
def test_case_numbers(text: str) -> None:
    assert requests.is_reference(text)


@pytest.mark.parametrize("text", ["Morag Bain", "morag", "Morag Bain 7", "1" * 41, "SAR-Bain-7", "<b>1"])
def test_names_are_no_case_numbers(text: str) -> None:
    assert not requests.is_reference(text)


def test_the_most_urgent_first_and_what_is_overdue(database: Database) -> None:
    with database.session() as session:
        late = requests.take_request(session, "erasure", TODAY - timedelta(days=40), "SAR-1", "isla")
        new = requests.take_request(session, "access", TODAY, "", "isla")
        assert list(requests.list_open(session)) == [late, new]
        assert requests.count_overdue(session, TODAY) == 1
        assert requests.is_overdue(late)
        assert not requests.is_overdue(new)
        requests.meet(late, held=True)
        requests.close_request(late, "done")
        session.flush()
        assert requests.count_overdue(session, TODAY) == 0
        assert list(requests.list_closed(session)) == [late]
        assert (late.answered, late.held, late.closed_on) == (1, True, TODAY)
