"""What stands in a copy of a person's reflections: the file that they take away, or are handed on request.

The words around a person's own are in data/responses/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from bot.content import Content
from bot.days import today_in_scotland
from bot.documents import Block, Document, Facts, Heading, Line, Links, Said
from bot.reflection.answers import QUESTIONS
from bot.store.reflections import SavedReflection


def read_phrases(folder: Path) -> dict[str, str]:
    """The words of every utterance in data/responses, for a door that has no dialogue."""
    yaml = YAML(typ="safe")
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        responses = yaml.load(file.read_text(encoding="utf-8"))["responses"]
        found |= {name: variants[0]["text"] for name, variants in responses.items()}
    return found


@dataclass(frozen=True)
class Unsaved:
    """Answers that are in the conversation and nowhere else. `change`: to something that is saved."""

    theme: str
    answers: Mapping[str, str]
    screened: Sequence[str]
    change: bool


class Writer:
    """Writes the document. The names of themes, choices and guidance are those of the content."""

    def __init__(self, content: Content, phrase: Callable[[str], str]) -> None:
        """`phrase` gives the words of an utterance, with its places in them."""
        self.phrase = phrase
        self.themes = {theme.id: theme.name for theme in content.themes}
        self.ratings = dict(content.rating_scale)
        publishers = {source.id: source.publisher for source in content.sources}
        self.guidance = {
            piece.id: (f"{piece.title} ({publishers.get(piece.source, piece.source)})", piece.url)
            for piece in content.guidance
        }

    def write(self, intro: str, saved: Sequence[SavedReflection], unsaved: Sequence[Unsaved] = ()) -> Document:
        """The whole document. `intro` is the utterance that it begins with."""
        intro = self._words(intro, day=_day(today_in_scotland()))
        blocks: list[Block] = [Line(intro)]
        for one in saved:
            blocks += self._saved(one)
        for words_in_hand in unsaved:
            blocks += self._unsaved(words_in_hand)
        return Document(self._words("utter_document_title"), tuple(blocks), self._words("utter_document_unprintable"))

    def _saved(self, one: SavedReflection) -> Iterator[Block]:
        yield Heading(self.themes.get(one.theme, one.theme), 1)
        yield Facts(
            (
                (self._words("utter_document_saved_on"), _day(one.day)),
                (self._words("utter_document_sharing"), self._words(f"utter_sharing_{one.sharing}")),
                (self._words("utter_document_until"), _day(one.expires_on)),
            )
        )
        yield from self._answers({question: getattr(one, question) for question in QUESTIONS}, one.screened)
        if one.progress:
            yield Heading(self._words("utter_document_progress"), 2)
            yield Line(self._words(f"utter_document_progress_{one.progress.choice}", day=_day(one.progress.day)))
            if one.progress.words:
                yield Said(one.progress.words)
        if pieces := tuple(self.guidance[piece] for piece in one.guidance if piece in self.guidance):
            yield Heading(self._words("utter_document_guidance"), 2)
            yield Links(pieces)

    def _unsaved(self, one: Unsaved) -> Iterator[Block]:
        yield Heading(self.themes.get(one.theme, one.theme), 1)
        yield Line(self._words("utter_document_change_not_saved" if one.change else "utter_document_not_saved"))
        yield from self._answers(one.answers, one.screened)

    def _answers(self, answers: Mapping[str, str], screened: Sequence[str]) -> Iterator[Block]:
        for question in QUESTIONS:
            if text := answers.get(question):
                yield Heading(self._words(f"utter_label_{question}"), 2)
                yield Said(self.ratings.get(text, text) if question == "rating" else text)
                if question in screened:
                    yield Line(self._words("utter_document_never_shared"))

    def _words(self, utterance: str, **values: str) -> str:
        return self.phrase(utterance).format_map(values)


def _day(value: date) -> str:
    return f"{value:%-d %B %Y}"
