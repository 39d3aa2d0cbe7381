"""What the scripted door says: each kind of message by the contract, chosen by the first word of what is written."""

from __future__ import annotations

import uuid
from typing import Any

MOVES = ["back", "skip", "pause", "change_theme", "finish", "support"]
Message = dict[str, Any]


def choice(label: str, name: str | None = None) -> dict[str, str]:
    role = {"role": "control", "name": name} if name in MOVES else {"role": "answer", "name": name or "answer"}
    return {"label": label, "value": f"v-{label}", **role}


def moves() -> list[dict[str, str]]:
    return [choice(name.replace("_", " ").capitalize(), name) for name in MOVES]


def message(text: str, *choices: dict[str, str], **more: Any) -> Message:
    fixed = {"id": str(uuid.uuid4()), "from": "waymark", "kind": "message"}
    return {**fixed, "text": text, "choices": [*choices, *moves()], **more}


def welcome() -> list[Message]:
    text = "Hello. I am Waymark, an automated guide.\n\nI am not a person. Nobody is watching.\nStop when you like."
    first = {**message(text), "choices": []}
    return [
        first,
        message(
            "Where would you like to begin?",
            choice("Leadership"),
            choice("Staff care, support and wellbeing"),
            choice("Help me choose"),
            choice("I have a return code", "return_code"),
        ),
    ]


def support() -> Message:
    service = {
        "name": "Breathing Space",
        "phone": "0800 83 85 87",
        "contact": ["Webchat on their site"],
        "hours": "Monday to Thursday, 6pm to 2am",
        "who_for": "Anyone over 16",
        "checked": "2026-11-20",
    }
    services = [service, {**service, "name": "Samaritans", "phone": "116 123"}]
    urgent = "If life is at risk, call 999 first."
    choices = choice("Go on"), choice("Stop here")
    return message("You can talk to someone.", *choices, kind="support", urgent=urgent, services=services)


def guidance() -> Message:
    items = [
        {
            "title": "Staff care, support and wellbeing",
            "url": "https://www.gov.scot/publications/example/",
            "source": "Scottish Government",
            "checked": "2026-11-20",
            "line": "What teams tried when work was heavy.",
            "note": "It covers the years up to 2024.",
            "why": "You wrote about supervision.",
        },
        {"title": "Not a link", "url": "javascript:alert(1)", "line": "Shown as words only."},
    ]
    return message("Here is something to read.", kind="guidance", items=items)


def summary() -> Message:
    answers = [
        {"question": "What goes well?", "text": "We check in on <b>Mondays</b>."},
        {"question": "What would help?", "text": None},
    ]
    return message("This is what you said.", choice("Save"), choice("Let it go"), kind="summary", answers=answers)


def receipt() -> Message:
    facts = {"saved": "Two answers", "where": "Here, locked", "until": "2027-11-22", "how_to_delete": "Use it."}
    return message("It is saved.", kind="receipt", code="amber-field-quiet-river", **facts)


def reflections() -> Message:
    items = [
        {"theme": "Leadership", "day": "2026-11-20", "sharing": "Only you"},
        {"theme": "Finance", "day": "2026-11-22", "sharing": "Shared without a name"},
    ]
    downloads = [
        {"format": "docx", "label": "Save as a Word document", "href": "/chat/reflections.docx"},
        {"format": "pdf", "label": "Save as a PDF document", "href": "/chat/reflections.pdf"},
    ]
    return message("These are your reflections.", kind="reflections", items=items, downloads=downloads)


def changes() -> Message:
    said, did = "People asked for earlier rotas.", "Rotas now come out on a Wednesday."
    items = [{"day": "2026-11-20", "theme": "Leadership", "said": said, "did": did}]
    return message("Something has changed.", kind="changes", items=items)


def reply_to(said: str) -> list[Message]:
    """The script: what the bot would say, by the first word."""
    first = said.split()[0].lower() if said.split() else ""
    special = {
        "start": welcome,
        "many": lambda: [
            message("Here are all nine themes.", *(choice(f"Theme number {number}") for number in range(1, 10)))
        ],
        "guidance": lambda: [guidance()],
        "support": lambda: [support()],
        "summary": lambda: [summary()],
        "receipt": lambda: [receipt()],
        "reflections": lambda: [reflections()],
        "changes": lambda: [changes()],
        "question": lambda: [message("What goes well?", choice("Show an example"), progress={"at": 2, "of": 4})],
        "theme": lambda: [
            message(
                "Leadership\n\nYou can skip anything.\n\nWhat has gone well?", choice("Go on"), heading="Leadership"
            )
        ],
        "bare": lambda: [{**message("Nothing to skip here."), "choices": [choice("Pause", "pause")]}],
        "long": lambda: [message("A calm paragraph about work and the people who do it. " * 40, choice("Go on"))],
    }
    if first in special:
        return special[first]()
    return [message(f"Thank you. You wrote: {said}", choice("Go on"), choice("Say more"))]
