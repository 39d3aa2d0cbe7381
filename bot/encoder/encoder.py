"""The encoder at work: text in, unit vectors out, on one thread.

Nothing is remembered between calls. The texts are people's own words, and a cache would hold them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.encoder.weights import ADAPTER, PINNED_SHA256, EncoderMissing, check_pin, find_weights, hash_file

EXPORTED: Final = "int8.onnx"
TOKENIZER: Final = "tokenizer.json"
MANIFEST: Final = "encoder.json"
#: The model was trained on texts of up to 256 tokens (its model card); what comes after is left out.
MAX_TOKENS: Final = 256
SHORT_HASH: Final = 12
#: Raised whenever the built graph changes, so that one built earlier is not taken for it.
GRAPH_VERSION: Final = 3

Vectors = npt.NDArray[np.float32]


class Encoder:
    """A sentence encoder. Safe to share between threads."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # short texts gain nothing from more, and the cores serve other people
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self.dimensions: int = self._session.get_outputs()[0].shape[1]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Take n texts; give float32 vectors [n, dimensions] of unit length, in the same order. n may be 0.

        Each text is run by itself: the int8 graph sets its scale by batch, and a text's vector must not depend on
        what else was asked in the same call. Equal texts in one call are run once.
        """
        return self._run(texts, ["embedding"])

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        """Take n texts; give float32 vectors [n, 2 * dimensions]: what `encode` gives, and beside it an inner layer.

        The last layer says what a text is about; an inner one still knows who does what, and in which manner it is
        said. Each half has unit length.
        """
        return self._run(texts, ["embedding", "middle"])

    def has_word(self, word: str) -> bool:
        """Whether a lower-case word is one of the 30,000 that the model knows whole: then it is no slip."""
        return self._tokenizer.token_to_id(word) is not None

    def _run(self, texts: Sequence[str], outputs: list[str]) -> Vectors:
        distinct = list(dict.fromkeys(texts))
        rows = {text: row for row, text in enumerate(distinct)}
        vectors = np.empty((len(distinct), self.dimensions * len(outputs)), np.float32)
        for row, tokens in enumerate(self.tokenise_with(self._tokenizer, distinct)):
            line = np.array([tokens], np.int64)
            given = {"input_ids": line, "attention_mask": np.ones_like(line)}
            vectors[row] = np.concatenate([part[0] for part in self._session.run(outputs, given)])
        return vectors[[rows[text] for text in texts]] if texts else vectors

    @staticmethod
    def tokenise_with(tokenizer: Tokenizer, texts: Iterable[str]) -> list[list[int]]:
        """Give the token ids of each text, at most MAX_TOKENS with the opening and closing ones, unpadded."""
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        # A lone surrogate (half an emoji) cannot be passed on; it becomes a question mark.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        # One by one: the threads that `encode_batch` wakes cost more than a few sentences do.
        return [tokenizer.encode(text).ids for text in clean]


class WideEncoder(Protocol):
    """Anything that gives the vectors of the last and of an inner layer, side by side, as `Encoder` does."""

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        """Take n texts; give float32 vectors [n, 2 * d], each half of unit length."""


class KnownVectors:
    """An encoder for one message, some of whose texts are encoded already: those are not run again."""

    def __init__(self, encoder: WideEncoder, known: Mapping[str, Vectors]) -> None:
        """known: the wide vector of each text, from `encode_wide` of the same encoder."""
        self._encoder, self._known = encoder, known

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        """Give what the encoder's own `encode_wide` gives."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        vectors = {**self._known, **dict(zip(new, self._encoder.encode_wide(new), strict=True))}
        return np.stack([vectors[text] for text in texts]) if texts else self._encoder.encode_wide(texts)


def load_encoder(models_dir: Path, encoder_dir: Path | None = None, adapter: Path | None = None) -> Encoder:
    """Load the encoder, building it first (a few seconds) when this machine has not built it yet.

    models_dir: where built models are kept (``Settings.models_dir``). encoder_dir: the site's own weights
    (``Settings.encoder_dir``), None for the installed package. adapter: a folder with what was taught beside the
    weights, for an encoder that was taught one task. One process loads each once.

    Raises EncoderMissing when the weights are absent, EncoderRefused when they are unsound, OSError when the adapter is
    absent.
    """
    sha256 = check_pin(find_weights(encoder_dir)) if encoder_dir is not None else PINNED_SHA256
    folder = built_folder(models_dir, sha256, adapter)
    if not (folder / MANIFEST).is_file():
        # Imported here because it brings the onnx package, which a built encoder does without.
        from bot.encoder.build import build_encoder

        build_encoder(find_weights(encoder_dir), folder, adapter)
    return _open_encoder(folder)


def built_folder(models_dir: Path, sha256: str, adapter: Path | None = None) -> Path:
    """Where the encoder built from weights of this SHA-256, and from this adapter, is kept."""
    taught = f"-{hash_file(adapter / ADAPTER)[:SHORT_HASH]}" if adapter is not None else ""
    return models_dir.resolve() / "encoder" / f"{sha256[:SHORT_HASH]}-{GRAPH_VERSION}{taught}"


@functools.lru_cache(maxsize=4)
def _open_encoder(folder: Path) -> Encoder:
    try:
        return Encoder(folder / EXPORTED, folder / TOKENIZER)
    except Exception as error:
        raise EncoderMissing(f"The built sentence encoder in {folder} cannot be read: remove that folder.") from error
