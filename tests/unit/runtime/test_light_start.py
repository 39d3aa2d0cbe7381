"""What a command loads before it does anything: people wait for it, and so does every test that starts one."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT

HEAVY = ("rasa", "spacy", "sklearn", "scipy", "sanic", "fastapi", "altair", "docx", "typst")
"""A second and more each, or nothing that a command needs before it is known which one it is."""


def test_the_command_line_loads_no_library_that_only_doors_need() -> None:
    code = f"import sys, bot.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([], "")
