"""The terms on which a dataset may go out: two public licences, and an agreement for words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LICENCES", "PUBLIC", "Licence"]

REQUEST = """\
A request, which is no condition of the licence: do not try to find out who somebody is, do not
join these data with others to that end, and do not use them to judge a person.
"""

_BY = """\
{title}
Copyright {year} {authors}

This dataset is licensed under the Creative Commons Attribution 4.0 International License
(CC BY 4.0). You may share and adapt it for any purpose if you give credit, link to the licence
and say what you changed. The licence in full: https://creativecommons.org/licenses/by/4.0/legalcode

"""
_ZERO = """\
{title}
{year} {authors}

To the extent possible under law, the authors have waived all copyright and related or neighbouring
rights to this dataset (CC0 1.0 Universal).
In full: https://creativecommons.org/publicdomain/zero/1.0/legalcode

"""
_AGREEMENT = """\
{title}
{year} {authors}

DATA USE AGREEMENT. This dataset holds the masked words of people who agreed to that use. It is not
public and is under no open licence; each message remains the work of whoever wrote it. Whoever is
given a copy agrees, in writing and with the authors named above, to all of the following:

1. Purpose: research that was described to the authors beforehand, and nothing else.
2. No attempt to find out who anybody is, to write to them, or to join these data with others that
   could tell it. A name that was missed by the masking is reported to the authors and not used.
3. No passing on: the copy stays with those who signed. No upload to a service that keeps or learns
   from what it is given.
4. Publication: no message verbatim. Paraphrase, and report numbers of groups of ten or more.
5. Safety: kept encrypted, and deleted at the end of the project or when the authors ask for it,
   such as when somebody withdraws their consent.
6. Masked text is pseudonymised, not anonymous: these remain personal data under the law.
"""


@dataclass(frozen=True)
class Licence:
    """Terms: how they are called in catalogues, where they stand, and the text of the file."""

    spdx: str
    title: str
    text: str
    address: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anybody may have the data."""
        return bool(self.address)


LICENCES = {
    "CC-BY-4.0": Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        _BY + REQUEST,
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": Licence(
        "CC0-1.0",
        "CC0 1.0 Universal",
        _ZERO + REQUEST,
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "DUA": Licence(
        "LicenseRef-convostudy-DUA", "Data use agreement, access restricted", _AGREEMENT
    ),
}
PUBLIC = tuple(name for name, licence in LICENCES.items() if licence.is_open)
