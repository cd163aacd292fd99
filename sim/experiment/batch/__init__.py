"""Many runs: keyed by their content, kept in one store, done by one machine or a cluster."""
