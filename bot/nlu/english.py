"""What English is understood beyond whole commands: places in a list, numbers, denials, words that say nothing.

Its words are in ``data/content/english.yml``, so that editors and a translator can reach them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML, YAMLError

from bot.settings import get_settings

#: The place of "the last one".
LAST: Final = -1
#: Words. So few are a choice, a yes or a greeting; more of them tell something.
A_FEW_WORDS: Final = 3
#: Letters from which a word counts as the same with an "s" at its end.
_LONG_ENOUGH: Final = 4
#: Digits of what is no count of anything any more.
_LONG_NUMBER: Final = 6
#: Characters of a message that may ask what a word means.
_MOST_TO_ASK: Final = 300

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘`´]")
_FIGURE = re.compile(r"(?P<number>\d{1,2})(?:st|nd|rd|th)?")
_TOKEN = re.compile(r"(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)|(?P<asked><word>)|(?P<word>[^\s()<>|]+)")


class EnglishError(ValueError):
    """english.yml cannot be used; one line says what to do."""


class English(NamedTuple):
    """The lists of english.yml, by what they are for."""

    ordinals: Mapping[str, int]
    numbers: Mapping[str, int]
    lists: Mapping[str, frozenset[str]]
    denial_ending: str
    openers: re.Pattern[str]
    describes_a_choice: re.Pattern[str]
    describes_before: re.Pattern[str]
    greets: re.Pattern[str]
    says_meant: re.Pattern[str]
    asks_word: re.Pattern[str]
    asks_word_marked: re.Pattern[str]
    most_words_asked: int


def load_english(file: Path) -> English:
    """Read english.yml. Raises EnglishError, one line, when it is missing or cannot be used."""
    try:
        document: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        openers, before, aside = (
            _any(document[name]) for name in ("question_openers", "before_a_question", "no_question_after_a_comma")
        )
        return English(
            ordinals={str(word): place for place, words in document["ordinals"].items() for word in words},
            numbers={str(word): number for number, words in document["numbers"].items() for word in words},
            lists={name: frozenset(map(str, one)) for name, one in document.items() if isinstance(one, list)},
            denial_ending=document["denial_ending"],
            openers=re.compile(rf"(?:^|, (?!{aside}))\W*(?:{before} )?{openers}\b", re.IGNORECASE),
            describes_a_choice=re.compile(document["describes_a_choice"], re.IGNORECASE),
            describes_before=re.compile(document["describes_before"], re.IGNORECASE),
            greets=re.compile("|".join(f"(?:{one})" for one in document["greets"])),
            says_meant=re.compile("|".join(f"(?:{one})" for one in document["says_meant"])),
            asks_word=_patterns(document["asks_word"]),
            asks_word_marked=_patterns(document["asks_word_marked"]),
            most_words_asked=document["most_words_asked"],
        )
    except FileNotFoundError:
        raise EnglishError(f"{file} is missing: restore it from the repository.") from None
    except YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{file}:{line + 1}" if line is not None else str(file)
        raise EnglishError(f"{where}: not valid YAML; look at the line before for a missing quote.") from None
    except (re.error, AttributeError, TypeError, KeyError) as error:
        raise EnglishError(f"{file}: {error} is missing or cannot be used.") from None


@functools.lru_cache(maxsize=1)
def english() -> English:
    """The words of the content in use, read once."""
    return load_english(get_settings().content_dir / "english.yml")


def split_words(text: str) -> list[str]:
    """The words of a text in small letters, "don't" as "dont"."""
    return _WORD.findall(_APOSTROPHES.sub("", text.casefold()))


def read_ordinals(text: str) -> tuple[int, ...]:
    """The places in a list that a text names, from 1, in its order: "the 2nd", "3", "first"; LAST for "the last"."""
    places = []
    for word in split_words(text):
        figure = _FIGURE.fullmatch(word)
        if word in english().lists["last"]:
            places.append(LAST)
        elif place := english().ordinals.get(word) or (int(figure["number"]) if figure else 0):
            places.append(place)
    return tuple(places)


def read_place(text: str) -> int | None:
    """The one place that is all a text names: "2", "option two", "mibbe the first one", "the last"; None for others."""
    told = _told_of_a_place(text)
    if len(told) != 1:
        return None
    return english().numbers.get(told[0]) or next(iter(read_ordinals(told[0])), None)


def names_middle(text: str) -> bool:
    """Whether the middle of a list is all that a text names: "mibbe the middle one"."""
    told = _told_of_a_place(text)
    return len(told) == 1 and is_one("middle", told[0])


def _told_of_a_place(text: str) -> list[str]:
    """The words of a text but those that stand around a place in a list."""
    return [word for word in split_words(text) if not is_one("around_a_place", word)]


def read_number(text: str) -> int | None:
    """The first number that a text names: "go back two", "twice", "3"."""
    for word in split_words(text):
        if number := english().numbers.get(word) or (int(word) if word.isdecimal() and len(word) < _LONG_NUMBER else 0):
            return number
    return None


def is_polite(word: str) -> bool:
    """Whether a word beside a name changes nothing: "ok, the leadership one please"."""
    return word in english().lists["polite"]


def denials(words: Iterable[str]) -> frozenset[str]:
    """Those among words, as `split_words` gives them, that deny something."""
    known = english()
    return frozenset(
        word
        for word in words
        if word in known.lists["denials"]
        or (word.endswith(known.denial_ending) and word not in known.lists["no_denials"])
    )


def denies(text: str) -> bool:
    """Whether a text has a word that may turn the rest around: "not", "dinnae"."""
    return bool(denials(split_words(text)))


def wavers(text: str) -> bool:
    """Whether a text has a word of somebody who has not made up their mind: "scares", "what if"."""
    return any(is_one("wavers", word) for word in split_words(text))


def says_little(word: str) -> bool:
    """Whether a word beside a name is polite, a filler, or only agrees: "if it is okay with you"."""
    return any(
        is_one(name, word) for name in ("polite", "fillers", "around_a_place", "says_little", "around_no", "yes_words")
    )


def read_description(text: str) -> str | None:
    """What somebody says a theme is about who chooses it without its name: "the one about pay". None: no such text."""
    plain = re.sub(r"['’,]", "", text.strip()).rstrip("?!. ")
    known = english()
    match = known.describes_a_choice.match(plain)
    if match:
        return plain[match.end() :] or None
    named = known.describes_before.fullmatch(plain)
    return named["what"] if named else None


def is_few_words(text: str) -> bool:
    """Whether a text is too short to tell anything."""
    return len(text.split()) <= A_FEW_WORDS


def main_words(text: str) -> frozenset[str]:
    """The words that carry a text's meaning, without the "s" at their end."""
    return frozenset(_stem(word) for word in split_words(text) if not is_one("fillers", word))


