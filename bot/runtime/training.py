"""Trains what must be trained, once for each state of the content: language pipeline, distress screen, Rasa's model.

A fingerprint over everything that goes in names the model, so a second start trains nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import click

from bot.encoder import EncoderMissing, load_encoder
from bot.encoder.weights import find_weights
from bot.runtime.domain_file import keep_domain
from bot.runtime.errors import TrainingFailed
from bot.runtime.rasa_cli import DATA
from bot.safety import build_language, load_model, save_language
from bot.safety.model import TAUGHT
from bot.settings import ROOT
from bot.waymark import Waymark

LANGUAGE = "language"
_NOT_TAUGHT = frozenset({"widget", "easy_read", "cards", "teams"})
"""Folders of data/ whose words no model has anything of: another word there is no reason to train."""

_READ = frozenset({".yml", ".md", ".txt", ".json", ".safetensors"})


def fingerprint(waymark: Waymark) -> str:
    """A hash of all that a trained model depends on: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(_inputs(waymark)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(str(waymark.settings.encoder_dir).encode() + str(not has_weights(waymark)).encode())
    return digest.hexdigest()[:16]


def model_path(waymark: Waymark) -> Path:
    """Where the trained model for the content as it is stands, or will."""
    return waymark.settings.models_dir.absolute() / f"waymark-{fingerprint(waymark)}.tar.gz"


def _inputs(waymark: Waymark) -> Iterator[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml", "uv.lock"))
    for folder in (ROOT / "data", waymark.settings.content_dir):
        read = (path for path in folder.rglob("*") if path.suffix in _READ)
        yield from (path for path in read if path.relative_to(folder).parts[0] not in _NOT_TAUGHT)
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
    """Give the trained model for the content as it is, or None: there is none, or something of it is damaged."""
    model = model_path(waymark)
    return model if model.exists() and not find_damaged(model) else None


def find_damaged(model: Path) -> list[str]:
    """The files that a model needs and that were cut, changed or lost since it was made, by their names."""
    receipt = _receipt(model)
    if not receipt.exists():  # made before receipts were: what is packed says whether it is whole
        return [] if _is_whole(model) else [model.name]
    try:
        made: dict[str, str] = json.loads(receipt.read_text(encoding="utf-8"))
    except ValueError:
        return [receipt.name]
    return [name for name, digest in made.items() if _digest(model.parent / name) != digest]


def _write_receipt(model: Path) -> None:
    """Note what the files of a model are, once all of them are made."""
    parts = [path for folder in (LANGUAGE, "encoder") for path in (model.parent / folder).rglob("*") if path.is_file()]
    made = {path.relative_to(model.parent).as_posix(): _digest(path) for path in sorted([model, *parts])}
    new = _receipt(model).with_suffix(".new")
    new.write_text(json.dumps(made, indent=1), encoding="utf-8")
    new.replace(_receipt(model))


def _receipt(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".made")


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _is_whole(model: Path) -> bool:
    """Whether the packed file ends where it should, with the checksum that it should have."""
    try:
        with gzip.open(model) as packed:
            while packed.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _remove_damaged(models: Path, damaged: list[str]) -> None:
    """Take away what cannot be used, with the folder that it is a part of: what is absent is made anew."""
    click.echo(f"Damaged, because it was cut or changed: {', '.join(damaged)}. It is made anew.", err=True)
    for name in damaged:
        file = models / name
        if file.parent == models:
            file.unlink(missing_ok=True)
        else:
            shutil.rmtree(file.parent, ignore_errors=True)


def train_if_needed(waymark: Waymark, *, force: bool = False) -> Path:
    """Give the trained model for the content as it is, training it first if there is none.

    Raises TrainingFailed.
    """
    model = model_path(waymark)
    models = model.parent
    if model.exists() and not force:
        damaged = find_damaged(model)
        if not damaged:
            return model
        _remove_damaged(models, damaged)
    models.mkdir(parents=True, exist_ok=True)
    prepare_language(waymark)
    if force or not model.exists():
        click.echo("3 of 3  Training the dialogue …", err=True)
        _train_rasa(model)
        keep_domain(model)
    _write_receipt(model)
    for old in models.glob("waymark-*"):
        if old not in (model, _receipt(model)):
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
    # Under another name until it is whole: a stop in the middle leaves no half of it where the whole is looked for.
    new = model.with_name(f"{model.name.removesuffix('.tar.gz')}-new.tar.gz")
    command = [sys.executable, "-m", "bot.runtime.rasa_cli", "train", "--quiet", "--force"]
    command += ["--out", str(model.parent), "--fixed-model-name", new.name.removesuffix(".tar.gz")]
    command += ["--data", *DATA]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False, capture_output=True, text=True)
    if done.returncode or not new.exists():
        click.echo(done.stdout[-4000:] + done.stderr[-4000:], err=True)
        raise TrainingFailed("Rasa could not train the dialogue. Its own lines above say why.")
    new.replace(model)
