"""A bad network in front of a bot: a proxy on loopback that loses answers, cuts connections, and can kill the bot.

Only the chat API suffers: pages and scripts pass, because a browser that never got the page has nothing to keep safe.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Chaos:
    """What went wrong so far, and what is still to go wrong."""

    cuts_left: int = 0
    drop_every: int = 0
    """One answer in so many is lost after the bot gave it; 0 for none."""
    requests: int = 0
    dropped: int = 0
    cut: int = 0
    unanswered: int = 0
    """Requests that met no bot: it was being started again."""
    in_a_turn: list[Callable[[], None]] = field(default_factory=list)
    """Done one after the other, each in the middle of a turn: the request is sent, the answer not there yet."""
    in_an_answer: list[Callable[[], None]] = field(default_factory=list)
    """The same, when half of an answer went through."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def decide(self) -> str:
        """What happens to the next request of the chat API."""
        with self.lock:
            self.requests += 1
            place = self.requests
            if self.drop_every and place % self.drop_every == 0:
                self.dropped += 1
                return "drop"
            if self.cuts_left and place % self.drop_every in (1, 3):
                self.cuts_left -= 1
                self.cut += 1
                return "cut before" if place % 2 else "cut within"
            return "pass"


@contextmanager
def chaotic_network(bot_port: int, chaos: Chaos) -> Iterator[str]:
    """The address of the proxy."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # the browser went away
                self.close_connection = True

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fate = chaos.decide() if self.path.startswith("/chat/") else "pass"
            if fate == "cut before":
                return self.cut()
            message = fate == "pass" and self.command == "POST" and self.path == "/chat/messages"
            bot = HTTPConnection("127.0.0.1", bot_port, timeout=60)
            try:
                bot.request(self.command, self.path, body, dict(self.headers.items()))
                if message and chaos.in_a_turn:
                    chaos.in_a_turn.pop(0)()
                answer = bot.getresponse()
                data = answer.read()
            except (OSError, HTTPException):
                chaos.unanswered += 1
                return self.cut()
            finally:
                bot.close()
            if fate == "drop":
                return self.cut()
            half = fate == "cut within"
            if message and chaos.in_an_answer:
                chaos.in_an_answer.pop(0)()
                half = True
            self.give(answer, data, half)

        def give(self, answer: HTTPResponse, data: bytes, half: bool) -> None:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if half else data)
            if half:
                self.cut()

        def cut(self) -> None:
            self.close_connection = True

    for method in ("GET", "POST", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.pass_on)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
