"""Whose a reflection is to read, and what waits for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.days import today_in_scotland
from bot.store.actions import Plan, Status, plan_action, set_status
from bot.store.assignments import give, list_readers
from bot.store.coordinators import Role
from bot.store.reading_tables import Assignment, Invitation
from bot.store.tables import Coordinator, Reflection
from tests.unit.review.test_together import form_on

TODAY = today_in_scotland()


@pytest.fixture
def people(client, database):
    """The ids of all accounts, by name: two with an area, one of another role, and one that is closed."""
    now = datetime.now(UTC)
    others = {
        "ailsa": {"themes": ["leadership"]},
        "budget-reader": {"themes": ["budgets"]},
        "records-officer": {"role": Role.RECORDS},
        "closed": {"disabled_at": now},
    }
    with database.session() as session:
        for name, more in others.items():
            session.add(Coordinator(name=name, password_hash="", created_at=now, **more))
        session.flush()
        return {one.name: one.id for one in session.scalars(select(Coordinator))}


def given_to(database, reflection_id):
    with database.session() as session:
        row = session.get(Assignment, reflection_id)
        return row and row.coordinator_id


def test_only_who_may_read_it_and_can_sign_in_is_offered(signed_in, people, share, database):
    with database.session() as session:
        reflection = session.get(Reflection, share())
        assert [one.name for one in list_readers(session, reflection)] == ["ailsa", "morag"]
        team = session.get(Reflection, share(theme="budgets", team="schools"))
        assert [one.name for one in list_readers(session, team)] == ["budget-reader", "morag"]


def test_a_reflection_is_given_shown_and_taken_back(signed_in, people, share, database, audited):
    one = share()
    page = f"/reflections/{one}"
    answer = signed_in.post(
        f"{page}/reader", data=form_on(signed_in.get(page), f"{page}/reader") | {"reader": people["ailsa"]}
    )
    assert answer.headers["location"] == f"{page}?given=1"
    assert "It is given to ailsa now." in signed_in.get(answer.headers["location"]).text
    assert "<span>For ailsa</span>" in signed_in.get("/reflections").text
    assert given_to(database, one) == people["ailsa"]
    again = form_on(signed_in.get(page), f"{page}/reader")
    assert again["reader"] == people["ailsa"]
    signed_in.post(f"{page}/reader", data=again)
    signed_in.post(f"{page}/reader", data=again | {"reader": ""})
    assert given_to(database, one) is None
    events = [(event.subject, event.fields) for event in audited() if event.event == "reflection_given"]
    assert events == [(one, {"to": "ailsa"}), (one, {})], "sent twice, it is on record once"


def test_it_is_given_to_nobody_who_may_not_read_it(signed_in, people, share, database):
    one = share()
    for name in ("budget-reader", "records-officer", "closed"):
        answer = signed_in.post(f"/reflections/{one}/reader", data={"reader": people[name]})
        assert answer.status_code == 400
        assert "Choose somebody who can read this" in answer.text
    assert given_to(database, one) is None


def test_who_is_second_is_told_and_writes_nothing_over(signed_in, people, share, database):
    page = f"/reflections/{share()}"
    mine = form_on(signed_in.get(page), f"{page}/reader")
    signed_in.post(f"{page}/reader", data={"reader": people["ailsa"]})
    answer = signed_in.post(f"{page}/reader", data=mine | {"reader": people["morag"]})
    assert answer.status_code == 409
    assert "Somebody else gave this to a reader" in answer.text
    assert given_to(database, page.rpartition("/")[2]) == people["ailsa"]


def test_who_cannot_read_it_any_more_is_named_and_may_stay(signed_in, people, share, database):
    one = share()
    signed_in.post(f"/reflections/{one}/reader", data={"reader": people["ailsa"]})
    with database.session() as session:
        session.get(Coordinator, people["ailsa"]).themes = ["budgets"]
    page = f"/reflections/{one}"
    assert "ailsa (cannot read it now)" in signed_in.get(page).text
    assert signed_in.post(f"{page}/reader", data=form_on(signed_in.get(page), f"{page}/reader")).status_code == 303


def test_it_goes_with_the_reflection(signed_in, people, share, database):
    one = share()
    with database.session() as session:
        give(session, session.get(Reflection, one), people["ailsa"], TODAY)
        session.delete(session.get(Reflection, one))
        session.flush()
        assert session.scalars(select(Assignment)).all() == []


def test_what_waits_is_ones_own_and_goes_when_it_is_read(signed_in, people, share, database, become, audited):
    mine, hers, outside = (
        share(strengths="Mine to read"),
        share(strengths="Hers"),
        share(theme="budgets", strengths="Money"),
    )
    with database.session() as session:
        for one, name in ((mine, "morag"), (hers, "ailsa"), (outside, "morag")):
            give(session, session.get(Reflection, one), people[name], TODAY)
    assert "Given to you" in signed_in.get("/").text
    become(themes=["leadership"])
    page = signed_in.get("/waiting").text
    assert "Mine to read" in page
    assert "Hers" not in page
    assert "Money" not in page
    signed_in.post(f"/reflections/{mine}/review", data={"reviewed": "yes"})
    assert "Nothing waits for you." in signed_in.get("/waiting").text
    assert "Given to you" not in signed_in.get("/").text
    with database.session() as session:
        session.get(Reflection, mine).reviewed = False  # as when its author changes the words
    assert "Mine to read" in signed_in.get("/waiting").text
    assert "waiting_viewed" in {event.event for event in audited()}


def test_an_author_who_said_more_waits_for_who_asked(signed_in, people, share, database):
    for name, edits in (("morag", 1), ("morag", 0), ("ailsa", 1)):
        one = share(strengths=f"{name} asked, changed {edits}", edits=edits)
        with database.session() as session:
            session.add(
                Invitation(reflection_id=one, about="strengths", asked_by=people[name], asked_on=TODAY, edits=0)
            )
    page = signed_in.get("/waiting").text
    assert "morag asked, changed 1" in page
    assert "morag asked, changed 0" not in page
    assert "ailsa asked" not in page


def test_what_was_given_and_says_more_stands_there_once(signed_in, people, share, database):
    both, other = share(strengths="Given, and more", edits=1), share(strengths="More alone", edits=1)
    with database.session() as session:
        give(session, session.get(Reflection, both), people["morag"], TODAY)
        for one in (both, other):
            session.add(
                Invitation(reflection_id=one, about="strengths", asked_by=people["morag"], asked_on=TODAY, edits=0)
            )
    page = signed_in.get("/waiting").text
    assert page.count(f'id="r-{both}"') == 1
    assert page.index("Given, and more") < page.index("Changed by their authors") < page.index("More alone")


def test_ones_own_actions_wait_when_their_day_is_near(signed_in, database):
    with database.session() as session:
        for what, owner, days in (
            ("Soon", "Morag", 7),
            ("Late", " MORAG ", -3),
            ("Far", "morag", 8),
            ("Other", "Estates", 1),
        ):
            plan_action(session, Plan(f"{what} thing", owner, TODAY + timedelta(days=days)), "morag")
        done = plan_action(session, Plan("Done thing", "morag", TODAY), "morag")
        set_status(session, done, Status.DONE, "", "morag")
    page = signed_in.get("/waiting").text
    assert [f"{what} thing" in page for what in ("Soon", "Late", "Far", "Other", "Done")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert page.index("Late thing") < page.index("Soon thing")
