"""The John Doe case: the export, what is measured of it, and small ways to look at it."""

from pathlib import Path

import pandas as pd

import convostudy as cs
from convostudy.tables import CONNECTIONS, empty

EXPORT = Path(__file__).parent / "golden/john_doe/Complete_LinkedInDataExport_02-15-2020"


def study_of(messages, people, connections, until, **knobs):
    """Label and score messages: every table and score by name."""
    parameters = cs.Parameters(**knobs)
    tables = cs.label(messages, people, connections, observed_until=until, parameters=parameters)
    tables = {"messages": messages, "people": people, "connections": connections, **tables}
    return tables | cs.score(tables, parameters)


def full_study(export, backend="rules"):
    """Measure the full case: with times, and the video's words reconstructed."""
    return study_of(
        export.messages,
        export.people,
        export.connections,
        export.observed_until,
        backend=backend,
    )


def seed_study(export, backend="rules"):
    """Measure the bare case: no times, no connection, the opening a video without words."""
    talk = export.messages[export.messages["kind"] == "message"].sort_values("seq")
    video = talk["seq"] == talk["seq"].min()
    unseen = talk.assign(
        sent_at=pd.Series(pd.NaT, index=talk.index, dtype=talk["sent_at"].dtype),
        text=talk["text"].mask(video, ""),
        modality=talk["modality"].mask(video, "video"),
    )
    return study_of(unseen, export.people, empty(CONNECTIONS), None, backend=backend)


def turn_numbers(table):
    """Number rows by their turn: 1 to 7."""
    return table["turn_id"].str.rsplit("/").str[-1].astype("Int64")


def acts_in(study, act, side=None):
    """List the turns that do an act."""
    acts = study["acts"][study["acts"]["act"] == act]
    acts = acts[acts["side"] == side] if side else acts
    return sorted(turn_numbers(acts).dropna())


def questions_in(study, turn):
    """Return the questions of one turn."""
    return study["questions"][turn_numbers(study["questions"]) == turn]
