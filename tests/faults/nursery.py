"""A process that has loaded the model once, and opens the chat door again and again: each a process of its own.

`python -m tests.faults.nursery`: each line on standard input opens one, and its process id is the line that comes back.
A door does all that `waymark run bot` does but loading: it migrates, takes hold of the database, serves and purges.
In its home, the file `fault` plans what goes wrong in the next message, `points` gets the points of a message that was
planned, and `clock` moves the clock by so many seconds. SIGUSR1 makes it purge as it does each hour.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.runtime.compat import install

install()

from actions.base import WaymarkAction  # noqa: E402
from bot.channels.gate import Gate  # noqa: E402
from bot.command import open_waymark  # noqa: E402
from bot.runtime import doors, serve  # noqa: E402
from bot.runtime.logs import set_up_logs  # noqa: E402
from bot.runtime.tracker_store import SealedTrackerStore  # noqa: E402
from bot.runtime.training import find_model  # noqa: E402
from bot.safety import default_finder  # noqa: E402
from bot.settings import OTHERS  # noqa: E402
from bot.store.bots import as_bot  # noqa: E402
from bot.waymark import Waymark, get_waymark  # noqa: E402
from tests.faults.points import Plan, planned, watch_call, watch_engine  # noqa: E402
from tests.talk import Talk  # noqa: E402


class Jumping(datetime):
    """The time, as a clock that was set wrong has it."""

    file: Path

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        try:
            seconds = float(cls.file.read_text())
        except (OSError, ValueError):
            seconds = 0.0
        return datetime.now(tz) + timedelta(seconds=seconds)


def let_clock_jump(file: Path) -> None:
    """Whatever of ours asks for the time is told what `file` says."""
    Jumping.file = file
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("bot", "actions") and getattr(module, "datetime", None) is datetime:
            module.datetime = Jumping  # type: ignore[attr-defined]


def watch_turns(home: Path, agent: Any) -> None:
    """A message is taken by its plan, where there is one."""
    for owner, name in (
        (Gate, "_look_up"),
        (Gate, "_read"),
        (agent.processor, "parse_message"),
        (WaymarkAction, "run"),
        (SealedTrackerStore, "save"),
        (Gate, "_receive"),
    ):
        watch_call(owner, name)
    receive = Gate._receive

    async def planned_receive(gate: Gate, token: str, body: object) -> Any:
        try:
            plan = Plan(**json.loads((home / "fault").read_text()))
        except OSError:
            return await receive(gate, token, body)
        (home / "fault").unlink()
        with planned(plan):
            done = await receive(gate, token, body)
        if not plan.at:
            (home / "points").write_text(json.dumps(plan.seen))
        return done

    Gate._receive = planned_receive  # type: ignore[method-assign]


async def warm_up(waymark: Waymark, agent: Any) -> None:
    """Let a conversation load all that is loaded when first needed: no door need do it again."""
    talk = await Talk(waymark, Gate(waymark, "web", agent.handle_message, lambda: agent.domain.responses)).open()
    await talk.press("start")
    for text in ("Our managers never listen", "Our lead asks how we are", "Decisions come down without us"):
        await talk.say(text)
    for label in ("Finish", "Save it", "Keep it private"):
        await talk.press(label)
    await talk.gate.leave(talk.token)


def open_door(waymark: Waymark, agent: Any, launcher: int) -> None:
    """Serve until it is stopped. In a process of its own."""
    os.dup2(launcher, 0)
    for lane in vars(waymark.lanes).values():  # threads are not inherited
        lane.__post_init__()
    doors.stop_with_launcher()
    open_waymark()
    with as_bot(waymark.database) as holding:
        app = serve.create_app(waymark, agent, holding)
        set_up_logs()

        def purge(*_: Any) -> None:
            threading.Thread(target=serve._purge, args=(waymark,)).start()

        @app.before_server_start
        def listen(*_: Any) -> None:
            signal.signal(signal.SIGUSR1, purge)

        app.run(
            host=waymark.settings.host,
            port=waymark.settings.bot_port,
            protocol=doors_protocol(),
            single_process=True,
            access_log=False,
            motd=False,
        )


def doors_protocol() -> Any:
    from bot.runtime.wire import Punctual

    return Punctual


def main() -> None:
    """Load, then open doors until standard input ends."""
    os.umask(OTHERS)
    launcher = int(sys.argv[1])
    waymark = get_waymark()
    home = waymark.settings.home
    open_waymark()
    default_finder()
    set_up_logs()
    model = find_model(waymark)
    assert model, "no trained model: run waymark train first"
    agent = asyncio.run(serve.load_model(model))
    set_up_logs()  # again: loading set levels and handlers of its own
    asyncio.run(warm_up(waymark, agent))
    watch_turns(home, agent)
    watch_engine(waymark.database.engine)
    let_clock_jump(home / "clock")
    waymark.database.close()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                os.dup2(2, 1)
                open_door(waymark, agent, launcher)
            finally:
                os._exit(1)
        print(child, flush=True)


if __name__ == "__main__":
    main()
