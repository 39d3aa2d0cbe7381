"""The commands of whoever looks after the machine: is it well, forget, back up, restore, rotate the secret, measure."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.command import Complaint, known_errors_in_one_line, open_waymark

if TYPE_CHECKING:
    from bot.waymark import Waymark


@click.command()
@known_errors_in_one_line
def doctor() -> None:
    """Look whether everything Waymark needs is there."""
    from bot.runtime.doctor import examine
    from bot.waymark import get_waymark

    findings = examine(get_waymark())
    for finding in findings:
        click.echo(f"{'well ' if finding.well else 'MEND '} {finding.what}")
    if not all(finding.well for finding in findings):
        sys.exit(1)


@click.command()
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Which day it is, from somewhere else than this machine: for when the clock was doubted and is right.",
)
@known_errors_in_one_line
def purge(today: datetime | None) -> None:
    """Forget what is over: unsaved talk after a day, saved words after their retention.

    Nothing is erased, and it ends with 1, when the clock cannot be believed.
    """
    from bot.runtime.purge import purge as forget

    waymark = open_waymark()
    day = today.date() if today else None
    purged = forget(waymark.database, waymark.settings, waymark.content.organisation, today=day)
    click.echo(
        f"{purged.conversations} conversations were over and are erased, with {purged.sign_ins} sign-ins and "
        f"{purged.attempts} wrong tries. So is every saved reflection whose time was over, but for legal holds."
    )


@click.command()
@known_errors_in_one_line
def erase() -> None:
    """Erase what a return code opens. The code is asked for, so that it stays out of the shell's history."""
    from bot.reflection.codes import read_code, read_words
    from bot.reflection.paths import withdraw_path

    waymark = open_waymark()
    typed = click.prompt("The four words of the return code", hide_input=True)
    code = read_code(typed, read_words(waymark.settings.content_dir)).code
    if code is None:
        raise Complaint("A return code has four words. That did not look like one.")
    found = withdraw_path(waymark.database, waymark.settings.secret, code)
    if found and found.held_until:
        click.echo(f"It is gone from every page. A legal hold keeps a sealed copy until {found.held_until:%-d %B %Y}.")
    else:
        click.echo("It is erased." if found else "Nothing is kept under that code.")


