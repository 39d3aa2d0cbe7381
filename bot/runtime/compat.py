"""Make Rasa 3.6.21 importable on current dependencies and without TensorFlow.

Nothing of Rasa is forked. Three small means, each listed with its reason in docs/rasa-runtime.md:

* OVERLAY: Rasa modules that a small file of ours replaces when they are imported;
* ABSENT: packages that Rasa imports at module level and we do not install, each an empty stand-in
  that is used only where the real package is missing;
* names that newer packages dropped and Rasa only compares with.

`tests/unit/runtime/test_rasa_is_as_expected.py` fails when Rasa is another release or a replaced source has changed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import types
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

RASA_VERSION = "3.6.21"

_HERE = Path(__file__).parent / "overlay"

OVERLAY = {
    "rasa.core.channels": "channels.py",
    "rasa.engine.recipes.default_components": "default_components.py",
    "rasa.nlu.classifiers.diet_classifier": "tf_component.py",
    "rasa.nlu.selectors.response_selector": "tf_component.py",
    "rasa.core.policies.ted_policy": "tf_component.py",
    "rasa.utils.tensorflow.callback": "tf_helper.py",
    "rasa.utils.tensorflow.data_generator": "tf_helper.py",
    "skops.io._trusted_types": "trusted_types.py",
}
"""Module of Rasa, or of what it reads models with -> our file in overlay/."""


def _error(name: str) -> type[Exception]:
    return type(name, (Exception,), {})


ABSENT: dict[str, dict[str, object]] = {
    "boto3": {},
    "boto3.dynamodb": {},
    "boto3.dynamodb.conditions": {"Key": object},
    "botocore": {},
    "botocore.exceptions": {"BotoCoreError": _error("BotoCoreError"), "ClientError": _error("ClientError")},
    "pymongo": {},
    "pymongo.collection": {"Collection": object},
    "pymongo.errors": {
        "ConnectionFailure": _error("ConnectionFailure"),
        "OperationFailure": _error("OperationFailure"),
    },
    "dask": {"get": None},
    "matplotlib": {"get_backend": lambda: "agg", "use": lambda *_: None},
    "matplotlib.ticker": {"FormatStrFormatter": object},
    "structlog_sentry": {"SentryProcessor": lambda *_, **__: lambda _logger, _method, event: event},
}
"""Package that Rasa imports and we do not install -> the names its stand-in holds."""


class OverlayFinder(MetaPathFinder):
    """Finds our file in place of a replaced Rasa module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        file = OVERLAY.get(fullname)
        real = PathFinder.find_spec(fullname, path) if file else None
        if file is None or real is None:
            return None
        return importlib.util.spec_from_file_location(
            fullname, _HERE / file, submodule_search_locations=real.submodule_search_locations
        )


class AbsentFinder(MetaPathFinder, Loader):
    """Supplies a stand-in for a package that is not installed. Last on the path, so a real one wins."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname in ABSENT else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        module.__dict__.update(ABSENT[spec.name])
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def install() -> None:
    """Prepare the import system and apply the patches. Safe to call twice."""
    if any(isinstance(finder, OverlayFinder) for finder in sys.meta_path):
        return
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    import numpy
    import packaging.version

    if not hasattr(packaging.version, "LegacyVersion"):  # gone since packaging 22
        packaging.version.LegacyVersion = type("LegacyVersion", (), {})  # type: ignore[attr-defined]
    if not hasattr(numpy, "VisibleDeprecationWarning"):  # moved in numpy 2
        numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]
    sys.meta_path.insert(0, OverlayFinder())
    sys.meta_path.append(AbsentFinder())
    from bot.runtime import patches

    patches.apply()
