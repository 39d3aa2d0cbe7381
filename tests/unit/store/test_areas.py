from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store.areas import EVERYWHERE, NOWHERE, Area
from bot.store.tables import Reflection

ALL = {("leadership", None), ("leadership", "housing"), ("budgets", None), ("budgets", "schools")}


@pytest.mark.parametrize(
    ("area", "found"),
    [
        (EVERYWHERE, ALL),
        (NOWHERE, set()),
        (Area(themes=frozenset({"leadership"})), {("leadership", None), ("leadership", "housing")}),
        (Area(teams=frozenset({"schools"})), {("leadership", None), ("budgets", None), ("budgets", "schools")}),
        (Area(teams=frozenset()), {("leadership", None), ("budgets", None)}),
        (Area(frozenset({"budgets"}), frozenset({"housing"})), {("budgets", None)}),
    ],
)
def test_an_area_holds_its_themes_and_teams_and_what_is_anonymous(database, area, found):
    today = datetime.now(UTC).date()
    with database.session() as session:
        for theme, team in ALL:
            session.add(
                Reflection(
                    sharing="team" if team else "anonymous",
                    theme=theme,
                    team=team,
                    day=today,
                    expires_on=today + timedelta(days=9),
                    lookup=secrets.token_bytes(16),
                )
            )
    with database.session() as session:
        rows = session.execute(select(Reflection.theme, Reflection.team).where(area.where()))
        assert {(row.theme, row.team) for row in rows} == found
    assert {one for one in ALL if area.holds(*one)} == found
