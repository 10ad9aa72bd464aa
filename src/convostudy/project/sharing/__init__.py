"""Datasets that can be shared, cited, checked and loaded anywhere.

`write` makes a package from a `Release`, `check` looks at one from a stranger, `share` makes the
release from a study.
"""
