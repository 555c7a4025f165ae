"""What the mail itself tells about the first minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..ids import Tick
from ..parts import SentMail
from .verdict import Said

MANY = 10

_URL = r"https?://([^\s/\"'<>()\[\]]+)([^\s\"'<>]*)"
_CLOUD = (
    *(
        "1drv.ms",
        "onedrive.live.com",
        "sharepoint.com",
        "sharepoint.cn",
        "drive.google.com",
        "docs.google.com",
    ),
    *("dropbox.com", "box.com", "icloud.com", "wetransfer.com", "we.tl", "transfernow.net", "filemail.com"),
    *("mega.nz", "mediafire.com", "workdrive.zoho.com", "workdrive.zohopublic.com", "drive.proton.me"),
    *("disk.yandex.ru", "pan.baidu.com", "weiyun.com", "alipan.com", "aliyundrive.com", "pan.quark.cn"),
    *("jianguoyun.com", "kdocs.cn", "docs.qq.com", "cowtransfer.com", "wenshushu.cn", "123pan.com"),
    *("cloud.189.cn", "caiyun.139.com", "yun.139.com", "feishu.cn", "larksuite.com", "drive.weixin.qq.com"),
    *("doc.weixin.qq.com", "alidocs.dingtalk.com", "pan.xunlei.com", "swisstransfer.com", "fromsmash.com"),
    *("hightail.com", "pcloud.link", "pcloud.com", "sync.com", "1drv.com"),
)
# A webmail's own address in a mail is a big attachment only where it leads to a file.
_WEBMAIL = ("mail.qq.com", "exmail.qq.com", "163.com", "126.com", "yeah.net", "aliyun.com", "coremail.cn")
_LEADS_TO_A_FILE = r"download|attach|ftn|share|largefile"
_REPLY_SUBJECT = (
    r"\s*(?:re|fwd?|aw|wg|sv|vs|rv|enc|res|tr|antw|odp|ynt"
    r"|\u56de\u590d|\u7b54\u590d|\u8f6c\u53d1|\u56de\u8986|\u8f49\u5bc4|\u8f49\u767c)\s*(?:\[\d+\]\s*)?[:\uff1a]"
)
_REPLY_TEXT = r"^[ \t]*(?:>|-{2,}[ \t]*(?:original message|forwarded message|\u539f\u59cb\u90ae\u4ef6))"
# English, then Chinese: password, password (spoken); is, is.
_PASSWORD = (
    r"(pass(?:word|code|phrase)|\bpwd\b|\u5bc6\u7801|\u53e3\u4ee4)\s*(?:is\b|[:=\uff1a\u4e3a\u662f])\s*\S"  # noqa: S105
)
_RECURRING_TEXT = r"unsubscribe|\u9000\u8ba2|\u53d6\u6d88\u8ba2\u9605"
_RECURRING_MAILER = (
    r"mailchimp|sendgrid|brevo|sendinblue|mailjet|campaign|newsletter|mail ?merge|phpmailer|groupmail"
)


def sensed(mail: SentMail) -> dict[str, Said]:
    """Give what the mail tells about an item of the checklist, by the item's id.

    The codes have their words under `stop.sensed`.
    """
    told: dict[str, Said] = {}
    people = len({one.address.casefold() for one in mail.recipients if one.address})
    reply, links, password, recurring = _told_by_text(mail.text)
    reply = reply or re.match(_REPLY_SUBJECT, mail.subject, re.IGNORECASE) is not None
    if people > 1:
        told["hands-off"] = Said("reply-several" if reply else "several", {"count": people})
    elif reply:
        told["hands-off"] = Said("reply")
    if people >= MANY or recurring or re.search(_RECURRING_MAILER, mail.mailer or "", re.IGNORECASE):
        told["queued"] = Said("recurring")
    if links:
        told["cloud-link"] = Said("cloud-links", {"count": len(links), "places": ", ".join(links)})
    if password:
        told["password"] = Said("password", {"word": password})
    if mail.attachments:
        told["same-file"] = Said("attachments", {"count": len(mail.attachments)})
    if reply:
        told["thread"] = Said("reply")
    if mail.sha256:
        told["keep-evidence"] = Said("kept")
    return told


def sensed_ticks(mail: SentMail) -> Mapping[str, Tick]:
    """Give the items that the mail itself proves done: with the original at hand, it is kept."""
    return {"keep-evidence": "done"} if mail.sha256 else {}


@lru_cache(maxsize=8)
def _told_by_text(text: str) -> tuple[bool, tuple[str, ...], str, bool]:
    """Tell whether it is a reply, which links lead to files, the word before a password, and of a list."""
    if not text:
        return False, (), "", False
    password = re.search(_PASSWORD, text, re.IGNORECASE)
    return (
        re.search(_REPLY_TEXT, text, re.IGNORECASE | re.MULTILINE) is not None,
        _cloud_places(text),
        password[1] if password else "",
        re.search(_RECURRING_TEXT, text, re.IGNORECASE) is not None,
    )


def leads_to_a_file(link: str) -> bool:
    """Tell whether a link leads to where files are kept for others to fetch."""
    return bool(_cloud_places(link))


def _cloud_places(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for host, path in re.findall(_URL, text):
        name = host.rpartition("@")[2].partition(":")[0].casefold().rstrip(".,")
        webmail = _under(name, _WEBMAIL) and re.search(_LEADS_TO_A_FILE, path, re.IGNORECASE)
        if _under(name, _CLOUD) or webmail:
            found[name] = None
    return tuple(found)


def _under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
