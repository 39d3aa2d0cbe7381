"""The one spaCy pipeline of the project: tokens, sentences, normal spelling, safety phrases and identifiers.

It starts from a blank English model, because nothing may be downloaded. Everything it knows comes from
`data/content/safety/` and is saved with it, so that Rasa's own `SpacyNLP` can load the folder with `spacy.load`
(import this module first: it registers the components). Meaning is the encoder's task, not spaCy's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.symbols import NORM, ORTH
from spacy.tokens import Doc

from bot.safety import tokens
from bot.safety.identifiers import IdentifierFinder
from bot.safety.lexicon import Lexicon
from bot.safety.pieces import SIGNS
from bot.safety.source import SafetyContentError, need_lines, need_words, read_safety_file

WORDS = "words.yml"
_STRETCHED = re.compile(r"(.)\1{2,}")
_NO_START = np.iinfo("uint64").max
"""spaCy's -1 in an unsigned array."""
_NO_WORDS = re.compile(r"\b(?:face with|face|sign|symbol|with|heavy|emoji modifier fitzpatrick type-\S+)\b|\s+")
_MOST_SIGNS = 8
_LONGEST = 30
"""Letters of a word that may be misspelt: leaving out each letter of 4,000 in turn would take 16 million."""
_ENDS = frozenset(".!?…;") | {"...", "..", "!!", "??", "?!"}


class _Stateful:
    """Keeps a component's content as JSON beside the pipeline, as spaCy expects of `to_disk` and `from_disk`."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.content: dict[str, Any] = {}

    def use(self, content: Mapping[str, Any]) -> None:
        self.content = dict(content)

    def to_bytes(self, **_: Any) -> bytes:
        return json.dumps(self.content).encode()

    def from_bytes(self, data: bytes, **_: Any) -> _Stateful:
        self.use(json.loads(data))
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).write_text(json.dumps(self.content), encoding="utf-8")

    def from_disk(self, path: str | Path, **_: Any) -> _Stateful:
        self.use(json.loads(Path(path).read_text(encoding="utf-8")))
        return self


class SentenceSplitter:
    """Starts a sentence after `.`, `!`, `?`, `;` or an ellipsis, and on every new line."""

    def __call__(self, doc: Doc) -> Doc:
        ended, starts = True, np.zeros((len(doc), 1), dtype="uint64")
        for token in doc:
            closing = token.is_punct and not token.is_left_punct and not token.is_quote
            start = token.i == 0 or (ended and not token.is_space and not closing)
            starts[token.i] = 1 if start else _NO_START
            ended = ended and not start
            if "\n" in token.text or token.text in _ENDS or (token.is_punct and token.text[-1] in ".!?…"):
                ended = True
        # In one go: spaCy checks the whole document each time a single token is marked.
        return doc.from_array([SENT_START], starts) if len(doc) else doc


class Normaliser(_Stateful):
    """Gives each token its normal spelling: Scots to English, stretched letters, common and near misspellings."""

    def use(self, content: Mapping[str, Any]) -> None:
        super().use(content)
        self._spelling: dict[str, str] = content["spelling"]
        self._known = frozenset(content["known"])
        self._signs: dict[str, str] = content["signs"]
        self._verbs = frozenset(content["verbs_after_a"])
        self._near: dict[str, str] = {}
        for word in content["near"]:
            for variant in _without_one(word) | {word}:
                self._near.setdefault(variant, word)

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.norm_ = self.spell(token.norm_, token.lower_)
        for before, token in pairwise(doc):
            if before.norm_ == "i" and token.norm_ == "m":
                token.norm_ = "am"
            elif before.lower_ == "a" and token.norm_ in self._verbs:
                before.norm_ = "i"  # Scots "a want", "a cannae"
        signs = {token.i: self._read_signs(token.text) for token in doc if not token.is_ascii and not token.is_alpha}
        doc.user_data[SIGNS] = {place: words for place, words in signs.items() if words}
        return doc

    def _read_signs(self, text: str) -> str:
        """Give what the emoji of a token say, each once, by their Unicode names or by our own words."""
        signs = [sign for sign in text if sign in self._signs or unicodedata.category(sign) == "So"]
        names = [self._signs.get(sign, unicodedata.name(sign, "")) for sign in signs]
        said = [_NO_WORDS.sub(" ", name.lower()).strip() for name in names]
        return " ".join(list(dict.fromkeys(word for word in said if word))[:_MOST_SIGNS])

    def spell(self, norm: str, lower: str) -> str:
        """Give the normal spelling of a word, from spaCy's own norm and the lower-cased word."""
        word = lower.replace("’", "'")
        if norm != lower:  # a piece of a contraction, whose meaning the tokenizer knows
            return norm
        if word in self._spelling:
            return self._spelling[word]
        if word in self._known or not word.isalpha():
            return norm
        if _STRETCHED.search(word):
            for short in (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)):
                if short in self._known or short in self._spelling:
                    return self._spelling.get(short, short)
            word = _STRETCHED.sub(r"\1", word)
        if word.endswith("in") and word + "g" in self._known:
            return word + "g"
        if 5 <= len(word) <= _LONGEST:
            for variant in _without_one(word) | {word}:
                near = self._near.get(variant)
                if near is not None and abs(len(near) - len(word)) <= 1:
                    return near
        return word


