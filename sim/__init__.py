"""CountyCare (医共体沙盘): who goes where for care in a Chinese county, and at whose cost."""

__version__ = "0.1.0"
