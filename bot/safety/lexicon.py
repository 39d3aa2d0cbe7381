"""The reviewable lexicon: phrases in YAML, compiled to spaCy Matcher patterns over normalised words.

A phrase is a line of words. `a|b` is a choice, `@name` a set of words, `?` makes a word optional, `*` stands for up
to two words and `**` for up to five, `^` ties it to the start of a sentence and `$` to its end (`again|$`: or the
end). Matches never cross sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from bot.safety.source import TIERS, SafetyContentError

FILE = "lexicon.yml"
NEGATED = "negated"
IDIOM = "idiom"
_REACH = 8
"""How many words before a match are looked at for a negation."""
_GAPS = {"*": "{0,2}", "**": "{0,5}"}
_FLAGS = ("negatable", "past", "general")


@dataclass(frozen=True)
class Category:
    """One kind of thing the lexicon knows, and how its matches are weighed."""

    id: str
    tier: str
    flags: frozenset[str]
    phrases: tuple[str, ...]


class Lexicon:
    """Finds safety phrases in a document whose tokens carry normalised words."""

    def __init__(self, vocab: Vocab, content: Mapping[str, Any]) -> None:
        """Take `{"sets", "categories", "weigh"}` of lexicon.yml; raise SafetyContentError when they are unfit."""
        self._sets: dict[str, list[str]] = {key: list(words) for key, words in content["sets"].items()}
        self._weigh = {key: frozenset(words) for key, words in content["weigh"].items()}
        self._vocab = vocab
        self._matchers: dict[str, Matcher] = {}
        self._needs: dict[str, tuple[frozenset[str], ...]] = {}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self.categories: dict[str, Category] = {}
        self._anchors: dict[str, tuple[str, bool, bool]] = {}
        self._denying: set[str] = set()
        for part in content["categories"]:
            self._add(part)

    @property
    def tiers(self) -> dict[str, str]:
        """The tier of each category id; a negated match is soft."""
        return {category.id: category.tier for category in self.categories.values()} | {NEGATED: "soft"}

    @property
    def words(self) -> set[str]:
        """Every word a phrase can ask for, so that spelling can be mended towards them."""
        known = {word for words in self._sets.values() for word in words}
        for category in self.categories.values():
            for phrase in category.phrases:
                known.update(word for part in phrase.split() for word in part.rstrip("?").split("|"))
        return known

    def find(self, doc: Doc) -> list[Span]:
        """Give the matches as spans labelled with a category id, or `negated`; idioms come with the label `idiom`.

        A `negated` span holds all of its denial ("I would not ..."), so that leaving it out leaves no half of it.
        """
        found: dict[tuple[int, int, str], Span] = {}
        for sentence in doc.sents:
            for key in self._choose(frozenset(token.norm_ for token in sentence)):
                name, at_start, at_end = self._anchors[key]
                for _, first, last in self._matchers[key](sentence):
                    start, end = sentence.start + first, sentence.start + last
                    if (at_start and not _opens(sentence, start)) or (at_end and not _closes(sentence, end)):
                        continue
                    deniable = key not in self._denying
                    label, start = self._weigh_match(self.categories[name], sentence, start, end, deniable)
                    if label is not None:
                        found[(start, end, label)] = Span(doc, start, end, label=label)
        idioms = {place for span in found.values() if span.label_ == IDIOM for place in range(span.start, span.end)}
        kept = [
            span for span in found.values() if span.label_ == IDIOM or idioms.isdisjoint(range(span.start, span.end))
        ]
        return sorted(kept, key=lambda span: (span.start, span.end))

    def _choose(self, words: frozenset[str]) -> list[str]:
        """Give the patterns whose every needed word is among these: running all of them on all text would be slow."""
        keys = {key for word in words for key in self._by_word.get(word, ())}
        return [key for key in keys if all(not words.isdisjoint(need) for need in self._needs[key])]

    def _weigh_match(
        self, category: Category, sentence: Span, start: int, end: int, deniable: bool
    ) -> tuple[str | None, int]:
        """Give the label of a match, None where it says nothing, and where its span begins."""
        words = [token.norm_ for token in sentence]
        begin, after = start - sentence.start, end - sentence.start
        following = next((word for word in words[after : after + 2] if word not in "-/,"), "")
        if category.id != IDIOM and following in self._weigh["not_before"]:
            return None, start
        if "general" in category.flags and (
            self._weigh["general"].intersection(words) or words[0] in self._weigh["opens_general"]
        ):
            return None, start
        denial = self._find_denial(words, begin, after) if deniable and "negatable" in category.flags else None
        if denial is not None:
            # "Not suicidal" is still a reason to be gentle; "not upset" is what it says.
            return (NEGATED if category.tier == "interrupt" else None), sentence.start + denial
        told_of_past = "past" in category.flags and _mentions(" ".join(words), self._weigh["past"])
        if told_of_past and not self._weigh["again"].intersection(words):
            return "disclosure", start
        return category.id, start

    def _find_denial(self, words: list[str], begin: int, after: int) -> int | None:
        # Only words that can stand between a denial and what is denied are allowed between them:
        # "not thinking of ...", never "cannot stop thinking of ..." or "not joking, ...".
        for place in range(after - 1, max(-1, begin - _REACH), -1):
            if words[place] in self._weigh["denials"]:
                doubted = place and words[place - 1] in self._weigh["not_denied"]
                # "A reason not to die" and "trying not to cut myself" deny nothing.
                return None if doubted or words[place + 1 : place + 2] == ["to"] else _begin_denial(words, place)
            if place < begin and words[place] not in self._weigh["between"]:
                return None
        return None

    def _add(self, part: Mapping[str, Any]) -> None:
        name = str(part.get("id", ""))
        flags = frozenset(part.get("flags", ()))
        if not name or part.get("tier") not in TIERS or not part.get("reason") or flags.difference(_FLAGS):
            raise SafetyContentError(
                FILE, f"The category {name!r} lacks an id, tier or reason, or has an unknown flag.", "See its head."
            )
        category = Category(name, str(part["tier"]), flags, tuple(part["phrases"]))
        self.categories[name] = category
        variants = [variant for line in category.phrases for variant in _vary_end(line)]
        for number, phrase in enumerate(variants):
            words = phrase.split()
            at_start, at_end = words[0] == "^", words[-1] == "$"
            pattern = self._compile(words[at_start : len(words) - at_end], phrase)
            key = f"{name}:{number}"
            self._anchors[key] = (name, at_start, at_end)
            if self._weigh["denials"].intersection(part for word in words for part in word.rstrip("?").split("|")):
                self._denying.add(key)  # "not want to live" is not taken back by its own "not"
            self._matchers[key] = Matcher(self._vocab)
            self._matchers[key].add(key, [pattern])
            self._needs[key] = tuple(frozenset(part["NORM"]["IN"]) for part in pattern if "OP" not in part)
            for word in min(self._needs[key], key=_commonness):
                self._by_word[word].append(key)

    def _compile(self, words: Iterable[str], phrase: str) -> list[dict[str, Any]]:
        pattern: list[dict[str, Any]] = []
        for word in words:
            if word in _GAPS:
                pattern.append({"IS_SPACE": False, "OP": _GAPS[word]})
                continue
            optional = word.endswith("?") and len(word) > 1
            choices: list[str] = []
            for choice in word.removesuffix("?").split("|") if optional else word.split("|"):
                if not choice.startswith("@"):
                    choices.append(choice)
                elif choice[1:] in self._sets:
                    choices += self._sets[choice[1:]]
                else:
                    raise SafetyContentError(FILE, f"`{phrase}` names the set `{choice}`.", "Add it to `sets`.")
            pattern.append({"NORM": {"IN": choices}} | ({"OP": "?"} if optional else {}))
        if not pattern or all("OP" in part for part in pattern):
            raise SafetyContentError(FILE, f"`{phrase}` would match anything.", "Give it at least one plain word.")
        return pattern


def _vary_end(phrase: str) -> list[str]:
    """Give the phrases that one stands for: a last word such as `again|$` means `again`, or the end of the sentence."""
    *words, last = phrase.removesuffix(" $").split()
    choices = last.removesuffix("?").split("|")
    if "$" not in choices or len(choices) == 1:
        return [phrase]
    return [" ".join([*words, "|".join(choice for choice in choices if choice != "$")]), " ".join([*words, "$"])]


def _opens(sentence: Span, start: int) -> bool:
    return all(not token.is_alpha or token.norm_ in _FILLERS for token in sentence.doc[sentence.start : start])


def _closes(sentence: Span, end: int) -> bool:
    return all(not token.is_alpha or token.norm_ in _FILLERS for token in sentence.doc[end : sentence.end])


def _begin_denial(words: list[str], place: int) -> int:
    while place and words[place - 1] in _BEFORE_NOT:
        place -= 1
    return place


_BEFORE_NOT = frozenset({
    "i", "am", "'m", "is", "was", "do", "does", "did", "have", "had", "will", "would", "could", "can",
})  # fmt: skip
_FILLERS = frozenset({
    "and", "so", "but", "just", "honestly", "really", "sorry", "ok", "okay", "well", "anymore", "now", "lol", "tbh",
    "pure",
})  # fmt: skip
_COMMON = frozenset({
    "i", "me", "my", "to", "a", "the", "not", "is", "it", "of", "in", "on", "and", "at", "for", "with", "if",
    "this", "that", "he", "she", "they", "we", "who", "was", "are", "be", "do", "have", "us", "or", "am", "'s",
    "all", "up", "out", "will",
})  # fmt: skip


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return len(words & _COMMON), len(words)


def _mentions(sentence: str, phrases: Iterable[str]) -> bool:
    padded = f" {sentence} "
    return any(f" {phrase} " in padded for phrase in phrases)
