"""Guess from a mail's headers which service and which program sent it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from .ids import ServiceId

Fields = Mapping[str, Sequence[str]]

_PUBLIC: Mapping[str, ServiceId] = {
    "gmail.com": "gmail",
    "googlemail.com": "gmail",
    "qq.com": "qq",
    "vip.qq.com": "qq",
    "foxmail.com": "qq",
    "163.com": "netease-free",
    "126.com": "netease-free",
    "yeah.net": "netease-free",
    "vip.163.com": "netease-vip",
    "vip.126.com": "netease-vip",
    "188.com": "netease-vip",
    "msn.com": "outlook-com",
    "ymail.com": "yahoo",
    "rocketmail.com": "yahoo",
    "icloud.com": "apple-mail",
    "me.com": "apple-mail",
    "mac.com": "apple-mail",
    "aliyun.com": "alibaba",
    "zoho.com": "zoho",
    "zohomail.com": "zoho",
    "proton.me": "proton",
    "protonmail.com": "proton",
    "pm.me": "proton",
}
_REGIONAL: Mapping[str, ServiceId] = {
    "outlook": "outlook-com",
    "hotmail": "outlook-com",
    "live": "outlook-com",
    "yahoo": "yahoo",
}
_COUNTRY = re.compile(r"^(outlook|hotmail|live|yahoo)\.(com|(co\.|com\.)?[a-z]{2})$")
_ONLINE = re.compile(
    r"\b(?:[\w-]+\.)*prod\.(?:outlook\.com|exchangelabs\.com|partner\.outlook\.cn)\b", re.IGNORECASE
)
_ONLINE_DIRECTORY = "/o=exchangelabs/"


def guess(headers: Sequence[tuple[str, str]], sender_domain: str) -> tuple[ServiceId | None, str | None]:
    """Guess the service, and give the mailer as the headers name it; None for what they do not tell.

    A sender at a public service is told by the domain. Otherwise the marks of a service's own webmail
    and message ids count first, then its other headers, then the program that wrote the mail.
    """
    fields: dict[str, list[str]] = {}
    for name, value in headers:
        fields.setdefault(name.strip().lower(), []).append(value)
    mailer = next(
        (value for key in ("x-mailer", "user-agent") for value in fields.get(key, ()) if value.strip()), ""
    )
    mailer = " ".join(mailer.split())
    service = of_domain(sender_domain)
    for tells in (_webmail, _message_id, _other_marks, _exchange, _client):
        service = service or tells(fields, mailer.lower())
    return service, mailer or None


def of_domain(domain: str) -> ServiceId | None:
    """Give the public service that a domain belongs to."""
    domain = domain.strip().strip(".").lower()
    if domain in _PUBLIC:
        return _PUBLIC[domain]
    regional = _COUNTRY.match(domain)
    return _REGIONAL[regional[1]] if regional else None


def of_directory(name: str, sender_domain: str) -> ServiceId | None:
    """Give the service that an Exchange directory name belongs to; Exchange Online names its own."""
    if not name.lower().startswith("/o="):
        return None
    if not name.lower().startswith(_ONLINE_DIRECTORY):
        return "outlook-classic"
    return of_domain(sender_domain) or "microsoft-365"


def _webmail(_: Fields, mailer: str) -> ServiceId | None:
    if mailer.startswith("coremail webmail"):
        if "ntes_qiye" in mailer:
            return "netease-enterprise"
        return "netease-free" if re.search(r"\b(?:163|126|yeah)(?:com|net)\b", mailer) else "coremail"
    if mailer.startswith(("yahoomail", "webservice/")):
        return "yahoo" if "yahoo" in mailer else None
    beginnings: Mapping[str, ServiceId] = {
        "alimail": "alibaba",
        "qqmail": "tencent-exmail",
        "zoho mail": "zoho",
    }
    return next((service for beginning, service in beginnings.items() if mailer.startswith(beginning)), None)


def _message_id(fields: Fields, _: str) -> ServiceId | None:
    identity = "".join(fields.get("message-id", ())[:1]).strip().strip("<>").lower()
    host = identity.rpartition("@")[2]
    if host == "mail.gmail.com":
        return "gmail"
    if _ONLINE.fullmatch(host):
        return "microsoft-365"
    return "tencent-exmail" if host == "qq.com" and identity.startswith("tencent_") else None


def _other_marks(fields: Fields, _: str) -> ServiceId | None:
    marks: tuple[tuple[ServiceId, Callable[[], bool]], ...] = (
        ("alibaba", lambda: _has(fields, "x-aliyun-", "x-alimail-")),
        ("feishu", lambda: _has(fields, "x-lms-return-path")),
        ("proton", lambda: _has(fields, "x-pm-message-id", "x-pm-origin", "x-pm-content-encryption")),
        ("zoho", lambda: _has(fields, "x-zohomail", "x-zoho-")),
        ("tencent-exmail", lambda: _has(fields, "x-qq-")),
        ("netease-enterprise", lambda: _has(fields, "x-hm-tid")),
        ("netease-enterprise", lambda: _has(fields, "x-cm-", "x-coremail-") and _says(fields, "ntes_qiye")),
        ("coremail", lambda: _has(fields, "x-cm-", "x-coremail-")),
        ("gmail", lambda: _has(fields, "x-gm-message-state")),
    )
    return next((service for service, there in marks if there()), None)


def _exchange(fields: Fields, _: str) -> ServiceId | None:
    if not _has(fields, "x-ms-exchange-"):
        return None
    hosts = [
        value
        for key in fields
        for value in fields[key]
        if key == "received" or key.startswith("x-ms-exchange-")
    ]
    online = _has(fields, "x-ms-exchange-crosstenant-") or any(_ONLINE.search(value) for value in hosts)
    return "microsoft-365" if online else "outlook-classic"


def _client(fields: Fields, mailer: str) -> ServiceId | None:
    if _has(fields, "x-readdle-"):
        return "spark"
    if mailer.startswith("foxmail"):
        return "foxmail"
    if "thunderbird" in mailer:
        return "thunderbird"
    return "apple-mail" if mailer.startswith(("apple mail", "iphone mail", "ipad mail")) else None


def _has(fields: Fields, *beginnings: str) -> bool:
    return any(key.startswith(beginnings) for key in fields)


def _says(fields: Fields, word: str) -> bool:
    return any(word in value.lower() for values in fields.values() for value in values)
