"""The flat plane a county is drawn on, and distances over ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
_KM_PER_DEGREE = float(np.pi * EARTH_RADIUS_KM / 180.0)


@dataclass(frozen=True)
class Plane:
    """Equirectangular projection about a point; errors stay under 1 % over a county.

    Attributes
    ----------
    lon, lat : float
        Origin in degrees (WGS-84).
    """

    lon: float
    lat: float

    @property
    def _stretch(self) -> float:
        return _KM_PER_DEGREE * float(np.cos(np.radians(self.lat)))

    def to_km(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> F64:
        """Points in km east and north of the origin, shape (n, 2)."""
        x = (np.asarray(lon, float) - self.lon) * self._stretch
        y = (np.asarray(lat, float) - self.lat) * _KM_PER_DEGREE
        return np.stack([np.atleast_1d(x), np.atleast_1d(y)], axis=1)

    def to_degrees(self, points: F64) -> tuple[F64, F64]:
        """Longitudes and latitudes of points in km."""
        return points[:, 0] / self._stretch + self.lon, points[:, 1] / _KM_PER_DEGREE + self.lat


def great_circle_km(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> F64:
    """Distance over the sphere in km (haversine); arrays broadcast."""
    a, b, c, d = (np.radians(np.asarray(v, float)) for v in (lon1, lat1, lon2, lat2))
    h = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(h)), dtype=np.float64)
