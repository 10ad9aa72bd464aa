"""Labels learned from coded threads: linear models over words, what was said before, and signs.

Nothing is imported from here by the rules. The weights (``weights/*.npz``) are plain arrays made by
``python -m convostudy.training`` from ``data/raw/codebook_corpus``; beside each lies a card that
says what it was made from and how right it is.
"""
