"""The command line as people meet it: what it prints, and one kind line for everything that may be wrong."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT


def waymark(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")} | settings
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]
    assert "Traceback" not in done.stderr and ".py" not in lines[0]


def test_a_missing_key_in_production(tmp_path: Path) -> None:
    done = waymark("run", WAYMARK_ENVIRONMENT="production", WAYMARK_HOME=str(tmp_path))
    assert_one_line(done, "WAYMARK_SECRET_KEY", "openssl rand -hex 32")


def test_unsafe_settings_in_production_are_refused_in_a_line_each(tmp_path: Path) -> None:
    production = {"WAYMARK_ENVIRONMENT": "production", "WAYMARK_SECRET_KEY": "0123456789abcdef" * 2}
    production |= {"WAYMARK_CHAT_ORIGIN": "http://waymark.example.scot", "WAYMARK_HOME": str(tmp_path)}
    with socket.socket() as taken:  # it ends all the same, and says something else
        taken.bind(("127.0.0.1", 0))
        done = waymark("run", WAYMARK_BOT_PORT=str(taken.getsockname()[1]), **production)
    assert done.returncode == 1
    http, sample = done.stderr.strip().splitlines()
    assert "WAYMARK_CHAT_ORIGIN" in http and "https://" in http and "made-up sample" in sample
    assert not [*tmp_path.iterdir()], "nothing was begun"


def test_a_short_key(tmp_path: Path) -> None:
    done = waymark("run", WAYMARK_SECRET_KEY="short", WAYMARK_HOME=str(tmp_path))
    assert_one_line(done, "WAYMARK_SECRET_KEY", "32")


def test_a_busy_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = waymark("run", WAYMARK_BOT_PORT=str(taken.getsockname()[1]), WAYMARK_HOME=str(tmp_path))
    assert_one_line(done, "Port", "WAYMARK_BOT_PORT")


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    assert_one_line(waymark("run", WAYMARK_HOME=str(file / "home")), "cannot write", "WAYMARK_HOME")


def test_a_database_that_does_not_answer_and_its_password_is_not_shown(tmp_path: Path) -> None:
    url = "postgresql://waymark:hush-hush@127.0.0.1:1/waymark"
    done = waymark("run", WAYMARK_DATABASE_URL=url, WAYMARK_HOME=str(tmp_path))
    assert_one_line(done, "does not answer", "WAYMARK_DATABASE_URL")
    assert "hush-hush" not in done.stderr


def test_an_address_that_is_none(tmp_path: Path) -> None:
    assert_one_line(waymark("run", WAYMARK_DATABASE_URL="nonsense", WAYMARK_HOME=str(tmp_path)), "WAYMARK_DATABASE_URL")


def test_a_port_that_is_no_number(tmp_path: Path) -> None:
    assert_one_line(waymark("run", WAYMARK_REVIEW_PORT="many", WAYMARK_HOME=str(tmp_path)), "WAYMARK_REVIEW_PORT")


def test_bad_content_names_file_line_and_fix_and_stops_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "data" / "content", folder)
    file = folder / "roadmap.yml"
    file.write_text(file.read_text().replace("    name: Leadership\n", "    nam: Leadership\n", 1))
    for command in ("check-content", "run"):
        done = waymark(command, WAYMARK_CONTENT_DIR=str(folder), WAYMARK_HOME=str(tmp_path / "home"))
        assert done.returncode == 1
        assert "roadmap.yml:" in done.stderr and "To fix:" in done.stderr
        assert "Traceback" not in done.stderr


def test_content_that_is_well() -> None:
    done = waymark("check-content")
    assert done.returncode == 0
    assert "9 themes" in done.stdout


@pytest.mark.usefixtures("agent")
def test_parse_keeps_the_contract(tmp_path: Path) -> None:
    texts = ["skip this one please", "I want to end my life", "ring me on 07700 900123", "/restart", "", "x" * 5000]
    lines = "\n".join(json.dumps({"text": text}) for text in texts)
    done = waymark("parse", stdin=lines, WAYMARK_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == texts
    for answer in answers:
        assert set(answer) == {"text", "intent", "confidence", "safety", "identifiers"}
        assert answer["safety"]["tier"] in ("interrupt", "soft", "none")
        assert 0 <= answer["confidence"] <= 1
    assert answers[0]["intent"] == "skip"
    assert answers[1]["safety"]["tier"] == "interrupt" and answers[1]["safety"]["reasons"]
    assert answers[2]["identifiers"] == [{"start": 11, "end": 23, "label": "PHONE"}]


def test_guide_keeps_the_contract(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    passages = [
        {"id": "care", "theme": "a", "text": "Supervision and rest for staff.", "keywords": ["supervision"]},
        {"id": "money", "theme": "b", "text": "Budgets, posts and long-term funding."},
    ]
    corpus.write_text("\n".join(map(json.dumps, passages)))
    stdin = '{"text": "supervision keeps being cancelled"}\n{"text": "there is no funding for posts", "theme": "b"}\n'
    done = waymark("guide", "--corpus", str(corpus), stdin=stdin)
    assert [json.loads(line)["guidance"][0] for line in done.stdout.splitlines()] == ["care", "money"]
    done = waymark("guide", stdin='{"text": "supervision keeps being cancelled"}\n')
    assert len(json.loads(done.stdout)["guidance"]) >= 3


@pytest.mark.parametrize("line", ["not json", "[]", '{"words": "a"}', "5"])
def test_a_line_that_cannot_be_read(line: str) -> None:
    assert_one_line(waymark("guide", stdin=line + "\n"), "Each line must be JSON")


@pytest.mark.usefixtures("agent")
def test_coordinators_are_added_reset_and_disabled(tmp_path: Path) -> None:
    home = {"WAYMARK_HOME": str(tmp_path)}
    good, short = "a calm and long password\n", "short\n"
    assert_one_line(waymark("coordinator", "add", "ailsa", "--password-stdin", stdin=short, **home), "12")
    assert waymark("coordinator", "add", "Ailsa", "--password-stdin", stdin=good, **home).returncode == 0
    assert_one_line(waymark("coordinator", "add", "ailsa", "--password-stdin", stdin=good, **home), "ailsa")
    assert waymark("coordinator", "reset", "ailsa", "--password-stdin", stdin=good, **home).returncode == 0
    assert waymark("coordinator", "disable", "ailsa", **home).returncode == 0
    assert_one_line(waymark("coordinator", "disable", "nobody", **home), "no coordinator")
    assert "0 conversations were over" in waymark("purge", **home).stdout
    done = waymark("erase", stdin="no such code\n", **home)
    assert_one_line_ends(done, "four words")
    doctor = waymark("doctor", **home)
    assert doctor.returncode == 0, doctor.stdout
    assert "MEND" not in doctor.stdout


def assert_one_line_ends(done: subprocess.CompletedProcess[str], words: str) -> None:
    """As assert_one_line, after a prompt that stands on the same stream."""
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("agent")
def test_the_shell_holds_a_conversation(tmp_path: Path) -> None:
    done = waymark("rasa", "shell", stdin="1\n/stop\n", WAYMARK_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "[2] Leadership" in done.stdout


def test_rasas_own_commands_work() -> None:
    done = waymark("rasa", "--version")
    assert "3.6.21" in done.stdout
    done = waymark("rasa", "data", "validate", "--fail-on-warnings")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-2000:]
    assert "WARNING" not in said and "Warning" not in said


def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    home, before = tmp_path / "home", os.umask(0o022)
    try:
        done = waymark(
            "coordinator", "add", "morag", "--password-stdin", stdin="three quiet herons\n", WAYMARK_HOME=str(home)
        )
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    kept = [home, *home.rglob("*")]
    assert home / "waymark.sqlite3" in kept
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
