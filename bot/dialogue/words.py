"""What becomes of words that somebody typed: answers, added to, replaced, taken out, brought back, held, laid aside.

Functions from a state to the next one. **No word goes without a trace**: each is in an answer, held, aside, in a draft,
or it was explicitly left out; what is replaced or taken out stays at hand (`State.scrapped`) until the person saves,
lets go or leaves the theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.dialogue.state import (
    IN_HAND,
    OF_ONE_REFLECTION,
    Aside,
    Draft,
    Held,
    Latest,
    LetGo,
    Scrapped,
    State,
    Tier,
    forget,
)
from bot.reflection.answers import QUESTIONS, WRITTEN

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
    return settle(_answer(state, question, f"{before}\n{text}" if before else text), question)


def rewrite(state: State, answers: Mapping[str, str]) -> State:
    """Put other words in the place of answers: question -> words, such as those without a name."""
    for question, text in answers.items():
        state = _answer(state, question, text)
    return replace(state, latest=None)


def settle(state: State, question: str) -> State:
    """The question has an answer again: what was written there before is no longer needed."""
    earlier = {name: text for name, text in state.earlier.items() if name != question}
    adding, placed = (tuple(one for one in some if one != question) for some in (state.adding, state.placed))
    return replace(state, earlier=earlier, adding=adding, placed=placed)


def keep_earlier(state: State, question: str) -> State:
    """Leave a question as it was: with what was written there before, or skipped."""
    return settle(_answer(state, question, written(state, question)), question)


def settle_all(state: State) -> State:
    """The person wants no more questions: those that are open count as skipped, or as they were before."""
    answers = state.answers
    for question in QUESTIONS:
        state = _answer(state, question, getattr(answers, question) or "")
    return replace(state, earlier={}, adding=(), placed=())


def put_on_show(state: State, question: str, *, adding: bool = False) -> State:
    """Make a question open again; what was written there stays at hand, to be kept, written anew, or added to."""
    stood, earlier = getattr(state, question), dict(state.earlier)
    if stood and question in WRITTEN:
        earlier[question] = stood
    joined = {*state.adding, question} if adding and question in earlier else {*state.adding} - {question}
    placed = tuple(one for one in state.placed if one != question)
    return replace(_answer(state, question, None), earlier=earlier, adding=tuple(sorted(joined)), placed=placed)


def place(state: State, pieces: Iterable[tuple[str, str]]) -> State:
    """Put the pieces of an opening, (question, words), where they belong: they stand there when it is asked."""
    pieces, earlier = list(pieces), dict(state.earlier)
    for question, text in pieces:
        earlier[question] = f"{earlier[question]}\n{text}" if question in earlier else text
    placed = tuple(sorted({*state.placed, *dict(pieces)}))
    return replace(state, earlier=earlier, adding=tuple(sorted({*state.adding, *placed})), placed=placed)


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
        state = settle(_answer(state, question, rest or open_again), question)
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
    return settle(_answer(state, question, text), question)


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
    if before:
        text, question = f"{before.text}\n{text}", before.question
        asked = 0 if tier == "interrupt" else before.asked
        tier = "interrupt" if before.tier == "interrupt" else tier
    return replace(state, held=Held(text, question, tier, command, other, asked=asked))


def keep_held(state: State) -> State:
    """Take the held words as an answer; lay them aside where nobody said which. Nothing is held any more."""
    held = state.undecided
    if held and held.question:
        state = write(state, held.question, held.text, add=is_added_to(state, held.question), tier=held.tier)
    elif held:
        few = len(held.text.split()) <= A_FEW and held.tier != "interrupt"  # "looks fine", then "save"
        state = lay_aside(state, held.text, held.tier, asked=few or held.aside)
    return replace(state, held=None)


def keep_whole(state: State, held: Held) -> State:
    """Take held words as an answer; where only their end was in doubt, the whole takes the place of the first part."""
    if not held.kept:
        return keep_held(replace(state, held=replace(held, acted=False)))
    if held.question is None:
        return state
    before = before_latest(state, held.question)
    text = f"{before}\n{held.text}" if before else held.text
    return replace(write(state, held.question, text, tier=held.tier), scrapped=None, held=None)


def lay_held_aside(state: State) -> State:
    """Lay words aside that are held while something else is done: no command drops what nobody refused."""
    held = state.undecided
    if held and held.command != "skip":  # "dunno", and it was a wish to skip after all
        state = lay_aside(state, held.text, held.tier, asked=held.aside)
    return replace(state, held=None)


def lay_aside(state: State, text: str, tier: Tier, *, asked: bool = False) -> State:
    """Keep words that belong to no answer yet. They are asked about once, at the summary.

    asked: that was done already, so they only stay: shown with the answers, and saved where nobody else reads them.
    """
    aside = state.aside or Aside("")
    danger = "interrupt" in (tier, aside.tier)
    joined = f"{aside.text}\n{text}".strip()
    return replace(state, aside=Aside(joined, "interrupt" if danger else "none", asked))


def join_aside(state: State) -> State:
    """Put words that nobody placed after the last answer, before it is saved for its author alone."""
    question = latest_question(state)
    if state.aside is None or question is None:
        return state
    return replace(write(state, question, state.aside.text, add=True, tier=state.aside.tier), aside=None)


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
        state = _answer(state, question, draft.answers.get(question))
    return state


def clear(state: State) -> State:
    """Forget the answers in hand: they are saved, or let go."""
    if state.editing:
        state = replace(state, edits={code: edit for code, edit in state.edits.items() if code != state.editing})
    else:
        state = replace(state, drafts={theme: one for theme, one in state.drafts.items() if theme != state.theme})
    return forget(state, IN_HAND)


def let_go(state: State) -> State:
    """Let the answers in hand go. They can be brought back until the conversation ends."""
    gone = LetGo(state.theme, draft_of(join_aside(keep_held(state)))) if state.theme else None
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


def forget_chat(state: State) -> State:
    """Forget every word of this conversation that is not saved."""
    return forget(state, (*IN_HAND, "drafts", "edits", "let_go"))


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


def _with(drafts: Mapping[str, Draft], name: str, begun: Draft) -> dict[str, Draft]:
    """The drafts with one more. Where one of that name waits, and is not in hand, the new words join it."""
    before = drafts.get(name, Draft())
    joined = dict(begun.answers)
    for question, text in before.answers.items():
        since = joined.get(question) or ""
        known = not text or text in since or (question == "rating" and since)
        joined[question] = since if known else f"{text}\n{since}".strip()
    return {**drafts, name: Draft(joined, tuple(sorted({*before.screened, *begun.screened})))}


def _answer(state: State, question: str, text: str | None) -> State:
    """Set one of the four answers. Its name is one of QUESTIONS, which are fields of State."""
    return replace(state, **{question: text})  # type: ignore[arg-type]


def _what_stood(state: State, question: str) -> Scrapped:
    return Scrapped(question, written(state, question), question in state.screened)
