"""The command line. Each command is thin: it reads options, calls one thing, and turns known errors into one line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import reviewing, upkeep
from bot.command import Complaint, known_errors_in_one_line, open_waymark

if TYPE_CHECKING:
    from bot.store.areas import Area
    from bot.store.coordinators import Role


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="waymark")
def main() -> None:
    """Waymark: a gentle guide for reflecting on trauma-informed change."""
    from bot.settings import OTHERS

    os.umask(OTHERS)


@main.command()
@click.argument("door", type=click.Choice(["both", "bot", "review"]), default="both")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Chat processes that share the work.")
@click.option("--until-launcher-ends", is_flag=True, hidden=True, help="Stop when standard input ends.")
@known_errors_in_one_line
def run(door: str, workers: int, until_launcher_ends: bool) -> None:
    """Start both doors, or one of them."""
    from bot.runtime.workers import one_thread

    if door == "bot":
        one_thread(workers)
    from bot.runtime import doors
    from bot.runtime.examined import refuse_unsafe
    from bot.waymark import get_waymark

    if until_launcher_ends:
        doors.stop_with_launcher()
    refuse_unsafe(get_waymark())
    waymark = open_waymark()
    if door == "both":
        doors.run_both(waymark, workers)
    elif door == "bot":
        doors.run_bot(waymark, workers)
    else:
        doors.run_review(waymark)


@main.command()
@click.option("--force", is_flag=True, help="Train even when nothing changed.")
@known_errors_in_one_line
def train(force: bool) -> None:
    """Train the model when content, language data or the pipeline changed."""
    from bot.runtime.training import train_if_needed
    from bot.waymark import get_waymark

    open_waymark()
    train_if_needed(get_waymark(), force=force)


@main.command("check-content")
@known_errors_in_one_line
def check_content() -> None:
    """Check what editors wrote: every mistake with its file, its line and how to mend it."""
    from bot.content import load_content
    from bot.settings import get_settings

    content = load_content(get_settings().content_dir)
    click.echo(
        f"All well: {len(content.themes)} themes, {len(content.guidance)} pieces of guidance, "
        f"{len(content.support)} support services, {len(content.sources)} sources."
    )


@main.group()
def coordinator() -> None:
    """Say who may sign in to the review door."""


_password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking."
)


_area_options = (
    click.option("--theme", "themes", multiple=True, help="A theme's id that they may read. Without: all of them."),
    click.option("--team", "teams", multiple=True, help="A team's id that they may read. Without: all of them."),
)


def _with_area(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_area_options):
        command = option(command)
    return command


_ROLES = click.Choice(["coordinator", "facilitator", "records", "administrator"])


@coordinator.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default="coordinator", help="What they may do.")
@_with_area
@_password_option
@known_errors_in_one_line
def add_coordinator(
    name: str, role: str, themes: tuple[str, ...], teams: tuple[str, ...], password_stdin: bool
) -> None:
    """Let NAME sign in."""
    area = _read_area(themes, teams)
    _change_coordinator("add_coordinator", "coordinator_added", name, _ask_password(password_stdin), _role(role), area)
    click.echo(f"{name} can now sign in.")


@coordinator.command("change")
@click.argument("name")
@click.option("--role", type=_ROLES, required=True, help="What they may do.")
@_with_area
@known_errors_in_one_line
def change_coordinator(name: str, role: str, themes: tuple[str, ...], teams: tuple[str, ...]) -> None:
    """Give NAME another role and area."""
    area = _read_area(themes, teams)
    _change_coordinator("change_coordinator", "coordinator_changed", name, _role(role), area)
    click.echo(f"{name} is now {role}.")


@coordinator.command("disable")
@click.argument("name")
@known_errors_in_one_line
def disable_coordinator(name: str) -> None:
    """Let NAME no longer sign in, and end open sign-ins."""
    _change_coordinator("disable_coordinator", "coordinator_disabled", name)
    click.echo(f"{name} can no longer sign in.")


@coordinator.command("reset")
@click.argument("name")
@_password_option
@known_errors_in_one_line
def reset_coordinator(name: str, password_stdin: bool) -> None:
    """Give NAME a new password, forget their authenticator app, and let them sign in again."""
    _change_coordinator("reset_password", "coordinator_reset", name, _ask_password(password_stdin))
    click.echo(f"{name} has a new password.")


def _change_coordinator(call: str, event: str, *arguments: object) -> None:
    from bot.store import coordinators
    from bot.store.audit import COMMAND_LINE, record
    from bot.store.passwords import AccountError

    with open_waymark().database.session() as session:
        try:
            who = getattr(coordinators, call)(session, *arguments)
        except AccountError as error:
            raise Complaint(str(error)) from None
        given = event in ("coordinator_added", "coordinator_changed")
        record(session, event, COMMAND_LINE, who.name, **(coordinators.describe(who) if given else {}))


def _role(name: str) -> Role:
    from bot.store.coordinators import Role

    return Role(name)


def _read_area(themes: tuple[str, ...], teams: tuple[str, ...]) -> Area:
    """The area of ids that there are; all of them where none is named."""
    from bot.content import load_content
    from bot.settings import get_settings
    from bot.store.areas import Area

    content = load_content(get_settings().content_dir)
    for what, given, known in (
        ("theme", themes, [theme.id for theme in content.themes]),
        ("team", teams, [team.id for team in content.organisation.teams]),
    ):
        if unknown := [one for one in given if one not in known]:
            raise Complaint(f"There is no {what} {unknown[0]!r}. There are: {', '.join(known)}.")
    return Area(frozenset(themes) or None, frozenset(teams) or None)


def _ask_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("A password of at least 12 characters", hide_input=True, confirmation_prompt=True))


@main.command("access-code")
@known_errors_in_one_line
def access_code() -> None:
    """Make of an access code what may stand in WAYMARK_ACCESS_CODE in its place."""
    from bot.channels.web.access_code import hash_code

    click.echo(hash_code(str(click.prompt("The access code", hide_input=True))))


@main.command()
@known_errors_in_one_line
def parse() -> None:
    """Say what is understood: JSON lines of {"text"} in, intent, safety and identifiers out."""
    from bot.runtime.parsing import Parser
    from bot.waymark import get_waymark

    parser = Parser(get_waymark())
    for line in sys.stdin:
        if line.strip():
            click.echo(json.dumps(parser.parse(_field(line, "text")), ensure_ascii=False))


@main.command()
@click.option("--corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Passages to search.")
@known_errors_in_one_line
def guide(corpus: Path | None) -> None:
    """Find guidance: JSON lines of {"text", "theme"?} in, {"guidance": [ids, best first]} out."""
    from bot.guidance import GuidanceFinder, Passage
    from bot.waymark import get_waymark

    waymark = get_waymark()
    finder = waymark.guidance
    if corpus is not None:
        lines = corpus.read_text(encoding="utf-8").splitlines()
        passages = [Passage.from_json(json.loads(line)) for line in lines if line.strip()]
        finder = GuidanceFinder.from_passages(passages, waymark.encoder)
    for line in sys.stdin:
        if line.strip():
            ids = finder.rank(_field(line, "text"), theme=json.loads(line).get("theme"))
            click.echo(json.dumps({"guidance": list(ids)}))


def _field(line: str, name: str) -> str:
    try:
        return str(json.loads(line)[name])
    except (ValueError, KeyError, TypeError):
        raise Complaint(f'Each line must be JSON with "{name}", such as {{"{name}": "…"}}.') from None


@main.command("teams-package")
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path), default="waymark-teams.zip")
@known_errors_in_one_line
def write_teams_package(target: Path) -> None:
    """Write the app package for Microsoft Teams. docs/teams.md says what to do with it."""
    from bot.channels.teams.package import write_package
    from bot.content import load_content
    from bot.settings import get_settings

    settings = get_settings()
    write_package(settings, load_content(settings.content_dir).organisation.name, target)
    click.echo(f"Written: {target}")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@known_errors_in_one_line
def rasa(arguments: tuple[str, ...]) -> None:
    """Rasa's own commands: train, shell, test, data validate, run actions …"""
    from bot.runtime.rasa_cli import run_rasa
    from bot.runtime.training import train_if_needed
    from bot.settings import ROOT
    from bot.store.bots import as_bot

    waymark = open_waymark()
    if arguments == ("shell",):
        from bot.runtime.shell import talk

        talk(waymark)
        return
    if arguments[:1] in (("train",), ("shell",), ("test",), ("run",)) and arguments[:2] != ("run", "actions"):
        train_if_needed(waymark)  # the pipeline loads what this builds
    serves = arguments[:1] == ("run",) and arguments[:2] != ("run", "actions")
    with as_bot(waymark.database) if serves else nullcontext():
        run_rasa(list(arguments), ROOT)


for command in (*upkeep.COMMANDS, *reviewing.COMMANDS):
    main.add_command(command)


if __name__ == "__main__":
    main()
