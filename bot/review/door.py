"""What every page of the review door needs: the settings, the database, the content and the templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from ruamel.yaml import YAML

from bot.content import Content
from bot.days import as_day, as_moment
from bot.documents import FORMATS, Document
from bot.review.matches import mark_matches
from bot.review.once import new_key
from bot.review.rights import rights_of
from bot.review.undoing import Undos
from bot.settings import Settings
from bot.store.areas import Area
from bot.store.coordinators import Role
from bot.store.database import Database

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, with what they may do (`role`) and whose words they may read (`area`)."""

    id: str
    name: str
    role: Role
    area: Area
    first: str = ""
    """The page that comes before all others, such as "/login/code"; empty when there is none."""

    @property
    def rights(self) -> frozenset[str]:
        """The routes that are open, such as "GET /themes"."""
        return frozenset({f"GET {self.first}", f"POST {self.first}"}) if self.first else rights_of(self.role)


@dataclass(frozen=True, eq=False)
class Door:
    """One review door. Pages get theirs as `DoorDep`."""

    settings: Settings
    database: Database
    content: Content

    @cached_property
    def masks(self) -> tuple[str, ...]:
        """The words that stand in a text for what was taken out of it. What finds that is not loaded to know them."""
        file = self.settings.content_dir / "safety" / "masks.yml"
        return tuple(YAML(typ="safe").load(file.read_text(encoding="utf-8"))["replacements"].values())

    @cached_property
    def undos(self) -> Undos:
        """What can be undone."""
        return Undos()

    @cached_property
    def root(self) -> str:
        """The path under which a proxy serves this door: empty, or such as "/review"."""
        return urlsplit(self.settings.review_origin).path.rstrip("/")

    @cached_property
    def themes(self) -> dict[str, str]:
        """Names by id, in the order of the Roadmap."""
        return {theme.id: theme.name for theme in self.content.themes}

    @cached_property
    def teams(self) -> dict[str, str]:
        return {team.id: team.name for team in self.content.organisation.teams}

    def themes_in(self, area: Area) -> dict[str, str]:
        """The themes of an area, as `themes`."""
        return {one: name for one, name in self.themes.items() if area.has_theme(one)}

    def teams_in(self, area: Area) -> dict[str, str]:
        """The organisation's teams of an area, as `teams`."""
        return {one: name for one, name in self.teams.items() if area.has_team(one)}

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            root=self.root,
            new_key=new_key,
            organisation=self.content.organisation,
            theme_names=self.themes,
            team_names=self.teams,
            version=_version(*(STATIC / name for name in ("govuk-frontend.css", "review.css", "shortcuts.js"))),
        )
        environment.filters.update(day=as_day, moment=as_moment, excerpt=excerpt, marked=mark_matches)
        return environment

    @cached_property
    def figure_words(self) -> Any:
        """The macros of templates/figures.html, for the few words that a picture needs."""
        return self._environment.get_template("figures.html").module

    def say(self, name: str, *values: object) -> str:
        """A few words for a file, as plain text: the macro `name` of templates/report_words.html."""
        said = getattr(self._environment.get_template("report_words.html").module, name)(*values)
        return " ".join(Markup(said).unescape().split())  # noqa: S704 - a macro gives markup

    def render(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """A page. `person` is None where nobody is signed in; `rights` is what a menu or a button asks, `area_themes`
        and `area_teams` are what may be offered to choose from."""
        values = {"person": None, "here": "", **values}
        person: Person | None = values["person"]
        values["rights"] = person.rights if person else frozenset()
        values["area_themes"] = self.themes_in(person.area) if person else {}
        values["area_teams"] = self.teams_in(person.area) if person else {}
        page = self._environment.get_template(template).render(values)
        return HTMLResponse(page, status, dict(headers or {}))

    def redirect(self, path: str) -> Response:
        """Send the browser to another page of this door. `path` begins with "/"."""
        return RedirectResponse(self.root + path, 303)


def as_file(document: Document, name: str, kind: str) -> Response:
    """A document to take away, `name` without its ending. kind: one of FORMATS; raises KeyError for another."""
    write, media_type = FORMATS[kind]
    named = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(write(document), media_type=media_type, headers=named)


def get_door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


DoorDep = Annotated[Door, Depends(get_door)]


def _version(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def excerpt(text: str, longest: int = 180) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text[: longest * 4].split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
