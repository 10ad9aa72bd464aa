"""Labels learned from coded threads: linear models over words, what was said before, and signs.

Nothing is imported from here by the rules. The weights (``weights/*.npz``) are plain arrays made by
``python -m convostudy.training`` from ``data/raw/codebook_corpus``; the card beside them
(``weights/CARD.md``) says what they were made from.
"""
