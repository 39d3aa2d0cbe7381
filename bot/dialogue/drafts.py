"""What becomes of a whole reflection: put aside, taken up again, let go, brought back, forgotten once it is saved.

Functions from a state to the next one, like those of `words`, and under the same rule: no word goes without a trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.state import IN_HAND, OF_ONE_REFLECTION, Draft, LetGo, State, forget
from bot.dialogue.words import answer, join_aside, keep_held, write
from bot.reflection.answers import QUESTIONS, WRITTEN


def put_aside(state: State) -> State:
    """Keep the answers so far under their theme, so that the person can come back to them.

    A change of something saved is kept under its return code, apart from a new reflection on the same theme. An opening
    that stands there alone goes along to the next theme instead.
    """
    state = keep_held(state)
    opening = state.opening if only_opening(state) else None
    begun = draft_of(state)
    if state.editing:
        state = replace(state, edits=_with(state.edits, state.editing, begun))
    elif state.theme and any(begun.answers.values()) and opening is None:
        state = replace(state, drafts=_with(state.drafts, state.theme, begun))
    state = forget(state, (*OF_ONE_REFLECTION, "editing", "theme"))
    return replace(state, opening=replace(opening, placed=False) if opening else None)


def only_opening(state: State) -> bool:
    """Whether all that is written is what somebody said before a theme was chosen."""
    return state.opening is not None and not state.editing and not any(getattr(state, one) for one in QUESTIONS)


def draft_of(state: State) -> Draft:
    """The answers in hand, as they are put aside."""
    answers = {one: text for one in QUESTIONS if (text := getattr(state.answers, one)) is not None}
    return Draft(answers, state.screened)


def resume_draft(state: State, theme: str) -> State:
    """Go to a theme, and take in hand what was begun there. What was in hand is put aside."""
    state = put_aside(state)
    opening, draft = state.opening, state.drafts.get(theme)
    left = {other: one for other, one in state.drafts.items() if other != theme}
    state = replace(take_up(state, draft), drafts=left, opening=opening) if draft else state
    return replace(state, theme=theme)


def take_up(state: State, draft: Draft) -> State:
    """Take answers in hand that were put aside, or are opened to be changed."""
    state = replace(forget(state, OF_ONE_REFLECTION), opening=None, screened=draft.screened)
    for question in QUESTIONS:
        state = answer(state, question, draft.answers.get(question))
    return state


def clear(state: State) -> State:
    """Forget the answers in hand: they are saved, or let go. What was put aside stays, under whatever theme."""
    if state.editing:
        state = replace(state, edits={code: edit for code, edit in state.edits.items() if code != state.editing})
    return forget(state, IN_HAND)


def let_go(state: State) -> State:
    """Let the answers in hand go. They can be brought back until the conversation ends."""
    state = join_aside(keep_held(state))
    if state.aside:  # there is no answer that it could join
        state = replace(write(state, WRITTEN[0], state.aside.text, tier=state.aside.tier), aside=None)
    gone = LetGo(state.theme, draft_of(state)) if state.theme else None
    return replace(clear(state), let_go=gone)


def undo_let_go(state: State) -> State:
    """Take in hand again what was let go last. What was begun meanwhile is put aside."""
    if state.let_go is None:
        return state
    gone, state = state.let_go, put_aside(state)
    return replace(take_up(state, gone.draft), theme=gone.theme, let_go=None, opening=None)


def forget_receipt(state: State, code: str) -> State:
    """Keep a receipt no longer: what it opened is gone, and a change of it that was begun goes too."""
    in_hand = IN_HAND if state.editing == code else ()
    return replace(
        forget(state, in_hand),
        receipts=tuple(one for one in state.receipts if one.code != code),
        picked=None,
        edits={other: edit for other, edit in state.edits.items() if other != code},
    )


def _with(drafts: Mapping[str, Draft], name: str, begun: Draft) -> dict[str, Draft]:
    """The drafts with one more. Where one of that name waits, and is not in hand, the new words join it."""
    before = drafts.get(name, Draft())
    joined = dict(begun.answers)
    for question, text in before.answers.items():
        since = joined.get(question) or ""
        known = not text or text in since or (question == "rating" and since)
        joined[question] = since if known else f"{text}\n{since}".strip()
    return {**drafts, name: Draft(joined, tuple(sorted({*before.screened, *begun.screened})))}
