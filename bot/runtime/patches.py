"""The functions of Rasa that we replace after import. Each keeps its meaning; docs/rasa-runtime.md gives the reasons.

PATCHED names every one; a test compares the source of what they replace with a recorded hash.
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import Any

from bot.settings import ROOT

SPEAKERS = [ROOT / "actions", *(ROOT / "bot" / name for name in ("channels", "dialogue", "reflection", "review"))]

PATCHED = (
    "rasa.shared.core.events:Event.resolve_by_type",
    "rasa.core.actions.action:RemoteAction._validate_action_result",
    "rasa.engine.runner.dask:DaskGraphRunner.run",
    "rasa.utils.endpoints:EndpointConfig.from_dict",
    "rasa.validator:Validator._gather_utterance_actions",
    "sanic:Sanic.run",
)
"""module:function, as patched by apply()."""


def apply() -> None:
    """Replace the functions named in PATCHED."""
    _expect_warnings()
    _cache_event_types()
    _compile_action_schema()
    _run_graph_plainly()
    _call_actions_in_process()
    _see_utterances_in_actions()
    _run_sanic_in_this_process()


def _expect_warnings() -> None:
    """Rasa keeps a list of warnings that tell nobody anything. Two more come from newer packages."""
    from rasa.utils.common import EXPECTED_WARNINGS

    EXPECTED_WARNINGS.append((FutureWarning, "'multi_class' was deprecated"))
    EXPECTED_WARNINGS.append((UserWarning, "pkg_resources is deprecated"))
    for kind, message in EXPECTED_WARNINGS:
        warnings.filterwarnings("ignore", message=f".*{message}", category=kind)


def _cache_event_types() -> None:
    """Rasa walks all subclasses for each event it reads: a third of the CPU of a turn."""
    from rasa.shared.core.events import Event

    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=128)(Event.resolve_by_type))


def _compile_action_schema() -> None:
    """Rasa builds a JSON-schema validator for each action's reply: half the time of a turn."""
    import jsonschema
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    original = RemoteAction._validate_action_result

    @functools.lru_cache(maxsize=1)
    def validator() -> Any:
        schema = RemoteAction.action_response_format_spec()
        return validator_for(schema)(schema)

    def _validate_action_result(self: Any, result: Any) -> bool:
        try:
            validator().validate(result)
        except jsonschema.ValidationError:
            return bool(original(self, result))  # raises with Rasa's own message
        return True

    RemoteAction._validate_action_result = _validate_action_result


def _run_graph_plainly() -> None:
    """dask >= 2024.11 sees a cycle where there is none. The graph is acyclic and already validated: walk it."""
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(self: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        wanted = targets or self._graph_schema.target_names
        nodes = self._graph_schema.minimal_graph_schema(wanted).nodes
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}

        def visit(name: str) -> Any:
            if name not in done and name not in nodes:
                return name  # as dask does: what nothing provides is passed by its name
            if name not in done:
                done[name] = self._instantiated_nodes[name](*(visit(need) for need in nodes[name].needs.values()))
            return done[name]

        try:
            return dict(visit(target) for target in wanted)
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error

    DaskGraphRunner.run = run


def _call_actions_in_process() -> None:
    """`url: inprocess:<package>` in endpoints.yml runs the actions here, not over HTTP (decision 3)."""
    from rasa.utils.endpoints import EndpointConfig

    original = EndpointConfig.from_dict.__func__

    def from_dict(cls: Any, data: dict[str, Any]) -> Any:
        url = str(data.get("url") or "")
        if url.startswith("inprocess:"):
            from bot.runtime.actions import InProcessActions

            return InProcessActions(url.partition(":")[2])
        return original(cls, data)

    EndpointConfig.from_dict = classmethod(from_dict)


def said_by_code(utterance: str) -> bool:
    """Whether our own code says this utterance, by its name or as one of a family such as `utter_label_…`."""
    names, families = _named_in_code()
    return utterance in names or utterance.startswith(families)


@functools.lru_cache(maxsize=1)
def _named_in_code() -> tuple[frozenset[str], tuple[str, ...]]:
    sources = [path.read_text(encoding="utf-8") for folder in SPEAKERS for path in folder.rglob("*.py")]
    found = {match for source in sources for match in re.findall(r"utter_[a-z_]+", source)}
    return frozenset(found), tuple(name for name in found if name.endswith("_"))


def _see_utterances_in_actions() -> None:
    """Rasa's validator warns of each utterance that no story names. Ours are mostly said by actions: look there too."""
    import rasa.validator

    original = rasa.validator.Validator._gather_utterance_actions

    def _gather_utterance_actions(self: Any) -> set[str]:
        return {utterance for utterance in original(self) if not said_by_code(utterance)}

    rasa.validator.Validator._gather_utterance_actions = _gather_utterance_actions


def _run_sanic_in_this_process() -> None:
    """Sanic >= 22.9 starts a spawning worker manager; Rasa builds its app in the main process."""
    from sanic import Sanic

    original = Sanic.run

    def run(self: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("single_process", True)
        if kwargs["single_process"]:
            kwargs.pop("workers", None)
        original(self, *args, **kwargs)

    Sanic.run = run  # type: ignore[method-assign]
