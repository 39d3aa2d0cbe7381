"""What becomes of words that somebody typed: answers, added to, replaced, taken out, brought back, held, laid aside.

Functions from a state to the next one. **No word goes without a trace**: each is in an answer, held, aside, in a draft,
or it was explicitly left out; what is replaced or taken out stays at hand (`State.scrapped`) until the person saves,
lets go or leaves the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.dialogue.state import (
    Aside,
    Held,
    Latest,
    Opening,
    Scrapped,
    State,
    Tier,
    forget,
)
from bot.reflection.answers import QUESTIONS, WRITTEN
from bot.safety import suspected_names

A_FEW: Final = 3
"""Words. Of so few, of which nobody said where they belong, nobody is asked twice."""


def written(state: State, question: str) -> str:
    """What stands there; also while it is asked for anew. Empty: nothing."""
    return getattr(state.answers, question) or ""


def is_added_to(state: State, question: str) -> bool:
    """Whether what is written now joins what stands there."""
    return question in state.adding or bool(getattr(state, question))


def write(state: State, question: str, text: str, *, add: bool = False, tier: Tier = "none") -> State:
    """Take words as an answer. Words from the interrupt tier mark it: it is never shared."""
    stood = written(state, question)
    before = stood if add else ""
    screened = set(state.screened)
    if stood and not add:
        state = replace(state, scrapped=_what_stood(state, question))
        screened.discard(question)
    if tier == "interrupt":
        screened.add(question)
    state = replace(
        state,
        screened=tuple(sorted(screened)),
        latest=Latest(question, before),
        opening=None,  # from now on it belongs to this reflection
    )
    return settle(answer(state, question, f"{before}\n{text}" if before else text), question)


def rewrite(state: State, answers: Mapping[str, str]) -> State:
    """Put other words in the place of answers: question -> words, such as those without a name."""
    for question, text in answers.items():
        state = answer(state, question, text)
    return replace(state, latest=None)


def settle(state: State, question: str) -> State:
    """The question has an answer again: what was written there before is no longer needed."""
    earlier = {name: text for name, text in state.earlier.items() if name != question}
    adding, placed = (tuple(one for one in some if one != question) for some in (state.adding, state.placed))
    return replace(state, earlier=earlier, adding=adding, placed=placed)


def keep_earlier(state: State, question: str) -> State:
    """Leave a question as it was: with what was written there before, or skipped."""
    return settle(answer(state, question, written(state, question)), question)


def settle_all(state: State) -> State:
    """The person wants no more questions: those that are open count as skipped, or as they were before."""
    answers = state.answers
    for question in QUESTIONS:
        state = answer(state, question, getattr(answers, question) or "")
    return replace(state, earlier={}, adding=(), placed=())


def put_on_show(state: State, question: str, *, adding: bool = False) -> State:
    """Make a question open again; what was written there stays at hand, to be kept, written anew, or added to."""
    stood, earlier = getattr(state, question), dict(state.earlier)
    if stood and question in WRITTEN:
        earlier[question] = stood
    joined = {*state.adding, question} if adding and question in earlier else {*state.adding} - {question}
    placed = tuple(one for one in state.placed if one != question)
    return replace(answer(state, question, None), earlier=earlier, adding=tuple(sorted(joined)), placed=placed)


def place(state: State, pieces: Iterable[tuple[str, str]]) -> State:
    """Put the pieces of an opening, (question, words), where they belong: they stand there when it is asked."""
    pieces, earlier = list(pieces), dict(state.earlier)
    for question, text in pieces:
        earlier[question] = f"{earlier[question]}\n{text}" if question in earlier else text
    placed = tuple(sorted({*state.placed, *dict(pieces)}))
    return replace(state, earlier=earlier, adding=tuple(sorted({*state.adding, *placed})), placed=placed)


def begin_with(state: State, text: str) -> State:
    """Keep words as the start of a reflection, after what was said before."""
    before = state.opening
    joined = f"{before.text}\n{text}" if before else text
    return replace(state, opening=Opening(joined, before.lines + 1 if before else 1))


def place_opening(state: State, pieces: Iterable[tuple[str, str]]) -> State:
    """Put what was said first where it belongs: nothing else is written yet."""
    opening = replace(state.opening, placed=True) if state.opening else None
    return place(replace(forget(state, (*QUESTIONS, "earlier", "adding", "placed")), opening=opening), pieces)


def move_latest(state: State, question: str, meant: str) -> State:
    """Move what was written last to another question."""
    before, text = before_latest(state, question), written(state, question)
    tier: Tier = "interrupt" if question in state.screened else "none"
    state = take_out(state, question, before)
    return replace(write(state, meant, text.removeprefix(before).strip(), add=True, tier=tier), scrapped=None)


def latest_question(state: State) -> str | None:
    """The question that was answered last and still has its words; None when nothing is written."""
    if state.open_question in state.earlier:  # its words are on show just now
        return state.open_question
    if state.latest and written(state, state.latest.question):
        return state.latest.question
    return next((question for question in reversed(WRITTEN) if written(state, question)), None)


def before_latest(state: State, question: str) -> str:
    """What an answer was before the last message that went into it."""
    return state.latest.before if state.latest and state.latest.question == question else ""


def take_out(state: State, question: str, rest: str = "") -> State:
    """Take an answer out, or all of it but `rest`. It can be brought back."""
    open_again = None if state.stage == "questions" and question in WRITTEN else ""
    scrapped = _what_stood(state, question)
    if rest and question in state.earlier:  # it is being asked anew: what stays, stays on show
        state = replace(state, earlier={**state.earlier, question: rest})
    else:
        state = settle(answer(state, question, rest or open_again), question)
    screened = tuple(one for one in state.screened if rest or one != question)
    return replace(state, scrapped=scrapped, screened=screened, latest=None)


def bring_back(state: State) -> State:
    """Put back what was taken out or replaced last. What was written there since stays, after it."""
    if state.scrapped is None:
        return state
    question, text = state.scrapped.question, state.scrapped.text
    since = written(state, question)
    if since and question == "rating":
        text = since
    elif since not in text:
        text = f"{text}\n{since}"
    screened = {*state.screened, *([question] if state.scrapped.screened else [])}
    latest = Latest(question) if question in WRITTEN else None
    state = replace(state, scrapped=None, screened=tuple(sorted(screened)), latest=latest)
    return settle(answer(state, question, text), question)


def hold(
    state: State,
    text: str,
    question: str | None,
    tier: Tier,
    command: str | None = None,
    other: str | None = None,
) -> State:
    """Keep words aside, after those that are held already.

    question: what they would answer; None: any of them. command, other: what they might mean instead.
    """
    asked, before = 0, state.undecided
    aside = before is not None and before.aside and tier != "interrupt"
    if before:
        text, question = f"{before.text}\n{text}", before.question
        asked = 0 if tier == "interrupt" else before.asked
        tier = "interrupt" if before.tier == "interrupt" else tier
    return replace(state, held=Held(text, question, tier, command, other, asked=asked, aside=aside))


def is_held_already(state: State, text: str) -> bool:
    """Whether these words are among those that are held, and nobody decided on: somebody sent them again."""
    return _stands_in(state.undecided.text if state.undecided else "", text)


def is_beside_already(state: State, text: str) -> bool:
    """Whether these words were laid aside before a theme was chosen: somebody sends them for a third time."""
    return not state.theme and _stands_in(state.aside.text if state.aside else "", text)


def _stands_in(said: str, text: str) -> bool:
    *parts, sent = (re.findall(r"\w+", part.casefold()) for part in (said, *said.split("\n"), text))
    return bool(said) and sent in parts


def keep_held(state: State) -> State:
    """Take the held words as an answer; lay them aside where nobody said which. Nothing is held any more.

    Where an answer was being written anew they join it: nobody said that they take its place.
    """
    held = state.undecided
    if held and held.question:
        anew = held.question in state.earlier
        if anew and held.tier == "interrupt":  # else the answer that stands there could not be shared
            state = lay_aside(state, held.text, held.tier)
        else:
            added = anew or is_added_to(state, held.question)
            state = write(state, held.question, held.text, add=added, tier=held.tier)
    elif held:
        few = len(held.text.split()) <= A_FEW and held.tier != "interrupt"  # "looks fine", then "save"
        state = lay_aside(state, held.text, held.tier, asked=few or held.aside)
    return replace(state, held=None)


def keep_whole(state: State, held: Held) -> State:
    """Take held words as an answer; where only their end was in doubt, the whole takes the place of the first part."""
    if held.question is None:
        return keep_held(replace(state, held=replace(held, acted=False)))
    if not held.kept:
        added = is_added_to(state, held.question)
        return replace(write(state, held.question, held.text, add=added, tier=held.tier), held=None)
    before = before_latest(state, held.question)
    text = f"{before}\n{held.text}" if before else held.text
    return replace(write(state, held.question, text, tier=held.tier), scrapped=None, held=None)


def lay_held_aside(state: State) -> State:
    """Lay words aside that are held while something else is done: no command drops what nobody refused."""
    held = state.undecided
    if held and held.command != "skip":  # "dunno", and it was a wish to skip after all
        state = lay_aside(state, held.text, held.tier, asked=held.aside)
    return replace(state, held=None)


def leave_beside(state: State) -> State:
    """Lay held words aside for good: they are shown beside the answers, and asked about no more."""
    held = state.undecided
    return replace(lay_aside(state, held.text, held.tier, asked=True) if held else state, held=None)


def lay_aside(state: State, text: str, tier: Tier, *, asked: bool = False) -> State:
    """Keep words that belong to no answer yet. They are asked about once, at the summary.

    asked: that was done already, so they only stay: shown with the answers, and saved where nobody else reads them.
    What joins words that were asked about waits with them, unless it may tell of danger.
    """
    aside = state.aside or Aside("")
    danger = "interrupt" in (tier, aside.tier)
    joined = f"{aside.text}\n{text}".strip()
    asked = asked or (aside.asked and tier != "interrupt")
    return replace(state, aside=Aside(joined, "interrupt" if danger else "none", asked))


def join_aside(state: State) -> State:
    """Put words that nobody placed after the last answer, before it is saved for its author alone."""
    question = latest_question(state)
    if state.aside is None or question is None:
        return state
    return replace(write(state, question, state.aside.text, add=True, tier=state.aside.tier), aside=None)


def all_words(state: State) -> str:
    """Every word that is kept, wherever it stands: what the invariant of this module is about."""
    drafts = [*state.drafts.values(), *state.edits.values(), *([state.let_go.draft] if state.let_go else [])]
    opening = state.opening if state.opening and not state.opening.placed else None
    places: Sequence[Any] = (state.held, state.aside, state.scrapped, opening)
    texts = [
        *(text for _, text in state.answers.given()),
        *(one.text for one in places if one),
        *(text for draft in drafts for text in draft.answers.values() if text),
    ]
    return "\n".join(texts)


def undecided_names(state: State) -> list[str]:
    """Suspected names in the answers that the person has not decided on; not in words that are never shared."""
    texts = [text for question, text in state.answers.given() if question in WRITTEN and question not in state.screened]
    found = dict.fromkeys(name for text in texts for name in suspected_names(text))
    return [name for name in found if name not in state.kept_names]


def answer(state: State, question: str, text: str | None) -> State:
    """Set one of the four answers. Its name is one of QUESTIONS, which are fields of State."""
    return replace(state, **{question: text})  # type: ignore[arg-type]


def _what_stood(state: State, question: str) -> Scrapped:
    return Scrapped(question, written(state, question), question in state.screened)
