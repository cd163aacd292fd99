"""Step: what money tied to records, and money held for patients, makes teams do: at month ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.prevention import control_won, worth_of_service
from sim.care.recording import kept_of_fee, recorded_share, recorded_value, reward_of_care, worth_of_record
from sim.day.followup import GROUP, team_of, usual_records
from sim.day.state import State
from sim.day.tables import DayTables
from sim.money.score import Lines
from sim.needs.onset import profile
from sim.policy.regimes import Regimes
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]


class TeamMoney(NamedTuple):
    """What a team sees of the money tied to its work, arrays of shape (facilities,).

    Attributes
    ----------
    kept : float64 array
        Share of its public-health money that the score leaves.
    reward : float64 array
        Added to the fee for truly serving one signed person for a year, fen.
    recorded : float64 array
        Share recorded as managed of those who should be managed and are not.
    """

    kept: F64
    reward: F64
    recorded: F64


def team_money(state: State, tables: DayTables, residents: F64) -> TeamMoney:
    """See the money tied to the score of members (hunan-2024 三(二)6), and what an audit finds.

    Parameters
    ----------
    residents : float64 array, shape (facilities,)
        Those of each clinic.
    """
    at = tables.regimes.by_facility
    stake, usual = at("pay_provider.member_score.stake"), usual_records(tables.regimes)
    found, purse = at("pay_provider.audit.withheld"), tables.teams
    if not (stake.any() or found.any() or purse.borne.any()):
        return TeamMoney(np.ones(len(stake)), np.zeros(len(stake)), usual)
    people = state.people

    def of_teams(person: Ints, each: F64 | None = None) -> F64:
        alive = people.alive[person]
        weight = None if each is None else each[alive]
        return np.bincount(team_of(state, person[alive]), weight, len(stake)) / state.sample

    signed = of_teams(np.flatnonzero(people.signed))
    ill = np.flatnonzero((state.codes & np.uint8(GROUP)) == GROUP)
    chronic, saved = of_teams(ill), of_teams(ill, expected_saving(people, ill, tables))
    value = recorded_value(of_teams(state.rounds.person), of_teams(state.papers.person), chronic)
    lines = lines_of(tables.regimes)
    money = stake * at("contract.doctor.public_health_fee") * residents
    worth = worth_of_record(money, value, chronic, lines)
    fine = found * at("pay_provider.audit.penalty") * (worth + at("contract.doctor.contract_fee"))
    recorded = recorded_share(usual, worth, fine, at("contract.doctor.record_weight"))
    share = at("contract.chronic_management.share")
    reward = reward_of_care(worth, fine, recorded) * share * chronic / np.maximum(signed, 1.0)
    reward = reward + worth_of_service(saved, share, signed, purse.borne)
    return TeamMoney(kept_of_fee(stake, value, lines), reward, recorded)


def expected_saving(people: People, ill: Ints, tables: DayTables) -> F64:
    """What the fund is expected to save in a year by following up each of these patients, fen."""
    values = tables.values
    won = control_won(values["care.control_gain_signed"], values["contract.chronic_management.interval_days"])
    out_of_control = (people.chronic[ill] & ~people.controlled[ill]) > 0
    saved = tables.teams.saved[profile(people)[ill]]
    return np.where(out_of_control, won * saved, 0.0)


def lines_of(regimes: Regimes) -> Lines:
    """Floor and goal of the share managed by the standard, of each team."""
    floor, goal = (regimes.by_facility(f"pay_provider.score.managed.{line}") for line in ("floor", "goal"))
    return Lines(floor, goal, regimes.by_facility("pay_provider.score.spread"))
