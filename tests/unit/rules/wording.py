"""Every word that Waymark says, in one place for the tests of the 32 rules, and the measures they use.

The rules are those of the checklist behind the product; docs/wording-review.md says of each how it is held.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.content import load_content
from bot.content.sentences import split_sentences
from bot.reflection.answers import QUESTIONS
from tests.unit.house.house import DATA, ROOT, read_yaml, responses

CONTENT = load_content(DATA / "content")

Said = list[tuple[str, str]]
"""Where a text stands, and the text."""

SAID: Said = [
    (f"{name}[{place}]", said["text"]) for name, variants in responses().items() for place, said in enumerate(variants)
]
BUTTONS: Said = [
    (f"{name}: {button['title']}", button["title"])
    for name, variants in responses().items()
    for said in variants
    for button in said.get("buttons") or ()
]
THEMES: Said = [
    (f"{theme.id}.{part}", getattr(theme, part))
    for theme in CONTENT.themes
    for part in ("line", "about", "content_note", *QUESTIONS)
]
HELPS: Said = [
    (f"{theme.id}.helps.{question}.{part}", text)
    for theme in CONTENT.themes
    for question in QUESTIONS
    for part, text in getattr(theme.helps, question)
]
"""Examples, other words and smaller questions, each as it stands: an example is ours, though it is in marks."""
GLOSSARY: Said = [(f"glossary.{word.word}", word.means) for word in CONTENT.glossary]
GUIDANCE: Said = [
    (f"{piece.id}.{part}", getattr(piece, part))
    for piece in CONTENT.guidance
    for part in ("line", "note")
    if getattr(piece, part)
]
PRINCIPLES: Said = [(one.id, one.line) for one in (*CONTENT.principles, *CONTENT.five_rs)]
SUPPORT: Said = [
    (f"{service.id}.{place}", text)
    for service in (*CONTENT.support, *CONTENT.at_work)
    for place, text in enumerate((service.who_for, service.hours or "", *service.contact))
    if text
]
SCALE: Said = [(choice.id, choice.label) for choice in CONTENT.rating_scale] + [("rating_note", CONTENT.rating_note)]
ROUTES: Said = [
    (field, getattr(CONTENT.organisation, field) or "")
    for field in ("safeguarding_lead", "whistleblowing", "hr", "union", "occupational_health", "dignity_at_work")
]
ORGANISATION: Said = [*((one.name, one.how) for one in CONTENT.organisation.local_support), *ROUTES]

WIDGET = ROOT / "bot" / "channels" / "web"
MARGINS: Said = [
    (f"{path.name}:{number}", text)
    for path in sorted((WIDGET / "templates").glob("*.html"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if not line.strip().startswith(("*", "/*", "//", "{#"))
    for text in [re.sub(r"<[^>]+>|{{.*?}}|{%.*?%}", " ", line).strip()]
    if " " in text
]
"""The words around the conversation: what the plain pages say themselves."""


def strings_of(data: Any, where: str) -> Said:
    """Every text in plain data, with its place."""
    if isinstance(data, str):
        return [(where, data)] if " " in data else []
    if isinstance(data, dict):
        return [found for name, value in data.items() for found in strings_of(value, f"{where}.{name}")]
    if isinstance(data, list):
        return [found for place, value in enumerate(data) for found in strings_of(value, f"{where}[{place}]")]
    return []


WIDGET_STRINGS: Said = [
    found for path in sorted((DATA / "widget").glob("en*.yml")) for found in strings_of(read_yaml(path), path.name)
]
"""The widget's own words, in English. A translation is for its own readers."""

CONTENT_WORDS: Said = [*THEMES, *HELPS, *GLOSSARY, *GUIDANCE, *PRINCIPLES, *SUPPORT, *SCALE, *ORGANISATION]
EVERYTHING: Said = [*SAID, *BUTTONS, *CONTENT_WORDS, *MARGINS, *WIDGET_STRINGS]


def offending(check: Callable[[str], object], texts: Said = EVERYTHING) -> Said:
    """The places and texts in which `check` finds something."""
    return [(place, text) for place, text in texts if check(text)]


def said(*utterances: str, channel: str | None = None) -> list[str]:
    """The texts of utterances, the longest variant of each. channel: "teams" for what Teams says instead."""
    return [
        max((one["text"] for one in responses()[name] if one.get("channel") == channel), key=len) for name in utterances
    ]


def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def without_quotes(text: str) -> str:
    """A text without what stands in quotation marks: an official statement, a title, or the person's own words."""
    return re.sub(r"“[^”]*”", " ", text)


def word_count(text: str) -> int:
    """Words of ours."""
    return len(without_quotes(text).split())


def is_long(text: str, most: int = 25) -> bool:
    """Whether a sentence of ours has more words than that."""
    return any(len(one.split()) > most for one in split_sentences(re.sub(r"“[^”]*”", "…", text)))
