"""The one way in to guidance: find pieces for a reflection, suggest themes, rank passages of any corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.content import Content, Guidance
from bot.guidance.audiences import Audiences, is_for
from bot.guidance.index import PassageIndex, SentenceEncoder
from bot.guidance.openings import Opening, OpeningEncoder, OpeningReader
from bot.guidance.passages import Passage
from bot.guidance.remembering import RememberedVectors


@dataclass(frozen=True)
class Found:
    """A piece of guidance, and a telling word of it that stands in what was typed; only the first piece has one."""

    guidance: Guidance
    why_word: str | None


class GuidanceFinder:
    """Built once for a process. Remembers nothing of what is asked."""

    def __init__(self, content: Content, encoder: OpeningEncoder | None, folder: Path | None = None) -> None:
        """Prepare the guidance and themes of the content; without an encoder by words alone.

        folder: where the vectors of the content are kept for the next process (``Settings.models_dir``).
        """
        once = None if encoder is None else RememberedVectors(encoder, folder)
        self._index = PassageIndex([Passage.from_guidance(piece) for piece in content.guidance], encoder, once)
        self._audiences = Audiences(content.audiences)
        self._guidance = {piece.id: piece for piece in content.guidance}
        self._openings: OpeningReader | None = OpeningReader(
            content.themes, content.guidance, content.openings, encoder, once
        )
        if once is not None:
            once.keep()

    @classmethod
    def from_passages(cls, passages: Sequence[Passage], encoder: SentenceEncoder | None) -> Self:
        """Prepare passages of another corpus, for ``rank`` alone: there is nothing to show and no theme to suggest."""
        finder = cls.__new__(cls)
        finder._index = PassageIndex(passages, encoder)
        finder._audiences = Audiences(())
        finder._guidance = {}
        finder._openings = None
        return finder

    def find_guidance(
        self, text: str, theme: str | None = None, limit: int = 3, work: str | None = None
    ) -> tuple[Found, ...]:
        """Find up to ``limit`` pieces near to a reflection, best first; none when nothing is near.

        theme: the id of the theme reflected on; then only its pieces are offered. What is for others is never offered.
        work: the id of the kind of work that the person chose (``Content.kinds_of_work``). What fits it comes sooner,
        and what is for other work is never offered. None when they did not say; then the words may tell.
        """
        kept = [passage for passage in self._near(text, work) if theme is None or passage.theme == theme][:limit]
        pieces = [self._guidance[passage.id] for passage in kept]
        why = find_why_word(text, pieces[0].telling) if pieces else None
        return tuple(Found(piece, None if place else why) for place, piece in enumerate(pieces))

    def recognise_work(self, text: str) -> str | None:
        """Give the id of the kind of work that somebody's words tell of; None when they tell of none or of several."""
        return self._audiences.recognise_work(text)

    def suggest_themes(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Suggest up to ``limit`` theme ids, best first; one alone when it is plainly named; none when none is near."""
        return self.read_opening(text).themes[:limit]

    def read_opening(self, text: str) -> Opening:
        """Read the first thing that somebody writes about their work: its themes, and its pieces by their place.

        At least one theme for whatever says something about work; no word of the text is lost from the pieces.
        """
        return self._openings.read(text) if self._openings else Opening((), False, ())

    def name_theme(self, text: str) -> str | None:
        """Give the id of the theme that a text plainly names, by what people call it too; None when it says more."""
        return self._openings.name(text) if self._openings else None

    def rank(self, text: str, theme: str | None = None) -> tuple[str, ...]:
        """Give the ids of all passages near to the text, best first; those of the theme, if any, before the others."""
        near = self._near(text)
        first = [passage.id for passage in near if passage.theme == theme]
        return tuple(first + [passage.id for passage in near if passage.theme != theme])

    def _near(self, text: str, work: str | None = None) -> list[Passage]:
        recognised = self._audiences.recognise(text, work)
        ranked = self._index.rank(text, work or self.recognise_work(text), chosen=work is not None)
        near = (self._index.passages[place] for place in ranked)
        return [passage for passage in near if is_for(passage.only_for, recognised)]


def find_why_word(text: str, telling: Sequence[str]) -> str | None:
    """Give the longest telling word that literally stands in the text, whole words only, whatever the case, else None.

    Editors say which keywords are telling. A plain word such as "room" is a reason that fits by accident as often as
    not, and "You wrote “room”" beside "no room for mistakes" shows that nobody has read it.
    """
    plain = text.replace("’", "'")
    there = [word for word in telling if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain, re.IGNORECASE)]
    return max(there, key=len, default=None)
