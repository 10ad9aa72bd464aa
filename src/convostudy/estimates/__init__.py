"""Scores in, estimates out: shares, differences, survival, each with n, interval and method."""

from __future__ import annotations

from convostudy.estimates._estimate import Estimate
from convostudy.estimates.bootstrap import cluster_bootstrap
from convostudy.estimates.difference import difference
from convostudy.estimates.interval_start import bounds_curve, threshold_table
from convostudy.estimates.medians import median
from convostudy.estimates.proportions import proportion, proportions
from convostudy.estimates.survival import kaplan_meier, quantile_of
from convostudy.estimates.within_day import hour_profile, within_day

__all__ = [
    "Estimate",
    "bounds_curve",
    "cluster_bootstrap",
    "difference",
    "hour_profile",
    "kaplan_meier",
    "median",
    "proportion",
    "proportions",
    "quantile_of",
    "threshold_table",
    "within_day",
]
