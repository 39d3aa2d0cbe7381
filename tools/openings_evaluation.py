"""Measures how well openings are understood.

    uv run python -m tools.openings_evaluation FILE       # JSON: [{"text", "theme", "also"?: [themes], "place"?}]
    uv run python -m tools.openings_evaluation --crossed  # openings.yml, each fifth by what was learnt from the others

`--misses` prints what went wrong: not for sets that are to stay unseen. `--words` measures without the encoder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.content import Content, Openings, load_content
from bot.encoder import load_encoder
from bot.guidance import GuidanceFinder, Opening
from bot.guidance.openings import OpeningEncoder, OpeningReader
from bot.guidance.placing import PLACES
from bot.guidance.remembering import RememberedVectors
from bot.settings import ROOT, get_settings

PARTS = 5


class Labelled(NamedTuple):
    """An opening, the theme it was written for, others that fit it as well, and its place if one was written down."""

    text: str
    theme: str
    also: tuple[str, ...] = ()
    place: str | None = None


def read_labelled(path: Path) -> list[Labelled]:
    """Read a set."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Labelled(one["text"], one["theme"], tuple(one.get("also", ())), one.get("place")) for one in entries]


def report(labelled: Sequence[Labelled], read: Sequence[Opening]) -> list[str]:
    """Give the lines of the report."""
    pairs = list(zip(labelled, read, strict=True))
    first = [opening.themes[:1] for _, opening in pairs]
    good = [bool(one) and one[0] in (label.theme, *label.also) for one, (label, _) in zip(first, pairs, strict=True)]
    offered = [bool({label.theme, *label.also} & set(opening.themes)) for label, opening in pairs]
    clear = [right for right, (_, opening) in zip(good, pairs, strict=True) if opening.clear]
    placed = [(label.place, opening.pieces) for label, opening in pairs if label.place]
    longest = [max(pieces, key=lambda piece: len(piece.text)).place == place for place, pieces in placed if pieces]
    return [
        f"openings                       {len(pairs)}",
        f"accepted theme first           {_share(good)}",
        f"accepted theme offered         {_share(offered)}",
        f"the written theme first        {_share([o.themes[:1] == (label.theme,) for label, o in pairs])}",
        f"nothing near                   {_share([not opening.themes for _, opening in pairs])}",
        f"clear                          {len(clear)} of {len(pairs)} ({len(clear) / len(pairs):.1%})",
        f"first is right where clear     {_share(clear)}",
        f"place of the longest piece     {_share(longest)}",
    ]


def cross(content: Content, encoder: OpeningEncoder | None) -> tuple[list[Labelled], list[Opening]]:
    """Read each opening of openings.yml by a reader that did not see its fifth, nor any text that is equal to it."""
    labelled, read = [], []
    once = None if encoder is None else RememberedVectors(encoder, get_settings().models_dir)
    for part in range(PARTS):
        reader = OpeningReader(content.themes, content.guidance, _without(content.openings, part), encoder, once)
        for theme in content.openings.openings:
            for place in PLACES:
                for text in getattr(theme, place)[part::PARTS]:
                    labelled.append(Labelled(text, theme.theme, (), place))
                    read.append(reader.read(text))
    return labelled, read


def _without(openings: Openings, part: int) -> Openings:
    kept = []
    for theme in openings.openings:
        left = {place: tuple(t for at, t in enumerate(getattr(theme, place)) if at % PARTS != part) for place in PLACES}
        kept.append(theme.model_copy(update=left))
    return openings.model_copy(update={"openings": tuple(kept)})


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits)} of {len(hits)} ({sum(hits) / len(hits):.1%})" if hits else "none"


def main(arguments: Sequence[str]) -> int:
    """Print the report."""
    files = [one for one in arguments if not one.startswith("--")]
    if not files and "--crossed" not in arguments:
        print(__doc__)
        return 2
    content = load_content(ROOT / "data" / "content")
    encoder = None if "--words" in arguments else load_encoder(get_settings().models_dir)
    if "--crossed" in arguments:
        labelled, read = cross(content, encoder)
    else:
        began = time.process_time()
        reader = GuidanceFinder(content, encoder, get_settings().models_dir)
        built = time.process_time()
        labelled = read_labelled(Path(files[0]))
        read = [reader.read_opening(one.text) for one in labelled]
        each = 1000 * (time.process_time() - built) / len(read)
        print(f"processor time: {built - began:.1f} s to build all of guidance, {each:.0f} ms an opening")
    print(*report(labelled, read), sep="\n")
    if "--misses" in arguments:
        for label, opening in zip(labelled, read, strict=True):
            wrong = not opening.themes or opening.themes[0] not in (label.theme, *label.also)
            placed = [piece.place for piece in opening.pieces]
            if wrong or (label.place and label.place not in placed):
                print(f"- {label.text}\n    {label.theme} {label.place}: {opening.themes} {opening.clear} {placed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
