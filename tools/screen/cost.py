"""What the screen's part of a turn costs, beside another checkout, in one run: `python -m tools.screen.cost CHECKOUT`.

CHECKOUT is another working tree of Waymark whose models are trained. Both are run in turns, each in its own process and
environment, on the same messages: 30 and 300 words of ordinary reflection. What the pipeline has worked out before the
screen (the document, the encoder's vector of the whole) is given, and not timed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bot.settings import ROOT

ROUNDS = 3
_TIMED = """
import json, time
from bot.runtime.compat import install
install()
from rasa.shared.nlu.training_data.message import Message
from bot.encoder import load_encoder
from bot.nlu.featurizer import spell_out
from bot.nlu.safety import SafetyScreenComponent
from bot.settings import get_settings
LINES = [line for line in json.loads(__import__("sys").stdin.read())]
component = SafetyScreenComponent.create({}, None, None, None)
encoder = load_encoder(get_settings().models_dir)
language = component._screen.language
found = {}
for size in (30, 300):
    texts, words = [], []
    for line in LINES:
        words += line.split()
        if len(words) >= size:
            texts.append(" ".join(words)); words = []
    took = []
    for text in texts[:12]:
        document = language(text)
        message = Message({"text": text, "intent": {"name": "reflection", "confidence": 1.0}})
        message.set("text_spacy_doc", document)
        read = spell_out(document)
        message.set("vectors", dict(zip([read], encoder.encode_wide([read]))))
        begin = time.perf_counter()
        component.process([message])
        took.append((time.perf_counter() - begin) * 1000)
    found[size] = sorted(took)[len(took) // 2]
print(json.dumps(found))
"""


def measure(checkout: Path, lines: list[str]) -> dict[str, float]:
    """Give the median milliseconds for a message of each length, in another process."""
    run = [str(checkout / ".venv" / "bin" / "python"), "-W", "ignore", "-c", _TIMED]
    done = subprocess.run(run, cwd=checkout, input=json.dumps(lines), capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print both, and the ratios."""
    from tools.safety_evaluation import read_company

    lines = [sentence for paragraph in read_company() for sentence in paragraph]
    rounds = [(measure(Path(sys.argv[1]), lines), measure(ROOT, lines)) for _ in range(ROUNDS)]
    for size in ("30", "300"):
        before, now = (median(one[place][size] for one in rounds) for place in (0, 1))
        print(f"{size} words: {before:.1f} ms there, {now:.1f} ms here, {now / before:.2f} times")


if __name__ == "__main__":
    main()
