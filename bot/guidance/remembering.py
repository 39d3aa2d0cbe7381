"""Keeps the vectors of our own texts in a file, so that a process that starts need not find them again.

Only texts of the content are kept, never what people type, and of those only hashes. A file that another encoder or
another kind of processor made is not used: int8 vectors differ a little between machines.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from bot.guidance.index import Floats

FILE: Final = "guidance-vectors.npz"
#: What is encoded anew at each start, to see that the file fits.
_PROBE: Final = "Is this the same encoder on the same kind of machine?"


class WideEncoder(Protocol):
    """Gives vectors of two layers side by side."""

    def encode_wide(self, texts: Sequence[str]) -> Floats:
        """Take n texts; give float32 vectors [n, 2 * d], the first half as ``encode`` gives."""


class RememberedVectors:
    """Encodes each of our own texts once, in this process and in those that start after it."""

    def __init__(self, encoder: WideEncoder, folder: Path | None) -> None:
        """folder: where the file is kept; None keeps none."""
        self._encoder = encoder
        self._file = None if folder is None else folder / FILE
        self._probe = encoder.encode_wide([_PROBE])[0]
        self._kept = self._read()
        self._known: dict[bytes, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """As the encoder does: n texts, float32 vectors [n, d]."""
        return np.ascontiguousarray(self.encode_wide(texts)[:, : len(self._probe) // 2])

    def encode_wide(self, texts: Sequence[str]) -> Floats:
        """As the encoder does: n texts, float32 vectors [n, 2 * d]."""
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        missing = {key: text for key, text in new.items() if key not in self._kept}
        found = self._encoder.encode_wide(list(missing.values()))
        self._kept |= dict(zip(missing, found, strict=True))
        self._known |= {key: self._kept[key] for key in new}
        return np.array([self._known[key] for key in keys], np.float32).reshape(len(texts), -1)

    def keep(self) -> None:
        """Write what was asked for, if the file does not hold just that. A folder that is read-only changes nothing."""
        if self._file is None or self._known.keys() == self._read().keys():
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".npz")
            with os.fdopen(handle, "wb") as file:
                keys = np.frombuffer(b"".join(self._known), np.uint8).reshape(-1, 32)
                np.savez(file, keys=keys, vectors=np.array(list(self._known.values())), probe=self._probe)
            Path(name).replace(self._file)
        except OSError:
            return

    def _read(self) -> dict[bytes, Floats]:
        if self._file is None:
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as file:
                keys, vectors, probe = file["keys"], file["vectors"], file["probe"]
        except (OSError, ValueError, KeyError, EOFError):
            return {}
        fits = np.array_equal(probe, self._probe) and keys.ndim == 2 and vectors.shape == (len(keys), len(self._probe))
        return dict(zip((key.tobytes() for key in keys), vectors, strict=True)) if fits else {}
