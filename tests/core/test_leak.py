import pytest
from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.examine.examiner import examine
from misdirect_tui.core.parts import Address, Attachment, Reader, Sender, SentMail
from misdirect_tui.files.letters import LANGUAGES

from tests.bench.leak_rates import Written, cues, named, report, seen, written


def test_the_table_has_enough_cases_of_both_kinds_in_every_language():
    listed = list(written())
    silent = [one for one in listed if not one.fires]
    assert len(listed) >= 150
    assert len({(one.about, one.text) for one in listed}) == len(listed)
    assert 2 * len(silent) >= len(listed)
    for language in LANGUAGES:
        for fires in (True, False):
            assert any(one.case.language == language and one.fires is fires for one in listed), language


def test_no_written_case_is_missed_and_none_is_a_false_alarm(record_property):
    missed, alarms, rates = report(written())
    record_property("leak guard", rates)
    assert not missed, (rates, missed)
    assert not alarms, (rates, [(one, seen(one)) for one in alarms])


def test_the_everyday_name_of_a_company_is_known_by_the_registered_one(record_property):
    listed = list(named())
    assert len({one.about for one in listed if one.case.language == "zh"}) >= 40
    assert len({one.about for one in listed if one.case.language != "zh"}) >= 20
    missed, alarms, rates = report(listed)
    record_property("leak guard", rates)
    telling = sum(one.fires for one in listed)
    assert len(missed) <= telling * 0.03, (rates, missed)
    assert len(alarms) <= (len(listed) - telling) * 0.01, (rates, [(one, seen(one)) for one in alarms])


def test_the_same_word_counts_by_the_less_strict_of_two_ways_to_it():
    other = Reader(name="Chan Tai-man", address="taiman@wingfat.example")
    reader = Reader(name="Petra Nordlicht")
    mail = SentMail(to=(Address(name="Tai Man", address="taiman@wingfat.example"),))
    case = Case(reader=reader, others=(other,), mail=mail)
    assert seen(Written("", True, "it was for taiman", case)) == ["taiman"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was for delta-flow.", ["delta-flow"]),
        ("It was for deltaflow.", ["deltaflow"]),
        ("The delta flow is slow.", []),
    ],
)
def test_a_further_recipient_is_known_by_the_words_of_the_domain(text, found):
    mail = SentMail(to=(Address(name="", address="info@delta-flow.example"),))
    assert seen(Written("", True, text, Case(reader=Reader(name="Petra Nordlicht"), mail=mail))) == found


HAISHI = Sender(name="Li Na", company="Haishi Trading Co., Ltd.")
WROTE = "PI-20251118_Casa Verde.pdf"


def unknown(text, *, subject="", document="", attached="", language="en", reader=None):
    """Give what is found where nothing is known of the one it was meant for."""
    mail = SentMail(subject=subject, attachments=(Attachment(name=attached),) if attached else ())
    reader = reader or Reader(name="Petra Nordlicht", company="Nordlicht GmbH")
    case = Case(reader=reader, sender=HAISHI, mail=mail, document=document, language=language)
    return seen(Written("", True, text, case))


@pytest.mark.parametrize(
    "where",
    [
        {"document": WROTE},
        {"attached": WROTE},
        {"document": "PI_CasaVerde_0312.pdf"},
        {"subject": "PI-20251118 Casa Verde \u786e\u8ba4"},
        {"subject": "Order Confirmation Casa Verde Spring Catalogue"},
    ],
)
def test_what_the_wrong_mail_names_is_guarded_before_anybody_is_known(where):
    assert unknown("It was for Casa Verde.", **where) == ["Casa Verde"]
    assert unknown("Era para Casa Verde.", language="es", **where) == ["Casa Verde"]
    assert unknown("La casa es verde.", language="es", **where) == []


def test_a_chinese_company_in_the_subject_is_guarded_before_anybody_is_known():
    subject = "关于宁波海润贸易有限公司订单的确认"
    assert unknown("那是发给宁波海润贸易有限公司的。", subject=subject, language="zh") == [
        "宁波海润贸易有限公司"
    ]
    assert unknown("那是发给海润的。", subject=subject, language="zh") == ["海润"]
    assert unknown("关于订单，请您确认。", subject=subject, language="zh") == []


