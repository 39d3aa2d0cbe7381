"""Makes the summary of a session out of all answers, so that it tells what the team thinks and not who.

Pure functions of the answers. What the numbers hide is said with each; the attacks on it are in
tests/unit/sessions/test_session_summary.py.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.sessions.answers import QUESTIONS, Answers, Use

MINIMUM = 5
"""Members besides the facilitator. With fewer there is no summary. No setting makes it less."""

SMALLEST = 3
"""People in a cell that is shown, and who write about the same before it is named as a topic."""

TOPICS = 8
"""Topics of a theme at most."""

BANDS = ((3, 5), (6, 10), (11, 20), (21, None))
"""How many people, roughly. No exact number is shown."""


def summarise(
    answers: Sequence[Answers],
    themes: Sequence[str],
    steps: Sequence[str],
    scale: Sequence[str],
    shuffle: random.Random | None = None,
) -> dict[str, Any] | None:
    """The draft, or None when fewer than `MINIMUM` members took part.

    In: all answers, the ids of the themes, the steps to choose from, the ids of the ratings in order. Out, as JSON:
    `themes` (a list: `theme`, `ratings` as (rating, band), `topics`, and a list of lines for each question) and `steps`
    (as (text, band), most chosen first).

    The facilitator's own ratings, picks and topics are left out: who knows one's own answer could take it away.
    """
    members = [one for one in answers if not one.leads and not one.is_empty]
    if len(members) < MINIMUM:
        return None
    order = shuffle or secrets.SystemRandom()
    return {
        "themes": [_theme(theme, answers, members, scale, order) for theme in themes],
        "steps": _steps(members, steps),
    }


def _theme(
    theme: str, answers: Iterable[Answers], members: Sequence[Answers], scale: Sequence[str], order: random.Random
) -> dict[str, Any]:
    lines: dict[str, list[str]] = {question: [] for question in QUESTIONS}
    for one in answers:
        for of, question, text in one.texts():
            if of == theme and text.use is Use.QUOTE:
                lines[question].append(text.words)
    for texts in lines.values():
        order.shuffle(texts)  # one by one, so that nobody's lines stand at the same place
    ratings = Counter(one.themes[theme].rating for one in members if theme in one.themes)
    return {"theme": theme, "ratings": show_ratings(ratings, scale), "topics": _topics(theme, members), **lines}


def show_ratings(counts: Mapping[str, int], scale: Sequence[str]) -> list[list[str]]:
    """The cells that may be shown, as (rating, band). `counts` may have "" for those who gave none.

    Only with `MINIMUM` ratings. A cell of fewer than `SMALLEST` is hidden. Somebody may know how many there are in all
    ("all seven of us took part"): so where the hidden cells together hold fewer than `SMALLEST`, the smallest that is
    shown is hidden as well, until they hold enough or nothing is shown.
    """
    given = {rating: counts.get(rating, 0) for rating in scale}
    if sum(given.values()) < MINIMUM:
        return []
    shown = {rating: count for rating, count in given.items() if count >= SMALLEST}
    everybody = sum(counts.values())
    while shown and 0 < everybody - sum(shown.values()) < SMALLEST:
        del shown[min(shown, key=lambda rating: (shown[rating], rating))]
    return [[rating, band(count)] for rating, count in shown.items()]


def band(count: int) -> str:
    """The name of the band that a count of at least `SMALLEST` is in, such as "3-5" or "21+"."""
    for least, most in BANDS:
        if most is None or count <= most:
            return f"{least}-{most}" if most else f"{least}+"
    raise AssertionError


def _steps(members: Sequence[Answers], steps: Sequence[str]) -> list[list[str]]:
    """The steps that at least `SMALLEST` members chose, most chosen first; alike, in the order of the list.

    Everybody may choose several, so what is hidden cannot be found by taking away.
    """
    picked = Counter(place for one in members for place in set(one.picks) if 0 <= place < len(steps))
    shown = [(place, count) for place, count in picked.items() if count >= SMALLEST]
    return [[steps[place], band(count)] for place, count in sorted(shown, key=lambda one: (-one[1], one[0]))]


def _topics(theme: str, members: Sequence[Answers]) -> list[str]:
    """What at least `SMALLEST` members write about, in alphabetical order; no name and no identifier."""
    texts = [
        "\n".join(text.words for of, _, text in one.texts() if of == theme and text.use is not Use.HELD)
        for one in members
    ]
    from bot.guidance.recurring import count_phrases  # brings spaCy, which the pages of sessions do without

    counted = count_phrases(filter(None, texts), _named)
    often = [phrase for phrase, count in counted.most_common() if count >= SMALLEST]
    return sorted(often[:TOPICS])


def _named(text: str) -> Iterable[tuple[int, int]]:
    from bot.safety import find_identifiers

    return [(found.start, found.end) for found in find_identifiers(text)]
