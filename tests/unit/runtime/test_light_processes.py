"""What a process loads that does not need it costs memory for as long as it runs, and a wait for whoever started it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.review.door import Door
from bot.runtime import doors, training
from bot.runtime.launcher import main
from bot.safety import holds_masks, mask
from bot.settings import ROOT, Settings
from bot.store.database import Database
from bot.waymark import Waymark
from tests.doors import free_port
from tests.places import Machine

MODELS = {"spacy", "sklearn", "scipy", "onnxruntime", "tokenizers", "rasa", "bm25s"}
DRAWING = {"altair", "vl_convert", "typst", "docx"}
ALL_BUT_PYTHONS_OWN = MODELS | DRAWING | {"sqlalchemy", "alembic", "pydantic", "numpy", "sanic", "fastapi"}


@pytest.mark.parametrize(
    ("does", "without"),
    [
        ("import bot.cli", ALL_BUT_PYTHONS_OWN),
        ("import bot.runtime.launcher", ALL_BUT_PYTHONS_OWN | {"bot.settings"}),
        ("import bot.waymark", MODELS | DRAWING),
        ("import bot.runtime.doors, bot.waymark, bot.review.app", MODELS | DRAWING),
    ],
    ids=["list the commands", "wait for the doors", "open a command's parts", "open the review door"],
)
def test_nothing_heavy_is_loaded_to(does: str, without: set[str]) -> None:
    code = f"import sys\n{does}\nprint(*sorted({without!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([], "")


def test_the_process_that_saw_to_it_becomes_the_launcher(machine_: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its place, and not beside it."""
    became: list[list[str]] = []
    monkeypatch.setattr(doors.os, "execv", lambda _, command: became.append(command))
    monkeypatch.setattr(training, "find_model", lambda _: "there")
    ports = [free_port(), free_port()]
    settings = Settings(home=machine_.home, bot_port=ports[0], review_port=ports[1], secret_key="k" * 40)
    doors.run_both(Waymark(settings, Database(settings.database), machine_.content))
    where = [settings.host, *map(str, ports), "1"]
    assert became == [[sys.executable, "-m", "bot.runtime.launcher", *where]]


def test_a_launcher_whose_door_does_not_open_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.runtime import launcher

    monkeypatch.setattr(launcher, "_command", lambda _: [sys.executable, "-c", "raise SystemExit(3)"])
    monkeypatch.setattr(launcher.signal, "signal", lambda *_: None)  # those of pytest stay
    with pytest.raises(SystemExit) as ended:
        main("127.0.0.1", str(free_port()), str(free_port()))
    assert ended.value.code == 1
    assert "A door stopped by itself" in capsys.readouterr().err


def test_the_review_door_knows_a_mask_as_the_one_that_made_it_does(machine_: Machine) -> None:
    door = Door(Settings(home=machine_.home, secret_key="k" * 40), machine_.database, machine_.content)
    for typed in ("call me on 07700 900123", "my email is a.b@example.org", "EH1 2NG is where", "nothing at all"):
        masked = mask(typed)
        assert any(one in masked for one in door.masks) == holds_masks(masked)
    assert any(one in mask("call me on 07700 900123") for one in door.masks)
