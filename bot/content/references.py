"""Checks what no file can check alone: ids used twice, references to nothing, and what each theme must have.

Works on what was read, not on the typed objects, so that one misspelt field does not hide the rest of the problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePath

from bot.content.documents import Document
from bot.content.forms import joined
from bot.content.located import FieldPath
from bot.content.problems import Problem

LEAST_GUIDANCE = 4

_SOURCED: tuple[tuple[str, str], ...] = (
    ("themes", "statement_source"),
    ("principles", "source"),
    ("five_rs", "source"),
    ("guidance", "source"),
    ("glossary", "source"),
    ("support", "source"),
    ("at_work", "source"),
    ("not_shown_yet", "source"),
)
_AUDIENCES = (("guidance", "only_for"), ("audiences", "assumed_unless"))
_WORK = (("guidance", "fits_work"), ("audiences", "includes"))
_UNIQUE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("themes",), "id"),
    (("themes",), "number"),
    (("principles",), "id"),
    (("five_rs",), "id"),
    (("rating_scale", "choices"), "id"),
    (("guidance",), "id"),
    (("glossary",), "word"),
    (("audiences",), "id"),
    (("support",), "id"),
    (("at_work",), "id"),
    (("sources",), "id"),
    (("organisation", "teams"), "id"),
    (("benchmark", "rows"), "theme"),
    (("openings",), "theme"),
)


def check_references(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Gives every problem between the files, which come by their name in the content folder."""
    everything = tuple(documents.values())
    yield from _check_unique(everything)
    sources = [item["id"] for _, item in documents["sources.yml"].items("sources") if isinstance(item.get("id"), str)]
    if sources:
        yield from _check_sources(everything, sources)
    yield from _check_audiences(documents)
    yield from _check_forms(documents["glossary.yml"], "glossary", "word")
    yield from _check_forms(documents["roadmap.yml"], "themes", "name")
    yield from _check_telling(documents)
    themes = documents["roadmap.yml"].items("themes")
    if themes:
        statements = {item["id"]: item.get("statement") for _, item in themes if isinstance(item.get("id"), str)}
        yield from _check_guidance(documents, statements)
        yield from _check_benchmark(documents["benchmark.yml"], statements)
        yield from _check_openings(documents["openings.yml"], statements)
    yield from _check_emergency_first(documents["support.yml"])


def _check_unique(documents: tuple[Document, ...]) -> Iterator[Problem]:
    for path, field in _UNIQUE:
        seen: dict[str | int, str] = {}
        for document in documents:
            for where, item in document.items(*path):
                value = item.get(field)
                if not isinstance(value, (str, int)):
                    continue
                line = document.located.line((*where, field))
                if value in seen:
                    yield document.problem(
                        (*where, field), f"the {field} '{value}' is already used at {seen[value]}", "choose another one"
                    )
                seen.setdefault(value, f"{document.label}:{line}")


def _check_sources(documents: tuple[Document, ...], sources: list[str]) -> Iterator[Problem]:
    for document in documents:
        places: list[tuple[FieldPath, object]] = [
            ((*where, field), item.get(field)) for part, field in _SOURCED for where, item in document.items(part)
        ]
        if isinstance(document.located.data, dict) and isinstance(document.located.data.get("benchmark"), dict):
            places.append((("benchmark", "source"), document.located.data["benchmark"].get("source")))
        for where, source in places:
            if isinstance(source, str) and source not in sources:
                near = get_close_matches(source, sources, n=1)
                hint = f"write '{near[0]}', or add it to sources.yml" if near else "add it to sources.yml"
                yield document.problem(where, f"the source '{source}' is not in sources.yml", hint)


def _check_audiences(documents: Mapping[str, Document]) -> Iterator[Problem]:
    audiences = [item for _, item in documents["audiences.yml"].items("audiences")]
    known = [item.get("id") for item in audiences]
    work = [item.get("id") for item in audiences if item.get("work")]
    places = [(part, field, known) for part, field in _AUDIENCES] + [(part, field, work) for part, field in _WORK]
    for part, field, wanted in places:
        for document in documents.values():
            for where, item in document.items(part):
                named = item.get(field)
                for audience in named if isinstance(named, list) and known else ():
                    if audience not in wanted:
                        what = "is not in audiences.yml" if audience not in known else "is no kind of work"
                        fix = f"use one of {', '.join(map(str, wanted))}, or add it there"
                        yield document.problem((*where, field), f"'{audience}' {what}", fix)


