"""What a message does: pitch, refuse, thank, help, and eleven more acts, by rules one can read.

The rules are word lists with points (``lexicons/en/act_*.txt``); every act shows the rule and
the words that made it. A message may do several acts. Only pitches also weigh single words
(``act_pitch_words.txt``), because offers are put in too many ways to list.

How right, on 138 coded threads that the rules were not written on (precision, recall): pitch
.73, .62; opt_out_request 1.0, .69; gratitude .89, .79; closing .70, .50; personalisation (levels
c to e) .62, .40; referral .56, .35; refusal .51, .25; acceptance .46, .34; cta .42, .29; offer_help
.37, .26; small_talk .33, .42. Too few or too vague to rely on: complaint, rapport,
self_promotion. Of the threads without a pitch 16 % got one. These threads were written by
language models, without stock sales words on purpose; on outreach templates recall is higher.

Known limits, pinned in the tests. The rules see one message and no thread, so they miss what
only the thread tells: a bare "No." that answers an information question and one that declines
an offer look alike (both are called refusals); so do a social and a business meeting. Missed
are refusals by irony, image or silence ("My README is not a billboard", "Then the third client
waits."), pitches without an offer, a price, a benefit or a call ("Five days is five days, isn't
it?"), and other languages than English. A price given because it was asked for can be called a
pitch. The act ``need_gauging`` belongs to questions and is not given here.
"""

from __future__ import annotations

import pandas as pd

from convostudy.errors import BadTable
from convostudy.language.acts.refusing import refusing
from convostudy.language.acts.relating import relating
from convostudy.language.acts.scoring import readable
from convostudy.language.acts.selling import selling
from convostudy.language.acts.sieve import Sieve
from convostudy.tables import ACT_NAMES

__all__ = ["acts"]

_TYPES = {
    "message_id": "str",
    "act": "str",
    "kind": "str",
    "start": "int64",
    "end": "int64",
    "evidence": "str",
    "confidence": "float64",
    "rule": "str",
}

_SLICE = 2**17  # messages searched at once


def acts(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the acts of each message, by the codebook of message acts.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id and text; a missing text does nothing. Other columns are left alone.

    Returns
    -------
    pandas.DataFrame
        One row per message and act, in the order of the messages and of ``tables.ACT_NAMES``:

        - message_id, act
        - kind: what a pitch solicits (``tables.SOLICITATIONS``), the reason of a refusal
          (principle, manner, price, need, time, indirect, bare), the channel of a call to
          action (calendar, call, meeting, demo, link, reply, download, other), the levels of
          personalisation found ("a b": a and b are weak, c to e strong); missing otherwise
        - start, end: where in the text, from the first to the last word that speaks for it
        - evidence: rule and words; confidence: 0 to 1, share of right calls of that rule in
          coded threads it was not written on, higher is surer

    Raises
    ------
    BadTable
        There is no column message_id or text.

    Notes
    -----
    Recruiters' messages are given as pitches of kind ``recruiting``: leave them out where selling
    is measured. A pitch that defends the offer after a refusal is a pitch. Precision and recall
    per act: ``benchmarks/labels_acts.py``.

    References
    ----------
    Beebe, Takahashi and Uliss-Weltz (1990) for refusals; Cohen, Carvalho and Mitchell (2004) for
    requests in messages; the codebook in section 5.5 of the measures.

    Examples
    --------
    >>> said = ["We help clinics fill empty slots, from 90 EUR a month. Worth a call?",
    ...         "No thanks, we already have an agency."]
    >>> found = acts(pd.DataFrame({"message_id": ["m1", "m2"], "text": said}))
    >>> found[["message_id", "act", "kind"]].to_dict("split")["data"]
    [['m1', 'pitch', 'sales'], ['m1', 'cta', 'call'], ['m2', 'refusal', 'need']]
    """
    return _with_rules(messages).drop(columns="rule")


def _with_rules(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the acts with the name of the rule that their confidence goes by."""
    lacking = [name for name in ("message_id", "text") if name not in messages]
    if lacking:
        raise BadTable(
            f"no column {', '.join(map(repr, lacking))}",
            where="messages given to acts",
            expected="one row a message with message_id and text",
            do="Hand over the table messages",
        )
    parts = []
    # In slices: the index of words that spares most of the search is as large as the texts.
    for begin in range(0, max(len(messages), 1), _SLICE):
        sieve = Sieve(readable(messages["text"].iloc[begin : begin + _SLICE]))
        sold, known = selling(sieve)
        refused, more = refusing(sieve, known)
        related = relating(sieve, {**known, **more})
        parts += [made.assign(row=made["row"] + begin) for made in (sold, refused, related)]
    found = pd.concat(parts, ignore_index=True)
    found["order"] = found["act"].map(ACT_NAMES.index)
    found = found.sort_values(["row", "order"], kind="stable", ignore_index=True)
    ids = messages["message_id"].astype("str").reset_index(drop=True)
    found["message_id"] = ids.iloc[found["row"].to_numpy(dtype="int64")].to_numpy()
    return found[list(_TYPES)].astype(_TYPES)
