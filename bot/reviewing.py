"""The commands around the review app: a report as a file, and samples for an empty store."""

from __future__ import annotations

from pathlib import Path

import click

from bot.command import Complaint, known_errors_in_one_line, open_waymark
from bot.days import today_in_scotland


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--theme", default=None, help="The id of one theme, such as leadership.")
@click.option("--team", default=None, help="The id of one team.")
@known_errors_in_one_line
def report(file: Path, theme: str | None, team: str | None) -> None:
    """Write a report into FILE, a .docx or a .pdf.

    It holds figures, what was done and what is planned, and nobody's words.
    """
    from bot.documents import to_pdf, to_word
    from bot.review.door import Door
    from bot.review.figures import release_figures
    from bot.review.report import Wanted, write_report
    from bot.store import audit
    from bot.store.areas import EVERYWHERE

    render = {".docx": to_word, ".pdf": to_pdf}.get(file.suffix.lower())
    if render is None:
        raise Complaint("A report is a .docx or a .pdf file. Give FILE one of these endings.")
    waymark = open_waymark()
    door = Door(waymark.settings, waymark.database, waymark.content)
    _check("theme", theme, door.themes)
    _check("team", team, door.teams)
    release_figures(door.database, door.content, door.settings, today_in_scotland())
    file.write_bytes(render(write_report(door, EVERYWHERE, Wanted(theme, team))))
    facts = {name: value for name, value in (("theme", theme), ("team", team)) if value}
    with waymark.database.session() as session:
        audit.record(session, "taken_away", audit.COMMAND_LINE, format=file.suffix[1:].lower(), **facts)
    click.echo(f"The report is in {file}.")


@click.command()
@click.option("--remove", is_flag=True, help="Take the samples out again.")
@known_errors_in_one_line
def demo(remove: bool) -> None:
    """Fill an empty local store with sample reflections, clearly marked, to see the review app at work."""
    from bot.reflection.releasing import release_figures, release_periods
    from bot.reflection.samples import NotEmpty, add_samples, remove_samples

    waymark = open_waymark()
    settings, database = waymark.settings, waymark.database
    if settings.environment == "production":
        raise Complaint("Samples are for trying Waymark out. This is a production store, so nothing was added.")
    if remove:
        with database.session() as session:
            gone, periods = remove_samples(session)
        release_periods(database, waymark.content, settings, today_in_scotland(), periods)
        database.scrub()
        click.echo("The samples are gone." if gone else "There were no samples.")
        return
    today = today_in_scotland()
    try:
        with database.session() as session:
            many = add_samples(session, waymark.content, settings.content_dir, today)
    except NotEmpty:
        raise Complaint(
            "There are reflections in this store already. Samples are for an empty one. "
            "`uv run waymark demo --remove` takes samples out again."
        ) from None
    release_figures(database, waymark.content, settings, today)
    click.echo(f"{many:,} sample reflections are there. Each begins with the word Sample. Their figures say so too.")
    click.echo("Add a coordinator (uv run waymark coordinator add NAME), start Waymark (make run), open port 8000.")


def _check(what: str, value: str | None, known: dict[str, str]) -> None:
    if value is not None and value not in known:
        raise Complaint(f"There is no {what} of that id. There are: {', '.join(known)}.")


COMMANDS = (report, demo)
