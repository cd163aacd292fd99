"""What can be set on the scenario page beside levers' numbers: places, days of the run, dated values."""

from __future__ import annotations

from datetime import date

import pytest

from sim.declare import load_parameters
from sim.errors import UserError
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse, Where
from sim.scenario import ALWAYS
from sim.ui.draft import Draft
from sim.ui.pages.scenario.number_row import moved_to, next_day, values_of, with_value_on, written
from sim.ui.pages.scenario.period import with_days
from sim.ui.pages.scenario.side import without
from sim.ui.pages.scenario.where import keys_of, pickable, where_of

BASE = "beidaihe-2024"
ATTEND = load_parameters()["referral.attend"]
YEAR, JULY = date(2024, 1, 1), date(2024, 7, 1)


def test_places_are_picked_by_name_the_widest_first() -> None:
    draft, levers = Draft.on(BASE), load_levers()
    found = pickable(draft.base, levers["contract.green_channel"])
    assert list(dict.fromkeys(one.kind for one in found)) == ["communities", "townships", "facilities"]
    assert (found[0].key, found[0].name.zh) == ("communities:130304-1", "秦皇岛市北戴河医院牵头的医共体")
    assert "townships:130304101" in [one.key for one in found if one.name.zh == "戴河镇"]
    clinics = [one for one in found if one.code.startswith("VC-")]
    assert found[-len(clinics) :] == clinics and clinics[0].name.zh.endswith("）")
    kinds = {one.kind for one in pickable(draft.base, levers["contract.coverage"])}
    assert kinds == {"communities", "townships"}


def test_counties_can_be_picked_where_there_are_several() -> None:
    found = pickable(Draft.on("qinhuangdao-2024").base, load_levers()["contract.coverage"])
    assert [one.name.zh for one in found if one.kind == "counties"].count("卢龙县") == 1
    assert "戴河镇（北戴河区）" in [one.name.zh for one in found]


def test_what_stands_outside_the_counties_is_offered_where_the_decision_is_not_theirs() -> None:
    base, levers = Draft.on(BASE).base, load_levers()
    outside = {
        id_: any(one.code.startswith("CITY-") for one in pickable(base, levers[id_]))
        for id_ in ("contract.green_channel", "capability.upgrade")
    }
    decided = {id_: levers[id_].changed_by for id_ in outside}
    assert outside == {id_: by != "county" for id_, by in decided.items()}
    assert set(decided.values()) == {"county", "hospital"}


def test_names_of_a_file_are_shown_as_the_places_they_stand_for() -> None:
    base = Draft.on(BASE).base
    given = Where(townships=("戴河镇", "无此镇"))
    keys = keys_of(given, base)
    assert keys == ["townships:130304101", "townships:无此镇"] and keys_of(Where(), base) == []
    assert where_of(keys[:1]) == Where(townships=("130304101",))
    assert where_of([*keys[:1], "facilities:TC-130304101"]).facilities == ("TC-130304101",)


def test_a_lever_narrowed_to_a_community_is_told_by_who_leads_it() -> None:
    use = LeverUse("contract.coverage", YEAR, where=Where(communities=("130304-1",)))
    draft = Draft.on(BASE).with_lever("contract.coverage", [use])
    assert "限于秦皇岛市北戴河医院牵头的医共体" in draft.changes_in_words("zh")[0]
    assert "the community led by Beidaihe Hospital" in draft.changes_in_words("en")[0]


def test_days_of_the_run_are_changed_and_left_to_the_base_again() -> None:
    draft = with_days(Draft.on(BASE), date(2024, 4, 1), date(2024, 9, 30))
    assert (draft.base.start, draft.scenario().until) == (date(2024, 4, 1), date(2024, 9, 30))
    assert [one.id for one in draft.what_changed()] == ["start", "until"]
    assert with_days(draft, YEAR, date(2024, 12, 31)).changes == Draft.on(BASE).changes
    first, last = draft.what_changed()
    assert without(draft, first).changes.start is None and without(draft, first).changes.until is not None
    assert without(without(draft, first), last).changes == Draft.on(BASE).changes


@pytest.mark.parametrize(
    ("start", "until", "wrong"),
    [
        (date(2024, 3, 15), None, "first of a month"),
        (None, date(2023, 12, 31), "comes before the first counted day"),
        (date(1960, 1, 1), None, "holiday calendar holds"),
    ],
)
def test_days_that_cannot_be_run_are_refused(start: date | None, until: date | None, wrong: str) -> None:
    with pytest.raises(UserError, match=wrong):
        with_days(Draft.on(BASE), start, until)


def test_a_number_has_several_values_by_day() -> None:
    draft = Draft.on(BASE)
    values = values_of(ATTEND, draft)
    assert list(values) == [ALWAYS] and next_day(values, draft) == YEAR
    values = with_value_on(values, JULY, 0.9)
    assert next_day(values, draft) == date(2024, 8, 1)
    assert next_day({date(2024, 12, 5): 1.0}, draft) == date(2025, 1, 1)
    assert moved_to(values, JULY, ALWAYS) is None
    assert moved_to(values, JULY, YEAR) == {ALWAYS: values[ALWAYS], YEAR: 0.9}
    begin = draft.base.begin
    assert written({ALWAYS: 0.7}, begin) == {ALWAYS: 0.7}
    changed = draft.with_number(ATTEND.path, written({ALWAYS: 0.7, JULY: 0.9}, begin))
    assert changed.problems == () and list(values_of(ATTEND, changed)) == [begin, JULY]
    run = changed.scenario()
    assert [run.values(day)[ATTEND.path] for day in (begin, date(2024, 6, 30), JULY)] == [0.7, 0.7, 0.9]
    assert Draft.from_yaml(changed.to_yaml().encode()).changes == changed.changes
