"""Reports how well the screen or the identifier rules do on a labelled file: `python -m bot.safety.evaluate FILE`.

FILE is JSON: a list of `{"text", "label", "category"}` for distress, or of `{"text", "spans": [{"start", "end",
"label"}]}` for identifiers. Misses are part of the result; `--misses` prints the texts, which in such files are
invented.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.safety.identifiers import IdentifierFinder
from bot.safety.language import build_language
from bot.safety.model import TAUGHT, load_model
from bot.safety.screen import SafetyScreen
from bot.safety.source import TIERS
from bot.settings import get_settings

Row = tuple[str, str, int, int, int]


def count_tiers(screen: SafetyScreen, messages: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Give (label, category, interrupts, soft lines, none) per category, and per label with the category `all`."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for message in messages:
        tier = screen.screen(message["text"]).tier
        for category in (message.get("category", ""), "all"):
            counts[message["label"], category, tier] += 1
    keys = sorted({key[:2] for key in counts})
    return [(label, category, *(counts[label, category, tier] for tier in TIERS)) for label, category in keys]  # type: ignore[misc]


def count_identifiers(finder: IdentifierFinder, texts: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Give (found, wanted) per label; `clean` holds (falsely marked, all) for texts without identifiers."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in texts:
        found = {(part.start, part.end, part.label) for part in finder.find(entry["text"])}
        for span in entry["spans"]:
            counts[span["label"], "wanted"] += 1
            counts[span["label"], "found"] += (span["start"], span["end"], span["label"]) in found
        if not entry["spans"]:
            counts["clean", "wanted"] += 1
            counts["clean", "found"] += bool(found)
    labels = sorted({label for label, _ in counts})
    return {label: (counts[label, "found"], counts[label, "wanted"]) for label in labels}


def build_screen(content_safety_dir: Path) -> SafetyScreen:
    """Build the pipeline from content, and load what the screen was taught."""
    model = load_model(content_safety_dir / TAUGHT, get_settings().models_dir)
    return SafetyScreen(build_language(content_safety_dir), model)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures for one file."""
    parser = argparse.ArgumentParser(prog="python -m bot.safety.evaluate", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="print the texts that were not as labelled")
    options = parser.parse_args(arguments)
    entries = json.loads(options.file.read_text(encoding="utf-8"))
    folder = get_settings().content_dir / "safety"
    if "spans" in entries[0]:
        _print_identifiers(IdentifierFinder.from_folder(folder), entries, misses=options.misses)
    else:
        _print_tiers(build_screen(folder), entries, misses=options.misses)


def _print_tiers(screen: SafetyScreen, entries: Sequence[Mapping[str, Any]], *, misses: bool) -> None:
    print(f"{'label':10}{'category':18}{'n':>5}{'interrupt':>11}{'soft':>7}{'none':>7}{'any alert':>11}")
    for label, category, interrupts, softs, nones in count_tiers(screen, entries):
        size = interrupts + softs + nones
        shares = (
            f"{interrupts / size:>11.2f}{softs / size:>7.2f}{nones / size:>7.2f}{(interrupts + softs) / size:>11.2f}"
        )
        print(f"{label:10}{category:18}{size:>5}{shares}")
    wanted = {"crisis": "interrupt", "distress": "soft", "none": "none"}
    for entry in entries if misses else ():
        found = screen.screen(entry["text"])
        if found.tier != wanted[entry["label"]]:
            print(
                f"{entry['label']}/{entry.get('category')} -> {found.tier} {','.join(found.reasons)}: {entry['text']}"
            )


def _print_identifiers(finder: IdentifierFinder, entries: Sequence[Mapping[str, Any]], *, misses: bool) -> None:
    for label, (found, wanted) in count_identifiers(finder, entries).items():
        print(f"{label:10}{found:>4} of {wanted:>4}{'  falsely marked' if label == 'clean' else ''}")
    for entry in entries if misses else ():
        found_now = {(part.start, part.end, part.label) for part in finder.find(entry["text"])}
        wanted_now = {(span["start"], span["end"], span["label"]) for span in entry["spans"]}
        if found_now != wanted_now:
            print(f"missed {sorted(wanted_now - found_now)} falsely {sorted(found_now - wanted_now)}: {entry['text']}")


if __name__ == "__main__":
    main()
