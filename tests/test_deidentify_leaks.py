"""Whoever is in a study is found in any file, in any form in which they could be written (L3)."""

import base64
import io
import random
import struct
import time
import tracemalloc
import unicodedata
import zipfile
import zlib
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convostudy.deidentify.leaks import UNREAD, identifiers, scan, scan_bytes
from convostudy.deidentify.leaks.needles import Needle, Needles
from convostudy.deidentify.leaks.spellings import encoded
from convostudy.deidentify.lists import entries
from leaked_files import AS_TEXT, PACKED, chunk, parquet, pdf, png, rare, zipped

ROOT = Path(__file__).parents[1]
CANARY = "Zxqvärra Qwoplinski"
MAIL, PHONE, HANDLE = "zx.qwop@canary.example", "+49 171 3920056", "@zxqwop_7"
URL, COMPANY = "https://www.linkedin.com/in/zxqvarra-qwoplinski-81a4", "Wubbleforth & Söhne GmbH"


def people(**columns):
    row = {
        "person_id": "zxqvarra-qwoplinski-81a4",
        "name": CANARY,
        "profile_url": URL,
        "company": COMPANY,
        "position": "Head of Sales",
        "email": MAIL,
        "phone": PHONE,
        "handle": HANDLE,
    }
    return pd.DataFrame([row | columns])


def named(name, **other):
    return identifiers(pd.DataFrame([{"name": name, **other}]))


@pytest.fixture(scope="module")
def known():
    return identifiers(people(), also={"nickname": ["Qwopsie"]})


def kinds(data, known):
    return {kind for _, kind, _, _ in scan_bytes(data, known)}


def _invisible(text):
    return "\u200b".join(text)


WRITTEN = {
    "as it is": CANARY,
    "composed": unicodedata.normalize("NFC", CANARY),
    "decomposed": unicodedata.normalize("NFD", CANARY),
    "casefold": CANARY.casefold(),
    "capitals": CANARY.upper(),
    "without accents": "Zxqvarra Qwoplinski",
    "with ae": "zxqvaerra qwoplinski",
    "invisible letters within": _invisible(CANARY),
    "soft hyphen": CANARY.replace("p", "p\u00ad"),
    "full width": "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c > " " else c for c in CANARY),
    "joined by @": CANARY.replace(" ", "@"),
    "joined": CANARY.replace(" ", ""),
    "turned": "QWOPLINSKI, Zxqvärra",
    "in an address": "zxqvaerra.qwoplinski",
    "initial": "zqwoplinski",
    "within a word": "xxQwoplinskixx",
    "first name": "said Zxqvarra, once",
    "nickname": "Qwopsie!",
    "for the web": quote(CANARY),
    "for the web, all of it": "".join(f"%{byte:02X}" for byte in CANARY.encode()),
    "backwards": CANARY[::-1],
    "hex": CANARY.encode().hex(),
    "HEX": CANARY.encode().hex().upper(),
    "JSON escapes": "".join(f"\\u{ord(letter):04x}" for letter in CANARY),
    "Python escapes": repr(CANARY.encode()),
    "HTML escapes": "".join(f"&#{ord(letter)};" for letter in CANARY),
    "behind an escaped break": "ok\\nZxqvarra\\n",
    **{
        f"base64 after {n}": base64.b64encode(b"-" * n + CANARY.encode() + b"-" * 5).decode()
        for n in range(3)
    },
    "base64 of small letters": base64.b64encode(b"a " + CANARY.lower().encode()).decode(),
    "base64 for the web": base64.urlsafe_b64encode(b"a\xff\xff" + CANARY.encode()).decode(),
    "e-mail": f"to {MAIL} at once",
    "e-mail in capitals": MAIL.upper(),
    "e-mail for the web": quote(MAIL, safe=""),
    "e-mail backwards": MAIL[::-1],
    "e-mail in base64": base64.b64encode(f"x{MAIL}".encode()).decode(),
    "before the @": "zx.qwop",
    "phone": PHONE,
    "phone in one": "+491713920056",
    "phone at home": "0171 3920056",
    "phone with signs": "0171-392-0056".replace("-392-", "-392"),
    "phone with points": "49.171.3920056",
    "phone in base64": base64.b64encode(b"ab491713920056").decode(),
    "handle": HANDLE,
    "handle without @": "zxqwop_7",
    "address of the profile": URL,
    "last part of it": "ZXQVARRA-QWOPLINSKI-81A4",
    "company": COMPANY,
    "company with oe": "wubbleforth & soehne gmbh",
    "position at the company": f"Head of Sales at {COMPANY}",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_each_form_is_found_in_a_text(written, known):
    assert kinds(f"a line\n{written}\nmore".encode(), known) - {UNREAD}


@pytest.mark.parametrize("kind", AS_TEXT)
def test_each_form_is_found_in_each_kind_of_file(kind, known):
    missed = []
    for form, written in WRITTEN.items():
        if kind == "pdf title" and not written.isascii():
            continue  # it holds Latin-1 alone
        if not kinds(AS_TEXT[kind](written), known) - {UNREAD}:
            missed.append(form)
    assert missed == []


@pytest.mark.parametrize("kind", AS_TEXT)
def test_no_file_without_anybody_is_held_back(kind, known):
    assert scan_bytes(AS_TEXT[kind]("explicit"), known) == {}


@pytest.mark.parametrize("shift", range(4))
def test_utf_16_is_found_at_any_place_among_bytes(shift, known):
    for name in ("utf-16-le", "utf-16-be"):
        data = bytes(range(1, 30)) * 3 + b"\1" * shift + CANARY.encode(name) + bytes(20)
        assert kinds(data, known) - {UNREAD}


def test_accents_are_found_among_bytes_that_are_no_text():
    known = named("Ålsén Ørstübing")
    for code in ("utf-8", "latin-1"):
        data = bytes(range(32)) * 4 + "Ålsén Ørstübing".encode(code) + bytes(20)
        assert kinds(data, known)


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["zoebrandt", "Zoë B_7"]))
def test_base64_is_found_wherever_it_begins(before, after, name):
    packed = base64.b64encode(before + name.encode() + after)
    assert any(form in packed for form, how in encoded(name) if how == "base64")


