"""What a guess costs: the real Argon2, which no setting makes cheaper; most tests go without (tests/conftest.py)."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from argon2 import Parameters
from argon2.low_level import Type, hash_secret_raw

from bot.channels.web.access_code import hash_code, is_code
from bot.settings import ROOT
from bot.store import stretching
from bot.store.coordinators import add_coordinator, verify_password
from bot.store.database import Database
from bot.store.passwords import hash_password, is_outdated, verify_hash
from bot.store.sealing import derive, return_key

pytestmark = pytest.mark.usefixtures("real_argon2")
PASSWORD = "three quiet herons"
SECRET = b"a-secret-of-the-server-0123456789"
COST = "$argon2id$v=19$m=65536,t=3,p=4$"
ELSEWHERE = re.compile(r"\b(?:PasswordHasher|hash_secret|hash_secret_raw|argon2\.(?:profiles|low_level)|PROFILE)\b")


def test_a_password_and_an_access_code_cost_64_mebibytes_and_three_passes() -> None:
    assert hash_password(PASSWORD).startswith(COST)
    assert hash_code("a b").startswith(COST)


def test_a_return_code_costs_the_same_and_its_place_never_moves() -> None:
    """Were it derived otherwise, nobody would find what they saved."""
    cost = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4, "hash_len": 48, "type": Type.ID}
    raw = hash_secret_raw(b"a-b-c-d", derive(SECRET, "return-code", 16), **cost)
    key = return_key("a-b-c-d", SECRET)
    assert (key.lookup, key.seal.key) == (raw[:16], raw[16:])


def test_a_cheap_hash_still_opens_and_is_outdated(real_argon2: Parameters, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_outdated(hash_password(PASSWORD))
    with monkeypatch.context() as patch:
        patch.setattr(stretching, "PROFILE", Parameters(Type.ID, 19, 16, 32, time_cost=1, memory_cost=8, parallelism=1))
        cheap, code = hash_password(PASSWORD), hash_code("a b")
    assert verify_hash(cheap, PASSWORD) and is_code(code, "AB")
    assert is_outdated(cheap)


def test_what_a_guess_costs_is_said_in_one_place_and_set_nowhere() -> None:
    folders = (ROOT / "bot", ROOT / "actions")
    files = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for one in folders for path in one.rglob("*.py")}
    assert [file for file, code in files.items() if ELSEWHERE.search(code)] == [Path("bot/store/stretching.py")]
    code = files[Path("bot/store/stretching.py")]
    assert re.findall(r"^.*PROFILE\b.*=.*$", code, re.M) == ["PROFILE: Parameters = RFC_9106_LOW_MEMORY"]
    assert "environ" not in code and "settings" not in code


def test_checking_nobodys_password_takes_as_long_as_somebodys(database: Database):
    with database.session() as session:
        somebody = add_coordinator(session, "morag", PASSWORD)

    def took(coordinator):
        times = []
        for _ in range(3):
            start = time.process_time()
            assert not verify_password(coordinator, "the wrong password")
            times.append(time.process_time() - start)
        return min(times)

    verify_password(None, "the wrong password")  # makes the stand-in hash
    assert took(None) > took(somebody) / 3
