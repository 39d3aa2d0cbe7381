"""Reads the domain of a trained model from JSON, made of its YAML once: the YAML takes seconds of each start.

The JSON says of which YAML it was made. Where it was made of another, is damaged, or cannot be written, the YAML is
read.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from contextlib import suppress
from pathlib import Path
from typing import Any

NAME = "domain.json"


def read_domain(yaml_file: Path, models: Path) -> dict[str, Any]:
    """What a domain's YAML holds. `models`: the folder with the JSON."""
    return _read(yaml_file.read_bytes(), models / NAME)


def keep_domain(model: Path) -> None:
    """Make the JSON for a model that was trained just now."""
    with suppress(tarfile.TarError, OSError), tarfile.open(model) as packed:
        for member in packed:
            file = packed.extractfile(member) if Path(member.name).name == "domain.yml" else None
            if file:
                _read(file.read(), model.parent / NAME)


def _read(raw: bytes, kept: Path) -> dict[str, Any]:
    made_of = hashlib.sha256(raw).hexdigest()
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["made_of"] == made_of:
            return dict(found["domain"])
    from bot.runtime.compat import install

    install()  # `waymark train` has not needed Rasa in its own process before
    from rasa.shared.utils.io import read_yaml

    domain: dict[str, Any] = read_yaml(raw.decode("utf-8"))
    text = json.dumps({"made_of": made_of, "domain": domain})
    if json.loads(text)["domain"] == domain:  # what JSON cannot say stays YAML
        with suppress(OSError):
            new = kept.with_suffix(f".{os.getpid()}")
            new.write_text(text, encoding="utf-8")
            new.replace(kept)
    return domain
