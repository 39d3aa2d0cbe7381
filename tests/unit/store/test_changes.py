""" "You said, we did": what is a draft, what is shown to whom, and what is withdrawn."""

from datetime import date

import pytest

from bot.store.areas import EVERYWHERE
from bot.store.changes import (
    StillPublished,
    delete_change,
    find_change,
    list_changes,
    publish,
    published,
    withdraw,
    write_change,
)
from bot.store.database import Database

DAY = date(2026, 11, 22)


def write(
    database: Database, said: str, day: date | None = DAY, theme: str | None = None, team: str | None = None
) -> str:
    with database.session() as session:
        change = write_change(session, None, theme=theme, team=team, said=said, did="A quiet room is open.")
        if day:
            publish(change, day)
        return change.id


def said(database: Database, **wanted: object) -> list[str]:
    with database.session() as session:
        return [one.said for one in published(session, **wanted)]  # type: ignore[arg-type]


def test_a_draft_is_shown_to_nobody_until_it_is_published(database: Database) -> None:
    change_id = write(database, "quiet", day=None)
    assert said(database) == []
    with database.session() as session:
        change = find_change(session, change_id)
        assert change is not None
        assert publish(change, DAY)
        assert not publish(change, date(2026, 12, 1))
        assert change.published_on == DAY
    assert said(database) == ["quiet"]


def test_what_is_withdrawn_is_shown_no_more_and_can_come_back_rewritten(database: Database) -> None:
    change_id = write(database, "quiet")
    with database.session() as session:
        change = find_change(session, change_id)
        assert change is not None
        with pytest.raises(StillPublished):
            write_change(session, change, theme=None, team=None, said="other", did="x")
        with pytest.raises(StillPublished):
            delete_change(session, change)
        assert withdraw(change)
        assert not withdraw(change)
    assert said(database) == []
    with database.session() as session:
        change = find_change(session, change_id)
        assert change is not None
        write_change(session, change, theme=None, team=None, said="other", did="x")
        assert publish(change, date(2026, 12, 1))
    assert said(database) == ["other"]


def test_a_draft_can_be_deleted(database: Database) -> None:
    change_id = write(database, "quiet", day=None)
    with database.session() as session:
        change = find_change(session, change_id)
        assert change is not None
        delete_change(session, change)
    with database.session() as session:
        assert list_changes(session, EVERYWHERE) == []


def test_whoever_comes_back_sees_what_is_new_for_the_theme_and_the_team(database: Database) -> None:
    write(database, "old", date(2026, 11, 1))
    write(database, "all themes", date(2026, 11, 20))
    write(database, "leadership", date(2026, 11, 21), theme="leadership")
    write(database, "budgets", date(2026, 11, 22), theme="budgets")
    write(database, "housing", date(2026, 11, 22), team="housing")
    since = date(2026, 11, 20)
    assert said(database, theme="leadership", since=since) == ["leadership", "all themes"]
    assert said(database, theme="leadership", since=since, team="housing") == ["housing", "leadership", "all themes"]
    assert said(database, theme="leadership") == ["housing", "leadership", "all themes"], "asked for: of every team"
    assert len(said(database)) == 3
    with database.session() as session:
        newest = published(session, limit=1)[0].id
    assert len(said(database, without=[newest], limit=9)) == 4
