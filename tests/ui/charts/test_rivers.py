"""Rivers, funnels and ledgers: their numbers are those of the tables."""

from __future__ import annotations

import json

import pytest

from sim.errors import Text
from sim.ui.charts import funnel, ledger, sankeys, story
from tests.pictures import small_picture


def total(option: dict, prefix: str) -> float:
    links = option["series"][0]["links"]
    return sum(one["value"] for one in links if one["source"].startswith(prefix))


def test_every_first_visit_flows_from_a_home() -> None:
    steps = small_picture().steps
    option = sankeys.patients(small_picture(), "zh")
    assert total(option, "home:") == steps.loc[steps["step"] == "first", "count"].sum()
    one = sankeys.patients(small_picture(), "en", "2024-02")
    first = steps[(steps["step"] == "first") & (steps["month"] == "2024-02")]
    assert total(one, "home:") == first["count"].sum()


def test_a_river_is_not_drawn_back_to_the_same_tier() -> None:
    links = sankeys.patients(small_picture(), "zh")["series"][0]["links"]
    again = [one for one in links if one["source"].startswith("first:")]
    assert again and all(one["source"][6:] != one["target"][5:] for one in again)


def test_payers_pay_what_was_billed() -> None:
    picture = small_picture()
    paid = picture.paid[picture.paid["period"] == picture.meta.main]["yuan"].sum() / 1e6
    assert total(sankeys.payments(picture, "en"), "payer:") == pytest.approx(paid, abs=0.02)


def test_what_enters_the_ledgers_leaves_them() -> None:
    picture = small_picture()
    option = sankeys.purses(picture, "zh")
    ledgers = picture.ledger[picture.ledger["period"] == picture.meta.main]
    assert total(option, "pool:") == pytest.approx(total(option, "ledger:"), abs=0.02)
    debited = total(option, "pool:") - total(option, "pool:surplus")
    assert debited == pytest.approx(ledgers["paid"].sum() / 1e6, abs=0.02)
    names = [one["label"]["formatter"] for one in option["series"][0]["data"]]
    assert any(name.startswith("非医共体参保人") for name in names)


def test_a_kept_surplus_goes_to_the_purses_and_an_overspend_to_none() -> None:
    row = {"lead": 6e5, "township": 3e5, "village": 1e5}
    kept = list(sankeys._kept(row, "ledger:x"))
    assert [one.amount for one in kept] == [1.0, 0.6, 0.3, 0.1]
    assert not list(sankeys._kept({"lead": -6e5, "township": 0.0, "village": 0.0}, "ledger:x"))
    assert not list(sankeys._kept(dict.fromkeys(row, float("nan")), "ledger:x"))


def test_nodes_carry_the_larger_of_what_comes_and_goes() -> None:
    nodes = {name: sankeys.Node(Text(name, name), k, "#000000") for k, name in enumerate("abc")}
    links = [sankeys.Link("a", "b", 3.0), sankeys.Link("b", "c", 2.0), sankeys.Link("a", "c", 0.0)]
    option = sankeys.river(nodes, links, sankeys.COUNT, "en", 12)["series"][0]
    assert [one["label"]["formatter"] for one in option["data"]] == ["a  3", "b  3", "c  2"]
    assert len(option["links"]) == 2


def test_the_stages_of_a_funnel_add_up() -> None:
    rows = funnel.stages(small_picture(), "up")
    count = {label.en: number for label, number, _ in rows}
    lost = [number for label, number, _ in rows if label.en.startswith("−")]
    assert count["Accepted"] == count["Offered"] - sum(lost[: funnel.FIRST_LOSSES])
    assert count["Ended in care"] <= count["Accepted"] and len(lost) == len(funnel.LOST)
    for way in funnel.WAYS:
        json.dumps(funnel.funnel(small_picture(), way, "zh"), allow_nan=False)


def test_ledgers_hold_what_was_debited() -> None:
    picture = small_picture()
    option = ledger.months(picture, "", "en")
    table = picture.ledger[
        (picture.ledger["community"] == "") & picture.ledger["period"].isin(picture.meta.months)
    ]
    assert sum(sum(one["data"]) for one in option["series"]) == pytest.approx(
        table["paid"].sum() / 1e6, abs=0.05
    )
    bars = {one["name"]: one["data"][0] for one in ledger.fund(picture, "en")["series"]}
    assert bars["income"] == pytest.approx(picture.fund["income"].sum() / 1e6, abs=0.01)


def test_small_charts_of_a_place() -> None:
    picture = small_picture()
    hospital = picture.sites.loc[picture.sites["kind"] == "county_general", "id"].iloc[0]
    months = story.facility_months(picture, hospital, "zh")
    assert months["series"][0]["data"] == picture.facilities.loc[
        picture.facilities["id"] == hospital, "visits"
    ].tolist()  # fmt: skip
    village = picture.ways.groupby("village")["visits"].sum().idxmax()
    shares = story.where_to(picture, village, "en")["series"]
    assert sum(one["data"][1] for one in shares) == pytest.approx(100, abs=0.5)
    for option in (months, story.trust(picture, village, "zh")):
        json.dumps(option, allow_nan=False)
