"""What is wrong in a file a user wrote: collected, placed, and told with what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.errors import Text, UserError


@dataclass(frozen=True)
class Problem:
    """One fault of a file.

    Attributes
    ----------
    file : str
        The file as the user would type it.
    line : int
        Line of the fault, counted from 1; 0 when the file as a whole is meant.
    path : str
        Place in the document, for example ``overrides.referral.down_rate``; empty for the whole document.
    wrong, right : Text
        What is wrong and what would be right.
    nearest : str
        The nearest known name when an unknown one was given, else empty.
    """

    file: str
    line: int
    path: str
    wrong: Text
    right: Text
    nearest: str = ""

    @property
    def text(self) -> Text:
        """The fault as one line, with its place, in both languages."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        place = f"{where}: {self.path}: " if self.path else f"{where}: "
        en, zh = f"{self.wrong.en}; {self.right.en}", f"{self.wrong.zh}；{self.right.zh}"
        if self.nearest:
            en, zh = f"{en}; did you mean {self.nearest!r}?", f"{zh}；是否想写“{self.nearest}”？"
        return Text(place + en, place + zh)

    def say(self, language: str) -> str:
        """Return the line in `language` (``"zh"`` or ``"en"``)."""
        return self.text.say(language)

    def as_dict(self, language: str) -> dict[str, str | int]:
        """Return the parts for a script, sentences in `language`."""
        return {
            "file": self.file,
            "line": self.line,
            "path": self.path,
            "wrong": self.wrong.say(language),
            "right": self.right.say(language),
            "nearest": self.nearest,
        }


class ScenarioErrors(UserError):
    """All faults of a scenario or another file, one line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(problem.text.en for problem in self.problems),
            "\n".join(problem.text.zh for problem in self.problems),
        )

    def __reduce__(self) -> tuple[type[ScenarioErrors], tuple[tuple[Problem, ...]]]:
        """Travel between processes with the problems, not with the printed text."""
        return ScenarioErrors, (self.problems,)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or an empty string."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def shown(path: Path) -> str:
    """Return a file name as the user would type it: relative to the working directory when inside it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
