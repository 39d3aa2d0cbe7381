"""Measures how well guidance fits reflections that nobody tuned it on, and writes docs/guidance-evaluation.md.

Totals only: reflections of the held-out set are never shown, so that nobody tunes to one of them. Each run with it is a
look, so tune with the development set, which anybody may read, and write down each measurement of the held-out one:

    uv run python -m tools.guidance_evaluation --development
    uv run python -m tools.guidance_evaluation
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content import load_content
from bot.encoder import load_encoder
from bot.guidance import GuidanceFinder
from bot.settings import ROOT, get_settings

CONTENT = ROOT / "data" / "content"
REFLECTIONS = ROOT / "tests" / "held_out_styles" / "guidance_author.json"
SECOND = ROOT / "tests" / "held_out_styles" / "second" / "guidance_author.json"
DEVELOPMENT = ROOT / "tests" / "development" / "guidance.json"
GRADED = ROOT / "tests" / "development" / "graded_pieces.txt"
TEMPLATE = ROOT / "tools" / "guidance_evaluation.md"
PAGE = ROOT / "docs" / "guidance-evaluation.md"
SHOWN = 3
"""How many pieces the chat offers at most."""
MANY = 50
"""Of how many pieces, best first, those that were graded are picked out."""


@dataclass(frozen=True)
class Labelled:
    """A reflection, the theme it was written for, and how well pieces fit it: id to grade, 1 (a little) to 3 (best)."""

    text: str
    theme: str | None
    relevant: Mapping[str, int]
    writer: str = ""


def read_reflections(path: Path = REFLECTIONS) -> list[Labelled]:
    """Read the labelled reflections."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Labelled(one["text"], one.get("theme"), one["relevant"], one.get("writer", "")) for one in entries]


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """Give the gain of the grades of what was shown, in order, beside that of the best possible order (0 to 1).

    Gain 2^grade - 1, discounted by log2 of the place (Järvelin and Kekäläinen, 2002; as in Burges and others, 2005).
    """
    best = _gain(sorted(ideal, reverse=True)[:SHOWN])
    return _gain(grades[:SHOWN]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def read_graded(path: Path = GRADED) -> frozenset[str]:
    """Read the ids of the pieces that there were when the reflections were graded."""
    return frozenset(line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#"))


def measure(
    finder: GuidanceFinder, labelled: Sequence[Labelled], *, themed: bool, graded: Collection[str] | None = None
) -> dict[str, float]:
    """Give nDCG@3, the share whose first piece is relevant, and the share for which nothing is shown.

    themed: search the reflection's theme alone, as the chat does; the ideal is then of that theme too.
    graded: look at these pieces alone, in the order found. Whoever graded the reflections could not grade what was
    written later, and without this each later piece counts as a miss (condensed lists; Sakai, 2007).
    """
    themes = {piece.id: piece.theme for piece in load_content(CONTENT).guidance}
    scores: list[tuple[float, bool, bool]] = []
    for one in labelled:
        theme = one.theme if themed else None
        relevant = {piece: grade for piece, grade in one.relevant.items() if theme in (None, themes[piece])}
        if graded is not None:
            relevant = {piece: grade for piece, grade in relevant.items() if piece in graded}
        limit = SHOWN if graded is None else MANY
        found = [found.guidance.id for found in finder.find_guidance(one.text, theme=theme, limit=limit)]
        shown = [piece for piece in found if graded is None or piece in graded][:SHOWN]
        grades = [relevant.get(piece, 0) for piece in shown]
        scores.append((ndcg(grades, list(relevant.values())), bool(grades and grades[0]), not shown))
    names = ("nDCG@3", "P@1", "nothing shown")
    return {name: sum(column) / len(scores) for name, column in zip(names, zip(*scores, strict=True), strict=True)}


def write_rows(results: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Write a table with a row for each way to search."""
    yield "| | nDCG@3 | first piece relevant | nothing shown |"
    yield "|---|---|---|---|"
    for name, result in results.items():
        yield f"| {name} | " + " | ".join(f"{value:.3f}" for value in result.values()) + " |"


def measure_writers(finder: GuidanceFinder) -> dict[str, dict[str, float]]:
    """Measure the development set in the theme: each writer, all of them, and all by the pieces graded at first."""
    groups = defaultdict(list)
    for one in read_reflections(DEVELOPMENT):
        groups[one.writer].append(one)
        groups["all"].append(one)
    measured = {writer: measure(finder, group, themed=True) for writer, group in groups.items()}
    return measured | {"graded": measure(finder, groups["all"], themed=True, graded=read_graded())}


def main() -> None:
    """Measure and write the page; with --development only show how the development set fares."""
    content = load_content(CONTENT)
    encoder: Any = load_encoder(get_settings().models_dir)
    finders = {"words and meaning": GuidanceFinder(content, encoder), "words alone": GuidanceFinder(content, None)}
    development = measure_writers(finders["words and meaning"])
    print("\n".join(write_rows(development)))
    if "--development" in sys.argv:
        return
    labelled, results = read_reflections(), {}
    for name, finder in finders.items():
        results[f"{name}, in the theme"] = measure(finder, labelled, themed=True)
        results[f"{name}, all guidance"] = measure(finder, labelled, themed=False)
    meaning, graded = finders["words and meaning"], read_graded()
    results["graded pieces alone, in the theme"] = measure(meaning, labelled, themed=True, graded=graded)
    second = read_reflections(SECOND)
    results["second set, in the theme"] = measure(meaning, second, themed=True)
    results["second set, graded pieces alone"] = measure(meaning, second, themed=True, graded=graded)
    results["our own development set, in the theme"] = development["all"]
    results["our own development set, graded pieces alone"] = development["graded"]
    table = "\n".join(write_rows(results))
    page = TEMPLATE.read_text(encoding="utf-8").replace("{{table}}", table).replace("{{size}}", str(len(labelled)))
    PAGE.write_text(page.replace("{{pieces}}", str(len(content.guidance))), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
