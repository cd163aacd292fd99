"""Goals of a scenario as goal lines on the indicators they are about."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import Text
from sim.indicators.published import Published
from sim.indicators.registry import by_id
from sim.problems import Problem, ScenarioErrors, nearest
from sim.scenario.goals import Goal


def faults_of_goals(goals: Sequence[Goal]) -> list[Problem]:
    """Return what is wrong with the indicators that goals name."""
    known = by_id()
    found = []
    for goal in goals:
        if goal.indicator not in known:
            found.append(
                Problem(
                    goal.file, goal.line, f"{goal.place}.indicator",
                    Text(f"no indicator is called {goal.indicator!r}", f"没有名为“{goal.indicator}”的指标"),
                    Text("the names stand in the column indicator of indicators.csv",
                         "指标名见 indicators.csv 的 indicator 列"),
                    nearest(goal.indicator, known),
                )
            )  # fmt: skip
        elif known[goal.indicator].unit == "share" and not 0 <= goal.value <= 1:
            found.append(
                Problem(
                    goal.file, goal.line, goal.place,
                    Text(f"{goal.value:g} is not a share", f"{goal.value:g} 不是占比"),
                    Text("write 65 % as 0.65", "65% 写作 0.65"),
                )
            )  # fmt: skip
    return found


def goal_lines(goals: Sequence[Goal]) -> tuple[Published, ...]:
    """Return the goals as published figures, on the reported value where there is one.

    Raises
    ------
    ScenarioErrors
        When a goal names no indicator.
    """
    problems = faults_of_goals(goals)
    if problems:
        raise ScenarioErrors(problems)
    return tuple(
        Published(
            id=f"{goal.indicator}:{goal.by.year}",
            kind="goal",
            indicator=goal.indicator,
            basis="reported" if "reported" in by_id()[goal.indicator].basis else "happened",
            place=Text(f"goal by {goal.by}", f"目标（{goal.by} 前）"),
            counties=(),
            period="",
            value=goal.value,
            source=goal.source,
            note="",
            at_most=goal.at_most,
        )
        for goal in goals
    )