def telling_words(text: str) -> frozenset[str]:
    """The words that say what a sentence is about, without the "s" at their end."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(word.removesuffix("s") for word in words if len(word) > 2 and not is_one("says_nothing", word))


def names_one(text: str) -> bool:
    """Whether a text speaks of one of a list: "delete that one"."""
    return any(is_one("one", word) for word in split_words(text))


def names_only_one(text: str) -> bool:
    """Whether a text names the one thing that a list has, and nothing else: "open it please"."""
    words = split_words(text)
    return bool(words) and all(is_one("only_one", word) for word in words)


def names_deletion(text: str) -> bool:
    """Whether a text has a word that wishes something deleted."""
    return any(is_one("deletes", word) for word in split_words(text))


def takes_out(text: str) -> bool:
    """Whether a text has a word that wishes something out, and none that denies it: "Morven take out"."""
    told = split_words(text)
    return any(is_one("deletes", word) or is_one("takes_out", word) for word in told) and not denials(told)


def names_sentence(text: str) -> bool:
    """Whether a text speaks of a sentence or a line."""
    return any(is_one("sentence", word) for word in split_words(text))


def names_part(text: str) -> bool:
    """Whether a text speaks of a bit or a part."""
    return any(is_one("part", word) for word in split_words(text))


def is_around_a_cut(word: str) -> bool:
    """Whether a word says that something is taken out or changed, and not what: "take the kettle bit out"."""
    return any(is_one(name, word) for name in ("around_a_cut", "deletes", "sentence", "part", "fillers", "polite"))


def is_of_work(text: str) -> bool:
    """Whether a text speaks of people's work, or of others: then it is likelier an answer than a wish."""
    return any(is_one("of_work", word) for word in split_words(text))


def opens_question(text: str) -> bool:
    """Whether a text, or what stands after its comma, begins as questions do."""
    return english().openers.search(text) is not None


def read_asked_word(text: str) -> tuple[int, int] | None:
    """Where the word stands that a text asks the meaning of: "what does calm mean". None: it asks no such thing."""
    if len(text) > _MOST_TO_ASK:
        return None
    known, plain = english(), _APOSTROPHES.sub("'", text)
    line = plain.strip().rstrip("?!. ")
    marked = "?" in plain.strip()[len(line) :]
    found = known.asks_word.fullmatch(line) or (known.asks_word_marked.fullmatch(line) if marked else None)
    if found is None:
        return None
    name = next(name for name, words in found.groupdict().items() if words is not None)
    words = split_words(found[name])
    if len(words) > known.most_words_asked or any(is_one("not_asked_about", word) for word in words):
        return None
    before = len(text) - len(text.lstrip())
    return before + found.start(name), before + found.end(name)


def is_one(kind: str, word: str) -> bool:
    """Whether a word is in one of the lists of english.yml."""
    return word in english().lists[kind]


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > _LONG_ENOUGH else word


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(str(word)) for word in words) + ")"


def _patterns(lines: Iterable[str]) -> re.Pattern[str]:
    """Lines written as in commands.yml, of which <word> is what is asked about; between words stands white space."""
    return re.compile("|".join(_pattern(number, line) for number, line in enumerate(lines)), re.IGNORECASE)


def _pattern(number: int, line: str) -> str:
    pattern = r"\W*(?:(?:ok|sorry|so|but|eh|um|please|and|hi|wait)\W+)?"
    for match in _TOKEN.finditer(line):
        token = match.group()
        if match["asked"]:
            pattern += rf"""["“'‘]?(?P<w{number}>\w[\w' -]*?)["”'’]?(?:\W+|$)"""
        elif match["open"]:
            pattern += "(?:"
        elif match["close"]:
            pattern += token
        elif match["bar"]:
            pattern += "|"
        else:
            spelt = "'?".join(re.escape(letter) for letter in token)
            pattern += rf"(?:{spelt}(?:\W+|$))"
    return pattern + r"(?:(?:please|here|then|anyway|exactly|pls|in this question|in this)\W*)?"
