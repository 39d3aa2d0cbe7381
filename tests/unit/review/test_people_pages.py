"""Administrators add, change, close and reset accounts, and the last of them stays."""

from __future__ import annotations

import re
import threading

import pytest
from sqlalchemy import select

from bot.store.coordinators import LastAdministrator, Role, add_coordinator, change_coordinator, disable_coordinator
from bot.store.tables import Coordinator, SignIn

PASSWORD = "three quiet herons"


@pytest.fixture
def administrator(signed_in, become):
    become(Role.ADMINISTRATOR)
    return signed_in


def person(database, name) -> Coordinator:
    with database.session() as session:
        return session.scalars(select(Coordinator).where(Coordinator.name == name)).one()


def password_in(page) -> str:
    return re.search(r"<code>([a-z-]+)</code>", page.text)[1]


def test_somebody_is_added_with_a_password_for_once(administrator, database, audited):
    page = administrator.post(
        "/people",
        data={"name": "Ailsa", "role": "coordinator", "theme-leadership": "yes", "team-housing": "yes"},
    )
    assert page.status_code == 200
    ailsa = person(database, "ailsa")
    assert (ailsa.role, ailsa.themes, ailsa.teams, ailsa.temporary) == (
        "coordinator",
        ["leadership"],
        ["housing"],
        True,
    )
    added = next(one for one in audited() if one.event == "coordinator_added")
    assert (added.actor, added.subject, added.fields) == (
        "morag",
        "ailsa",
        {"role": "coordinator", "all_themes": False, "all_teams": False},
    )
    assert password_in(page) not in administrator.get("/people").text
    administrator.post("/logout")
    signed = administrator.post("/login", data={"name": "ailsa", "password": password_in(page)})
    assert signed.status_code == 303
    assert administrator.get("/").headers["location"] == "/account/password"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "morag", "role": "records"}, "That name is taken"),
        ({"name": "two words", "role": "records"}, "no spaces"),
        ({"name": "ailsa", "role": "emperor"}, "Choose a role"),
        ({"name": "ailsa", "role": "coordinator"}, "at least one theme"),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(administrator, database, typed, words):
    page = administrator.post("/people", data={**typed, "team-housing": "yes"})
    assert page.status_code == 400
    assert words in page.text
    assert f'value="{typed["name"]}"' in page.text
    assert re.search(r'id="team-housing"[^>]* checked', page.text)
    with database.session() as session:
        assert len(session.scalars(select(Coordinator)).all()) == 1


def test_a_role_and_an_area_change_at_once(administrator, database, audited):
    with database.session() as session:
        who = add_coordinator(session, "ailsa", PASSWORD)
    administrator.post(f"/people/{who.id}", data={"do": "save", "role": "records", "every-theme": "yes"})
    ailsa = person(database, "ailsa")
    assert (ailsa.role, ailsa.themes, ailsa.teams) == ("records", None, [])
    assert "coordinator_changed" in [one.event for one in audited()]


def test_an_account_is_closed_and_opened_again(administrator, database):
    with database.session() as session:
        who = add_coordinator(session, "ailsa", PASSWORD)
        session.flush()
        session.add(SignIn(token="t", coordinator_id=who.id, started_at=who.created_at, last_used_at=who.created_at))
    administrator.post(f"/people/{who.id}", data={"do": "disable", "sure": "yes"})
    assert person(database, "ailsa").disabled_at is not None
    with database.session() as session:
        assert session.get(SignIn, "t") is None
    administrator.post(f"/people/{who.id}", data={"do": "enable"})
    assert person(database, "ailsa").disabled_at is None


def test_a_reset_gives_a_password_for_once_and_forgets_the_app(administrator, database):
    with database.session() as session:
        who = add_coordinator(session, "ailsa", PASSWORD)
        who.totp, who.totp_step = b"sealed", 1
    page = administrator.post(f"/people/{who.id}", data={"do": "reset", "sure": "yes"})
    ailsa = person(database, "ailsa")
    assert (ailsa.totp, ailsa.totp_step, ailsa.temporary) == (None, None, True)
    assert password_in(page)


@pytest.mark.parametrize("data", [{"do": "disable"}, {"do": "save", "role": "coordinator", "every-theme": "yes"}])
def test_the_last_administrator_stays(administrator, database, data):
    mine, data = person(database, "morag"), data | {"sure": "yes"}
    page = administrator.post(f"/people/{mine.id}", data=data)
    assert page.status_code == 409
    assert "This is the last administrator" in page.text
    morag = person(database, "morag")
    assert (morag.role, morag.disabled_at) == ("administrator", None)
    assert administrator.get("/people").status_code == 200
    with database.session() as session:
        other = add_coordinator(session, "ailsa", PASSWORD, Role.ADMINISTRATOR)
        disable_coordinator(session, "ailsa")
    assert administrator.post(f"/people/{mine.id}", data=data).status_code == 409, "one who is closed does not count"
    administrator.post(f"/people/{other.id}", data={"do": "enable"})
    assert administrator.post(f"/people/{mine.id}", data=data).status_code == 303


def test_two_administrators_cannot_close_each_other_at_one_moment(administrator, database):
    with database.session() as session:
        add_coordinator(session, "ailsa", PASSWORD, Role.ADMINISTRATOR)
    start, outcomes = threading.Barrier(2), []

    def close(name: str) -> None:
        start.wait()
        try:
            with database.session() as session:
                disable_coordinator(session, name)
            outcomes.append("closed")
        except LastAdministrator:
            outcomes.append("stays")

    threads = [threading.Thread(target=close, args=(name,)) for name in ("morag", "ailsa")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["closed", "stays"]


def test_where_nobody_is_an_administrator_yet_accounts_can_be_closed(database):
    from bot.store.areas import EVERYWHERE

    with database.session() as session:
        add_coordinator(session, "ailsa", PASSWORD)
        change_coordinator(session, "ailsa", Role.RECORDS, EVERYWHERE)
        disable_coordinator(session, "ailsa")


@pytest.mark.parametrize("one", ["0" * 32, "nonsense", "%00", "1' OR '1'='1"])
def test_somebody_who_is_not_there_gets_a_kind_page(administrator, one):
    assert administrator.get(f"/people/{one}").status_code == 404
    assert administrator.post(f"/people/{one}", data={"do": "disable", "sure": "yes"}).status_code == 404


def test_the_settings_are_shown_without_a_secret(administrator, settings):
    page = administrator.get("/settings").text
    assert "Groups under 10 are hidden" in page
    assert settings.secret_key not in page


def test_the_activity_is_filtered_by_who_what_and_when(administrator, database):
    administrator.get("/people")
    administrator.get("/account")
    page = administrator.get("/audit?who=morag&event=people_viewed").text
    table = page.partition("<tbody")[2]
    assert "Opened the people" in table
    assert "Opened their account" not in table
    assert "There is nothing earlier" in administrator.get("/audit?to=2020-01-01").text
    assert "There is nothing earlier" in administrator.get("/audit?who=somebody-else").text
    for odd in ("event=nonsense", "from=yesterday", "who=%00", "to=9999-99-99"):
        assert administrator.get(f"/audit?{odd}").status_code == 200


def test_every_event_has_words(administrator):
    from bot.review.door import FOLDER
    from bot.store.audit import EVENTS

    words = (FOLDER / "templates" / "audit.html").read_text(encoding="utf-8")
    assert [name for name in EVENTS if f'"{name}": "' not in words] == []
