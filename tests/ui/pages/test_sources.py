"""The page of calibration and sources: with a calibration, without one, and every number to search."""

from __future__ import annotations

from pathlib import Path

import ipyvuetify as v
import pandas as pd
import pytest
import solara

from sim.calibration.findings import Findings, read_findings
from sim.declare import load_parameters
from sim.ui.language import set_language
from sim.ui.pages.sources import cited, figures, limits, numbers, search, tables
from sim.ui.pages.sources import words as words_of
from sim.ui.pages.sources.calibration import Fit, Identifiability, Validation
from sim.ui.pages.sources.page import Page
from sim.ui.session import kept
from sim.ui.shipped import shipped
from tests.calibration.fakes_of_results import write_results
from tests.ui.written import words


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return read_findings(write_results(Path(tmp_path_factory.mktemp("results"))))


@pytest.fixture(scope="module")
def empty(made: Findings) -> Findings:
    return Findings(made.folder, {}, None, made.targets, made.priors)


def test_searching() -> None:
    frame = pd.DataFrame({"a": [f"Number {k}" for k in range(60)], "b": ["x", "y"] * 30, "c": [None] * 60})
    text = search.haystack(frame, ["a", "b", "c"])
    assert search.matching(frame, text, "", {}).equals(frame)
    assert search.matching(frame, text, "7 NUMBER", {})["a"].tolist() == [
        f"Number {k}" for k in (7, 17, 27, 37, 47, 57)
    ]
    assert search.matching(frame, text, "7", {"b": "x"}).empty
    assert search.matching(frame, text, "(", {}).empty  # no pattern
    assert (search.pages_of(0), search.pages_of(40), search.pages_of(41)) == (1, 2, 3)
    assert search.page_of(frame, 3)["a"].tolist() == [f"Number {k}" for k in range(40, 60)]
    assert search.page_of(frame, 9).equals(search.page_of(frame, 3))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_declared_number_is_there_with_its_source(language: str, made: Findings) -> None:
    frame = numbers.numbers(shipped()["lulong-2024"], made, language)
    assert len(frame) == len(load_parameters()) > 1500
    assert frame["source"].str.len().min() > 0 and frame["evidence"].str.len().min() > 0
    row = frame.set_index("path").loc["prices.visit.township"]
    assert row["value"] == {"en": "84.7 yuan", "zh": "84.7 元"}[language]
    assert row["range"] == {"en": "80–110 yuan", "zh": "80–110 元"}[language]
    assert row["grade"] == "statistics" and "IN199" in row["source"]
    told = frame.loc[frame["figures"] != "", "path"]
    assert set(told) <= {one.id.partition("@")[0] for one in made.priors.values()} and len(told) > 10
    counted = numbers.by_evidence(frame, language)
    assert sum(sum(row.values()) for row in counted.values()) == len(frame)
    assert not {family for family in frame["family"] if family not in numbers.PARTS}


def test_the_value_is_the_one_a_run_uses(made: Findings) -> None:
    rows = {
        name: numbers.numbers(shipped()[name], made, "en").set_index("path")
        for name in ("lulong-2024", "luohu-2017")
    }
    for name, frame in rows.items():
        scenario = shipped()[name]
        used = scenario.draw(0, 1).base_values(scenario.start)
        assert frame["plain"].to_dict() == used
        assert frame["declared"].to_dict() == scenario.base_values(scenario.start)
    fitted = rows["lulong-2024"].query("plain != declared")
    assert len(fitted) > 10 and fitted["value"].str.contains("fitted; declared").all()
    assert not rows["luohu-2017"]["figures"].any()  # the figures are of another place


def test_published_figures_keep_what_was_published() -> None:
    frame = figures.figures("en").set_index("id")
    assert frame.loc["TG001", "told"] == "62.06 %" and frame.loc["TG001", "place"] == "Qinhuangdao"
    assert frame.index.is_unique and len(frame) > 400 and (frame["source"] != "").all()
    assert set(frame["confidence"]) <= set(figures.CHECKED)
    effects = figures.effects("zh").set_index("id")
    assert "对照" in effects.loc["EF041", "grade"]
    assert effects.loc["EF009", "told"] == "55.3 (19.5 … 101.8)%（变化率）"
    assert figures.effects("en").set_index("id").loc["EF009", "told"] == "55.3 (19.5 … 101.8) % change"
    chinese = figures.figures("zh").set_index("id")
    assert tuple(chinese.loc["TG001", ["place", "told"]]) == ("秦皇岛市", "62.06%")
    assert chinese.loc["TG013", "told"] == "2614 人"


