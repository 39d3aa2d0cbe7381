"""A model file that was cut says what it is, at start and to the doctor, and is made anew."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.runtime import doctor, training
from bot.runtime.training import find_damaged, find_model, model_path, train_if_needed


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A model and what belongs to it, made by steps that take no time."""
    steps: list[str] = []

    def train(model: Path) -> None:
        steps.append("dialogue")
        model.write_bytes(gzip.compress(os.urandom(50_000)))

    def prepare(_: Any) -> None:
        steps.append("language")
        for name in ("language/vocab/strings.json", "encoder/one/int8.onnx"):
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_bytes(b"as it was made" * 100)

    monkeypatch.setattr(training, "fingerprint", lambda _: "0123456789abcdef")
    monkeypatch.setattr(training, "_train_rasa", train)
    monkeypatch.setattr(training, "prepare_language", prepare)
    waymark: Any = SimpleNamespace(settings=SimpleNamespace(models_dir=tmp_path))
    train_if_needed(waymark)
    steps.clear()
    waymark.steps = steps
    return waymark


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


def test_a_whole_model_is_taken_as_it_is(made: Any) -> None:
    assert find_model(made) == model_path(made)
    assert train_if_needed(made) == model_path(made)
    assert made.steps == []
    assert doctor._model(made) == "The model fits the content."


@pytest.mark.parametrize("how", [cut, flip, Path.unlink, lambda file: file.write_bytes(b"")])
@pytest.mark.parametrize(
    "what", ["waymark-0123456789abcdef.tar.gz", "language/vocab/strings.json", "encoder/one/int8.onnx"]
)
def test_what_is_damaged_is_named_and_made_anew(
    made: Any, what: str, how: Callable[[Path], object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    how(tmp_path / what)
    lost = what.endswith(".gz") and not (tmp_path / what).exists()
    assert find_model(made) is None
    with pytest.raises(doctor._Mend) as said:
        doctor._model(made)
    assert "waymark train" in str(said.value)
    assert lost or (what in str(said.value) and "Damaged" in str(said.value))
    model = train_if_needed(made)
    assert lost or what in capsys.readouterr().err
    assert made.steps == (["language", "dialogue"] if what.endswith(".gz") else ["language"])
    assert find_damaged(model) == [] and find_model(made) == model


def test_a_model_from_before_there_were_receipts(made: Any, tmp_path: Path) -> None:
    (tmp_path / "waymark-0123456789abcdef.made").unlink()
    assert find_model(made) is not None
    cut(model_path(made))
    assert find_model(made) is None
    train_if_needed(made)
    assert find_model(made) is not None


def test_a_receipt_that_is_damaged_is_written_anew(made: Any, tmp_path: Path) -> None:
    cut(tmp_path / "waymark-0123456789abcdef.made")
    assert find_model(made) is None
    train_if_needed(made)
    assert made.steps == ["language"] and find_model(made) is not None


def test_a_training_that_is_stopped_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(command: list[str], **_: Any) -> Any:
        name = command[command.index("--fixed-model-name") + 1]
        (tmp_path / f"{name}.tar.gz").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(training.subprocess, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        training._train_rasa(tmp_path / "waymark-1.tar.gz")
    assert not (tmp_path / "waymark-1.tar.gz").exists()
