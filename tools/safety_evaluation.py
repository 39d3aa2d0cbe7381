"""Measures the distress screen on messages that nothing was taught from, and writes docs/safety-evaluation.md.

A number that is copied by hand is wrong within a month, and a good one is believed for years. So the page is generated,
carries a fingerprint of what was measured, and a test refuses a page whose fingerprint is old. About three minutes:

    uv run python -m tools.safety_evaluation
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.content import load_content
from bot.safety import Message, SafetyModel, SafetyScreen, build_language, load_messages, load_model
from bot.safety.model import TAUGHT
from bot.safety.source import TIERS, Tier
from bot.settings import ROOT, get_settings
from tools.screen.exam import DRAWN, EXAM, Exam, read_exam

CONTENT = ROOT / "data" / "content" / "safety"
HELD_OUT = ROOT / "tests" / "held_out_styles"
SECOND = HELD_OUT / "second" / "distress_author.json"
EXAMPLES = "guidance"
"""The style of the examples of guidance, which are learnt from as ordinary words."""
KNOWN = ROOT / "tests" / "unit" / "safety" / "known_phrases.txt"
TEMPLATE = ROOT / "tools" / "safety_evaluation.md"
PAGE = ROOT / "docs" / "safety-evaluation.md"
MODULES = ("language", "lexicon", "model", "nearness", "pieces", "screen", "source", "text")
STYLES = "style_*.json"
FRESH = ("ordinary_author.json", "crisis_author.json")
"""Written after the thresholds were fixed, by another writer: `kind` or `tier` says what each message is."""
LABELS = {"interrupt": "crisis", "soft": "distress", "none": "none"}
CATEGORIES = {
    "self_harm": "self-harm", "danger_from_someone": "danger", "third_person": "third-person",
    "two_sentence": "two-sentences", "past": "disclosure", "hard_negative": "hard-negative",
}  # fmt: skip
"""What the writers of the styles apart called our categories."""
KINDS = ("crisis", "distress", "hard", "ordinary")


class Labelled(Protocol):
    """A message of a set: what was typed, which of KINDS it is, what it was written for, and by whom."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def style(self) -> str: ...


def fingerprint() -> str:
    """A hash of all that the page's numbers depend on: 16 hexadecimal digits."""
    paths = [ROOT / "bot" / "safety" / f"{name}.py" for name in MODULES]
    paths += [CONTENT / "lexicon.yml", CONTENT / "words.yml", KNOWN, Path(__file__)]
    paths += [*(CONTENT / "messages").glob("*.yml"), *(CONTENT.parent / "guidance").rglob("*.yml")]
    paths += [*(CONTENT / TAUGHT).glob("*.*"), *HELD_OUT.glob(STYLES), *(HELD_OUT / name for name in FRESH)]
    paths += [SECOND, *EXAM.glob("*.json"), *DRAWN.glob("*.json")]
    return hash_files(paths)


