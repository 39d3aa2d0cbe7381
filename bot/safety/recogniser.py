"""A trained recogniser of people's names, where a site has installed one and named it in `WAYMARK_SPACY_NER`.

None is shipped or downloaded. What it finds joins what our own lists and rules suspect; it takes nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator

import spacy
from spacy.language import Language

from bot.settings import SettingsError

_PEOPLE = frozenset({"PERSON", "PER"})
_NEEDED = ("tok2vec", "transformer", "ner")


class Recogniser:
    """Gives people's names that a trained spaCy pipeline sees."""

    def __init__(self, pipeline: Language) -> None:
        """Take a loaded pipeline; build it with `load_recogniser`."""
        self._pipeline = pipeline

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give (start, end) of each person's name in cleaned text, without a possessive ending."""
        for entity in self._pipeline(text).ents:
            name = entity.text.removesuffix("'s").rstrip()
            if entity.label_ in _PEOPLE and any(letter.isalpha() for letter in name):
                yield entity.start_char, entity.start_char + len(name)


def load_recogniser(name: str) -> Recogniser | None:
    """Load the pipeline of that name or folder; None for an empty name. Raises SettingsError if it cannot."""
    if not name:
        return None
    try:
        pipeline = spacy.load(name)
    except Exception:  # spaCy meets a missing, broken or newer pipeline with many kinds of error
        raise SettingsError(
            f"WAYMARK_SPACY_NER names the spaCy pipeline {name!r}, which cannot be loaded here. "
            "Install one that fits this version of spaCy, or leave the setting empty."
        ) from None
    if "ner" not in pipeline.pipe_names:
        raise SettingsError(
            f"WAYMARK_SPACY_NER names the spaCy pipeline {name!r}, which has no `ner` component. "
            "Name one that recognises people, or leave the setting empty."
        )
    pipeline.select_pipes(enable=[part for part in pipeline.pipe_names if part in _NEEDED])
    return Recogniser(pipeline)
