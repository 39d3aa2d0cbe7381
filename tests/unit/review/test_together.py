"""Two people at work on the same thing lose nothing, and what cannot be taken back is asked about first."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.review.door import FOLDER
from bot.store.coordinators import Role, add_coordinator
from bot.store.keeping_tables import Action, Hold
from bot.store.reading_tables import Invitation
from bot.store.tables import Change, Coordinator, Reflection, Review

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=30)).isoformat()


def form_on(page, action, holding=""):
    """The fields of the form on a page that goes to `action` (with `holding` in it), as a browser would send them."""
    forms = re.findall(r"<form.*?</form>", page.text, re.S)
    form = next(one for one in forms if f'action="{action}"' in one and holding in one)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = re.search('type="(.*?)"', tag)[1], re.search('name="(.*?)"', tag)[1]
        if kind not in ("checkbox", "radio") or " checked" in tag:
            fields[name] = html.unescape(re.search('value="(.*?)"', tag)[1]) if "value=" in tag else ""
    for name, text in re.findall(r'<textarea[^>]*name="(.*?)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="(.*?)"[^>]*>(.*?)</select>', form, re.S):
        fields[name] = re.search('value="([^"]*)" selected', options)[1]
    return fields


def only(database, table):
    with database.session() as session:
        return session.scalars(select(table)).one()


@pytest.fixture
def planned(signed_in, database):
    """The address of an action."""
    signed_in.post("/actions", data={"what": "A heater", "owner": "Estates", "due": LATER})
    return f"/actions/{only(database, Action).id}"


@pytest.fixture
def drafted(signed_in, database):
    """The address of a change that is a draft."""
    signed_in.post("/changes", data={"said": "It is cold.", "did": "A heater came.", "do": "save"})
    return f"/changes/{only(database, Change).id}"


def conflict(page, theirs, mine):
    """Whether a page shows what somebody else saved, and still holds what was typed."""
    assert page.status_code == 409
    assert "Somebody else changed this while you were writing" in page.text
    assert theirs in page.text
    assert mine in page.text


def test_what_is_planned_is_not_written_over_and_a_second_press_puts_it_in(signed_in, database, planned):
    mine, theirs = (form_on(signed_in.get(planned), planned, 'value="rewrite"') for _ in range(2))
    signed_in.post(planned, data=theirs | {"owner": "The rota group", "do": "rewrite"})
    page = signed_in.post(planned, data=mine | {"what": "Two heaters", "do": "rewrite"})
    conflict(page, "The rota group", "Two heaters")
    assert (only(database, Action).what, only(database, Action).owner) == ("A heater", "The rota group")
    again = form_on(page, planned, 'value="rewrite"')
    assert again["what"] == "Two heaters"
    assert signed_in.post(planned, data=again | {"do": "rewrite"}).status_code == 303
    assert only(database, Action).what == "Two heaters"


def test_how_far_it_is_is_not_set_back(signed_in, database, planned):
    mine, theirs = (form_on(signed_in.get(planned), planned, 'value="mark"') for _ in range(2))
    signed_in.post(planned, data=theirs | {"status": "done", "do": "mark"})
    page = signed_in.post(planned, data=mine | {"status": "started", "note": "It is ordered.", "do": "mark"})
    conflict(page, "Done", "It is ordered.")
    assert form_on(page, planned, 'value="mark"')["status"] == "started"
    assert only(database, Action).status == "done"


def test_a_draft_is_not_written_over(signed_in, database, drafted):
    mine, theirs = (form_on(signed_in.get(drafted), drafted, 'value="save"') for _ in range(2))
    signed_in.post(drafted, data=theirs | {"did": "Two heaters came.", "do": "save"})
    page = signed_in.post(drafted, data=mine | {"said": "It was cold.", "do": "publish"})
    conflict(page, "Two heaters came.", "It was cold.")
    kept = only(database, Change)
    assert (kept.said, kept.published_on) == ("It is cold.", None)


def test_what_was_published_anew_is_not_withdrawn_unseen(signed_in, database, drafted):
    signed_in.post(drafted, data={"do": "publish"})
    mine = form_on(signed_in.get(drafted), drafted, 'value="withdraw"')
    for sent in ({"do": "withdraw"}, {"said": "Other words.", "did": "A heater came.", "do": "publish"}):
        signed_in.post(drafted, data=sent)
    assert signed_in.post(drafted, data=mine | {"do": "withdraw"}).status_code == 409
    assert not only(database, Change).withdrawn


def test_two_who_tag_mark_and_note_at_once_lose_nothing(signed_in, share, database):
    reflection = f"/reflections/{share()}"
    review = f"{reflection}/review"
    signed_in.post(review, data={"tags": "heating, rotas"})
    mine, theirs = (form_on(signed_in.get(reflection), review) for _ in range(2))
    signed_in.post(review, data=theirs | {"tags": "heating, rotas, night shift", "reviewed": "yes"})
    assert signed_in.post(review, data=mine | {"tags": "rotas, pay", "note": "Ask estates."}).status_code == 303
    shown = form_on(signed_in.get(reflection), review)
    assert shown["tags"].split(", ") == ["night shift", "pay", "rotas"]
    assert (shown.get("reviewed"), shown["note"]) == ("yes", "Ask estates.")
    assert only(database, Reflection).reviewed


def test_a_mark_can_be_cleared_by_who_saw_it(signed_in, share, database):
    reflection = f"/reflections/{share()}"
    review = f"{reflection}/review"
    signed_in.post(review, data={"reviewed": "yes"})
    mine = form_on(signed_in.get(reflection), review)
    mine.pop("reviewed")
    signed_in.post(review, data=mine)
    assert only(database, Review).reviewed_at is None


def test_the_author_is_not_asked_about_something_else_unseen(signed_in, share, database):
    reflection = f"/reflections/{share()}"
    invitation = f"{reflection}/invitation"
    mine, theirs = (form_on(signed_in.get(reflection), invitation) for _ in range(2))
    signed_in.post(invitation, data=theirs | {"about": "strengths"})
    page = signed_in.post(invitation, data=mine | {"about": "next_step"})
    assert page.status_code == 409
    assert "the author is asked about “What is going well”" in page.text
    assert only(database, Invitation).about == "strengths"


def test_an_area_is_not_written_over(signed_in, become, database):
    with database.session() as session:
        who = f"/people/{add_coordinator(session, 'ailsa', 'four calm grey seals').id}"
    become(Role.ADMINISTRATOR)
    mine, theirs = (form_on(signed_in.get(who), who, 'value="save"') for _ in range(2))
    theirs.pop("every-theme")
    signed_in.post(who, data=theirs | {"theme-leadership": "yes", "do": "save"})
    mine.pop("every-team")
    page = signed_in.post(who, data=mine | {"team-housing": "yes", "do": "save"})
    assert page.status_code == 409
    assert "Leadership; all teams" in page.text
    assert "every-team" not in form_on(page, who, 'value="save"'), "what was ticked is kept"
    with database.session() as session:
        assert session.scalar(select(Coordinator.themes).where(Coordinator.name == "ailsa")) == ["leadership"]


def test_the_end_of_a_hold_is_not_moved_unseen(signed_in, become, database):
    become(Role.RECORDS)
    signed_in.post("/holds", data={"theme": "leadership", "until": LATER, "reason": "A tribunal asked."})
    hold = f"/holds/{only(database, Hold).id}"
    mine, theirs = (form_on(signed_in.get("/holds"), hold) for _ in range(2))
    far, further = ((TODAY + timedelta(days=days)).isoformat() for days in (60, 90))
    signed_in.post(hold, data=theirs | {"until": further, "do": "move"})
    page = signed_in.post(hold, data=mine | {"until": (TODAY + timedelta(days=120)).isoformat(), "do": "move"})
    assert page.status_code == 409
    assert form_on(page, hold)["until"] == (TODAY + timedelta(days=120)).isoformat()
    assert only(database, Hold).until.isoformat() == further != far


def test_what_is_gone_meanwhile_hands_the_words_back(signed_in, share, database, planned, drafted):
    for address, words in (
        (planned, {"what": "Two heaters, please", "do": "rewrite"}),
        (drafted, {"said": "Two heaters, please", "did": "x", "do": "save"}),
    ):
        signed_in.post(address, data={"do": "delete", "sure": "yes"})
        page = signed_in.post(address, data=words)
        assert page.status_code == 404
        assert "Two heaters, please" in page.text
    reflection = share()
    with database.session() as session:
        session.delete(session.get_one(Reflection, reflection))
    assert "Ask estates." in signed_in.post(f"/reflections/{reflection}/review", data={"note": "Ask estates."}).text


def test_each_form_that_changes_something_carries_its_key_or_its_version():
    """`look.once()` where something is made, `look.read_at` or what the form showed where something is changed.

    `on-…` says of each of many how often it had been changed when it was read; `members` writes those of a topic.
    """
    free = {
        "base.html": 1, "login.html": 1, "login_code.html": 2, "account.html": 2, "account_app.html": 1,
        "account_password.html": 1, "reflections.html": 4, "reports.html": 1, "request.html": 2, "session.html": 6,
        "sessions.html": 1, "board.html": 1, "kit.html": 1,
        "action.html": 1, "change.html": 1, "words.html": 1,
    }  # fmt: skip
    """One's own account and views, what only reads, what happens or is undone once, and what is asked about first."""
    bare = {}
    for template in sorted((FOLDER / "templates").glob("*.html")):
        forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.S)
        kept = re.compile(r"look\.once\(|look\.read_at\(|name=\"seen\"|name=\"on-|members\(")
        many = sum(not kept.search(form) for form in forms)
        bare |= {template.name: many} if many else {}
    assert bare == free


