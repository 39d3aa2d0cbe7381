"""Waymark needs no network but the machine's own: from its start through a conversation to a coordinator's reading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.loopback import UNFIT


@pytest.mark.usefixtures("model")
def test_a_whole_journey_with_loopback_alone(tmp_path: Path) -> None:
    own_network = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*own_network, "true"], check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no `unshare` (util-linux) on this machine")
    if allowed.returncode:
        pytest.skip(f"this kernel allows no network namespace: {allowed.stderr.strip()}")
    journey = [*own_network, sys.executable, "-m", "tests.loopback", str(tmp_path / "home")]
    done = subprocess.run(journey, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == UNFIT:
        pytest.skip(f"this kernel gives no network of its own: {done.stdout.strip()}")
    assert done.returncode == 0, done.stderr[-3000:]
