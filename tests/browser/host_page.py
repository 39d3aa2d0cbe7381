"""A page of another origin that shows the widget as docs/embedding.md tells webmasters, under a policy of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Intranet</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>Intranet</h1><p>News of the day.</p></main>
<script type="module" src="{server}/widget.js"></script>
<waymark-chat mode="panel"><p>The chat could not start here.</p></waymark-chat></body></html>"""

FRAME = (
    '<!doctype html><html lang="en-GB"><title>A frame</title><iframe src="{server}/" title="Waymark"></iframe></html>'
)
"""At /frame, without a policy."""

STRICT = (
    "default-src 'none'; script-src {server}; connect-src {server}; img-src data:; base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass
class Host:
    """The page's server. `server` is where Waymark is; `headers` are added to the page."""

    origin: str
    server: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def host_page() -> Iterator[Host]:
    """Serve the page on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            framing = self.path == "/frame"
            body = (FRAME if framing else PAGE).format(server=host.server).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            own = {} if framing else {"Content-Security-Policy": STRICT.format(server=host.server)} | host.headers
            for name, value in own.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