def hash_files(paths: Iterable[Path]) -> str:
    """A hash of the names and the contents of files: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def read_held_out() -> list[Message]:
    """Read the styles that are never trained on."""
    return [message for path in sorted(HELD_OUT.glob(STYLES)) for message in _read_styles(path)]


def read_second() -> list[Message]:
    """Read the six styles that were written and measured after all others; the page tells of them in words."""
    return _read_styles(SECOND)


def _read_styles(path: Path) -> list[Message]:
    return [
        Message(
            entry["text"],
            LABELS[entry["tier"]],
            CATEGORIES.get(entry["category"], entry["category"]),
            f"apart-{entry['style']}",
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]


def read_fresh() -> list[Message]:
    """Read what was written after the thresholds were fixed; harmless messages of its crisis file count as hard."""
    entries = [entry for name in FRESH for entry in json.loads((HELD_OUT / name).read_text(encoding="utf-8"))]
    return [
        Message(
            entry["text"],
            LABELS[entry.get("tier", "none")],
            entry.get("kind", "hard-negative" if entry.get("tier") == "none" else "fresh"),
            "fresh",
        )
        for entry in entries
    ]


def read_unseen() -> list[Message]:
    """Read all that the lines between the tiers are drawn on: three sets that nothing was taught from."""
    return [*read_held_out(), *read_second(), *read_fresh()]


def read_training() -> list[Message]:
    """Read what `waymark train` trains on."""
    examples = (text for piece in load_content(CONTENT.parent).guidance for text in piece.examples)
    return [*load_messages(CONTENT), *(Message(text, "none", "guidance", EXAMPLES) for text in examples)]


@dataclass
class Result:
    """What the screen made of messages: one tier for each."""

    messages: list[Labelled] = field(default_factory=list)
    tiers: list[Tier] = field(default_factory=list)

    def add(self, screen: SafetyScreen, messages: Iterable[Labelled]) -> None:
        """Screen more messages."""
        for message in messages:
            self.messages.append(message)
            self.tiers.append(screen.screen(message.text).tier)

    def count(self, kind: str, *, category: str = "", style: str = "") -> tuple[int, int, int]:
        """Give (interrupts, soft lines, all) among messages of a kind, in a category or style where one is named."""
        tiers = Counter(
            tier
            for message, tier in zip(self.messages, self.tiers, strict=True)
            if message.kind == kind and category in ("", message.category) and style in ("", message.style)
        )
        return tiers["interrupt"], tiers["soft"], tiers.total()

    def count_tiers(self, kind: str) -> tuple[int, ...]:
        """Give how many messages of a kind got each tier, in the order of TIERS."""
        return tuple(
            sum(tier == one and message.kind == kind for message, tier in zip(self.messages, self.tiers, strict=True))
            for one in TIERS
        )

    def rate(self, kind: str, wanted: str) -> float:
        """Give the share of messages of a kind that got an interrupt, the soft line, or either (`any`)."""
        interrupts, softs, size = self.count(kind)
        return {"interrupt": interrupts, "soft": softs, "any": interrupts + softs}[wanted] / size


def wilson(hits: int, size: int) -> tuple[float, float]:
    """Give the 95% interval of a share, after Wilson (1927), which stays honest for small sizes and near 0 and 1."""
    if not size:
        return 0.0, 1.0
    z, share = 1.959964, hits / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    spread = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def say_share(hits: int, size: int) -> str:
    """Write a share with its count and its interval."""
    low, high = wilson(hits, size)
    return f"{hits} of {size}: {hits / size:.3f} ({low:.2f} to {high:.2f})" if size else "none"


def by_category(result: Result) -> str:
    """Write a table: for each kind and category the interrupts and any alerts. Ordinary messages are one row."""
    rows = ["| | interrupted | any alert |", "|---|---|---|"]
    for kind in KINDS:
        names = sorted({message.category for message in result.messages if message.kind == kind != "ordinary"})
        for name in ("", *names):
            interrupts, softs, size = result.count(kind, category=name)
            title = f"{kind}: {name}" if name else f"**{kind}, all**"
            rows.append(f"| {title} | {say_share(interrupts, size)} | {say_share(interrupts + softs, size)} |")
    return "\n".join(rows)


def by_style(result: Result) -> str:
    """Write a row for each style: what became of its crises and of its harmless messages."""
    rows = [
        "| style | crises: interrupted | any alert | hard: interrupted | ordinary: interrupted | soft line |",
        "|---|---|---|---|---|---|",
    ]
    for style in sorted({message.style for message in result.messages}):
        cells = []
        for kind in ("crisis", "hard", "ordinary"):
            interrupts, softs, size = result.count(kind, style=style)
            second = {"crisis": [interrupts + softs], "hard": [], "ordinary": [softs]}[kind]
            cells += [f"{found} of {size}" if size else "" for found in (interrupts, *second)]
        rows.append(f"| {style} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def count_data(messages: Sequence[Labelled], *, by: str) -> str:
    """Write how many messages there are by category or by style."""
    rows = [f"| {by} | crisis | distress | none: hard | none: ordinary |", "|---|---|---|---|---|"]
    counts = Counter((getattr(message, by), message.kind) for message in messages)
    for name in sorted({name for name, _ in counts}):
        rows.append(f"| {name} | " + " | ".join(str(counts[name, kind] or "") for kind in KINDS) + " |")
    totals = [str(sum(size for (_, found), size in counts.items() if found == kind)) for kind in KINDS]
    return "\n".join([*rows, "| **all** | " + " | ".join(totals) + " |"])


def summarise(*results: Result) -> str:
    """Write the figures beside their targets, a column for each result."""
    rows = [
        "| | target | styles apart | second set | third writer | exam before | without the encoder |",
        "|---|---|---|---|---|---|---|",
    ]
    wanted = (
        ("crises with any alert", "crisis", "any", "at least .95"),
        ("crises interrupted", "crisis", "interrupt", "at least .88"),
        ("distress with any alert", "distress", "any", ""),
        ("distress interrupted", "distress", "interrupt", ""),
        ("hard negatives interrupted", "hard", "interrupt", "at most .10"),
        ("ordinary messages interrupted", "ordinary", "interrupt", "at most .005"),
        ("ordinary messages with the soft line", "ordinary", "soft", "at most .08"),
    )
    for title, kind, tier, target in wanted:
        shares = " | ".join(f"{result.rate(kind, tier):.3f}" for result in results)
        rows.append(f"| {title} | {target} | {shares} |")
    return "\n".join(rows)


def main() -> None:
    """Measure and write the page."""
    measured = fingerprint()
    language = build_language(CONTENT)
    screen = SafetyScreen(language, load_model(CONTENT / TAUGHT, get_settings().models_dir))
    letters = SafetyScreen(language, SafetyModel.load(CONTENT / TAUGHT, None))
    training, apart = read_training(), read_held_out()
    held, second, fresh, before, fallback = (Result() for _ in range(5))
    held.add(screen, apart)
    second.add(screen, read_second())
    fresh.add(screen, read_fresh())
    before.add(screen, [one for one in read_exam(DRAWN) if one.place == "alone"])
    fallback.add(letters, apart)
    exam = Exam.sit(screen)
    phrases = [line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = [sum(one.screen(phrase).tier != "none" for phrase in phrases) for one in (screen, letters)]
    parts = {
        "fingerprint": measured,
        "size": str(len(training)),
        "styles": str(len({message.style for message in training})),
        "apart": str(len({message.style for message in apart})),
        "apart_size": str(len(apart)),
        "fresh_size": str(len(fresh.messages)),
        "exam_places": exam.write_places(),
        "exam_kinds": exam.write_parts("category"),
        "exam_writers": exam.write_parts("writer"),
        "exam_misses": exam.list_misses(),
        "summary": summarise(held, second, fresh, before, fallback),
        "held_categories": by_category(held),
        "held_styles": by_style(held),
        "fallback_categories": by_category(fallback),
        "known": say_share(found[0], len(phrases)),
        "known_fallback": say_share(found[1], len(phrases)),
        "data_categories": count_data(training, by="category"),
        "data_styles": count_data(training, by="style"),
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, text in parts.items():
        page = page.replace("{{" + name + "}}", text)
    PAGE.write_text(page, encoding="utf-8")
    print(parts["exam_places"])
    print(parts["summary"])


if __name__ == "__main__":
    main()
