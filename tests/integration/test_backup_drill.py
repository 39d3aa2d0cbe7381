"""The drill: a backup while people save, restored into the other database, there and back, by the real commands.

What was acknowledged before the backup began is there afterwards, word for word. What was deleted since is not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.content import load_content
from bot.reflection.answers import Answers
from bot.reflection.keeping import read_reflection, save_reflection
from bot.reflection.paths import withdraw_path
from bot.settings import Settings
from bot.store.database import Database
from tests.integration.test_commands import waymark

KEY = "0123456789abcdef0123456789abcdef"
ORGANISATION = load_content(Settings().content_dir).organisation
WAYS: tuple[Literal["private", "anonymous", "team"], ...] = ("private", "anonymous", "team")
BEFORE, PEOPLE = 9, 2


@dataclass
class Place:
    """A home, and the database it uses."""

    home: Path
    url: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Code -> words, for all that a person was told was saved, and not deleted since."""

    def __post_init__(self) -> None:
        self.home.mkdir(mode=0o700)
        settings = Settings(home=self.home, secret_key=KEY, database_url=self.url)
        self.secret = settings.secret
        self.database = Database(settings.database, self.home / "erased", lambda: self.secret)

    def waymark(self, *arguments: str) -> str:
        env = {"WAYMARK_HOME": str(self.home), "WAYMARK_DATABASE_URL": self.url, "WAYMARK_SECRET_KEY": KEY}
        done = waymark(*arguments, **env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def save(self, number: int) -> None:
        code = f"code-of-{self.home.name}-{number}"
        words = f"The words of {code}"
        team = ORGANISATION.teams[0].id if WAYS[number % 3] == "team" else None
        answers = Answers(strengths=words)
        asked = {"theme": "culture", "answers": answers, "guidance": (), "sharing": WAYS[number % 3], "team": team}
        save_reflection(self.database, self.secret, ORGANISATION, code=code, **asked)
        self.acknowledged[code] = words

    def delete(self, code: str) -> None:
        assert withdraw_path(self.database, self.secret, code)
        del self.acknowledged[code]

    def words(self, code: str) -> str | None:
        found = read_reflection(self.database, self.secret, code)
        return found.strengths if found else None

    @contextmanager
    def busy(self) -> Iterator[None]:
        """People save all the time, until the end of the block."""
        over = threading.Event()

        def go_on(first: int) -> None:
            number = first
            while not over.is_set():
                self.save(number)
                number += PEOPLE
                over.wait(0.1)

        people = [threading.Thread(target=go_on, args=(first,)) for first in range(PEOPLE)]
        for person in people:
            person.start()
        try:
            yield
        finally:
            over.set()
            for person in people:
                person.join()


def test_there_and_back_while_people_save(tmp_path: Path, fresh_postgres: str) -> None:
    first = Place(tmp_path / "sqlite")
    first.database.migrate()
    second = drill(first, Place(tmp_path / "postgresql", fresh_postgres), tmp_path / "backup-1")
    third = drill(second, Place(tmp_path / "back"), tmp_path / "backup-2")
    for place in (first, second, third):
        place.database.close()


def drill(source: Place, target: Place, backup: Path) -> Place:
    """Back up `source` under load, lose it, restore into `target`. Out: the target, with what must be in it."""
    with source.busy():
        while len(source.acknowledged) < BEFORE:
            time.sleep(0.05)
        before = dict(source.acknowledged)
        source.waymark("backup", str(backup))
        during = len(source.acknowledged)
    assert during > len(before), "nobody saved during the backup, so that it proves nothing"
    gone = [next(code for code in before if source.words(code)), list(before)[-1]]
    for code in gone:
        source.delete(code)
    erased = backup.with_name(f"{backup.name}-erased")
    erased.write_text(source.waymark("erased"))

    said = target.waymark("restore", str(backup), "--erased", str(erased))
    assert f"{len(gone)} were left out" in said
    assert {code: target.words(code) for code in before if code not in gone} == {
        code: words for code, words in before.items() if code not in gone
    }
    assert [target.words(code) for code in gone] == [None, None], "what was deleted stays deleted"
    since = [code for code in source.acknowledged if code not in before]
    whole = {code: words for code in since if (words := target.words(code)) is not None}
    assert all(source.acknowledged[code] == words for code, words in whole.items()), "whole or not at all"
    target.acknowledged = {code: words for code, words in before.items() if code not in gone} | whole
    return target
