"""Logs that cannot hold a conversation.

Our own loggers (`waymark…`) write their message. Every other library's record is reduced to where it came from:
its level, logger, and line of code, for its message may quote what somebody typed. Of an exception only the
class and the places are written, never its text.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any


def describe(error: BaseException) -> str:
    """An exception's class and where it was raised, without its text: `ValueError at save.py:12 < act.py:30`."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} at {places or 'an unknown place'}"


class WordlessFormatter(logging.Formatter):
    """Formats a record without anything that a person may have typed."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.partition(".")[0] == "waymark":
            line = f"{head}: {record.getMessage()}"
        else:
            line = f"{head}: at {record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" [{describe(record.exc_info[1])}]"
        return line


def set_up_logs(level: int = logging.INFO) -> None:
    """Send all logs to standard error through the WordlessFormatter; others than ours from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("waymark").setLevel(level)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
            if logger.name.partition(".")[0] != "waymark":
                logger.setLevel(logging.NOTSET)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    _make_structlog_plain()


def _make_structlog_plain() -> None:
    """Rasa logs through structlog, which would print by itself: send it through the same handler."""
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _only_the_event],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return str(event.get("event"))
