"""Places, facilities, roads and travel times of real counties."""

from __future__ import annotations

from sim.geography.kinds import Kind, Mode, Option
from sim.geography.map import Map, build_map

__all__ = ["Kind", "Map", "Mode", "Option", "build_map"]
