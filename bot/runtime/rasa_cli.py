"""Rasa's own command line on our runtime: `waymark rasa train`, `shell`, `test`, `data validate`, `run actions` …"""

from __future__ import annotations

import logging
import os
import runpy
import sys
from pathlib import Path

from bot.runtime.compat import install

DATA = ["data/nlu", "data/rules", "data/responses"]
"""The folders that Rasa reads. data/content/ is ours alone."""


def run_rasa(arguments: list[str], root: Path) -> None:
    """Run one of Rasa's commands in the project's folder, with what the layout needs filled in."""
    os.chdir(root)
    if arguments[:2] == ["run", "actions"]:
        from bot.runtime.action_server import serve_actions

        serve_actions()
        return
    if arguments[:2] == ["train", "nlu"]:
        if "--nlu" not in arguments:
            arguments = [*arguments, "--nlu", "data/nlu"]
    elif arguments[:1] == ["train"] or arguments[:2] == ["data", "validate"]:
        if "--data" not in arguments:
            arguments = [*arguments, "--data", *DATA]
    elif arguments[:1] == ["test"] and "--stories" not in arguments and "-s" not in arguments:
        arguments = [*arguments, "--stories", "tests/dialogue"]
    install()
    sys.argv = ["rasa", *arguments]
    logging.captureWarnings(True)
    runpy.run_module("rasa", run_name="__main__")


if __name__ == "__main__":
    run_rasa(sys.argv[1:], Path.cwd())
