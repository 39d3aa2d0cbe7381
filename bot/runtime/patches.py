"""The functions of Rasa that we replace after import. Each keeps its meaning; docs/rasa-runtime.md gives the reasons.

PATCHED names every one; a test compares the source of what they replace with a recorded hash.
"""

from __future__ import annotations

import functools
import re
import warnings
from pathlib import Path
from typing import Any

from bot.settings import ROOT

SPEAKERS = [ROOT / "actions", *(ROOT / "bot" / name for name in ("channels", "dialogue", "reflection", "review"))]

PATCHED = (
    "rasa.shared.core.events:Event.resolve_by_type",
    "rasa.shared.core.slots:Slot.__copy__",
    "rasa.core.actions.action:RemoteAction._validate_action_result",
    "rasa.core.policies.rule_policy:RulePolicy._get_possible_keys",
    "rasa.graph_components.providers.domain_provider:DomainProvider.load",
    "rasa.core.processor:copy",
    "rasa.core.actions.forms:copy",
    "rasa.engine.runner.dask:DaskGraphRunner.run",
    "rasa.utils.endpoints:EndpointConfig.from_dict",
    "rasa.validator:Validator._gather_utterance_actions",
    "sanic:Sanic.run",
    "spacy:load",
)
"""module:function, as patched by apply()."""


def apply() -> None:
    """Replace the functions named in PATCHED."""
    _expect_warnings()
    _cache_event_types()
    _copy_slots_plainly()
    _trust_own_actions()
    _look_rules_up()
    _read_the_domain_once()
    _load_spacy_once()
    _copy_nothing_for_the_processors_logs()
    _copy_nothing_for_the_forms_logs()
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


def _copy_slots_plainly() -> None:
    """A turn makes some nine trackers, each with a copy of every slot, and `copy.copy` takes four times longer."""
    from rasa.shared.core.slots import Slot

    def copied(self: Any) -> Any:
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin

    Slot.__copy__ = copied


def _trust_own_actions() -> None:
    """Rasa holds each action's reply against a JSON schema. Replies made in this process are held to it by tests."""
    from rasa.core.actions.action import RemoteAction

    from bot.runtime.actions import InProcessActions

    original = RemoteAction._validate_action_result

    def _validate_action_result(self: Any, result: Any) -> bool:
        return isinstance(self.action_endpoint, InProcessActions) or bool(original(self, result))

    RemoteAction._validate_action_result = _validate_action_result


def _look_rules_up() -> None:
    """Rasa tries every rule, with every state of the past. Rules are found by the intent that they end in."""
    from rasa.core.policies.rule_policy import RulePolicy

    from bot.runtime.ruling import find_rules

    def _get_possible_keys(self: Any, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        return find_rules(self, lookup, states)

    RulePolicy._get_possible_keys = _get_possible_keys


def _read_the_domain_once() -> None:
    """Rasa reads the domain of a trained model three times, and checks what was checked when it was trained."""
    from rasa.graph_components.providers.domain_provider import DomainProvider
    from rasa.shared.core.domain import Domain

    from bot.runtime.domain_file import read_domain
    from bot.settings import get_settings

    @functools.wraps(DomainProvider.load.__func__)  # Rasa looks at the types of its parameters before it trains
    def load(cls: Any, config: Any, model_storage: Any, resource: Any, execution_context: Any, **_: Any) -> Any:  # noqa: ARG001
        with model_storage.read_from(resource) as folder:
            domain = Domain.from_dict(read_domain(folder / "domain.yml", get_settings().models_dir))
        return cls(model_storage, resource, domain)

    replaced: Any = load
    DomainProvider.load = classmethod(replaced)


def _load_spacy_once() -> None:
    """Two nodes of the graph and the screen hold the same language pipeline, which nothing changes: all get one."""
    import spacy

    original = spacy.load
    load_whole = functools.lru_cache(maxsize=1)(lambda folder, _made: original(folder))

    def load(name: str | Path, **options: Any) -> Any:
        made = Path(name, "meta.json")
        if set(options) <= {"disable"} and made.exists():
            whole = load_whole(Path(name).resolve(), made.stat().st_mtime_ns)
            if not set(options.get("disable", ())) & set(whole.pipe_names):
                return whole
        return original(name, **options)

    spacy.load = load


class _NoCopy:
    """Stands for the module `copy` where copies are made for notes alone, and our logs leave those out."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        """The value itself."""
        return value


def _copy_nothing_for_the_processors_logs() -> None:
    """Rasa copies a turn's events deeply to note them at the level DEBUG, whether or not anything notes them."""
    import rasa.core.processor

    rasa.core.processor.copy = _NoCopy


def _copy_nothing_for_the_forms_logs() -> None:
    """The same, with the last message and all that was understood of it."""
    import rasa.core.actions.forms

    rasa.core.actions.forms.copy = _NoCopy


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
