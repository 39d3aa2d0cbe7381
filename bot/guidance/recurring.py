"""Finds the words and phrases that recur in what many people shared.

No trained pipeline is shipped, so noun phrases are found by rule: one to three telling words after an article, pronoun
or a preposition ("for reflective practice", "our team meetings"), on spaCy's tokens. What may name or identify somebody
is left out before anything is counted.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Token
from spacy.util import filter_spans

from bot.guidance.words import COMMON, stem

LONGEST = 60
"""Characters of a phrase."""
MOST = 20
"""Phrases that one reflection can add to, so that no single one weighs much."""

MOSTLY = 0.8

_CUE_TEXT = """
    a an the our my their your his her its this these those that each every some any no more less enough better good
    about after at before between by during for from in into of on over through under with without and or
"""
_CUES = _CUE_TEXT.split()
_NO_NOUN_TEXT = "able often always never really sure well better best new old big small easier easy hard"
_NO_NOUNS = frozenset(_NO_NOUN_TEXT.split())
_SHORTEST = 3


Named = Callable[[str], Iterable[tuple[int, int]]]
"""Gives the places (start, end) of what may name or identify somebody in a text."""


def count_phrases(texts: Iterable[str], named: Named) -> Counter[str]:
    """In how many of the texts each phrase is. Each phrase is in its most frequent form, in small letters."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    held: Counter[str] = Counter()
    for text in texts:
        found = dict(_find(text, named))
        for key, form in list(found.items())[:MOST]:
            held[key] += 1
            forms[key][form] += 1
    longer: Counter[str] = Counter()
    for key, count in held.items():
        first, *more = key.split()
        longer[first] = max(longer[first], count if more else 0)
    # a word that hardly stands but to begin one phrase tells nothing more ("reflective", of "reflective practice")
    for key in [key for key in held if longer[key] >= MOSTLY * held[key]]:
        del held[key]
    return Counter({max(forms[key].items(), key=lambda item: (item[1], item[0]))[0]: n for key, n in held.items()})


def _find(text: str, named: Named) -> Iterator[tuple[str, str]]:
    """The phrases of one text: how it is compared (stems), and as it is written."""
    nlp, matcher = _language()
    doc = nlp.make_doc(text)
    places = list(named(text))
    for run in filter_spans([doc[start + 1 : end] for _, start, end in matcher(doc)]):
        for last in range(1, len(run) + 1):
            span = run[:last]
            within = any(start < span.end_char and span.start_char < end for start, end in places)
            form = " ".join(token.lower_ for token in span)
            if not within and len(form) <= LONGEST:
                yield " ".join(stem(token.lower_) for token in span), form


@functools.lru_cache(maxsize=1)
def _language() -> tuple[Language, Matcher]:
    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    Token.set_extension("telling", getter=_is_telling, force=True)
    matcher.add("phrase", [[{"LOWER": {"IN": _CUES}}, {"_": {"telling": True}, "OP": "{1,3}"}]], greedy="LONGEST")
    return nlp, matcher


def _is_telling(token: Token) -> bool:
    word = token.lower_
    plain = token.is_alpha and not token.is_stop and len(word) >= _SHORTEST
    return plain and word not in COMMON and word not in _NO_NOUNS and not word.endswith("ly")
