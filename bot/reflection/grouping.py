"""Groups answers that say something alike, and finds those that are near to a tag: the work of a process of its own.

No machine names a group. It is shown by sentences that people wrote and by words that tell it from the others, and a
coordinator names it, or lets it be. The same answers give the same groups, on every machine (ADR 55).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans

from bot.guidance.words import COMMON, cut_words, stem
from bot.reflection.topics import Answer, Found, Topic

IN_ONE: Final = 20
"""Answers of a usual topic: so many topics are looked for."""
FEWEST: Final = 2
MOST: Final = 20
"""How many topics are looked for."""
NEAREST: Final = 15
"""An answer leans on so many that are near to it, or on a tenth of all, 3 at least: alone, a few words say little."""
ROUNDS: Final = 2
APART: Final = 0.25
"""Of each group, the part that is farthest from its middle is in no topic."""
TYPICAL: Final = 3
WORDS: Final = 6
"""Sentences and words that a topic is shown by. No sentence stands there twice."""
ASKED: Final = 12
"""Of so many answers, the most typical, sentences are chosen."""
WORD_IN: Final = 3
"""A word that tells a topic is in so many of its answers at least."""
NEAR_TAG: Final = 25
"""Percent of a tag's own answers that may be farther from its middle than one that is drawn to it."""

Vectors = npt.NDArray[np.float32]
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Encodes(Protocol):
    """What turns texts into vectors of unit length (`bot.encoder.Encoder`)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


def find_topics(answers: Iterable[Answer], encoder: Encodes, smallest: int) -> Found:
    """Find topics of `smallest` answers or more among those without a tag, and what is drawn to each tag."""
    answers = sorted((answer for answer in answers if answer.text.strip()), key=lambda answer: answer.id)
    if len(answers) < smallest:
        return Found()
    near = lean(encoder.encode([answer.text for answer in answers]))
    free = np.array([not answer.tags for answer in answers])
    drawn, taken = _draw(answers, near, free, encoder, smallest)
    left = [n for n in np.flatnonzero(free) if n not in taken]
    groups = group(near[left]) if len(left) >= smallest else []
    told = [[left[n] for n in one] for one in groups if len(one) >= smallest]
    words = _telling([[answers[n].text for n in one] for one in told])
    topics = [_topic([answers[n] for n in one], encoder, words_of) for one, words_of in zip(told, words, strict=True)]
    return Found(tuple(sorted(topics, key=lambda topic: (-len(topic.ids), topic.ids))), drawn)


def group(near: Vectors) -> list[list[int]]:
    """Groups of rows, each with those nearest to its middle first. What is far from all middles is in none."""
    many = min(max(len(near) // IN_ONE, FEWEST), MOST, len(near))
    fitted = KMeans(many, n_init=10, random_state=0).fit(near)
    middles = _unit(fitted.cluster_centers_)
    groups = []
    for one in range(many):
        rows = np.flatnonzero(fitted.labels_ == one)
        order = rows[np.lexsort((rows, -(near[rows] @ middles[one]).round(5)))]
        groups.append([int(row) for row in order[: len(order) - int(len(order) * APART)]])
    return groups


def lean(vectors: Vectors) -> Vectors:
    """Each vector moved towards those that are near to it, without what they all have in common."""
    near = _unit(vectors - vectors.mean(0))
    many = min(NEAREST, max(len(near) // 10, 3))
    for _ in range(ROUNDS):
        nearest = np.argsort(-(near @ near.T).round(5), axis=1, kind="stable")[:, :many]
        near = _unit(near[nearest].mean(1))
    return near


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def _draw(
    answers: Sequence[Answer], near: Vectors, free: npt.NDArray[np.bool_], encoder: Encodes, smallest: int
) -> tuple[dict[str, Topic], set[int]]:
    """For each tag on `smallest` answers or more: the answers without a tag that are as near to it as its own are."""
    carried: dict[str, list[int]] = defaultdict(list)
    for n, answer in enumerate(answers):
        for tag in answer.tags:
            carried[tag].append(n)
    tags = sorted(tag for tag, rows in carried.items() if len(rows) >= smallest)
    if not tags:
        return {}, set()
    middles = _unit(np.stack([near[carried[tag]].mean(0) for tag in tags]))
    likeness = near @ middles.T
    enough = [np.percentile(likeness[carried[tag], place], NEAR_TAG) for place, tag in enumerate(tags)]
    drawn: dict[str, list[int]] = defaultdict(list)
    for n in (int(row) for row in np.flatnonzero(free)):
        best = int(likeness[n].argmax())
        if likeness[n, best] >= enough[best]:
            drawn[tags[best]].append(n)
    for place, tag in enumerate(tags):
        drawn[tag].sort(key=lambda n: (-round(float(likeness[n, place]), 5), n))
    found = {tag: _topic([answers[n] for n in rows], encoder, ()) for tag, rows in drawn.items() if rows}
    return found, {n for rows in drawn.values() for n in rows}


def _topic(members: Sequence[Answer], encoder: Encodes, words: Sequence[str]) -> Topic:
    """What a group is shown by: of its most typical answers, the sentence that says most of what they share."""
    asked = [(answer.id, _sentences(answer.text)) for answer in members[:ASKED]]
    flat = [part for _, parts in asked for part in parts]
    vectors = encoder.encode(flat)
    middle = vectors.mean(0)
    like = {part: round(float(vector @ middle), 5) for part, vector in zip(flat, vectors, strict=True)}
    typical: dict[str, tuple[str, str]] = {}
    for one, parts in asked:
        best = max(parts, key=lambda part: (like[part], part))
        typical.setdefault(best.casefold(), (one, best))
    return Topic(tuple(answer.id for answer in members), tuple([*typical.values()][:TYPICAL]), tuple(words))


def _sentences(text: str) -> list[str]:
    """The sentences of an answer; those of a word or two alone say nothing, unless there is nothing else."""
    parts = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    return [part for part in parts if part.count(" ") >= 2] or parts


def _telling(groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each group, the words that more of its answers have than those of the others do, as they are written."""
    held = [Counter(word for text in texts for word in {*cut_words(text)}) for texts in groups]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for texts in groups:
        for word in (word for text in texts for word in _WORD.findall(text.casefold().replace("’", "'"))):
            if word not in COMMON:
                forms[stem(word)][word] += 1
    everywhere: Counter[str] = sum(held, Counter())
    told = []
    for texts, words in zip(groups, held, strict=True):
        weight = {
            word: count / len(texts) * count / everywhere[word]
            for word, count in words.items()
            if count >= WORD_IN and word in forms
        }
        best = sorted(weight, key=lambda word: (-weight[word], word))[:WORDS]
        told.append([max(forms[word].items(), key=lambda item: (item[1], item[0]))[0] for word in best])
    return told
