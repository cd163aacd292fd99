"""What a story says about one person's circumstances: facts, places, and the options as they were weighed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.choice.choose import Parts, probabilities, total_utility
from sim.day.clock import Clock
from sim.day.visits import case_draws, draw
from sim.errors import Text
from sim.experiment.happenings import PARTS, Offer, Place
from sim.experiment.standing import contract_kind
from sim.experiment.story import Person
from sim.geography.map import Mode, Option
from sim.indicators.tally import ELSEWHERE
from sim.model import CountyModel
from sim.needs.cases import CaseArray
from sim.policy.groups import Trait
from sim.population.make import ID_BLOCK
from sim.population.people import Chronic, Insurance

NOWHERE = (Option.NONE, Option.PHARMACY)  # of these no village learns anything


def named(model: CountyModel, table: str, row: int) -> Text:
    """Name of a row of one of the map's tables."""
    frame = getattr(model.map, table)
    return Text(str(frame.at[row, "name_en"]), str(frame.at[row, "name_zh"]))


def place(model: CountyModel, option: int, facility: int) -> Place:
    """Where care is given; of an option without a facility (-1) there is no name."""
    word = "elsewhere" if option == ELSEWHERE else Option(option).name.lower()
    if facility < 0 or option == ELSEWHERE:
        return Place(word, "", Text("", ""))
    return Place(word, str(model.map.facilities.at[facility, "id"]), named(model, "facilities", facility))


def person(model: CountyModel, row: int, clock: Clock) -> Person:
    """Who somebody is on a day."""
    people, map_ = model.state.people, model.map
    village = int(people.village[row])
    has = [state for state in Chronic if people.chronic[row] & state]
    return Person(
        resident=int(people.id[row]),
        age=int(people.age[row]),
        woman=bool(people.sex[row]),
        village=named(model, "villages", village),
        township=named(model, "townships", int(map_.villages["township"].to_numpy()[village])),
        county=named(model, "counties", int(people.county[row])),
        income=int(people.income[row]) + 1,
        insurance=Insurance(people.insurance[row]).name.lower(),
        mode=Mode(people.mode[row]).name.lower(),
        chronic={str(one.name).lower(): bool(people.controlled[row] & one) for one in has},
        certified=bool(model.state.certified[row]),
        signed=bool(people.signed[row]),
        away=bool(people.away[row]),
        home=_home(model, row, clock.date),
        alive=bool(people.alive[row]),
        contract=contract_kind(model, row),
        groups=tuple(str(one.name).lower() for one in Trait if model.state.codes[row] & one),
    )


def _home(model: CountyModel, row: int, today: date) -> tuple[date, date] | None:
    """First and last day at home around this year's Spring Festival, of somebody away who comes."""
    visit = model.state.festival
    if visit is None or not model.state.people.away[row]:
        return None
    at = int(np.searchsorted(visit.away, row))
    first, last = int(visit.first[at]), int(visit.last[at])
    eve = date(today.year, 1, 1) - timedelta(days=1)
    return (eve + timedelta(days=first), eve + timedelta(days=last)) if first <= last else None


def drawn(case: CaseArray) -> float:
    """Random number that decides the choice of one case (an array of one)."""
    return float(draw(case_draws(case), "choice")[0])


def offers(model: CountyModel, case: CaseArray, parts: Parts) -> dict[int, Offer]:
    """Weigh the options of one case (arrays of one row) as the choice does; by `Option`, those within reach.

    The way is what remains of the part of the place without trust and wait; what is the same for everybody
    at home or at a pharmacy counts as base.
    """
    state, tables = model.state, model.tables
    people, row = state.people, int(case["person"][0])
    village, county, mode = int(people.village[row]), int(people.county[row]), int(state.way[row])
    facility = state.map.options[village]
    here = bool(state.present[row])
    group = int(tables.choice.group[case["condition"][0]])
    trust = tables.choice.trust * state.belief[group, village] * here
    wait = tables.choice.wait * np.where(facility >= 0, state.wait[facility], 0.0) * here
    fixed, there, price, tie, habit, _ = (part[0] for part in parts)
    utility = total_utility(parts)
    chance = probabilities(utility)[0]
    money = _own(model, int(people.income[row]), county, price)
    found = {}
    for k in np.flatnonzero(np.isfinite(utility[0])).tolist():
        values = [fixed[k], there[k] - trust[k] - wait[k], trust[k], wait[k], price[k], tie[k], habit[k]]
        if k in NOWHERE:
            values = [fixed[k] + trust[k], there[k] - trust[k], 0.0, *values[3:]]
        away = k > Option.PHARMACY and not here
        found[k] = Offer(
            place=place(model, ELSEWHERE if away else k, int(facility[k])),
            minutes=float(tables.minutes[mode, village, k]) if here else 0.0,
            own_fen=money[k],
            parts=dict(zip(PARTS, map(float, values), strict=True)),
            utility=float(utility[0, k]),
            chance=float(chance[k]),
        )
    return found


def _own(model: CountyModel, income: int, county: int, price: npt.NDArray[np.float64]) -> list[int | None]:
    """Expected own cost of each option, from its utility; None when cost does not matter."""
    tables = model.tables.choice
    weight = tables.price[income]
    if weight == 0.0:
        return [None] * len(price)
    fen = tables.price_scale * np.expm1(price / weight)
    return [round(float(one)) for one in fen]


class IdSpan(NamedTuple):
    """First and last id of a group of people."""

    first: int
    last: int
    label: Text


def id_spans(model: CountyModel) -> list[IdSpan]:
    """First and last id of the residents of each county, and of those who lived away at first."""
    ids = model.state.people.id
    spans = []
    for county, code in enumerate(model.map.counties["code"].astype(int)):
        first = code * ID_BLOCK
        middle = first + ID_BLOCK // 2
        name = named(model, "counties", county)
        for low, words in ((first, Text("residents", "常住居民")), (middle, Text("away", "常年在外"))):
            own = ids[(ids >= low) & (ids < low + ID_BLOCK // 2)]
            if len(own):
                label = Text(f"{name.en}, {words.en}", f"{name.zh}{words.zh}")
                spans.append(IdSpan(int(own.min()), int(own.max()), label))
    return spans