def _check_telling(documents: Mapping[str, Document]) -> Iterator[Problem]:
    for document in documents.values():
        for where, item in document.items("guidance"):
            telling, keywords = item.get("telling"), item.get("keywords")
            if isinstance(telling, list) and isinstance(keywords, list):
                for word in telling:
                    if word not in keywords:
                        what = f"'{word}' is in 'telling' and not in 'keywords'"
                        yield document.problem((*where, "telling"), what, "add it to 'keywords' too")


def _check_forms(document: Document, part: str, name: str) -> Iterator[Problem]:
    """A form that two words (or two themes) have in common would always be taken for the first."""
    seen: dict[str, str] = {}
    for where, item in document.items(part):
        also = item.get("also")
        own = str(item.get(name))
        for form in (own, *(also if isinstance(also, list) else ())):
            if (first := seen.setdefault(joined(str(form)), own)) != own:
                what = f"'{form}' stands for '{first}' already"
                yield document.problem((*where, "also"), what, "leave it out here, or there")


def _check_guidance(documents: Mapping[str, Document], themes: Mapping[str, object]) -> Iterator[Problem]:
    guidance = {PurePath(name).stem: file for name, file in documents.items() if name.startswith("guidance/")}
    for theme, document in guidance.items():
        pieces = document.items("guidance")
        if theme not in themes:
            fix = "name the file after its theme, such as culture.yml"
            yield document.problem((), f"'{theme}' is not the id of a theme in roadmap.yml", fix)
        elif document.located.data is not None and len(pieces) < LEAST_GUIDANCE:
            yield document.problem(
                ("guidance",),
                f"the theme has {len(pieces)} pieces of guidance, and needs at least {LEAST_GUIDANCE}",
                "add pieces that are worth reading",
            )
        for where, item in pieces:
            if item.get("theme") != theme:
                yield document.problem(
                    (*where, "theme"), f"this piece says its theme is '{item.get('theme')}'", "remove the line 'theme:'"
                )
    roadmap = documents["roadmap.yml"]
    for where, item in roadmap.items("themes"):
        if item.get("id") in themes and item["id"] not in guidance:
            yield roadmap.problem(
                (*where, "id"), f"the theme '{item['id']}' has no guidance", f"write guidance/{item['id']}.yml"
            )


def _check_benchmark(benchmark: Document, statements: Mapping[str, object]) -> Iterator[Problem]:
    for where, row in benchmark.items("benchmark", "rows"):
        theme = row.get("theme")
        if not isinstance(theme, str):
            continue
        if theme not in statements:
            yield benchmark.problem(
                (*where, "theme"), f"'{theme}' is not the id of a theme in roadmap.yml", "use an id from roadmap.yml"
            )
        elif row.get("statement") != statements[theme]:
            yield benchmark.problem(
                (*where, "statement"), "this is not the statement in roadmap.yml", "copy the statement from roadmap.yml"
            )


def _check_openings(openings: Document, themes: Mapping[str, object]) -> Iterator[Problem]:
    told = [(where, item["theme"]) for where, item in openings.items("openings") if isinstance(item.get("theme"), str)]
    for where, theme in told:
        if theme not in themes:
            fix = "use an id from roadmap.yml"
            yield openings.problem((*where, "theme"), f"'{theme}' is not the id of a theme in roadmap.yml", fix)
    if openings.located.data is not None and (
        missing := [theme for theme in themes if theme not in {named for _, named in told}]
    ):
        fix = "add a part with its names and openings"
        yield openings.problem(("openings",), f"the theme '{missing[0]}' has no openings", fix)


def _check_emergency_first(support: Document) -> Iterator[Problem]:
    services = support.items("support")
    if services and services[0][1].get("phone") != "999":
        yield support.problem(services[0][0], "the first service is not 999", "move the emergency service to the top")