@click.command()
@click.argument("hold")
@click.argument("file", type=click.Path(path_type=Path))
@known_errors_in_one_line
def disclose(hold: str, file: Path) -> None:
    """Write what a legal hold keeps into FILE, a Word document for your legal team. HOLD is the hold's number.

    That is what was shared, and sealed copies of what authors took back since. It is put on record.
    """
    from bot.documents import to_word
    from bot.reflection.disclosing import describe_held
    from bot.store import audit
    from bot.store.holds import list_holds, read_held
    from bot.store.sealing import CannotOpen

    waymark = open_waymark()
    if file.exists():
        raise Complaint(f"{file} is there already. Choose another name.")
    with waymark.database.session() as session:
        found = [one for one in list_holds(session) if hold and one.id.startswith(hold)]
        if len(found) != 1:
            raise Complaint("There is no one hold of that number. The page of legal holds names each.")
        try:
            words = list(read_held(session, found[0], waymark.settings.secret))
        except CannotOpen:
            raise Complaint(
                "A copy is sealed under a secret that is not here. Add it to WAYMARK_SECRET_KEYS_BEFORE."
            ) from None
        file.touch(mode=0o600)
        file.write_bytes(to_word(describe_held(waymark.content, found[0], words)))
        audit.record(session, "hold_disclosed", audit.COMMAND_LINE, found[0].id)
    click.echo(f"{file} holds what the hold keeps. Hand it to your legal team alone, then delete it.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@known_errors_in_one_line
def backup(file: Path) -> None:
    """Write what was saved into FILE, sealed with the server's secret. Waymark may go on meanwhile."""
    from bot.store.backup import make_backup

    waymark = open_waymark()
    _record(waymark, "backup_made")
    counts = make_backup(waymark.database, waymark.settings.secret, file)
    saved = counts["reflections"] + counts["private_reflections"]
    click.echo(f"{file} holds {saved} reflections. Keep it for at most {waymark.settings.backup_days} days.")
    click.echo("Without the server's secret it opens nothing: keep that too, in another place.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--erased",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="What `waymark erased` printed for the database that is lost. May be given more than once.",
)
@known_errors_in_one_line
def restore(file: Path, erased: tuple[Path, ...]) -> None:
    """Fill an empty database from FILE, without what people took back since, and forget what is over."""
    from bot.runtime.purge import purge as forget
    from bot.store.backup import restore_backup
    from bot.store.coordinators import list_names
    from bot.store.erasures import read_lists
    from bot.waymark import get_waymark

    waymark = get_waymark()
    waymark.settings.prepare()
    lists = [*erased, *sorted((waymark.settings.home / "erased").glob("*.txt"))]
    try:
        taken_back = read_lists(lists)
    except (OSError, ValueError):
        raise Complaint("A list of erasures cannot be read. Give what `waymark erased` printed.") from None
    restored = restore_backup(waymark.database, waymark.settings.secret, file, taken_back, waymark.settings.backup_days)
    (waymark.settings.home / "audit-end").unlink(missing_ok=True)  # the record is as old as the backup
    left_out = restored.left_out["reflections"] + restored.left_out["private_reflections"]
    _record(waymark, "backup_restored", left_out=left_out)
    saved = restored.rows["reflections"] + restored.rows["private_reflections"]
    click.echo(f"{saved} reflections are back as they stood on {restored.made_at:%-d %B %Y at %H:%M} UTC.")
    click.echo(f"{left_out} were left out, because their authors took them back or changed them since.")
    if not lists:
        click.echo(
            f"No list of what was taken back since was given or is in {waymark.settings.home / 'erased'}. If people "
            "deleted anything since the backup, it is back: tell your data protection officer."
        )
    with waymark.database.session() as session:
        names = ", ".join(list_names(session)) or "nobody"
    click.echo(f"These may sign in again, as they could then: {names}. Disable those who should not.")
    gap = timedelta(days=waymark.settings.backup_days)  # the backup is not older, and tells when its purges ran
    forget(waymark.database, waymark.settings, waymark.content.organisation, gap=gap)


@click.command()
@known_errors_in_one_line
def erased() -> None:
    """Print which versions of reflections were erased, for `waymark restore --erased`. No word of theirs is in it."""
    from bot.store.erasures import list_erasures

    with open_waymark().database.session() as session:
        for version, day in list_erasures(session).items():
            click.echo(f"{version} {day}")


@click.command("rotate-secret")
@known_errors_in_one_line
def rotate_secret() -> None:
    """Put a new secret before the one in use, in the file that holds it. The older one stays."""
    from bot.secret import rotate_keys
    from bot.settings import get_settings

    settings = get_settings()
    if settings.secret_key:
        raise Complaint(
            "The secret is in WAYMARK_SECRET_KEY: put it into WAYMARK_SECRET_KEYS_BEFORE, before those that are "
            "there, and a new one (openssl rand -hex 32) into WAYMARK_SECRET_KEY. Then restart Waymark."
        )
    waymark = open_waymark()
    try:
        rotate_keys(settings.key_file)
    except OSError as error:
        raise Complaint(
            f"{settings.key_file} cannot be written ({error.strerror}). Change it where it is made."
        ) from None
    _record(waymark, "secret_rotated")
    click.echo(f"There is a new secret in {settings.key_file}, and the older one below it. Restart Waymark now.")
    click.echo("Back the file up. `waymark doctor` tells until when the older one is needed.")


@click.command()
@click.argument("what", type=click.Choice(["all", "turns", "review"]), default="all")
@click.option("--on", type=click.Choice(["postgresql", "sqlite"]), default="postgresql", help="What `review` runs on.")
@click.option("--small", default=10_000, show_default=True, help="Reflections to compare to.")
@click.option("--large", default=1_000_000, show_default=True, help="Reflections in the long list.")
@click.option("--exported", default=100_000, show_default=True, help="Reflections in the large export.")
@known_errors_in_one_line
def bench(what: str, on: str, small: int, large: int, exported: int) -> None:
    """Compare costs, in databases that are thrown away: of turns, and of the review app with many reflections.

    Takes a minute or two for turns, and some ten for a million reflections.
    """
    import asyncio

    from bot.runtime.bench import review, turns
    from bot.runtime.bench.compared import HEADING

    def tell(done: str) -> None:
        click.echo(done, err=True)

    if what != "review":
        with turns.own_home() as waymark:
            compared = asyncio.run(turns.measure(waymark, tell))
        click.echo(HEADING)
        for one in compared:
            click.echo(str(one))
        click.echo(f"The most memory this process took: {turns.memory()} MB\n")
    if what != "turns":
        click.echo(f"{large:,} reflections compared to {small:,}, on {on}\n{HEADING}")
        for found in review.measure(on, review.Sizes(small, large, exported), tell):
            click.echo(str(found))


def _record(waymark: Waymark, event: str, **fields: int) -> None:
    from bot.store import audit

    with waymark.database.session() as session:
        audit.record(session, event, audit.COMMAND_LINE, **fields)


COMMANDS = (doctor, purge, erase, disclose, backup, restore, erased, rotate_secret, bench)