def test_deleting_an_action_asks_says_what_goes_and_asks_anew_when_it_changed(signed_in, database, audited, planned):
    signed_in.post(planned, data={"status": "started", "note": "It is ordered.", "do": "mark"})
    asked = signed_in.post(planned, data={"do": "delete"})
    assert asked.status_code == 200
    assert "Its history goes too: 2 entries" in asked.text
    answer = form_on(asked, planned) | {"sure": "yes"}
    signed_in.post(planned, data={"status": "done", "note": "", "do": "mark"})
    anew = signed_in.post(planned, data=answer)
    assert anew.status_code == 409
    assert "Somebody else changed it meanwhile" in anew.text
    assert only(database, Action).status == "done"
    assert signed_in.post(planned, data=form_on(anew, planned) | {"sure": "yes"}).status_code == 303
    with database.session() as session:
        assert session.scalars(select(Action)).all() == []


def test_deleting_a_change_asks(signed_in, database, drafted):
    asked = signed_in.post(drafted, data={"do": "delete"})
    assert "Delete this change?" in asked.text
    assert only(database, Change)


def test_a_hold_asks_before_it_covers_everything_ends_earlier_or_is_lifted(signed_in, become, database):
    become(Role.RECORDS)
    with database.session() as session:
        assert session.scalars(select(Hold)).all() == []
    sent = {"until": LATER, "reason": "A tribunal asked.", "once": "k"}
    asked = signed_in.post("/holds", data=sent)
    assert "Nothing that anybody shared, or will share, is erased until" in asked.text
    with database.session() as session:
        assert session.scalars(select(Hold)).all() == []
    signed_in.post("/holds", data=form_on(asked, "/holds") | {"sure": "yes"})
    hold = f"/holds/{only(database, Hold).id}"
    asked = signed_in.post(hold, data={"do": "lift"})
    assert "Lift this hold?" in asked.text
    assert "What was shared on all themes" in asked.text
    asked = signed_in.post(hold, data={"do": "move", "until": TODAY.isoformat()})
    assert "Let this hold end earlier?" in asked.text
    kept = only(database, Hold)
    assert (kept.lifted_at, kept.until.isoformat()) == (None, LATER)
    assert signed_in.post(hold, data=form_on(asked, hold) | {"sure": "yes"}).status_code == 303
    assert only(database, Hold).until == TODAY


