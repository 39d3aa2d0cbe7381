"""Averages what was taught several times: `python -m tools.screen.average OUT FOLDER FOLDER ...`.

Each time the encoder is taught it learns the same and errs elsewhere. The mean of the weights errs less than any one
and costs nothing at work ("model soups", Wortsman et al. 2022). `make screen` takes the mean of what was kept and what
is new. FOLDERs and OUT are in the form that `teach.py` writes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

ADAPTER, CONFIG, HEAD = "adapter_model.safetensors", "adapter_config.json", "head.safetensors"
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def average(folders: list[Path]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the adapter and the head that are the mean of those in the folders; of the same rank, in half precision."""
    adapters = [_read(folder / ADAPTER) for folder in folders]
    heads = [_read(folder / HEAD) for folder in folders]
    adapter: dict[str, Any] = {}
    for stem in (name.removesuffix(_DOWN) for name in adapters[0] if name.endswith(_DOWN)):
        rank = len(adapters[0][stem + _DOWN])
        mean = sum(one[stem + _UP] @ one[stem + _DOWN] for one in adapters) / len(adapters)
        left, sizes, right = np.linalg.svd(mean, full_matrices=False)
        root = np.sqrt(sizes[:rank])
        adapter[stem + _DOWN] = np.ascontiguousarray(root[:, None] * right[:rank], np.float16)
        adapter[stem + _UP] = np.ascontiguousarray(left[:, :rank] * root, np.float16)
    head = {name: np.mean([one[name] for one in heads], axis=0) for name in heads[0]}
    return adapter, head


def _read(file: Path) -> dict[str, Any]:
    return {name: part.astype(np.float32) for name, part in load_file(file).items()}


def main() -> None:
    """Write the mean."""
    out, *folders = map(Path, sys.argv[1:])
    adapter, head = average(folders)
    save_file(adapter, out / ADAPTER)
    save_file(head, out / HEAD)
    shutil.copy(folders[0] / CONFIG, out / CONFIG)


if __name__ == "__main__":
    main()
