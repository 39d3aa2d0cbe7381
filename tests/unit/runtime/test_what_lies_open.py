"""What Waymark keeps is for its owner alone, stands where it was told to, and no line names a password."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content import load_content
from bot.runtime.doctor import examine
from bot.settings import ROOT, Settings, is_open
from bot.store.database import Database, DatabaseUnreachable
from bot.waymark import Waymark


@pytest.fixture
def wide() -> None:
    """A machine where new files are readable for everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def doctor(settings: Settings) -> str:
    database = Database(settings.database)
    content = load_content(ROOT / "data" / "content")
    said = [one.what for one in examine(Waymark(settings, database, content)) if not one.well]
    database.close()
    return "\n".join(said)


@pytest.mark.parametrize("name", ["a?b", "a%41", "a?mode=memory&x", "100% ours", "a#b", "café ☕", "a:b@c"])
def test_the_database_stands_in_the_home_folder_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    settings = Settings(home=tmp_path / name, secret_key="k" * 40)
    settings.prepare()
    database = Database(settings.database)
    database.migrate()
    database.close()
    assert (tmp_path / name / "waymark.sqlite3").is_file()
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.usefixtures("wide")
def test_what_lay_open_is_closed_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 40)
    for name in ("waymark.sqlite3", "waymark.sqlite3-wal", "audit-end"):
        (tmp_path / name).touch(mode=0o644)
    (tmp_path / "erased").mkdir(mode=0o755)
    (tmp_path / "somebody-elses").touch(mode=0o644)
    settings.prepare()
    assert [one.name for one in sorted(tmp_path.iterdir()) if is_open(one)] == ["somebody-elses"]


@pytest.mark.usefixtures("wide")
def test_the_doctor_says_how_to_close_a_folder(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key="k" * 40)
    tmp_path.chmod(0o755)
    assert f"Run: chmod 700 {tmp_path}" in doctor(settings)
    tmp_path.chmod(0o700)
    assert "Others on this machine" not in doctor(settings)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://waymark:heron@quiet@127.0.0.1:1/waymark",
        "postgresql://waymark:heron@quiet/loch@127.0.0.1:1/waymark",
        "postgresql://waymark@127.0.0.1:1/waymark?password=heron-quiet-loch",
        "postgresql://waymark:heron-quiet-loch@127.0.0.1:1/waymark",
        "postgresql://waymark:heron@127.0.0.1:quiet/waymark",
        "postgresql://waymark:heron?quiet#loch@127.0.0.1:1/waymark",
        "postgresql://waymark:heron[quiet@127.0.0.1:1/waymark",
        "mysql://waymark:heron-quiet@127.0.0.1/waymark",
        "heron:quiet:loch",
    ],
)
def test_no_error_names_a_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        Database(Settings(database_url=url, home=tmp_path).database).check()
    said = str(refused.value)
    assert "WAYMARK_DATABASE_URL" in said
    assert "\n" not in said
    assert not [part for part in ("heron", "quiet", "loch") if part in said]
