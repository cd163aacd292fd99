"""CountyCare (医共体沙盘): who goes where for care in a Chinese county, what it costs whom, and how sure we are."""

__version__ = "0.1.0"
