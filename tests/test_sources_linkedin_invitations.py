"""LinkedIn's invitations: where they belong, and what their notes count for."""

from pathlib import Path

from convostudy.sources import Export, read
from sources_files import connections, folder, invitations, message, messages

INVITED = ("Dana Holt", "Ivo Marsh", "4/30/25, 2:37 PM", "", "OUTGOING")


def kinds(export: Export) -> list[str]:
    return export.messages["kind"].tolist()


def test_an_invitation_without_a_thread_has_its_own(tmp_path: Path) -> None:
    note = ("Noor Ash", "Dana Holt", "2/28/24, 11:05 AM", "We met", "INCOMING")
    export = read(
        folder(tmp_path / "x", messages=messages(message()), Invitations=invitations(note, INVITED))
    )
    notes = export.messages[export.messages["kind"] == "invitation"].set_index("thread_id")
    assert notes["modality"].to_dict() == {"2-ivo": "empty", "invitation:noor-ash": "text"}
    assert notes["side"].to_dict() == {"2-ivo": "owner", "invitation:noor-ash": "counterpart"}


def test_invitations_alone_are_no_conversation_and_headers_alone_do_not_hurt(
    tmp_path: Path,
) -> None:
    path = folder(tmp_path / "x", messages=messages(), Invitations=invitations(INVITED))
    assert kinds(read(path)) == ["invitation"]
    asked = messages(message(subject="A chance"))
    assert kinds(read(folder(tmp_path / "y", messages=asked, Connections=connections()))) == [
        "message"
    ]
    three = [message("Dana Holt", n, subject="Hi", conversation=n) for n in ("A B", "C D", "E F")]
    path = folder(tmp_path / "z", messages=messages(*three), Connections=connections())
    assert set(kinds(read(path))) == {"inmail"}


def test_a_note_that_is_also_the_first_message_is_kept_and_said(tmp_path: Path) -> None:
    note = ("Ivo Marsh", "Dana Holt", "5/2/25, 8:15 AM", "Hello ", "INCOMING")
    row = message(at="2025-05-02 08:15:30 UTC")
    export = read(folder(tmp_path / "x", messages=messages(row), Invitations=invitations(note)))
    assert kinds(export) == ["invitation", "message"]
    reasons = export.ledger.set_index("file")["reason"]
    assert "also the first message" in reasons["Invitations.csv"]


def test_an_invitation_without_a_known_direction_is_rejected(tmp_path: Path) -> None:
    bad = ("Ivo Marsh", "Dana Holt", "5/2/25, 8:15 AM", "", "SIDEWAYS")
    path = folder(tmp_path / "x", messages=messages(message()), Invitations=invitations(bad))
    export = read(path)
    assert kinds(export) == ["message"]
    assert "neither INCOMING nor OUTGOING" in export.rejected["reason"].tolist()[0]
