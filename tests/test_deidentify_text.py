"""Names, addresses and numbers in the text of threads are masked, whatever way they are written."""

import re
import sys
import time
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.deidentify import (
    Participant,
    figures,
    headers,
    masks_by_layer,
    patterns,
    rules,
    scrub,
    scrub_thread,
    spacy_recogniser,
)
from convostudy.deidentify.shadow import shadow_of
from convostudy.deidentify.words import PLACEHOLDER, is_ordinary, words_of
from convostudy.errors import BadParameter, MissingTool
from convostudy.project.recogniser import load_recogniser

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import scrubbing

ANA = Participant("ana", "Ana María Díaz-Müller", "Blue Fox GmbH", "https://example.com/in/anadm7")
MARK = Participant("mark", "Mark Rose", "Stone & Sons Ltd")
DATA = Path(__file__).parent / "data"
PAGE = Path(__file__).parents[1] / "docs" / "howto" / "mask_words.md"
SHOWN = (*scrubbing.SHOWN, "threads leaking", "words masked wrongly")


def one(text, *participants):
    return scrub_thread([text], participants)[0][0]


@pytest.mark.parametrize(
    "written",
    [
        "Ana", "ana", "ANA", "Díaz", "Diaz", "Díaz-Müller", "Mueller", "muller", "anadm7",
        "@anadiaz", "AnaMüller", "ana_diaz", "ana-diaz", "Аna", "A\u200bna",
        "Di\u0301az", "An\u00ada",
        "Daz", "Diza",
    ],
)  # fmt: skip
def test_a_participant_is_masked_however_written(written):
    scrubbed = one(f"did you see what {written} wrote", ANA)
    assert re.fullmatch(r"did you see what \[\w+_1\] wrote", scrubbed) or "@" in written
    assert written.casefold() not in scrubbed.casefold()


def test_a_name_that_is_a_word_is_masked_as_a_name_and_spared_as_a_modal():
    assert one("thx rose! Mark, are you in", MARK) == "thx [PERSON_1]! [PERSON_1], are you in"
    will = Participant("will", "Will Long")
    assert one("we will see. Hi will, ok? I will", will) == "we will see. Hi [PERSON_1], ok? I will"


def test_who_is_who_stays_readable():
    texts = ["Hi Ana, Tom Okafor called", "Is Tom in? Ask Diaz, or mark", "Okafor it is"]
    assert scrub_thread(texts, [ANA, MARK])[0] == [
        "Hi [PERSON_1], [PERSON_2] called",
        "Is [PERSON_2] in? Ask [PERSON_1], or [PERSON_3]",
        "[PERSON_2] it is",
    ]


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("mail a.b+c@mail.example.org.", "mail [EMAIL_1]."),
        ("mail ana (at) example (dot) org", "mail [EMAIL_1]"),
        ("mail ana dot bell at example dot org", "mail [EMAIL_1]"),
        ("see https://example.com/in/ana-7?u=1, please", "see [URL_1], please"),
        ("see example.com/in/ana", "see [URL_1]"),
        ("call +44 20 7946 0018 now", "call [PHONE_1] now"),
        ("call zero seven seven zero oh nine", "call [PHONE_1]"),
        ("at 10.0.0.7 since 12/05/2023", "at [NUMBER_1] since [DATE_1]"),
        ("account 48213", "account [NUMBER_1]"),
        ("ask @ana_bell", "ask [HANDLE_1]"),
        ("we meet at 3pm on Monday, 15min", "we meet at 3pm on Monday, 15min"),
    ],
)
def test_what_has_a_form_of_its_own(text, scrubbed):
    assert one(text) == scrubbed


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("hi summer, all well?", "hi [PERSON_1], all well?"),
        ("Hi there, all well?", "Hi there, all well?"),
        ("Good morning Chase Long, all well?", "Good morning [PERSON_1], all well?"),
        ("that is all\nKind regards,\nhope", "that is all\nKind regards,\n[PERSON_1]"),
        ("it was dr park who called", "it was dr [PERSON_1] who called"),
        ("was it matteo white?", "was it [PERSON_1]?"),
        ("the Wolstenholme plan", "the [UNKNOWN_1] plan"),
        ("Hope you are well. Will you come?", "Hope you are well. Will you come?"),
        ("tell ebony i met the uncle", "tell [PERSON_1] i met the uncle"),
        ("call sister precious, or my sister", "call sister [PERSON_1], or my sister"),
        ("send me basil's key, it's his", "send me [PERSON_1] key, it's his"),
        ("Banks said no. Banks are shut", "[PERSON_1] said no. [PERSON_1] are shut"),
        ("ask for rose at the door", "ask for [PERSON_1] at the door"),
        ("the guide is Seo-yeon", "the guide is [UNKNOWN_1]"),
        ("Park and Mann left", "[PERSON_1] and [UNKNOWN_1] left"),
        ("a UK-wide plan, Tom and olive", "a UK-wide plan, [PERSON_1] and [PERSON_2]"),
        ("grant - call me. a grant, too", "[PERSON_1] - call me. a [PERSON_1], too"),
        ("all agreed; Green is out", "all agreed; [PERSON_1] is out"),
        ("K. is late", "[UNKNOWN_1]. is late"),
        ("Olive left. Is olive in?", "[PERSON_1] left. Is [PERSON_1] in?"),
    ],
)
def test_people_who_take_no_part(text, scrubbed):
    assert one(text) == scrubbed


