"""What the commands share: known errors end in one line, and Waymark is opened whole.

This module, and those of the commands, load nothing of ours before a command runs: `waymark --help` only lists them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.waymark import Waymark


def known() -> tuple[type[Exception], ...]:
    """Errors whose text is one line for people: what, and how to mend it."""
    from bot.content import ContentError
    from bot.runtime.errors import CannotStart, TrainingFailed
    from bot.settings import SettingsError
    from bot.store.backup import BackupRefused
    from bot.store.bots import AnotherBot
    from bot.store.clock import ClockDoubted
    from bot.store.database import DatabaseUnreachable
    from bot.store.migrating import CannotMigrate
    from bot.store.sealed_file import SealedFileError

    return (
        SettingsError,
        ContentError,
        DatabaseUnreachable,
        AnotherBot,
        ClockDoubted,
        CannotMigrate,
        CannotStart,
        TrainingFailed,
        BackupRefused,
        SealedFileError,
    )


class Complaint(click.ClickException):
    """One line for people: what, and how to mend it."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002
        click.echo(self.format_message(), err=True)


def known_errors_in_one_line(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command end with the one line that the error itself holds."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, known()):
                raise Complaint(str(error)) from None
            from bot.runtime.logs import describe

            where = describe(error)
            raise Complaint(f"Something unexpected happened ({where}). `uv run waymark doctor` may help.") from None

    return run


def open_waymark() -> Waymark:
    """The parts of this process, with a home folder, a secret and an up-to-date database."""
    from bot.waymark import get_waymark

    waymark = get_waymark()
    waymark.settings.prepare()
    _ = waymark.settings.secret
    waymark.database.migrate()
    return waymark