def test_places_and_units_of_figures_are_said_in_chinese() -> None:
    for frame in (figures.figures("zh"), figures.effects("zh")):
        english = frame["place"].str.contains(r"[a-z]{3}")
        assert not english.any(), frame.loc[english, "place"].unique()
    assert words_of.place("Lulong county 石门镇", "zh") == "卢龙县石门镇"
    assert words_of.place("somewhere", "zh") == "somewhere"
    assert words_of.amount("3", "per 100", "zh") == "3 每百人" and words_of.amount("", "beds", "zh") == ""


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("assumption of this project, see note", "本项目假设"),
        ("IN295: tertiary hospitals 2020, from memory", "IN295（三级医院次均门诊费用）；凭记忆，待核对"),
        ("国家基本公共卫生服务规范（第三版）, 2017: four a year", "国家基本公共卫生服务规范（第三版）"),
        ("luohu-2017", "深圳罗湖式医改全面开花 (2017)"),
        ("IN244; luohu-2017 三(五)", "IN244（总预算占当年筹资）；深圳罗湖式医改全面开花 (2017)（三(五)）"),
        ("narrow roads", "见原始记录"),
    ],
)  # fmt: skip
def test_sources_are_told_in_chinese_as_far_as_they_can_be(source: str, told: str) -> None:
    assert cited.in_chinese(source) == told


def test_hardly_a_source_is_left_untold_in_chinese(made: Findings) -> None:
    frame = numbers.numbers(shipped()["luohu-2017"], made, "zh")
    assert (frame["cited"] == cited.UNTOLD).mean() < 0.05
    assert "cited" in numbers.shown(frame)
    assert "cited" not in numbers.shown(numbers.numbers(shipped()["luohu-2017"], made, "en"))


def test_limits_say_whether_the_model_is_fitted(made: Findings, empty: Findings) -> None:
    without, having = (limits.in_numbers(one)[1] for one in (empty, made))
    assert "has not been fitted" in without.en and "尚未" in without.zh
    known = made.tables["identifiability"]
    assert f"tell {int((known['status'] == 'identified').sum())} of the {len(known)}" in having.en


@pytest.mark.parametrize("part", [Fit, Identifiability, Validation])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_part_is_shown_or_said_to_be_absent(part, language, made, empty) -> None:
    set_language(language)
    texts = []
    for findings in (made, empty):
        _, rendered = solara.render(solara.AppLayout(children=[part(findings)]), handle_error=False)
        texts.append(words(rendered))
        rendered.close()
    absent = {"en": "has not been made", "zh": "尚未生成"}[language]
    assert absent in texts[1]
    if part is not Validation or made.board is not None:
        assert absent not in texts[0]


def test_a_board_has_names_and_designs(made: Findings) -> None:
    told = {"published": "7.8", "effect": "3", "model": "1 … 5", "unit": "points", "note": ""}
    rows = [{"id": "EF041", "verdict": "inside", **told}]
    frame = tables.board({"board": {"rows": rows}}, "en")
    assert frame["name"][0].startswith("EF041 hierarchical reform") and frame["grade"][0][0] in "ABCD"
    assert tables.verdicts(frame)[0].values == {"inside": "inside"}
    assert len(tables.priors(made, "zh")) == len(made.priors)


def test_the_page_searches_all_numbers() -> None:
    set_language("en")
    kept("sources.tab", "limits").set("numbers")
    _, rendered = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    box = rendered.find(v.TextField, label="Search (words in any order)").widget
    box.v_model = "township bill outpatient"
    text = words(rendered)
    assert "prices.visit.township" in text and "prices.visit.city" not in text
    box.v_model = "no such words at all"
    assert "Nothing matches" in words(rendered)
    rendered.close()
    kept("sources.tab", "limits").set("limits")
