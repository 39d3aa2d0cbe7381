"""How many identifiers are found in sentences that no rule was made from; docs/understanding.md tells the figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.safety import IdentifierFinder
from bot.safety.identifiers import LABELS
from tools.words_report import SETS, Sentence, read_sentences, score_identifiers

STRUCTURED = ("ADDRESS", "CHI", "DOB", "EMAIL", "NINO", "PHONE", "POSTCODE")


@pytest.fixture(scope="module", params=["development", "held_out"])
def sentences(request: pytest.FixtureRequest) -> list[Sentence]:
    return read_sentences(SETS[request.param])


@pytest.fixture
def counts(finder: IdentifierFinder, sentences: list[Sentence]) -> Counter[str]:
    return score_identifiers(finder, sentences)[0]


def test_at_least_nine_names_in_ten_are_suspected(counts: Counter[str]) -> None:
    assert counts["NAME wanted"] >= 60
    assert counts["NAME found"] >= 0.9 * counts["NAME wanted"]


def test_structured_identifiers_are_masked(counts: Counter[str]) -> None:
    wanted = sum(counts[f"{label} wanted"] for label in STRUCTURED)
    assert wanted >= 30
    assert sum(counts[f"{label} found"] for label in STRUCTURED) >= 0.97 * wanted
    assert counts["structured false"] <= 0.02 * counts["structured marked"]


def test_few_ordinary_sentences_are_marked(counts: Counter[str]) -> None:
    assert counts["clean wanted"] >= 60
    assert counts["clean flagged"] <= 0.03 * counts["clean wanted"]


def test_the_targets_hold_on_sentences_that_were_written_last(finder: IdentifierFinder) -> None:
    """Written when the rules were fixed, by a writer who had seen nothing; measured once, and nothing changed after."""
    counts, _ = score_identifiers(finder, read_sentences(SETS["second"]))
    wanted = sum(counts[f"{label} wanted"] for label in STRUCTURED)
    assert (wanted, counts["NAME wanted"], counts["clean wanted"]) == (140, 100, 150)
    assert sum(counts[f"{label} found"] for label in STRUCTURED) >= 0.97 * wanted  # 136
    assert counts["NAME found"] >= 0.85 * counts["NAME wanted"]  # 86
    assert counts["clean flagged"] <= 0.02 * counts["clean wanted"]  # none


def test_the_sets_that_were_read_since_keep_their_figures(finder: IdentifierFinder) -> None:
    counts, _ = score_identifiers(finder, read_sentences(SETS["read"]))
    wanted = sum(counts[f"{label} wanted"] for label in STRUCTURED)
    assert sum(counts[f"{label} found"] for label in STRUCTURED) >= 0.99 * wanted
    assert counts["NAME found"] >= 0.84 * counts["NAME wanted"]
    assert counts["clean flagged"] <= 0.02 * counts["clean wanted"]


def test_every_kind_is_found_in_what_its_rules_were_built_on(finder: IdentifierFinder) -> None:
    """The author of the rules wrote these, so this holds what was reached; it tells nothing of other writers."""
    counts, _ = score_identifiers(finder, read_sentences(SETS["kinds"]))
    assert {key.removesuffix(" wanted") for key in counts if key.endswith(" wanted")} >= {*LABELS, "clean"} - {
        "POSTCODE"
    }
    for label in LABELS[:-1]:
        assert counts[f"{label} exact"] >= 0.95 * counts[f"{label} wanted"], label
    assert counts["NAME found"] >= 0.95 * counts["NAME wanted"] >= 0.95 * 150
    assert counts["NAME exact"] >= 0.9 * counts["NAME wanted"]
    assert counts["clean wanted"] >= 200
    assert counts["clean flagged"] <= 0.02 * counts["clean wanted"]


@pytest.mark.parametrize("name", ["seventh", "voices", "last", "ninth", "authors"])
def test_every_kind_is_found_in_the_voices_that_were_read(finder: IdentifierFinder, name: str) -> None:
    """Rules were mended on all of them, so this holds what was reached; it tells nothing of other writers."""
    counts, _ = score_identifiers(finder, read_sentences(SETS[name]))
    wanted = sum(counts[f"{label} wanted"] for label in LABELS[:-1])
    assert sum(counts[f"{label} found"] for label in LABELS[:-1]) >= 0.97 * wanted
    for label in LABELS[:-1]:
        assert counts[f"{label} found"] >= 0.94 * counts[f"{label} wanted"] > 0, label
    assert counts["NAME found"] >= 0.91 * counts["NAME wanted"]
    assert counts["NAME whole"] >= 0.85 * counts["NAME wanted"]
    most = 0.05 if name == "authors" else 0.02  # names alone, and no number
    assert counts["structured false"] <= 2
    assert counts["clean flagged"] <= most * counts["clean wanted"]


FEWEST_OF_TENTH = {"ADDRESS": 0.75, "CHI": 0.76, "PASSPORT": 0.81, "BANK": 0.85, "SOCIAL": 0.85}
"""What is found of these kinds in the set that nobody read; of every other kind it is .9 at least."""


def test_what_fresh_writers_wrote_is_found_as_it_was_measured(finder: IdentifierFinder) -> None:
    """Blind: no miss of it was read. The target is .95 of every kind and 2 % of clean lines; the floors are lower."""
    counts, _ = score_identifiers(finder, read_sentences(SETS["tenth"]))
    assert sum(counts[f"{label} wanted"] for label in LABELS[:-1]) == 307
    assert sum(counts[f"{label} found"] for label in LABELS[:-1]) >= 276
    for label in LABELS[:-1]:
        assert counts[f"{label} found"] >= FEWEST_OF_TENTH.get(label, 0.9) * counts[f"{label} wanted"] > 0, label
    assert (counts["NAME wanted"], counts["clean wanted"]) == (200, 352)
    assert counts["NAME found"] >= 0.94 * counts["NAME wanted"]  # 188; the target is .88
    assert counts["NAME whole"] >= 0.92 * counts["NAME wanted"]  # 185; the target is .85
    assert counts["clean flagged"] <= 17  # .048; the target is .02


def test_what_is_typed_without_a_label_is_found_as_it_was_measured(finder: IdentifierFinder) -> None:
    """`eleventh` is blind: no miss of it was read. `trades` was read, and mended for in part."""
    counts, _ = score_identifiers(finder, read_sentences(SETS["eleventh"]))
    assert sum(counts[f"{label} wanted"] for label in LABELS[:-1]) == 273
    assert sum(counts[f"{label} found"] for label in LABELS[:-1]) >= 225
    assert (counts["NAME wanted"], counts["clean wanted"]) == (178, 300)
    assert counts["NAME found"] >= 166
    assert counts["clean flagged"] <= 20
    counts, _ = score_identifiers(finder, read_sentences(SETS["trades"]))
    assert sum(counts[f"{label} found"] for label in LABELS[:-1]) >= 778
    assert counts["clean flagged"] <= 37


FEWEST_COUNTED = {"ADDRESS": 0.75, "CASE": 0.87, "CRIME": 0.88, "POSTCODE": 0.88, "DOB": 0.89, "PHONE": 0.89}
"""What is found of these kinds in the part that was only counted; of every other kind it is .89 at least."""


@pytest.mark.parametrize(("section", "all_kinds", "each"), [("read", 0.99, 0.93), ("counted", 0.91, 0.89)])
def test_every_kind_is_found_however_it_is_written(
    finder: IdentifierFinder, section: str, all_kinds: float, each: float
) -> None:
    """Ours, written to be hard: terse, dictated, with slips, split over a line. Of `counted` no miss was read."""
    sentences = [one for one in read_sentences(SETS["eighth"]) if one.section == section]
    counts, _ = score_identifiers(finder, sentences)
    wanted = sum(counts[f"{label} wanted"] for label in LABELS[:-1])
    assert wanted >= 500
    assert sum(counts[f"{label} found"] for label in LABELS[:-1]) >= all_kinds * wanted
    for label in LABELS[:-1]:
        floor = FEWEST_COUNTED.get(label, each) if section == "counted" else each
        assert counts[f"{label} found"] >= floor * counts[f"{label} wanted"] > 0, label
    assert counts["NAME whole"] >= 0.85 * counts["NAME wanted"]
    assert counts["clean wanted"] >= 200
    assert counts["clean flagged"] <= 0.01 * counts["clean wanted"]


def test_marks_are_read(tmp_path: Path) -> None:
    file = tmp_path / "sentences.txt"
    file.write_text("# names\nspoke to {NAME|Ann} at {PHONE|07700 900123}.\n")
    (sentence,) = read_sentences(file)
    assert sentence.section == "names"
    assert [(sentence.text[s.start : s.end], s.label) for s in sentence.spans] == [
        ("Ann", "NAME"),
        ("07700 900123", "PHONE"),
    ]