def test_a_reset_and_a_closing_ask_and_say_what_ends(signed_in, become, database):
    with database.session() as session:
        ailsa = add_coordinator(session, "ailsa", "four calm grey seals", Role.FACILITATOR)
        ailsa.totp, ailsa.totp_step = b"sealed", 1
        who = f"/people/{ailsa.id}"
    become(Role.ADMINISTRATOR)
    form = form_on(signed_in.get(who), who, 'value="reset"')
    asked = signed_in.post(who, data=form | {"do": "reset"})
    assert "Their authenticator app and 0 recovery codes stop working." in asked.text
    assert "Close this account?" in signed_in.post(who, data=form | {"do": "disable"}).text
    with database.session() as session:
        kept = session.scalars(select(Coordinator).where(Coordinator.name == "ailsa")).one()
        assert (kept.totp, kept.disabled_at) == (b"sealed", None)
    answer = form_on(asked, who) | {"sure": "yes"}
    first, again = (signed_in.post(who, data=answer) for _ in range(2))
    assert re.search(r"(?:[a-z]{5}-){3}[a-z]{5}", first.text)[0] in again.text


def test_ones_own_role_is_not_given_away_by_one_press(signed_in, become, database):
    with database.session() as session:
        add_coordinator(session, "ailsa", "four calm grey seals", Role.ADMINISTRATOR)
        mine = f"/people/{session.scalar(select(Coordinator.id).where(Coordinator.name == 'morag'))}"
    become(Role.ADMINISTRATOR)
    form = form_on(signed_in.get(mine), mine, 'value="save"') | {"role": "records", "do": "save"}
    asked = signed_in.post(mine, data=form)
    assert "You are Administrator. You will be Records officer." in asked.text
    with database.session() as session:
        assert session.scalar(select(Coordinator.role).where(Coordinator.name == "morag")) == "administrator"
    assert signed_in.post(mine, data=form_on(asked, mine) | {"sure": "yes"}).status_code == 303
