"""The part of the shared reflections that is somebody's to read.

Every function that reads shared reflections for somebody takes an area, without a default, so that it cannot be
forgotten. An area never hides an anonymous reflection for its team: nobody knows its team.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, true

from bot.store.tables import Reflection


@dataclass(frozen=True)
class Area:
    """The themes and the teams (by their ids) that somebody may read. None: all of them."""

    themes: frozenset[str] | None = None
    teams: frozenset[str] | None = None

    def where(self, one: type[Reflection] = Reflection) -> ColumnElement[bool]:
        """The condition for a query over reflections: its theme is in the area, and its team, where it has one."""
        conditions: list[ColumnElement[bool]] = [true()]
        if self.themes is not None:
            conditions.append(one.theme.in_(sorted(self.themes)))
        if self.teams is not None:
            conditions.append(or_(one.team.is_(None), one.team.in_(sorted(self.teams))))
        return and_(*conditions)

    def holds(self, theme: str | None, team: str | None) -> bool:
        """Whether something of this theme and team belongs to the area. None stands for all themes, or for no team."""
        return self.has_theme(theme) and (team is None or self.has_team(team))

    def has_theme(self, theme: str | None) -> bool:
        """Whether a theme is in the area. None stands for all themes."""
        return self.themes is None or theme in self.themes

    def has_team(self, team: str) -> bool:
        """Whether what is shared with a team's name is in the area, as far as its theme is."""
        return self.teams is None or team in self.teams

    @property
    def limited(self) -> bool:
        """Whether there is anything that it leaves out."""
        return self.themes is not None or self.teams is not None

    @property
    def empty(self) -> bool:
        """Whether nothing at all can be read in it."""
        return self.themes == frozenset()


EVERYWHERE = Area()
NOWHERE = Area(frozenset(), frozenset())