def test_what_is_masked_once_is_masked_wherever_it_stands():
    texts = ["Fox is in", "a plan by Fox"]
    assert scrub_thread(texts)[0] == ["[UNKNOWN_1] is in", "a plan by [UNKNOWN_1]"]


def test_headers_of_quoted_mail_name_people():
    text = "ok\n> From: Rivers, Joy\n> To: Banks; all\n> Subject: Price\n> Banks: shut"
    assert one(text).count("Rivers") == one(text).count("Banks") == 0
    assert "Subject: Price" in one(text)
    assert "; all" in one(text)


def test_what_the_export_names_is_called_so_whatever_stands_beside_it():
    people = [Participant("p", "Ana Diaz", "Blue Fox Ltd")]
    assert scrub_thread(["Blue Fox wrote to Ana"], people)[0] == ["[ORG_1] wrote to [PERSON_1]"]


def test_a_word_that_is_a_participants_name_is_masked_where_it_is_called():
    may = Participant("may", "May Song")
    assert one("we may go. Thank you, may! thank you may", may) == (
        "we may go. Thank you, [PERSON_1]! thank you [PERSON_1]"
    )


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("coop, are you in?", "[PERSON_1], are you in?"),
        ("co, are you in? the coop is shut", "co, are you in? the coop is shut"),
        ("thanks coo!", "thanks [PERSON_1]!"),
    ],
)
def test_a_first_name_cut_short_is_masked_where_somebody_is_called(text, scrubbed):
    assert one(text, Participant("c", "Cooper Richey")) == scrubbed


def test_masks_say_where_in_the_text_as_it_was_and_why():
    text = "Hi A\u200bna, mail x@example.org"
    _, (masks,) = scrub_thread([text], [ANA])
    assert [(text[start:end], layer) for start, end, _, _, layer in masks] == [
        ("A\u200bna", "participant"),
        ("x@example.org", "pattern"),
    ]


def frames():
    messages = pd.DataFrame(
        {
            "message_id": ["m1", "m2", "m3"],
            "thread_id": ["t1", "t1", "t2"],
            "sender_id": ["a", "b", "a"],
            "recipient_ids": ["b", "a", None],
            "text": ["hi bell", None, "bell tower"],
        },
        index=[7, 3, 5],
    )
    people = pd.DataFrame(
        {
            "person_id": ["a", "b"],
            "name": ["Tom Okafor", "Ana Bell"],
            "company": None,
            "profile_url": None,
        }
    )
    return messages, people


def test_tables_in_tables_out():
    messages, people = frames()
    before = messages.copy()
    scrubbed = scrub(messages, people)
    pd.testing.assert_frame_equal(messages, before)
    assert scrubbed.messages["text"].tolist() == ["hi [PERSON_1]", "", "bell tower"]
    assert scrubbed.messages.index.tolist() == [7, 3, 5]
    assert scrubbed.masks[["message_id", "start", "end"]].values.tolist() == [["m1", 3, 7]]
    assert masks_by_layer(scrubbed)["n_masks"].tolist() == [1]


