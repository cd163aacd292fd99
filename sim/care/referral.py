"""A referral slip (转诊单): whom it names, whether the patient takes it, and whether he or she turns up.

Everything a lever may reach is read by facility: the writer's for what is written and booked, the receiver's
for who is let in first. Pure functions on arrays; draws come in as uniform numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.care.treatment import needed_skill
from sim.geography.map import Kind, Map, Option
from sim.indicators.funnel import DECLINED
from sim.money.prices import bill_parts
from sim.needs.cases import OUT_SLIP, PARTNER_SLIP
from sim.needs.catalogue import Catalogue
from sim.policy.groups import Trait
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I8 = npt.NDArray[np.int8]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

HUNDRED_YUAN = 10_000  # fen
FARTHEST = 600.0  # minutes; beyond it distance deters no more
ACCEPTED = -1
EXEMPT = Trait.CHILD | Trait.PUPIL
"""Who needs no slip to go up (yangzhou-2020 三(二)1); emergencies are never sent with one."""
LADDER = (Option.GENERAL, Option.OTHER, Option.NEIGHBOUR, Option.CITY)
"""Where a slip leads that names a hospital the place does not have, when patients go up tier by tier."""


@dataclass(frozen=True)
class ReferralTables:
    """Tables of referral. Arrays of shape (facilities,) unless said otherwise.

    Attributes
    ----------
    accept, accept_minute, accept_price, accept_trust : float64 array
        Share who take a slip at no distance, no extra cost and full trust; lost per minute, per 100 yuan of
        extra own cost, and at no trust at all.
    attend, lead_days, return_share : float64 array
        Share who turn up; days to the appointment; share who return to the sender after a stay.
    online, online_days, online_attend, online_return : float64 array
        Share of slips booked on the platform; days then; no-shows and missing returns it avoids.
    stepwise, lead_only, green : bool array
        Tier by tier; slips out of the county from the lead hospital only; green channel for the signed.
    reserved, release : float64 array
        Share of lists and beds kept for patients of family doctors; share of those not asked for that others
        get.
    repeat_visit, repeat_stay : float64 array
        Share of a bill for tests that are not repeated, where results are recognised (检查检验结果互认).
    green_days, green_friction : float64 array
        Days to the appointment through the green channel, and share of refusals it avoids.
    ask : float64 array
        Share of those told to go higher who ask for a slip.
    partner_attend : float64 array
        No-shows avoided when a partner hospital expects the patient.
    outward, outward_slip : int8 array, shape (regimes, conditions * 3)
        `Option` a slip out of the county names, and its kind.
    lead_option : int64 array, shape (villages,)
        Through which `Option` people reach the lead hospital of their community.
    """

    accept: F64
    accept_minute: F64
    accept_price: F64
    accept_trust: F64
    attend: F64
    lead_days: F64
    return_share: F64
    online: F64
    online_days: F64
    online_attend: F64
    online_return: F64
    stepwise: Bools
    ask: F64
    lead_only: Bools
    partner_attend: F64
    green: Bools
    reserved: F64
    release: F64
    repeat_visit: F64
    repeat_stay: F64
    green_days: F64
    green_friction: F64
    outward: I8
    outward_slip: I8
    lead_option: npt.NDArray[np.int64]


def referral_tables(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> ReferralTables:
    """Compile the tables of referral from parameter values."""

    def here(name: str) -> F64:
        return regimes.by_facility(name)

    outward, slips = _outward(catalogue, regimes)
    stepwise = here("referral.stepwise") > 0
    return ReferralTables(
        accept=here("referral.accept"),
        accept_minute=here("referral.accept_minute"),
        accept_price=here("referral.accept_price"),
        accept_trust=here("referral.accept_trust"),
        attend=here("referral.attend"),
        lead_days=here("referral.lead_days"),
        return_share=here("referral.return_share"),
        online=here("referral.platform"),
        online_days=here("referral.platform_days"),
        online_attend=here("referral.platform_attend"),
        online_return=here("referral.platform_return"),
        stepwise=stepwise,
        ask=np.where(stepwise, here("referral.stepwise_ask"), 0.0),
        lead_only=here("referral.out_of_county_slip") > 0,
        partner_attend=here("referral.partner_attend"),
        green=here("contract.green_channel") > 0,
        reserved=np.where(sites.kind >= Kind.COUNTY_GENERAL, here("contract.reserved_slots"), 0.0),
        release=here("contract.reserved_release"),
        repeat_visit=_repeated_tests(sites, regimes, "visit"),
        repeat_stay=_repeated_tests(sites, regimes, "stay"),
        green_days=here("contract.green_channel_days"),
        green_friction=here("contract.green_channel_friction"),
        outward=outward,
        outward_slip=slips,
        lead_option=_lead_option(map_, sites),
    )


def _repeated_tests(sites: Sites, regimes: Regimes, kind: str) -> F64:
    """Share of a bill that repeats tests known to the sender, where their results are recognised."""
    tests = np.stack([bill_parts(values, kind).tests for values in regimes.values])
    share = regimes.by_facility("referral.tests_repeated") * tests[regimes.of_facility, sites.level]
    return np.where(regimes.by_facility("referral.mutual_recognition") > 0, share, 0.0)


def _outward(catalogue: Catalogue, regimes: Regimes) -> tuple[I8, I8]:
    """Where the lead hospital sends patients out of the county, and with what slip.

    Partner hospitals come first: that of the city, or the one beyond for what is beyond the city's skill.
    """
    skill = needed_skill(catalogue)
    option = np.full((len(regimes), len(skill)), Option.CITY, np.int8)
    slip = np.full(option.shape, OUT_SLIP, np.int8)
    for regime, values in enumerate(regimes.values):
        if not values["referral.out_of_county_slip"]:
            continue
        city, far = values["referral.partner_city"] > 0, values["referral.partner_far"] > 0
        if far:
            option[regime] = np.where(
                city & (skill <= values["care.capability.city"]), Option.CITY, Option.FAR
            )
        if city or far:
            slip[regime] = PARTNER_SLIP
    return option, slip


def _lead_option(map_: Map, sites: Sites) -> npt.NDArray[np.int64]:
    hospitals = np.array([Option.GENERAL, Option.TCM, Option.MCH, Option.OTHER])
    home = sites.community[map_.options[:, Option.OWN_CENTRE]]
    facility = map_.options[:, hospitals]
    leads = (facility >= 0) & sites.lead[facility] & (sites.community[facility] == home[:, None])
    return np.where(leads.any(axis=1), hospitals[leads.argmax(axis=1)], Option.GENERAL)


class Named(NamedTuple):
    """What slips name: the `Option`, the facility behind it, and the kind of slip."""

    option: Ints
    facility: Ints
    slip: Ints


class Losses(NamedTuple):
    """Chance of declining a referral by reason, each of shape (n,)."""

    far: F64
    price: F64
    trust: F64

    def less(self, share: F64) -> Losses:
        """Take away a share of each."""
        return Losses(*(loss * (1.0 - share) for loss in self))


def slip_losses(tables: ReferralTables, writer: Ints, minutes: F64, extra_fen: F64, belief: F64) -> Losses:
    """Chance that a patient declines a slip: too far, too dear, or no trust in the place it names.

    Parameters
    ----------
    writer : integer array, shape (n,)
        Facility that writes it.
    minutes : float64 array, shape (n,)
        Door-to-door travel.
    extra_fen : float64 array, shape (n,)
        Expected own cost there less that here; a saving does not count.
    belief : float64 array, shape (n,)
        Trust of the village, 0-1.
    """
    return Losses(
        far=tables.accept_minute[writer] * np.minimum(minutes, FARTHEST),
        price=tables.accept_price[writer] * np.maximum(extra_fen, 0.0) / HUNDRED_YUAN,
        trust=(1.0 - tables.accept[writer]) + tables.accept_trust[writer] * (1.0 - belief),
    )


def answer(losses: Losses, u: F64) -> I8:
    """What patients answer: `ACCEPTED`, or the position in `DECLINED` of the part that failed.

    The reasons fill the top of the unit interval one after another, so that a smaller loss only ever turns
    refusals into acceptances.
    """
    taken = 1.0 - losses.far - losses.price - losses.trust
    reason = np.where(u < taken + losses.far, 0, np.where(u < taken + losses.far + losses.price, 1, 2))
    return np.where(u < taken, ACCEPTED, reason).astype(np.int8)


assert len(DECLINED) == len(Losses._fields)


def missing_share(attend: F64, avoided: F64, more_avoided: F64) -> F64:
    """Share who do not turn up, of whom two measures avoid a share each."""
    return np.asarray((1.0 - attend) * (1.0 - avoided) * (1.0 - more_avoided))
