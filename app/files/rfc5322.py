"""Read a mail as it went over the wire: RFC 5322, and what real programs make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core.mailer import guess
from ..core.parts import TEXT_LIMIT, Address, SentMail
from .addresses import Mailboxes, split
from .charset import clean, decode
from .headers import raw_text, read_text
from .mime_parts import HEADER_LIMIT, PART_HEADER_LIMIT, first_charset, read_parts, take_apart
from .notes import Notes
from .sent_at import read_date

FILE_LIMIT = 128 * 1024 * 1024
BLOCK_LIMIT = 1024 * 1024
MOST_FIELDS = 5_000
TOLD_LIMIT = 4096

_KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|message-id|sender|reply-to|received|return-path|delivered-to|mime-version"
    rb"|content-type|content-transfer-encoding|in-reply-to|references|x-mailer|user-agent)$",
    re.IGNORECASE,
)
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_MBOX = re.compile(rb">?From +[^ :]")
_BLOCK_END = re.compile(rb"\n(?=\r?\n)")
_BOM_UTF8, _BOM_LE, _BOM_BE = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"

_ONCE = ("From", "Subject", "Date")

Fields = Sequence[tuple[str, str]]


def read_rfc5322(data: bytes, name: str, notes: Notes) -> SentMail:
    """Read a mail; what is wrong with it goes into `notes`."""
    if not data.strip():
        notes.add("file-empty", name)
        return SentMail()
    if len(data) > FILE_LIMIT:
        notes.add("file-cut", str(FILE_LIMIT))
    data = _undressed(data[:FILE_LIMIT])
    mended = _mended(data, notes)
    if mended is None:
        notes.add("no-headers", name)
        return SentMail(text=_text_of(data, notes))
    root = take_apart(mended, notes)
    fields = root.fields[:MOST_FIELDS]
    if len(root.fields) > MOST_FIELDS:
        notes.add("header-cut", str(MOST_FIELDS))
    for key, value in fields:
        if len(value) >= (PART_HEADER_LIMIT if key.lower().startswith("content-") else HEADER_LIMIT):
            notes.add("header-cut", key)
    charset = first_charset(root)
    _note_repeated(fields, charset, notes)
    sender = _sender(fields, charset, notes)
    to, cc, bcc = (recipients(fields, key, charset, notes) for key in ("To", "Cc", "Bcc"))
    if not to + cc + bcc:
        notes.add("recipients-missing")
    told = _date(fields, charset)
    sent = read_date(told)
    if sent.problem:
        notes.add(sent.problem, told)
    try:
        attachments, text = read_parts(root, charset, notes)
    except Exception:
        # Whatever a part holds, it must not cost the recipients.
        notes.add("structure-broken")
        attachments, text = (), ""
    domain = sender.address.rpartition("@")[2] if sender else ""
    service, mailer = guess(
        [(key, clean(read_text(value[:TOLD_LIMIT], charset).text)) for key, value in fields], domain
    )
    return SentMail(
        sent_at=sent.at,
        subject=_subject(fields, charset, notes),
        sender=sender,
        to=to,
        cc=cc,
        bcc=bcc,
        attachments=attachments,
        message_id=_first(fields, "message-id", charset) or None,
        mailer=mailer,
        service=service,
        text=text,
    )


def _undressed(data: bytes) -> bytes:
    """Undo what hides the headers: a byte order mark, UTF-16, old line ends, blank lines, an mbox line."""
    if data.startswith((_BOM_LE, _BOM_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data[1:2] == data[3:4] == b"\0" != data[:1]:
        data = data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    elif data[:1] == data[2:3] == b"\0" != data[1:2]:
        data = data.decode("utf-16-be", "replace").encode("utf-8", "replace")
    data = data.removeprefix(_BOM_UTF8)
    if b"\r" in data and b"\n" not in data[:4096]:
        data = re.sub(rb"\r\n?", b"\n", data)
    data = data.lstrip(b"\r\n \t\0")
    return data.partition(b"\n")[2] if _MBOX.match(data) else data


def _mended(data: bytes, notes: Notes) -> bytes | None:
    """Give the mail with a header block that a strict parser reads to its end; None where there is none.

    A line that is neither header nor continuation would end the block, and the recipients after it
    would be lost: it is taken as a continuation when a known header still follows.
    """
    end = _BLOCK_END.search(data)
    block, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    if len(block) > BLOCK_LIMIT:
        notes.add("header-cut", str(BLOCK_LIMIT))
        block = block[:BLOCK_LIMIT]
    lines = [line.rstrip(b"\r").replace(b"\r", b" ").replace(b"\0", b"") for line in block.split(b"\n")]
    names = [None if line[:1] in b" \t" else _NAME.match(line) for line in lines]
    known = [number for number, name in enumerate(names) if name and _KNOWN.match(name[1])]
    if not known:
        return None
    mended: list[bytes] = []
    broken = 0
    for number, (line, name) in enumerate(zip(lines, names, strict=True)):
        if name and (
            name[0].endswith(name[1] + b":") or number in (known[0], known[-1]) or _KNOWN.match(name[1])
        ):
            mended.append(name[1] + b":" + line[name.end() :])
        elif line[:1] in b" \t":
            mended.extend([line] if mended and line.strip() else [])
        elif number > known[-1]:
            body = b"\n".join([b"", *lines[number:], *([body] if end else [])])
            notes.add("header-line-broken", "1")
            break
        else:
            broken += 1
            mended.extend([b" " + line] if mended else [])
    if broken:
        notes.add("header-line-broken", str(broken))
    return b"\n".join(mended) + b"\n" + (body if body else b"\n")


def _date(fields: Fields, charset: str | None) -> str:
    """Give the first date that says anything, without the lines that somebody broke into it."""
    told = next((value for key, value in fields if key.lower() == "date" and value.strip()), "")
    lines = [clean(read_text(line, charset).text) for line in told.splitlines()] or [""]
    whole = clean(read_text(told, charset).text)
    return whole if len(lines) == 1 or read_date(whole).at else lines[0]


def _note_repeated(fields: Fields, charset: str | None, notes: Notes) -> None:
    """Note which headers that may stand once stand there again and say something else; the first counts."""
    for key in _ONCE:
        said = (value for name, value in fields if name.lower() == key.lower() and value.strip())
        if len({clean(read_text(value[:TOLD_LIMIT], charset).text) for value in said}) > 1:
            notes.add("header-repeated", key)


def _first(fields: Fields, key: str, charset: str | None) -> str:
    return next((clean(read_text(value, charset).text) for name, value in fields if name.lower() == key), "")


def _subject(fields: Fields, charset: str | None, notes: Notes) -> str:
    value = next((value for name, value in fields if name.lower() == "subject"), "")
    read = read_text(value, charset)
    if read.guess:
        notes.add("charset-guessed", f"Subject: {read.guess}")
    if read.lossy:
        notes.add("characters-lost", "Subject")
    return clean(read.text)


def _mailboxes(fields: Fields, key: str, charset: str | None, notes: Notes) -> Mailboxes:
    """Split all headers of that name together, and note what may have gone wrong."""
    plain = [raw_text(value, charset) for name, value in fields if name.lower() == key.lower()]
    if not plain:
        return Mailboxes()
    text = clean(", ".join(value.text for value in plain))
    if len(text) > HEADER_LIMIT:
        notes.add("header-cut", key)
    read = split(text[:HEADER_LIMIT])
    for value in plain:
        if value.guess:
            notes.add("charset-guessed", f"{key}: {value.guess}")
    if read.lossy or any(value.lossy for value in plain):
        notes.add("characters-lost", key)
    for entry in read.left_out:
        notes.add("entry-without-address", f"{key}: {entry}")
    if read.ats != len(read.found):
        notes.add("recipients-differ", f"{key}: {read.ats} @, {len(read.found)}")
    return read


def recipients(fields: Fields, key: str, charset: str | None, notes: Notes) -> tuple[Address, ...]:
    """Give whom all headers of a name hold, and note what may have gone wrong."""
    found = _mailboxes(fields, key, charset, notes).found
    return tuple(Address(name=clean(name), address=clean(address)) for name, address in found)


def _sender(fields: Fields, charset: str | None, notes: Notes) -> Address | None:
    for key in ("From", "Sender"):
        found = _mailboxes(fields, key, charset, notes).found
        if found:
            return Address(name=clean(found[0].name), address=clean(found[0].address))
    notes.add("sender-missing")
    return None


def _text_of(data: bytes, notes: Notes) -> str:
    """Give a file that is no mail as text, if text it is."""
    if b"\0" in data[: TEXT_LIMIT * 4]:
        return ""
    read = decode(data[: TEXT_LIMIT * 4], cut=len(data) > TEXT_LIMIT * 4)
    text = clean(read.text, one_line=False)[:TEXT_LIMIT]
    if read.lossy or sum(not (each.isprintable() or each in "\t\n") for each in text):
        return ""
    if read.guess:
        notes.add("charset-guessed", f"text: {read.guess}")
    return text
