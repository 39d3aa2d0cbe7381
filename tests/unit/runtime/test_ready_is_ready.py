"""What takes seconds is built before the door opens, beside the loop: else the first free text holds up everybody."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from bot import guidance
from bot.guidance import GuidanceFinder
from bot.runtime.serve import load_model
from bot.waymark import Waymark


async def test_a_loaded_model_finds_guidance_at_once(
    model: Path, waymark: Waymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[threading.Thread] = []

    def build(*given: Any) -> GuidanceFinder:
        built.append(threading.current_thread())
        return GuidanceFinder(*given)

    monkeypatch.setattr(guidance, "GuidanceFinder", build)
    vars(waymark).pop("guidance", None)
    await load_model(model)
    assert len(built) == 1
    assert built[0] is not threading.main_thread(), "the loop runs on while it is built"
    assert waymark.guidance.find_guidance("our managers never listen")
    assert len(built) == 1
