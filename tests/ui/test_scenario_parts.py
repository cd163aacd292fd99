"""What the scenario page is made of: scales, marks, searches, uses, faults, headline numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pytest

from sim.declare import load_parameters
from sim.errors import Text
from sim.experiment.picture import Meta
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.scenario import ALWAYS, shipped_names
from sim.ui.draft import Draft
from sim.ui.drafts import MOST, Drafts
from sim.ui.pages.scenario.about import rows
from sim.ui.pages.scenario.catalogue import families, place_of, places, search_levers, search_numbers
from sim.ui.pages.scenario.dials import choices, marks, name_of, scale_of, step_of
from sim.ui.pages.scenario.faults import sentence
from sim.ui.pages.scenario.headline import judged
from sim.ui.pages.scenario.uses import altered, switched, uses_of, value_of, with_value
from sim.ui.previews import Shelf, titled

BASE = "beidaihe-2024"
DAY = date(2024, 1, 1)
GENERAL = "contract.coverage.general"
FEE = load_parameters()["contract.doctor.contract_fee"]


def test_money_is_shown_in_yuan_and_shares_in_per_cent_and_meant_as_before() -> None:
    assert scale_of("fen").shown(2000) == 20 and scale_of("fen").meant(20.5) == 2050
    assert scale_of("share").shown(0.07) == 7 and scale_of("share").meant(58.3) == 0.583
    assert scale_of("days").shown(30) == 30 and scale_of("days").unit.zh == "天"


def test_a_slider_has_round_steps() -> None:
    assert step_of(FEE) == 0.5  # 5 to 80 yuan: 0.75 a hundredth, the round number below
    assert step_of(load_parameters()[GENERAL]) == 0.5  # 20 to 90 %
    assert step_of(load_parameters()["contract.kind"]) == 1


def test_named_values_are_those_of_the_declarations() -> None:
    found = [
        (value, text.en)
        for value, text in marks(FEE, load_levers()["contract.village_doctor_income"].dials[FEE.path])
    ]
    assert found == [(2000, "as now"), (2500, "low"), (4000, "usual choice"), (8000, "high")]


def test_kinds_have_names_in_both_languages() -> None:
    kind = load_parameters()["contract.kind"]
    assert [(value, text.zh) for value, text in choices(kind)] == [
        (0, "未声明"), (1, "软签约"), (2, "首诊式"), (3, "打包式"),
    ]  # fmt: skip
    assert choices(kind)[2][1].en == "first contact"
    assert name_of(kind).zh == "签约类型"
    form = dict(choices(load_parameters()["pay_provider.form.county.stay"]))
    assert form[2].en == "DIP" and form[-1].zh == "维持原方式"


def test_every_kind_that_a_lever_sets_has_a_name() -> None:
    for lever in load_levers().values():
        for path in lever.dials:
            if load_parameters()[path].unit == "kind":
                named = choices(load_parameters()[path])
                assert all(not text.zh.isdecimal() and not text.en.isdecimal() for _, text in named), path


def test_every_shipped_scenario_is_a_preset_of_one_place() -> None:
    assert sorted(name for place in places() for name, _ in place.presets) == shipped_names()
    assert place_of("lulong-2024-baseline").key == "lulong-2024"
    assert "lulong-2024" in [one.key for one in places()[:7]]


def test_levers_are_found_by_words_of_either_language() -> None:
    assert sum(len(one) for one in families().values()) == len(load_levers())
    assert search_levers("家庭医生签约")[0].id == "contract.coverage"
    assert search_levers("COVERAGE family-doctor")[0].id == "contract.coverage"
    assert search_levers("  ") == [] and search_levers("xyzzy") == []
    assert "referral.attend" in [one.path for one in search_numbers("转诊单到诊")]


def test_off_and_on_again_leaves_the_lever_to_the_base() -> None:
    draft = Draft.on(BASE)
    assert uses_of(draft, "contract.green_channel")
    off = switched(draft, "contract.green_channel", False)
    assert uses_of(off, "contract.green_channel") == ()
    assert switched(off, "contract.green_channel", True).changes == draft.changes


def test_a_lever_begins_on_the_first_counted_day_with_the_values_of_the_catalogue() -> None:
    draft = switched(Draft.on(BASE), "contract.coverage", True)
    (use,) = uses_of(draft, "contract.coverage")
    assert use.start == date(2024, 1, 1) and use.settings == ()
    assert value_of(use, GENERAL) == 0.75
    set_ = altered(draft, "contract.coverage", 0, lambda one: with_value(one, GENERAL, 0.6))
    assert value_of(uses_of(set_, "contract.coverage")[0], GENERAL) == 0.6
    back = altered(set_, "contract.coverage", 0, lambda one: with_value(one, GENERAL, 0.75))
    assert back.changes == draft.changes


def test_faults_name_levers_and_not_ids() -> None:
    draft = Draft.on(BASE).with_lever("contract.benefit", [LeverUse("contract.benefit")])
    (problem,) = draft.problems_of("contract.benefit")
    label = load_levers()["contract.kind"].label
    assert f"“{label.zh}”" in sentence(problem).zh and f"“{label.en}”" in sentence(problem).en


def test_what_is_told_about_a_lever() -> None:
    told = {label.en: text for label, text in rows(load_levers()["contract.benefit"], Draft.on(BASE))}
    assert told["Decided by"].zh == "市" and told["Needs"].en == load_levers()["contract.kind"].label.en
    assert "assumption" in told["Size of the effect"].en and "Not together with" not in told


@pytest.mark.parametrize(
    ("difference", "margin", "better", "verdict", "tone"),
    [
        (0.0, 0.0, "higher", "the same", ""),
        (0.0, math.nan, "higher", "the same", ""),
        (0.0, 0.4, "lower", "cannot be told apart", ""),
        (0.2, math.nan, "higher", "no interval", ""),
        (0.1, 0.1, "higher", "cannot be told apart", ""),
        (0.2, 0.1, "higher", "better", "good"),
        (0.2, 0.1, "lower", "worse", "bad"),
        (-0.2, 0.1, "none", "different", ""),
    ],
)
def test_a_difference_within_chance_is_not_called_one(
    difference: float, margin: float, better: str, verdict: str, tone: str
) -> None:
    text, found = judged(difference, margin, better)
    assert (text.en, found) == (verdict, tone)


def test_up_to_four_drafts_stand_side_by_side() -> None:
    held = Drafts((Draft.on(BASE),))
    for letter in "bcd":
        held = held.added(Draft.on(BASE).named(letter))
    assert len(held.all) == MOST and held.at == 3
    assert len(held.added(Draft.on(BASE).named("e")).all) == MOST
    assert held.chosen(1).put(Draft.on(BASE).named("x")).current.name.en == "x"
    left = held.closed(0)
    assert [one.name.en for one in left.all] == ["b", "c", "d"] and left.current.name.en == "d"
    assert Drafts((Draft.on(BASE),)).closed(0).all == (Draft.on(BASE),)


def test_the_shelf_keeps_what_was_asked_for_last() -> None:
    shelf, pictures = Shelf(2), {name: object() for name in "abc"}
    for name in "ab":
        shelf.put((name, 1, 1.0), pictures[name])  # type: ignore[arg-type]
    assert shelf.get(("a", 1, 1.0)) is pictures["a"]
    shelf.put(("c", 1, 1.0), pictures["c"])  # type: ignore[arg-type]
    assert shelf.get(("b", 1, 1.0)) is None and shelf.get(("a", 1, 1.0)) is pictures["a"]


def test_a_number_found_by_search_is_changed_from_the_start_on() -> None:
    draft = Draft.on(BASE).with_number("referral.attend", {ALWAYS: 0.7})
    assert draft.scenario().values(date(2024, 5, 1))["referral.attend"] == 0.7


def test_a_picture_that_was_made_for_another_is_called_as_who_asks() -> None:
    @dataclass(frozen=True)
    class Made:
        meta: object

    meta = Meta("b", Text("His", "他的"), "f", 1, 1.0, False, (), DAY, DAY, (), "2024", False, (), 1)
    mine = Draft.on(BASE).named("甲").scenario()
    found = titled(Made(meta), mine).meta  # type: ignore[type-var]
    assert found.title.zh == "甲" and (found.fingerprint, found.people) == ("f", 1)
