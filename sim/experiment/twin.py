"""The same person under two policies: two runs of one seed, one story each, laid side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from sim.errors import Text
from sim.experiment.comparison.plan import check_same_frame
from sim.experiment.contrast import Contrast
from sim.experiment.pairing import Row, parted, rows
from sim.experiment.reckoning import reckon, slips
from sim.experiment.run import Progress
from sim.experiment.story import Person, Story
from sim.experiment.trace import trace_resident
from sim.scenario import Scenario


@dataclass(frozen=True)
class Twin:
    """One person's two lives.

    Attributes
    ----------
    titles : (Text, Text)
        Of the two scenarios.
    a, b : Story
        Under each.
    """

    titles: tuple[Text, Text]
    a: Story
    b: Story

    @cached_property
    def rows(self) -> list[Row]:
        """What happens to each need on each day in both lives."""
        return rows(self.a, self.b)

    @cached_property
    def first(self) -> date | None:
        """First day on which anything differs."""
        return parted(self.rows)[0]

    @cached_property
    def parting(self) -> date | None:
        """First day on which more than money and minutes differs."""
        return parted(self.rows)[1]

    def differs_at_start(self) -> list[str]:
        """Names of the fields of `Person` that differ on the first counted day."""
        a, b = self.a.person, self.b.person
        return [one.name for one in fields(Person) if getattr(a, one.name) != getattr(b, one.name)]

    def as_dict(self) -> dict[str, Any]:
        """Return both lives for a script."""
        told = {language: Contrast(self.a, self.b, self.rows, language) for language in ("en", "zh")}
        return {
            "resident": self.a.person.resident,
            "seed": self.a.seed,
            "start": self.a.start,
            "until": self.a.until,
            "differs_at_start": self.differs_at_start(),
            "first_difference": self.first,
            "parting": self.parting,
            "rows": [
                {
                    "day": row.day,
                    "need": asdict(row.need) if row.need else None,
                    "same": row.same,
                    "apart": row.apart,
                    "difference": {language: one.difference(row) for language, one in told.items()},
                    "why": {language: one.why(row) for language, one in told.items()},
                    "a": [event.as_dict() for event in row.a],
                    "b": [event.as_dict() for event in row.b],
                }
                for row in self.rows
            ],
            "a": self._life(self.a),
            "b": self._life(self.b),
        }

    @staticmethod
    def _life(story: Story) -> dict[str, Any]:
        return {
            "scenario": story.scenario,
            "person": asdict(story.person),
            "end": asdict(story.end) if story.end else None,
            "sums": asdict(reckon(story)),
            "slips": [asdict(slip) for slip in slips(story)],
        }


def twin_resident(
    first: Scenario,
    second: Scenario,
    *,
    resident: int | str,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> Twin:
    """Run two scenarios with the same seed and tell both stories of one person.

    Parameters
    ----------
    first, second : Scenario
        Of the same counties and the same days.
    resident : int or str
        Stable id of the person, or one of `sim.experiment.examples.EXAMPLES`, picked under the first.
    seed, sample, draw, kernel, progress
        As for `sim.experiment.run.run_scenario`; `progress` counts the days of both runs.

    Raises
    ------
    UserError
        When the scenarios are of different counties or days, or nobody has the id.
    """
    check_same_frame(first, second)
    stories: list[Story] = []
    for at, scenario in enumerate((first, second)):
        story = trace_resident(
            scenario,
            resident=stories[0].person.resident if stories else resident,
            seed=seed,
            sample=sample,
            draw=draw,
            kernel=kernel,
            progress=_half(progress, at) if progress else None,
        )
        stories.append(story)
    return Twin((first.title, second.title), *stories)


def _half(progress: Progress, at: int) -> Progress:
    """Tell the progress of run `at` (0 or 1) as that of both."""

    def tell(done: int, total: int, stage: str = "") -> None:
        if stage:
            progress(0, 0, stage)
        else:
            progress(at * total + done, 2 * total)

    return tell
