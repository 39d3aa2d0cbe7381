"""What is decided here is decided alike on other machines: nothing typed in a transcript lies too near a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto

from bot.encoder import Vectors, load_encoder
from bot.encoder.encoder import EXPORTED, built_folder
from bot.encoder.weights import PINNED_SHA256
from bot.settings import get_settings
from tests.margins import MARGIN, Decider, Remembering, Shaken, find_tipping, load_decider, read_lines

WORDLESS = ["...", "??", "👍", "😀😀", "-", "2", "24/7", "2026", "!!! 10 / 10 !!!", "   "]
SHAKES = 2


class Flat:
    """Gives the same vector for whatever is asked."""

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector

    def encode_wide(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector] * len(texts)) if texts else np.empty((0, self._vector.size), np.float32)


@pytest.fixture(scope="module")
def encoder() -> Remembering:
    return Remembering(load_encoder(get_settings().models_dir))


@pytest.fixture(scope="module")
def decider(model: Path) -> Decider:
    return load_decider(model.parent, model, get_settings().content_dir)


def test_no_weight_is_signed() -> None:
    """Signed ones overflow on processors without VNNI: vectors differed by .17 of their length."""
    load_encoder(get_settings().models_dir)
    graph = onnx.load(built_folder(get_settings().models_dir, PINNED_SHA256) / EXPORTED).graph
    kinds = {part.name: part.data_type for part in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    assert len(products) == 36
    assert {kinds[node.input[1]] for node in products} == {TensorProto.UINT8}


def test_no_typed_line_of_a_transcript_tips(decider: Decider, encoder: Remembering) -> None:
    tipping = find_tipping(decider, read_lines(), encoder, MARGIN, SHAKES)
    assert tipping == {}, "too near a threshold: give data/nlu an example beside it, or the transcript plainer words"


def test_what_has_no_letters_is_decided_without_the_encoder(decider: Decider, encoder: Remembering) -> None:
    steady = decider.decide(WORDLESS, encoder)
    for text in ("can we skip this", "i want to die", "yes please"):
        assert decider.decide(WORDLESS, Flat(encoder.encode_wide([text])[0])) == steady
    assert {decisions["screen"] for decisions in steady.values()} == {"none"}
    assert [steady[text]["answer"] for text in ("...", "👍", "24/7")] == ["unsure skip from 0"] * 2 + ["reflection"]


def test_the_shaking_finds_what_lies_near(decider: Decider, encoder: Remembering) -> None:
    """Without this a test that shakes nothing would be green."""
    assert find_tipping(decider, read_lines()[::4], encoder, 0.3, 1)
    moved = Shaken(encoder, MARGIN).encode_wide(["our manager listens"])
    step = (moved - encoder.encode_wide(["our manager listens"])).reshape(2, -1)
    assert np.allclose(np.linalg.norm(step, axis=1), MARGIN, rtol=0.02)
    assert (moved == Shaken(encoder, MARGIN).encode_wide(["our manager listens"])).all()
