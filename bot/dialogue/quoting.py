"""Finds a short piece of somebody's own words that can be given back in quotation marks, or none.

To be quoted shows that one was heard better than any thanks. But a piece cut badly mocks ("and the"), and one that
leaves out a "not" lies. So a piece is a whole part of a sentence, by lists that editors can read; in doubt, none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.dialogue.heard_words import QuotingWords, even, listening_words
from bot.safety import find_identifiers

_WORD = re.compile(r"[^\W_]+(?:[’'‘-][^\W_]+)*")
_JOINED = re.compile(r"[ \t]+| & |[&/]")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|\Z)|\n")
_MASK = re.compile(r"\[[^\]\n]*\]")
_IN_ADDRESS = re.compile("[@_#\\\\]\0|\0[@_#\\\\]|\\w[.:]\0|\0[.:]\\w")
_TELLING: Final = 3
"""Letters of the shortest word that can carry a piece."""
_LONGEST_PART: Final = 60
"""Words of a part of a sentence that is looked at. In a longer one each beginning would be held against all the rest of
it, and nobody could say what in it turns round what else."""
_TURNS_AT: Final = 3
"""How many words from an "and" or "but" on may turn round what stands before it: "and not with them"."""


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    low: str
    barred: bool
    """It may stand in no piece: a name, a number, an identifier, a part of an address."""


def quote_piece(text: str) -> str | None:
    """Give a piece of 2 to 7 words, exactly as they stand in the text, that reads well in quotation marks; else None.

    It holds no name, number, identifier, mask, coarse or heavy word, question or blame. The caller asks only where the
    distress screen found nothing. The same text always gives the same piece. Raises what `find_identifiers` raises.
    """
    words = listening_words().quoting
    if _is_shouted(text):
        return None
    barred = [(one.start, one.end) for one in find_identifiers(text)]
    barred += [match.span() for match in _MASK.finditer(text)]
    found: list[tuple[float, str]] = []
    for start, end, asked in _sentences(text):
        read = _read_words(text, start, end, barred, words)
        if not asked and not _is_heavy([word.low for word in read], words):
            parts = [part for part in _parts(text, read) if len(part) <= _LONGEST_PART]
            found += [piece for part in parts for piece in _pieces(text, part, words)]
    best_first = sorted(found, key=lambda one: -one[0])  # of those that are as good, the earlier
    return next((piece for _, piece in best_first if not find_identifiers(piece)), None)


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > len(letters) / 2


def _is_heavy(lows: list[str], words: QuotingWords) -> bool:
    pairs = zip(lows, [*lows[1:], ""], strict=False)
    return any(low in words.heavy and after not in words.subjects for low, after in pairs)


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each sentence begins and ends, and whether it asks."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        yield begin, match.start(), "?" in match.group()
        begin = match.end()
    yield begin, len(text), False


def _read_words(text: str, start: int, end: int, barred: list[tuple[int, int]], words: QuotingWords) -> list[_Word]:
    read: list[_Word] = []
    named = {even(word) for first, last in barred for word in _WORD.findall(text[first:last])}
    for match in _WORD.finditer(text, start, end):
        word, (first, last) = match.group(), match.span()
        hidden = even(word) in named or any(first < after and before < last for before, after in barred)
        capital = any(letter.isupper() for letter in word[bool(not read) :])
        capital = capital and word not in words.acronyms and not word.startswith(("I'", "I’"))
        number = any(letter.isdigit() for letter in word)
        address = _IN_ADDRESS.search(text[max(start, first - 2) : first] + "\0" + text[last : last + 2]) is not None
        read.append(_Word(first, last, even(word), hidden or capital or number or address))
    return read


def _parts(text: str, read: list[_Word]) -> Iterator[list[_Word]]:
    """The words between two marks: a comma, a bracket, a dash, an emoji."""
    part: list[_Word] = []
    for word in read:
        if part and not _JOINED.fullmatch(text[part[-1].end : word.start]):
            yield part
            part = []
        part.append(word)
    if part:
        yield part


def _pieces(text: str, part: list[_Word], words: QuotingWords) -> Iterator[tuple[float, str]]:
    """The pieces that suit in one part of a sentence, each with how well."""
    lows = [word.low for word in part]
    last = len(part)
    while last and lows[last - 1] in words.closings:
        last -= 1
    blaming = _blames(lows, words)
    begins = {_after_openings(lows, place, words): place for place in _begins(lows, words)}
    for begin, before in begins.items():
        if before and blaming:
            continue
        for end in range(begin + words.fewest, min(begin + words.most, last) + 1):
            rank = _end_rank(lows[begin:last], end - begin, words)
            suits = rank is not None and _suits(part[begin:end], begin > 0, words)
            if rank is not None and suits and _keeps_sense(lows, before, begin, end, words):
                score = rank + _begin_rank(lows, before, words) + _worth(lows[begin:end], words)
                yield score, text[part[begin].start : part[end - 1].end]


def _begins(lows: list[str], words: QuotingWords) -> list[int]:
    """Where a piece may begin: after a joint, or with the part. Where two lead to one place, the part counts."""
    return [*(place for place in reversed(range(1, len(lows))) if _starts(lows[place - 1], lows[place], words)), 0]


def _starts(joint: str, low: str, words: QuotingWords) -> bool:
    """Whether a part of its own begins with this word: after "and" only one that has its own subject."""
    subject = low in words.subjects_first or low.endswith("ing")
    return joint in words.starters and (joint not in words.adding or subject)


def _begin_rank(lows: list[str], before: int, words: QuotingWords) -> float:
    """How good a place to begin this is: what hangs on another part of the sentence tells less."""
    if before == 0:
        return 3
    return 0 if lows[before - 1] in words.firm else -3


def _after_openings(lows: list[str], place: int, words: QuotingWords) -> int:
    """Where a sentence goes on after words such as "I think that"."""
    plain = [low.replace("'", "") for low in lows]
    while opening := next((one for one in words.openings if tuple(plain[place : place + len(one)]) == one), None):
        place += len(opening)
    return place


def _end_rank(lows: list[str], end: int, words: QuotingWords) -> float | None:
    """How good a place to end this is, after so many words of what is left; None where the words go on."""
    before = lows[end - 1]
    if before in words.dangling:
        return None
    if end == len(lows):
        return 4
    following = lows[end]
    if following in words.verbs and lows[0] in words.determiners and end > words.fewest:
        return None if before in words.not_last or set(lows[:end]) & words.others else 0
    if end <= words.fewest:
        return None
    if following in words.firm:
        return None if words.asking.intersection(lows[:end]) else 3
    if before in words.not_last:
        return None
    if following in words.joints:
        return 2
    clings = before in words.clings or before.endswith(("ing", "ed")) or "too" in lows[:end]
    return 1 if following in words.soft_joints and not clings and words.doubtful.isdisjoint(lows[:end]) else None


def _suits(piece: list[_Word], cut: bool, words: QuotingWords) -> bool:
    """Whether a piece holds nothing barred, blames nobody, and tells something. cut: words before it are left out."""
    lows = [word.low for word in piece]
    if any(word.barred or low in words.coarse for word, low in zip(piece, lows, strict=True)):
        return False
    if lows[0] in words.not_first or _blames(lows, words):
        return False
    if len(lows) == words.fewest and cut and lows[0] in words.determiners:
        return False
    return any(_tells(low, words) for low in lows)


def _blames(lows: list[str], words: QuotingWords) -> bool:
    """Whether it may find fault with somebody: it has a word of fault, and is not said of oneself or of no one."""
    about_others = lows[0] not in words.not_blaming or bool(set(lows) & words.others)
    return about_others and bool(set(lows) & words.faults)


def _keeps_sense(lows: list[str], before: int, begin: int, end: int, words: QuotingWords) -> bool:
    """Whether nothing that turns or doubts the piece is left out: "I do not think", "instead of", "but never"."""
    rest = lows[end:]
    firm = next(((place, low) for place, low in enumerate(rest) if low in words.firm), None)
    after = len(rest) if firm is None else firm[0] + (_TURNS_AT if firm[1] in words.adding else 0)
    left_out = {*lows[:begin], *rest[:after]}
    return not left_out & words.turning and not set(lows[:before]) & words.doubtful


def _tells(low: str, words: QuotingWords) -> bool:
    return len(low) >= _TELLING and low not in words.common


def _worth(lows: list[str], words: QuotingWords) -> float:
    return min(sum(_tells(low, words) for low in lows), 3) + (1 if 3 <= len(lows) <= 6 else 0)
