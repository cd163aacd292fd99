"""Settings of the property tests: the same examples everywhere, however slow the machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("county", deadline=None, derandomize=True)
settings.load_profile("county")
