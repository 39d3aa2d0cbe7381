"""Teaches the sentence encoder to tell danger: `python tools/screen/teach.py LESSONS OUT [--kept FOLDER]`, in its own
environment.

LESSONS is what `tools.screen.lessons` wrote. All 36 matrices of the encoder's layers are taught. What is kept of their
change is its largest part of low rank (Eckart and Young 1936), as an adapter in PEFT's format (Hu et al. 2021), so that
a few megabytes are kept and not 90; the encoder's own weights stay as they are. OUT becomes a folder with it and with
`head.safetensors`: a weight [384, 4] and an offset [4] that make four scores of a text's vector.

With KEPT, a folder in the same form, teaching goes on from what was learnt before, and takes a third of the time.

A lesson may allow several classes ("somebody is in danger; we did not note who"): it counts as right when any of them
is given. Nearly half of the lessons are heard in company, with one to three ordinary sentences around them.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from tokenizers.implementations import BertWordPieceTokenizer
from torch.nn import functional
from transformers import BertModel

ADAPTER, HEAD = "adapter_model.safetensors", "head.safetensors"
RANK = 64
RATE, HEAD_RATE = 5e-5, 5e-4
SHARPNESS = 12.0
"""How much a vector of unit length is stretched before it is scored."""
IN_COMPANY = 0.45
FULL_STOP = 0.8
"""How often a full stop stands between sentences, as windows have it at work."""
SMOOTHING = 0.05
BATCH = 32
LONGEST = 128


class Screen(torch.nn.Module):
    """The encoder, mean pooling to unit length as in `bot/encoder/graph.py`, and a head."""

    def __init__(self, folder: Path, classes: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        self.encoder.requires_grad_(False)
        for matrix in self.matrices().values():
            matrix.requires_grad_(True)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, classes)

    def matrices(self) -> dict[str, torch.nn.Parameter]:
        """The matrices of the layers by name, which are taught; offsets and word vectors stay."""
        named = self.encoder.named_parameters()
        return {name: part for name, part in named if name.startswith("encoder.layer.") and part.dim() == 2}

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[..., None].float()
        vectors = functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)
        return self.head(SHARPNESS * vectors)

    def recall(self, kept: Path) -> None:
        """Take up what was kept: add the adapter to the matrices, and set the head."""
        adapter, head = (load_file(kept / name) for name in (ADAPTER, HEAD))
        with torch.no_grad():
            for name, matrix in self.matrices().items():
                stem = "base_model.model." + name.removesuffix(".weight")
                up, down = (adapter[f"{stem}.{part}.weight"].astype(np.float32) for part in ("lora_B", "lora_A"))
                matrix += torch.from_numpy(up @ down)
            self.head.weight.copy_(torch.from_numpy(head["weight"].T / SHARPNESS))
            self.head.bias.copy_(torch.from_numpy(head["offset"]))


def teach(screen: Screen, lessons: dict[str, Any], folder: Path, epochs: float, seed: int = 7) -> Screen:
    """Teach on `lessons["lessons"]`: {"text", "classes"}; `lessons["calm"]` are sentences for company."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    tokenizer = read_tokenizer(folder)
    parameters = [*screen.matrices().values(), *screen.head.parameters()]
    items = [(one["text"], one["classes"]) for one in lessons["lessons"]]
    steps = int(epochs * len(items) / BATCH)
    groups = [
        {"params": list(screen.matrices().values()), "lr": RATE},
        {"params": list(screen.head.parameters()), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.0, 1 - step / steps)
    )
    screen.train()
    step, loss_now = 0, 0.0
    while step < steps:
        chance.shuffle(items)
        for start in range(0, len(items), 20 * BATCH):
            heard = [
                (_bring_company(text, lessons["calm"], chance), classes)
                for text, classes in items[start : start + 20 * BATCH]
            ]
            rows = [(tokenizer.encode(text).ids, classes) for text, classes in heard]
            rows.sort(key=lambda row: len(row[0]))  # texts of one length together: nothing is padded for long
            batches = [rows[place : place + BATCH] for place in range(0, len(rows), BATCH)]
            chance.shuffle(batches)
            for batch in batches:
                with torch.autocast("cpu", torch.bfloat16):  # half the time, and the weights stay in full precision
                    scores = screen(*_pad([ids for ids, _ in batch]))
                loss = _loss(scores.float(), [classes for _, classes in batch])
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(parameters, 1.0)
                optimiser.step()
                schedule.step()
                step, loss_now = step + 1, 0.98 * loss_now + 0.02 * loss.item()
                if step % 50 == 0:
                    print(f"{step} of {steps}, loss {loss_now:.3f}", flush=True)
                if step >= steps:
                    return screen.eval()
    return screen.eval()


def read_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, which leaves out what comes after 128 tokens."""
    path = folder / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path)) if path.is_file() else None
    if tokenizer is None:
        tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)._tokenizer
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _bring_company(text: str, calm: list[str], chance: random.Random) -> str:
    if chance.random() >= IN_COMPANY:
        return text
    others = chance.sample(calm, chance.choice([1, 1, 2]))
    place = chance.randint(0, len(others))
    return (" . " if chance.random() < FULL_STOP else " ").join([*others[:place], text, *others[place:]])


def _pad(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, rows))
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask


def _loss(scores: torch.Tensor, allowed: list[list[int]]) -> torch.Tensor:
    chances = scores.log_softmax(1)
    wanted = torch.full_like(chances, -torch.inf)
    for row, classes in enumerate(allowed):
        wanted[row, classes] = 0.0
    right = torch.logsumexp(chances + wanted, 1)
    return -((1 - SMOOTHING) * right + SMOOTHING * chances.mean(1)).mean()


def save(screen: Screen, before: dict[str, torch.Tensor], folder: Path, rank: int) -> None:
    """Write the adapter, in half precision, and the head."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = {}
    for name, matrix in screen.matrices().items():
        left, sizes, right = np.linalg.svd((matrix.detach() - before[name]).numpy(), full_matrices=False)
        root = np.sqrt(sizes[:rank])
        stem = "base_model.model." + name.removesuffix(".weight")
        kept[f"{stem}.lora_A.weight"] = np.ascontiguousarray(root[:, None] * right[:rank], np.float16)
        kept[f"{stem}.lora_B.weight"] = np.ascontiguousarray(left[:, :rank] * root, np.float16)
    save_file(kept, folder / ADAPTER)
    config = {
        "peft_type": "LORA",
        "base_model_name_or_path": "all-MiniLM-L6-v2",
        "r": rank,
        "lora_alpha": rank,
        "target_modules": ["query", "key", "value", "dense"],
    }
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    head = {"weight": SHARPNESS * screen.head.weight.detach().numpy().T, "offset": screen.head.bias.detach().numpy()}
    head = {name: np.ascontiguousarray(value, np.float32) for name, value in head.items()}
    save_file(head, folder / HEAD)


def main() -> None:
    """Teach, and write what was learnt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kept", type=Path, help="go on from what this folder keeps")
    parser.add_argument("--epochs", type=float, help="how often each lesson is heard; 3, or 1.5 when going on")
    options = parser.parse_args()
    lessons = json.loads(options.lessons.read_text(encoding="utf-8"))
    folder = Path(lessons["encoder"])
    torch.manual_seed(7)
    screen = Screen(folder, len(lessons["classes"]))
    before = {name: part.detach().clone() for name, part in screen.matrices().items()}
    if options.kept:
        screen.recall(options.kept)
    teach(screen, lessons, folder, options.epochs or (1.5 if options.kept else 3.0))
    save(screen, before, options.out, RANK)


if __name__ == "__main__":
    main()
