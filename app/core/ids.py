"""The ids that never change with the language: what may stand where in a record."""

from __future__ import annotations

from typing import Literal

Answer = Literal["yes", "no", "unknown"]
Content = Literal["catalogue", "address-list", "quotation", "contract", "commentary"]
Recipient = Literal["colleague", "outsider", "customer", "supplier", "competitor", "competing-customer"]
RaisingFlag = Literal["personal-data", "credentials", "opened", "forwarded", "public"]
LoweringFlag = Literal["recalled", "deleted-unread", "encrypted"]
Flag = RaisingFlag | LoweringFlag
Band = Literal["minor", "moderate", "serious", "critical"]
Tone = Literal["light", "formal", "crisis"]
Role = Literal["wrong-recipient", "intended-recipient", "manager"]
Kind = Literal["letter", "call", "message"]
LetterLanguage = Literal["en", "zh", "es", "fr", "de", "pt", "ru", "ar", "ja", "ko"]
Cause = Literal[
    "autocomplete", "wrong-thread", "reply-all", "wrong-file", "mail-merge", "wrong-group", "haste", "other"
]
Technique = Literal["delayed-send", "bcc", "contact-groups", "final-check", "send-to-self"]
ServiceId = Literal[
    "gmail",
    "outlook-classic",
    "microsoft-365",
    "outlook-com",
    "apple-mail",
    "netease-enterprise",
    "netease-vip",
    "netease-free",
    "alibaba",
    "tencent-exmail",
    "qq",
    "feishu",
    "zoho",
    "proton",
    "yahoo",
    "thunderbird",
    "foxmail",
    "coremail",
    "spark",
    "other",
]
ItemId = Literal[
    "hands-off",
    "recall",
    "queued",
    "cloud-link",
    "password",
    "telephone",
    "same-file",
    "thread",
    "keep-evidence",
    "tell",
]
Scope = Literal["same-organisation", "same-provider", "external"]
Tick = Literal["done", "not-applicable"]
Choice = Literal["adopted", "planned", "refused"]
Happening = Literal[
    "opened",
    "sensed",
    "ticked",
    "answered",
    "corrected",
    "edited",
    "chosen",
    "undone",
    "copied",
    "saved",
    "sent",
    "confirmed",
    "exported",
    "closed",
    "reopened",
]
UNDOABLE: frozenset[str] = frozenset({"ticked", "answered", "corrected", "edited", "chosen"})
