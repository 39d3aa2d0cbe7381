"""What is said when content cannot be used.

Editors are not developers. Each problem is one line that names the file, the line, what is amiss and how to mend it,
and all problems come at once, so nobody mends one only to meet the next.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: `file` as an editor would type it, `line` counted from 1, `what`, and the `fix`."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. To fix: {self.fix}."


class ContentError(Exception):
    """Raised by `load_content` when anything in the content folder cannot be used. `str()` gives one line a problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
