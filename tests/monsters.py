"""Records that no incident makes: one thing repeated until a reader would be busy for long."""

from __future__ import annotations

from typing import NamedTuple

from misdirect_tui.files.bulk import bulk_of

# The weight of what is read within 200 ms, and the bytes of it: ten times what a long incident has.
MOMENT, MOMENT_BYTES = 115_000, 4_000_000
# Times this, and it weighs more than anything that is read.
BEYOND = 10

HEAD = b'schema = 1\nid = "x"\nstatus = "open"\nopened_at = 2025-11-18T12:00:00Z\n[mail]\n'
_EVENT = b'[[timeline]]\nat = 2025-11-18T12:00:00Z\nevent = "answered"\n'
_OPENED = b'[[timeline]]\nat = 2025-11-18T12:00:00Z\nevent = "opened"\n'


class Monster(NamedTuple):
    """Repeat `bit` between `head` and `tail`; %d in it is its number."""

    bit: bytes
    head: bytes = HEAD
    tail: bytes = b"\n"

    def of(self, count: int) -> bytes:
        """Give the record with so many bits."""
        if b"%d" not in self.bit:
            return self.head + self.bit * count + self.tail
        return self.head + b"".join(self.bit.replace(b"%d", b"%d" % n) for n in range(count)) + self.tail

    def of_a_moment(self) -> bytes:
        """Give about the largest record of this kind that weighs no more than `MOMENT`."""
        return self.of(self._count())

    def beyond(self) -> bytes:
        """Give a record of this kind that is too large to be taken apart."""
        return self.of(BEYOND * self._count())

    def _count(self) -> int:
        least, most = 0, MOMENT_BYTES // len(self.bit) + 1
        while most - least > max(1, least // 50):
            count = (least + most) // 2
            data = self.of(count)
            sound = len(data) <= MOMENT_BYTES and bulk_of(data.decode()).weight <= MOMENT
            least, most = (count, most) if sound else (least, count)
        return least


MONSTERS = {
    "events": Monster(_EVENT + b'detail = {"grade.content" = "contract"}\n\n'),
    "events-without-offset": Monster(b'[[timeline]]\nat = 2025-11-18\nevent = "sent"\n'),
    "events-undone": Monster(_EVENT + b"detail = {undoes = 0}\n", HEAD + b"[[timeline]]\n"),
    "event-of-many-values": Monster(b'"grade.%d" = 1\n', HEAD + _OPENED + b"[timeline.detail]\n"),
    "recipients": Monster(b'{name = "A", address = "a%d@x.example"},\n', HEAD + b"to = [\n", b"]\n"),
    "recipients-that-are-numbers": Monster(b"1,", HEAD + b"to = [", b"]\n"),
    "recipients-that-are-days": Monster(b"2025-11-18,", HEAD + b"to = [", b"]\n"),
    "recipients-without-address": Monster(b"{},", HEAD + b"to = [", b"]\n"),
    "readers": Monster(b'{name = "a"},', HEAD + b"[explain]\nwrong-recipient = [", b"]\n"),
    "letters": Monster(b"[[explain.letters]]\nnumber = %d\n"),
    "ticks": Monster(b'k%d = "done"\n', HEAD + b"[stop.ticks]\n"),
    "techniques": Monster(b'k%d = {choice = "adopted"}\n', HEAD + b"[prevent.techniques]\n"),
    "countries": Monster(b'"XX%d",', HEAD + b"[grade]\ncountries = [", b"]\n"),
    "what-was-typed": Monster(b'"grade.k%d" = 1\n', HEAD + b"[typing.was]\n"),
    "what-was-emptied": Monster(b'"x.k%d",', HEAD + b"[typing]\nunset = [", b"]\n"),
    "keys": Monster(b"k%d = 1\n"),
    "near-misses": Monster(b"opened%d = 1\n", HEAD.removesuffix(b"[mail]\n")),
    "tables": Monster(b"[t%d]\n"),
    "dotted-keys": Monster(b".".join([b"a"] * 110) + b".k%d = 1\n"),
    "lists-in-lists": Monster(b"[" * 50 + b"]" * 50 + b",", HEAD + b"a = [", b"]\n"),
    "numbers-too-large": Monster(b"9999999999999999999999,", HEAD + b"a = [", b"]\n"),
    "one-long-number": Monster(b"9", HEAD + b"[grade]\nrecipients = "),
    "one-long-number-in-hexadecimal": Monster(b"f", HEAD + b"a = 0x"),
    "comments": Monster(b"#\n"),
    "empty-lines": Monster(b"\n"),
    "spaces": Monster(b" "),
    "text": Monster(b"a", HEAD + b'text = """', b'"""\n'),
    "escapes": Monster(b"\\n", HEAD + b'text = "', b'"\n'),
    "named-escapes": Monster(b"\\U0001F600", HEAD + b'text = "', b'"\n'),
    "text-without-end": Monster(b'"" ', HEAD + b'text = """', b""),
}
