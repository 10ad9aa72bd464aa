"""What TF-IDF with logistic regression learns from the same batches: the textbook baseline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from benchmarks.accuracy.baselines import Flags, Labels
from benchmarks.accuracy.compared import replies
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from convostudy.language.sentences import sentences
from convostudy.tables import ACT_NAMES
from convostudy.training.matching import meet

_BEFORE = 3  # messages before, as the issue's own trial had it
_SEED = 0
_FEATURES = 50_000  # of each kind, the commonest


class TfIdf:
    """Words and characters, for messages with the three messages before."""

    name = "TF-IDF"

    def __init__(self, messages: pd.DataFrame, gold: pd.DataFrame) -> None:
        """Fit everything on coded threads."""
        parts = sentences(messages["text"])
        ids = messages["message_id"].loc[parts["row"]].to_numpy()
        met = meet(gold.reset_index(drop=True), parts.assign(message_id=ids))
        asks = parts.index.isin(met["found"])
        self._asks = _Texts([parts["text"]], {"asks": asks})
        slots = {slot: gold[slot].to_numpy(dtype=object) for slot in ("function", "form")}
        self._questions = _Texts([gold["text"]], slots)
        reply = pd.Series(replies(messages, gold), index=gold.index)
        read = (gold["function"] == "information") & (reply.str.strip() != "")
        status = gold.loc[read, "status_next"].to_numpy(dtype=object)
        self._statuses = _Texts([reply[read], gold.loc[read, "text"]], {"status": status})
        acts = {
            name: messages["acts"].map(lambda held, name=name: name in held).to_numpy(dtype=bool)
            for name in ACT_NAMES
        }
        self._acts = _Texts([messages["text"], _said_before(messages)], acts)

    def asks(self, texts: pd.Series) -> Flags:
        """Say which sentences are questions."""
        return self._asks.say([texts])["asks"]

    def functions(self, texts: pd.Series) -> Labels:
        """Say what questions are for."""
        return self._questions.say([texts])["function"]

    def forms(self, texts: pd.Series) -> Labels:
        """Say what form questions have."""
        return self._questions.say([texts])["form"]

    def statuses(self, texts: pd.Series, reply: pd.Series) -> Labels:
        """Say how replies answer questions; an empty one is silence."""
        said = self._statuses.say([reply, texts])["status"]
        return np.where(reply.str.strip() == "", "no_reply", said).astype(object)

    def acts(self, messages: pd.DataFrame) -> dict[str, Flags]:
        """Say by act which messages do it."""
        return self._acts.say([messages["text"], _said_before(messages)])


class _Texts:
    """Columns of texts to labels, by logistic regressions on the same features."""

    def __init__(self, columns: Sequence[pd.Series], labels: dict[str, Labels]) -> None:
        self._vectorizers = [_vectorizers() for _ in columns]
        matrix = self._seen(columns, fitting=True)
        self._models = {}
        for name, column in labels.items():
            # Rare labels weigh as much as common ones, or they would never be said.
            two = len(set(column.tolist())) == 2
            solver = "liblinear" if two else "lbfgs"  # the faster where either will do
            model = LogisticRegression(
                class_weight="balanced", solver=solver, max_iter=300, random_state=_SEED
            )
            self._models[name] = model.fit(matrix, column)

    def say(self, columns: Sequence[pd.Series]) -> dict[str, Labels]:
        """Return the likeliest labels by name."""
        matrix = self._seen(columns)
        return {name: model.predict(matrix) for name, model in self._models.items()}

    def _seen(self, columns: Sequence[pd.Series], *, fitting: bool = False) -> csr_matrix:
        parts = [
            vectorizer.fit_transform(column) if fitting else vectorizer.transform(column)
            for vectorizers, column in zip(self._vectorizers, columns, strict=True)
            for vectorizer in vectorizers
        ]
        return hstack(parts).tocsr()


def _vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    return (
        TfidfVectorizer(
            ngram_range=(1, 2),
            token_pattern=r"\S+",
            min_df=2,
            max_features=_FEATURES,
            sublinear_tf=True,
        ),
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 4),
            min_df=3,
            max_features=_FEATURES,
            sublinear_tf=True,
        ),
    )


def _said_before(messages: pd.DataFrame) -> pd.Series:
    """Return the last messages of the thread before each, joined."""
    by_thread = messages.groupby("thread_id", sort=False)["text"]
    shifted = [by_thread.shift(k).fillna("") for k in range(_BEFORE, 0, -1)]
    joined = shifted[0]
    for column in shifted[1:]:
        joined = joined + "\n" + column
    return joined
