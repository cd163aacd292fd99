"""`countycare geography`: a small real map brought in and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.geography import CHINESE
from sim.cli.main import execute
from sim.declare import defaults
from sim.geography.map import build_map
from sim.geography.report import compare_maps

COUNTY = "130304"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every village of Beidaihe a kilometre or so from where the rule puts it."""
    map_ = build_map([COUNTY], defaults())
    folder = tmp_path_factory.mktemp("source")
    villages = pd.DataFrame(
        {
            "code": map_.villages["code"],
            "name_zh": map_.villages["name_zh"],
            "level": "village",
            "parent_code": map_.townships["code"].to_numpy()[map_.villages["township"]],
            "lon": map_.villages["lon"] + 0.01,
            "lat": map_.villages["lat"],
        }
    )
    villages.to_csv(folder / "places.csv", index=False)
    return folder


def test_import_and_report(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = tmp_path / "real"
    assert execute(["geography", "import", str(source), "--out", str(real), "--lang", "en"]) == 0
    assert f"geography: {real}" in capsys.readouterr().out
    assert execute(["geography", "import", str(source), "--out", str(real)]) == 2
    capsys.readouterr()
    assert execute(["geography", "report", "北戴河区", "--real", str(real), "--json"]) == 0
    rows = {row["measure"]: row for row in json.loads(capsys.readouterr().out)}
    # a hundredth of a degree of longitude at 39.8 degrees north is 0.85 km
    assert rows["villages: km from the observed point"]["median_difference"] == pytest.approx(0.85, abs=0.02)
    assert execute(["geography", "report", COUNTY, "--real", str(real), "--lang", "zh"]) == 0
    assert "村：距实测点（公里）" in capsys.readouterr().out


def test_every_measure_has_a_chinese_name() -> None:
    map_ = build_map([COUNTY], defaults())
    assert set(compare_maps(map_, map_)["measure"]) == set(CHINESE)
