"""How well topics are found in three organisations' labelled answers: `uv run python -m tools.topics_evaluation`.

A topic comes out clean when one group that was found is mostly of it (two thirds) and holds half of it or more. NMI is
that of the groups before anything is left out, and of those answers that a coordinator would be shown.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.metrics import normalized_mutual_info_score

from bot.encoder import load_encoder
from bot.reflection.grouping import group, lean
from bot.settings import ROOT, get_settings

SETS = ROOT / "tests" / "held_out_topics"
MOSTLY, HALF = 2 / 3, 1 / 2


def read_set(file: Path) -> tuple[list[str], list[str]]:
    """The topics and the answers of a file: a line is an answer, and one with ## begins a topic."""
    topics, answers, topic = [], [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = line[3:]
        elif line.strip() and not line.startswith("#"):
            topics.append(topic)
            answers.append(line.strip())
    return topics, answers


def count_clean(topics: list[str], groups: list[list[int]]) -> int:
    """How many topics come out clean."""
    clean = set()
    for rows in groups:
        for topic in set(topics):
            held = sum(topics[row] == topic for row in rows)
            if held >= MOSTLY * len(rows) and held >= HALF * topics.count(topic):
                clean.add(topic)
    return len(clean)


def main() -> None:
    """One line an organisation."""
    settings = get_settings()
    encoder = load_encoder(settings.models_dir, settings.encoder_dir)
    print("organisation  answers  topics  groups  clean   NMI of those shown   shown")
    for file in sorted(SETS.glob("*.txt")):
        topics, answers = read_set(file)
        groups = group(lean(encoder.encode(answers)))
        shown = [row for rows in groups for row in rows]
        found = np.repeat(np.arange(len(groups)), [len(rows) for rows in groups])
        nmi = normalized_mutual_info_score([topics[row] for row in shown], found)
        print(
            f"{file.stem:<14}{len(answers):>7}{len(set(topics)):>8}{len(groups):>8}"
            f"{count_clean(topics, groups):>7}{nmi:>14.2f}{len(shown) / len(answers):>20.0%}"
        )


if __name__ == "__main__":
    main()
