"""A second language by data alone: Spanish, from messages to scores, beside English ones."""

import json
from pathlib import Path

import pandas as pd
import pytest

from conftest import messages_of
from convostudy.language.backends import find_acts, find_questions, judge_answers, place_questions
from convostudy.language.learned.heard import heard_acts
from convostudy.language.learned.linear import load, save
from convostudy.language.learned.sentence import sentence_table
from convostudy.language.packs import packs, readable, reads
from convostudy.language.words import content_stems
from convostudy.measures import measures
from convostudy.parameters import Parameters
from convostudy.project.pipeline import label, score
from convostudy.tables import CONNECTIONS, NO_LABELS, PEOPLE, TABLES, check, conform, empty

CORPUS = Path(__file__).parents[1] / "data/raw/codebook_corpus_es"
UNTIL = pd.Timestamp("2024-09-01", tz="UTC")
THEY, ME = "counterpart", "owner"
SPANISH = [
    ("es", THEY, "2024-03-01 12:00", "Hola Marta, gracias por aceptarme!"),
    ("es", ME, "2024-03-01 13:00", "Hola! de dónde eres?"),
    ("es", THEY, "2024-03-01 14:00", "De Sevilla, pero vivo en Bilbao desde hace diez años"),
    ("es", THEY, "2024-03-02 12:00", "Nosotros ayudamos a clínicas como la suya a llenar la agenda "
     "con recordatorios por WhatsApp, desde 49 euros al mes. Le hago una demo el jueves?"),
    ("es", ME, "2024-03-02 13:00", "Gracias, pero no me interesa, ya tenemos un sistema"),
]  # fmt: skip
ENGLISH = [
    (
        "en",
        THEY,
        "2024-03-01 12:00",
        "Thank you so much for connecting, Marta! Where are you from?",
    ),
    ("en", ME, "2024-03-01 13:00", "From Leeds, you?"),
    (
        "en",
        THEY,
        "2024-03-02 12:00",
        "We help clinics fill empty slots, from 90 EUR a month. Demo?",
    ),
    ("en", ME, "2024-03-02 13:00", "No thanks, not interested."),
]


def tables_of(lines):
    names = sorted({"they-" + line[0] for line in lines})
    people = {"person_id": ["me", *names], "name": "N", "is_owner": [True] + [False] * len(names)}
    return {
        "messages": messages_of(lines),
        "people": conform(pd.DataFrame(people), PEOPLE),
        "connections": conform(empty(CONNECTIONS), CONNECTIONS),
    }


def study(lines, backend="light"):
    """Label and score an inbox."""
    tables, knobs = tables_of(lines), Parameters(backend=backend)
    tables |= label(*tables.values(), observed_until=UNTIL, parameters=knobs)
    return tables | score(tables, knobs)


@pytest.fixture(scope="module")
def mixed():
    return study(ENGLISH + SPANISH)


def of(tables, name, thread):
    rows = tables[name]
    return rows[rows["thread_id"] == thread].reset_index(drop=True)


def test_a_spanish_thread_is_labelled_from_end_to_end(mixed):
    thread = of(mixed, "threads", "es").iloc[0]
    assert (thread["language"], thread["labelled"], thread["n_unlabelled"]) == ("es", True, 0)
    acts = of(mixed, "acts", "es").set_index("message_id")["act"]
    assert "gratitude" in acts.loc[["es-0"]].tolist()
    assert acts[acts == "pitch"].index.tolist() == ["es-3"]
    assert "refusal" in acts.loc[["es-4"]].tolist()
    asked = check(mixed["questions"], TABLES["questions"])
    asked = asked[asked["thread_id"] == "es"]
    assert asked["text"].tolist() == ["de dónde eres?", "Le hago una demo el jueves?"]
    assert asked["form"].tolist() == ["wh", "polar"]
    assert asked["function"].tolist() == ["information", "action_request"]
    assert asked["status_next"].iloc[0] in ("explicit", "implicit")
    assert of(mixed, "first_contact", "es")["first_turn_is_pitch"].tolist() == [False]
    assert thread["first_pitch_at"] == pd.Timestamp("2024-03-02 12:00", tz="UTC")


def test_each_message_is_read_in_its_language_and_as_if_alone(mixed):
    told = mixed["languages"].set_index("message_id")["read_as"]
    assert (told == told.index.str.slice(0, 2)).all()
    for lines in (ENGLISH, SPANISH):
        alone, code = study(lines), lines[0][0]
        for name in ("acts", "questions"):
            pd.testing.assert_frame_equal(
                of(mixed, name, code), alone[name].reset_index(drop=True), check_dtype=False
            )


@pytest.mark.parametrize("name", measures())
def test_every_measure_takes_a_mixed_inbox(mixed, name):
    why = of(mixed, name, "es")["why_no_label"]
    # What word lists alone can count is missing in a language that has none.
    assert (why == NO_LABELS).all() if name == "focus" else why.isna().all()
    assert of(mixed, name, "en")["why_no_label"].isna().all()


