"""Drafts: what a letter becomes as a file or a link, and what no name and no subject can do to it."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urlsplit

import mailparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from misdirect_tui.core.examine.attachment import LARGE, attachment_remarks
from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.explain.facts import one_line
from misdirect_tui.core.mailbox import sound
from misdirect_tui.core.parts import Address, Attachment, Reader, SentMail
from misdirect_tui.files.draft import LINK_LIMIT, Draft, draft, link, mailto
from misdirect_tui.files.playbook import Playbook

LETTER = Draft(
    subject="Urgent correction: please delete my e-mail of 17:22",
    body="Dear Mr. Abel,\n\nI apologise.\n\nKind regards,\nMei",
    to_name="Otto Abel",
    to_address="abel@nordsee-handel.example",
    from_name="陈美",
    from_address="mei@lampworks.example",
)
HEADERS = {"X-Unsent", "From", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}

printed = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))
anything = st.text(max_size=400)
hostile = st.one_of(
    anything,
    st.lists(
        st.sampled_from(
            [
                "\r\n",
                "\r",
                "\n",
                "\x00",
                "\x85",
                "\u2028",
                "Bcc: spy@third.example",
                "=?utf-8?q?=0D=0ABcc:_spy=40third.example?=",
                "=?",
                "?=",
                "<spy@third.example>",
                ",",
                ";",
                '"',
                "\\",
                "陈美",
                "é",
                " ",
                "x" * 90,
                "\ud800",
                "\U0001f4e7",
            ]
        ),
        max_size=12,
    ).map("".join),
)


def parsed(data: bytes):
    return email.message_from_bytes(data, policy=default)


def body_of(message) -> str:
    return message.get_body().get_content().replace("\r\n", "\n").removesuffix("\n")


def flat(text: str) -> str:
    """Take away what a header may change: where encoded words would begin and end."""
    return text.replace("= ?", "=?").replace("? =", "?=")


def test_a_draft_is_an_unsent_mail_without_date_or_blind_copy():
    message = parsed(draft(LETTER))
    assert message["X-Unsent"] == "1"
    assert set(message.keys()) == HEADERS
    assert str(message["To"]) == "Otto Abel <abel@nordsee-handel.example>"
    assert message["From"].addresses[0].display_name == "陈美"
    assert message["From"].addresses[0].addr_spec == "mei@lampworks.example"
    assert message["Subject"] == LETTER.subject
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert body_of(message) == LETTER.body


def test_every_line_ends_as_mail_demands_and_is_ascii():
    data = draft(LETTER._replace(body="尊敬的客户:\n\n" + "很抱歉。" * 200, subject="更正" * 60))
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("body", "encoding"), [("Dear Mr. Abel,", "quoted-printable"), ("尊敬的客户", "base64")]
)
def test_the_body_is_encoded_by_what_is_in_it(body, encoding):
    assert parsed(draft(LETTER._replace(body=body)))["Content-Transfer-Encoding"] == encoding


def test_an_address_that_is_not_known_leaves_no_header():
    message = parsed(draft(LETTER._replace(to_address="", from_address="")))
    assert message["To"] is None
    assert message["From"] is None


NOT_ONE_ADDRESS = (
    "",
    "abel",
    "abel@",
    "@x.example",
    "a b@x.example",
    "a@x.example, b@y.example",
    "a@x.example\nBcc: c@d.example",
    "b@y.example <a@x.example>",
    "<a@x.example> <b@y.example>",
    "Abel\nBcc: <a@x.example>",
    "a@[1.2.3.4]",
    "ä@x.example",
    "a..b@x.example",
    "a@-x.example",
    "a" * 65 + "@x.example",
)


@pytest.mark.parametrize("address", NOT_ONE_ADDRESS)
def test_what_is_no_single_address_is_not_written_to(address):
    assert sound(address) is None
    assert parsed(draft(LETTER._replace(to_address=address)))["To"] is None
    assert mailto(LETTER._replace(to_address=address)) is None


@pytest.mark.parametrize("written", ["<a@x.example>", "Abel, Ana <a@x.example>", "何敏<a@x.example>"])
def test_a_name_around_an_address_leaves_it_an_address(written):
    assert sound(written) == "a@x.example"
    assert parsed(draft(LETTER._replace(to_address=written)))["To"].addresses[0].addr_spec == "a@x.example"
    assert (mailto(LETTER._replace(to_address=written)) or "").startswith("mailto:a@x.example?")


def test_a_domain_in_other_letters_is_written_in_ascii():
    assert sound("abel@nordseehändler.example") == "abel@xn--nordseehndler-ifb.example"


@settings(derandomize=True, deadline=None, max_examples=100)
@given(subject=hostile, to_name=hostile, from_name=hostile, body=hostile, address=hostile)
@example(
    "a\r\nBcc: x@y.example",
    "b\nBcc: x@y.example",
    "c\rBcc: x@y.example",
    "\r\n.\r\n",
    "x@y.example\r\nBcc: z@w.example",
)
@example("=?utf-8?q?=0D=0ABcc:_x?=", "=?utf-8?b?DQpCY2M6IHg=?=", "A" * 3000, "\x00", "x")
def test_no_text_adds_a_header_or_a_recipient(subject, to_name, from_name, body, address):
    letter = LETTER._replace(subject=subject, to_name=to_name, from_name=from_name, body=body)
    data = draft(letter)
    message = parsed(data)
    assert set(message.keys()) == HEADERS - ({"Subject"} if not one_line(subject) else set())
    assert message.defects == []
    assert [one.addr_spec for one in message["To"].addresses] == ["abel@nordsee-handel.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["mei@lampworks.example"]
    assert not any(control in str(message[name] or "") for name in HEADERS for control in "\r\n\0")
    other = mailparser.parse_from_bytes(data)
    assert [mailbox for _, mailbox in other.to] == ["abel@nordsee-handel.example"]
    assert [mailbox for _, mailbox in other.from_] == ["mei@lampworks.example"]
    assert not other.bcc
    assert not other.cc
    assert parsed(draft(letter._replace(to_address=address))).get_all("Bcc") is None


@settings(derandomize=True, deadline=None, max_examples=100)
@given(subject=st.text(printed, max_size=300), body=st.text(st.one_of(printed, st.sampled_from("\n\t"))))
def test_both_parsers_read_the_letter_that_was_written(subject, body):
    data = draft(LETTER._replace(subject=subject, body=body))
    message = parsed(data)
    assert flat(message["Subject"] or "") == flat(one_line(subject))
    assert body_of(message) == body
    other = mailparser.parse_from_bytes(data)
    # This parser composes characters.
    assert flat(other.subject) == normalize("NFC", flat(one_line(subject)))
    text = "".join(other.text_plain).replace("\r\n", "\n")
    assert text.strip() == normalize("NFC", body).strip()


def test_the_right_document_goes_along_under_its_own_name(tmp_path: Path):
    document = tmp_path / "报价单 2026.pdf"
    document.write_bytes(b"%PDF-1.4")
    mail = tmp_path / "other.eml"
    mail.write_bytes(b"Subject: x\r\n\r\ny")
    message = parsed(draft(LETTER, [document, mail]))
    attached = list(message.iter_attachments())
    assert [one.get_filename() for one in attached] == ["报价单 2026.pdf", "other.eml"]
    assert attached[0].get_content() == b"%PDF-1.4"
    assert attached[1].get_content_type() == "application/octet-stream"
    assert body_of(message) == LETTER.body
    assert [
        one["filename"] for one in mailparser.parse_from_bytes(draft(LETTER, [document])).attachments
    ] == ["报价单 2026.pdf"]


def test_a_link_holds_address_subject_and_text():
    text = mailto(LETTER)
    assert text is not None
    assert text.isascii()
    found = urlsplit(text)
    asked = parse_qs(found.query, strict_parsing=True)
    assert (found.scheme, found.path) == ("mailto", LETTER.to_address)
    assert asked == {"subject": [LETTER.subject], "body": [LETTER.body.replace("\n", "\r\n")]}


def test_a_link_that_is_too_long_is_none():
    least = len(mailto(LETTER._replace(body="")) or "")
    assert len(mailto(LETTER._replace(body="x" * (LINK_LIMIT - least))) or "") == LINK_LIMIT
    assert mailto(LETTER._replace(body="x" * (LINK_LIMIT - least + 1))) is None


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("a@x.example; b@y.example", "several-addresses"),
        ("a@x.example，b@y.example", "several-addresses"),
        ("call the front desk", "not-address"),
        ("a@x.example <a@x.example>", "not-address"),
    ],
)
def test_a_field_that_is_filled_but_holds_no_single_address_is_not_called_empty(address, why):
    assert link(LETTER._replace(to_address=address)).why == why


def test_why_there_is_no_link_is_told():
    assert link(LETTER._replace(to_address="")) == ("", "no-address", 0)
    found = link(LETTER._replace(body="抱歉" * 400))
    assert (found.text, found.why) == ("", "too-long")
    assert found.length > LINK_LIMIT
    assert link(LETTER).length == len(link(LETTER).text)


PETRA = Reader(name="Petra Nordmann", company="Nordsee Handel", address="petra@nordsee-handel.example")
DIEGO = Reader(name="Diego Verano", company="Verde Lighting", address="diego@verde-luz.example")
SENT = SentMail(
    to=(Address(address="petra@nordsee-handel.example"), Address(address="third@quarto.example")),
    attachments=(Attachment(name="PI-2511.pdf", bytes=4321),),
)
TO_A = Case(reader=PETRA, others=(DIEGO,), mail=SENT, document="PI-2511.pdf", content="contract")
TO_B = Case(role="intended-recipient", reader=DIEGO, others=(PETRA,), mail=SENT, document="PI-2511.pdf")


@pytest.mark.parametrize(
    ("case", "name", "size", "codes"),
    [
        (TO_A, "Quotation-118.pdf", 9, []),
        (TO_A, "Nordsee-Handel offer.pdf", 9, []),
        (TO_A, "ｐｉ-2511.PDF", 9, ["wrong-file"]),
        (TO_A, "Quotation-118.pdf", 4321, ["same-size"]),
        (TO_A, "photo.png", 4321, []),
        (TO_A, "Offer Verano.pdf", 9, ["leak-name"]),
        (TO_A, "报价_VerdeLighting_v2.xlsx", 9, ["leak-company"]),
        (TO_A, "for diego@verde-luz.example.pdf", 9, ["leak-address"]),
        (TO_A, "quarto price list.pdf", 9, ["leak-third"]),
        (TO_A, "Quotation-118.pdf", 0, ["empty"]),
        (TO_A, "Quotation-118.pdf", LARGE + 1, ["large"]),
        (TO_B, "PI-2511.pdf", 4321, []),
        (TO_B, "Nordsee.pdf", 9, ["leak-company"]),
        (Case(role="manager", mail=SENT, others=(DIEGO,)), "PI-2511 Verde Lighting.pdf", 9, []),
    ],
)
def test_what_goes_along_is_neither_the_wrong_file_nor_named_after_somebody_else(case, name, size, codes):
    cues = Playbook().shelf.cues("en")
    assert [remark.code for remark in attachment_remarks(name, size, case, cues)] == codes


def test_the_right_document_of_a_reader_does_not_vouch_for_its_own_name():
    case = Case(reader=PETRA.model_copy(update={"document": "Verano.pdf"}), others=(DIEGO,), mail=SENT)
    found = attachment_remarks("Verano.pdf", 9, case, Playbook().shelf.cues("en"))
    assert [(one.code, one.values) for one in found] == [("leak-name", {"found": "Verano"})]


def test_each_remark_on_an_attachment_has_words():
    codes = ["wrong-file", "same-size", "large", "empty"]
    codes += [f"leak-{variant}" for variant in ("name", "company", "address", "document", "third")]
    for language in ("en", "zh"):
        words = Playbook().words(language)
        assert all(words(f"interface.attach.{code}", name="x", found="x", size=1) for code in codes)


@settings(derandomize=True, deadline=None)
@given(subject=hostile, body=hostile)
def test_no_text_adds_a_field_to_a_link(subject, body):
    text = mailto(LETTER._replace(subject=subject, body=body))
    if text is None:
        return
    assert text.isascii()
    assert text.count("?") == 1
    assert text.count("&") == 1
    assert "%00" not in text
    fields = dict(field.split("=") for field in urlsplit(text).query.split("&"))
    assert unquote(fields["subject"]) == one_line(subject)
