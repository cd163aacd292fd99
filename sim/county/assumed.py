"""What a county's tables do not say, and what stands in for it: a list that is printed and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.errors import Text

COLUMNS = ("subject_en", "subject_zh", "stands_in_en", "stands_in_zh")


@dataclass(frozen=True)
class Assumption:
    """One thing that is not given, and what stands in for it."""

    subject: Text
    stands_in: Text

    def say(self, language: str) -> str:
        """Return it as one line."""
        joint = Text(": ", "：").say(language)
        return f"{self.subject.say(language)}{joint}{self.stands_in.say(language)}"


@dataclass
class Assumed:
    """The assumptions of a county, in the order of its tables."""

    listed: list[Assumption] = field(default_factory=list)

    def note(self, subject: Text, stands_in: Text) -> None:
        """Add one."""
        self.listed.append(Assumption(subject, stands_in))

    def count(self, number: int, whole: int, subject: Text, stands_in: Text) -> None:
        """Add one about `number` of `whole` things; nothing when there are none."""
        if number:
            en, zh = f"{subject.en} ({number} of {whole})", f"{subject.zh}（{number}/{whole}）"
            self.note(Text(en, zh), stands_in)


def as_table(listed: Sequence[Assumption]) -> str:
    """The assumptions as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in listed:
        writer.writerow([one.subject.en, one.subject.zh, one.stands_in.en, one.stands_in.zh])
    return text.getvalue()
