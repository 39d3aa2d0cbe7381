"""One's own words as a file: `GET /chat/reflections.docx`, `.pdf` and `.md`, with the token of the conversation.

What was saved or opened in the conversation, and what is not saved yet. No word of it stands in an address or a file's
name, and nothing is kept here. What stands in it is in bot/reflection/copies.py. `GET /chat/next-step.ics` is the next
step alone, as a day in one's own calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, response

from bot.channels.gate import Gate
from bot.channels.messages import words
from bot.channels.refusals import Refused
from bot.days import day_of
from bot.dialogue.drafts import draft_of
from bot.dialogue.state import Draft, State, read_state
from bot.documents import FORMATS, Document
from bot.documents.calendar import to_calendar
from bot.lanes import Full
from bot.reflection.copies import Unsaved, Writer
from bot.reflection.keeping import read_reflection
from bot.store.sealing import conversation_key
from bot.waymark import Waymark

Responses = Mapping[str, list[dict[str, Any]]]

CALENDAR = "text/calendar; charset=utf-8"
AHEAD = timedelta(days=14)
"""The day in the calendar is so far away, as the reminder in Teams is."""


def add_takeaway(door: Blueprint, gate: Gate, read_token: Callable[[Request], str]) -> None:
    """Add the four addresses to the web door; they refuse as the chat API does."""

    def give(address: str, name: str, media_type: str, make: Callable[[State], bytes | None]) -> None:
        @door.get(address, name=name.replace("-", "_").replace(".", "_"))
        async def take_away(request: Request) -> HTTPResponse:
            token = read_token(request)
            await gate.require_open(token, count=True)
            who = conversation_key(token)
            tracker = await request.app.ctx.agent.tracker_store.retrieve(token)
            state = read_state(tracker.current_slot_values() if tracker else {})
            try:
                file = await gate.waymark.lanes.files.run(who, make, state)
            except Full:
                raise Refused(429, "files_busy", retry_after=5) from None
            if file is None:
                raise Refused(404, "nothing_to_take")
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return response.raw(file, content_type=media_type, headers=headers)

    def writer(render: Callable[[Document], bytes]) -> Callable[[State], bytes | None]:
        return lambda state: make_file(gate.waymark, gate.responses(), state, render)

    for kind, (render, media_type) in FORMATS.items():
        give(f"/chat/reflections.{kind}", f"my-reflections.{kind}", media_type, writer(render))
    give(
        "/chat/next-step.ics",
        "next-step.ics",
        CALENDAR,
        lambda state: make_calendar(gate.waymark, gate.responses(), state),
    )


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


def make_calendar(waymark: Waymark, responses: Responses, state: State) -> bytes | None:
    """The next step of a conversation as a day in one's own calendar; None when there is none."""
    step = find_next_step(waymark, state)
    if step is None:
        return None
    now = datetime.now(UTC)
    return to_calendar(words(responses, "utter_calendar_next_step"), step, day_of(now) + AHEAD, now)


def find_next_step(waymark: Waymark, state: State) -> str | None:
    """The next step in hand; else that of the saved reflection that was picked; else of the newest that has one.

    Words from the strong tier of the distress screen are no step to be reminded of.
    """
    in_hand = next(find_unsaved(state), None)
    if in_hand and (step := _step(in_hand.answers.get("next_step"), in_hand.screened)):
        return step
    codes = [one.code for one in reversed(state.receipts)]
    for code in sorted(codes, key=lambda code: code != state.picked):
        saved = read_reflection(waymark.database, waymark.settings.secret, code)
        if saved and (step := _step(saved.next_step, saved.screened)):
            return step
    return None


def _step(text: str | None, screened: Sequence[str]) -> str | None:
    return text if text and "next_step" not in screened else None


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
