"""What somebody wants to vary, as the design file that the command line and Python take as well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.declare import Parameter
from sim.errors import Text
from sim.experiment.batch.design import FILLING, OFF, ON
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.scenario.yaml_text import dump
from sim.ui.choices import Offer

KINDS: Mapping[str, Text] = {
    "factorial": Text("Every combination", "全部组合"),
    "one_at_a_time": Text("One at a time", "逐一改变"),
    "latin_hypercube": Text("Spread at random (Latin hypercube)", "随机铺满（拉丁超立方）"),
    "sobol": Text("Spread evenly (Sobol)", "均匀铺满（Sobol 序列）"),
}
MOST_FACTORS = 6
MOST_RUNS = 2_000
"""Runs that one batch from a browser may have; the command line has no such limit."""
LEVELS = (2, 3, 4, 5)
POINTS = (8, 16, 32, 64, 128)
REPLICATES = (1, 2, 4, 8, 16, 32)
STEM = "design"
DESIGN = f"{STEM}.yaml"
NONE = Text("Choose at least one lever or number to vary.", "请至少选择一个要改变的杠杆或数值。")
TOO_MANY = Text(
    f"Choose at most {MOST_FACTORS}; larger designs are for the command line.",
    f"最多选择 {MOST_FACTORS} 项；更大的设计请用命令行。",
)


@dataclass(frozen=True)
class Plan:
    """A design as the page holds it.

    Attributes
    ----------
    base : str
        Key of the offered scenario that is varied.
    levers : tuple of str
        Levers that are switched off and on.
    numbers : tuple of str
        Numbers of levers that vary over their ranges.
    kind : str
        One of `KINDS`.
    levels : int
        Values of each number where combinations are listed.
    points : int
        Points that fill the space otherwise.
    replicates : int
        Random histories of each point.
    drawn : bool
        Whether each replicate takes another draw of the uncertain numbers.
    sample : float
        Share of the people simulated.
    name, file : str
        How the program calls the base, and what the file of that name says; no file for a shipped one.
    parameters : mapping of str to Parameter
        Of the base.
    """

    base: str
    levers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    kind: str = "factorial"
    levels: int = 3
    points: int = 16
    replicates: int = 4
    drawn: bool = False
    sample: float = 0.05
    name: str = ""
    file: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict, compare=False, repr=False)

    @property
    def fills(self) -> bool:
        """Whether points fill the space instead of being listed."""
        return self.kind in FILLING

    @property
    def fault(self) -> Text | None:
        """What is missing before it can be counted."""
        count = len(self.levers) + len(self.numbers)
        return NONE if not count else TOO_MANY if count > MOST_FACTORS else None

    def on(self, offer: Offer) -> Plan:
        """Return the plan on a scenario as it is now; numbers that this does not have are left out."""
        parameters = offer.scenario().parameters
        name, file = offer.file([STEM])
        numbers = tuple(one for one in self.numbers if one in parameters)
        return replace(self, base=offer.key, name=name, file=file, numbers=numbers, parameters=parameters)

    @property
    def files(self) -> dict[str, str]:
        """Files of the design by name; the design itself, which needs the others, comes last."""
        return ({f"{self.name}.yaml": self.file} if self.file else {}) | {DESIGN: self.to_yaml()}

    def to_yaml(self) -> str:
        """Return the design file: read strictly by `sim.experiment.batch.read_design.load_design`."""
        head = [
            dump({"base": self.name}).rstrip(),
            f"sample: {self.sample:g}",
            f"replicates: {self.replicates}",
            f"parameters: {'drawn' if self.drawn else 'central'}",
            "design:",
            f"  kind: {self.kind}",
        ]
        if self.fills:
            head.append(f"  points: {self.points}")
        factors = {name: [OFF, ON] for name in self.levers}
        factors |= {name: [f"{one:.6g}" for one in self._values(name)] for name in self.numbers}
        rows = [f"    {name}: [{', '.join(values)}]" for name, values in factors.items()]
        return "\n".join([*head, "  levers:", *rows, ""])

    def _values(self, name: str) -> list[float]:
        """Values of a number: the ends of its range, and between them as many as asked for."""
        dial, parameter = dials()[name], self.parameters[name]
        count = 2 if self.fills else self.levels
        values = [dial.low + (dial.high - dial.low) * i / (count - 1) for i in range(count)]
        return sorted({float(round(one)) for one in values}) if parameter.is_integer else values


def dials() -> dict[str, Dialled]:
    """Return the numbers of levers that have a range, by path; of the first lever that sets each."""
    found: dict[str, Dialled] = {}
    for lever in load_levers().values():
        for path, dial in lever.dials.items():
            if dial.high > dial.low:
                found.setdefault(path, Dialled(lever, dial.low, dial.high))
    return found


@dataclass(frozen=True)
class Dialled:
    """A number that a lever sets.

    Attributes
    ----------
    lever : Lever
    low, high : float
        Range in which its value is plausible with the lever on.
    """

    lever: Lever
    low: float
    high: float


def command(workers: int) -> str:
    """Return the command that does the same."""
    return f"countycare sweep {DESIGN} --workers {workers} --out results/batch"


def python(workers: int) -> str:
    """Return the script that does the same."""
    return "\n".join(
        [
            "import sim",
            "",
            'if __name__ == "__main__":',
            f"    table = sim.sweep({json.dumps(DESIGN)}, out={json.dumps('results/batch')}, "
            f"workers={workers})",
        ]
    )
