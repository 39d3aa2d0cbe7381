"""The server's secret changes and nothing is lost: old codes open, and stand under the newest secret from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from bot.content import Organisation, load_content
from bot.reflection.answers import Answers
from bot.reflection.guessing import open_reflection
from bot.reflection.keeping import change_reflection, save_reflection, withdraw_reflection
from bot.secret import Secret, make_keys, read_keys, rotate_keys
from bot.settings import Settings, SettingsError
from bot.store.database import Database
from bot.store.erasures import list_erasures
from bot.store.reflections import count_by_secret
from bot.store.sealing import return_key, secret_id
from bot.store.tables import PrivateReflection, Reflection

OLDEST, OLDER, NEW = (name.encode() * 4 for name in ("secret-a", "secret-b", "secret-c"))
ROTATED = Secret(NEW, [OLDER, OLDEST])
CODE = "acorn-river-lamp-bread"
WAYS = ["private", "anonymous", "team"]


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return load_content(Settings().content_dir).organisation


def save(
    database: Database,
    organisation: Organisation,
    sharing: Literal["private", "anonymous", "team"],
    secret: bytes = OLDEST,
) -> None:
    save_reflection(
        database,
        secret,
        organisation,
        code=CODE,
        theme="culture",
        answers=Answers(strengths="Our huddle is kind", opportunities="Words that are never shared"),
        guidance=(),
        sharing=sharing,
        team="housing" if sharing == "team" else None,
        screened=["opportunities"],
    )


def rows(database: Database) -> list[PrivateReflection | Reflection]:
    """One when it is private; two when it is shared, without the words that are never shared."""
    with database.session() as session:
        return [*session.scalars(select(PrivateReflection)), *session.scalars(select(Reflection))]


@pytest.mark.parametrize("sharing", WAYS)
def test_an_old_code_opens_and_is_put_under_the_newest_secret(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"]
) -> None:
    save(database, organisation, sharing)
    before = rows(database)
    whole = open_reflection(database, OLDEST, CODE, "sender")
    assert whole is not None and whole.opportunities == "Words that are never shared"
    first = open_reflection(database, ROTATED, CODE, "sender")
    after = rows(database)
    assert first == whole
    assert len(after) == len(before) == (1 if sharing == "private" else 2)
    assert {row.secret_id for row in before} == {secret_id(OLDEST)}
    assert {row.secret_id for row in after} == {secret_id(NEW)}
    assert not {row.lookup for row in after} & {row.lookup for row in before}
    assert {row.version for row in after} == {row.version for row in before}, "the words are the same"
    assert open_reflection(database, NEW, CODE, "sender") == first, "the older secrets are not needed any more"
    assert open_reflection(database, OLDEST, CODE, "sender") is None


@pytest.mark.parametrize("sharing", WAYS)
def test_an_old_code_withdraws(
    database: Database, organisation: Organisation, sharing: Literal["private", "anonymous", "team"]
) -> None:
    save(database, organisation, sharing)
    versions = {row.version for row in rows(database)}
    assert withdraw_reflection(database, ROTATED, CODE)
    assert rows(database) == []
    with database.session() as session:
        assert set(list_erasures(session)) == versions


def test_an_old_code_changes_what_is_shared(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "anonymous")
    before = {row.version for row in rows(database)}
    assert change_reflection(database, ROTATED, CODE, answers=Answers(strengths="Our huddle is short"))
    [row] = rows(database)
    assert isinstance(row, Reflection) and row.strengths == "Our huddle is short"
    with database.session() as session:
        assert set(list_erasures(session)) == before, "a backup of the words before does not bring them back"
    assert row.version not in before


def test_saving_again_after_a_rotation_still_saves_once(database: Database, organisation: Organisation) -> None:
    save(database, organisation, "private")
    save(database, organisation, "private", ROTATED)
    with database.session() as session:
        assert len(session.scalars(select(PrivateReflection)).all()) == 1


def test_without_its_secret_nothing_opens_and_it_is_known_which_is_needed(
    database: Database, organisation: Organisation
) -> None:
    save(database, organisation, "private")
    assert open_reflection(database, Secret(NEW, [OLDER]), CODE, "sender") is None
    with database.session() as session:
        needed = count_by_secret(session)
    assert {name: count for name, (count, _) in needed.items()} == {secret_id(OLDEST): 1}
    assert needed[secret_id(OLDEST)][1] == rows(database)[0].expires_on


def test_older_secrets_are_tried_one_by_one_and_only_when_needed() -> None:
    tried = []
    for key in return_key(CODE, ROTATED).under_each_secret():
        tried.append(key.secret_id)
        if len(tried) == 2:
            break
    assert tried == [secret_id(NEW), secret_id(OLDER)]


def test_a_secrets_name_does_not_tell_it() -> None:
    assert len(secret_id(NEW)) == 8
    assert len({secret_id(one) for one in ROTATED.all}) == 3


def settings(tmp_path: Path, **more: object) -> Settings:
    return Settings(**({"home": tmp_path, "secret_key": ""} | more))


def test_secrets_from_variables(tmp_path: Path) -> None:
    secret = settings(
        tmp_path, secret_key=NEW.decode(), secret_keys_before=f" {OLDER.decode()},{OLDEST.decode()},"
    ).secret
    assert (secret, secret.before) == (NEW, (OLDER, OLDEST))


@pytest.mark.parametrize("environment", ["local", "production"])
def test_secrets_from_a_file_as_containers_have_them(tmp_path: Path, environment: str) -> None:
    file = tmp_path / "mounted"
    file.write_text(f"{NEW.decode()}\n\n{OLDER.decode()}\r\n")
    more = {"secret_keys_before": OLDEST.decode(), "environment": environment}
    secret = settings(tmp_path, secret_key_file=file, **more).secret
    assert (secret, secret.before) == (NEW, (OLDER, OLDEST))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"secret_key": "short"}, "WAYMARK_SECRET_KEY is shorter"),
        ({"secret_key": "k" * 40, "secret_keys_before": "short"}, "older secret key is shorter"),
        ({"secret_key": "k" * 40, "secret_key_file": Path("some")}, "both set"),
        ({"secret_key_file": Path("nowhere")}, "WAYMARK_SECRET_KEY_FILE"),
        ({"secret_key_file": Path("/dev/null")}, "no secret key"),
        ({"environment": "production"}, "production needs it"),
    ],
)
def test_what_is_wrong_is_said_and_the_secret_is_not(tmp_path: Path, more: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        _ = settings(tmp_path, **more).secret
    assert "short" not in str(caught.value).replace("shorter", "")


def test_a_local_secret_is_made_once_and_rotated(tmp_path: Path) -> None:
    first = settings(tmp_path).secret
    assert settings(tmp_path).secret == first
    file = tmp_path / "secret-key"
    rotate_keys(file)
    second = settings(tmp_path).secret
    assert second != first and second.before == (bytes(first),)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"], "nothing is left beside it"


def test_two_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    make_keys(file)
    first = read_keys(file)
    make_keys(file)
    assert read_keys(file) == first
    assert list(tmp_path.iterdir()) == [file]
