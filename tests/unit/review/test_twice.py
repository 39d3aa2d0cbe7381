"""What is sent twice acts once, and what is sent at the same moment works, for each form that acts."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.store.coordinators import Role, add_coordinator, verify_password
from bot.store.keeping_tables import Action, ActionStep, Hold, RightsRequest
from bot.store.reading_tables import Invitation, Tag, View
from bot.store.tables import Change, Coordinator

TODAY = datetime.now(UTC).date()
LATER = (TODAY + timedelta(days=30)).isoformat()

WORDS = {"said": "It is cold.", "did": "A heater came."}
MAKING = [
    (Role.COORDINATOR, "/changes", "/changes", Change, {**WORDS, "do": "publish"}),
    (Role.COORDINATOR, "/actions/new", "/actions", Action, {"what": "A heater", "owner": "Estates", "due": LATER}),
    (Role.RECORDS, "/holds", "/holds", Hold, {"until": LATER, "reason": "A tribunal asked.", "sure": "yes"}),
    (Role.RECORDS, "/requests", "/requests", RightsRequest, {"kind": "access", "received": TODAY.isoformat()}),
]
"""Whose form it is, its page, where it goes, what it makes, and what is typed."""


def form_of(client, page, action):
    """The hidden fields of the form that goes to `action`, as a browser would send them."""
    text = client.get(page).text
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if f'action="{action}"' in one)
    hidden = (tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in tag)
    return {re.search('name="(.*?)"', tag)[1]: re.search('value="(.*?)"', tag)[1] for tag in hidden}


def count(database, table):
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table))


def names(audited, *wanted):
    return [event.event for event in audited() if event.event in wanted]


def at_once(send, times=4):
    """The status of each of several sent at the same moment."""
    with ThreadPoolExecutor(times) as threads:
        return [one.result().status_code for one in [threads.submit(send) for _ in range(times)]]


@pytest.mark.parametrize(("role", "page", "action", "table", "typed"), MAKING)
def test_a_form_sent_twice_makes_one(signed_in, become, database, audited, role, page, action, table, typed):
    become(role)
    form = form_of(signed_in, page, action) | typed
    first, again = (signed_in.post(action, data=form) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (again.status_code, again.headers["location"])
    assert count(database, table) == 1
    made = ("change_written", "change_published", "action_written", "hold_placed", "request_taken")
    assert len(names(audited, *made)) == len({*names(audited, *made)})


@pytest.mark.parametrize(("role", "page", "action", "table", "typed"), MAKING)
def test_a_form_sent_four_times_at_once_makes_one(signed_in, become, database, role, page, action, table, typed):
    become(role)
    form = form_of(signed_in, page, action) | typed
    assert at_once(lambda: signed_in.post(action, data=form)) == [303] * 4
    assert count(database, table) == 1


@pytest.mark.parametrize(("role", "page", "action", "table", "typed"), MAKING)
def test_another_form_of_the_same_words_makes_another(signed_in, become, database, role, page, action, table, typed):
    become(role)
    for _ in range(2):
        signed_in.post(action, data=form_of(signed_in, page, action) | typed)
    assert count(database, table) == 2


def test_words_put_right_are_another_form(signed_in, database):
    form = form_of(signed_in, "/changes", "/changes")
    for said in ("It is cold.", "It is cold and dark."):
        signed_in.post("/changes", data={**form, "said": said, "did": "A heater came.", "do": "save"})
    assert count(database, Change) == 2


def test_what_changed_since_is_not_written_over(signed_in, database):
    form = form_of(signed_in, "/changes", "/changes") | {**WORDS, "do": "save"}
    signed_in.post("/changes", data=form)
    with database.session() as session:
        address = f"/changes/{session.scalars(select(Change.id)).one()}"
    signed_in.post(address, data={"said": "It was cold.", "did": "A heater came.", "do": "publish"})
    assert signed_in.post("/changes", data=form).status_code == 303
    with database.session() as session:
        assert session.scalars(select(Change)).one().said == "It was cold."


def test_publishing_withdrawing_and_saving_twice_act_once(signed_in, database, audited):
    signed_in.post("/changes", data={**WORDS, "do": "save"})
    with database.session() as session:
        address = f"/changes/{session.scalars(select(Change.id)).one()}"
    for do in ("save", "publish", "withdraw"):
        sent = {"do": do} if do == "withdraw" else {**WORDS, "do": do}
        assert at_once(lambda sent=sent: signed_in.post(address, data=sent)) == [303] * 4
    assert names(audited, "change_written", "change_published", "change_withdrawn") == [
        "change_written", "change_published", "change_withdrawn",
    ]  # fmt: skip


def test_a_step_of_an_action_is_noted_once(signed_in, database, audited):
    signed_in.post("/actions", data={"what": "A heater", "owner": "Estates", "due": LATER})
    with database.session() as session:
        address = f"/actions/{session.scalars(select(Action.id)).one()}"
    step = {"do": "mark", "status": "started", "note": "It is ordered."}
    assert at_once(lambda: signed_in.post(address, data=step)) == [303] * 4
    assert count(database, ActionStep) == 2, "planned, and begun"
    signed_in.post(address, data={"do": "mark", "status": "started", "note": "It is on its way."})
    assert count(database, ActionStep) == 3, "another note is another line"
    assert len(names(audited, "action_marked")) == 2


def test_a_hold_is_moved_and_lifted_once(signed_in, become, database, audited):
    become(Role.RECORDS)
    signed_in.post("/holds", data={"until": LATER, "reason": "A tribunal asked.", "sure": "yes"})
    with database.session() as session:
        address = f"/holds/{session.scalars(select(Hold.id)).one()}"
    moved = (TODAY + timedelta(days=60)).isoformat()
    assert at_once(lambda: signed_in.post(address, data={"do": "move", "until": moved, "sure": "yes"})) == [303] * 4
    assert at_once(lambda: signed_in.post(address, data={"do": "lift", "sure": "yes"})) == [303] * 4
    assert names(audited, "hold_extended", "hold_lifted") == ["hold_extended", "hold_lifted"]


def test_closing_a_request_twice_is_kind(signed_in, become, database, audited):
    become(Role.RECORDS)
    signed_in.post("/requests", data={"kind": "access", "received": TODAY.isoformat()})
    with database.session() as session:
        address = f"/requests/{session.scalars(select(RightsRequest.id)).one()}"
    assert at_once(lambda: signed_in.post(address, data={"do": "close", "outcome": "done"})) == [303] * 4
    assert names(audited, "request_closed") == ["request_closed"]


def test_asking_for_more_four_times_at_once_asks_once(signed_in, share, database, audited):
    address = f"/reflections/{share()}/invitation"
    assert at_once(lambda: signed_in.post(address, data={"about": "next_step"})) == [303] * 4
    assert count(database, Invitation) == 1
    assert names(audited, "author_invited") == ["author_invited"]
    signed_in.post(address, data={"about": "strengths"})
    assert len(names(audited, "author_invited")) == 2, "about another answer is another question"


def test_a_first_visit_in_four_tabs_at_once_works(signed_in):
    assert at_once(lambda: signed_in.get("/")) == [200] * 4


def test_a_new_tag_on_four_reflections_at_once_works(signed_in, share, database):
    addresses = iter([f"/reflections/{share()}/review" for _ in range(4)])
    assert at_once(lambda: signed_in.post(next(addresses), data={"tags": "heating"})) == [303] * 4
    assert count(database, Tag) == 1


def test_a_view_kept_four_times_at_once_is_one(signed_in, database):
    assert at_once(lambda: signed_in.post("/views", data={"name": "Cold rooms"})) == [303] * 4
    assert count(database, View) == 1


def test_whoever_is_added_twice_has_the_password_that_is_shown(signed_in, become, database, audited):
    become(Role.ADMINISTRATOR)
    form = form_of(signed_in, "/people", "/people") | {
        "name": "ailsa", "role": "coordinator", "every-theme": "yes", "every-team": "yes",
    }  # fmt: skip
    pages = [signed_in.post("/people", data=form) for _ in range(2)]
    shown = [re.search(r"(?:[a-z]{5}-){3}[a-z]{5}", page.text)[0] for page in pages]
    assert shown[0] == shown[1]
    with database.session() as session:
        assert verify_password(session.scalar(select(Coordinator).where(Coordinator.name == "ailsa")), shown[0])
    assert names(audited, "coordinator_added") == ["coordinator_added"]


def only(database, table):
    with database.session() as session:
        return session.scalars(select(table.id)).one()


@pytest.mark.parametrize(
    ("page", "table", "typed"),
    [
        ("/changes", Change, {**WORDS, "do": "save"}),
        ("/actions", Action, {"what": "A heater", "owner": "Estates", "due": LATER}),
    ],
)
def test_deleting_twice_says_that_it_is_gone(signed_in, database, audited, page, table, typed):
    signed_in.post(page, data=typed)
    address = f"{page}/{only(database, table)}"
    pressed = [signed_in.post(address, data={"do": "delete", "sure": "yes"}) for _ in range(2)]
    assert [one.headers["location"] for one in pressed] == [f"{page}?done=deleted", f"{page}?done=gone"]
    assert "It is gone already." in signed_in.get(f"{page}?done=gone").text
    assert len(names(audited, "change_deleted", "action_deleted")) == 1
    assert signed_in.post(address, data={"do": "save"}).status_code == 404, "only what was wished is so"


def test_taking_an_invitation_back_and_a_view_away_twice_is_kind(signed_in, share, database, audited):
    address = f"/reflections/{share()}/invitation"
    signed_in.post(address, data={"about": "strengths"})
    signed_in.post("/views", data={"name": "Cold rooms"})
    view = f"/views/{only(database, View)}"
    for _ in range(2):
        assert signed_in.post(address, data={"do": "take-back"}).headers["location"].endswith("?taken-back=1")
        assert signed_in.post(view).headers["location"] == "/reflections#views"
    assert len(names(audited, "invitation_taken_back")) == len(names(audited, "view_deleted")) == 1


def test_an_account_is_closed_and_opened_once(signed_in, become, database, audited):
    with database.session() as session:
        who = add_coordinator(session, "ailsa", "four calm grey seals").id
    become(Role.ADMINISTRATOR)
    for do in ("disable", "enable"):
        for _ in range(2):
            assert signed_in.post(f"/people/{who}", data={"do": do, "sure": "yes"}).status_code == 303
    assert names(audited, "coordinator_disabled", "coordinator_enabled") == [
        "coordinator_disabled", "coordinator_enabled",
    ]  # fmt: skip
