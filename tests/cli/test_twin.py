"""`countycare twin` as it is typed."""

from __future__ import annotations

import json

import pytest

from sim.cli.main import execute
from sim.errors import Text
from sim.experiment.twin import Twin
from tests.experiment.made_stories import CLINIC, made
from tests.experiment.test_twin import visit

WORDS = ["twin", "lulong-2024-baseline", "lulong-2024", "--resident", "1303240000007"]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Stand in for the two runs, and keep what was asked of them."""
    calls: list[dict[str, object]] = []

    def twin_resident(*scenarios: object, **given: object) -> Twin:
        calls.append({"scenarios": scenarios, **given})
        titles = Text("off", "无"), Text("on", "有")
        return Twin(titles, made(visit(CLINIC, 1000, 0)), made(visit(CLINIC, 1000, 500)))

    monkeypatch.setattr("sim.experiment.twin.twin_resident", twin_resident)
    return calls


def test_a_page_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute([*WORDS, "--lang", "en"]) == 0
    assert "own 10.00 and 5.00 yuan" in capsys.readouterr().out
    assert execute([*WORDS, "--lang", "zh"]) == 0
    assert "自付 10.00 与 5.00 元" in capsys.readouterr().out


def test_json_and_options(capsys: pytest.CaptureFixture[str], asked: list[dict[str, object]]) -> None:
    more = ["--json", "--seed", "4", "--sample", "0.1", "--from", "2024-02-01", "--until", "2024-03-31"]
    assert execute([*WORDS, *more]) == 0
    assert json.loads(capsys.readouterr().out)["parting"] is None
    assert (asked[0]["seed"], asked[0]["sample"], asked[0]["resident"]) == (4, 0.1, 1303240000007)
    for scenario in asked[0]["scenarios"]:  # type: ignore[attr-defined]
        assert (str(scenario.start), str(scenario.until)) == ("2024-02-01", "2024-03-31")


@pytest.mark.parametrize("wrong", [["--from", "soon"], ["--sample", "2"], ["--seed", "x"]])
def test_a_wrong_option_is_one_sentence(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert execute([*WORDS, *wrong, "--lang", "en"]) == 2
    assert wrong[0] in capsys.readouterr().err


def test_the_terminal_says_how_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert execute([*WORDS, "--lang", "en"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) < 70


def test_a_person_by_id_or_by_kind(
    capsys: pytest.CaptureFixture[str], asked: list[dict[str, object]]
) -> None:
    assert execute([*WORDS[:3], "--pick", "child"]) == 0
    assert asked[0]["resident"] == "child"
    for wrong in ([], ["--pick", "giant"], ["--pick", "child", "--resident", "7"]):
        assert execute([*WORDS[:3], *wrong, "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "give --resident ID or --pick KIND" in told and "old-hypertensive-far" in told