class SafetyPhrases(_Stateful):
    """Marks safety phrases in `doc.spans["safety"]`, each span labelled with its category."""

    def use(self, content: Mapping[str, Any]) -> None:
        super().use(content)
        self.lexicon = Lexicon(self.vocab, content)

    def __call__(self, doc: Doc) -> Doc:
        doc.spans["safety"] = self.lexicon.find(doc)
        return doc


class IdentifierSpans(_Stateful):
    """Marks identifiers in `doc.spans["identifiers"]`, widened to whole tokens; `finder` gives exact characters."""

    def use(self, content: Mapping[str, Any]) -> None:
        super().use(content)
        self.finder = IdentifierFinder(content)

    def __call__(self, doc: Doc) -> Doc:
        spans = [
            doc.char_span(found.start, found.end, label=found.label, alignment_mode="expand")
            for found in self.finder.find(doc.text)
        ]
        doc.spans["identifiers"] = [span for span in spans if span is not None]
        return doc


@Language.factory("waymark_sentences")  # type: ignore[untyped-decorator]
def make_sentences(nlp: Language, name: str) -> SentenceSplitter:  # noqa: ARG001 (spaCy passes both)
    return SentenceSplitter()


@Language.factory("waymark_normal_words")  # type: ignore[untyped-decorator]
def make_normaliser(nlp: Language, name: str) -> Normaliser:  # noqa: ARG001
    return Normaliser(nlp)


@Language.factory("waymark_safety")  # type: ignore[untyped-decorator]
def make_safety(nlp: Language, name: str) -> SafetyPhrases:  # noqa: ARG001
    return SafetyPhrases(nlp)


@Language.factory("waymark_identifiers")  # type: ignore[untyped-decorator]
def make_identifiers(nlp: Language, name: str) -> IdentifierSpans:  # noqa: ARG001
    return IdentifierSpans(nlp)


def build_language(content_safety_dir: Path) -> Language:
    """Build the pipeline from `data/content/safety/`. Raises SafetyContentError when a file there is unfit."""
    words = read_safety_file(content_safety_dir, WORDS)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}})
    for line in need_lines(words, "contractions", WORDS):
        _add_contraction(nlp, line)
    for text, parts in list(nlp.Defaults.tokenizer_exceptions.items()):
        if text.isascii() and "'" in text and text.upper() not in nlp.tokenizer.rules:
            shouted = [{ORTH: part[ORTH].upper(), NORM: part.get(NORM, part[ORTH].lower())} for part in parts]
            nlp.tokenizer.add_special_case(text.upper(), shouted)
    nlp.add_pipe("waymark_sentences")
    normaliser = nlp.add_pipe("waymark_normal_words")
    safety = nlp.add_pipe("waymark_safety")
    safety.use(_read_lexicon(content_safety_dir))
    normaliser.use(_read_spelling(words, safety.lexicon.words))
    nlp.add_pipe("waymark_identifiers").use(IdentifierFinder.read(content_safety_dir))
    return nlp


def save_language(nlp: Language, folder: Path) -> None:
    """Write the pipeline to a folder that `spacy.load` and `load_language` can read."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)


def load_language(folder: Path) -> Language:
    """Read a saved pipeline. Importing this module has registered its components."""
    return spacy.load(folder)


def _add_contraction(nlp: Language, line: str) -> None:
    try:
        pieces, norms = (side.split() for side in line.split("="))
        pairs = list(zip(pieces, norms, strict=True))
    except ValueError:
        raise SafetyContentError(
            WORDS, f"The contraction {line!r} has unequal sides.", "Write `can nae = can not`."
        ) from None
    for change in (str.lower, str.upper, str.capitalize):
        written = change("".join(pieces))
        start, parts = 0, []
        for piece, norm in pairs:
            parts.append({ORTH: written[start : start + len(piece)], NORM: norm})
            start += len(piece)
        nlp.tokenizer.add_special_case(written, parts)
        if "'" in written:
            curly = [part | {ORTH: part[ORTH].replace("'", "’")} for part in parts]
            nlp.tokenizer.add_special_case(written.replace("'", "’"), curly)


def _read_lexicon(folder: Path) -> dict[str, Any]:
    found = read_safety_file(folder, "lexicon.yml")
    categories = [
        {**part, "phrases": need_lines(part, "phrases", "lexicon.yml")} for part in found.get("categories") or []
    ]
    sets = {key: need_words(found["sets"], key, "lexicon.yml") for key in found["sets"]}
    weigh = {
        key: need_lines(found["weigh"], key, "lexicon.yml")
        if key == "past"
        else need_words(found["weigh"], key, "lexicon.yml")
        for key in ("denials", "not_denied", "between", "not_before", "general", "opens_general", "again", "past")
    }
    return {"sets": sets, "categories": categories, "weigh": weigh}


def _read_spelling(words: Mapping[str, Any], lexicon_words: set[str]) -> dict[str, Any]:
    spelling: dict[str, str] = {}
    for line in need_lines(words, "spelling", WORDS):
        normal, _, variants = line.partition(":")
        spelling |= dict.fromkeys(variants.split(), normal.strip())
    signs = [line.partition("=") for line in need_lines(words, "signs", WORDS)]
    known = lexicon_words | set(spelling.values()) | set(need_words(words, "known", WORDS))
    return {
        "spelling": spelling,
        "known": sorted(known),
        "near": need_words(words, "near", WORDS),
        "signs": {sign.strip(): said.strip() for sign, _, said in signs},
        "verbs_after_a": need_words(words, "verbs_after_a", WORDS),
    }


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
