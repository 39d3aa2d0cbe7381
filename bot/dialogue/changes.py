"""What of the state can be set, for `Turn.set`: so that mypy checks what is written. A test holds it like the state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypedDict

from bot.dialogue.state import Aside, Draft, Held, Latest, LetGo, Opening, Receipt, Scrapped


class Changes(TypedDict, total=False):
    """The same fields, for `Turn.set`: so that mypy checks what is written. A test holds the two alike."""

    stage: str | None
    interruption: str | None
    greeted: bool
    misunderstood: int
    early_lines: int
    theme: str | None
    theme_options: tuple[str, ...]
    helping: bool
    opening: Opening | None
    strengths: str | None
    opportunities: str | None
    next_step: str | None
    rating: str | None
    earlier: Mapping[str, str]
    adding: tuple[str, ...]
    placed: tuple[str, ...]
    screened: tuple[str, ...]
    eased: tuple[str, ...]
    asked_as: Literal["other_way", "smaller"] | None
    latest: Latest | None
    scrapped: Scrapped | None
    held: Held | None
    aside: Aside | None
    heavy: bool
    kept_names: tuple[str, ...]
    sharing_wish: str | None
    told: tuple[str, ...]
    lately: tuple[str, ...]
    last_turn: datetime | None
    guidance: tuple[str, ...]
    work: str | None
    drafts: Mapping[str, Draft]
    let_go: LetGo | None
    receipts: tuple[Receipt, ...]
    picked: str | None
    editing: str | None
    edits: Mapping[str, Draft]
    changes_shown: tuple[str, ...]
    asked_helpful: bool
