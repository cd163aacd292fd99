"""Settings of the property tests (the same examples on every machine, however slow); the small county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from sim import randomness
from sim.day.tables import DayTables, compile_tables
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import one_regime
from tests import small

settings.register_profile("county", deadline=None, derandomize=True)
settings.load_profile("county")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin first, so that the last file of one process keeps none waiting.

    Coverage leaves slow tests out: they run years of lines that quick tests cover, and tracing is slow.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def values() -> dict[str, float]:
    """Parameter values of the small county on the first day of the warm-up."""
    plan = small.scenario()
    return plan.values(plan.begin)


@pytest.fixture(scope="session")
def map_() -> Map:
    """Map of the small county; not to be changed."""
    return small.small_map()


@pytest.fixture(scope="session")
def tables(map_: Map, values: dict[str, float]) -> DayTables:
    """Tables of the small county at full population."""
    return compile_tables(map_, one_regime(values, len(map_.villages), len(map_.facilities)), 1.0, 1)


@pytest.fixture(scope="session")
def catalogue(tables: DayTables) -> Catalogue:
    """Conditions with their numbers."""
    return tables.catalogue


@pytest.fixture
def interpreted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave the process as it was after a model that uses compiled kernels."""
    monkeypatch.setattr(randomness, "compiled", None)
    yield
