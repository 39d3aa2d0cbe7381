"""A first training keeps the domain in a process that has not made Rasa fit for today's libraries yet."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path


def test_the_domain_is_kept_by_a_process_that_knows_no_rasa(tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    domain = b"intents: [greet]\n"
    with tarfile.open(model, "w:gz") as packed:
        member = tarfile.TarInfo("components/domain.yml")
        member.size = len(domain)
        packed.addfile(member, io.BytesIO(domain))
    run = (
        f"from pathlib import Path; from bot.runtime.domain_file import keep_domain; keep_domain(Path({str(model)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "domain.json").read_text())["domain"] == {"intents": ["greet"]}
