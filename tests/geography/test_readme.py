from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.geography import build_map
from sim.geography.importer import import_geography
from sim.geography.tables import data_folder
from tests.geography.conftest import LULONG


def test_the_formats_shown_are_the_formats_read(values: Mapping[str, float], tmp_path: Path) -> None:
    text = (data_folder().parent / "README.md").read_text(encoding="utf-8").split("### Your own map")[1]
    places, facilities = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (road,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (tmp_path / "places.csv").write_text(places, encoding="utf-8")
    (tmp_path / "facilities.csv").write_text(facilities, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": [json.loads(road)]}
    (tmp_path / "roads.geojson").write_text(json.dumps(collection), encoding="utf-8")
    found = import_geography(tmp_path, tmp_path / "out")
    assert (found.places, found.observed, found.facilities) == (2, 2, 2)
    map_ = build_map([LULONG], values, tmp_path / "out")
    assert map_.facilities.set_index("id").loc["H-130324-1", "beds"] == 600
    village = map_.villages.set_index("code").loc["130324101201"]
    assert village["weight"] * 333942 == 812 and not village["urban"]


def test_every_data_file_has_its_licence_and_the_report_its_table() -> None:
    text = (data_folder() / "README.md").read_text(encoding="utf-8")
    for path in data_folder().glob("*.csv"):
        assert f"`{path.name}`" in text, path.name
    report = pd.read_csv(data_folder() / "placement_report.csv").set_index(["county", "measure"])
    shown = (data_folder().parent / "README.md").read_text(encoding="utf-8")
    for measure in ("own_centre", "general", "neighbour", "city"):
        row = report.loc[("all", f"{measure}: minutes by car")]
        assert re.search(rf"\| {row['estimated']:.1f} \| {row['real']:.1f} \|", shown), measure
