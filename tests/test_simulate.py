"""A simulated inbox is whole, and varied."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.simulate import inbox, large_inbox, linkedin_archive
from convostudy.simulate.frames import FRAMES
from convostudy.simulate.packs import QUESTION_TOPICS, owner_lines, sellers, talks
from simulated_inboxes import many_threads, small_inbox


@pytest.fixture(scope="module")
def small():
    return small_inbox()


@pytest.fixture(scope="module")
def many():
    return many_threads()


def test_owner_has_every_kind_of_line_that_threads_ask_for():
    kinds = pd.Series([line.kind for line in owner_lines()]).value_counts()
    for topic in QUESTION_TOPICS:
        assert kinds[topic] >= 12
    for reason in ("bare", "need", "time", "manner", "principle", "price", "indirect"):
        assert kinds[f"refusal_{reason}"] >= 10
    assert kinds["opt_out"] >= 8


def test_owner_questions_stand_in_their_lines_and_no_other_line_is_said_twice():
    lines = owner_lines()
    assert all(line.question in line.text for line in lines)
    assert all(bool(line.question) == (line.kind in QUESTION_TOPICS) for line in lines)
    assert len({line.text for line in lines}) == len(lines)


def test_packs_have_distinct_ids_and_their_questions_stand_in_their_texts():
    assert len({pack.id for pack in sellers()}) == len(sellers())
    assert len({talk.id for talk in talks()}) == len(talks())
    assert all(pack.opener_question in pack.opener for pack in sellers())
    for talk in talks():
        for turn in talk.turns:
            assert all(any(ask in text for text in turn.texts) for ask in turn.asks), talk.id


# The inbox --------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_inbox(small):
    assert linkedin_archive(small) == linkedin_archive(inbox(60, seed=3))
    assert linkedin_archive(small) != linkedin_archive(inbox(60, seed=4))


def test_frames_have_the_columns_and_types_they_promise(small):
    for name, columns in FRAMES.items():
        frame = getattr(small, name)
        assert {c: str(t) for c, t in frame.dtypes.items()} == columns, name
    assert {c: str(t) for c, t in large_inbox(100, 5).messages.dtypes.items()} == FRAMES["messages"]


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 40), days=st.integers(60, 990))
def test_any_inbox_is_whole(seed, n, days):
    until = pd.Timestamp("2023-01-09", tz="UTC") + pd.Timedelta(days=days)
    made = inbox(n, seed=seed, observed_until=until)
    messages, true = made.messages, made.true_messages
    assert messages["sent_at"].max() <= until
    assert made.true_threads["connected_at"].max() <= until
    assert made.invitations["sent_at"].max() <= until
    assert not messages.loc[messages["kind"] != "sponsored", "text"].str.contains(r"[{}]").any()
    assert not made.invitations["message"].str.contains(r"[{}]").any()
    assert messages["sent_at"].is_monotonic_increasing
    assert (messages["text"].ne("") | messages["attachments"].ne("")).all()
    english = made.true_threads.query("language == 'en'")
    assert len(english) == n
    assert (english["kind"] == "seller").sum() == round(n * made.truth.share_sellers)
    # Each true message is a message, and each two-person message is a true one.
    key = ["conversation", "sent_at", "sender", "text"]
    two = messages[~messages["is_group"] & ~messages["is_draft"] & messages["kind"].ne("sponsored")]
    assert sorted(map(tuple, two[key].to_numpy())) == sorted(map(tuple, true[key].to_numpy()))
    # Each true question stands in a message of its asker at that instant.
    asked = made.true_questions.merge(true, on=["conversation", "sent_at", "side"], how="left")
    assert all(q in t for q, t in zip(asked["question"], asked["text"], strict=True))
    # People, their addresses and their ties are told apart.
    assert not made.people.loc[~made.people["closed"], "name"].duplicated().any()
    assert not made.people.loc[~made.people["closed"], "slug"].duplicated().any()
    shown = made.connections[~made.connections["hidden"]]
    assert set(shown["slug"]) <= set(made.people["slug"])


def test_true_threads_sum_up_their_messages(many):
    threads = many.true_threads.set_index("conversation")
    true = many.true_messages
    theirs = true[(true["side"] == "counterpart") & true["is_pitch"]]
    counted = theirs.groupby("conversation").size().reindex(threads.index, fill_value=0)
    assert (counted == threads["n_pitches"]).all()
    first = theirs.groupby("conversation")["sent_at"].min().reindex(threads.index)
    by_note = threads["invitation_type"] == "pitch"
    assert first[~by_note].equals(threads.loc[~by_note, "first_pitch_at"].rename("sent_at"))
    assert (threads.loc[by_note, "first_pitch_at"] < threads.loc[by_note, "connected_at"]).all()
    hidden = by_note & ~threads["invitation_exported"]
    assert hidden.any()
    assert first[hidden].equals(threads.loc[hidden, "first_pitch_shown_at"].rename("sent_at"))
    sizes = true.groupby("conversation").size().reindex(threads.index, fill_value=0)
    assert (sizes == threads["n_messages"]).all()


def test_what_the_export_cuts_off_is_missing_and_not_false():
    short = inbox(400, seed=8, observed_until="2023-04-01")
    asked = short.true_questions
    still = asked["outcome_next"] == "open"
    assert still.any()
    assert asked.loc[still, "answered_next"].isna().all()
    assert asked.loc[~still, "answered_next"].notna().all()
    recent = short.observed_until - asked.loc[still, "sent_at"] < pd.Timedelta(days=14)
    assert recent.all()
    cut = short.true_messages.query("is_refusal and not is_opt_out")
    sold = short.true_threads.query("kind == 'seller' and language == 'en'")["conversation"]
    assert cut.loc[cut["conversation"].isin(sold), "pitch_follows"].isna().any()


def test_refusals_followed_by_a_pitch_are(many):
    true = many.true_messages
    for _, thread in list(true.groupby("conversation"))[:600]:
        thread = thread.reset_index(drop=True)
        for at in thread.index[thread["pitch_follows"].notna()]:
            later = thread.loc[at + 1 :]
            theirs = later[(later["side"] == "counterpart") & later["text"].ne("")]
            pitched = bool(theirs["is_pitch"].iloc[0]) if len(theirs) else False
            assert pitched == thread.loc[at, "pitch_follows"]


def test_answers_are_the_other_sides_and_wait_is_positive(many):
    asked = many.true_questions
    assert (asked["wait_h"].dropna() > 0).all()
    eventual = asked["answered_eventual"].fillna(False).astype(bool)
    assert (eventual == asked["wait_h"].notna()).all()
    at_once = asked["answered_next"].fillna(False).astype(bool)
    assert not (at_once & ~eventual).any()
    assert (eventual & ~at_once).any()


def test_texts_are_varied(small):
    texts = small.true_messages.loc[small.true_messages["text"].ne(""), "text"]
    assert texts.nunique() / len(texts) > 0.6


def test_a_large_inbox_is_large_varied_and_within_its_time():
    made = large_inbox(20_000, 400, seed=1)
    again = large_inbox(20_000, 400, seed=1)
    assert made.messages.equals(again.messages)
    assert len(made.messages) == 20_000
    assert made.messages["conversation"].nunique() == 400
    assert made.messages["text"].nunique() > 5_000
    assert 15 < made.messages["text"].str.split().str.len().mean() < 26
    assert made.messages["sent_at"].max() <= made.observed_until
    assert not made.messages["text"].str.contains(r"[{}]").any()
    hers = made.messages.groupby("conversation")["sender"].agg(
        lambda s: s.eq(made.owner.name).mean()
    )
    assert 0.3 < hers.mean() < 0.7
    connected = made.connections["connected_at"].min()
    assert (made.messages["sent_at"] >= connected).all()
