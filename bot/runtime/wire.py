"""How requests arrive at the chat door: each read in one way only, and whole within a time.

Sanic takes what other servers refuse ("Transfer-Encoding : chunked", a header that goes on in the next line), and then
sees two requests where a proxy in front saw one: the second could be put before the next visitor's. It also begins its
time-out anew at each byte, so that a few bytes a minute hold a connection for ever.
"""

from __future__ import annotations

import re
from time import monotonic

from sanic.exceptions import BadRequest, RequestTimeout
from sanic.http import Http, Stage
from sanic.server import HttpProtocol

WITHIN = 20
"""Seconds from the first byte of a request to its last."""

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEAD = re.compile(
    _TOKEN + rb" [\x21-\x7e]+ HTTP/1\.[01](?:\r\n" + _TOKEN + rb":[\t\x20-\x7e\x80-\xff]*)*"  # RFC 9112, 3 and 5
)


class Strict(Http):
    """Sanic's reader, which reads no head in two ways, and takes digits alone for a length: no "0x2", no " 2"."""

    async def http1_request_header(self) -> None:
        """Read a head. Raises BadRequest for one that is not in form, after which the connection is closed."""
        await super().http1_request_header()  # type: ignore[no-untyped-call]
        if not _HEAD.fullmatch(self.request.head):
            raise BadRequest("Bad Request")

    @staticmethod
    def _safe_int(value: str, base: int = 10) -> int:
        if not re.fullmatch("[0-9A-Fa-f]+", value):
            raise ValueError
        return int(value, base)


class Punctual(HttpProtocol):
    """Sanic's protocol, with a time for a whole request and not for each of its bytes: the setting REQUEST_TIMEOUT."""

    HTTP_CLASS = Strict

    def data_received(self, data: bytes) -> None:
        """Take bytes. Those of a request that has begun do not begin its time anew."""
        began = self._time if self._is_arriving() else None
        super().data_received(data)
        if began is not None:
            self._time = began

    def check_timeouts(self) -> None:
        """End a request whose body does not come, as Sanic ends one whose head does not."""
        task, http = self._task, self.http
        if task and http and self._is_arriving() and monotonic() - self._time > self.request_timeout:
            http.exception = RequestTimeout("Request Timeout")
            http.request_body = None  # nobody waits for the rest of it
            task.cancel()
        else:
            super().check_timeouts()  # type: ignore[no-untyped-call]

    def _is_arriving(self) -> bool:
        http = self.http
        if http is None:
            return False
        return http.stage is Stage.REQUEST or (http.stage is Stage.HANDLER and bool(http.request_body))
