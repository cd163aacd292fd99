"""A lever: what a scenario can switch on, and the declared numbers it then sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.errors import Text

AUTHORITIES = ("county", "city", "province", "hospital")
"""Who may change a lever."""
SCOPES = ("people", "places", "facilities")
"""What a use of a lever can be narrowed to: groups of people, places, named facilities."""
SIGNS = ("up", "down", "either")
"""Which way an indicator is claimed to move; ``either``: the lever may work against itself."""


@dataclass(frozen=True)
class Dial:
    """One number a lever sets.

    Attributes
    ----------
    path : str
        The parameter.
    value, low, high : float
        Its value with the lever on, and the range in which that value is plausible.
    evidence, source : str
        What the value rests on.
    """

    path: str
    value: float
    low: float
    high: float
    evidence: str
    source: str


@dataclass(frozen=True)
class Lever:
    """One lever.

    Attributes
    ----------
    id : str
        Dotted name; the part before the first dot is the family.
    label : Text
    acts_through : Text
        Mechanism in the model.
    decision : Text
        The decision of an agent it acts on, and which way it moves.
    expected : Text
        What the documents claim for the system; a claim, never built in.
    changed_by : str
        One of `AUTHORITIES`.
    cost, lead_time : Text
    source, evidence : str
    reaches : tuple of str
        Those of `SCOPES` a use can be narrowed to.
    needs, excludes : tuple of str
        Levers that must be, and that must not be, in force with it.
    least : mapping of str to float
        By id of a needed lever what its one dial must be set to at least; none for one that need only be in
        force.
    dials : mapping of str to Dial
        By path, in the order written.
    claims : mapping of str to str
        One of `SIGNS` by id of an indicator (`sim.indicators.registry`): what is claimed for the system when
        the lever alone is switched on. Compared with results, never built in.
    """

    id: str
    label: Text
    acts_through: Text
    decision: Text
    expected: Text
    changed_by: str
    cost: Text
    lead_time: Text
    source: str
    evidence: str
    reaches: tuple[str, ...]
    needs: tuple[str, ...]
    excludes: tuple[str, ...]
    dials: Mapping[str, Dial] = field(hash=False)
    claims: Mapping[str, str] = field(default_factory=dict, hash=False)
    least: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def family(self) -> str:
        """Part of the id before the first dot."""
        return self.id.partition(".")[0]

    def dial_path(self, name: str) -> str | None:
        """Full path of a dial given in full or without the lever's id before it; None when it has no such."""
        for path in (name, f"{self.id}.{name}", f"{self.family}.{name}"):
            if path in self.dials:
                return path
        return None
