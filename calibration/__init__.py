"""Targets, priors and posteriors (后验样本) that travel with the package."""
