from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from sim.declare import load_parameters
from sim.geography import Map, build_map
from tests.geography.conftest import LULONG

DIGEST = """
import hashlib, sys
from sim.declare import defaults
from sim.geography import build_map
m = build_map(["130324"], defaults())
text = m.villages.to_csv() + m.facilities.to_csv() + m.townships.to_csv() + str(sorted(m.graph.edges))
print(hashlib.sha256(text.encode() + m.minutes.tobytes() + m.options.tobytes()).hexdigest())
"""


def test_shapes_and_types(lulong: Map) -> None:
    villages = len(lulong.villages)
    assert (lulong.options.dtype, lulong.options.shape) == (np.int32, (villages, 13))
    assert (lulong.minutes.dtype, lulong.minutes.shape) == (np.float32, (4, villages, 13))
    for array in (lulong.ambulance, lulong.road_km):
        assert (array.dtype, array.shape) == (np.float32, (villages, 13))
    assert {"code", "name_zh", "name_en", "population_2020", "lon", "lat"} <= set(lulong.counties)
    assert set(lulong.townships["provenance"]) <= {"observed", "published facts", "estimated"}
    assert lulong.townships["street"].dtype == bool and lulong.villages["urban"].dtype == bool


def test_a_map_does_not_hang_on_the_order_of_hashes(tmp_path: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "COUNTYCARE_CACHE": str(tmp_path / seed)}
        run = subprocess.run(
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


class Watched(dict[str, float]):
    """Values that remember what was read."""

    def __init__(self, values: Mapping[str, float]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, path: str) -> float:
        self.read.add(path)
        return super().__getitem__(path)


def test_every_declared_number_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTYCARE_CACHE", str(tmp_path))
    declared = {
        path: p.value
        for path, p in load_parameters().items()
        if path.startswith(("geography.", "facilities."))
    }
    values = Watched(declared)
    counties = [LULONG, "130322", "130306"]
    some_road = min(build_map(counties, values).graph.edges)
    build_map(counties, values, blocked=[some_road])
    assert values.read == set(declared)


@pytest.mark.parametrize("code", ["150721", "321023", "430181"])
def test_counties_of_other_provinces_have_a_map(values: Mapping[str, float], code: str) -> None:
    map_ = build_map([code], values)
    assert len(map_.villages) > 100
    assert np.isfinite(map_.minutes[3, :, 4]).all()


@pytest.mark.parametrize("draw", range(6))
def test_every_drawn_set_of_numbers_makes_a_sound_map(draw: int) -> None:
    chance = np.random.default_rng(draw)
    values = {}
    for path, p in load_parameters().items():
        if path.startswith(("geography.", "facilities.")):
            number = float(chance.choice([p.low, chance.uniform(p.low, p.high), p.high]))
            values[path] = round(number) if p.is_integer else number
    map_ = build_map(["130304", "130303"], values)
    has = map_.options >= 0
    assert has[:, [2, 3, 4, 5, 6, 9, 10, 11, 12]].all()
    assert np.isfinite(map_.minutes[:, has]).all() and np.isfinite(map_.ambulance[has]).all()
    assert map_.villages.groupby("county")["weight"].sum().to_numpy() == pytest.approx(1)
    assert (map_.facilities["doctors"] >= 1).all() and (map_.facilities["beds"] >= 0).all()
