"""The first acceptance case: a pitch, two refusals, and the pitch that goes on."""

from __future__ import annotations

import pandas as pd

from convostudy.language.acts import acts


def kind(text: str, act: str) -> str | None:
    found = acts(pd.DataFrame({"message_id": ["m"], "text": [text]}))
    return found.set_index("act")["kind"].get(act, "not found")


# The thread of the first acceptance case, in words of our own.
JOHN_DOE = {
    "t2": "Hi Matt, I'd love to talk about a business opportunity. My company [company redacted] "
    "builds platforms that help speakers, coaches and trainers scale. Reply if you want more info.",
    "t3": "No thanks. Was that why you added me?",
    "t4": "I've got a technology solution for people like you that creates ongoing revenue. "
    "If you want a one-page summary let me know?",
    "t5": "Sorry, I can't do business with people who dodge a direct question. "
    "I find it unethical. Thanks for thinking of me and best of luck.",
    "t6": "Have you heard of network marketing? lol why unethical, we offer a legitimate service "
    "that helps people reach their goals? What do you do that helps people? How do you reach "
    "your audiences????",
    "t7": "Really? You have no idea what I do, do you? Read my profile. I might want your product "
    "but I will never buy like this. People sell me things daily, earn the right first.",
}


def test_john_doe() -> None:
    texts = pd.DataFrame({"message_id": list(JOHN_DOE), "text": list(JOHN_DOE.values())})
    found = acts(texts).groupby("message_id")["act"].agg(set)
    assert {"pitch", "cta"} <= found["t2"]
    assert "refusal" in found["t3"]
    assert "gratitude" not in found["t3"]
    assert {"pitch", "cta"} <= found["t4"]
    assert {"refusal", "complaint", "gratitude", "closing"} <= found["t5"]
    assert "pitch" in found["t6"]
    assert "offer_help" not in found["t6"]
    assert {"refusal", "complaint"} <= found["t7"]
    assert not {"pitch", "acceptance"} & found["t7"]
    assert not {"pitch"} & (found["t3"] | found["t5"])
    assert not found.explode().eq("opt_out_offer").any()


def test_john_doe_reasons() -> None:
    assert kind(JOHN_DOE["t3"], "refusal") == "bare"
    assert kind(JOHN_DOE["t5"], "refusal") == "principle"
    assert kind(JOHN_DOE["t7"], "refusal") == "manner"
    assert kind(JOHN_DOE["t2"], "personalisation") == "a b"
    assert kind(JOHN_DOE["t4"], "personalisation") == "b"
    assert {kind(JOHN_DOE[t], "pitch") for t in ("t2", "t4", "t6")} == {"sales"}
