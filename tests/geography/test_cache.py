from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.geography import Map, build_map
from sim.geography import cache as cache_module
from sim.geography import map as map_module
from sim.geography.cache import content_key
from tests.geography.conftest import LULONG


def same(a: Map, b: Map) -> bool:
    for name in ("counties", "townships", "villages", "facilities"):
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name))
    for name in ("options", "minutes", "ambulance", "road_km"):
        x, y = getattr(a, name), getattr(b, name)
        assert x.dtype == y.dtype and x.shape == y.shape
        np.testing.assert_array_equal(x, y)
    assert nx.utils.graphs_equal(a.graph, b.graph)
    return a.schematic == b.schematic


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTYCARE_CACHE", str(tmp_path / "maps"))
    return tmp_path / "maps"


def test_a_map_is_kept_and_read_back_bit_for_bit(
    fresh: Path, values: Mapping[str, float], lulong: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build_map([LULONG], values)
    assert same(made, lulong)
    assert [path.suffix for path in fresh.iterdir()] == [".npz"]
    monkeypatch.setattr(map_module, "_build", lambda *_: pytest.fail("the cached map was not used"))
    assert same(build_map([LULONG], values), made)


def test_a_damaged_cache_is_made_again(fresh: Path, values: Mapping[str, float], lulong: Map) -> None:
    build_map([LULONG], values)
    (kept,) = fresh.iterdir()
    for damage in (b"", b"not a map", kept.read_bytes()[:5000]):
        kept.write_bytes(damage)
        assert same(build_map([LULONG], values), lulong)
    assert same(build_map([LULONG], values), lulong)


def test_a_cache_that_cannot_be_written_does_no_harm(
    tmp_path: Path, values: Mapping[str, float], lulong: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COUNTYCARE_CACHE", str(tmp_path / "file" / "maps"))
    assert same(build_map([LULONG], values), lulong)


def test_the_key_hangs_on_all_that_matters(values: Mapping[str, float]) -> None:
    base = content_key([LULONG], values, "")
    assert base == content_key([LULONG], dict(reversed(list(values.items()))), "")
    assert base == content_key([LULONG], {**values, "choice.travel_minute": 3.0}, "")
    assert base != content_key([LULONG], {**values, "geography.placement_seed": 2}, "")
    assert base != content_key([LULONG], {**values, "facilities.city_beds": 1}, "")
    assert base != content_key([LULONG, "130321"], values, "")
    assert base != content_key([LULONG], values, "another")


def test_only_the_newest_maps_are_kept(fresh: Path, monkeypatch: pytest.MonkeyPatch, lulong: Map) -> None:
    monkeypatch.setattr(cache_module, "_KEPT", 2)
    for age, key in enumerate("abc"):
        cache_module.save(key, vars(lulong))
        os.utime(fresh / f"map-{key}.npz", (age, age))
    cache_module.save("d", vars(lulong))
    assert sorted(path.name for path in fresh.iterdir()) == ["map-c.npz", "map-d.npz"]
