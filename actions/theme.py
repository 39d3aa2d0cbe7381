"""The nine themes: offering them, choosing one, going to another, and what was begun in others."""

from __future__ import annotations

from dataclasses import replace

from actions.base import action, do, move
from actions.changes import tell_since_saved
from actions.turns import Buttons, Turn, button
from bot.content import Theme
from bot.dialogue import drafts, words
from bot.dialogue.words import place_opening
from bot.nlu.english import split_words

FIRST = 0
"""The theme that is taken where somebody leaves the choice to us and nothing is nearer: how work feels day to day."""


def half_done(turn: Turn) -> list[Theme]:
    """The themes that were put aside with something written."""
    drafts = turn.state.drafts
    return [one for one in turn.waymark.content.themes if one.id in drafts and any(drafts[one.id].answers.values())]


def theme_button(turn: Turn, theme: Theme) -> dict[str, str]:
    """The choice of a theme, with a line of what it is about; one that is half done says so."""
    begun = theme in half_done(turn)
    title = turn.words("utter_theme_half_done", theme=theme.name) if begun else theme.name
    return button(title, "choose_theme", theme=theme.id) | {"hint": theme.line}


@move
async def ask_theme(turn: Turn) -> None:
    """Ask for a theme: those that are near to what was said, or all nine, each with a line of what it is about."""
    content = turn.waymark.content
    near = [content.theme(theme) for theme in turn.state.theme_options]
    themes = near or list(content.themes)
    turn.offer("utter_theme_options" if near else "utter_ask_theme", [theme_button(turn, one) for one in themes])
    turn.go("theme")


@move
async def other_themes(turn: Turn) -> None:
    """Show all nine: none of those that were offered fits."""
    turn.set(theme_options=())
    await ask_theme(turn)


@move
async def take_first(turn: Turn) -> None:
    """Take the theme that was offered first; where none was, the one about how work feels day to day."""
    offered = turn.state.theme_options
    await begin_theme(turn, offered[0] if offered else turn.waymark.content.themes[FIRST].id)


async def take_near(turn: Turn) -> None:
    """Begin with the theme that is nearest to the words of this turn, and say no more than its first question."""
    reading = await turn.reading(turn.waymark.guidance.read_opening, turn.text)
    near = reading.themes if reading else ()
    await begin_theme(turn, near[0] if near else turn.waymark.content.themes[FIRST].id, gently=True)


@action
async def action_choose_any(turn: Turn) -> None:
    """Takes a theme where somebody leaves the choice to us; when one is in hand, stays with it."""
    if turn.state.theme and turn.state.stage not in ("theme", "welcome", "saved", "ended"):
        await do(turn, "ask_again")
    else:
        await take_first(turn)


@action
async def action_help_choose(turn: Turn) -> None:
    """Invites a sentence in the person's own words. Who needs help once more is offered a theme to begin with."""
    if turn.state.helping and turn.text:
        await take_first(turn)
        return
    turn.become(drafts.put_aside(turn.state))
    turn.say("utter_help_choose")
    turn.go("theme")
    turn.set(helping=True, theme_options=())


@action
async def action_change_theme(turn: Turn) -> None:
    """Puts a half-done reflection aside and asks for another theme, or begins the one that was named."""
    theme = turn.entity("theme") or turn.waymark.guidance.name_theme(turn.text or turn.wish) or _named_in(turn)
    if theme and theme == turn.state.theme and turn.state.stage == "questions":  # we are there
        await do(turn, "ask_again")
        return
    if theme:
        await begin_theme(turn, theme)
        return
    near: tuple[str, ...] = ()
    if turn.wish or (turn.text and turn.intent == "choose_theme"):
        near = await turn.reading(turn.waymark.guidance.suggest_themes, turn.text or turn.wish) or ()
    offered = turn.state.theme_options
    if offered and turn.state.opening and near and not turn.plain:  # "go on writing, and I will begin"
        await begin_theme(turn, next((one for one in near if one in offered), near[0]), heard=True)
        return
    turn.become(drafts.put_aside(turn.state))
    turn.set(theme_options=near)
    await ask_theme(turn)


def _named_in(turn: Turn) -> str | None:
    """The one theme of which a name stands among the words of a wish: "can we switch to budgets"."""
    typed = f" {' '.join(split_words(turn.text or turn.wish))} "
    found = [
        one.id
        for one in turn.waymark.content.themes
        if any(f" {' '.join(split_words(name))} " in typed for name in (one.name, one.id, *one.also))
    ]
    return found[0] if len(found) == 1 else None


