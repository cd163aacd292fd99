"""People of the county: who lives where, with what insurance, illness and contract."""
