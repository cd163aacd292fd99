"""The practice of a village clinic: who is in post, what they earn, whom they serve, and who leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.geography.map import Kind, Option
from sim.population.calendar import working_day
from sim.randomness import key_scalar, stream, uniform_scalar
from tests.mirror.team_money import Tied, tied_money

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel

CLINIC = int(Kind.VILLAGE_CLINIC)


class Practice:
    """Posts of a facility and its money of the month; only village clinics have posts that fall vacant.

    Attributes
    ----------
    until : list of int
        Day (an ordinal) from which each post is filled.
    income : float or None
        Monthly income of a post of late, fen.
    served : float
        Share of the signed who are truly served.
    recorded : float
        Share recorded as managed of those who should be and are not.
    """

    def __init__(self, facility: Facility) -> None:
        self.facility = facility
        fact = facility.model.map.facilities.loc[facility.index]
        village = facility.kind == CLINIC and not facility.model.map.villages.at[fact["village"], "community"]
        self.until = [0] * max(round(fact["doctors"]), 1) if village else []
        self.income: float | None = None
        self.served = self.willing()
        self.recorded = self.value("recorded")
        self.visits = self.self_paid = 0

    def value(self, name: str) -> float:
        """Value of a parameter of village doctors in force here."""
        return self.policy(f"contract.doctor.{name}")

    def policy(self, path: str) -> float:
        """Value of a parameter in force here."""
        model = self.facility.model
        return float(model.regimes.values[model.regimes.of_facility[self.facility.index]][path])

    @property
    def filled(self) -> float:
        """Share of the doctors who are here today; the centre comes to a closed point on its days."""
        model, at = self.facility.model, self.facility.index
        points = model.book.points
        if self.facility.shut:
            return 0.0
        if points.closed[at]:
            day = working_day(model.date)[0] + points.phase[at]
            return 0.0 if model.day_off or day % points.every[at] else 1.0
        return self.in_post

    @property
    def in_post(self) -> float:
        """Share of the posts that are filled today."""
        today = self.facility.model.today
        here = sum(until <= today for until in self.until)
        here = max(here - self.facility.model.book.sites.absent[self.facility.index], 0)
        return here / len(self.until) if self.until else 1.0

    @property
    def doctors(self) -> float:
        """Doctors in post today."""
        return float(self.facility.model.book.sites.staff[self.facility.index]) * self.in_post

    def note(self, self_paid: int) -> None:
        """Count a visit and what the patient paid for it."""
        self.visits += 1
        self.self_paid += self_paid

    def willing(self, reward: float = 0.0) -> float:
        """Share of the signed whom the doctors are willing to serve."""
        worth = self.value("outside_income") / self.value("month_minutes") * self.value("served_minutes")
        paid = ((self.value("contract_fee") + reward) / worth) ** self.value("effort_slope")
        return self.value("duty") + (1.0 - self.value("duty")) * paid / (1.0 + paid)

    def close(self, residents: int, signed: int, tied: Tied) -> None:
        """Earn; decide whom to serve; perhaps leave."""
        model, posts = self.facility.model, max(len(self.until), 1)
        since = model.today - model.scenario.begin.toordinal() + 1
        whole = 365 / 12 / min(since, model.date.day)
        visits, self_paid = self.visits * whole, self.self_paid * whole
        self.visits = self.self_paid = 0
        money, at = model.book.public_health, self.facility.index
        more = money.performance[at] * residents / max(signed, 1)
        yearly = (self.value("contract_fee") + more) * (signed * self.served)
        fee = self.value("consultation_fee")
        if model.book.points.run[self.facility.index]:
            month = yearly / 12 + fee * self.policy("capability.village_points.fee_share") * visits
            month = month / posts + self.policy("capability.village_points.salary")
        else:
            yearly += (self.value("public_health_fee") * tied.kept + money.advance[at]) * residents
            month = (yearly / 12 + fee * visits + self.value("sales_margin") * self_paid) / posts
        month += self.policy("governance.staff_pool.village_pay")
        before = month if self.income is None else self.income
        self.income = before + (month - before) / self.value("income_memory")
        busy = visits * model.book.values["care.service_minutes.village"]
        free = model.book.sites.staff[self.facility.index] * self.value("month_minutes") - busy
        needed = max(signed * self.value("served_minutes") / 12, 1.0)
        self.served = min(self.willing(tied.reward + more), max(free, 0.0) / needed, 1.0)
        self.recorded = tied.recorded
        lack = max(1.0 - self.income / self.value("outside_income"), 0.0)
        hazard = self.value("quit_base") + self.value("quit_rise") * lack
        for number, until in enumerate(self.until):
            key = key_scalar(
                stream("contract.quit", model.seed), self.facility.index * 1000 + number, model.today
            )
            if until <= model.today and uniform_scalar(key) < hazard:
                sooner = self.policy("governance.staff_pool.refill")
                self.until[number] = model.today + 1 + round(self.value("vacancy_days") * (1.0 - sooner))


def close_month(model: MirrorModel) -> None:
    """Let every practice close its month."""
    residents, signed = [0] * len(model.facilities), [0] * len(model.facilities)
    for one in model.residents:
        clinic = one.village.options[Option.OWN_CLINIC]
        if clinic is not None and one.alive and not one.away:
            residents[clinic.index] += 1
            signed[clinic.index] += one.signed
    tied = tied_money(model, residents)
    for facility in model.facilities:
        at = facility.index
        facility.practice.close(residents[at], signed[at], tied[at])
