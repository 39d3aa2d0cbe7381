"""One's own words as a file: `GET /chat/reflections.docx`, `.pdf` and `.md`, with the token of the conversation.

What was saved or opened in the conversation, and what is not saved yet. No word of it stands in an address or a file's
name, and nothing is kept here. The formats are those of bot/documents; the words around a person's own are in data/.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, response

from bot.channels.gate import Gate, Refused
from bot.channels.messages import words
from bot.documents import Block, Document, Facts, Heading, Line, Links, Said, to_markdown, to_pdf, to_word
from bot.reflection.answers import QUESTIONS
from bot.reflection.keeping import read_reflection
from bot.store.reflections import SavedReflection
from bot.store.sealing import conversation_key
from bot.waymark import Waymark

FORMATS: Mapping[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (to_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
}

Responses = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Unsaved:
    """Answers that are in the conversation and nowhere else. `change`: to something that is saved."""

    theme: str
    answers: Mapping[str, str]
    screened: Sequence[str]
    change: bool


def add_takeaway(door: Blueprint, gate: Gate, read_token: Callable[[Request], str]) -> None:
    """Add the three addresses to the web door; they refuse as the chat API does."""
    at_once = asyncio.Semaphore(1)  # a file opens reflections slowly (Argon2id): others must get a turn

    def give(kind: str) -> None:
        render, media_type = FORMATS[kind]

        @door.get(f"/chat/reflections.{kind}", name=f"reflections_{kind}")
        async def take_away(request: Request) -> HTTPResponse:
            token = read_token(request)
            await gate.require_open(token)
            gate.message_rate.take(conversation_key(token))
            tracker = await request.app.ctx.agent.tracker_store.retrieve(token)
            slots = tracker.current_slot_values() if tracker else {}
            async with at_once:
                file = await asyncio.to_thread(make_file, gate.waymark, gate.responses(), slots, render)
            if file is None:
                raise Refused(404, "nothing_to_take")
            headers = {"Content-Disposition": f'attachment; filename="my-reflections.{kind}"'}
            return response.raw(file, content_type=media_type, headers=headers)

    for kind in FORMATS:
        give(kind)


def make_file(
    waymark: Waymark, responses: Responses, slots: Mapping[str, Any], render: Callable[[Document], bytes]
) -> bytes | None:
    """The file with all that the slots of a conversation lead to; None when that is nothing."""
    receipts = slots.get("receipts") or []
    opened = [read_reflection(waymark.database, waymark.settings.secret, one["code"]) for one in receipts]
    saved, unsaved = [one for one in opened if one], list(find_unsaved(slots))
    if not saved and not unsaved:
        return None
    return render(Writer(waymark, responses).write(saved, unsaved))


def find_unsaved(slots: Mapping[str, Any]) -> Iterator[Unsaved]:
    """The answers in hand, and those that were put aside."""
    earlier = slots.get("earlier") or {}
    in_hand = {one: slots[one] if slots.get(one) is not None else earlier.get(one) for one in QUESTIONS}
    editing = bool(slots.get("editing"))
    themes = {one["code"]: one["theme"] for one in slots.get("receipts") or []}
    begun: list[tuple[str | None, dict[str, Any], bool]] = [
        (slots.get("theme"), {"answers": in_hand, "screened": slots.get("screened")}, editing)
    ]
    begun += [(theme, draft, False) for theme, draft in (slots.get("drafts") or {}).items()]
    begun += [(themes.get(code), edit, True) for code, edit in (slots.get("edits") or {}).items()]
    for theme, draft, change in begun:
        answers = {one: text for one, text in draft["answers"].items() if text}
        if theme and answers:
            yield Unsaved(theme, answers, draft["screened"] or (), change)


class Writer:
    """Writes the document. The names of themes, choices and guidance are those of the content."""

    def __init__(self, waymark: Waymark, responses: Responses) -> None:
        content = waymark.content
        self.responses = responses
        self.themes = {theme.id: theme.name for theme in content.themes}
        self.ratings = dict(content.rating_scale)
        publishers = {source.id: source.publisher for source in content.sources}
        self.guidance = {
            piece.id: (f"{piece.title} ({publishers.get(piece.source, piece.source)})", piece.url)
            for piece in content.guidance
        }

    def write(self, saved: Sequence[SavedReflection], unsaved: Sequence[Unsaved]) -> Document:
        """The whole document."""
        intro = self._words("utter_document_intro", day=_day(datetime.now(UTC).date()))
        blocks: list[Block] = [Line(intro)]
        for one in saved:
            blocks += self._saved(one)
        for words_in_hand in unsaved:
            blocks += self._unsaved(words_in_hand)
        return Document(self._words("utter_document_title"), tuple(blocks), self._words("utter_document_unprintable"))

    def _saved(self, one: SavedReflection) -> Iterator[Block]:
        yield Heading(self.themes.get(one.theme, one.theme), 1)
        yield Facts(
            (
                (self._words("utter_document_saved_on"), _day(one.day)),
                (self._words("utter_document_sharing"), self._words(f"utter_sharing_{one.sharing}")),
                (self._words("utter_document_until"), _day(one.expires_on)),
            )
        )
        yield from self._answers({question: getattr(one, question) for question in QUESTIONS}, one.screened)
        if pieces := tuple(self.guidance[piece] for piece in one.guidance if piece in self.guidance):
            yield Heading(self._words("utter_document_guidance"), 2)
            yield Links(pieces)

    def _unsaved(self, one: Unsaved) -> Iterator[Block]:
        yield Heading(self.themes.get(one.theme, one.theme), 1)
        yield Line(self._words("utter_document_change_not_saved" if one.change else "utter_document_not_saved"))
        yield from self._answers(one.answers, one.screened)

    def _answers(self, answers: Mapping[str, str], screened: Sequence[str]) -> Iterator[Block]:
        for question in QUESTIONS:
            if text := answers.get(question):
                yield Heading(self._words(f"utter_label_{question}"), 2)
                yield Said(self.ratings.get(text, text) if question == "rating" else text)
                if question in screened:
                    yield Line(self._words("utter_document_never_shared"))

    def _words(self, utterance: str, **values: str) -> str:
        return words(self.responses, utterance).format_map(values)


def _day(value: date) -> str:
    return f"{value:%-d %B %Y}"
