"""What the wiring files name can be imported. Rasa calls a channel that cannot be imported "bad credentials"."""

from __future__ import annotations

import re

from house import ROOT, read_yaml
from rasa.core.channels.channel import InputChannel
from rasa.core.tracker_store import TrackerStore
from rasa.engine.graph import GraphComponent
from rasa.shared.utils.common import class_from_module_path


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
