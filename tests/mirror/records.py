"""What passes between agents: cases, visits and stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.care.treatment import KEEP
from sim.indicators.funnel import Fate, Way
from sim.needs.cases import PARTNER_SLIP, UP_SLIP, Origin
from sim.randomness import step_key_scalar

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.resident import Resident

EMERGENCY, REFERRED, BOOKED = int(Origin.EMERGENCY), int(Origin.REFERRED), int(Origin.BOOKED)
RETURN, NEW, BED, REPORT = (int(each) for each in (Origin.RETURN, Origin.NEW, Origin.BED, Origin.REPORT))


@dataclass(slots=True, eq=False)
class Case:
    """An episode of illness under way; fields as in `sim.needs.cases.CASE`."""

    key: int
    resident: Resident
    condition: int
    severity: int
    step: int = 0
    origin: int = NEW
    target: Facility | None = None
    place: int = 0
    tries: int = 0
    slip: int = 0
    avoid: int = 0

    @property
    def row(self) -> int:
        return self.condition * 3 + self.severity

    def close_slip(self, fate: Fate) -> None:
        """Count what became of the slip, if there is one."""
        if self.slip:
            model = self.resident.model
            up = self.slip == UP_SLIP
            linked = self.resident.belongs_to(self.target) if up else self.slip == PARTNER_SLIP
            model.books.add_fate(Way.UP if up else Way.OUT, fate, self.resident, linked)

    @property
    def draws(self) -> int:
        """Key of this step of the episode."""
        return step_key_scalar(self.key, self.step)


@dataclass(slots=True, eq=False)
class Visit:
    """One visit; fields as in `sim.day.visits.Visits`."""

    case: Case
    resident: Resident
    facility: Facility
    place: int
    key: int
    row: int
    wait: int = 0
    minutes: float = 0.0
    emergency: bool = False
    adequate: bool = False
    dead: bool = False
    act: int = KEEP
    bag: float = 1.0
    bill: int = 0
    fund: int = 0
    remote: bool = False
    lacks: bool = False


@dataclass(slots=True, eq=False)
class Stay:
    """One stay in a ward; fields as in `sim.care.ward.STAY`, days as ordinals."""

    key: int
    resident: Resident
    facility: Facility
    start: int
    end: int
    condition: int
    severity: int
    place: int
    slip: int
    step: int
    down: int = 0
    path: int = 0
    link: int = 0
    tight: bool = False
    broken: bool = False
    charged: int = 0
    kept: int = 0

    @property
    def row(self) -> int:
        return self.condition * 3 + self.severity
