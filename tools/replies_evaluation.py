"""Reports how replies are read where one of a few things is awaited (`bot/nlu/expected.py`).

    uv run python -m tools.replies_evaluation [--misses]

The examples of data/content/expected_replies.yml stand in the order of their writers. Each sixth of every meaning is
read by what was learnt from the other five, which is nearly one writer by the others. For each place: how many a guess
would act on, how many of those as meant, and how many further thoughts would be taken for a reply.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

FOLDS = 6
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print a line for each place."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()

    from bot.runtime.compat import install

    install()
    from bot.nlu.awaited import ENOUGH, LIKELY, SURE_OF_ARRIVAL, SURE_OF_NO_MORE
    from bot.nlu.expected import ANYWHERE, ReplyModel, load_expected
    from bot.nlu.featurizer import choose_source, spell_out
    from bot.safety import build_language

    told = load_expected(ROOT / "data" / "content")
    language = build_language(ROOT / "data" / "content" / "safety")
    rows = choose_source().vectorise([spell_out(doc) for doc in language.pipe(text for _, _, text in told)])
    sizes, seen = Counter((place, name) for place, name, _ in told), Counter[tuple[str, str]]()
    folds = []
    for place, name, _ in told:
        folds.append(FOLDS * seen[place, name] // sizes[place, name])
        seen[place, name] += 1
    lines = {"rating": LIKELY, "more": SURE_OF_NO_MORE, "opening": SURE_OF_ARRIVAL}
    counts: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        learnt = [number for number, one in enumerate(folds) if one != fold]
        model = ReplyModel.learn(rows[learnt], [told[one][0] for one in learnt], [told[one][1] for one in learnt])
        for number in (number for number, one in enumerate(folds) if one == fold):
            place, name, text = told[number]
            reply = model.read(rows[number : number + 1])[place]
            acts = reply.name not in ANYWHERE and reply.sure >= lines.get(place, ENOUGH)
            kind = "thoughts" if name in ANYWHERE else "replies"
            counts[place, kind] += 1
            counts[place, f"{kind} acted on"] += acts
            counts[place, "right"] += acts and reply.name == name
            if options.misses and acts and reply.name != name:
                print(f"{place}: {text!r} is {name}, taken for {reply.name} ({reply.sure:.2f})")
    for place in sorted({place for place, _, _ in told}):
        acted, right = counts[place, "replies acted on"], counts[place, "right"]
        print(
            f"{place}: {acted} of {counts[place, 'replies']} replies acted on, {right} as meant ({right / acted:.3f}), "
            f"and on {counts[place, 'thoughts acted on']} of {counts[place, 'thoughts']} further thoughts"
        )


if __name__ == "__main__":
    main()