def test_a_language_without_a_list_is_refused_and_one_is_told_what_to_do():
    messages, people = frames()
    languages = pd.DataFrame({"message_id": ["m1", "m2", "m3"], "language": ["en", None, "de"]})
    with pytest.raises(BadParameter, match=r"1 thread with messages in de.*features \(T1\)"):
        scrub(messages, people, languages=languages)


def fake_model(text):
    """Stand in for a spaCy pipeline that knows one name, one place and one day."""
    known = {"hope": "PERSON", "valley": "GPE", "monday": "DATE"}
    found = [(hit, known[hit.group()]) for hit in re.finditer("hope|valley|monday", text)]
    things = [SimpleNamespace(start_char=h.start(), end_char=h.end(), label_=k) for h, k in found]
    return SimpleNamespace(ents=things)


def test_a_further_layer_masks_what_the_rules_cannot_tell():
    text = "is hope\u200b in on monday, by the valley?"
    assert one(text) == text
    (scrubbed,), (masks,) = scrub_thread([text], recogniser=spacy_recogniser(fake_model))
    assert scrubbed == "is [PERSON_1] in on monday, by the [UNKNOWN_1]?"
    assert masks[0][4] == "model"
    again = scrub_thread([scrubbed], recogniser=spacy_recogniser(fake_model))[0]
    assert again == [scrubbed]


def test_a_further_layer_looks_at_no_placeholder_and_is_told_of_wrong_places():
    def tags_all(text):
        return [(0, len(text), "PERSON")]

    assert scrub_thread(["[PERSON_1] left"], recogniser=tags_all)[0] == ["[PERSON_1] left"]
    with pytest.raises(BadParameter, match="a place from 3 to 99 in a text of 4"):
        scrub_thread(["done"], recogniser=lambda text: [(3, 99, "PERSON")])


def test_a_model_is_never_looked_for_by_name_and_spacy_is_asked_for(tmp_path, monkeypatch):
    with pytest.raises(BadParameter, match=r"none is downloaded"):
        load_recogniser("en_core_web_sm")
    (tmp_path / "config.cfg").touch()
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingTool, match=r"convostudy\[ner\]"):
        load_recogniser(tmp_path)
    loaded = SimpleNamespace(load=lambda folder: fake_model)
    monkeypatch.setitem(sys.modules, "spacy", loaded)
    assert load_recogniser(tmp_path)("hope") == [(0, 4, "PERSON")]


# Words, names, signs and addresses in any order: closer to what breaks rules than random letters.
PIECES = [
    "Hi", "hi", "Thanks", "thx", "Rose", "rose", "Mark", "mark", "will", "Will", "Dr.", "mr",
    "van", "den",
    "Okafor", "okafor", "Matteo", "white", "Fox", "Blue", "the", "The", "plan", "is", "I", "A",
    "M.", "Best",
    "regards", "my name is", "[PERSON_1]", "[UNKNOWN_3]", "_", "ana@example.org", "at", "dot",
    "example.com",
    "12", "5550144", "+49 171 3920056", "street", "zero one two six nine", "José",
    "Jose\u0301", "😀",
    "O'Brien's",
    "Stone & Sons", "@ana", "-", "'", "https://example.com/a",
]  # fmt: skip
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(PIECES),
        st.sampled_from([" ", " ", " ", ", ", ". ", "\n", "! ", "-", "", "? "]),
    ),
    max_size=14,
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))
THREADS = st.lists(TEXTS | st.text(max_size=40), min_size=1, max_size=3)


@given(THREADS)
@settings(max_examples=100, deadline=None)
def test_scrubbing_again_changes_nothing(texts):
    once = scrub_thread(texts, [ANA, MARK])[0]
    assert scrub_thread(once, [ANA, MARK])[0] == once


def _masked(masks):
    return [{place for start, end, *_ in each for place in range(start, end)} for each in masks]


@given(THREADS)
@settings(max_examples=60, deadline=None)
def test_no_unknown_word_is_new(texts):
    def unknown(text):
        plain = PLACEHOLDER.sub(lambda hit: "_" * len(hit.group()), shadow_of(text).text)
        return {word.folded for word in words_of(plain) if not is_ordinary(word.text)}

    for text, scrubbed in zip(texts, scrub_thread(texts, [ANA, MARK])[0], strict=True):
        assert unknown(scrubbed) <= unknown(text)


