"""Writes the app package that an administrator uploads to Teams: manifest, and two icons drawn from our own mark."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from bot.channels.teams.templates import expand
from bot.settings import ROOT, Settings

TEMPLATE = ROOT / "data" / "teams" / "manifest.json"
MARK = ROOT / "bot" / "channels" / "web" / "static" / "mark.svg"

LONGEST_DEVELOPER = 32
"""Characters of the developer's name (Microsoft's manifest schema)."""


def write_package(settings: Settings, organisation: str, target: Path) -> None:
    """Write the zip. organisation: who offers the app. Raises SettingsError when a setting is missing."""
    manifest = json.dumps(make_manifest(settings, organisation), ensure_ascii=False, indent=2)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", manifest)
        package.writestr("color.png", draw_icon(192, "#FFFFFF", "#1F5C5C", margin=40))
        package.writestr("outline.png", draw_icon(32, "#FFFFFF", None, margin=2))
    target.write_bytes(held.getvalue())


def make_manifest(settings: Settings, organisation: str) -> dict[str, Any]:
    """The manifest, filled from the settings. Raises SettingsError when one is missing."""
    settings.require_teams_package()
    bot_id = settings.teams_app_id.lower()
    filled: dict[str, Any] = expand(
        json.loads(TEMPLATE.read_text(encoding="utf-8")),
        {
            "version": next_version(datetime.now(UTC)),
            "package_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"waymark:{bot_id}")),
            "bot_id": bot_id,
            "address": settings.chat_origin,
            "developer": organisation[:LONGEST_DEVELOPER].strip(),
        },
    )
    return filled


def next_version(now: datetime) -> str:
    """A version that is above each that was written before: Teams takes no package as an update without it."""
    major, minor, *_ = version("waymark").split(".")
    return f"{major}.{minor}.{now:%y%m%d%H%M}"


def draw_icon(size: int, colour: str, background: str | None, margin: int) -> bytes:
    """Our mark as a square PNG. size, margin: pixels. background None: transparent."""
    paths = "".join(re.findall(r"<path[^>]*/>", MARK.read_text(encoding="utf-8")))
    inner = (size - 2 * margin) / 24
    ground = f'<rect width="{size}" height="{size}" fill="{background}"/>' if background else ""
    paths = re.sub(r'\s(?:fill|class|style)="[^"]*"', "", paths)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">{ground}'
        f'<g fill="{colour}" transform="translate({margin} {margin}) scale({inner})">{paths}</g></svg>'
    )
    drawn: bytes = vl_convert.svg_to_png(svg, scale=1, ppi=72)
    return drawn
