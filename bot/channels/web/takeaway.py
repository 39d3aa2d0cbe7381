"""One's own words as a file: `GET /chat/reflections.docx`, `.pdf` and `.md`, with the token of the conversation.

What was saved or opened in the conversation, and what is not saved yet. No word of it stands in an address or a file's
name, and nothing is kept here. What stands in it is in bot/reflection/copies.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, response

from bot.channels.gate import Gate
from bot.channels.messages import words
from bot.channels.refusals import Refused
from bot.dialogue.state import Draft, State, read_state
from bot.dialogue.words import draft_of
from bot.documents import Document
from bot.reflection.copies import FORMATS, Unsaved, Writer
from bot.reflection.keeping import read_reflection
from bot.store.sealing import conversation_key
from bot.waymark import Waymark

Responses = Mapping[str, list[dict[str, Any]]]


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
            state = read_state(tracker.current_slot_values() if tracker else {})
            async with at_once:
                file = await asyncio.to_thread(make_file, gate.waymark, gate.responses(), state, render)
            if file is None:
                raise Refused(404, "nothing_to_take")
            headers = {"Content-Disposition": f'attachment; filename="my-reflections.{kind}"'}
            return response.raw(file, content_type=media_type, headers=headers)

    for kind in FORMATS:
        give(kind)


def make_file(
    waymark: Waymark, responses: Responses, state: State, render: Callable[[Document], bytes]
) -> bytes | None:
    """The file with all that the state of a conversation leads to; None when that is nothing."""
    opened = [read_reflection(waymark.database, waymark.settings.secret, one.code) for one in state.receipts]
    saved, unsaved = [one for one in opened if one], list(find_unsaved(state))
    if not saved and not unsaved:
        return None
    say = Writer(waymark.content, lambda utterance: words(responses, utterance))
    return render(say.write("utter_document_intro", saved, unsaved))


def find_unsaved(state: State) -> Iterator[Unsaved]:
    """The answers in hand, and those that were put aside."""
    themes = {one.code: one.theme for one in state.receipts}
    begun: list[tuple[str | None, Draft, bool]] = [(state.theme, draft_of(state), bool(state.editing))]
    begun += [(theme, draft, False) for theme, draft in state.drafts.items()]
    begun += [(themes.get(code), edit, True) for code, edit in state.edits.items()]
    for theme, draft, change in begun:
        answers = {one: text for one, text in draft.answers.items() if text}
        if theme and answers:
            yield Unsaved(theme, answers, draft.screened, change)
