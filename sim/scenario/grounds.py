"""Identified or assumed (可识别或假设): whether figures tell what a lever's effect rests on.

A lever acts through some numbers of the model (`calibration/key_parameters.csv`, by lever or by family) and
through its own dials. Its effect is identified only where a calibration to the place's figures has narrowed
all of them down, to at most 0.7 of their prior standard deviation; a good fit alone says nothing about it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.scenario.levers import MEASURED
from sim.scenario.posterior import Posterior, posterior_folder, shipped_posteriors

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

KEYS = "key_parameters.csv"


class Grounds(NamedTuple):
    """What the effect of a lever rests on.

    Attributes
    ----------
    assumed : tuple of str
        Key numbers that no figure tells; empty when the effect is identified.
    """

    assumed: tuple[str, ...]

    @property
    def identified(self) -> bool:
        """Whether the figures tell all of them."""
        return not self.assumed

    @property
    def text(self) -> Text:
        """Label of the effect."""
        if self.identified:
            return Text("identified by published figures", "已由公布指标识别")
        return Text(
            f"assumption: no figure identifies {', '.join(self.assumed)}",
            f"假设：公布指标不能识别 {'、'.join(self.assumed)}",
        )


def grounds(lever: str, posterior: Posterior | None) -> Grounds:
    """Tell whether the size of a lever's effect is identified.

    Parameters
    ----------
    lever : str
        Id in the catalogue.
    posterior : Posterior or None
        Of the scenario's counties; None where nothing was calibrated. Of a user's own nothing is known.
    """
    shipped = posterior is not None and posterior.name in {one.name for one in shipped_posteriors()}
    known = identified() if shipped else frozenset()
    own = [path for path, dial in load_levers()[lever].dials.items() if dial.evidence not in MEASURED]
    return Grounds(tuple(path for path in (*key_parameters(lever), *own) if path not in known))


def note(levers: Iterable[str], posterior: Posterior | None) -> Text | None:
    """Sentence that names the levers whose effects are assumptions; None where none is."""
    names = [load_levers()[one].label for one in levers if not grounds(one, posterior).identified]
    if not names:
        return None
    return Text(
        f"Assumptions, not identified by published figures: the effects of {'; '.join(n.en for n in names)}.",
        f"以下措施的效果为假设，公布指标不能识别：{'；'.join(n.zh for n in names)}。",
    )


def new_levers(before: Scenario, after: Scenario) -> list[str]:
    """Levers of which the second scenario has uses that the first has not, or the other way round, sorted."""
    return sorted({use.lever for use in {*before.levers} ^ {*after.levers}})


def key_parameters(lever: str) -> tuple[str, ...]:
    """Numbers that a lever acts through: its own row, else that of its family."""
    table = _keys()
    return table.get(lever) or table.get(lever.partition(".")[0], ())


@cache
def identified() -> frozenset[str]:
    """Parameters that the shipped calibration identified."""
    file = posterior_folder().parent / "results" / "identifiability.csv"
    if not file.is_file():
        return frozenset()
    with file.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["id"] for row in csv.DictReader(stream) if row["status"] == "identified")


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    with (posterior_folder().parent / KEYS).open(encoding="utf-8", newline="") as stream:
        return {row["lever"]: tuple(row["parameters"].split()) for row in csv.DictReader(stream)}
