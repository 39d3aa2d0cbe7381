"""Finds what several people write about, in a process of its own, which is gone when it has answered.

Topics are asked for now and then, and the encoder would stay in the review door's memory for ever (ADR 47, ADR 55). The
answers go in and the topics come out through pipes, and nothing is written anywhere. Run as a module, this file is the
other end. How groups are made: grouping.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import ROOT, Settings

SECONDS = 90
"""The longest that it may take."""


@dataclass(frozen=True)
class Answer:
    """What somebody wrote to one question, under the id of their reflection, and the ids of the tags it carries."""

    id: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """Answers that say something similar: their ids, the most typical first, and what they are shown by."""

    ids: tuple[str, ...]
    typical: tuple[tuple[str, str], ...]
    """Id and sentence, as it was written."""
    words: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The topics, the largest first, and for each tag (by its id) what is drawn to it."""

    topics: tuple[Topic, ...] = ()
    drawn: Mapping[str, Topic] = field(default_factory=dict)


class NoTopics(Exception):
    """They could not be found: there is no encoder on this machine, or it took too long."""


def find_apart(settings: Settings, answers: Sequence[Answer]) -> Found:
    """The topics of some answers. Raises NoTopics."""
    asked = {
        "answers": [[answer.id, answer.text, answer.tags] for answer in answers],
        "smallest": settings.smallest_group,
        "models": str(settings.models_dir.resolve()),
        "encoder": str(settings.encoder_dir.resolve()) if settings.encoder_dir else None,
    }
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.reflection.topics"],
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error of a library could quote what somebody wrote
            text=True,
            cwd=ROOT,
            env=os.environ | one_core,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise NoTopics from None
    told = json.loads(done.stdout)
    return Found(tuple(_read(one) for one in told["topics"]), {tag: _read(one) for tag, one in told["drawn"].items()})


def _read(told: dict[str, Any]) -> Topic:
    typical = tuple((one, sentence) for one, sentence in told["typical"])
    return Topic(tuple(told["ids"]), typical, tuple(told["words"]))


def _tell(topic: Topic) -> dict[str, object]:
    return {"ids": topic.ids, "typical": topic.typical, "words": topic.words}


def main() -> None:
    """Read answers from the one end and write topics to the other."""
    from bot.encoder import load_encoder
    from bot.reflection.grouping import find_topics

    asked = json.load(sys.stdin)
    encoder = load_encoder(Path(asked["models"]), Path(asked["encoder"]) if asked["encoder"] else None)
    answers = [Answer(one, text, tuple(tags)) for one, text, tags in asked["answers"]]
    found = find_topics(answers, encoder, asked["smallest"])
    drawn = {tag: _tell(topic) for tag, topic in found.drawn.items()}
    json.dump({"topics": [_tell(topic) for topic in found.topics], "drawn": drawn}, sys.stdout)


if __name__ == "__main__":
    main()
