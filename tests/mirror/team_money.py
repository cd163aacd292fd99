"""Money tied to what teams record, team by team."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple

from sim.geography.map import Option
from sim.needs.catalogue import AGE_STARTS
from sim.needs.onset import MASKS
from sim.policy.groups import Trait

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident


class Tied(NamedTuple):
    """What is left of the public-health money, what a served person brings more, and the share on paper."""

    kept: float
    reward: float
    recorded: float


def tied_money(model: MirrorModel, residents: list[int]) -> list[Tied]:
    """What each team sees of it at a month's end."""
    signed, chronic, records, saved = ([0.0] * len(model.facilities) for _ in range(4))
    for who in model.residents:
        if who.alive:
            team = who.village.options[Option.OWN_CLINIC] or who.village.options[Option.OWN_CENTRE]
            ill = who.signed and who.code & Trait.CHRONIC
            signed[team.index] += who.signed
            chronic[team.index] += bool(ill)
            records[team.index] += who.on_paper or (who.planned and who.served)
            if ill and who.chronic & ~who.controlled:
                saved[team.index] += _saving(model, who)
    columns = zip(residents, signed, chronic, records, saved, strict=True)
    return [_of_team(model, at, *numbers) for at, numbers in enumerate(columns)]


def _of_team(
    model: MirrorModel, at: int, residents: float, signed: float, chronic: float, records: float, saved: float
) -> Tied:
    values = model.regimes.values[model.regimes.of_facility[at]]
    stake, usual = values["pay_provider.member_score.stake"], values["contract.doctor.recorded"]
    floor, goal = (values[f"pay_provider.score.managed.{line}"] for line in ("floor", "goal"))
    way = (records / max(chronic, 1.0) - floor) / (goal - floor)
    spread = values["pay_provider.score.spread"]
    between = 1.0 / (1.0 + exp(-(1.0 - way) / spread)) - 1.0 / (1.0 + exp(way / spread))
    money = stake * values["contract.doctor.public_health_fee"] * residents
    worth = money * between / (goal - floor) / max(chronic, 1.0)
    fine = values["pay_provider.audit.withheld"] * values["pay_provider.audit.penalty"]
    fine *= worth + values["contract.doctor.contract_fee"]
    shift = exp(values["contract.doctor.record_weight"] * (worth - fine) / 10_000)
    recorded = usual * shift / (usual * shift + 1.0 - usual)
    share = values["contract.chronic_management.share"]
    kept = 1.0 - stake * (1.0 - min(max(way, 0.0), 1.0))
    reward = (worth - recorded * (worth - fine)) * share * chronic / max(signed, 1.0)
    reward += model.book.teams.borne[at] * share * saved / max(signed, 1.0)
    return Tied(kept, reward, recorded)


def _saving(model: MirrorModel, who: Resident) -> float:
    """What the fund is expected to save in a year by following up this patient."""
    values = model.book.values
    contacts = 365.0 / values["contract.chronic_management.interval_days"]
    won = 1.0 - (1.0 - values["care.control_gain_signed"]) ** contacts
    age = sum(who.age >= start for start in AGE_STARTS)
    return float(won * model.book.teams.saved[(age * 2 + who.sex) * MASKS + who.chronic])
