"""`waymark rasa run actions`: the actions over HTTP for those who want them apart, without gRPC and OpenTelemetry."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request, Sanic, response

from bot.runtime.logs import set_up_logs

PORT = 5055
LARGEST_CALL = 100_000_000
"""Bytes: Rasa posts the whole conversation with each call."""


def create_action_server(package: str = "actions") -> Any:
    """The application: POST /webhook as rasa_sdk's own server takes it."""
    executor = ActionExecutor()
    executor.register_package(package)
    app: Any = Sanic("waymark_actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_CALL

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        try:
            result = await executor.run(request.json)
        except (ActionExecutionRejection, ActionNotFoundException) as error:
            status = 404 if isinstance(error, ActionNotFoundException) else 400
            return response.json({"error": type(error).__name__, "action_name": error.action_name}, status=status)
        return response.json(result.model_dump() if result else {})

    return app


def serve_actions() -> None:
    """Listen on loopback until stopped."""
    app = create_action_server()
    set_up_logs()
    app.run("127.0.0.1", PORT, single_process=True, access_log=False, motd=False)