@pytest.mark.parametrize(
    "subject",
    [
        "Price List Spring Catalogue",
        "Re: Your Order PI-77 New Price List",
        "Order Confirmation, Best Regards",
    ],
)
def test_what_papers_and_greetings_are_called_is_no_name(subject):
    text = "The New Price List, the Spring Catalogue and the Order Confirmation are yours. Best Regards"
    assert unknown(text, subject=subject) == []


def test_what_is_the_readers_or_the_writers_own_in_the_subject_is_no_leak():
    casa = Reader(name="Diego Alvarez", company="Casa Verde S.L.", document="PI-9 Garden Lamps.pdf")
    subject = "Casa Verde Diego Alvarez Haishi Trading / Garden Lamps"
    text = "Dear Diego Alvarez, Casa Verde gets its Garden Lamps from Haishi Trading."
    assert unknown(text, subject=subject, reader=casa) == []


@pytest.mark.parametrize("name", ["見積書.pdf", "カタログ.pdf", "견적서.pdf", "報價單.pdf", "Angebot.pdf"])
def test_a_plain_word_for_a_paper_is_no_name(name):
    assert unknown(f"{name.partition('.')[0]} is yours.", document=name, language="ja") == []


def test_an_address_of_the_other_party_in_the_readers_field_stays_the_other_partys():
    other = Reader(name="Diego Alvarez", company="Casa Verde S.L.", address="diego@casaverde.example")
    reader = Reader(name="Petra Nordlicht", address=" Diego@CasaVerde.example")
    case = Case(reader=reader, sender=HAISHI, others=(other,), to=(reader.address,))
    text = "It was for diego@casaverde.example, that is, for Casa Verde."
    assert seen(Written("", True, text, case)) == ["diego@casaverde.example", "Casa Verde"]


ANNA = Reader(name="Anna Berg", company="Nordlicht GmbH", document="PI-20251119.pdf")
LUIS = Reader(name="Luis Prieto", company="Casa Verde S.L.", document="PI-20251118.pdf")


@pytest.mark.parametrize(
    ("role", "reader", "other", "document"),
    [
        ("wrong-recipient", ANNA, Reader(), WROTE),
        ("wrong-recipient", ANNA, LUIS, WROTE),
        ("wrong-recipient", ANNA, LUIS, "Offer CasaVerde v2.pdf"),
        ("wrong-recipient", ANNA, LUIS, LUIS.document),
        ("wrong-recipient", ANNA, LUIS, "报价单.pdf"),
        ("intended-recipient", LUIS, ANNA, "Nordlicht-118.pdf"),
        ("intended-recipient", LUIS, ANNA, ANNA.document),
    ],
)
def test_a_right_document_that_is_not_this_readers_does_not_vouch_for_itself(role, reader, other, document):
    reader = reader.model_copy(update={"document": document})
    attached = tuple(Attachment(name=name) for name in (WROTE, "报价单.pdf"))
    case = Case(
        role=role,
        reader=reader,
        others=(other,) if other.name else (),
        sender=HAISHI,
        mail=SentMail(attachments=attached),
        document=WROTE,
        content="contract",
    )
    text = f"The right document, {document}, is attached."
    found = [one for one in examine("A correction", text, case, cues("en")) if one.code == "leak"]
    assert found
    assert all(one.grave and one.line == 1 for one in found)


def test_a_right_document_that_shares_a_word_with_the_wrong_one_is_this_readers():
    reader = ANNA.model_copy(update={"document": "Pumpenkatalog Nord PI-20251119.pdf"})
    case = Case(
        reader=reader,
        others=(LUIS,),
        sender=HAISHI,
        mail=SentMail(attachments=(Attachment(name="Pumpenkatalog Sued PI-20251118.pdf"),)),
        document="Pumpenkatalog Sued PI-20251118.pdf",
        content="contract",
    )
    text = f"The right document, {reader.document}, is attached."
    assert not [one for one in examine("A correction", text, case, cues("en")) if one.code == "leak"]
