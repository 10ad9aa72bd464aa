"""Tier T1 and T0: what leaves a study, column by column, and that nothing else does."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import convostudy as cs
from convostudy import caveats, measures
from convostudy.deidentify.features import (
    FOLLOWED_H,
    LEFT_OUT,
    QUASI_IDENTIFIERS,
    SCORES,
    SENSITIVE,
    T0,
    T1,
    ages,
    aggregated,
    durations,
    released,
    score_table,
)
from convostudy.deidentify.features import talk as talk_file
from convostudy.deidentify.pooling import class_sizes
from convostudy.deidentify.pseudonyms import Pseudonyms
from convostudy.errors import BadTable
from convostudy.project.pipeline import label, score
from convostudy.project.sharing.fields import kind_of

NAMES = Pseudonyms(bytes(range(32)), "test")
KNOBS = cs.Parameters(backend="rules")
SNAPSHOT = {
    "threads": (
        "thread_id owner_id counterpart_id source is_group inviter invitation_type pitched "
        "labelled n_messages n_turns n_unlabelled style_landmark quiet_h"
    ),
    "people": "person_id is_owner",
    "connections": "owner_id person_id day_known lo_h hi_h",
    "messages": (
        "message_id thread_id sender_id seq side kind modality reply_to n_words labelled gap_h "
        "weekday clock"
    ),
    "turns": (
        "turn_id thread_id sender_id side rank side_rank n_messages n_nontext n_words labelled "
        "gap_h span_h"
    ),
    "attempts": "attempt_id thread_id turn_id sender_id side attempt gap_h n_messages",
    "questions": (
        "question_id thread_id turn_id message_id side form function sequence need_gauging "
        "status_next status_eventual answer_turn_id wait_h by_overlap no_cue needs_review "
        "confidence"
    ),
    "acts": "message_id turn_id thread_id side act kind confidence",
    "ledger": "row_class n_rows",
    "owner_hours": "hour share",
    "facts": "name value",
    "score_after_refusal": (
        "turn_id thread_id owner_id reason explicit opt_out after_pitch next_is_pitch "
        "pitched_again n_pitch_turns_after outcome hours first_in_thread why_no_time "
        "why_no_label"
    ),
    "score_answered": (
        "question_id thread_id owner_id asker form status_next status_eventual answered_next "
        "answered_eventual answered_strict responsive after_pitch n_in_turn by_overlap "
        "needs_review wait_h why_no_time why_no_label"
    ),
    "score_automation": (
        "thread_id owner_id counterpart_id n_judged n_not_contingent n_merge_failures "
        "n_hours_of_day n_gaps n_indicators same_second_share same_gap_share why_no_label"
    ),
    "score_contingency": "turn_id thread_id owner_id side contingent by_words why_no_label",
    "score_first_contact": (
        "thread_id owner_id counterpart_id n_side_turns pitch_in_invite first_turn_is_pitch "
        "pitch_rank pitch_only owner_raised_business why_no_label"
    ),
    "score_focus": (
        "thread_id owner_id side n_benefit_claims n_need_questions n_you_words n_own_words "
        "claims_per_need_log you_share why_no_label"
    ),
    "score_groundwork": (
        "thread_id owner_id counterpart_id pitched gauged_before_pitch gauged_and_waited "
        "same_turn help_before_ask n_help n_help_pure need_minus_pitch_h why_no_time "
        "why_no_label"
    ),
    "score_meeting_requests": (
        "thread_id owner_id counterpart_id n_side_turns asks_in_first_turn first_ask_rank "
        "calendar_link phone link mail why_no_label"
    ),
    "score_opt_out": (
        "thread_id owner_id counterpart_id n_pitch_turns n_offered requested honoured "
        "next_message_h why_no_time why_no_label"
    ),
    "score_outcome": (
        "thread_id owner_id counterpart_id pitched outcome positive meeting turn_id why_no_time "
        "why_no_label"
    ),
    "score_profile_match": "message_id thread_id owner_id result why_no_label",
    "score_question_inventory": (
        "turn_id thread_id owner_id side n_words n_questions n_information n_action_request "
        "n_rhetorical n_wh n_polar n_alternative n_declarative n_tag n_indirect n_fragment "
        "n_need_gauging n_introductory n_mirror n_follow_up n_partial_switch n_full_switch "
        "n_opening asks_information why_no_label"
    ),
    "score_replies": (
        "attempt_id thread_id owner_id turn_id side attempt is_pitch asks replied_within "
        "replied hours why_no_time why_no_label"
    ),
    "score_style": (
        "thread_id owner_id counterpart_id style landmark_rank n_turns_read why_no_label"
    ),
    "score_time_to_pitch": (
        "thread_id owner_id counterpart_id pitched in_invitation before_connection day_known "
        "lo_h hi_h why_no_time why_no_label"
    ),
}


def measured(export):
    tables = {
        name: getattr(export, name)
        for name in ("messages", "people", "connections", "ledger", "assumptions", "rejected")
    }
    labelled = label(
        tables["messages"], tables["people"], tables["connections"],
        observed_until=export.observed_until, parameters=KNOBS,
    )  # fmt: skip
    tables |= labelled
    return tables, score(tables, KNOBS)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    file = tmp_path_factory.mktemp("features") / "export.zip"
    file.write_bytes(cs.simulate.linkedin_archive(cs.simulate.inbox(60)))
    return measured(cs.sources.read(file))


@pytest.fixture(scope="module")
def features(study):
    return released(*study, KNOBS, name_of=NAMES.of)


def test_exactly_these_columns_leave_a_study():
    """Who adds a column decides here, too, that it may be shared with everybody."""
    found = {name: " ".join(table.columns) for name, table in T1.items()}
    assert found == SNAPSHOT


def test_every_measure_says_which_of_its_columns_leave(study):
    assert set(SCORES) == set(measures.measures())
    for name, frame in study[1].items():
        shared, left_out = set(SCORES[name].columns), set(LEFT_OUT.get(name, {}))
        made_here = {"day_known"} if name == "time_to_pitch" else set()
        assert set(frame.columns) == (shared - made_here) | left_out, name
        assert not shared & left_out, name


def test_a_measure_or_column_that_nobody_declared_stops_the_release(study):
    tables, scores = study
    new = {**scores, "mine": scores["replies"]}
    with pytest.raises(BadTable, match="measure 'mine' that is not declared"):
        released(tables, new, KNOBS, name_of=NAMES.of)
    more = {**scores, "replies": scores["replies"].assign(words="hello")}
    with pytest.raises(BadTable, match="'words' of the measure replies"):
        released(tables, more, KNOBS, name_of=NAMES.of)


def test_few_threads_are_refused_with_the_reason(study):
    tables, scores = study
    few = {**tables, "threads": tables["threads"].head(19)}
    with pytest.raises(BadTable, match=r"19 threads.*at least 20"):
        released(few, scores, KNOBS, name_of=NAMES.of)


def test_text_columns_hold_ids_or_declared_words_alone(features):
    known_texts = {("threads", "source"), ("facts", "name"), ("facts", "value")}
    for name, frame in features.tables.items():
        for column, said in T1[name].columns.items():
            kind_of(said, name)  # no instants
            if said.dtype != "str" or (name, column) in known_texts:
                continue
            cells = frame[column].dropna()
            if said.values:
                assert cells.isin(said.values).all(), (name, column)
            else:
                assert cells.str.fullmatch(r"[a-z]+_[a-z2-7]{12}").all(), (name, column)


def test_no_word_of_anybody_is_in_any_cell(study, features):
    tables, _ = study
    people = tables["people"]
    wanted = pd.concat([people["name"], people["company"], people["profile_url"]]).dropna()
    wanted = [text for text in wanted.unique() if len(text) > 4]
    assert len(wanted) > 50
    cells = "\n".join(
        frame.astype("str").to_csv(index=False) for frame in features.tables.values()
    ).casefold()
    assert not [text for text in wanted if text.casefold() in cells]
    years = tables["messages"]["sent_at"].dt.strftime("%Y-%m-%d").dropna().unique()
    assert not [day for day in years if day in cells]


def test_rows_are_sorted_by_keyed_ids_alone(study, features):
    for name, frame in features.tables.items():
        key = list(T1[name].key)
        assert frame[key].equals(frame[key].sort_values(key, ignore_index=True)), name
    tables, scores = study
    mixed = {n: f.sample(frac=1, random_state=3) for n, f in tables.items()}
    again = released(mixed, scores, KNOBS, name_of=NAMES.of)
    for name, frame in features.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name], obj=name)


def test_shifting_all_instants_by_weeks_changes_nothing(study, features):
    by = pd.Timedelta(weeks=-31)
    tables, scores = (
        {
            name: frame.assign(
                **{c: frame[c] + by for c in frame.select_dtypes(["datetimetz"]).columns}
            )
            for name, frame in group.items()
        }
        for group in study
    )
    shifted = released(tables, scores, KNOBS, name_of=NAMES.of)
    for name, frame in features.tables.items():
        pd.testing.assert_frame_equal(frame, shifted.tables[name], obj=name)


def test_quasi_identifiers_are_shared_by_five_with_two_outcomes(features):
    sizes = class_sizes(features.tables["threads"], list(QUASI_IDENTIFIERS), SENSITIVE)
    assert len(sizes) > 1
    assert sizes["n_rows"].min() >= 5
    assert sizes["n_outcomes"].min() >= 2


def test_durations_are_on_the_ladder_and_watches_in_classes(features):
    replies = features.tables["score_replies"]
    watched = replies.loc[~replies["replied"].astype("bool"), "hours"].dropna()
    classes = set(ages(pd.Series(FOLLOWED_H)))
    assert len(watched) > 10
    assert set(watched) <= classes
    waits = replies.loc[replies["replied"].astype("bool"), "hours"].dropna()
    assert ((waits > 24) | (waits < 24)).all()
    days = waits[waits > 24]
    assert len(days) > 10
    np.testing.assert_allclose((days - 12) % 24, 0)


def test_least_times_are_below_most_times(features):
    for name in ("score_time_to_pitch", "connections"):
        frame = features.tables[name].dropna(subset=["lo_h", "hi_h"])
        assert len(frame) > 20
        assert (frame["lo_h"] <= frame["hi_h"]).all()


@pytest.mark.parametrize("edge", [12.0, 24.0, 72.0, 168.0, 720.0])
def test_no_class_and_no_step_straddles_a_threshold_of_the_report(edge):
    hours = pd.Series(np.linspace(0.001, 1000, 20_000))
    for made in (durations(hours), ages(hours)):
        assert ((made < edge) == (hours < edge)).all()


def test_few_have_the_largest_number_of_words(study, features):
    shared, exact = features.tables["messages"]["n_words"], study[0]["messages"]["text"]
    most = shared.max()
    assert most < exact.str.count(r"\S+").max()
    assert (shared == most).sum() >= 2


def test_evidence_of_soft_answers_is_the_same_word():
    assert talk_file.NO_CUE == caveats.NO_CUE


def test_counts_leave_out_small_groups_and_what_would_tell_them(study):
    tables, scores = study
    counts = aggregated({**tables, **scores}, KNOBS)
    assert list(counts.columns) == list(T0["counts"].columns)
    assert counts["n"].min() >= 10
    cells = counts.groupby(["unit", "group_by", "group", "measured"])["n"]
    hidden = cells.agg(lambda n: n.isna().sum())
    sizes = cells.size()
    assert (hidden > 0).any()
    assert not ((hidden == 1) & (sizes > 1)).any()
    told = counts[(counts["measured"] == "act") & counts["n"].notna()]
    exact = tables["acts"].groupby(["side", "act"]).size()
    assert len(told) > 5
    for row in told.itertuples():
        assert row.n == exact[row.group, row.value]


def test_names_of_tables_are_safe_file_names():
    assert all(re.fullmatch("[a-z_]+", name) for name in T1)
    assert score_table("replies") in T1
