"""Builds the encoder once, at set-up: graph, then int8, each checked against the numpy reference before it is kept.

Eight bits are two to three times faster than fp32 and a third smaller. Per channel and for the matrix products only:
per tensor the cosine to fp32 falls to .955, and with the word table quantised to .91. The weights are unsigned:
onnxruntime multiplies signed ones in 16 bits on processors without VNNI, where sums overflow and vectors differ
(docs/adr/0026).
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from tokenizers.implementations import BertWordPieceTokenizer

from bot.encoder.encoder import EXPORTED, MANIFEST, TOKENIZER, Encoder
from bot.encoder.graph import MIDDLE, EncoderGraph
from bot.encoder.reference import ReferenceModel
from bot.encoder.weights import EncoderRefused, Weights, check_pin

logger = logging.getLogger("waymark.encoder")

FP32_COSINE: Final = 0.999
INT8_COSINE: Final = 0.98
PROBES: Final = (
    "skip",
    "Our manager listens.",
    "We always ask people where they would like to sit before we begin.",
    "Aye, it's a braw wee team but naebody asks us whit we think o the new rota.",
    "BUDGETS ARE SET EACH YEAR AND NOTHING IS LEFT FOR TRAINING :( 2026/27",
    "The waiting room is loud. " * 12,
    "Supervision happens monthly, and we talk about the hard calls as well as the tasks, which helps us stay steady. "
    * 15,
)


def build_encoder(weights: Weights, target: Path, adapter: Path | None = None) -> None:
    """Build the int8 encoder from the weights, and an adapter to them, into the folder ``target``: all or nothing.

    Raises EncoderRefused when the weights are not the pinned ones, or when a built graph strays from the reference.
    """
    sha256 = check_pin(weights)
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        exact = workshop / "fp32.onnx"
        EncoderGraph(weights.folder, adapter).write(exact)
        _copy_tokenizer(weights.folder, workshop / TOKENIZER)
        # The quantiser advises a shape pass on each run; the result is checked below, so the advice is noise.
        logging.disable(logging.WARNING)
        try:
            quantize_dynamic(
                exact,
                workshop / EXPORTED,
                weight_type=QuantType.QUInt8,
                op_types_to_quantize=["MatMul"],
                per_channel=True,
            )
        finally:
            logging.disable(logging.NOTSET)
        cosines = check_graphs(
            workshop, weights.folder, (exact.name, FP32_COSINE), (EXPORTED, INT8_COSINE), adapter=adapter
        )
        exact.unlink()
        manifest = {"weights_sha256": sha256, "worst_cosine": cosines, "onnxruntime": onnxruntime.__version__}
        (workshop / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        workshop.chmod(0o755)  # nothing secret, and another account may run the bot
        _put_in_place(workshop, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    logger.info("Built the sentence encoder (cosine to the reference %s).", cosines)


def check_graphs(
    folder: Path, weights: Path, *graphs: tuple[str, float], adapter: Path | None = None
) -> dict[str, float]:
    """Compare graphs (file name, lowest cosine allowed) with the reference on the probe sentences.

    Gives the worst cosine of each; raises EncoderRefused when one is below what is allowed.
    """
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokens = Encoder.tokenise_with(tokenizer, PROBES)
    wanted = _encode_by_reference(ReferenceModel(weights, adapter), tokens)
    worst: dict[str, float] = {}
    for name, lowest in graphs:
        found = Encoder(folder / name, folder / TOKENIZER).encode_wide(PROBES)
        worst[name] = round(float((found * wanted).reshape(len(PROBES), 2, -1).sum(axis=2).min()), 5)
        if not worst[name] >= lowest:  # also refuses "not a number"
            raise EncoderRefused(
                f"The sentence encoder built here is not faithful ({name}: cosine {worst[name]}, needs {lowest}): "
                "start again; if it happens twice, report the processor and the version of onnxruntime."
            )
    return worst


def _encode_by_reference(reference: ReferenceModel, tokens: Sequence[Sequence[int]]) -> np.ndarray:
    halves = [np.vstack([reference.encode_tokens(line, share) for line in tokens]) for share in (1.0, MIDDLE)]
    return np.hstack(halves)


def _copy_tokenizer(weights: Path, target: Path) -> None:
    if (weights / "tokenizer.json").is_file():
        shutil.copyfile(weights / "tokenizer.json", target)
    else:
        BertWordPieceTokenizer(str(weights / "vocab.txt"), lowercase=True).save(str(target))


def _put_in_place(workshop: Path, target: Path) -> None:
    try:
        workshop.rename(target)
    except OSError:
        # Another process finished first; its copy passed the same checks.
        if not (target / MANIFEST).is_file():
            raise
