"""spaCy's tokenizer, with an end to what it tries on one long string of signs.

spaCy takes signs off both ends of what stands between two spaces, one at a time, and looks through the rest each time.
People write words there, and that costs nothing. But 4,000 characters without a space ("'s's's's…", "_a_a_a…") cost
seconds of everybody's time. So such a string is read in parts, each of which begins with a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import spacy
from spacy.attrs import NORM
from spacy.language import Language, create_tokenizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_prefix_regex, compile_suffix_regex

NAME = "waymark.Tokenizer.v1"
_LONGEST = 100
"""Characters between two spaces that are read at once: no word and few addresses are longer."""
_BETWEEN_SPACES = re.compile(r"\S+")
_BEFORE_SIGN = re.compile(r"(?<=[^\W_])(?=[^\w\s]|_)")
_RUN = r"(?:[^\w\s]|_){8,}"
"""A run of signs is one token: spaCy would take it off sign by sign."""


class BoundedTokenizer(Tokenizer):  # type: ignore[misc]
    """Gives spaCy's tokens, in time that doubles when the text does."""

    def __call__(self, text: str) -> Doc:
        """Read a text of any kind; no character of it is lost."""
        cuts = [0, *_cut(text), len(text)]
        if len(cuts) == 2:
            return super().__call__(text)
        parts = [super(BoundedTokenizer, self).__call__(text[start:end]) for start, end in pairwise(cuts)]
        return Doc.from_docs(parts, ensure_whitespace=False, attrs=[NORM])


def _cut(text: str) -> Iterator[int]:
    """Give the places before signs where what has no space is cut, each at least so many characters after the last."""
    for whole in _BETWEEN_SPACES.finditer(text):
        last = whole.start()
        if whole.end() - last > _LONGEST:
            for sign in _BEFORE_SIGN.finditer(text, last, whole.end()):
                if sign.start() - last >= _LONGEST:
                    last = sign.start()
                    yield last


@spacy.registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Give what spaCy calls to make the tokenizer of a pipeline."""
    make = create_tokenizer()

    def bounded(nlp: Language) -> Tokenizer:
        usual = make(nlp)
        return BoundedTokenizer(
            nlp.vocab,
            rules=usual.rules,
            prefix_search=compile_prefix_regex([_RUN, *nlp.Defaults.prefixes]).search,
            suffix_search=compile_suffix_regex([_RUN, *nlp.Defaults.suffixes]).search,
            infix_finditer=usual.infix_finditer,
            token_match=usual.token_match,
            url_match=usual.url_match,
        )

    return bounded
