"""How near decisions lie to their thresholds: what every machine must decide alike may not hang on the last digits.

Vectors are shaken by a length (deterministically, by the text and the number of the shake), and what is decided on a
text is compared with what was decided on it unshaken. Only what the encoder has a say in is read: no conversation.

    .venv/bin/python -m tests.margins [LENGTH] [SHAKES]     lists the typed lines of all transcripts that tip
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import skops.io
from ruamel.yaml import YAML
from spacy.language import Language
from spacy.tokens import Doc

from bot.encoder import Vectors
from bot.encoder.encoder import WideEncoder
from bot.nlu.featurizer import SCALE, spell_out
from bot.nlu.guess import Guess, read_guess
from bot.nlu.intents import merge_questions
from bot.nlu.phrases import CommandPhrases
from bot.nlu.resolve import (
    Resolution,
    resolve_answer,
    resolve_between,
    resolve_named,
    resolve_open,
)
from bot.nlu.shape import find_last_sentence, is_readable, is_short
from bot.nlu.telling import TRUSTED
from bot.nlu.wishes import TRAILING_WORDS, Parts
from bot.safety import SafetyModel, SafetyScreen, load_model
from bot.safety.model import TAUGHT, SentenceEncoder

TRANSCRIPTS: Final = Path(__file__).parent / "dialogue"
#: A little above the farthest that exact sums came to lie from each other on another processor (.003): docs/adr/0026.
MARGIN: Final = 0.005
#: What is decided on a text, by the name of the place where it is typed.
Decisions = dict[str, str]


def read_lines(folder: Path = TRANSCRIPTS) -> list[str]:
    """Give all that is typed in the transcripts, each text once."""
    yaml = YAML(typ="safe")
    turns = [turn for file in sorted(folder.glob("*/*.yml")) for turn in yaml.load(file.read_text("utf-8"))["turns"]]
    return list(dict.fromkeys(str(turn["says"]) for turn in turns if "says" in turn))


class Shaken:
    """An encoder whose vectors are off by a length, in a direction that the text and the number of the shake choose."""

    def __init__(self, encoder: Any, length: float = 0.0, shake: int = 0) -> None:
        """encoder: gives what `Encoder` does. length: of what each part, of unit length, is moved by."""
        self._encoder, self._length, self._shake = encoder, length, shake

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give the encoder's vectors, shaken."""
        return self._move_all(self._encoder.encode(texts), texts, 1)

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        """Give the encoder's vectors of two halves, each half shaken."""
        return self._move_all(self._encoder.encode_wide(texts), texts, 2)

    def _move_all(self, vectors: Vectors, texts: Sequence[str], parts: int) -> Vectors:
        if not self._length or not texts:
            return vectors
        shape = (parts, vectors.shape[1] // parts)
        moved = vectors.reshape(len(texts), *shape) + np.stack([self._move(text, shape) for text in texts])
        moved /= np.linalg.norm(moved, axis=2, keepdims=True)
        return np.asarray(moved.reshape(vectors.shape), np.float32)

    def _move(self, text: str, shape: tuple[int, int]) -> Any:
        seed = hashlib.sha256(f"{self._shake} {text}".encode("utf-8", "replace")).digest()
        move = np.random.default_rng(int.from_bytes(seed[:8], "big")).standard_normal(shape)
        return move / np.linalg.norm(move, axis=1, keepdims=True) * self._length


class Remembering:
    """An encoder for tests, which may remember: shaking does not encode anew."""

    def __init__(self, encoder: Any) -> None:
        """encoder: gives what `Encoder` does."""
        self._encoder = encoder
        self._known: dict[str, dict[str, Any]] = {"encode": {}, "encode_wide": {}}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give what the encoder gives."""
        return self._recall("encode", texts)

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        """Give what the encoder gives."""
        return self._recall("encode_wide", texts)

    def _recall(self, way: str, texts: Sequence[str]) -> Vectors:
        encode, known = getattr(self._encoder, way), self._known[way]
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encode(new), strict=True))
        given: Vectors = np.stack([known[text] for text in texts]) if texts else encode(texts)
        return given


def load_trained(model: Path) -> tuple[Any, Any]:
    """Give the classifier of intents and the teller of commands from a trained model's archive."""
    with tarfile.open(model) as archive, tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        classifier, teller = (
            skops.io.load(next(Path(folder).rglob(f"*{name}*.skops")), trusted=[TRUSTED])
            for name in ("QuestionAwareClassifier", "CommandTeller")
        )
    return classifier, teller


class Decider:
    """The trained parts of a model, and what they decide on texts."""

    def __init__(self, model: Path, screen: SafetyModel, language: Language, phrases: CommandPhrases) -> None:
        """model: the trained model's archive. screen: the distress screen's. language: the project's pipeline."""
        self._phrases, self._language, self._screen = phrases, language, screen
        self._classifier, self._teller = load_trained(model)
        self._docs: dict[str, Doc] = {}
        self.taught = Remembering(screen.encoder)

    def decide(
        self, texts: Sequence[str], encoder: WideEncoder, taught: SentenceEncoder | None = None
    ) -> dict[str, Decisions]:
        """Give what is decided on each text, by place; ``screen`` is the tier of the distress screen.

        taught: in place of the encoder that the screen was taught, None for that one.
        """
        ends = {text: text[find_last_sentence(text) :] for text in texts if find_last_sentence(text)}
        ends = {text: end for text, end in ends.items() if len(end.split()) <= TRAILING_WORDS}
        befores = {text: text[: find_last_sentence(text)].strip() for text in ends}
        befores = {text: before for text, before in befores.items() if is_short(before)}
        every = list(dict.fromkeys([*texts, *ends.values(), *befores.values()]))
        guesses = dict(zip(every, self._guess(every, encoder), strict=True))
        screen = SafetyScreen(self._language, replace(self._screen, encoder=taught or self.taught))
        return {
            text: self._resolve(text, guesses[text], Parts(guesses.get(befores.get(text)), guesses.get(ends.get(text))))
            | {"screen": screen.screen_doc(self._read(text)).tier if text.strip() else "none"}
            for text in texts
        }

    def _read(self, text: str) -> Doc:
        if text not in self._docs:
            self._docs[text] = self._language(text)
        return self._docs[text]

    def _guess(self, texts: Sequence[str], encoder: WideEncoder) -> list[Guess]:
        rows = encoder.encode_wide([spell_out(self._read(text)) for text in texts]) * np.float32(SCALE / np.sqrt(2))
        names = [str(name) for name in self._classifier.classes_]
        guesses = []
        for text, chances, told in zip(
            texts, self._classifier.predict_proba(rows), self._teller.decision_function(rows), strict=True
        ):
            ranking = [
                {"name": name, "confidence": float(chance)}
                for chance, name in sorted(zip(chances, names, strict=True), reverse=True)
            ]
            merged, asked = merge_questions(ranking)
            guesses.append(read_guess(text, merged, asked, float(told)) if is_readable(text) else Guess(None, 0.0))
        return guesses

    def _resolve(self, text: str, guess: Guess, parts: Parts) -> Decisions:
        phrases = self._phrases
        return {
            "answer": _name(resolve_answer(text, guess, phrases, parts=parts)),
            "between": _name(resolve_between(text, guess, phrases)),
            "open": _name(resolve_open(text, guess, phrases)),
            "team": _name(resolve_named(text, guess, phrases, "team")),
            "mine": _name(resolve_named(text, guess, phrases, "mine")),
        }


def _name(resolution: Resolution) -> str:
    doubt = resolution.doubt
    return resolution.intent + (f" {doubt.command} from {doubt.start}" if doubt else "")


def find_tipping(
    decider: Decider, texts: Sequence[str], encoder: WideEncoder, length: float, shakes: int
) -> dict[tuple[str, str], set[str]]:
    """Give what tips when vectors are shaken: (text, place), and what is decided there, unshaken and shaken."""
    steady = decider.decide(texts, encoder)
    tipping: dict[tuple[str, str], set[str]] = {}
    for shake in range(shakes):
        shaken = Shaken(encoder, length, shake), Shaken(decider.taught, length, shake)
        for text, decisions in decider.decide(texts, *shaken).items():
            for place, decision in decisions.items():
                if decision != steady[text][place]:
                    tipping.setdefault((text, place), {steady[text][place]}).add(decision)
    return tipping


def load_decider(models: Path, model: Path, content: Path) -> Decider:
    """Load a model's archive, and what training left beside it."""
    from bot.nlu.phrases import load_command_phrases
    from bot.safety import load_language

    return Decider(
        model,
        load_model(content / "safety" / TAUGHT, models),
        load_language(models / "language"),
        load_command_phrases(content / "commands.yml"),
    )


def main() -> None:
    """List what tips."""
    from bot.encoder import load_encoder
    from bot.runtime.training import train_if_needed
    from bot.settings import get_settings
    from bot.waymark import get_waymark

    settings = get_settings()
    decider = load_decider(settings.models_dir, train_if_needed(get_waymark()), settings.content_dir)
    encoder = Remembering(load_encoder(settings.models_dir, settings.encoder_dir))
    length = float(sys.argv[1]) if len(sys.argv) > 1 else MARGIN
    shakes = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    texts = read_lines()
    tipping = find_tipping(decider, texts, encoder, length, shakes)
    for (text, place), decisions in sorted(tipping.items()):
        print(f"{place:8} {text[:70]!r}: {' / '.join(sorted(decisions))}")
    print(f"{len({text for text, _ in tipping})} of {len(texts)} lines tip at {length} in {shakes} shakes.")


if __name__ == "__main__":
    main()
