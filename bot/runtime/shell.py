"""`waymark rasa shell`: talk to Waymark in a terminal, through the same gate as everybody.

Rasa's own shell streams through a part of Sanic that is gone. This one also shows the choices.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import click

from bot.runtime.compat import install

install()

from bot.channels.gate import Gate  # noqa: E402
from bot.channels.messages import words  # noqa: E402
from bot.channels.refusals import Refused  # noqa: E402
from bot.runtime.logs import set_up_logs  # noqa: E402
from bot.runtime.serve import load_model  # noqa: E402
from bot.runtime.training import train_if_needed  # noqa: E402
from bot.waymark import Waymark  # noqa: E402


def talk(waymark: Waymark) -> None:
    """Hold one conversation on standard input and output, until its end or /stop."""
    asyncio.run(_talk(waymark))


async def _talk(waymark: Waymark) -> None:
    set_up_logs()
    agent = await load_model(train_if_needed(waymark))
    set_up_logs()
    gate = Gate(waymark, "shell", agent.handle_message, lambda: agent.domain.responses)
    token, _ = await gate.open()
    choices = _show(await gate.receive(token, {"id": str(uuid.uuid4()), "choice": "start"}))
    while (line := await asyncio.to_thread(_ask)) not in ("/stop", None):
        number = int(line) if line.isdecimal() else 0
        said = {"choice": choices[number - 1]["value"]} if 0 < number <= len(choices) else {"text": line}
        try:
            choices = _show(await gate.receive(token, {"id": str(uuid.uuid4()), **said}))
        except Refused as refused:
            click.echo(words(agent.domain.responses, f"utter_error_{refused.code}"))
    await gate.leave(token)


def _ask() -> str | None:
    try:
        return input("\n> ")
    except EOFError:
        return None


def _show(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for message in messages:
        click.echo(f"\n{message['text']}")
        for answer in message.get("answers", ()):
            click.echo(f"  {answer['question']}: {answer['text']}")
        for item in message.get("items", ()):
            click.echo(f"  {item['title']} ({item['source']}). {item['url']}")
        for service in message.get("services", ()):
            click.echo(f"  {service['name']}: {service['phone'] or ' '.join(service['contact'])}")
        if "code" in message:
            click.echo(f"  {message['code']}")
    choices: list[dict[str, Any]] = messages[-1]["choices"]
    click.echo("\n" + "  ".join(f"[{number}] {choice['label']}" for number, choice in enumerate(choices, 1)))
    return choices