@given(THREADS, st.sampled_from(["Rose Fox", "Matteo Plan", "Will White", "José Okafor"]))
@settings(max_examples=60, deadline=None)
def test_another_participant_unmasks_nothing(texts, name):
    fewer = _masked(scrub_thread(texts, [MARK])[1])
    more = _masked(scrub_thread(texts, [MARK, Participant("x", name, "Blue Fox")])[1])
    for text, few, many in zip(texts, fewer, more, strict=True):
        assert not {place for place in few - many if text[place].isalnum()}


@given(THREADS)
@settings(max_examples=60, deadline=None)
def test_composed_decomposed_and_invisible_variants_are_masked_alike(texts):
    texts = [unicodedata.normalize("NFC", text) for text in texts]
    apart = [unicodedata.normalize("NFD", text) for text in texts]
    hidden = [re.sub(r"(?<=[a-z])(?=[a-z])", "\u200b", text) for text in texts]
    plain = scrub_thread(texts, [ANA, MARK])[0]
    for variant in (apart, hidden):
        done = scrub_thread(variant, [ANA, MARK])[0]
        seen = [unicodedata.normalize("NFC", text).replace("\u200b", "") for text in done]
        assert seen == [text.replace("\u200b", "") for text in plain]


PIECES_OF_LONG_TEXTS = [
    "a", "a.", "a@", "1", "1 ", "1-", "@", ".", "(", "(at) ", "http://", "zero ", "Mr ", "van ",
    "From: ", "\n", "[", "dot ", " ", "'", "A. ", "Ana-", "and ", "\u0301", "é",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES_OF_LONG_TEXTS)
def test_time_grows_no_faster_than_the_text(piece):
    def cpu_s(n):
        text = piece * (n // len(piece))
        began = time.process_time()
        one(text, ANA)
        return time.process_time() - began

    short, long = min(cpu_s(3_000) for _ in range(2)), min(cpu_s(24_000) for _ in range(2))
    # Eight times the text; square time would take 64 times as long.
    assert long < 30 * max(short, 0.004)


@pytest.mark.parametrize("piece", ["a", "@", ".", "7", "("])
def test_every_pattern_reads_100_kb_of_one_sign_at_once(piece):
    for room in (figures, headers, patterns, rules):
        for name, pattern in vars(room).items():
            if not isinstance(pattern, re.Pattern):
                continue
            began = time.process_time()
            sum(1 for _ in pattern.finditer(piece * 100_000 + "!"))
            assert time.process_time() - began < 1, name


GATES = {
    "pii_linkedin_synth": {
        "participants": 0.985, "PERSON": 0.955, "EMAIL": 1, "URL": 1, "HANDLE": 1, "PHONE": 0.99,
    },
    "pii_presidio_synth": {"PERSON": 0.96, "EMAIL": 1, "URL": 1, "PHONE": 0.88},
    "pii_own_threads": {"PERSON": 0.99, "EMAIL": 1, "URL": 1, "PHONE": 0.99, "HANDLE": 1},
}  # fmt: skip
MOST_LEAKING = {"pii_linkedin_synth": 0.16, "pii_presidio_synth": 0.04, "pii_own_threads": 0.09}
MOST_HIDDEN = {"pii_linkedin_synth": 0.06, "pii_presidio_synth": 0.07, "pii_own_threads": 0.08}


@pytest.mark.parametrize("name", GATES)
def test_what_is_missed_of_labelled_threads_stays_within_bounds(name):
    scores = scrubbing.score(scrubbing.read(DATA / name))
    for kind, least in GATES[name].items():
        assert scores[kind] >= least, kind
    assert scores["threads leaking"] <= MOST_LEAKING[name]
    assert scores["words masked wrongly"] <= MOST_HIDDEN[name]
    # The page gives these numbers.
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    head = next(row for row in rows if name in row)
    said = {row[0]: row[head.index(name) - len(head)] for row in rows if len(row) == len(GATES) + 1}
    for kind in SHOWN:
        assert said[kind] == scrubbing.cell(kind, scores.get(kind)), kind
    in_short = PAGE.parents[2].joinpath("README.md").read_text("utf-8").split("## Privacy")[1]
    for kind in ("PERSON", "threads leaking", "words masked wrongly"):
        assert said[kind].removesuffix(" %") in in_short, kind
