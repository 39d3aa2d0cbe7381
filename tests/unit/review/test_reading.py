"""Finding and marking what people shared: words never reach an address, views are one's own, nobody is counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store import views
from bot.store.reading_tables import Invitation, Search, Tag, View, Visit
from bot.store.tables import Coordinator, Reflection

TODAY = datetime.now(UTC).date()
SECRET = "unmistakable Fiona"


def ids(page):
    return re.findall(r'id="r-([0-9a-f]{32})"', page.text)


def search(browser, words, **filters):
    return browser.post("/reflections", data={"words": words} | filters)


def test_words_that_are_searched_for_are_never_in_an_address_or_the_audit(signed_in, share, audited):
    found = share(strengths="Fiona is unmistakably kind")
    share(strengths="Something else")
    answer = search(signed_in, SECRET, theme="leadership")
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert re.fullmatch(r"/reflections\?search=[0-9a-f]{32}&theme=leadership", address)
    page = signed_in.get(address)
    assert ids(page) == [found]
    assert f'value="{SECRET}"' in page.text
    assert "Fiona" not in re.search(r"<title>(.*?)</title>", page.text, re.S)[1]
    events = audited()
    assert "nmistak" not in str([(event.subject, event.fields) for event in events])
    assert [event.fields["search"] for event in events if event.event == "reflections_listed"] == [True]


def test_a_search_opens_for_nobody_else_and_is_over_the_next_day(signed_in, share, database):
    share(strengths="kind")
    address = search(signed_in, "kind").headers["location"]
    with database.session() as session:
        row = session.scalars(select(Search)).one()
        row.coordinator_id = _somebody(session)
    page = signed_in.get(address)
    assert "That search is over" in page.text
    assert 'value="kind"' not in page.text
    with database.session() as session:
        session.scalars(select(Search)).one().day = TODAY - timedelta(days=1)
    search(signed_in, "other")
    with database.session() as session:
        assert [row.words for row in session.scalars(select(Search))] == ["other"]


def _somebody(session):
    other = Coordinator(name="ailsa", password_hash="x", created_at=datetime.now(UTC))
    session.add(other)
    session.flush()
    return other.id


@pytest.mark.parametrize("words", ["!!!", "x" * 201])
def test_words_that_cannot_be_searched_for_are_kept_in_the_box(signed_in, words):
    page = search(signed_in, words)
    assert page.status_code == 400
    assert "We could not search for that" in page.text
    assert f'value="{words}"' in page.text


def test_a_view_is_kept_opened_and_deleted_and_holds_its_search(signed_in, share, database, audited):
    found = share(strengths="kind words", theme="budgets")
    address = search(signed_in, "kind", theme="budgets").headers["location"]
    query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    assert signed_in.post("/views", data={"name": "Money", **query}).status_code == 303
    with database.session() as session:
        session.scalars(select(Search)).one().day = TODAY - timedelta(days=3)
        me = session.scalars(select(Search.coordinator_id)).one()
        views.keep_search(session, me, "another", TODAY)
        [view] = views.list_views(session, me)
    page = signed_in.get("/reflections")
    assert "Money" in page.text
    assert ids(signed_in.get(f"/reflections{view.query}")) == [found]
    assert signed_in.post(f"/views/{view.id}").status_code == 303
    assert "Money" not in signed_in.get("/reflections").text
    kept = [(event.event, event.fields) for event in audited() if event.event.startswith("view_")]
    assert kept == [("view_kept", {"search": True}), ("view_deleted", {})]


def test_a_view_without_a_name_loses_nothing(signed_in):
    page = signed_in.post("/views", data={"name": " ", "theme": "budgets"})
    assert page.status_code == 400
    assert "Give the view a name" in page.text
    assert '<option value="budgets" selected>' in page.text


def test_nobody_deletes_anothers_view(signed_in, database):
    with database.session() as session:
        other = _somebody(session)
        views.keep_view(session, other, "Theirs", "?theme=budgets", None)
        [view] = views.list_views(session, other)
    assert signed_in.post(f"/views/{view.id}").status_code == 303
    assert "Theirs" not in signed_in.get("/reflections").text
    with database.session() as session:
        assert views.list_views(session, other)


def test_what_came_since_the_last_visit_is_marked_and_not_counted(signed_in, share, database):
    old, new = share(day=TODAY - timedelta(days=5)), share()
    first = signed_in.get("/reflections")
    assert "New" not in re.sub(r"Newer", "", first.text)
    with database.session() as session:
        session.scalars(select(Visit)).one().day = TODAY - timedelta(days=2)
    page = signed_in.get("/reflections")
    assert ids(page) == [new, old]
    assert page.text.count(">New<") == 1
    assert ids(signed_in.get("/reflections?new=yes")) == [new]
    assert not re.search(r"\d+ (new|results|reflections)", page.text)


def test_tags_are_put_on_and_filtered_by_and_their_words_are_in_no_address(signed_in, share, database, audited):
    one, _ = share(), share()
    answer = signed_in.post(f"/reflections/{one}/review", data={"note": "", "tags": "Rota, time  together,rota"})
    assert answer.status_code == 303
    assert 'value="rota, time together"' in signed_in.get(f"/reflections/{one}").text
    with database.session() as session:
        rota = session.scalars(select(Tag.id).where(Tag.name == "rota")).one()
    assert ids(signed_in.get(f"/reflections?tag={rota}")) == [one]
    assert "rota" not in str([event.fields for event in audited()])
    signed_in.post(f"/reflections/{one}/review", data={"note": "", "tags": ""})
    with database.session() as session:
        assert not session.scalars(select(Tag)).all()


def test_too_many_tags_lose_nothing(signed_in, share):
    typed = ", ".join(f"tag{n}" for n in range(9))
    page = signed_in.post(f"/reflections/{share()}/review", data={"note": "a note", "tags": typed})
    assert page.status_code == 400
    assert typed in page.text
    assert "a note" in page.text


def test_without_a_name_neither_a_rating_nor_a_question_left_out_is_shown(signed_in, share):
    anonymous = signed_in.get(f"/reflections/{share(rating='not-yet')}").text
    assert "Not yet" not in anonymous
    assert "Not answered" not in anonymous
    named = signed_in.get(f"/reflections/{share(rating='not-yet', team='housing')}").text
    assert "Not yet" in named
    assert "Not answered" in named


def test_a_rating_finds_only_what_was_shared_with_a_teams_name(signed_in, share):
    share(rating="not-yet")
    named = share(rating="not-yet", team="housing")
    assert ids(signed_in.get("/reflections?rating=not-yet")) == [named]


def test_an_author_is_invited_and_no_longer(signed_in, share, database, audited):
    one = share()
    path = f"/reflections/{one}/invitation"
    assert signed_in.post(path, data={}).status_code == 400
    assert signed_in.post(path, data={"about": "rating"}).status_code == 400
    assert signed_in.post(path, data={"about": "opportunities"}).status_code == 303
    page = signed_in.get(f"/reflections/{one}").text
    assert "the author is asked about “What would help”" in page
    with database.session() as session:
        session.get(Reflection, one).edits += 1
    assert "The author changed their words since you asked" in signed_in.get(f"/reflections/{one}").text
    signed_in.post(path, data={"do": "take-back"})
    with database.session() as session:
        assert not session.scalars(select(Invitation)).all()
    done = [event.event for event in audited() if "invit" in event.event]
    assert done == ["author_invited", "invitation_taken_back"]


def test_nothing_out_of_the_area_is_listed_found_read_or_marked(signed_in, share, database):
    share(theme="budgets", strengths="kind")
    far = share(theme="leadership", strengths="kind")
    with database.session() as session:
        session.scalars(select(Coordinator)).one().themes = ["budgets"]
    assert far not in signed_in.get("/reflections").text
    assert far not in signed_in.get(search(signed_in, "kind").headers["location"]).text
    assert signed_in.get(f"/reflections/{far}").status_code == 404
    assert signed_in.post(f"/reflections/{far}/review", data={"note": "x"}).status_code == 404
    assert signed_in.post(f"/reflections/{far}/invitation", data={"about": "strengths"}).status_code == 404


def test_a_list_is_kept_without_a_search_that_is_over(signed_in, database):
    """The id of a search that was never there, is over or is somebody else's: 500, by the foreign key (make inputs)."""
    for search in ("f" * 32, "kelpiewhisper"):
        answer = signed_in.post("/views", data={"name": "Mine", "theme": "budgets", "search": search})
        assert (answer.status_code, answer.headers["location"]) == (303, "/reflections?theme=budgets#views")
    with database.session() as session:
        assert session.scalars(select(View)).one().search_id is None


def test_a_count_that_is_no_count_is_none(signed_in, share):
    """Python reads no number of more than 4,300 digits: 500 (make inputs)."""
    address = f"/reflections/{share()}/review"
    for edits in ("9" * 5000, "\u0663", "-1", ""):
        assert signed_in.post(address, data={"reviewed": "yes", "edits": edits}).status_code == 303
