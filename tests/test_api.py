"""The library as Python programs see it; the examples of the readme are run."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

import sim
from tests.small import soon

ROOT = Path(__file__).parents[1]


def examples(name: str) -> list[str]:
    """Python examples of a document."""
    return re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)


def small(name: str = "small") -> sim.Scenario:
    plan = sim.load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 31))
    return soon(plan).named(name)


def test_everything_that_is_promised_is_there() -> None:
    assert all(getattr(sim, name) for name in sim.__all__)
    assert set(sim.__all__) <= set(dir(sim))
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = sim.no_such_thing  # type: ignore[attr-defined]


def test_the_command_line_and_python_offer_the_same_experiments() -> None:
    for name in ("run", "compare", "sweep", "attribute", "search", "stress"):
        assert (ROOT / "sim" / "cli" / f"{name}.py").exists()
        assert callable(getattr(sim, name))


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = "import sim, sys; print([one for one in ('numpy', 'pandas', 'mesa') if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_types_are_shipped() -> None:
    assert (files("sim") / "py.typed").is_file()
    assert '"py.typed"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_both_readmes_show_the_same_examples() -> None:
    chinese, english = examples("README.zh.md"), examples("README.md")
    assert len(english) == len(chinese) > 0

    def lines(code: str) -> list[str]:
        return [line.partition("#")[0].rstrip() for line in code.splitlines()]

    assert [lines(one) for one in english] == [lines(one) for one in chinese]


@pytest.mark.slow
@pytest.mark.parametrize("code", examples("README.md"), ids=range(len(examples("README.md"))))
def test_the_examples_of_the_readme_run(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    assert "in_county_visit_rate" in capsys.readouterr().out
    assert (tmp_path / "results").is_dir()


def test_a_run_and_its_files(tmp_path: Path) -> None:
    result = sim.run(small(), sample=0.01, seed=3, out=tmp_path / "out", events=True)
    assert isinstance(result.indicators, pd.DataFrame)
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert {"indicators.csv", "manifest.json", "visits.parquet"} <= names
    assert result.manifest["seed"] == 3
    with pytest.raises(sim.UserError, match="not empty"):
        sim.run(small(), sample=0.01, out=tmp_path / "out")


def test_what_is_wrong_is_told_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(sim.UserError, match="sample"):
        sim.run(small(), sample=0.0)
    with pytest.raises(sim.UserError, match="folder"):
        sim.run(small(), sample=0.01, events=True)
    with pytest.raises(sim.UserError, match="no-such"):
        sim.run("no-such")
    with pytest.raises(sim.UserError, match="two scenarios are called small"):
        sim.compare([small(), small().with_lever("contract.coverage", start=date(2024, 1, 1))], out=tmp_path)
    with pytest.raises(sim.UserError, match="not both"):
        sim.compare([small("a"), small("b").with_lever("contract.coverage", start=date(2024, 1, 1))],
                    out=tmp_path, workers=2, scheduler="tcp://127.0.0.1:1")  # fmt: skip
