"""Reports how well Waymark tells identifiers from ordinary words, on sentences that no rule was made from.

    uv run python tools/words_report.py [--set SET] [--section SECTION] [--misses]

SET is held_out, second, last, development, read, kinds, seventh, voices, eighth, ninth, authors, tenth, trades or
eleventh. `--misses` prints the sentences that went wrong, and so it refuses held_out, second, tenth, eleventh and the
part `counted` of `eighth`: who has seen their misses would sooner or later write a rule for them. `read` are three sets
of other writers that were held out once, and were read when they had been measured; so are the two of `seventh`,
`last`, `ninth`, `authors` and `trades`.
`kinds`, `voices` and `eighth` were written by those who made the rules. SECTION is a heading of the file, such as `counted`.
"""  # noqa: E501

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.safety import IdentifierFinder  # noqa: E402 - found through the line above

TESTS = ROOT / "tests"
SETS = {
    "held_out": TESTS / "unit" / "safety" / "identifiers_held_out.txt",
    "second": TESTS / "held_out_styles" / "second" / "identifiers_author.txt",
    "last": TESTS / "held_out_styles" / "seventh" / "identifiers_last.txt",
    "development": TESTS / "unit" / "safety" / "identifiers_development.txt",
    "read": TESTS / "development" / "identifiers.txt",
    "kinds": TESTS / "development" / "identifiers_kinds.txt",
    "seventh": TESTS / "development" / "identifiers_seventh.txt",
    "voices": TESTS / "development" / "identifiers_voices.txt",
    "eighth": TESTS / "development" / "identifiers_eighth.txt",
    "ninth": TESTS / "development" / "identifiers_ninth.txt",
    "authors": TESTS / "development" / "identifiers_authors.txt",
    "trades": TESTS / "development" / "identifiers_trades.txt",
    "eleventh": TESTS / "held_out_styles" / "eleventh" / "identifiers_authors.txt",
    "tenth": TESTS / "held_out_styles" / "tenth" / "identifiers_authors.txt",
}
UNREAD_SETS = ("held_out", "second", "tenth", "eleventh")
UNREAD_SECTION = "counted"
CONTENT = ROOT / "data" / "content"
COVERED = 0.75
"""The share of a structured identifier's characters that must be covered: half a telephone number is still one."""
_MARK = re.compile(r"\{([A-Z]+)\|([^}]*)\}")


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive), and their label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence, and the heading that it stands under in its file."""

    section: str
    text: str
    spans: tuple[Span, ...]


def read_sentences(file: Path) -> list[Sentence]:
    r"""Read sentences with `{LABEL|part}` marks a line each (`\n` breaks it), under headings of a word."""
    found, section = [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            section = line.removeprefix("# ")
        elif line:
            line = line.replace(r"\n", "\n")
            text, done, spans = "", 0, []
            for mark in _MARK.finditer(line):
                text += line[done : mark.start()]
                spans.append(Span(len(text), len(text) + len(mark[2]), mark[1]))
                text, done = text + mark[2], mark.end()
            found.append(Sentence(section, text + line[done:], tuple(spans)))
    return found


def is_found(wanted: Span, found: Iterable[Span]) -> bool:
    """Whether a mark of the same label covers enough: any overlap for a name, nearly all for what is masked."""
    shared = max(
        (min(wanted.end, s.end) - max(wanted.start, s.start) for s in found if s.label == wanted.label), default=0
    )
    return shared > 0 if wanted.label == "NAME" else shared >= COVERED * (wanted.end - wanted.start)


def score_identifiers(finder: IdentifierFinder, sentences: Iterable[Sentence]) -> tuple[Counter[str], list[str]]:
    """Give counts (`NAME wanted`, `NAME found`, `structured false` …) and a line for each mistake."""
    counts: Counter[str] = Counter()
    mistakes = []
    for sentence in sentences:
        found = [Span(part.start, part.end, part.label) for part in finder.find(sentence.text)]
        for span in sentence.spans:
            counts[f"{span.label} wanted"] += 1
            counts[f"{span.label} found"] += (hit := is_found(span, found))
            counts[f"{span.label} exact"] += span in found
            counts[f"{span.label} whole"] += any(
                s.label == span.label and s.start <= span.start and span.end <= s.end for s in found
            )
            if not hit:
                mistakes.append(f"missed {span.label} {sentence.text[span.start : span.end]!r} in: {sentence.text}")
        for span in found:
            if not any(span.start < wanted.end and wanted.start < span.end for wanted in sentence.spans):
                counts[f"{'NAME' if span.label == 'NAME' else 'structured'} false"] += 1
                mistakes.append(f"false {span.label} {sentence.text[span.start : span.end]!r} in: {sentence.text}")
            counts[f"{'NAME' if span.label == 'NAME' else 'structured'} marked"] += 1
        if not sentence.spans:
            counts["clean wanted"] += 1
            counts["clean flagged"] += bool(found)
    return counts, mistakes


def main() -> None:
    """Print the figures of one set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=SETS, default="held_out")
    parser.add_argument("--section", help="a heading of the file")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.misses and options.set in UNREAD_SETS:
        parser.error("the misses of this set stay unread; use --set development")
    if options.misses and options.set == "eighth" and options.section in (None, UNREAD_SECTION):
        parser.error(f"the misses of the part {UNREAD_SECTION!r} stay unread; use --section read")
    finder = IdentifierFinder.from_folder(CONTENT / "safety")
    sentences = [one for one in read_sentences(SETS[options.set]) if options.section in (None, one.section)]
    counts, mistakes = score_identifiers(finder, sentences)
    for label in sorted({key.split()[0] for key in counts if key.endswith(" wanted")}):
        got = counts[f"{label} flagged"] if label == "clean" else counts[f"{label} found"]
        exact = "" if label == "clean" else f", whole {counts[f'{label} whole']}, exact {counts[f'{label} exact']}"
        print(f"{label}: {got} of {counts[f'{label} wanted']}{exact}")
    for kind in ("NAME", "structured"):
        print(f"{kind} marked wrongly: {counts[f'{kind} false']} of {counts[f'{kind} marked']}")
    if options.misses:
        print(*mistakes, sep="\n")


if __name__ == "__main__":
    main()
