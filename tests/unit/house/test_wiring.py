"""What the wiring files name can be imported. Rasa calls a channel that cannot be imported "bad credentials"."""

from __future__ import annotations

import re
import tomllib

from house import ROOT, read_yaml
from rasa.core.channels.channel import InputChannel
from rasa.core.tracker_store import TrackerStore
from rasa.engine.graph import GraphComponent
from rasa.shared.utils.common import class_from_module_path

from bot.runtime.rasa_cli import DATA


def test_channels_of_credentials_import() -> None:
    channels = [class_from_module_path(name) for name in read_yaml(ROOT / "credentials.yml")]
    assert channels
    assert all(issubclass(channel, InputChannel) for channel in channels)
    assert len({channel.name() for channel in channels}) == len(channels)


def test_endpoints_import() -> None:
    endpoints = read_yaml(ROOT / "endpoints.yml")
    assert issubclass(class_from_module_path(endpoints["tracker_store"]["type"]), TrackerStore)
    assert endpoints["action_endpoint"]["url"] == "inprocess:actions"
    assert (ROOT / "actions" / "__init__.py").is_file()


def test_components_of_the_pipeline_import() -> None:
    config = read_yaml(ROOT / "config.yml")
    named = [part["name"] for part in [*config["pipeline"], *config["policies"]] if "." in part["name"]]
    assert all(issubclass(class_from_module_path(name), GraphComponent) for name in named)


def test_no_secret_stands_in_a_wiring_file() -> None:
    for name in ("credentials.yml", "endpoints.yml", "config.yml", "domain.yml"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            secret = re.search(r"(?:password|secret|token|key)\w*:\s*(\S+)", line, re.IGNORECASE)
            assert not secret or secret[1].startswith("${"), (name, line.split(":")[0])


def test_folders_that_rasa_is_told_to_read_are_in_a_fresh_clone() -> None:
    """git keeps no empty folder, and for one that is not there Rasa reads the whole of data/ instead."""
    folders = [name for name in DATA if name.startswith("data/")]
    assert [name for name in folders if not any((ROOT / name).glob("*"))] == []


def test_every_module_has_a_place_in_the_layers() -> None:
    """A module that no layer names could import anything."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    named = set(re.findall(r"[a-z_.]+", " ".join(layers)))
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "bot").rglob("*.py")}
    modules = {name.removesuffix(".__init__") for name in modules if ".overlay." not in name}
    homeless = {name for name in modules if not any(f"{name}.".startswith(f"{layer}.") for layer in named)}
    assert homeless <= {"bot", "bot.runtime"}
