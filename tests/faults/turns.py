"""Faults at the named points of turns: an answer, a save of either kind, a deletion, an opening, a leaving."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from bot.store import conversations as store
from tests.faults.door import Door
from tests.faults.ledger import Conversation, Ledger, is_kind, new_word, receipt
from tests.faults.points import SLOW
from tests.faults.rows import Row

AT_MOST = 120.0
"""Seconds until it must have recovered by itself."""
WORK = ("answer", "share", "keep", "delete", "open", "leave")


class Talkers:
    """Conversations before one door that stand where a piece of work begins."""

    def __init__(self, door: Door, seed: int = 0) -> None:
        self.door, self.chance = door, random.Random(seed)
        self.ledger = Ledger(door.store)
        self.secret_words = {"managers never listen", "asks how we are", "come down without us"}
        """What must never stand in a log."""
        self._templates: dict[str, Conversation] = {}
        self.ledger.look_at_saved()
        self._begin()

    def _begin(self) -> None:
        """Talk until the places where the pieces of work begin."""
        answer = httpx.post(f"{self.door.address}/chat/sessions", timeout=60)
        talk = Conversation(answer.json()["token"])
        self.ask(talk, {"choice": "start"})
        asks = self.ledger.copy(talk)
        self.ask(talk, {"text": "our managers never listen"}, "our managers never listen")
        self._templates["answer"] = self._templates["leave"] = self.ledger.copy(talk)
        for text in ("Our lead asks how we are", "Decisions come down without us"):
            self.ask(talk, {"text": text}, text)
        for name in ("Finish", "Save it"):
            self.press(talk, name)
        for work in ("share", "keep", "delete"):
            self._templates[work] = talk
        self.ask(asks, {"text": "I have a return code"}, "I have a return code")
        self._templates["open"] = asks

    def ask(self, one: Conversation, what: dict[str, str], said: str = "") -> None:
        """Send, and take the answer, without any fault."""
        body = {"id": str(uuid.uuid4()), **what}
        answer = self.door.send(one.token, body)
        assert answer is not None and answer.status_code == httpx.codes.OK, answer and answer.text
        one.acknowledge(body, answer.json()["messages"], said)

    def press(self, one: Conversation, *names: str) -> None:
        found = one.choice(*names)
        assert found, f"none of {names} is offered"
        self.ask(one, {"choice": found[0]}, found[1])

    def begin(self, work: str) -> tuple[Conversation, dict[str, str], str]:
        """A conversation of its own, the message with which the work is done, and what the person said in it."""
        one = self.ledger.copy(self._templates[work])
        if work == "answer":
            word = new_word(self.chance)
            self.secret_words.add(word)
            what = {"text": f"We look out for each other on {word} nights"}
        elif work == "leave":
            what = {"text": "leave now"}
        elif work == "open":
            code = self._a_code()
            self.secret_words |= {code, code.replace("-", " ")}
            what = {"text": code}
        elif work == "delete":
            self.press(one, "share_anonymous")
            self.note_saved(one, "shared")
            self.press(one, "withdraw")
            what = dict(zip(("choice", "said"), one.choice("Yes, delete it") or (), strict=True))
        else:
            found = one.choice({"share": "share_anonymous", "keep": "share_private"}[work])
            assert found
            what = {"choice": found[0], "said": found[1]}
        said = what.pop("said", what.get("text", ""))
        return one, {"id": str(uuid.uuid4()), **what}, said

    def _a_code(self) -> str:
        if not self.ledger.codes:
            one = self.ledger.copy(self._templates["keep"])
            self.press(one, "share_private")
            self.note_saved(one, "private")
        return next(iter(self.ledger.codes))

    def note_saved(self, one: Conversation, kind: str) -> str:
        """Somebody was given a code. Out: the code, or "" where the last answer gave none."""
        code = receipt(one.messages)
        if code:
            self.ledger.saved[kind] += 1
            self.ledger.codes[code] = "asks how we are"
        return code

    def points(self, work: str) -> list[str]:
        """The names of the points of a piece of work, in their order."""
        one, body, said = self.begin(work)
        self.door.plan()
        answer = self.door.send(one.token, body)
        assert answer is not None and answer.status_code == httpx.codes.OK, answer and answer.text
        one.acknowledge(body, answer.json()["messages"], said)
        self._settle(work, one, Row())
        return self.door.points()

    def fault(self, work: str, row: Row, break_it: Callable[[], Any], mend: Callable[[], Any], patience: float) -> None:
        """Do a piece of work while something goes wrong, mend what people would mend, and look at everything."""
        one, body, said = self.begin(work)
        row.faults += 1
        break_it()
        first = self.door.send(one.token, body, patience)
        mend()
        self.finish(work, row, one, (body, said), first)

    def finish(
        self,
        work: str,
        row: Row,
        one: Conversation,
        sent: tuple[dict[str, str], str],
        first: httpx.Response | None,
    ) -> None:
        """Something went wrong in a message. Send it until it is taken, as the page does, and look at everything."""
        body = sent[0]
        note_answer(row, first)
        if first is None:
            self.door.wait_for_end(patience=0.3)
        if not self.door.alive():
            self.door.open(wait=False)
        told = first if first is not None and first.status_code == httpx.codes.OK else None
        end = time.monotonic() + AT_MOST
        again = None
        while time.monotonic() < end and (again is None or again.status_code in (409, 429, 503)):
            again = self.door.send(one.token, body)
            if again is None:
                time.sleep(0.02)
            elif again.status_code in (409, 429, 503):
                note_answer(row, again)
                time.sleep(float(again.headers.get("Retry-After", 1)))
        self._take(work, row, one, sent, told, again)

    def _take(
        self,
        work: str,
        row: Row,
        one: Conversation,
        sent: tuple[dict[str, str], str],
        told: httpx.Response | None,
        again: httpx.Response | None,
    ) -> None:
        body, said = sent
        if again is None or again.status_code not in (200, 401) or (again.status_code == 401 and work != "leave"):
            row.amiss.append(f"{work}: it did not recover: {again.status_code if again else 'no answer'}")
            return
        row.recovered += 1
        one.gone = work == "leave"
        if again.status_code == httpx.codes.OK and not one.gone:
            messages = again.json()["messages"]
            if told is not None and told.json()["messages"] != messages:
                row.lost += 1
                row.amiss.append(f"{work}: another answer than before")
            one.acknowledge(body, messages, said)
            row.acknowledged += 1
            third = self.door.send(one.token, body)
            if third is None or third.status_code != 200 or third.json()["messages"] != messages:
                row.amiss.append(f"{work}: the same id was answered in another way")
                row.doubled += 1
        self._settle(work, one, row)

    def turns(self, one: Conversation) -> list[dict[str, Any]]:
        """The turns of a conversation that can be read."""
        with self.door.store.session() as session:
            return list(store.read_turns(session, one.token))

    def _settle(self, work: str, one: Conversation, row: Row) -> None:
        """Look whether all is there once, and nothing in the log."""
        if work in ("share", "keep"):
            kind = "shared" if work == "share" else "private"
            if not (code := self.note_saved(one, kind)):  # the person was told that it did not work, and tries again
                self.press(one, "go_on", "Go on")
                self.press(one, "share_anonymous" if work == "share" else "share_private")
                code = self.note_saved(one, kind)
            self.secret_words |= {code, code.replace("-", " ")}
            if not code or not self.ledger.opens(code):
                row.lost += 1
                row.amiss.append(f"{work}: the code opens nothing")
        if work == "delete" and one.messages:
            if not any("are deleted" in each["text"] for each in one.messages):
                self.press(one, "go_on", "Go on")
                self.press(one, "Yes, delete it")
            self.ledger.saved["shared"] -= 1
        for what, (lost, doubled) in (("message", self.ledger.look(one)), ("saved", self.ledger.look_at_saved())):
            row.lost, row.doubled = row.lost + lost, row.doubled + doubled
            if lost or doubled:
                row.amiss.append(f"{work}: {what}: {lost} lost, {doubled} doubled")
        row.look_for(self.secret_words, self.door.logged())


def note_answer(row: Row, answer: httpx.Response | None) -> None:
    """Count what a person was told."""
    if answer is None:
        row.silent += 1
    elif is_kind(answer):
        row.kind += 1
    else:
        row.unkind += 1
        row.amiss.append(f"an answer that is not kind: {answer.status_code}")


def faults_of(talkers: Talkers, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, int, str]]:
    """Every fault that there is: what goes wrong, in which work, at which point, and the point's name."""
    for work in WORK:
        for place, name in enumerate(talkers.points(work), start=1):
            for kind in kinds:
                if kind != "session cut" or name[0].isupper() or name == "before a commit":
                    yield kind, work, place, name


def take(talkers: Talkers, rows: dict[str, Row], fault: tuple[str, str, int, str]) -> None:
    """Let one of them happen."""
    kind, work, place, name = fault
    row = rows.setdefault(f"{kind}: {work}", Row())
    amiss, door = len(row.amiss), talkers.door
    patience = SLOW / 4 if kind == "slow" else 60
    talkers.fault(work, row, lambda: door.plan(kind, place), door.give_back_limits, patience)
    row.amiss[amiss:] = [f"{one} [{place} {name}]" for one in row.amiss[amiss:]]
