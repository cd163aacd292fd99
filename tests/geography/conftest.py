"""Maps built once for all tests of the geography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sim.declare import parameter_folder, read_parameters
from sim.geography import Map, build_map

LULONG = "130324"
SIX = (LULONG, "130321", "130322", "130306", "130304", "130303")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own, so that no earlier map is read."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTYCARE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def values() -> Mapping[str, float]:
    """Central values of the families that the geography reads."""
    files = [parameter_folder() / f"{family}.csv" for family in ("geography", "facilities")]
    return {path: parameter.value for path, parameter in read_parameters(files).items()}


@pytest.fixture(scope="session")
def lulong(values: Mapping[str, float]) -> Map:
    return build_map([LULONG], values)


@pytest.fixture(scope="session")
def six(values: Mapping[str, float]) -> Map:
    return build_map(SIX, values)
