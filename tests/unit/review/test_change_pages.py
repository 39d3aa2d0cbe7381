"""Writing, publishing and withdrawing "you said, we did"; and what coordinators see once an author changed words."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.store.changes import LONGEST, published
from bot.store.tables import Change, Reflection, Review

WORDS = {"said": "People asked for more time to talk.", "did": "There are ten minutes after each shift now."}
NASTY = "<script>alert('x')</script> {{ 7 * 7 }}"


def shown(database):
    with database.session() as session:
        return [one.said for one in published(session)]


def only(database):
    with database.session() as session:
        return session.scalars(select(Change)).one()


def test_the_empty_page_is_kind(signed_in):
    page = signed_in.get("/changes")
    assert "Nothing is written yet." in page.text
    assert 'aria-current="page">Changes' in page.text


def test_a_draft_is_written_published_and_withdrawn(signed_in, database, audited):
    assert signed_in.post("/changes", data={**WORDS, "do": "save"}).headers["location"] == "/changes?done=saved"
    assert shown(database) == []
    change = only(database)
    address = f"/changes/{change.id}"
    assert WORDS["did"] in html.unescape(signed_in.get(address).text)
    changed = {"said": "People asked for a quiet room.", "did": "There is one.", "theme": "leadership", "do": "publish"}
    assert signed_in.post(address, data=changed).headers["location"] == "/changes?done=published"
    assert shown(database) == ["People asked for a quiet room."]
    assert only(database).published_on == datetime.now(UTC).date()
    assert "Published on" in signed_in.get("/changes?done=published").text
    assert signed_in.post(address, data={"do": "withdraw"}).headers["location"] == "/changes?done=withdrawn"
    assert shown(database) == []
    assert signed_in.post(address, data={"do": "delete", "sure": "yes"}).headers["location"] == "/changes?done=deleted"
    assert signed_in.get(address).status_code == 404
    events = [event.event for event in audited()]
    assert [one for one in events if one.startswith("change_")] == [
        "change_written", "change_viewed", "change_written", "change_published", "change_withdrawn", "change_deleted",
    ]  # fmt: skip


def test_the_audit_holds_no_word_of_it(signed_in, audited, become):
    signed_in.post("/changes", data={**WORDS, "theme": "budgets", "team": "housing", "do": "publish"})
    written = next(event for event in audited() if event.event == "change_published")
    assert written.fields == {"theme": "budgets", "team": "housing"}
    assert "ten minutes" not in str([event.fields for event in audited()])
    become("records")
    assert "Published a change" in signed_in.get("/audit").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"said": " "}, "Write what people said."),
        ({"did": ""}, "Write what was done."),
        ({"said": "x" * (LONGEST + 1)}, "What people said is too long."),
        ({"did": "x" * (LONGEST + 1)}, "What was done is too long."),
        ({"theme": "nonsense"}, "We do not know that theme."),
        ({"team": "nonsense"}, "We do not know that team."),
    ],
)
def test_what_is_amiss_is_said_and_nothing_typed_is_lost(signed_in, database, wrong, said):
    page = signed_in.post("/changes", data={**WORDS, "do": "publish", **wrong})
    assert page.status_code == 400
    assert page.text.count(said) == 2, "in the summary, and at the field"
    kept = next(text for name, text in WORDS.items() if name not in wrong)
    assert kept in page.text
    assert shown(database) == []


def test_nothing_in_it_is_read_as_html(signed_in):
    signed_in.post("/changes", data={"said": NASTY, "did": NASTY, "do": "publish"})
    page = signed_in.get("/changes").text
    assert "<script>" not in page
    assert html.unescape(page).count(NASTY) == 2


def test_one_that_is_published_meanwhile_is_not_overwritten(signed_in, database):
    signed_in.post("/changes", data={**WORDS, "do": "publish"})
    address = f"/changes/{only(database).id}"
    page = signed_in.post(address, data={"said": "Other words.", "did": "More.", "do": "save"})
    assert page.status_code == 409
    assert "Other words." in page.text
    assert signed_in.post(address, data={"do": "delete", "sure": "yes"}).status_code == 409
    assert shown(database) == [WORDS["said"]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_coordinators_who_are_signed_in(client, method):
    answer = getattr(client, method)("/changes", **({"data": WORDS} if method == "post" else {}))
    assert answer.status_code in (303, 401)
    if method == "post":
        assert WORDS["did"] in answer.text, "what was written is handed back"
    assert client.get("/changes/not-an-id").status_code in (303, 404)


def test_another_site_cannot_write(signed_in, database):
    answer = signed_in.post("/changes", data=WORDS, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert shown(database) == []


def edit(database, reflection, words):
    """As the author does in the chat."""
    with database.session() as session:
        row = session.get(Reflection, reflection)
        row.strengths = words
        row.edits += 1


def test_a_reflection_that_its_author_changed_says_so_without_a_time(signed_in, share, database):
    reflection = share()
    assert "changed this after" not in signed_in.get(f"/reflections/{reflection}").text
    edit(database, reflection, "Our lead asks how we are each morning.")
    page = signed_in.get(f"/reflections/{reflection}").text
    assert "The author changed this after sharing it." in page
    assert "each morning" in page
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.S)[1]
    assert not re.search(r"\d\d:\d\d", lead)
    assert "Changed by its author" in signed_in.get("/reflections").text


def test_words_that_changed_while_they_were_read_are_not_marked_as_reviewed(signed_in, share, database):
    reflection = share()
    edit(database, reflection, "New words.")
    answer = signed_in.post(
        f"/reflections/{reflection}/review", data={"reviewed": "yes", "note": "thank them", "seen": "", "edits": "0"}
    )
    assert answer.status_code == 409
    assert "The author changed their words while you were reading." in answer.text
    assert "thank them" in answer.text
    with database.session() as session:
        assert session.scalars(select(Review)).all() == []
    again = signed_in.post(f"/reflections/{reflection}/review", data={"reviewed": "yes", "note": "", "edits": "1"})
    assert again.status_code == 303
