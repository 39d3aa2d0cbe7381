"""Trains what must be trained, once for each state of the content: language pipeline, distress screen, Rasa's model.

A fingerprint over everything that goes in names the model, so a second start trains nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot.encoder import EncoderMissing, load_encoder
from bot.encoder.weights import find_weights
from bot.runtime.errors import TrainingFailed
from bot.runtime.rasa_cli import DATA
from bot.safety import build_language, load_model, save_language
from bot.safety.model import TAUGHT
from bot.settings import ROOT
from bot.waymark import Waymark

LANGUAGE = "language"
_READ = frozenset({".yml", ".md", ".txt", ".json", ".safetensors"})


def fingerprint(waymark: Waymark) -> str:
    """A hash of all that a trained model depends on: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(_inputs(waymark)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(str(waymark.settings.encoder_dir).encode() + str(not has_weights(waymark)).encode())
    return digest.hexdigest()[:16]


def _model_path(waymark: Waymark) -> Path:
    return waymark.settings.models_dir.absolute() / f"waymark-{fingerprint(waymark)}.tar.gz"


def _inputs(waymark: Waymark) -> Iterator[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml", "uv.lock"))
    for folder in (ROOT / "data", waymark.settings.content_dir):
        yield from (path for path in folder.rglob("*") if path.suffix in _READ)
    for package in ("nlu", "safety", "encoder"):
        yield from (ROOT / "bot" / package).rglob("*.py")


def has_weights(waymark: Waymark) -> bool:
    """Whether the encoder's weights are there. They are not loaded: who starts the doors does not encode."""
    try:
        find_weights(waymark.settings.encoder_dir)
    except EncoderMissing:
        return False
    return True


def find_model(waymark: Waymark) -> Path | None:
    """Give the trained model for the content as it is, or None."""
    model = _model_path(waymark)
    return model if model.exists() else None


def train_if_needed(waymark: Waymark, *, force: bool = False) -> Path:
    """Give the trained model for the content as it is, training it first if there is none.

    Raises TrainingFailed.
    """
    model = _model_path(waymark)
    if model.exists() and not force:
        return model
    models = model.parent
    models.mkdir(parents=True, exist_ok=True)
    prepare_language(waymark)
    click.echo("3 of 3  Training the dialogue …", err=True)
    _train_rasa(model)
    for old in models.glob("waymark-*.tar.gz"):
        if old != model:
            old.unlink()
    click.echo("The model is ready.", err=True)
    return model


def prepare_language(waymark: Waymark) -> None:
    """Build what the doors load from disk: the spaCy pipeline, the encoder, and that of the screen."""
    models, safety = waymark.settings.models_dir, waymark.settings.content_dir / "safety"
    click.echo("1 of 3  Preparing the sentence encoder and the language pipeline …", err=True)
    try:
        load_encoder(models, waymark.settings.encoder_dir)
    except EncoderMissing as missing:
        click.echo(f"        {missing} Going on with words and letters alone.", err=True)
    save_language(build_language(safety), models / LANGUAGE)
    click.echo("2 of 3  Preparing the distress screen …", err=True)
    load_model(safety / TAUGHT, models)


def _train_rasa(model: Path) -> None:
    # Rasa would take a step from its cache though the content that the step reads by itself has changed: --force.
    command = [sys.executable, "-m", "bot.runtime.rasa_cli", "train", "--quiet", "--force"]
    command += ["--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz")]
    command += ["--data", *DATA]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False, capture_output=True, text=True)
    if done.returncode or not model.exists():
        click.echo(done.stdout[-4000:] + done.stderr[-4000:], err=True)
        raise TrainingFailed("Rasa could not train the dialogue. Its own lines above say why.")