async def begin_theme(turn: Turn, theme_id: str, *, heard: bool = False, gently: bool = False) -> None:
    """Begin with a theme: what was put aside there, what was said first, or nothing yet.

    heard: it was heard in the person's own words, so they are told which, and how to change it. gently: support was
    said in the same turn, and nothing is added to it but the question.
    """
    theme, others = turn.waymark.content.theme(theme_id), turn.state.theme_options
    turn.become(drafts.resume_draft(turn.state, theme_id))
    opening, begun = turn.state.opening, any(turn.answers.given())
    turn.set(theme_options=(), helping=False)
    told = await tell_since_saved(turn, theme_id)
    if begun:
        turn.say("utter_theme_again", theme=theme.name)
    elif not opening and not gently:
        heading = {"kind": "message", "heading": theme.name}
        turn.say("utter_content_note", data=heading, theme=theme.name, note=theme.content_note)
    if opening:
        await _take_in(turn, theme, others, heard=heard)
    if told:  # then the first question comes when the person is ready
        turn.set(stage="questions")
        turn.pause("changes")
    else:
        turn.enter_questions()


async def _take_in(turn: Turn, theme: Theme, others: tuple[str, ...], *, heard: bool) -> None:
    """Place what was said first, show where it stands, and offer to move it or to take another theme."""
    opening = turn.state.opening
    if opening is None:
        return
    pieces = await placed_pieces(turn, opening.text)
    if any(turn.answers.given()):  # a draft was taken up: it joins what stands there
        for question, text in pieces:
            turn.become(words.write(turn.state, question, text, add=True))
        turn.say("utter_opening_joined")
        return
    turn.become(place_opening(turn.state, pieces))
    places = ", ".join(turn.words("utter_quoted", words=turn.words(f"utter_label_{one}")) for one in dict(pieces))
    instead = [theme_button(turn, turn.waymark.content.theme(one)) for one in others if one != theme.id]
    moves = _moves(turn, [question for question, _ in pieces])
    utterance = "utter_opening_heard" if heard else "utter_opening_kept"
    others_too = {"title": turn.words("utter_another_theme"), "payload": "/change_theme"}
    turn.offer(
        utterance, [*instead, *moves, others_too], words=quote_opening(opening.text), theme=theme.name, places=places
    )


_A_PIECE = 6
"""Words. Fewer of them say too little by themselves to be told apart from what stands beside them."""


async def placed_pieces(turn: Turn, text: str) -> list[tuple[str, str]]:
    """What was said first, cut by what goes well, what could be better, and a next step; no word is left out."""
    pieces: list[tuple[str, str]] = []
    reading = await turn.reading(turn.waymark.guidance.read_opening, text)
    if reading is None:
        return [("opportunities", text)]
    for one in reading.pieces:
        place, words_of = one.place, one.text
        if pieces and (len(words_of.split()) < _A_PIECE or len(pieces[-1][1].split()) < _A_PIECE):
            before_place, before = pieces.pop()
            place = before_place if len(before.split()) >= len(words_of.split()) else place
            words_of = f"{before} {words_of}"
        pieces.append((place, words_of))
    return pieces


def _moves(turn: Turn, places: list[str]) -> Buttons:
    """The ways to put the opening elsewhere, where it stands in one place alone."""
    if len(places) != 1:
        return []
    other = "opportunities" if places[0] == "strengths" else "strengths"
    return [button(turn.words(f"utter_move_{other}"), "move_words", question=other)]


_QUOTED = 16
"""Words of an opening that are quoted back."""


def quote_opening(text: str) -> str:
    """The beginning of an opening: of its longest line, for the first is often a greeting."""
    parts = max(text.split("\n"), key=len).split()
    return " ".join(parts[:_QUOTED]) + ("…" if len(parts) > _QUOTED else "")


def mention_half_done(turn: Turn) -> None:
    """Mention what is half done in other themes, once for each, with the way back to it."""
    drafts = turn.state.drafts
    others = [theme for theme in half_done(turn) if theme.id != turn.state.theme]
    left = [theme for theme in others if not drafts[theme.id].mentioned]
    if not left:
        return
    begun = [theme_button(turn, theme) for theme in left]
    if len(left) == 1:
        turn.offer("utter_half_done_left", begun, theme=left[0].name)
    else:
        turn.offer("utter_several_half_done_left", begun)
    turn.set(drafts={**drafts, **{theme.id: replace(drafts[theme.id], mentioned=True) for theme in left}})
