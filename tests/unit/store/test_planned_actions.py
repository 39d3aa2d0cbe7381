"""Actions: listed by area, with their history, and a link to a reflection that goes when the reflection goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store import actions
from bot.store.actions import Plan, Status, Wanted
from bot.store.areas import EVERYWHERE, Area
from bot.store.database import Database
from bot.store.keeping_tables import ActionSource, ActionStep
from bot.store.tables import Reflection

TODAY = datetime.now(UTC).date()
SOON, PAST = TODAY + timedelta(days=7), TODAY - timedelta(days=1)
CULTURE = Area(themes=frozenset({"culture"}))


def plan(what: str, theme: str | None = "culture", due_on: date = SOON) -> Plan:
    return Plan(what, "The rota group", due_on, theme)


def shared(team: str | None = None) -> Reflection:
    return Reflection(
        lookup=b"l" * 16, sharing="team" if team else "anonymous", theme="culture", team=team, day=TODAY,
        expires_on=SOON, strengths="Our huddle",
    )  # fmt: skip


@pytest.fixture
def three(database: Database) -> Database:
    with database.session() as session:
        actions.plan_action(session, plan("of culture"), "morag")
        actions.plan_action(session, plan("of budgets", "budgets", PAST), "morag")
        actions.plan_action(session, plan("of all", None), "morag")
    return database


@pytest.mark.parametrize(
    ("wanted", "area", "found"),
    [
        (Wanted(), EVERYWHERE, {"of culture", "of budgets", "of all"}),
        (Wanted(), CULTURE, {"of culture", "of all"}),
        (Wanted(theme="culture"), EVERYWHERE, {"of culture"}),
        (Wanted(theme="budgets"), CULTURE, set()),
        (Wanted(overdue=True), EVERYWHERE, {"of budgets"}),
        (Wanted(overdue=True), CULTURE, set()),
        (Wanted(status=Status.DONE), EVERYWHERE, set()),
    ],
)
def test_lists(three: Database, wanted: Wanted, area: Area, found: set[str]) -> None:
    with three.session() as session:
        assert {one.what for one in actions.list_actions(session, wanted, area, TODAY)} == found


def test_one_of_another_area_is_not_found(three: Database) -> None:
    with three.session() as session:
        of_budgets = actions.list_actions(session, Wanted(theme="budgets"), EVERYWHERE, TODAY)[0]
        assert actions.find_action(session, of_budgets.id, CULTURE) is None
        assert actions.find_action(session, of_budgets.id, EVERYWHERE) is of_budgets


def test_the_history_says_who_and_when_and_nothing_twice(three: Database) -> None:
    with three.session() as session:
        action = actions.list_actions(session, Wanted(overdue=True), EVERYWHERE, TODAY)[0]
        actions.set_status(session, action, Status.STARTED, "The first meeting was good.", "ailsa")
        actions.set_status(session, action, Status.STARTED, "", "ailsa")
        actions.rewrite_action(session, action, plan("in other words", "budgets", SOON), "ailsa")
        actions.set_status(session, action, Status.DONE, "", "morag")
        steps = [(step.by, step.status, step.note, step.due_on) for step in actions.list_steps(session, action)]
        assert steps == [
            ("morag", "done", "", SOON),
            ("ailsa", "started", "", SOON),
            ("ailsa", "started", "The first meeting was good.", PAST),
            ("morag", "planned", "", PAST),
        ]
        assert not actions.is_overdue(action, SOON + timedelta(days=1)), "it is done"


def test_the_link_to_a_reflection_is_for_its_area_alone(database: Database) -> None:
    with database.session() as session:
        session.add(reflection := shared(team="housing"))
        session.flush()
        action = actions.plan_action(session, plan("a heater", None), "morag", reflection)
        assert actions.find_source(session, action, EVERYWHERE) is reflection
        assert actions.find_source(session, action, Area(teams=frozenset({"housing"}))) is reflection
        assert actions.find_source(session, action, Area(teams=frozenset({"finance"}))) is None
        assert actions.find_source(session, action, Area(themes=frozenset({"budgets"}))) is None


def test_the_link_goes_with_the_reflection_and_the_action_stays(database: Database) -> None:
    with database.session() as session:
        session.add(reflection := shared())
        session.flush()
        made = actions.plan_action(session, plan("a heater"), "morag", reflection).id
    with database.session() as session:
        session.delete(session.get(Reflection, reflection.id))
    with database.session() as session:
        action = actions.find_action(session, made, EVERYWHERE)
        assert action
        assert actions.find_source(session, action, EVERYWHERE) is None
        assert not session.scalars(select(ActionSource)).all()
        actions.delete_action(session, action)
    with database.session() as session:
        assert not session.scalars(select(ActionStep)).all()
