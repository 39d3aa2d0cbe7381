"""Reports how wishes and answers are told apart while a question is open.

    uv run python -m tools.wishes_evaluation COMMANDS.json ANSWERS.json [--show]

COMMANDS: a list of `{"text", "means"}`, where `means` is an intent, `ask_<name>` for a question to Waymark, or a list
of those that are right. ANSWERS: a list of texts. Each is resolved as if it was typed at the first question of a theme,
with the classifiers as Rasa trains them on data/nlu and the decision as the pipeline makes it. Totals are printed;
`--show` prints what went wrong too, and is for sets that may be read. docs/understanding.md has the figures.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.nlu.guess import REFLECTION
from bot.nlu.resolve import UNSURE, Resolution
from tools.commands_report import Decider

TARGETS = "wanted: acted right >= .85, acted wrong <= .02, swallowed 0; answers acted on 0, asked about <= .05"


class Wish(NamedTuple):
    """A wish as somebody typed it, and what it may be taken for."""

    text: str
    means: frozenset[str]


def read_wishes(file: Path) -> list[Wish]:
    """Give the wishes of a file. Raises ValueError, KeyError or OSError where it is no such list."""
    lines = json.loads(file.read_text(encoding="utf-8"))
    return [
        Wish(one["text"], frozenset([one["means"]] if isinstance(one["means"], str) else one["means"])) for one in lines
    ]


def judge(wish: Wish, decision: Resolution) -> str:
    """Say what came of a wish: `acted right`, `acted wrong`, `asked` or `swallowed`."""
    if decision.intent == REFLECTION:
        return "swallowed"
    if decision.intent == UNSURE:
        return "asked"
    return "acted right" if decision.intent in wish.means else "acted wrong"


def judge_answer(decision: Resolution) -> str:
    """Say what came of an answer: `kept`, `asked` or `acted`."""
    return {REFLECTION: "kept", UNSURE: "asked"}.get(decision.intent, "acted")


def report(kind: str, outcomes: Sequence[str], names: Sequence[str]) -> str:
    """Give the totals of one kind of message in one line."""
    counts, whole = Counter(outcomes), max(1, len(outcomes))
    return f"{kind}: {len(outcomes)}; " + ", ".join(f"{one} {counts[one]} ({counts[one] / whole:.3f})" for one in names)


def main() -> None:
    """Print the totals of two files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commands", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    wishes = read_wishes(options.commands)
    answers: list[str] = json.loads(options.answers.read_text(encoding="utf-8"))
    decider = Decider().learn()
    decided = decider.decide([wish.text for wish in wishes])
    kept = decider.decide(answers)
    outcomes = [judge(wish, one) for wish, one in zip(wishes, decided, strict=True)]
    print(report("commands", outcomes, ("acted right", "acted wrong", "asked", "swallowed")))
    print(report("answers", [judge_answer(one) for one in kept], ("kept", "asked", "acted")))
    print(TARGETS)
    if options.show:
        for wish, one, outcome in zip(wishes, decided, outcomes, strict=True):
            if outcome != "acted right":
                print(f"{outcome}: {wish.text!r} means {sorted(wish.means)}, taken for {one.intent} {one.doubt or ''}")
        for text, one in zip(answers, kept, strict=True):
            if one.intent != REFLECTION:
                print(f"{judge_answer(one)}: {text!r}, taken for {one.intent} {one.doubt or ''}")


if __name__ == "__main__":
    main()
