from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import shared
from bot.store.areas import EVERYWHERE
from bot.store.coordinators import add_coordinator
from bot.store.tables import PrivateReflection, Reflection, Review

TODAY = datetime.now(UTC).date()


def add(database, **fields):
    values = {
        "sharing": "anonymous",
        "theme": "leadership",
        "day": TODAY,
        "strengths": "words",
        "expires_on": TODAY + timedelta(days=9),
        "lookup": secrets.token_bytes(16),
    }
    reflection = Reflection(**(values | fields))
    with database.session() as session:
        session.add(reflection)
    return reflection.id


def walk(session, place=None, limit=4):
    """Every id from here on, page by page."""
    found = []
    while True:
        page = shared.list_shared(session, EVERYWHERE, shared.Filters(), place, limit)
        found.append([row.id for row in page.reflections])
        if page.older is None:
            return found
        place = page.older


def test_pages_forward_and_back_meet(database):
    made = [add(database, day=TODAY - timedelta(days=n % 3)) for n in range(10)]
    with database.session() as session:
        pages = walk(session)
        assert [len(page) for page in pages] == [4, 4, 2]
        assert sorted(one for page in pages for one in page) == sorted(made)
        first = shared.list_shared(session, EVERYWHERE, shared.Filters(), limit=4)
        second = shared.list_shared(session, EVERYWHERE, shared.Filters(), first.older, limit=4)
        back = shared.list_shared(session, EVERYWHERE, shared.Filters(), second.newer, limit=4)
    assert first.newer is None
    assert [row.id for row in back.reflections] == pages[0]
    assert back.newer is None
    assert back.older is not None


def test_the_order_is_by_day_and_then_by_random_id_never_by_arrival(database):
    same_day = [add(database) for _ in range(9)]
    yesterday = add(database, day=TODAY - timedelta(days=1))
    with database.session() as session:
        rows = shared.list_shared(session, EVERYWHERE, shared.Filters()).reflections
    assert [row.id for row in rows] == [*sorted(same_day, reverse=True), yesterday]


def test_a_place_stays_right_when_what_it_names_is_taken_back(database):
    made = sorted((add(database) for _ in range(6)), reverse=True)
    with database.session() as session:
        page = shared.list_shared(session, EVERYWHERE, shared.Filters(), limit=3)
        session.delete(session.get(Reflection, made[2]))
        session.flush()
        assert walk(session, page.older, 3) == [made[3:]]


def test_teams_leave_out_what_is_past_its_last_day(database):
    add(database)
    add(database, theme="budgets", team="housing", sharing="team")
    add(database, theme="budgets", expires_on=TODAY - timedelta(days=1))
    with database.session() as session:
        assert shared.list_teams(session, EVERYWHERE) == ["housing"]


def test_private_reflections_are_out_of_reach(database):
    with database.session() as session:
        session.add(PrivateReflection(lookup=b"p" * 16, sealed=b"s", expires_on=TODAY))
    with database.session() as session:
        assert shared.list_shared(session, EVERYWHERE, shared.Filters()).reflections == ()
        assert shared.find_shared(session, EVERYWHERE, (b"p" * 16).hex()) is None


def test_a_review_is_kept_and_changed(database):
    one = add(database)
    with database.session() as session:
        morag = add_coordinator(session, "morag", "three quiet herons").id
        ailsa = add_coordinator(session, "ailsa", "three quiet herons").id

    def review(who, **kept):
        with database.session() as session:
            found = shared.find_shared(session, EVERYWHERE, one)
            assert found is not None
            return shared.review_shared(session, found, who, **kept)

    assert review(morag, reviewed=True, note="a", note_seen="") == shared.Reviewed(True, "added")
    assert review(ailsa, reviewed=True, note="a b", note_seen="a") == shared.Reviewed(True, "changed")
    with database.session() as session:
        found = shared.find_shared(session, EVERYWHERE, one)
        assert found is not None
        assert shared.name_reviewer(session, found) == "morag"
    with pytest.raises(shared.NoteChanged):
        review(morag, reviewed=False, note="mine", note_seen="a")
    assert review(morag, reviewed=False, note="a", note_seen="a") == shared.Reviewed(False, "same")
    assert review(morag, reviewed=False, note="", note_seen="a b") == shared.Reviewed(False, "removed")
    with database.session() as session:
        kept = session.get(Review, one)
        assert kept is not None
        assert (kept.note, kept.reviewed_at, kept.reviewed_by) == ("", None, None)
