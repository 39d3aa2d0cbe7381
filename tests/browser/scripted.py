"""A chat API without Rasa, by the contract, where a dropped answer, a closed conversation or a server that is down can
be made to happen at will. It also serves the widget, its words and the two pages as the real door does."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.channels.web import assets, pages
from bot.channels.web.cards import load_cards
from bot.content import load_content
from tests.browser.replies import Message, reply_to

CONTENT = Path(__file__).parents[2] / "data" / "content"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
}
MOVE_CODE = "amber-field-quiet-river"


class Door(ThreadingHTTPServer):
    """The chat API by the contract, with switches for what may go wrong."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.drop_answers = 0
        self.fail: tuple[int, str, dict[str, str]] | None = None
        self.fail_words = 0
        self.entry: tuple[str, str] = ("", "")
        """What a session asks for: the code of the refusal, and what is the right proof."""
        self.allowed_origin = ""
        self.moving = ""
        """The token of the conversation that the code leads to."""
        self.gone: set[str] = set()
        self.easier: dict[str, str] = {}
        """Easier words for what the door says, by the usual ones."""
        self.prefix = ""
        """The path that a proxy takes away before the door sees an address; what lies beside it is not ours."""
        self.told: dict[str, str] = {}
        """Headers of every answer beside the policy."""
        self.answer_when = threading.Event()
        self.answer_when.set()
        self.transcripts: dict[str, list[Message]] = {}
        self.answered: dict[str, list[Message]] = {}
        self.proofs: list[dict[str, str]] = []
        self.posts: list[str] = []
        self.ended: list[str] = []
        self.paths: list[str] = []
        content = load_content(CONTENT)
        self.content = content
        self.words = assets.widget_words(content)
        self.html = {"/": pages.render_host_page(content), "/support": pages.render_support_page(content)}
        self.html |= {path: file.body.decode() for path, file in load_cards(content).items()}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    @property
    def transcript(self) -> list[Message]:
        """That of the conversation opened last."""
        return list(self.transcripts.values())[-1]

    def take(self, token: str, body: dict[str, str]) -> list[Message]:
        self.posts.append(body["id"])
        if body["id"] not in self.answered:
            said = body.get("text") or body["choice"].removeprefix("v-")
            transcript = self.transcripts[token]
            if said != "start":
                transcript.append({"id": body["id"], "from": "you", "text": said})
            said_back = reply_to(said)
            self.answered[body["id"]] = [
                one | ({"easy": self.easier[one["text"]]} if one["text"] in self.easier else {}) for one in said_back
            ]
            transcript += self.answered[body["id"]]
        return self.answered[body["id"]]


class Handler(BaseHTTPRequestHandler):
    server: Door

    def log_message(self, *_: object) -> None: ...

    def parse_request(self) -> bool:
        fine = super().parse_request()
        if fine and (prefix := self.server.prefix):
            self.path = self.path.removeprefix(prefix) or "/" if self.path.startswith(prefix) else "/beside"
        return fine

    def answer(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Security-Policy", pages.CONTENT_SECURITY_POLICY)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        if self.server.allowed_origin:
            self.send_header("Access-Control-Allow-Origin", self.server.allowed_origin)
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        for name, value in (self.server.told | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def answer_json(self, status: int, body: Any, **headers: str) -> None:
        self.answer(status, json.dumps(body), Content_Type="application/json", **headers)

    def refuse(self, status: int, code: str, headers: dict[str, str]) -> None:
        self.answer_json(status, {"error": {"code": code, "message": f"Kind words about {code}."}}, **headers)

    def do_OPTIONS(self) -> None:
        self.answer(204)

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        server = self.server
        if self.path == "/chat/messages":
            return self.failed() or self.answer_json(200, {"messages": server.transcripts.get(self.token, [])})
        if self.path.startswith("/chat/reflections."):
            self.token  # noqa: B018
            return self.failed() or self.answer(200, b"a file", Content_Type="application/octet-stream")
        if self.path in server.html:
            return self.answer(200, server.html[self.path], Content_Type="text/html; charset=utf-8")
        if self.path.startswith("/sign-in?"):
            return self.answer(200, "<title>Sign in</title><h1>Your pass: moor</h1>", Content_Type="text/html")
        if self.path.startswith("/static/strings/"):
            return self.show_words(Path(self.path).stem)
        if self.path == "/widget.js":
            return self.answer(200, assets.widget_script(), Content_Type="text/javascript")
        if self.path == "/static/widget.css":
            return self.answer(200, assets.widget_looks(), Content_Type="text/css")
        file = assets.SERVICE_WORKER if self.path == "/service-worker.js" else pages.STATIC_DIR / Path(self.path).name
        if not file.is_file():
            return self.answer(404)
        return self.answer(200, file.read_bytes(), Content_Type=TYPES[file.suffix])

    def show_words(self, language: str) -> None:
        if self.server.fail_words:
            self.server.fail_words -= 1
            return self.answer(503)
        words = self.server.words.get(language)
        return self.answer(200, words, Content_Type="application/json") if words else self.answer(404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        if self.failed():
            return
        if self.path == "/chat/sessions":
            return self.open_session(body)
        if self.path.startswith("/chat/move"):
            return self.move(body)
        messages = self.server.take(self.token, body)
        if self.server.drop_answers:
            self.server.drop_answers -= 1
            self.close_connection = True
            return
        self.server.answer_when.wait(10)
        self.answer_json(200, {"messages": messages})

    def move(self, body: dict[str, str]) -> None:
        """One code, for the conversation that asked last; whoever types it gets that under another token."""
        server = self.server
        if self.path == "/chat/move":
            server.moving = self.token
            return self.answer_json(201, {"code": MOVE_CODE, "minutes": 10})
        if body["code"].replace(" ", "-") != MOVE_CODE or not server.moving:
            return self.refuse(404, "not_found", {})
        token = f"moved-{server.moving}"
        server.transcripts[token] = server.transcripts.pop(server.moving)
        server.gone.add(server.moving)
        server.moving = ""
        return self.answer_json(200, {"token": token, "expires_at": "2026-11-23T23:00:00Z"})

    def open_session(self, body: dict[str, str]) -> None:
        code, right = self.server.entry
        self.server.proofs.append(body)
        if code and right not in body.values():
            wrong = "entry_code_wrong" if "access_code" in body else code
            return self.refuse(403, wrong, {})
        token = f"secret-token-{len(self.server.transcripts) + 1}"
        self.server.transcripts[token] = []
        return self.answer_json(201, {"token": token, "expires_at": "2026-11-23T23:00:00Z"})

    def do_DELETE(self) -> None:
        self.server.ended.append(self.token)
        self.answer(204)

    @property
    def token(self) -> str:
        kind, _, token = self.headers["Authorization"].partition(" ")
        assert kind == "Bearer"
        return token

    def failed(self) -> bool:
        scheme, _, token = (self.headers["Authorization"] or "").partition(" ")
        if scheme and token in self.server.gone:
            self.refuse(401, "session_unknown", {})
            return True
        if not self.server.fail:
            return False
        self.refuse(*self.server.fail)
        return True
