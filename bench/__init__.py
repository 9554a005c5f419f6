"""Benchmarks: each hot path beside its limit in the same run; ratios, not verdicts."""
