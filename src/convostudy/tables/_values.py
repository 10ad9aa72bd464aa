"""The values that labels can take, spelled as in the codebook."""

from __future__ import annotations

SIDES = ("owner", "counterpart", "unknown")
KINDS = ("message", "invitation", "inmail", "sponsored", "system")
MODALITIES = ("text", "voice", "video", "image", "file", "empty")
FORMS = ("wh", "polar", "alternative", "declarative", "tag", "indirect", "fragment")
FUNCTIONS = ("information", "action_request", "rhetorical")
SEQUENCES = (
    "introductory",
    "mirror",
    "follow_up",
    "partial_switch",
    "full_switch",
    "opening",
    "rhetorical",
)
STATUSES = (
    "explicit",
    "implicit",
    "partial",
    "general",
    "deflection",
    "dodged",
    "acknowledged_only",
    "declined",
    "claims_ignorance",
    "clarification",
    "no_reply",
    "open",
)
ACT_NAMES = (
    "pitch",
    "cta",
    "rapport",
    "gratitude",
    "offer_help",
    "need_gauging",
    "refusal",
    "acceptance",
    "opt_out_request",
    "opt_out_offer",
    "small_talk",
    "self_promotion",
    "referral",
    "personalisation",
    "complaint",
    "closing",
)
SOLICITATIONS = (
    "sales",
    "recruiting",
    "investment",
    "event",
    "fundraising",
    "survey",
    "favour",
)
STYLES = ("pitch_first", "builder", "neutral")
#: rules: word lists and grammar. light: linear models, which also hear the rules. cascade: a small
#: transformer reads what those are in doubt about. transformer: it reads everything.
BACKENDS = ("rules", "light", "cascade", "transformer")
#: Those with an encoder, which may be another than the package's own.
DEEP = ("cascade", "transformer")
