"""What a start reads, it reads once and in the quick way, and it is the same as the slow way gives (ADR 57)."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import spacy
from rasa.shared.utils.io import read_yaml

from bot.runtime.domain_file import NAME, keep_domain, read_domain
from bot.runtime.overlay import trusted_types
from bot.safety import load_language
from bot.settings import ROOT


def packed(model: Path, name: str) -> bytes:
    with tarfile.open(model) as tar:
        member = next(one for one in tar if Path(one.name).name == name)
        file = tar.extractfile(member)
        assert file
        return file.read()


def test_the_domain_from_json_is_the_one_from_yaml(model: Path, tmp_path: Path) -> None:
    raw = packed(model, "domain.yml")
    (tmp_path / "domain.yml").write_bytes(raw)
    slow = read_yaml(raw.decode())
    assert read_domain(tmp_path / "domain.yml", tmp_path) == slow
    assert json.loads((tmp_path / NAME).read_text())["domain"] == slow
    assert read_domain(tmp_path / "domain.yml", tmp_path) == slow


def test_json_of_another_domain_or_none_at_all_is_not_believed(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "domain.yml"
    file.write_text("intents: [one]\n")
    assert read_domain(file, tmp_path) == {"intents": ["one"]}
    file.write_text("intents: [two]\n")
    assert read_domain(file, tmp_path) == {"intents": ["two"]}, "it was made of another YAML"
    for damaged in ("", "[]", '{"made_of": 1}'):
        (tmp_path / NAME).write_text(damaged)
        assert read_domain(file, tmp_path) == {"intents": ["two"]}
    made_of = hashlib.sha256(file.read_bytes()).hexdigest()
    (tmp_path / NAME).write_text(json.dumps({"made_of": made_of, "domain": {"read": 1}}))
    assert read_domain(file, tmp_path) == {"read": 1}, "and where it fits it is what is read"
    assert read_domain(file, tmp_path / "absent") == {"intents": ["two"]}, "where nothing can be written, YAML is read"


def test_a_model_that_was_trained_just_now_has_its_json(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text("intents: [one]\n")
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "domain.yml", "components/provider/domain.yml")
    keep_domain(tmp_path / "model.tar.gz")
    assert json.loads((tmp_path / NAME).read_text())["domain"] == {"intents": ["one"]}


def test_the_language_pipeline_is_one_for_all(model: Path) -> None:
    folder = model.parent / "language"
    assert spacy.load(str(folder), disable=["parser"]) is load_language(folder)
    assert spacy.load(folder, disable=[load_language(folder).pipe_names[0]]) is not load_language(folder)


def test_every_class_that_is_trusted_is_one_of_the_model(model: Path, tmp_path: Path) -> None:
    """And every class of scikit-learn in it is trusted: else it would not have been loaded."""
    found: set[str] = set()
    with tarfile.open(model) as tar:
        for member in tar:
            if member.name.endswith(".skops"):
                tar.extract(member, tmp_path, filter="data")
    for file in tmp_path.rglob("*.skops"):
        _classes(json.loads(zipfile.ZipFile(file).read("schema.json")), found)
    assert {name for name in found if name.startswith("sklearn.")} == set(trusted_types.SKLEARN_ESTIMATOR_TYPE_NAMES)


def _classes(node: object, found: set[str]) -> None:
    if isinstance(node, dict):
        if "__class__" in node:
            found.add(f"{node.get('__module__')}.{node['__class__']}")
        for one in node.values():
            _classes(one, found)
    elif isinstance(node, list):
        for one in node:
            _classes(one, found)


def test_reading_classifiers_imports_no_other_part_of_scikit_learn() -> None:
    others = ("sklearn.gaussian_process", "sklearn.cross_decomposition", "sklearn.semi_supervised")
    code = "import sys; from bot.runtime.compat import install; install(); import skops.io; "
    code += f"print(*[name for name in {others!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [], done.stderr
