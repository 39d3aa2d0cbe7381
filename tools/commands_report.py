"""Reports how well Waymark tells a command from an answer, on messages that it was not trained on.

    uv run python tools/commands_report.py [held_out | development | voices | author | second] [--misses]
    uv run python tools/commands_report.py crossed

A set is measured with the classifier as Rasa trains it and the decision as the pipeline makes it, at the first question
of a theme. `crossed` measures data/nlu itself in five parts, each by what was learnt from the other four. Only totals
are printed; `--misses`, the messages that went wrong, is for the development half: who has seen the misses of another
set would sooner or later write a phrase for them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.content.sentences import find_last_sentence  # noqa: E402
from bot.nlu.guess import MEANT, REFLECTION, Guess, is_command, read_guess  # noqa: E402 - found through the line above
from bot.nlu.resolve import Resolution  # noqa: E402
from bot.nlu.shape import is_short  # noqa: E402
from bot.nlu.wishes import NO_PARTS, Parts  # noqa: E402
from bot.safety import build_language  # noqa: E402

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.nlu.commands import CommandResolver

SETS = ROOT / "tests" / "unit" / "nlu"
HELD_OUT_STYLES = ROOT / "tests" / "held_out_styles"
PARTS = 5
DELETE = frozenset({"let_go", "remove", "withdraw", "ask_delete"})
"""Intents that a wish to delete may be asked about as."""


CALLED = {"repeat": "go_on"}
"""What the author calls a command that has another name here: to go on is to hear the question again."""


SAME = {
    **{"too_hard": "skip", "other_way": "go_on", "ask_later": "pause", "ask_anonymous": "ask_privacy"},
    **{"ask_after_sharing": "ask_privacy", "read_back": "my_reflections"},
}
"""What says the same to the sets that were written before it had a name of its own, or answers the same wish."""


class Message(NamedTuple):
    """A message, and the command that it is; a trailing one stands after an answer. None: it is an answer."""

    text: str
    wanted: str | None = None
    trailing: bool = False


def read_examples() -> list[tuple[str, str]]:
    """Give the training examples of data/nlu with their labels: the intent, for a question `ask/<name>`."""
    yaml = YAML(typ="safe")
    return [
        (line.removeprefix("- "), "/".join([block["intent"], *(block.get("metadata") or {}).values()]))
        for file in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for block in yaml.load(file.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
    ]


def read_half(half: str) -> list[Message]:
    """Give the messages of `commands_development.yml` or `commands_held_out.yml`."""
    lines = YAML(typ="safe").load((SETS / f"commands_{half}.yml").read_text(encoding="utf-8"))
    commands = [Message(text, wanted) for wanted, text in lines["commands"]]
    trailing = [Message(text, wanted, trailing=True) for wanted, text in lines["trailing"]]
    return [*commands, *trailing, *(Message(text) for text in lines["answers"])]


def read_voices() -> list[Message]:
    """Give the messages of `commands_voices.yml`: whole voices that nothing was learnt from."""
    voices = YAML(typ="safe").load((SETS / "commands_voices.yml").read_text(encoding="utf-8")).values()
    commands = [Message(text, wanted) for voice in voices for wanted, text in voice["commands"]]
    return [*commands, *(Message(text) for voice in voices for text in voice["answers"])]


class Decider:
    """Decides on messages typed as the answer to the first question of a theme, as the pipeline does."""

    def __init__(self) -> None:
        """Load the encoder and the phrases; nothing is learnt yet."""
        from bot.runtime.compat import install

        install()
        from rasa.shared.core.domain import Domain
        from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
        from rasa.shared.core.trackers import DialogueStateTracker as Tracker

        from bot.nlu.commands import CommandResolver as Resolver
        from bot.nlu.featurizer import EncoderSource, spell_out
        from bot.nlu.telling import build_teller

        source, language = EncoderSource(), build_language(ROOT / "data" / "content" / "safety")
        self.vectorise: Callable[[Sequence[str]], Any] = lambda texts: source.vectorise(
            [spell_out(doc) for doc in language.pipe(texts)]
        )
        self.resolver: CommandResolver = Resolver.create({}, None, None, None)
        place = {"stage": "questions", "theme": "culture", "requested_slot": "strengths"}
        events = [ActiveLoop("reflection_form"), ActionExecuted("action_listen"), *(SlotSet(*s) for s in place.items())]
        slots = Domain.load(str(ROOT / "domain.yml")).slots
        self.answering: DialogueStateTracker = Tracker.from_events("x", events, slots=slots)
        self.teller = build_teller()
        self.model = LogisticRegression(class_weight="balanced", random_state=42, max_iter=300)

    def learn(self, examples: Sequence[tuple[str, str]] | None = None) -> Decider:
        """Train the classifier as Rasa does, on all of data/nlu where no examples are given."""
        from bot.nlu.telling import is_told

        chosen = read_examples() if examples is None else examples
        vectors = self.vectorise([text for text, _ in chosen])
        self.model.fit(vectors, [intent for _, intent in chosen])
        told = [number for number, (_, intent) in enumerate(chosen) if is_told(intent)]
        self.teller.fit(vectors[told], [is_command(chosen[number][1]) for number in told])
        return self

    def guess(self, texts: Sequence[str]) -> list[Guess]:
        """Give what the classifier takes each text for."""
        from bot.nlu.intents import merge_questions

        guesses = []
        names = [str(name) for name in self.model.classes_]
        vectors = self.vectorise(texts)
        margins = self.teller.decision_function(vectors)
        for text, chances, told in zip(texts, self.model.predict_proba(vectors), margins, strict=True):
            ranking = [{"name": name, "confidence": float(one)} for name, one in zip(names, chances, strict=True)]
            merged, asked = merge_questions(sorted(ranking, key=lambda one: -one["confidence"]))
            guesses.append(read_guess(text, merged, asked, float(told)))
        return guesses

    def decide(self, texts: Sequence[str]) -> list[Resolution]:
        """Give the decision on each text."""
        starts = [find_last_sentence(text) for text in texts]
        lasts = self.guess([text[start:] for text, start in zip(texts, starts, strict=True)])
        befores = self.guess([text[:start].strip() or text for text, start in zip(texts, starts, strict=True)])
        parts = [Parts(*both) for both in zip(befores, lasts, strict=True)]
        return [
            self.resolver.resolve(text, guess, both if start else NO_PARTS, self.answering)
            for text, guess, start, both in zip(texts, self.guess(texts), starts, parts, strict=True)
        ]


@dataclass
class Score:
    """Counts: `command acted`, `trailing asked`, `answer missed` …; the same by intent; and a line for each mistake."""

    counts: Counter[str]
    by_intent: Counter[tuple[str, str]]
    mistakes: list[str] = field(repr=False)

    def share(self, kind: str, *outcomes: str) -> float:
        """Give the share of a kind of message that had one of the outcomes."""
        return sum(self.counts[f"{kind} {outcome}"] for outcome in outcomes) / max(1, self.counts[kind])


def score(decide: Callable[[Sequence[str]], list[Resolution]], messages: Sequence[Message]) -> Score:
    """Measure the decisions: what was acted on, asked about, or taken for an answer; and what for the right command."""
    result = Score(Counter(), Counter(), [])
    for message, decision in zip(messages, decide([message.text for message in messages]), strict=True):
        meant = decision.doubt.command if decision.doubt else decision.intent
        meant = MEANT.get(meant, meant)  # to change a named answer is to go back to it
        outcome = "taken for an answer" if decision.intent == REFLECTION else "acted"
        outcome = "asked" if decision.intent == "unsure" else outcome
        kind = "answer" if message.wanted is None else "trailing" if message.trailing else "command"
        result.counts[kind] += 1
        result.counts[f"{kind} {outcome}"] += 1
        offered = {meant, decision.doubt.other if decision.doubt else None}
        offered |= {SAME.get(one or "", one) for one in offered}
        right = (message.wanted or REFLECTION) in offered or (message.wanted == "delete" and bool(offered & DELETE))
        right = right and (not message.trailing or (decision.doubt is not None and decision.doubt.start > 0))
        result.counts[f"{kind} {outcome}, as meant"] += right and message.wanted is not None
        if message.wanted and not message.trailing:
            result.by_intent[message.wanted, "all"] += 1
            result.by_intent[message.wanted, "found"] += outcome != "taken for an answer"
        if not right:
            result.mistakes.append(f"{kind}: {message.text!r} wanted {message.wanted}, {outcome} {meant}")
    return result


def cross_validate(decider: Decider) -> Score:
    """Measure the commands and the short answers of data/nlu, each by what was learnt from the other parts."""
    examples = read_examples()
    labels = [intent for _, intent in examples]
    whole = Score(Counter(), Counter(), [])
    for learnt, tried in StratifiedKFold(PARTS, shuffle=True, random_state=0).split(labels, labels):
        decider.learn([examples[number] for number in learnt])
        part = score(decider.decide, list(_as_messages(examples[number] for number in tried)))
        whole.counts += part.counts
        whole.by_intent += part.by_intent
        whole.mistakes += part.mistakes
    return whole


def _as_messages(examples: Iterable[tuple[str, str]]) -> Iterable[Message]:
    for text, intent in examples:
        if is_command(intent) or (intent == REFLECTION and is_short(text)):
            yield Message(text, None if intent == REFLECTION else MEANT.get(intent, intent))


def main() -> None:
    """Print the totals of one set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "set",
        nargs="?",
        choices=("held_out", "development", "voices", "author", "second", "crossed"),
        default="held_out",
    )
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.misses and options.set not in ("development", "crossed"):
        parser.error("only the misses of development and crossed may be read")
    decider = Decider()
    if options.set == "crossed":
        result = cross_validate(decider)
    else:
        named = {"author": read_author, "second": read_second, "voices": read_voices}
        messages = named.get(options.set, lambda: read_half(options.set))()
        result = score(decider.learn().decide, messages)
    for key in sorted(result.counts):
        print(f"{key}: {result.counts[key]}")
    for intent in sorted({intent for intent, _ in result.by_intent}):
        print(f"  {intent}: {result.by_intent[intent, 'found']} of {result.by_intent[intent, 'all']} found")
    if options.misses:
        print(*result.mistakes, sep="\n")


def read_second() -> list[Message]:
    """Give the messages of one more such author, measured once, when all was fixed."""
    return read_author(HELD_OUT_STYLES / "second")


def read_author(folder: Path = HELD_OUT_STYLES) -> list[Message]:
    """Give the messages of another author, who has read no phrase and no training example."""
    commands = json.loads((folder / "commands_author.json").read_text(encoding="utf-8"))
    answers = json.loads((folder / "reflections_author.json").read_text(encoding="utf-8"))
    return [
        *(Message(one["text"], CALLED.get(one["intent"], one["intent"])) for one in commands),
        *(Message(one["text"]) for one in answers),
    ]


if __name__ == "__main__":
    main()
