"""The beginning, led by the person: what somebody says first is the start of their reflection.

One clear theme is taken at once and named. Where several are near they are offered, and whoever goes on typing gets the
nearest, with all their words. At the latest after two typed lines a question is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import do, move
from actions.returning import MAY_BE_CODE, is_code
from actions.theme import begin_theme, take_first
from actions.turns import Turn
from actions.unclear import not_understood
from bot.content.sentences import split_sentences
from bot.dialogue import drafts, words
from bot.dialogue.words import A_FEW
from bot.nlu.agreeing import only_greets
from bot.nlu.english import is_of_work, names_middle, read_description, read_place, says_little, split_words

_LINES = 1
"""Who typed so many lines before, such as "hi" or "is this a robot", is asked nothing more before a question."""


_OR = re.compile(r",?\s+or\b", re.IGNORECASE)
"""What somebody adds who is not sure: "the second one, or the nearest to IT"."""


def keep_opening(turn: Turn) -> None:
    """Keep what was typed as the start of a reflection, after what was said before. What was in hand is put aside."""
    turn.become(drafts.put_aside(turn.state) if turn.state.theme else turn.state)
    turn.become(words.begin_with(turn.state, turn.text))


@move
async def take_opening(turn: Turn) -> None:
    """Take words as the start of a reflection, and begin as soon as a theme is near."""
    if not re.search(r"\w", turn.text):  # a thumb, or dots
        await not_understood(turn)
        return
    if turn.state.stage in MAY_BE_CODE and is_code(turn):
        await do(turn, "open_code")
        return
    if named := turn.waymark.guidance.name_theme(turn.text):
        await begin_theme(turn, named)
        return
    if (chosen := await named_offer(turn, turn.text) or await _chosen_at_the_end(turn)) is not None:
        await begin_theme(turn, chosen)
        return
    if not await says_something(turn):
        await _invite(turn)
        return
    keep_opening(turn)
    await begin_with_opening(turn)


@move
async def begin_with_opening(turn: Turn) -> None:
    """Begin with the theme that is near to what was said first; ask, where several are, or none is."""
    opening, offered = turn.state.opening, turn.state.theme_options
    if opening is None:
        await do(turn, "ask_theme")
        return
    reading = await turn.reading(turn.waymark.guidance.read_opening, opening.text)
    near, clear = (reading.themes, reading.clear) if reading else ((), False)
    long_enough = opening.lines > 1 or bool(offered) or turn.state.early_lines >= _LINES
    turn.set(theme_options=near or offered)
    if near and (clear or long_enough):
        await begin_theme(turn, near[0], heard=True)
    elif long_enough:
        await take_first(turn)
    elif near:
        await do(turn, "ask_theme")
    else:
        turn.say("utter_tell_more")
        turn.go("theme")
        turn.set(helping=True)


async def _invite(turn: Turn) -> None:
    """Invite a sentence, where nothing was said yet; whoever says nothing again is not asked once more."""
    if not turn.state.helping:
        await do(turn, "help_choose")
        return
    if turn.state.opening and not _says_little(turn.text):
        keep_opening(turn)  # "rushed", after "handovers"
    await take_first(turn)


async def says_something(turn: Turn) -> bool:
    """Whether a text says anything about work: not "hi", "ok" or a name of nothing."""
    if only_greets(turn.text):
        return False
    if len(turn.text.split()) > A_FEW:
        return True
    reading = await turn.reading(turn.waymark.guidance.read_opening, turn.text)
    return reading is None or bool(reading.themes)


async def _chosen_at_the_end(turn: Turn) -> str | None:
    """The theme that the last sentence chooses: "They all sound good. The first one." What else it says is kept."""
    *before, last = [part.strip() for part in split_sentences(turn.text) if part.strip()]
    if not before or (read_place(last) and before[-1].endswith("?")):  # "How many are we at night? Two."
        return None
    chosen = await named_offer(turn, last)
    told = [part for part in before if is_of_work(part) or not (part.endswith("?") or _says_little(part))]
    if chosen and told:
        turn.become(words.begin_with(turn.state, " ".join(told)))
    return chosen


def _says_little(text: str) -> bool:
    return all(says_little(word) for word in split_words(text))


async def named_offer(turn: Turn, text: str) -> str | None:
    """The theme that a text chooses among those on offer: by its place ("the 2nd"), its name, or what it is about."""
    if turn.state.stage != "theme":
        return None
    themes = [one for one in turn.waymark.content.themes if one.id in turn.state.theme_options]
    themes.sort(key=lambda one: turn.state.theme_options.index(one.id))
    offered = themes or list(turn.waymark.content.themes)
    place = read_place(text) or read_place(_OR.split(text)[0]) or 0
    if len(offered) % 2 and names_middle(text):
        place = len(offered) // 2 + 1
    if place and place <= len(offered):
        return offered[place if place < 0 else place - 1].id
    if described := read_description(text):
        reading = await turn.reading(turn.waymark.guidance.read_opening, described)
        near = reading.themes if reading else ()
        return next((one for one in near if one in turn.state.theme_options), near[0] if near else None)
    typed = split_words(text)
    return next((one.id for one in offered if _is_named(typed, (one.name, *one.also))), None)


def _is_named(typed: list[str], names: Sequence[str]) -> bool:
    """Whether one of the names stands there, and nothing beside it but polite words: "Leadership, if that is okay"."""
    for name in sorted(names, key=len, reverse=True):
        words_of = split_words(name)
        for start in range(len(typed) - len(words_of) + 1):
            if typed[start : start + len(words_of)] == words_of:
                return all(says_little(word) for word in (*typed[:start], *typed[start + len(words_of) :]))
    return False
