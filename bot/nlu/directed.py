"""Reads messages that say which answer they are for: "add to my second answer: …", "going well: … could be better: …".

People who are tired answer two questions at once, or think of something for an earlier one. Only a name that stands
before a colon or a dash, or a wish that is the whole message, counts: "the next step is hard" stays an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal, cast

from ruamel.yaml import YAML, YAMLError

from bot.nlu.phrases import CommandPhrases, CommandPhrasesError

#: How a piece joins an answer: it is the answer, it is added to it, it replaces it, or what came last moves to it.
Way = Literal["is", "add", "change", "move"]

#: The answer before, whichever question it was for.
LAST: Final = "last"
RATING: Final = "rating"
#: A name with its verb has no more words than this.
_LONGEST_HEAD: Final = 14

_BREAK = re.compile(r"(?<!\s)\s*(?::|\s[-–—]+\s)\s*|(?<!\s)\s*\n+\s*")
_AND = r"(?:and|but|then|plus|also)\s+"
_BOUNDARY = re.compile(rf"(?P<stop>[.!?;,)\n]\s*|\b(?={_AND}))(?:{_AND})?", re.IGNORECASE)
_THEN = re.compile(r"(?<!\W)\W+(?:and|then|and then)\s+(?:just\s+)?(?:save|keep|share)\b.*$", re.IGNORECASE | re.DOTALL)
_OUT = re.compile(r"(?:\s+(?:out|away|please|thanks))+\W*$", re.IGNORECASE)
#: Colons, dashes and lines of a message that may stand after a name; and places before each where one may begin.
_MOST_BREAKS: Final = 60
_MOST_STARTS: Final = 12
#: Characters of a name with its verb.
_LONGEST_NAME: Final = 120
#: Characters in which a wish to take something out says so.
_LONGEST_CUT: Final = 100


@dataclass(frozen=True)
class Piece:
    """Words for one question. `question` is None where none is named: the one that is open."""

    question: str | None
    way: Way
    text: str


@dataclass(frozen=True)
class Wish:
    """A wish to change an answer, to add to it, or to move there what came last; without the words yet."""

    way: Way
    question: str


class Directions:
    """Knows what people call the questions. Build it with `load_directions`."""

    def __init__(self, document: dict[str, Any], commands: dict[str, Any]) -> None:
        """Take question_names.yml, and commands.yml for its spellings and the polite words around a wish."""
        names = document["names"]
        parts = {
            "ask": commands["parts"]["ask"],
            **document["parts"],
            **{f"verb_{verb}": lines for verb, lines in document["verbs"].items()},
            **{f"name_{name}": lines for name, lines in {**names, LAST: document["last"]}.items()},
        }
        heads = {f"is {name}": {"acts": [f"<name_{name}>"]} for name in names if name != RATING}
        heads |= {f"change {name}": {"acts": [f"<verb_change> <name_{name}> <anew>?"]} for name in names}
        heads |= {f"add {name}": {"acts": [f"<verb_add> <name_{name}>"]} for name in (*names, LAST) if name != RATING}
        heads |= {f"move {name}": {"acts": [f"<verb_move> <name_{name}>"]} for name in names if name != RATING}
        heads[f"add {LAST}"]["acts"] += document["adds"]
        common = {"spellings": commands.get("spellings"), "parts": parts}
        self._heads = CommandPhrases({**common, "around": commands.get("around"), "commands": heads})
        marks = {mark: {"acts": document[mark]} for mark in ("goes_on", "continues", "may_belong_before")}
        self._marks = CommandPhrases({**common, "commands": marks})
        cuts = {"cut": {"acts": document["cuts"]}}
        self._cuts = CommandPhrases({**common, "around": commands.get("around"), "commands": cuts})

    def read_wish(self, text: str) -> Wish | None:
        """The wish that the whole message is: "can I change what I said about what's going well"."""
        way, question = self._read_head(text)
        return Wish(way, question) if way and way != "is" and question else None

    def read_pieces(self, text: str) -> tuple[Piece, ...]:
        """The parts of a message by the questions they name, in order; one part without a name where there is none."""
        found: list[tuple[int, int, Way, str]] = []
        for mark in islice(_BREAK.finditer(text), _MOST_BREAKS):
            if mark.end() < len(text) and (head := self._find_head(text, found[-1][1] if found else 0, mark.start())):
                found.append((head[0], mark.end(), head[1], head[2]))
        pieces = [Piece(None, "is", text[: found[0][0] if found else len(text)].strip(" ,;\n"))]
        ends = [start for start, *_ in found[1:]] + [len(text)] * bool(found)
        pieces += [
            Piece(question, way, text[words:end].strip(" ,;\n"))
            for (_, words, way, question), end in zip(found, ends, strict=True)
        ]
        return tuple(piece for piece in pieces if piece.text) or (Piece(None, "is", text),)

    def read_continuation(self, text: str) -> tuple[str, str] | None:
        """How a message goes on from the one before: `continues` or `may_belong_before`, and its words."""
        for gap in re.finditer(r"\W+", text[:120]):
            mark, rest = self._marks.find(text[: gap.start()]), text[gap.end() :].strip()
            if mark is None or mark.intent == "goes_on" or not rest:
                continue
            if mark.intent == "continues" and not gap[0].isspace():
                return mark.intent, rest
            if mark.intent != "continues" or " " in text[: gap.start()].strip():  # "continued support" is an answer
                return "may_belong_before", text
        return None

    def read_promise(self, text: str) -> str | None:
        """The words of a message that ends with "to be continued", without that. None: it does not."""
        for gap in re.finditer(r"\W+", text[-80:]):
            start = len(text) - len(text[-80:]) + gap.start()
            mark = self._marks.find(text[start:])
            apart = not gap[0].isspace() or "\n" in gap[0] or text[start:].split()[:2] == ["to", "be"]
            if start and mark and mark.intent == "goes_on" and apart:
                return (text[:start] + (gap[0][0] if gap[0][0] in ".!?…" else "")).strip()
        return None

    def read_cut(self, text: str) -> str | None:
        """What it is about that somebody wants taken out: "the bins". None: the text is no such wish."""
        text = _THEN.sub("", text)  # "take out the kettle bit, then save": who may see it is asked afterwards
        for gap in re.finditer(r"\W+", text[:_LONGEST_CUT]):
            rest = text[gap.end() :]
            if rest and len(text) <= 2 * _LONGEST_CUT and self._cuts.find(text[: gap.start()]):
                return _OUT.sub("", rest).strip(" .!?,") or None
        return None

    def _find_head(self, text: str, begin: int, end: int) -> tuple[int, Way, str] | None:
        """The name that ends where a colon stands: where it begins, and what it says."""
        near = max(begin, end - _LONGEST_NAME)
        starts = [(match.end("stop"), match.end()) for match in _BOUNDARY.finditer(text, near, end)]
        for start, word in [(begin, begin), *starts[-_MOST_STARTS:]]:
            way, question = self._read_head(text[word:end])
            if way and way != "move" and question:  # "and" before a name belongs to neither answer
                return start, way, question
        return None

    def _read_head(self, head: str) -> tuple[Way | None, str | None]:
        if len(head) > _LONGEST_NAME or len(head.split()) > _LONGEST_HEAD or not (found := self._heads.find(head)):
            return None, None
        way, question = found.intent.split()
        return cast("Way", way), question


def load_directions(folder: Path) -> Directions:
    """Read question_names.yml beside commands.yml. Raises CommandPhrasesError, one line, when it cannot be used."""
    file = folder / "question_names.yml"
    yaml = YAML(typ="safe")
    try:
        names = yaml.load(file.read_text(encoding="utf-8"))
        commands = yaml.load((folder / "commands.yml").read_text(encoding="utf-8"))
        return Directions(names, commands)
    except FileNotFoundError as missing:
        raise CommandPhrasesError(f"{missing.filename} is missing: restore it from the repository.") from None
    except YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{file}:{line + 1}" if line is not None else str(file)
        raise CommandPhrasesError(f"{where}: not valid YAML; look at the line before for a missing quote.") from None
    except (CommandPhrasesError, re.error, AttributeError, TypeError, KeyError) as error:
        raise CommandPhrasesError(f"{file}: {error}.") from None
