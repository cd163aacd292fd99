"""The steps of one day: each changes the part of the county's state that it owns, and nothing else."""
