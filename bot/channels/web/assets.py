"""What the widget is made of, as it travels: one script, and one file of words for each language.

The modules under `static/` are joined when the process starts, comments left out: a page on a slow network waits for
one file and not for twenty, and nobody has to run a build. The words come from `data/widget/` and the support services
from the content, so that Support opens in the widget even when nothing can be reached any more.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from bot.settings import ROOT

if TYPE_CHECKING:
    from bot.content import Content

HERE = Path(__file__).parent
WIDGET = HERE / "widget.js"
LOOKS = HERE / "static" / "widget.css"
"""How the widget looks: written into the script, and served for the browsers that need it as a file."""

SERVICE_WORKER = HERE / "static" / "service-worker.js"
"""Served at the root, `/service-worker.js`, so that it may keep the host page."""

WORDS = ROOT / "data" / "widget"
WRITTEN_IN = "en"
"""The language that every phrase exists in; what a translation leaves empty is shown in it."""

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\./[^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"/\*\* @type [^*]*\*/ ?")
_BLANK = re.compile(r"\n\s*\n")
_RULE = re.compile(r"\{.*$|^(?!@media).*$")
_REM = re.compile(r"(-?[\d.]+)rem\b")
_LOOKS_HERE = json.dumps("{{ widget.css }}")


@cache
def widget_script() -> str:
    """The widget as one ES module, each inner module once and after those it needs.

    All share one scope, so no two may give the same name to something at their top: a browser refuses the script then.
    """
    parts: dict[Path, str] = {}

    def take(path: Path) -> None:
        if path in parts:
            return
        parts[path] = ""
        text = path.read_text(encoding="utf-8")
        for name in _IMPORT.findall(text):
            take(path.parent / name)
        text = _TYPE.sub("", _COMMENT.sub("", _IMPORT.sub("", text)))
        del parts[path]
        parts[path] = _BLANK.sub("\n", re.sub(r"^export ", "", text, flags=re.MULTILINE))

    take(WIDGET)
    return "".join(parts.values()).replace(_LOOKS_HERE, json.dumps(widget_looks()), 1)


@cache
def widget_looks() -> str:
    """The style sheet, with `rem` as the reader's own size. Media queries know that size by themselves."""
    lines = _COMMENT.sub("", LOOKS.read_text(encoding="utf-8")).splitlines(keepends=True)
    return "".join(_RULE.sub(lambda rule: _REM.sub(r"calc(\1 * var(--waymark-unit))", rule[0]), line) for line in lines)


def widget_words(content: Content, *, easy: bool = False, bsl: str = "") -> dict[str, str]:
    """Every language's words as JSON, by language tag, with the support services in each.

    easy: whether easier words are offered; bsl: the address of videos in BSL, where there are any.
    The shape: `lang`, `dir`, `phrases` (name to text or plural forms), `borrowed` (names of the phrases that are still
    in English), `support` (`services`, `local`, `organisation`), which is in English, and `offers` (`easy`, `bsl`).
    """
    written = _read(WRITTEN_IN)["phrases"]
    found = {}
    for path in sorted(WORDS.glob("*.yml")):
        words = _read(path.stem)
        own = {name: phrase for name, phrase in words["phrases"].items() if _is_written(phrase)}
        found[path.stem] = json.dumps(
            {
                "lang": words["language"]["tag"],
                "dir": words["language"]["direction"],
                "phrases": written | own,
                "borrowed": sorted(set(written) - set(own)),
                "support": _support(content),
                "offers": {"easy": easy, "bsl": bsl},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
    return found


@cache
def _read(language: str) -> Any:
    return YAML(typ="safe").load((WORDS / f"{language}.yml").read_text(encoding="utf-8"))


def _is_written(phrase: Any) -> bool:
    return all(phrase.values()) if isinstance(phrase, dict) else bool(phrase)


def _support(content: Content) -> dict[str, Any]:
    services = sorted(content.support, key=lambda service: service.order)
    return {
        "services": [
            {
                "name": service.name,
                "phone": service.phone,
                "contact": service.contact,
                "hours": service.hours,
                "who_for": service.who_for,
                "checked": service.checked.isoformat(),
            }
            for service in services
        ],
        "local": [{"name": local.name, "how": local.how} for local in content.organisation.local_support],
        "organisation": content.organisation.name,
    }
