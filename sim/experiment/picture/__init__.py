"""What screens show of one run: small tables that travel between processes."""

from sim.experiment.picture.make import picture_of
from sim.experiment.picture.picture import Meta, Picture

__all__ = ["Meta", "Picture", "picture_of"]
