"""Maps kept on disk by content hash, so that the second run of a county starts at once.

A cached map is one ``.npz`` of plain arrays. It is written under another name and moved, so that a reader
never sees half a file; a damaged or unwritable cache costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import platformdirs

from sim.geography.tables import data_folder

_TABLES = ("counties", "townships", "villages", "facilities", "census")
_ARRAYS = ("options", "minutes", "ambulance", "road_km")
_KEPT = 64
_FAMILIES = ("geography.", "facilities.")
_DATA = (
    "places",
    "county_facts",
    "township_facts",
    "hospitals",
    "outside",
    "terrain",
    "communities",
    "centres",
)
_GRAPH = ("kind", "lon", "lat"), ("km", "road", "walk", "ebike", "bus", "car")


def cache_folder() -> Path:
    """Folder of the cache: ``COUNTYCARE_CACHE``, else the user's cache folder."""
    return Path(os.environ.get("COUNTYCARE_CACHE") or platformdirs.user_cache_dir("countycare"))


def content_key(county_codes: Sequence[str], values: Mapping[str, float], geography: str) -> str:
    """Hash of all that a map depends on: counties, parameters, data, a user's geography, the code."""
    digest = blake2b(digest_size=16)
    numbers = {path: value for path, value in sorted(values.items()) if path.startswith(_FAMILIES)}
    versions = [module.__version__ for module in (np, pd, nx)]
    digest.update(json.dumps([list(county_codes), numbers, geography, versions]).encode())
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for path in [*sources, *(data_folder() / f"{name}.csv" for name in _DATA)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load(key: str) -> dict[str, object] | None:
    """Fields of a cached map, or None when it is not there or damaged."""
    path = cache_folder() / f"map-{key}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return _unpack({name: stored[name] for name in stored.files})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def save(key: str, fields: Mapping[str, object]) -> None:
    """Keep a map; an unwritable cache is passed over."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".npz", dir=folder)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **_pack(fields))  # type: ignore[arg-type]
        os.replace(name, folder / f"map-{key}.npz")
        _forget_oldest(folder)
    except OSError:
        Path(name).unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    """Keep the newest maps only: draws of uncertain numbers make a new map each."""
    maps = sorted(folder.glob("map-*.npz"), key=lambda path: path.stat().st_mtime)
    for path in maps[:-_KEPT]:
        path.unlink(missing_ok=True)


def cached(key: str, make: Callable[[], dict[str, object]]) -> dict[str, object]:
    """Fields of the map of a key, made and kept when it is not in the cache."""
    found = load(key)
    if found is None:
        found = make()
        save(key, found)
    return found


def _pack(fields: Mapping[str, object]) -> dict[str, np.ndarray]:
    packed: dict[str, np.ndarray] = {"schematic": np.array(fields["schematic"])}
    for name in _ARRAYS:
        packed[name] = np.asarray(fields[name])
    for name in _TABLES:
        frame = fields[name]
        assert isinstance(frame, pd.DataFrame)
        packed[f"{name}|"] = np.array(frame.columns, dtype=str)
        for column in frame:
            values = frame[column]
            text = not pd.api.types.is_numeric_dtype(values)
            packed[f"{name}|{column}"] = values.to_numpy(dtype=str) if text else values.to_numpy()
    graph = fields["graph"]
    assert isinstance(graph, nx.Graph)
    position = {node: i for i, node in enumerate(graph)}
    packed["node|"] = np.array(list(graph), dtype=str)
    for name in _GRAPH[0]:
        packed[f"node|{name}"] = np.array([data[name] for _, data in graph.nodes(data=True)])
    packed["edge|"] = np.array([(position[a], position[b]) for a, b in graph.edges])
    for name in _GRAPH[1]:
        packed[f"edge|{name}"] = np.array([data[name] for *_, data in graph.edges(data=True)])
    return packed


def _unpack(stored: Mapping[str, np.ndarray]) -> dict[str, object]:
    fields: dict[str, object] = {"schematic": bool(stored["schematic"])}
    for name in _ARRAYS:
        fields[name] = stored[name]
    for name in _TABLES:
        fields[name] = pd.DataFrame({str(c): stored[f"{name}|{c}"] for c in stored[f"{name}|"]})
    graph: nx.Graph[str] = nx.Graph()
    names = stored["node|"].tolist()
    nodes = {key: stored[f"node|{key}"].tolist() for key in _GRAPH[0]}
    edges = {key: stored[f"edge|{key}"].tolist() for key in _GRAPH[1]}
    graph.add_nodes_from((name, {key: nodes[key][i] for key in nodes}) for i, name in enumerate(names))
    graph.add_edges_from(
        (names[a], names[b], {key: edges[key][i] for key in edges})
        for i, (a, b) in enumerate(stored["edge|"].tolist())
    )
    fields["graph"] = graph
    return fields
