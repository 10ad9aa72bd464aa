"""What the rules of language say of texts, for tests."""

from __future__ import annotations

from typing import Any

import pandas as pd

from convostudy.language.acts import acts
from convostudy.language.answers import status
from convostudy.language.questions import questions

__all__ = ["act_kind", "acts_in", "ask", "judge", "only", "reply_status", "texts_table"]


def ask(*texts: str) -> pd.DataFrame:
    ids = [f"m{i}" for i in range(len(texts))]
    return questions(pd.DataFrame({"message_id": ids, "text": list(texts)}))


def only(text: str) -> Any:
    found = ask(text)
    assert len(found) == 1, found[["text", "evidence"]].values.tolist()
    return found.iloc[0]


def reply_status(
    question: str, reply: str | None, form: str = "wh", *, pitch: bool = False
) -> pd.Series:
    return judge([(question, form, reply, pitch)]).iloc[0]


def judge(rows: list[tuple[str, str, str | None, bool]]) -> pd.DataFrame:
    pairs = pd.DataFrame(rows, columns=["question", "form", "reply", "reply_is_pitch"])
    return status(pairs.assign(embedded_wh=False))


def texts_table(*texts: str | None) -> pd.DataFrame:
    ids = [f"m{n}" for n in range(len(texts))]
    return pd.DataFrame({"message_id": ids, "text": pd.Series(list(texts), dtype="str")})


def acts_in(text: str) -> set[str]:
    return set(acts(texts_table(text))["act"])


def act_kind(text: str, act: str) -> str | None:
    found = acts(texts_table(text)).set_index("act")["kind"]
    return found.get(act, "not found")
