"""veraPDF in a process of its own: a Java that was started cannot be started again, and stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def check_pdf_ua(*files: Path) -> subprocess.CompletedProcess[str]:
    """Whether files keep PDF/UA-1: exit code 0, or the rules that they break on its output."""
    command = [sys.executable, "-m", "tools.check_pdf_ua", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