def test_the_cascade_says_what_the_linear_models_say_where_the_encoder_has_not_learned():
    messages = messages_of(SPANISH)
    assert not packs()["es"].encoder
    for find in (find_acts, find_questions):
        pd.testing.assert_frame_equal(
            find(messages, "light", "es"), find(messages, "cascade", "es")
        )


def test_without_models_of_its_own_a_language_is_left_out():
    assert not reads("es", "rules")
    assert not reads("es", "transformer")
    left = study(ENGLISH + SPANISH, backend="rules")
    assert of(left, "threads", "es")["labelled"].tolist() == [False]
    assert of(left, "acts", "es").empty


def test_no_rule_of_english_is_put_to_spanish():
    said = pd.DataFrame({"message_id": ["m"], "text": ["Thank you! We sell it, book a demo. No?"]})
    assert heard_acts(said, "es").empty
    assert not find_acts(said, "light", "es")["evidence"].str.contains(":.*:").any()
    found = find_questions(said, "light", "es")
    assert found["evidence"].str.startswith("found: mark; form: model").all()
    words = pd.Series(["los pedidos de la tienda, que llegan tarde"])
    assert sorted(content_stems(words, "es")[0]) == ["lleg", "ped", "tard", "tiend"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("¿Qué tal va todo por ahí?", ["¿Qué tal va todo por ahí?"]),
        ("Hola Ana, ¿tienes un rato esta tarde?", ["¿tienes un rato esta tarde?"]),
        ("Eso vale oro, ¿o no?", ["Eso vale oro, ¿o no?"]),
        ("hola! cuanto cuesta el envio", ["cuanto cuesta el envio"]),
        ("Gracias, recibido.", []),
        ("", []),
    ],
)
def test_questions_are_found_with_and_without_marks_and_accents(text, asked):
    found = find_questions(pd.DataFrame({"message_id": ["m"], "text": [text]}), "light", "es")
    assert found["text"].tolist() == asked
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == asked


def test_who_marks_questions_is_heard_otherwise_than_who_does_not():
    said = pd.DataFrame({"message_id": ["a", "b"], "thread_id": "t", "side": "owner"})
    said["text"] = ["Nos vemos el martes.", "Te va bien?"]
    assert find_questions(said, "light", "es")["text"].tolist() == ["Te va bien?"]


def test_known_limit_a_lone_sentence_may_be_taken_for_a_question_or_missed():
    said = pd.DataFrame(
        {"message_id": ["a", "b"], "text": ["Nos vemos el martes.", "xq no vienes"]}
    )
    assert find_questions(said, "light", "es")["text"].tolist() == ["Nos vemos el martes."]


def test_abbreviations_are_those_of_the_language():
    parts = sentence_table(pd.Series(["Le escribe la Sra. Gil. Saludos"]), "es")
    assert parts["text"].tolist() == ["Le escribe la Sra. Gil.", "Saludos"]


def test_nothing_in_nothing_out():
    none = messages_of(SPANISH).head(0)
    assert find_acts(none, "light", "es").empty
    assert find_questions(none, "light", "es").empty
    asked = pd.DataFrame({"text": [], "function": [], "partner_text": [], "own_text": []})
    assert place_questions(asked.astype("str"), "es").empty


def test_only_replies_in_words_are_judged():
    pairs = pd.DataFrame(
        {
            "question": "cuándo llega?",
            "form": "wh",
            "embedded_wh": False,
            "reply": ["el martes por la mañana", None, ""],
            "reply_is_pitch": False,
        }
    )
    judged = judge_answers(pairs, "light", "es")
    assert judged["status"].notna().tolist() == [True, False, False]
    assert judged["confidence"].notna().tolist() == [True, False, False]


def test_every_language_without_rules_learns_from_a_corpus_with_a_test_split():
    for code in readable("light"):
        folder = CORPUS.parent / packs()[code].corpus
        split = json.loads((folder / "split.json").read_text("utf-8"))
        assert split["test"], code
        assert all((folder / f"{name}.jsonl").exists() for name in split["test"])


def test_the_same_spanish_corpus_gives_the_same_bytes():
    pytest.importorskip("sklearn", reason="only those who train need scikit-learn")
    from threadpoolctl import threadpool_limits

    from convostudy.training.corpus import coded
    from convostudy.training.found import finding_models

    split = json.loads((CORPUS / "split.json").read_text("utf-8"))
    read = coded(path for path in CORPUS.glob("*.jsonl") if path.stem not in split["test"])
    # Sums over several threads round otherwise: `make weights` takes one.
    with threadpool_limits(1):
        models = finding_models(*read, "es")
    for name, model in models.items():
        assert save(model) == save(load(name)), f"{name}: run make weights"
