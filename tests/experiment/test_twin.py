"""Two lives of one person: the same where nothing differs, apart where something does, and told in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.cli.sides import lay_out
from sim.cli.wrapping import columns
from sim.errors import Text, UserError
from sim.experiment.circumstances import Changed
from sim.experiment.facing import Page
from sim.experiment.happenings import (
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    Referred,
    TurnedAway,
    Visited,
)
from sim.experiment.output import as_json
from sim.experiment.run import step_through
from sim.experiment.story import Story
from sim.experiment.twin import Twin, twin_resident
from sim.scenario import load_scenario
from tests.experiment.crowd import FIRST, SAMPLE, Crowd
from tests.experiment.made_stories import CENTRE, CLINIC, GENERAL, NOTHING, WOMAN, made, offer
from tests.small import SHARE, county, small_people

FROM, UNTIL, CHANGE = date(2024, 1, 1), date(2024, 3, 31), date(2024, 2, 12)
TITLES = Text("without", "无政策"), Text("with", "有政策")
DAY, LATER = date(2024, 5, 1), date(2024, 5, 9)


def beidaihe():
    return load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 31))


def lives(overrides):
    """Stories of many people of the small county, by id."""
    model = county(overrides)
    model.scenario = model.scenario.with_dates(until=UNTIL)
    model.days = (UNTIL - model.scenario.begin).days + 1
    ids = small_people(share=SHARE).id
    crowd = Crowd(model, ids[np.linspace(0, len(ids) - 1, 150).astype(int)])
    step_through(model, None, crowd)
    return {one: watcher.story for one, watcher in crowd.watchers.items()}


@pytest.fixture(scope="module")
def twins():
    """Lives that may differ from a day on: village clinics that can do less, contracts that bind more."""
    changed = {"care.capability.village": {CHANGE: 0.6}, "choice.tie": {CHANGE: 2.0}}
    a, b = lives({}), lives(changed)
    return [Twin(TITLES, a[one], b[one]) for one in a if a[one] and b[one]]


def test_the_same_scenario_twice_never_parts():
    plan, told = beidaihe(), []
    twin = twin_resident(
        plan,
        plan,
        resident="old-hypertensive-far",
        sample=SHARE,
        kernel="numpy",
        progress=lambda *one: told.append(one),
    )
    assert twin.a == twin.b and twin.rows
    assert "hypertension" in twin.a.person.chronic and "elderly" in twin.a.person.groups
    assert twin.first is None and twin.parting is None and not twin.differs_at_start()
    assert all(row.same and row.a == row.b for row in twin.rows)
    blocks = list(Page(twin, "en").blocks())
    assert "The two lives never part." in [block.text for block in blocks]
    assert not {"sides", "difference", "day", "why", "leaning"} & {block.style for block in blocks}
    assert all(a == b for block in blocks for _, a, b in block.table)
    days = [one for one in told if len(one) == 2]
    assert days == [(k, len(days)) for k in range(1, len(days) + 1)]


def test_nothing_differs_before_the_policy_begins(twins):
    assert all(twin.first is None or twin.first >= CHANGE for twin in twins)
    assert all(row.same for twin in twins for row in twin.rows if row.day < CHANGE)
    assert not any(twin.differs_at_start() for twin in twins)
    assert sum(twin.parting is not None for twin in twins) > 5
    assert all(twin.first <= twin.parting for twin in twins if twin.parting)


def test_every_difference_is_told_in_both_languages(twins):
    for twin in twins:
        for language in ("en", "zh"):
            page = Page(twin, language)
            for row in twin.rows:
                assert bool(page.contrast.difference(row)) == (not row.same)
                assert not row.same or page.contrast.shared(row)
        en, zh = ([block.style for block in Page(twin, one).blocks()] for one in ("en", "zh"))
        assert en == zh


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 99, 100, 130])
def test_no_line_is_wider_than_the_terminal(twins, language, width):
    for twin in [twin for twin in twins if twin.parting][:6]:
        lines = list(lay_out(Page(twin, language).blocks(), width))
        assert max(columns(text) for _, text in lines) < width
        assert any("│" in text for _, text in lines) <= (width >= 100)


def test_what_a_script_gets(twins):
    twin = next(twin for twin in twins if twin.parting)
    told = json.loads(as_json(twin.as_dict()))
    keys = "resident seed start until differs_at_start first_difference parting rows a b"
    assert set(told) == set(keys.split())
    assert told["parting"] == str(twin.parting)
    row = next(row for row in told["rows"] if row["apart"])
    assert row["day"] == told["parting"] and not row["same"]
    assert set(row["difference"]) == {"en", "zh"} and all(row["difference"].values())
    assert {event["kind"] for event in row["a"] + row["b"]}
    assert told["a"]["sums"]["own"] == sum(year.own for year in twin.a.years())
    assert len(told["rows"]) == len(twin.rows)


def test_what_cannot_be_compared_is_refused():
    here, other = load_scenario("lulong-2024"), load_scenario("changli-2024")
    with pytest.raises(UserError, match="changli-2024 is about other places than lulong-2024") as caught:
        twin_resident(here, other, resident=1)
    assert "同一县" in caught.value.say("zh")
    with pytest.raises(UserError, match="other days"):
        twin_resident(here, here.with_dates(until=date(2024, 6, 30)), resident=1)


def test_an_unknown_resident_is_refused():
    plan = beidaihe()
    with pytest.raises(UserError, match="nobody has the id 5"):
        twin_resident(plan, plan, resident=5, sample=SAMPLE, kernel="numpy")


# Two lives made by hand.


def need_key(story: Story) -> Story:
    return replace(story, needs=[replace(story.needs[0], episode="e1")])


def visit(place: Place, bill: int, fund: int, decision: str = "kept") -> Visited:
    return Visited(DAY, 1, place, "new", 20, 10, True, decision, bill, fund, "")


def twin(a: tuple[Event, ...], b: tuple[Event, ...]) -> Twin:
    return Twin(TITLES, need_key(made(*a)), need_key(made(*b)))


def page(both: Twin, language: str) -> list[str]:
    return [block.text for block in Page(both, language).blocks()]


def test_a_different_place_is_told_first_in_words_and_why():
    centre, general = offer(CENTRE, 10, 9000, 0.3), offer(GENERAL, 40, 20000, 0.7)
    cheap = replace(centre, own_fen=4000, chance=0.6, parts=centre.parts | {"price": 0.4})
    far = replace(general, chance=0.4)
    both = twin(
        (
            Arose(DAY, 1, 1, 0, True),
            Chose(DAY, 1, (centre, general), 0.5, GENERAL, 0),
            visit(GENERAL, 60000, 18770),
            Ended(DAY, 1, "solved"),
        ),
        (
            Arose(DAY, 1, 1, 0, True),
            Chose(DAY, 1, (cheap, far), 0.5, CENTRE, 0),
            visit(CENTRE, 12000, 5880),
            Ended(DAY, 1, "solved"),
        ),
    )
    assert both.first == both.parting == DAY
    en = page(both, "en")
    assert (
        "Under A she goes to County Hospital and is treated there, pays 412.30, is better; under B she goes "
        "to Town Centre and is treated there, pays 61.20, is better."
    ) in en
    assert (
        "Town Centre costs the patient less under B (90.00 and 40.00 yuan); the chance of Town Centre is 30 "
        "% and 60 % (under A and B)."
    ) in en
    zh = page(both, "zh")
    assert (
        "方案 A 下她去县医院，得到诊治，自付 412.30 元，痊愈或好转；"
        "方案 B 下她去镇卫生院，得到诊治，自付 61.20 元，痊愈或好转。"
    ) in zh
    assert "2024-05-01 起两种经历分岔。" in zh
    wide, narrow = ([text for _, text in lay_out(Page(both, "en").blocks(), width)] for width in (120, 80))
    assert any(
        "A Chooses County Hospital (70 %)." in line and "B Chooses Town Centre (60 %)." in line
        for line in wide
    )
    assert not any("A Chooses" in line and "B Chooses" in line for line in narrow)
    assert any("fund 187.70, own 412.30" in line for line in narrow)


def test_the_same_care_at_another_price_is_no_parting():
    both = twin((visit(CLINIC, 1000, 0),), (visit(CLINIC, 1000, 500),))
    assert (both.first, both.parting) == (DAY, None)
    assert "The same care; fund 0.00 and 5.00 yuan, own 10.00 and 5.00 yuan (under A and B)." in page(
        both, "en"
    )
    assert any(line.startswith("The two lives never part; from 2024-05-01") for line in page(both, "en"))


def test_part_of_a_minute_is_no_difference():
    longer = replace(visit(CLINIC, 1000, 0), wait=10.3)
    assert twin((visit(CLINIC, 1000, 0),), (longer,)).first is None


def test_where_a_need_stands_while_nothing_happens():
    bed = (Admitted(DAY, 1, GENERAL), Discharged(LATER, 1, GENERAL, 8, 100, 40, 10))
    full = (Expected(DAY, 1, "bed", LATER, 2, GENERAL), Admitted(LATER, 1, GENERAL))
    text = page(twin(bed, full), "en")
    assert "What other people do differs too: under B there is no place on this day." in text
    died = twin((Ended(DAY, 0, "death"),), (visit(CLINIC, 100, 0), replace(visit(CLINIC, 100, 0), day=LATER)))
    assert any("Under A she has died on 2024-05-01; under B" in line for line in page(died, "en"))
    assert ("at the end", "died 2024-05-01", "alive, 1 needs open") in [
        row for block in Page(died, "en").blocks() for row in block.table
    ]


def test_control_explains_a_need_that_arises_in_one_life_only():
    won = Changed(DAY, 0, "diabetes", "controlled")
    both = twin((Arose(LATER, 1, 0, 0, True), replace(visit(CLINIC, 100, 0), day=LATER)), (won,))
    text = page(both, "en")
    assert "Only under A is diabetes out of control, which brings needs on more often." in text
    assert any("under B she wins control of diabetes" in line for line in text)
    assert "只有方案 A 下糖尿病未受控制，更容易发病。" in page(both, "zh")


def test_referrals_and_what_became_of_them():
    slip, taken = visit(CLINIC, 100, 0, "slip"), Referred(DAY, 1, "up", "accepted", GENERAL, True)
    went = (
        slip,
        taken,
        Expected(DAY, 1, "slip", LATER, 2, GENERAL),
        replace(visit(GENERAL, 500, 0, "admitted"), day=LATER, origin="referred"),
        replace(taken, day=LATER, fate="attended"),
        Admitted(LATER, 1, GENERAL),
        Referred(LATER, 1, "down", "price", None, True),
        replace(taken, day=LATER, fate="returned", place=CENTRE),
    )
    lost = (slip, replace(taken, fate="no_show"), Ended(DAY, 1, "no_show"))
    blocks = list(Page(twin(went, lost), "en").blocks())
    sides = blocks[[block.text for block in blocks].index("Referrals") + 1]
    assert sides.a == (
        "2024-05-01 slip by East Clinic to County Hospital: got there on 2024-05-09, came back to the "
        "sender.",
        "2024-05-09 offer to go down by County Hospital: declined as too dear.",
    )
    assert sides.b == ("2024-05-01 slip by East Clinic to County Hospital: did not go.",)
    sums = next(block.table for block in blocks if block.style == "sums")
    assert ("referrals offered", "2", "1") in sums and ("declined", "1", "0") in sums
    assert not any(label == "remote consultations" for label, *_ in sums)
    full = (*went[:3], TurnedAway(LATER, 1, GENERAL), replace(taken, day=LATER, fate="no_slot"))
    blocks = list(Page(twin(full, full), "zh").blocks())
    assert any(line.endswith("转往县医院：2024-05-09 无号。") for block in blocks for line in block.a)


def test_what_skipping_costs_is_told_with_the_stay():
    stay = Discharged(DAY, 1, GENERAL, 8, 100_000, 40_000, 0, path="skipped", points=-10.0, penalty=8_000)
    with_slip = replace(stay, fund=48_000, path="stepwise", points=5.0, penalty=0)
    both = twin((stay,), (with_slip,))
    assert (both.first, both.parting) == (DAY, None)
    assert (
        "The same care; fund 400.00 and 480.00 yuan, own 600.00 and 520.00 yuan, lost by skipping the order "
        "80.00 and 0.00 yuan (under A and B)."
    ) in page(both, "en")
    text = page(twin((stay,), (replace(stay, days=9),)), "zh")
    assert any("自付 600.00 元（其中越级少报 80.00 元）" in line for line in text)


def test_the_same_offer_answered_otherwise():
    taken = Referred(DAY, 1, "up", "accepted", GENERAL, True)
    both = twin((visit(CLINIC, 100, 0), replace(taken, fate="far")), (visit(CLINIC, 100, 0, "slip"), taken))
    text = page(both, "en")
    assert any("declines a slip to County Hospital as too far" in line for line in text)
    assert any(line.startswith("The same random number answers the offer under both") for line in text)
    assert "两种方案下由同一随机数决定是否接受；路程、多付的费用、信任或转诊便利不同。" in page(both, "zh")


def test_what_differs_at_the_start():
    other = replace(made(), person=replace(WOMAN, signed=False, chronic={"diabetes": True, "copd": True}))
    both = Twin(TITLES, made(), other)
    assert both.differs_at_start() == ["chronic", "signed"]
    text = page(both, "en")
    assert "From the first day, contract with a family doctor: yes under A, no under B." in text
    assert any("diabetes not controlled, COPD controlled under A" in line for line in text)
    assert "No need for care came up in these days." in text


def test_a_stay_at_home_is_a_deed_too():
    home = Chose(DAY, 1, (offer(NOTHING, 0, 0, 1.0),), 0.5, NOTHING, 0)
    text = page(twin((home,), (home,)), "en")
    assert "2024-05-01  stroke: Stays without care." in text
    assert made(home).start == FIRST
