"""What becomes of words that are not saved yet when the message that said them is edited or deleted.

Teams tells of both. The words are found wherever they stand, as the lines they were, and others take their place or
none do. Nothing of them stays at hand to be brought back: their writer took the message itself away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.state import Draft, Scrapped, State
from bot.dialogue.words import answer, settle
from bot.reflection.answers import WRITTEN


def mark_of(words: str) -> str:
    """What finds words again and does not say them: how many lines they have, and a hash."""
    return f"{words.count(chr(10)) + 1}:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()}"


def reword(state: State, was: str, now: str) -> State:
    """Put other words in the place of what a message said, which `was` is the mark of. Empty: they are taken out."""
    for question in WRITTEN:
        state = _reword_answer(state, question, was, now)
    state = replace(
        state,
        drafts={theme: _reword_draft(draft, was, now) for theme, draft in state.drafts.items()},
        edits={code: _reword_draft(draft, was, now) for code, draft in state.edits.items()},
        scrapped=_reword_scrapped(state.scrapped, was, now),
    )
    if state.latest:
        state = replace(state, latest=replace(state.latest, before=_in_place(state.latest.before, was, now)))
    if state.opening and (text := _in_place(state.opening.text, was, now)) != state.opening.text:
        state = replace(state, opening=replace(state.opening, text=text) if text else None)
    if state.held and (text := _in_place(state.held.text, was, now)) != state.held.text:
        state = replace(state, held=replace(state.held, text=text) if text else None)
    if state.aside and (text := _in_place(state.aside.text, was, now)) != state.aside.text:
        state = replace(state, aside=replace(state.aside, text=text) if text else None)
    if state.let_go:
        state = replace(state, let_go=replace(state.let_go, draft=_reword_draft(state.let_go.draft, was, now)))
    return state


def _reword_answer(state: State, question: str, was: str, now: str) -> State:
    stands, earlier = getattr(state, question), dict(state.earlier)
    if question in earlier:
        earlier[question] = _in_place(earlier[question], was, now)
        state = replace(state, earlier=earlier)
        if not earlier[question]:
            state = settle(state, question)
    text = _in_place(stands or "", was, now)
    if text == (stands or ""):
        return state
    if not text:  # nothing is left of it: it is asked again while the questions are open, and counts as skipped later
        state = replace(state, screened=tuple(one for one in state.screened if one != question))
        return answer(state, question, None if state.stage == "questions" else "")
    return answer(state, question, text)


def _reword_draft(draft: Draft, was: str, now: str) -> Draft:
    answers: Mapping[str, str | None] = {
        question: _in_place(text, was, now) if text and question in WRITTEN else text
        for question, text in draft.answers.items()
    }
    return replace(draft, answers=answers)


def _reword_scrapped(scrapped: Scrapped | None, was: str, now: str) -> Scrapped | None:
    if scrapped is None:
        return None
    text = _in_place(scrapped.text, was, now)
    return replace(scrapped, text=text) if text else None


def _in_place(text: str, was: str, now: str) -> str:
    """A text with other words where whole lines of it are those of the message. Of several alike, the last."""
    count, lines = int(was.partition(":")[0]), text.split("\n")
    for start in range(len(lines) - count, -1, -1):
        if mark_of("\n".join(lines[start : start + count])) == was:
            kept = [*lines[:start], *([now] if now else []), *lines[start + count :]]
            return "\n".join(kept).strip("\n")
    return text