@given(
    st.sets(st.binary(min_size=4, max_size=12).map(lambda b: bytes(97 + x % 3 for x in b))),
    st.binary(max_size=300).map(lambda b: bytes(97 + x % 3 for x in b)),
)
def test_all_words_and_only_those_are_found(words, data):
    found = [
        (at, word) for at, word, _ in Needles(dict.fromkeys(words, Needle("w", "p"))).found(data)
    ]
    for at, word in found:
        assert data[at : at + len(word)] == word
    # At each place the longest of those with the same first eight letters.
    for at in range(len(data)):
        here = [word for word in words if data[at:].startswith(word)]
        longest = {}
        for word in sorted(here, key=len):
            longest[word[:8]] = word
        assert sorted(word for place, word in found if place == at) == sorted(longest.values())


def test_ordinary_words_name_nobody():
    """A negative test: our own pages hold none of the names that are words."""
    rows = [
        {"name": "Rose Will", "company": "Target", "position": "Sales Manager"},
        {"name": "Mark Li", "company": "Apple", "position": "CEO"},
        {"name": "Grace Price", "company": "LinkedIn", "position": "Head of Marketing"},
        {"name": "LinkedIn Member", "company": None, "position": None},
    ]
    known = identifiers(pd.DataFrame(rows))
    pages = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/methods/*.md"), ROOT / "CHANGELOG.md"]
    assert len(pages) > 8
    prose = "\n".join(page.read_text("utf-8") for page in pages)
    for word in ("rose", "will", "mark", "price", "sales", "linkedin"):
        assert word in prose.lower()
    assert scan_bytes(prose.encode(), known) == {}
    for written in ("Rose Will", "rose_will", "RoseWill,", "Mark Li", "CEO at Apple"):
        assert kinds(f"so said {written} then".encode(), known), written


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Anka wrote", True),
        ("from:anka\t", True),
        ("blanka wrote", False),
        ("anka7", False),  # so short a word stands in ids by chance
        ("person_abanka234567", False),
        ("Tervola7", True),
        ("xTervola", False),
        ("xWennerstrand", True),
    ],
)
def test_short_names_are_found_between_signs_only(text, is_found):
    known = identifiers(pd.DataFrame({"name": ["Anka Tervola", "Wennerstrand"]}))
    assert bool(kinds(text.encode(), known)) == is_found


@pytest.mark.slow
def test_thousands_of_names_are_not_found_by_chance_where_nobody_is():
    """Names of 3,000 people against random ids, hashes, notes of Parquet and packed bytes."""
    chance = random.Random(2026)
    first = sorted(entries("first_names"))
    names = [f"{chance.choice(first)} {chance.choice(first)}".title() for _ in range(3_000)]
    known = identifiers(pd.DataFrame({"name": names}))
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    ids = [f"thread_{''.join(chance.choices(letters, k=12))}" for _ in range(20_000)]
    frame = pd.DataFrame({"thread_id": ids, "wait_h": [chance.random() for _ in ids]})
    hashes = "\n".join(chance.randbytes(32).hex() for _ in range(2_000))
    for data in (
        frame.to_csv(index=False).encode(),
        parquet(pa.Table.from_pandas(frame)),
        hashes.encode(),
        chance.randbytes(500_000),
        base64.b64encode(chance.randbytes(500_000)),
    ):
        assert scan_bytes(data, known) == {}
    assert kinds(names[0].encode(), known)


def test_what_is_too_short_or_ordinary_is_counted_not_searched():
    known = named("Li Rose", company="Target", position="CEO")
    assert known.left_out.to_dict() == {"company": 1, "part of a name": 2, "position": 1}
    assert kinds(b"li, rose", known) == set()
    assert kinds(b"li rose", known) == {"name"}
    assert kinds("王小明".encode(), named("王小明")) == {"part of a name"}


def test_what_stands_in_the_texts_is_searched_too():
    messages = pd.DataFrame(
        {
            "message_id": ["ad9d4f98a35d8575597ea479"],
            "thread_id": ["me/zxqvarra"],
            "conversation_id": ["2-ZjQ5MGUxYzk"],
            "text": [
                "Mail otto@qx.example, @ottoqx99, call +49 171 3920057 (qx.example/cv/otto-q)"
            ],
        }
    )
    known = identifiers(pd.DataFrame({"name": ["Bo"]}), messages, files=["export/zx-2025.zip"])
    for text, kind in {
        "otto@qx.example": "e-mail",
        "ottoqx99": "handle",
        "0171 3920057": "phone",
        "https://qx.example/cv/otto-q": "web address",
        "AD9D4F98A35D8575597EA479": "id",
        "2-zjq5mguxyzk": "id",
        "zx-2025.zip": "file name",
    }.items():
        assert kinds(f"so: {text} ".encode(), known) == {kind}, text


@pytest.mark.parametrize(
    "place", ["/home/zx/a.csv", "/Users/zx", "C:\\Users\\zx", "/srv/zx77/data"]
)
def test_places_on_this_machine_are_found(place):
    known = identifiers(pd.DataFrame({"name": ["Bo"]}), places=["/srv/zx77"])
    assert kinds(f'{{"path": "{place}"}}'.encode(), known) == {"place on a disk"}
    assert kinds(b"see https://x.example/users/all and ~/srv/zx777", known) == set()


def test_the_report_names_nobody(tmp_path, known):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "threads.csv").write_text(f"a\n{CANARY}\n{CANARY}\n")
    (tmp_path / "Zxqvarra.csv").write_text("a\n1\n")
    (tmp_path / "clean.csv").write_text("a\n1\n")
    (tmp_path / "b.zip").write_bytes(zipped("qwoplinski.txt", CANARY.encode()))
    hits = scan(tmp_path, known)
    assert hits.columns.tolist() == ["file", "inside", "kind", "how", "n", "hint"]
    assert set(hits["file"]) == {"file 1", "b.zip", "data/threads.csv"}
    told = hits.to_csv() + repr(known) + repr(known.left_out)
    for word in ("xqv", "wopl"):
        assert word not in told.lower()
    of_csv = hits[(hits["file"] == "data/threads.csv") & (hits["kind"] == "name")]
    assert of_csv["n"].tolist() == [2]
    assert of_csv["hint"].tolist() == ["z… (19 letters)"]
    assert {"member 1", "member 1, name"} <= set(hits["inside"])
    assert scan(tmp_path / "clean.csv", known).empty


def test_a_filter_leaves_no_name_unseen(known):
    """Observed: a category without rows is written; reading the rows shows nothing of it."""
    data = parquet(rare(CANARY))
    assert pd.read_parquet(io.BytesIO(data))["status"].tolist() == ["plain"] * 3
    assert "pages of column 1" in {inside for inside, *_ in scan_bytes(data, known)}


def _hidden_member():
    out = bytearray(zipped(content=b"a") + b"")
    inner = zipped("b.txt", zlib.compress(CANARY.encode()))
    return bytes(inner[: inner.index(b"PK\x01\x02")]) + bytes(out)


NOT_READ = {
    "xz": b"\xfd7zXZ\0" + bytes(40),
    "bzip2": b"BZh9" + bytes(40),
    "pickle": b"\x80\x04\x95" + bytes(40),
    "broken zip": b"PK\x03\x04" + bytes(60),
    "broken gzip": b"\x1f\x8b\x08\0" + bytes(60),
    "broken Parquet": b"PAR1" + bytes(60) + b"PAR1",
    "encrypted PDF": pdf(info=b"/Encrypt 3 0 R"),
    "LZW in PDF": pdf((b"/Filter /LZWDecode", b"abc")),
    "broken stream in PDF": pdf((PACKED, b"abc")),
    "broken text in PNG": png(chunk(b"zTXt", b"Title\0\0abc")),
    "zip with a member it does not list": _hidden_member(),
    "zips within zips": None,
}


@pytest.mark.parametrize("what", NOT_READ)
def test_what_cannot_be_looked_into_is_a_hit(what, known):
    data = NOT_READ[what]
    if data is None:
        data = b"nothing"
        for _ in range(8):
            data = zipped("a.zip", data)
    assert UNREAD in kinds(data, known)


def test_an_encrypted_member_and_a_link_are_hits(tmp_path, known):
    data = bytearray(zipped(content=b"abc"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + place
        (flags,) = struct.unpack_from("<H", data, at)
        struct.pack_into("<H", data, at, flags | 1)
    assert UNREAD in kinds(bytes(data), known)
    (tmp_path / "a.csv").symlink_to("/etc/hostname")
    assert scan(tmp_path, known)["kind"].tolist() == [UNREAD]


def test_what_lies_across_the_edge_of_two_windows_is_found(monkeypatch, known):
    monkeypatch.setattr("convostudy.deidentify.leaks.opened._WINDOW", 10_000)
    for at in range(9_900, 10_040, 7):
        data = b"1,2\n" * (at // 4) + CANARY.encode() + b"\n3,4" * 4_000
        assert kinds(data, known), at
    image = base64.b64encode(png(chunk(b"tEXt", b"Title\0" + CANARY.encode())))
    for at in range(9_800, 10_040, 40):
        data = b"1,2\n" * (at // 4) + b'"' + image + b'"' + b"\n3,4" * 4_000
        assert "embedded" in str(scan_bytes(data, known)), at
    # One that is longer than a window cannot be taken apart.
    assert UNREAD in kinds(base64.b64encode(random.Random(1).randbytes(40_000)), known)


@pytest.mark.slow
@pytest.mark.parametrize(
    "letter", ["a", "A", "%", "\\", "&#", "(", "<", "\u0301", "=", "stream\n", "\\u00e4"]
)
def test_the_time_is_linear(letter, known):
    """Letters that match the beginning of every rule: square time would be minutes, not 2 s."""
    known.in_views, known.in_bytes  # noqa: B018 - made once
    data = (letter * (300_000 // len(letter))).encode()
    for form in (data, b"%PDF-1.4 stream\nendstream" + data, b"PK\x03\x04" + data):
        begun = time.process_time()
        scan_bytes(form, known)
        assert time.process_time() - begun < 2


@pytest.mark.slow
def test_memory_is_bounded_on_a_large_file(tmp_path, known):
    file = tmp_path / "large.csv"
    with file.open("wb") as out:
        for _ in range(20):
            out.write(b"thread_abcdefghijkl,1.5,explicit\n" * 150_000)
        out.write(CANARY.encode())
    known.in_views, known.in_bytes  # noqa: B018 - made once
    tracemalloc.start()
    hits = scan(file, known)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert set(hits["kind"]) >= {"name"}
    assert file.stat().st_size > 90 << 20
    assert peak < 400 << 20


def test_a_bomb_is_stopped(monkeypatch, known):
    for module in ("opened", "pieces", "parquet"):
        monkeypatch.setattr(f"convostudy.deidentify.leaks.{module}.LARGEST", 1 << 20)
    for data in (zipped(content=bytes(1 << 22)), AS_TEXT["gzip"]("x" * (1 << 22))):
        assert UNREAD in kinds(data, known)


def test_a_zip_that_we_write_is_read_whole(known):
    """Stored members, folders and a name beyond ASCII."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("data/", "")
        archive.writestr("data/zoë.txt", "plain")
    assert scan_bytes(out.getvalue(), known) == {}
