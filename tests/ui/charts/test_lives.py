"""The chart of two lives: a mark for each deed at its day and tier, larger where the lives differ."""

from __future__ import annotations

import json

from sim.ui.charts.lives import KINDS, LANES, marks, timelines
from sim.ui.charts.payers import paid, payers
from tests.ui.lives import EARLY, FORK, OUT, alike, twin


def test_marks_stand_at_their_day_and_tier() -> None:
    a, b = (marks(twin(), side, "en") for side in (0, 1))
    assert [(one.kind, one.lane, one.first, one.last) for one in a] == [
        ("change", "self", a[0].first, a[0].first),
        ("visit", "village", EARLY, EARLY),
        ("visit", "county", FORK, FORK),
        ("stay", "county", FORK, OUT),
    ]
    assert [(one.kind, one.lane, one.first) for one in b[1:]] == [
        ("visit", "village", EARLY),
        ("visit", "village", FORK),
    ]
    assert [one.apart for one in a] == [False, False, True, True]
    assert "goes to County Hospital" in a[2].words and a[2].words.startswith("2024-05-01 ")


def test_the_chart_marks_the_parting_and_names_its_rows() -> None:
    for language, here in (("en", "2024-05-01 the lives part"), ("zh", "2024-05-01 由此分岔")):
        option = timelines(twin(), language)
        json.dumps(option)  # goes to the browser
        lines = [one["markLine"] for one in option["series"] if "markLine" in one]
        assert [one["label"]["formatter"] for one in lines] == [here, here]
        points = [point for one in option["series"] for point in one["data"] if "row" in point]
        assert {twin().rows[point["row"]].day.isoformat() for point in points} >= {"2024-02-01", "2024-05-01"}
        sizes = {
            point["row"]: point.get("symbolSize") for point in points if point["value"][0] == "2024-05-01"
        }
        assert 15 in sizes.values()
        assert option["yAxis"][0]["data"] == [one.say(language) for one in LANES.values()]
    assert not [one for one in timelines(alike(), "en")["series"] if "markLine" in one]
    assert len(timelines(alike(), "en")["series"]) == 2 * len(KINDS)


def test_who_paid() -> None:
    assert paid(twin()) == {"own": (1655.0, 13.0), "fund": (4055.0, 17.0), "critical": (500.0, 0.0)}
    option = payers(twin(), "zh")
    assert [one["name"] for one in option["series"]] == ["自付", "医保基金", "大病保险"]
    assert option["series"][0]["data"] == [1655.0, 13.0]
