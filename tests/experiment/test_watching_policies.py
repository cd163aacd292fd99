"""Stories under policies: every referral, claim, stay and contact of the team is told as the model has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.experiment import claiming
from sim.experiment.circumstances import Changed, FollowedUp, LongTerm
from sim.experiment.happenings import Discharged, Ended, Referred, Visited
from sim.experiment.payments import Payments, payments
from sim.experiment.reckoning import OFFERS, reckon, slips
from sim.experiment.run import step_through
from sim.experiment.story import Story
from sim.indicators.funnel import Fate, Way
from sim.policy.catalogue import load_levers
from tests.experiment.crowd import FIRST, Crowd
from tests.experiment.made_stories import CENTRE, CLINIC, GENERAL, made, told
from tests.small import BUSY, SHARE, county, small_people

LEVERS = (
    "contract.coverage", "contract.kind", "contract.chronic_management", "contract.long_prescription",
    "contract.home_care", "referral.stepwise", "pay_patient.compliance", "pay_patient.deductible_chain",
    "pay_patient.telehealth", "pay_patient.level_one_exam", "pay_patient.chronic_drugs",
    "pay_patient.catastrophic", "pay_patient.long_term_care",
)  # fmt: skip
UNTIL = date(2024, 3, 31)


class Witness(Crowd):
    """Counts what the model writes down, beside the stories."""

    def __init__(self, model, residents):
        super().__init__(model, residents)
        self.watched = np.array(sorted(self.watchers), np.uint64)
        self.fates, self.mine, self.contacts = Counter(), Counter(), Counter()

    def visits(self, clock, visits):
        diary, bills = self.model.state.diary, self.model.state.stay_log
        super().visits(clock, visits)
        for way, fate, records, _ in diary.fates:
            ways = np.broadcast_to(np.asarray(way), len(records))
            self.fates.update((Way(one), fate) for one in ways.tolist())
            if clock.date >= FIRST:
                mine = ways[self.among(records["person"])].tolist()
                self.mine.update((Way(one).name.lower(), fate.name.lower()) for one in mine)
        if clock.date >= FIRST:
            self.contacts["rounds"] += sum(self.among(one.person).sum() for one in diary.rounds)
            self.contacts["supplies"] += sum(self.among(one["person"]).sum() for one in diary.supplies)
            self.contacts["penalty"] += sum(
                one.penalty[self.among(one.stays["person"])].sum() for one in bills
            )

    def among(self, person):
        return np.isin(self.model.state.people.id[person], self.watched)


@pytest.fixture(scope="module")
def settled():
    return []


@pytest.fixture(scope="module")
def crowd(settled):
    """Watch the oldest of the small county under many policies; keep each claim beside what was paid."""
    on = {path: dial.value for one in LEVERS for path, dial in load_levers()[one].dials.items()}
    more = {"contract.doctor.quit_base": 0.3, "insurance.certified_share": 0.4}
    model = county({**BUSY, **on, **more})
    model.scenario = model.scenario.with_dates(until=UNTIL)
    model.days = (UNTIL - model.scenario.begin).days + 1
    people = small_people(share=SHARE)
    old = people.id[np.lexsort((people.id, people.age))][-400:]
    real = claiming.claims

    def kept(model, visits, at, year):
        claims = real(model, visits, at, year)
        paid = visits.fund[at].tolist()
        settled.extend(zip(claims, paid, visits.remote[at].tolist(), strict=True))
        return claims

    crowd = Witness(model, old)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(claiming, "claims", kept)
        step_through(model, None, crowd)
    return crowd


@pytest.fixture(scope="module")
def stories(crowd):
    return [watcher.story for watcher in crowd.watchers.values() if watcher.story]


@pytest.fixture(scope="module")
def events(stories):
    return [event for story in stories for event in story.events]


def test_claims_are_settled_again_to_the_fen(settled, events):
    assert len(settled) > 300
    assert all(claim.fund == paid for claim, paid, remote in settled if not remote)
    visits = [event for event in events if isinstance(event, Visited)]
    assert all(bool(visit.unpaid) == (visit.fund == 0) for visit in visits)
    assert {"drugs", "chronic", "ordinary", ""} == {visit.pool for visit in visits}
    assert any(visit.first_contact for visit in visits)


def test_every_fate_is_written_down(crowd):
    tally = crowd.model.state.tally
    for way in Way:
        for fate in Fate:
            assert crowd.fates[way, fate] == tally.fates(way, fate).sum()


def test_every_fate_is_told(crowd, events):
    referred = [event for event in events if isinstance(event, Referred)]
    seen = Counter((event.way, event.fate) for event in referred)
    offered = Counter(event.way for event in referred if event.fate in OFFERS)
    assert {"up", "down"} <= set(offered) and seen["up", "no_show"] and seen["up", "returned"]
    assert any(seen["down", reason] for reason in ("far", "price", "trust"))
    for (way, fate), count in crowd.mine.items():
        assert (offered[way] if fate == "offered" else seen[way, fate]) == count


def test_every_referral_of_a_story_has_one_fate(stories):
    for story in stories:
        offers = [one for one in story.events if isinstance(one, Referred) and one.fate in OFFERS]
        found = slips(story)
        assert [(one.day, one.need, one.way) for one in found] == [
            (one.day, one.need, one.way) for one in offers
        ]
        assert reckon(story).slips == len(offers)
        ended = {event.need: event.how for event in story.events if isinstance(event, Ended)}
        assert all(ended[one.need] == "no_show" for one in found if one.fate == "no_show")


def test_contacts_at_home_are_told(crowd, stories, events):
    assert sum(isinstance(event, FollowedUp) for event in events) == crowd.contacts["rounds"] > 50
    supplied = sum(isinstance(event, Ended) and event.how == "supplied" for event in events)
    assert supplied == crowd.contacts["supplies"] > 0
    assert any(isinstance(event, Visited) and event.home for event in events)
    assert any(isinstance(event, Visited) and event.remote for event in events)
    closed = [event for event in events if isinstance(event, Changed) and event.what == "clinic"]
    assert closed and closed[0].to == "closed"
    assert sum(reckon(story).penalty for story in stories) == crowd.contacts["penalty"] > 0
    stays = [event for event in events if isinstance(event, Discharged)]
    assert all(stay.penalty == 0 or (stay.path == "skipped" and stay.points < 0) for stay in stays)
    assert any(stay.path == "stepwise" and stay.points > 0 for stay in stays)


def test_stories_under_policies_are_told_in_both_languages(stories):
    for story in stories:
        en, zh = story.lines("en"), story.lines("zh")
        assert len(en) == len(zh)
        assert not any("{" in line for line in en + zh)


def stay(**more) -> Story:
    return made(replace(Discharged(FIRST, 1, GENERAL, 9, 100_000, 50_000, 0), **more))


@pytest.mark.parametrize(
    ("more", "en", "zh"),
    [
        (
            {"path": "skipped", "points": -10.0, "penalty": 8_000},
            "Came without the slip that was due: 10 percentage points less were paid, which cost 80.00 yuan.",
            "没有应有的转诊单（越级）：支付比例降低 10 个百分点，少报 80.00 元。",
        ),
        (
            {"path": "stepwise", "points": 5.0},
            "Came with the slip that was due: 5 percentage points more were paid.",
            "持应有的转诊单就诊：支付比例提高 5 个百分点。",
        ),
        (
            {"chain": "difference", "due": 30_000},
            "Linked to the stay before: only the difference of the deductibles was due, 300.00 yuan.",
            "与前次住院连续：起付线只补差额，300.00 元。",
        ),
        (
            {"exam": GENERAL, "exam_within": 24_886},
            "Examined at County Hospital during the stay: 248.86 yuan, settled within the stay.",
            "住院期间到县医院检查：248.86 元，并入本次住院结算。",
        ),
        (
            {"exam": GENERAL, "exam_bill": 24_886, "exam_fund": 10_000},
            "Examined at County Hospital during the stay, settled apart: 248.86 yuan, fund 100.00, own "
            "148.86.",
            "住院期间到县医院检查，另按门诊结算：248.86 元，医保 100.00，自付 148.86。",
        ),
    ],
)
def test_the_terms_of_a_stay_are_told(more, en, zh):
    assert told(stay(**more), "en")[2] == en
    assert told(stay(**more), "zh")[2] == zh
    assert told(stay(**more), "en")[1] == "Bill 1,000.00 yuan: fund 500.00, own 500.00."


def test_an_examination_settled_apart_is_paid_too():
    (event,) = stay(exam=GENERAL, exam_bill=24_886, exam_fund=10_000).events
    assert payments(event) == Payments(124_886, 60_000)
    assert payments(event).own == 64_886


def test_long_term_care_and_referrals_as_they_are_told():
    story = made(
        Referred(FIRST, 1, "up", "price", GENERAL, True),
        Referred(FIRST, 1, "out", "accepted", GENERAL, False),
        Referred(FIRST, 1, "down", "accepted", CENTRE, True),
        Referred(FIRST, 1, "down", "no_bed", CENTRE, True),
        FollowedUp(FIRST, 0, CLINIC),
        LongTerm(FIRST, 0, CENTRE, False),
        LongTerm(FIRST, 0, CENTRE, True, 17, 136_000, 95_200),
        Changed(FIRST, 0, "clinic", "closed"),
    )
    assert told(story, "en") == [
        "Declines a slip to County Hospital: too dear.",
        "Agrees to go down to Town Centre once stable.",
        "Stable, but Town Centre has no free bed; stays at the hospital to the end.",
        "The team of East Clinic follows the chronic disease up.",
        "Moves into a long-term care place at Town Centre.",
        "Leaves the long-term care place at Town Centre after 17 days.",
        "Bill 1,360.00 yuan: fund 0.00, long-term care insurance 952.00, own 408.00.",
        "The village clinic is closed: its doctor has left.",
    ]
    assert "未接受转诊到县医院：太贵。" in told(story, "zh")
    assert "费用 1,360.00 元：医保 0.00，长期护理保险 952.00，自付 408.00。" in told(story, "zh")
    (year,) = story.years()
    assert (year.cost, year.other, year.own) == (136_000, 95_200, 40_800)
