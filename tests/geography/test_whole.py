"""A county that a user brings whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UserError
from sim.geography import build_map
from sim.geography.importer import import_geography
from sim.geography.tables import records, table
from sim.geography.whole import county_columns

CODE = "990101"
PLACES = f"""code,name_zh,level,parent_code,lon,lat,distance_km,direction
{CODE}100,甲镇,township,{CODE},,,,
{CODE}101,乙乡,township,{CODE},,,22,SW
{CODE}102,丙乡,township,{CODE},,,11,
{CODE}100200,甲村,village,{CODE}100,,,3.3,
{CODE}101200,乙村,village,{CODE}101,,,,
{CODE}102200,丙村,village,{CODE}102,,,,
"""
OUTSIDE = """prefecture,id,kind,name_zh,lon,lat
990100,MINE-1,CITY,市医院,105.5,30
990100,MINE-2,NEIGHBOUR,邻县医院,105,30.3
990100,MINE-3,FAR,省医院,107,30
"""


def county(**changes: str) -> str:
    """``counties.csv`` with one county like Lulong, in another place."""
    facts = records(table("county_facts").set_index("code", drop=False).loc[["130324"]])[0]
    row = facts | {
        "code": CODE, "name_zh": "甲县", "population_2020": "30000", "prefecture_code": "990100",
        "seat_code": f"{CODE}100", "lon": "105", "lat": "30", "plain": "1", "hill": "0", "mountain": "0",
        "source": "own", "lon_min": "", "lon_max": "", "lat_min": "", "lat_max": "",
    } | changes  # fmt: skip
    columns = county_columns()
    return ",".join(columns) + "\n" + ",".join(str(row.get(name, "")) for name in columns) + "\n"


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., Path]:
    def run(**files: str) -> Path:
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        given = {"places": PLACES, "counties": county(), "outside": OUTSIDE} | files
        hospital = f"county_code,name_zh,category\n{CODE},甲县医院,general\n"
        for name, text in ({"facilities": hospital} | given).items():
            (source / f"{name}.csv").write_text(text, encoding="utf-8")
        import_geography(source, tmp_path / "out")
        return tmp_path / "out"

    return run


def test_places_stand_where_the_user_says(bring: Callable[..., Path], values: Mapping[str, float]) -> None:
    map_ = build_map([CODE], values, bring())
    assert map_.census["population_2020"].tolist() == ["30000"]
    km = (map_.townships[["lon", "lat"]].to_numpy() - [105, 30]) * [111.2 * np.cos(np.radians(30)), 111.2]
    detour = values["geography.published_detour"]
    assert km[0] == pytest.approx([0, 0], abs=1e-6)
    assert km[1] == pytest.approx([-22 / detour / 2**0.5] * 2, rel=0.01)
    assert np.hypot(*km[2]) == pytest.approx(11 / detour, rel=0.01)
    assert map_.townships["provenance"].tolist() == ["observed", "published facts", "estimated"]
    outside = map_.facilities[map_.facilities["county"] < 0]
    assert outside["name_zh"].tolist() == ["市医院", "邻县医院", "省医院"]
    assert (map_.facilities["name_zh"] == "甲县医院").sum() == 1
    assert len(map_.facilities) == 3 + 3 + 1 + 3


def test_a_shipped_county_brought_whole_is_the_users_alone(
    bring: Callable[..., Path], values: Mapping[str, float]
) -> None:
    whole = county(code="130324", prefecture_code="130300", seat_code="130324100")
    folder = bring(
        places=PLACES.replace(CODE, "130324"), counties=whole, outside=OUTSIDE.replace("990100", "130300"),
        facilities="county_code,name_zh,category\n130324,甲县医院,general\n",
    )  # fmt: skip
    map_ = build_map(["130324"], values, folder)
    assert map_.villages["name_zh"].tolist() == ["甲村", "乙村", "丙村"]
    assert (map_.facilities["kind"] == 2).sum() == 1


@pytest.mark.parametrize(
    ("files", "where", "says"),
    [
        ({"counties": county(prefecture_code="9901")}, "counties.csv:2", "must have six digits"),
        ({"counties": county(plain="2")}, "counties.csv:2", "plain '2' must be a number from 0 to 1"),
        ({"counties": county(lon="")}, "counties.csv:2", "lon is empty"),
        ({"outside": OUTSIDE.replace("MINE-2", "CITY-1")}, "outside.csv:3", "id of its own"),
        ({"outside": OUTSIDE.replace("NEIGHBOUR", "NEAR")}, "outside.csv:3", "must be one of"),
        ({"places": PLACES.replace("SW", "southwest")}, "places.csv:3", "direction 'southwest'"),
        ({"places": PLACES.replace(",11,", ",-11,")}, "places.csv:4", "distance_km"),
    ],
)
def test_the_first_fault_is_told(
    bring: Callable[..., Path], files: dict[str, str], where: str, says: str
) -> None:
    with pytest.raises(UserError, match=says) as caught:
        bring(**files)
    assert caught.value.where == where
