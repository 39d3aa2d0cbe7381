"""The encoder written out in plain numpy: slow, short, and what every built graph is checked against.

It follows BERT as in Devlin et al. (2019), with mean pooling and unit length as in Reimers and Gurevych (2019).
Compared with torch, its vectors have a cosine of 1.00000.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import erf

from bot.encoder.weights import read_weights

Floats = npt.NDArray[np.float32]


class ReferenceModel:
    """all-MiniLM-L6-v2, or any BERT of the same build, from a folder with ``model.safetensors`` and ``config.json``."""

    def __init__(self, folder: Path, adapter: Path | None = None) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._weights: dict[str, Any] = read_weights(folder, adapter)
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon = np.float32(config["layer_norm_eps"])

    def encode_tokens(self, tokens: Sequence[int], middle: float = 1.0) -> Floats:
        """Take one text as token ids (with the opening and closing ones); give its vector [d], unit length.

        `middle`: the share of all layers after which to stop.
        """
        positions = self._weights["embeddings.position_embeddings.weight"][: len(tokens)]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        words = self._weights["embeddings.word_embeddings.weight"][list(tokens)]
        states = self._normalise(words + positions + kind, "embeddings.LayerNorm")
        for layer in range(round(self._layers * middle)):
            states = self._run_layer(states, f"encoder.layer.{layer}.")
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _run_layer(self, states: Floats, layer: str) -> Floats:
        attended = self._dense(self._attend(states, layer + "attention.self."), layer + "attention.output.dense")
        states = self._normalise(states + attended, layer + "attention.output.LayerNorm")
        inner = self._dense(states, layer + "intermediate.dense")
        inner = np.float32(0.5) * inner * (1 + erf(inner / np.float32(np.sqrt(2))))  # GELU, the exact form
        return self._normalise(states + self._dense(inner, layer + "output.dense"), layer + "output.LayerNorm")

    def _attend(self, states: Floats, layer: str) -> Floats:
        length, hidden = states.shape
        query, key, value = (
            self._dense(states, layer + part).reshape(length, self._heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(hidden // self._heads))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(length, hidden), np.float32)

    def _dense(self, states: Floats, name: str) -> Floats:
        return np.asarray(states @ self._weights[name + ".weight"].T + self._weights[name + ".bias"], np.float32)

    def _normalise(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + self._epsilon)
        return np.asarray(
            centred / spread * self._weights[name + ".weight"] + self._weights[name + ".bias"], np.float32
        )
