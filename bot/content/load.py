"""Loads data/content into one frozen object, or refuses it with every problem named.

Loading at start is what lets the rest of the code trust the content: no page or action has to ask whether a theme has
its questions or a source is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.content.documents import Document, Shape, check_shape, label_of, read_document
from bot.content.files import (
    AudiencesFile,
    BenchmarkFile,
    GlossaryFile,
    GuidanceFile,
    OrganisationFile,
    RoadmapFile,
    SourcesFile,
    SupportFile,
)
from bot.content.glossary import GlossaryWord, WaysToAsk
from bot.content.openings import Openings, usual_spellings
from bot.content.problems import ContentError, Problem
from bot.content.references import check_references
from bot.content.sessions import SessionsFile, SessionWords
from bot.content.types import (
    Audience,
    Benchmark,
    DisclosureKind,
    Guidance,
    Named,
    Organisation,
    RatingChoice,
    Source,
    SupportService,
    Theme,
    WaitingService,
)

Kept = TypeVar("Kept", Theme, Source)


@dataclass(frozen=True)
class Content:
    """Everything in data/content, in the order of the files; themes in the order of their numbers."""

    themes: tuple[Theme, ...]
    principles: tuple[Named, ...]
    five_rs: tuple[Named, ...]
    rating_scale: tuple[RatingChoice, ...]
    rating_note: str
    glossary: tuple[GlossaryWord, ...]
    ways_to_ask: WaysToAsk
    guidance: tuple[Guidance, ...]
    openings: Openings
    audiences: tuple[Audience, ...]
    support: tuple[SupportService, ...]
    at_work: tuple[SupportService, ...]
    support_not_shown: tuple[WaitingService, ...]
    sources: tuple[Source, ...]
    how_checked: str
    organisation: Organisation
    benchmark: Benchmark
    sessions: SessionWords

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id. Raises KeyError when there is none."""
        return _find(self.themes, theme_id)

    def source(self, source_id: str) -> Source:
        """The source with this id. Raises KeyError when there is none."""
        return _find(self.sources, source_id)

    def services_for(self, disclosure: DisclosureKind) -> tuple[SupportService, ...]:
        """The services that are named to somebody who discloses this, those for what happens at work first."""
        return tuple(one for one in (*self.at_work, *self.support) if disclosure in one.disclosures)

    @property
    def kinds_of_work(self) -> tuple[Audience, ...]:
        """Those audiences that people can choose as their kind of work, in the order of the file."""
        return tuple(audience for audience in self.audiences if audience.work)

    def guidance_for(self, theme_id: str) -> tuple[Guidance, ...]:
        """The guidance of a theme, in the order of its file; empty for a theme that is not known."""
        return tuple(piece for piece in self.guidance if piece.theme == theme_id)


def _find(kept: tuple[Kept, ...], wanted: str) -> Kept:
    for item in kept:
        if item.id == wanted:
            return item
    raise KeyError(wanted)


class _Reading:
    """The documents read so far and every problem met on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def read(self, name: str, shape: type[Shape]) -> Shape | None:
        document, unreadable = read_document(self.folder / name)
        data = _complete(name, document.located.data)
        if name == "openings.yml" and isinstance(data, dict):
            data = {**data, "usual": self._usual_spellings()}
        document = replace(document, located=replace(document.located, data=data))
        made, misshapen = check_shape(document, shape)
        self.documents[name] = document
        self.problems += (*unreadable, *misshapen)
        return made

    def _usual_spellings(self) -> dict[str, str]:
        """From a file that bot.safety keeps and checks; without it words are read as they stand."""
        return usual_spellings(read_document(self.folder / "safety" / "words.yml")[0].located.data)


def load_content(folder: Path) -> Content:
    """Loads and checks the content folder (in a checkout, `data/content`).

    Raises ContentError with every problem found, each with file, line, what is amiss and how to mend it.
    """
    reading = _Reading(Path(folder))
    roadmap = reading.read("roadmap.yml", RoadmapFile)
    sources = reading.read("sources.yml", SourcesFile)
    support = reading.read("support.yml", SupportFile)
    organisation = reading.read("organisation.yml", OrganisationFile)
    benchmark = reading.read("benchmark.yml", BenchmarkFile)
    audiences = reading.read("audiences.yml", AudiencesFile)
    glossary = reading.read("glossary.yml", GlossaryFile)
    openings = reading.read("openings.yml", Openings)
    sessions = reading.read("sessions.yml", SessionsFile)
    guidance = [reading.read(f"guidance/{name}", GuidanceFile) for name in _guidance_names(reading)]
    reading.problems += check_references(reading.documents)
    if reading.problems or not (
        (roadmap and sources and support and organisation and benchmark)
        and (audiences and glossary and openings and sessions)
    ):
        raise ContentError(tuple(sorted(set(reading.problems))))
    themes = tuple(sorted(roadmap.themes, key=lambda theme: theme.number))
    pieces = [piece for file in guidance if file for piece in file.guidance]
    return Content(
        themes=themes,
        principles=roadmap.principles,
        five_rs=roadmap.five_rs,
        rating_scale=roadmap.rating_scale.choices,
        rating_note=roadmap.rating_scale.note,
        glossary=glossary.glossary,
        ways_to_ask=glossary.ways_to_ask,
        guidance=tuple(piece for theme in themes for piece in pieces if piece.theme == theme.id),
        openings=openings,
        audiences=audiences.audiences,
        support=support.support,
        at_work=support.at_work,
        support_not_shown=support.not_shown_yet,
        sources=sources.sources,
        how_checked=sources.how_checked,
        organisation=organisation.organisation,
        benchmark=benchmark.benchmark,
        sessions=sessions.sessions,
    )


def _guidance_names(reading: _Reading) -> list[str]:
    """The guidance files by name. A file that would not be read is a problem, so that no work is lost in silence."""
    names: list[str] = []
    for file in sorted((reading.folder / "guidance").glob("[!.]*")):
        if file.suffix == ".yml":
            names.append(file.name)
        else:
            fix = "name it after its theme, such as culture.yml"
            reading.problems.append(Problem(label_of(file), 1, "this file would not be read", fix))
    return names


def _complete(name: str, data: Any) -> Any:
    """Adds what an editor need not write: a piece's theme (its file's name) and a service's order (its place)."""
    if not isinstance(data, dict):
        return data
    if name.startswith("guidance/"):
        return _with_each(data, "guidance", lambda _: {"theme": Path(name).stem})
    if name == "support.yml":
        for part in ("support", "at_work"):
            data = _with_each(data, part, lambda place: {"order": place})
    return data


def _with_each(data: dict[str, Any], part: str, extra: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    items = data.get(part)
    if not isinstance(items, list):
        return data
    return data | {
        part: [extra(place) | item if isinstance(item, dict) else item for place, item in enumerate(items, start=1)]
    }
