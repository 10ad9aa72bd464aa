"""Make the weights that the package carries, from coded threads: ``python -m convostudy.training``.

Needs the extra ``train`` (scikit-learn). Fixed seeds; the same corpus gives the same bytes.
"""
