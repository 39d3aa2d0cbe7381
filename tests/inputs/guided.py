"""Inputs that coverage guides (atheris): bytes that reach a new line of ours are kept, and bent further.

python -m tests.inputs.guided 20000          so many for each reader; `make inputs` does it after the campaign

atheris is built for Linux on x86 alone, and is in a group of dependencies of its own. Each reader runs in a process of
its own, because libFuzzer ends the process when it is done. What a reader raises for bad input is part of its contract.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.settings import ROOT

FOLDER = ROOT / "var" / "inputs" / "guided"
SECRET = b"a-secret-of-the-server-0123456789"
LONGEST = 4_096
"""Bytes of one input."""


def read_a_body() -> Callable[[bytes], object]:
    from bot.channels.bodies import read_body
    from bot.channels.refusals import Refused

    return lambda data: allow((ValueError, RecursionError, Refused), lambda: read_body(json.loads(data)))


def read_text() -> Callable[[bytes], object]:
    from bot.channels.bodies import read_body
    from bot.channels.refusals import Refused

    body = {"id": "6f1c1b1e-0000-4000-8000-000000000001"}
    return lambda data: allow((Refused,), lambda: read_body({**body, "text": data.decode("utf-8", "surrogatepass")}))


def read_an_activity() -> Callable[[bytes], object]:
    from bot.channels.teams.activities import Malformed, read_activity

    ids = {"id": "1", "serviceUrl": "https://x", "type": "message", "recipient": {"id": "b"}}
    ids |= {"channelData": {"tenant": {"id": "t"}}, "from": {"id": "p"}, "conversation": {"id": "c"}}

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "surrogatepass")
        read_activity({**ids, "text": text}).text.encode()
        read_activity({**ids, "value": {"waymark": {"choice": text, "turn": text}}}).choice.encode()
        allow((ValueError, RecursionError, Malformed), lambda: read_activity({**ids, **json.loads(data)}))

    return read


def read_a_file_of_content() -> Callable[[bytes], object]:
    from bot.content.documents import Document, check_shape
    from bot.content.files import GlossaryFile, GuidanceFile, RoadmapFile, SupportFile
    from bot.content.located import read_yaml

    def read(data: bytes) -> None:
        document = Document("a.yml", read_yaml(data.decode("utf-8", "ignore")))
        for shape in (GlossaryFile, GuidanceFile, RoadmapFile, SupportFile):
            check_shape(document, shape)

    return read


def read_a_sealed_file() -> Callable[[bytes], object]:
    from bot.store.sealed_file import MAGIC, SealedFileError, read_sealed
    from bot.store.sealing import secret_id

    head = MAGIC + secret_id(SECRET).encode()
    return lambda data: allow((SealedFileError,), lambda: list(read_sealed(io.BytesIO(head + data), SECRET)))


def open_a_seal() -> Callable[[bytes], object]:
    from bot.store.sealing import CannotOpen, Seal

    seal = Seal(b"k" * 32, b"place")

    def both(data: bytes) -> None:
        allow((CannotOpen,), lambda: seal.open(data))
        text = data.decode("utf-8", "ignore")
        assert seal.open(seal.close({"words": text})) == {"words": text}

    return both


def read_a_form() -> Callable[[bytes], object]:
    from bot.days import read_day
    from bot.review.filters import read_address
    from bot.review.rights import safe_next

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        read_day(text)
        assert safe_next(text).startswith("/")
        assert not safe_next(text).startswith("//")
        names = ("search", "theme", "from", "to", "after", "before", "rating")
        query = dict(zip(names, text.split("&"), strict=False))
        read_address(query, {"theme": {"leadership"}, "team": (), "rating": (), "tag": ()}).address()

    return read


def write_files() -> Callable[[bytes], object]:
    from bot.documents import Document, Said, Sheet, Table, to_markdown, to_word, write_csv, write_excel

    sheet = Sheet("Shared", [("Words", 40)])

    def write(data: bytes) -> None:
        text = data.decode("utf-8", "surrogatepass")
        document = Document("Reflections", (Said(text), Table("t", ("a",), ((text,),))))
        assert to_markdown(document)
        assert to_word(document)
        for write_list in (write_csv, write_excel):
            assert b"".join(write_list(sheet, [[text]]))

    return write


def read_words_of_a_person() -> Callable[[bytes], object]:
    from bot.nlu.english import read_asked_word, read_number, read_place
    from bot.reflection.codes import read_code, read_words
    from bot.safety import mask

    words = read_words(ROOT / "data" / "content")

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        assert mask(mask(text)) == mask(text)
        for one in (read_number, read_place, read_asked_word):
            one(text)
        read_code(text, words)

    return read


READERS = {
    make.__name__: make
    for make in (
        read_a_body,
        read_text,
        read_an_activity,
        read_a_file_of_content,
        read_a_sealed_file,
        open_a_seal,
        read_a_form,
        write_files,
        read_words_of_a_person,
    )
}


def allow(errors: tuple[type[BaseException], ...], work: Callable[[], object]) -> None:
    """Do it; these errors are an answer."""
    try:
        work()
    except errors:
        return


def fuzz(name: str, runs: int) -> None:
    """Guide inputs to one reader, in this process. Does not come back: libFuzzer ends it, with 0 when all was well."""
    import atheris

    with atheris.instrument_imports(include=["bot"]):
        read = READERS[name]()

    def once(data: bytes) -> None:
        try:
            read(data)
        except UnicodeDecodeError:  # no bytes of a text
            return

    options = [
        f"-runs={runs}",
        "-seed=41",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=0",
        f"-artifact_prefix={FOLDER}/{name}-",
    ]
    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def main(runs: int) -> int:
    """Guide inputs to each reader, one after the other, and say what was found. Out: 0 when nothing was."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("atheris is not installed here (Linux on x86 alone): no guided inputs.")
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    result = {}
    for name in READERS:
        command = [sys.executable, "-m", "tests.inputs.guided", name, str(runs)]
        with (FOLDER / f"{name}.log").open("wb") as log:
            code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
        result[name] = {"cases": runs, "crashes": int(code != 0)}
        print(f"{name:24}{runs:>9,}{'  a crash' if code else '  well'}", flush=True)
        Path(FOLDER / "result.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return int(any(one["crashes"] for one in result.values()))


if __name__ == "__main__":
    if sys.argv[1] in READERS:
        fuzz(sys.argv[1], int(sys.argv[2]))
    sys.exit(main(int(sys.argv[1])))
