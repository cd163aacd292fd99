"""Who decides with what money in view: forms of payment, purse and community of every facility.

A facility that decides sees its own margin whole, that of another member of its community by how far the
members share one purse (`governance.integration`), and the fund's spending on the community's people by what
the holder of their money keeps or bears of it. How much of the purse reaches who decides is the pay rule.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites, tiers_of
from sim.care.trust_income import handed_over, received
from sim.geography.map import Kind, Map, Option
from sim.money.payment import AS_USUAL, Form, in_force
from sim.money.purse import Purses
from sim.money.subsidy import subsidies
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NOBODY = -1
TARGETS = ("centre", "hospital", "township")  # the last fields of `Stakes`: facilities, not money
EVEN = 0.5  # without a forecast a team is as likely to save as to overspend


class Stakes(NamedTuple):
    """Of each facility, arrays of shape (facilities,).

    Attributes
    ----------
    regime, level : int64 array
        Of its values; price level.
    stay, visit, usual_stay, usual_visit : int64 array
        `Form` in force, and that to which its habits belong.
    value : float64 array
        Value of a point against its base.
    income : float64 array
        Part of the margin of an act that reaches who decides.
    borne : float64 array
        What who decides gains of one fen less of the fund's spending on the facility's patients.
    shared : float64 array
        Share of another member's margin that is its own: by integration, and by trusteeship.
    weight : float64 array
        Change of the log odds of an act for each 100 yuan; 0 for those that are not steered.
    community : int64 array
        Whose score it answers for, -1 for none; only where something is assessed.
    answers, covered : float64 array
        Part of the money tied to that score that is its own; share of its patients whom the fund and the
        community cover.
    over, under : float64 array
        Expected penalty per fen of bill for over-treatment and for care withheld.
    near_cap : float64 array
        How near a hospital is to its yearly cap, 0-1.
    visit_subsidy, stay_subsidy : float64 array
        Fiscal money that comes with a visit or a stay beyond that of today, fen.
    centre, hospital, township : int64 array
        Own township centre of a village clinic; hospital of the county to which primary care sends; a
        township centre of a hospital's community; -1 none.
    """

    regime: I64
    level: I64
    stay: I64
    visit: I64
    usual_stay: I64
    usual_visit: I64
    value: F64
    income: F64
    borne: F64
    shared: F64
    weight: F64
    community: I64
    answers: F64
    covered: F64
    over: F64
    under: F64
    near_cap: F64
    visit_subsidy: F64
    stay_subsidy: F64
    centre: I64
    hospital: I64
    township: I64

    def of(self, at: I64) -> Stakes:
        """Those of some facilities."""
        return Stakes(**{name: getattr(self, name)[at] for name in self._fields})

    @property
    def changed(self) -> Bools:
        """Whether any money that a facility sees differs from what it usually sees."""
        points = np.where((self.stay == Form.DIP) | (self.visit == Form.DIP), self.value != 1.0, False)
        moved = (self.stay != self.usual_stay) | (self.visit != self.usual_visit) | points
        purse = (self.income != 1.0) | (self.borne != 0.0) | (self.shared != 0.0) | (self.answers != 0.0)
        purse |= (self.visit_subsidy != 0.0) | (self.stay_subsidy != 0.0)
        watched = (self.over != 0.0) | (self.under != 0.0) | (self.near_cap > 0.0)
        return np.asarray((moved | purse | watched) & (self.weight > 0.0))


def stakes(map_: Map, sites: Sites, regimes: Regimes, purses: Purses) -> Stakes:
    """Compile what every facility sees from the values and the purses in force."""
    here, kind, community = regimes.by_facility, sites.kind, sites.community
    steered = kind <= Kind.OTHER_HOSPITAL
    member = steered & (community >= 0)
    integration = np.where(member, here("governance.integration"), 0.0)
    handed = handed_over(map_, sites, regimes)
    hold = np.where(sites.lead, 1.0, integration) * member
    own = here("pay_provider.held_people") * covered_share(map_, sites)
    borne = hold * own * _of_community(purses.kappa, community) + bundled(sites, regimes)
    fine = here("pay_provider.audit.penalty")
    fading = (1.0 - here("pay_provider.fading")) ** _of_community(purses.years, community)
    moves = np.abs(purses.worth).max(axis=0, initial=0.0)
    assessed = member & (_of_community(moves, community) > 0.0)
    given = subsidies(here, *tiers_of(sites))
    return Stakes(
        regime=regimes.of_facility.astype(np.int64),
        level=sites.level,
        stay=_form("stay", kind, regimes),
        visit=_form("visit", kind, regimes),
        usual_stay=_usual("stay", kind, regimes),
        usual_visit=_usual("visit", kind, regimes),
        value=purses.value,
        income=np.where(
            kind == Kind.TOWNSHIP_CENTRE, here("governance.pay_rule.township_income") * (1.0 - handed), 1.0
        ),
        borne=here("governance.pay_rule.surplus") * borne,
        shared=integration + (1.0 - integration) * received(sites, handed),
        weight=np.where(steered, here("pay_provider.weight") * fading, 0.0),
        community=np.where(assessed, community, NOBODY),
        answers=np.where(assessed, hold, 0.0),
        covered=np.where(assessed, own, 0.0),
        over=np.where(steered, here("pay_provider.audit.detection") * fine, 0.0),
        under=np.where(steered, here("pay_provider.audit.withheld") * fine, 0.0),
        near_cap=np.where(steered, purses.near_cap, 0.0),
        visit_subsidy=given.visit,
        stay_subsidy=given.stay,
        centre=_own_centre(map_, kind),
        hospital=_hospital(sites),
        township=_township(sites),
    )  # fmt: skip


def covered_share(map_: Map, sites: Sites) -> F64:
    """Share of the people of a facility's area whose own centre is a member of its community.

    The area of a clinic is its village's, of a centre its own, of a hospital its county.
    """
    census = map_.counties["population_2020"].to_numpy(np.float64)
    county = map_.villages["county"].to_numpy(np.int64)
    people = map_.villages["weight"].to_numpy(np.float64) * census[county]
    centre = map_.options[:, Option.OWN_CENTRE]
    home = np.where(centre >= 0, sites.community[centre], NOBODY)
    share = np.zeros(len(sites.kind))
    for at in np.flatnonzero((sites.community >= 0) & (sites.kind >= Kind.COUNTY_GENERAL)):
        inside = county == sites.county[at]
        total = people[inside].sum()
        if total > 0:
            share[at] = people[inside & (home == sites.community[at])].sum() / total
    primary = (sites.kind <= Kind.TOWNSHIP_CENTRE) & (sites.community >= 0)
    return np.where(primary, 1.0, share)


def bundled(sites: Sites, regimes: Regimes) -> F64:
    """What a team gains of one fen less spent on its patients where it holds the money of the signed.

    The team (打包付费) is the township centre with its village clinics; of those who come, the share that is
    wanted as signed counts. Without a forecast of its own it weighs saving and overspending alike.
    """
    here = regimes.by_facility
    held = EVEN * here("pay_provider.bundled.keep") + (1.0 - EVEN) * here("pay_provider.bundled.bear")
    share = held * here("contract.coverage.general") * here("pay_provider.held_people")
    return np.where(sites.kind <= Kind.TOWNSHIP_CENTRE, share, 0.0)


def _of_community(per_community: F64, community: I64) -> F64:
    """Value of the community of each facility, 0 for those of none."""
    if not len(per_community):
        return np.zeros(len(community))
    return np.where(community >= 0, per_community[community], 0.0)


def _usual(service: str, kind: I64, regimes: Regimes) -> I64:
    """Form to which habits belong; beyond the county nobody asks."""
    return _by_tier("usual", service, kind, regimes, Form.SERVICE)


def _form(service: str, kind: I64, regimes: Regimes) -> I64:
    """Form in force."""
    form = _by_tier("form", service, kind, regimes, AS_USUAL)
    return in_force(form, _usual(service, kind, regimes))


def _by_tier(what: str, service: str, kind: I64, regimes: Regimes, other: int) -> I64:
    form = np.full(len(kind), other, np.int64)
    hospital = (kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)
    tiers = {"county": hospital, "township": kind == Kind.TOWNSHIP_CENTRE}
    if service == "visit":
        tiers["village"] = kind == Kind.VILLAGE_CLINIC
    for tier, at in tiers.items():
        values = regimes.by_facility(f"pay_provider.{what}.{tier}.{service}")
        form = np.where(at, values.astype(np.int64), form)
    return form


def _own_centre(map_: Map, kind: I64) -> I64:
    village = map_.facilities["village"].to_numpy(np.int64)
    known = (kind == Kind.VILLAGE_CLINIC) & (village >= 0)
    return np.where(known, map_.options[village, Option.OWN_CENTRE], NOBODY)


def _hospital(sites: Sites) -> I64:
    """Hospital to which primary care sends: the lead of its community, else the county's general one."""
    found = np.full(len(sites.kind), NOBODY)
    primary = sites.kind <= Kind.TOWNSHIP_CENTRE
    for at in np.flatnonzero(sites.kind == Kind.COUNTY_GENERAL)[::-1]:
        found[primary & (sites.county == sites.county[at])] = at
    for at in np.flatnonzero(sites.lead & (sites.community >= 0))[::-1]:
        found[primary & (sites.community == sites.community[at])] = at
    return found


def _township(sites: Sites) -> I64:
    """A township centre of the community of each hospital."""
    found = np.full(len(sites.kind), NOBODY)
    hospital = (sites.kind >= Kind.COUNTY_GENERAL) & (sites.community >= 0)
    for community in np.unique(sites.community[hospital]):
        centres = np.flatnonzero((sites.kind == Kind.TOWNSHIP_CENTRE) & (sites.community == community))
        if len(centres):
            found[hospital & (sites.community == community)] = centres[0]
    return found
