"""What a mail suggests, and that a suggestion is never an answer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.grade.suggest import Suggestion, suggest
from misdirect_tui.core.parts import Address, Attachment, SentMail
from misdirect_tui.core.playbook.grade import GradeRules

DATA = Path(__file__).parents[2] / "data"
RULES = GradeRules.model_validate(tomllib.loads((DATA / "rules" / "grade.toml").read_text("utf-8")))


def mail(subject: str = "", text: str = "", files: tuple[str, ...] = (), **others: object) -> SentMail:
    attachments = tuple(Attachment(name=name) for name in files)
    sender = Address(name="Lin Da", address="linda@brightlamp.example")
    fields = {"subject": subject, "text": text, "attachments": attachments, "from": sender} | others
    return SentMail.model_validate(fields)


def people(*addresses: str) -> tuple[Address, ...]:
    return tuple(Address(address=address) for address in addresses)


def by_path(sent: SentMail, **others: object) -> dict[str, Suggestion]:
    given = suggest(sent, RULES, **others)  # type: ignore[arg-type]
    assert len({suggestion.path for suggestion in given}) == len(given)
    return {suggestion.path: suggestion for suggestion in given}


@pytest.mark.parametrize(
    ("subject", "content", "word"),
    [
        ("Our Quotation for 400 lamps", "quotation", "Quotation"),
        ("FOB PRICE LIST 2026", "quotation", "PRICE LIST"),
        ("2026年报价单", "quotation", "报价单"),
        ("成本核算", "quotation", "成本核算"),
        ("PI-20251118 Casa Verde", "contract", "PI"),
        ("PI20251118", "contract", "PI"),
        ("请确认PI", "contract", "PI"),
        ("Proforma Invoice", "contract", "Proforma Invoice"),
        ("proforma\r\n invoice", "contract", "proforma\r\n invoice"),
        ("销售合同", "contract", "合同"),
        ("形式发票请查收", "contract", "形式发票"),
        ("Invoice 2211", "contract", "Invoice"),
        ("PO 4511", "contract", "PO 4511"),
        ("P.O. no. 4511", "contract", "P.O. no. 4511"),
        ("P.I. 2211", "contract", "P.I."),
        ("SC2211", "contract", "SC2211"),
        ("订单2211", "contract", "订单"),
        ("增值税发票", "contract", "发票"),
        ("Between us", "commentary", "Between us"),
        ("内部讨论：底价", "commentary", "内部讨论"),
        ("Our new catalogue", "catalogue", "catalogue"),
        ("公司简介", "catalogue", "公司简介"),
        ("客户名单", "address-list", "客户名单"),
    ],
)
def test_words_of_the_subject_suggest_the_content(subject: str, content: str, word: str) -> None:
    suggestion = by_path(mail(subject))["grade.content"]
    assert (suggestion.value, suggestion.where) == (content, ("subject",))
    assert word in suggestion.words


@pytest.mark.parametrize(
    "text",
    [
        "Spinning pipes, opinions, a copilot",
        "The costume arrived",
        "priceless",
        "Sample at no extra cost",
        "This email is confidential and for internal use only by the addressee.",
        "Delivery as agreed between us",
        "Raspberry Pi for the display",
        "Columbia, SC",
        "期待您的订单",
        "产品内部结构图",
        "Happy New Year",
        "",
    ],
)
def test_a_word_inside_a_word_or_an_idle_phrase_suggests_nothing(text: str) -> None:
    assert "grade.content" not in by_path(mail(text=text))


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("customer_list.xlsx", "address-list", "customer_list"),
        ("CostSheet.xlsx", "quotation", "Cost Sheet"),
        ("NewPrices-2026.pdf", "quotation", "Prices"),
        ("price-list.pdf", "quotation", "price-list"),
        ("PO_4511.pdf", "contract", "PO_4511"),
        ("CustomerContract.docx", "contract", "Contract"),
    ],
)
def test_the_name_of_a_file_is_read_however_its_words_are_joined(name: str, content: str, word: str) -> None:
    suggestion = by_path(mail(files=(name,)))["grade.content"]
    assert (suggestion.value, suggestion.where) == (content, ("attachment",))
    assert word in suggestion.words


def test_file_names_and_text_count_and_the_gravest_with_evidence_wins() -> None:
    sent = mail("New catalogue", "Price as agreed. The contract is attached.", ("S/C_2026.pdf", "PI_77.xlsx"))
    suggestion = by_path(sent)["grade.content"]
    assert suggestion.value == "contract"
    assert suggestion.words == ("S/C", "PI", "contract")
    assert suggestion.where == ("attachment", "text")


def test_strangers_who_see_each_other_suggest_an_address_list_and_their_number() -> None:
    sent = mail(
        "Season's greetings", to=people("a@pumps.example", "b@flow.example"), cc=people("c@hid.example")
    )
    suggestions = by_path(sent)
    assert suggestions["grade.content"].value == "address-list"
    assert suggestions["grade.content"].words == ("a@pumps.example", "b@flow.example", "c@hid.example")
    assert suggestions["grade.recipients"].value == 3
    assert "grade.recipient" not in suggestions


def test_people_of_one_house_or_in_blind_copy_are_no_address_list() -> None:
    one_house = mail(to=people("a@pumps.example", "b@pumps.example"))
    blind = mail(bcc=people("a@pumps.example", "b@flow.example"))
    assert "grade.content" not in by_path(one_house)
    assert "grade.content" not in by_path(blind)
    assert by_path(blind)["grade.recipients"].value == 2


def test_two_private_mailboxes_at_one_provider_are_two_strangers() -> None:
    assert by_path(mail(to=people("a@gmail.com", "b@gmail.com")))["grade.content"].value == "address-list"


def test_only_colleagues_suggest_a_colleague() -> None:
    inside = mail(to=people("Wei@BrightLamp.example", "min@sales.brightlamp.example"))
    assert by_path(inside)["grade.recipient"].value == "colleague"
    mixed = by_path(mail(to=people("wei@brightlamp.example", "x@pumps.example")))
    assert "grade.recipient" not in mixed
    assert mixed["grade.recipients"].value == 1


def test_a_shared_domain_makes_no_colleague_and_an_own_one_does() -> None:
    private = mail(to=people("other@163.com"), **{"from": Address(address="me@163.com")})
    assert "grade.recipient" not in by_path(private)
    branch = mail(to=people("wei@brightlamp-hk.example"))
    assert "grade.recipient" not in by_path(branch)
    assert by_path(branch, own_domains=["brightlamp-hk.example"])["grade.recipient"].value == "colleague"


def test_one_person_named_twice_is_one() -> None:
    sent = mail(to=people("a@pumps.example"), cc=people("A@Pumps.example"))
    assert by_path(sent)["grade.recipients"].value == 1


def test_a_mail_that_says_nothing_suggests_nothing() -> None:
    assert suggest(SentMail(), RULES) == ()


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_no_text_whatever_breaks_it_and_every_suggestion_shows_its_evidence(
    subject: str, text: str, files: list[str]
) -> None:
    sent = mail(subject, text, tuple(files), to=people(*(f"{name}@x.example" for name in files)))
    for suggestion in suggest(sent, RULES):
        assert suggestion.words
        assert suggestion.where


@pytest.mark.parametrize(("text", "word"), [("The password: Lamp2027", "password"), ("密码是 8812", "密码")])
def test_a_password_in_the_text_suggests_the_flag_and_is_not_repeated(text: str, word: str) -> None:
    found = suggest(SentMail(text=text), RULES)
    assert found == (Suggestion("grade.flags.credentials", "yes", (word,), ("text",)),)
