"""Runs rasa_sdk's actions inside the bot's process (decision 3): no second server, no conversation over HTTP."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """An action endpoint whose request is a function call.

    `package` is the Python package whose Action subclasses are registered.
    """

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url=f"inprocess:{package}")
        self.executor = ActionExecutor()
        self.executor.register_package(package)

    async def request(self, method: str = "post", json: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002
        """Run the action that the call names; give back its events and responses as JSON-like data."""
        answer = await self.executor.run(json)
        return answer.model_dump() if hasattr(answer, "model_dump") else answer
