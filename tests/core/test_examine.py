import string
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.examine.case import GRAVE, Case, Code
from misdirect_tui.core.examine.confidential import secret
from misdirect_tui.core.examine.examiner import examine
from misdirect_tui.core.examine.figures import figures, telling
from misdirect_tui.core.examine.folding import fold
from misdirect_tui.core.examine.word_list import WordList
from misdirect_tui.core.parts import Address, Attachment, Reader, Sender, SentMail
from misdirect_tui.core.playbook.examine import Cues

DATA = Path(__file__).parents[2] / "data"
RULES = tomllib.loads((DATA / "rules" / "examine.toml").read_text("utf-8"))
CUES = {
    path.parent.name: Cues.model_validate({**tomllib.loads(path.read_text("utf-8")), "rules": RULES})
    for path in sorted((DATA / "letters").glob("*/cues.toml"))
}

KLAUS = Reader(name="Klaus Weber", company="Weber GmbH", address="k.weber@weber.example")
PETRA = Reader(name="Petra Nordlicht", company="Nordlicht GmbH", address="petra@nordlicht.example")
DIEGO = Reader(name="Diego Alvarez", company="Casa Verde S.L.", address="diego@casaverde.example")
SENDER = Sender(name="Li Na", company="Haishi Trading Co., Ltd.", phone="+86 574 8765 4321")
MAIL = SentMail(
    subject="Proforma PI-2025-0312 for the spring order",
    sender=Address(name="Li Na", address="lina@haishi.example"),
    to=(Address(name="Petra Nordlicht", address="petra@nordlicht.example"),),
    attachments=(Attachment(name="PI-2025-0312 Casa Verde.pdf"),),
    text=(
        "Dear Diego,\n\nas agreed on the telephone we can ship the first lot at the end of May.\n"
        "5,000 pcs at USD 12.35 each, USD 61,750.00 in all, with a 30% deposit.\n\n"
        "If you have any questions, please do not hesitate to contact me.\n\nBest regards,\nLi Na\n"
        "Haishi Trading Co., Ltd.\nTel: +86 574 8765 4321\n"
        "\u6211\u4eec\u53ef\u4ee5\u5728\u4e94\u6708\u5e95\u5148\u53d1\u7b2c\u4e00\u6279\u8d27\u7269\u3002"
    ),
)
CASE = Case(reader=PETRA, sender=SENDER, others=(DIEGO,), mail=MAIL, content="contract", to=(PETRA.address,))

SUBJECT = "Correction and apology: please delete my e-mail of 14:32"
GREETING = "Dear Ms Nordlicht,"
APOLOGY = "I apologise for a serious mistake on my part."
EXPLANATION = "An e-mail meant for another party was sent to you in error."
REMEDY = (
    "Please delete it with its attachments without reading them. "
    "The document attached to this e-mail is yours."
)
CLOSING = "I apologise once more. Every address is now checked twice before an e-mail is sent."
SIGNATURE = "Kind regards,\n\nLi Na\nHaishi Trading Co., Ltd.\nTelephone: +86 574 8765 4321"


def letter(*parts, greeting=GREETING):
    return "\n\n".join((greeting, *parts, SIGNATURE))


GOOD = letter(APOLOGY, EXPLANATION, REMEDY, CLOSING)
ZH = "\n\n".join(
    (
        "尊敬的王经理，您好：",
        "郑重向您致歉：我今天发给您的邮件，含有不该发给您的内容。",
        "那是要发给另一方的，是我操作失误。",
        "烦请您不要阅读，直接删除，并简短回复确认。",
        "再次向您致歉。现在每封邮件发出前，收件地址都核对两遍。",
    )
)
ZH_SUBJECT = "更正并致歉：请删除我误发给您的邮件"


def findings(body=GOOD, subject=SUBJECT, language="en", **changes):
    return examine(subject, body, replace(CASE, language=language, **changes), CUES[language])


def codes(*args, **changes):
    return {(each.code, each.variant) for each in findings(*args, **changes)}


def test_a_good_letter_has_no_findings_in_either_language():
    assert findings() == ()
    wang = Reader(name="王伟", address="wangwei@shiqiao.example")
    assert findings(ZH, ZH_SUBJECT, "zh", reader=wang, to=(wang.address,), mail=SentMail()) == ()


@pytest.mark.parametrize(
    ("parts", "variant", "grave"),
    [
        ((EXPLANATION, REMEDY), "apology", False),
        ((APOLOGY, REMEDY, CLOSING), "explanation", False),
        ((APOLOGY, EXPLANATION, CLOSING), "remedy", True),
        ((APOLOGY, EXPLANATION, REMEDY), "closing", False),
        ((APOLOGY, EXPLANATION, "The document attached to this e-mail is yours.", CLOSING), "deletion", True),
    ],
)
def test_a_missing_part_is_named_and_only_a_missing_remedy_is_grave(parts, variant, grave):
    found = [each for each in findings(letter(*parts)) if each.code == "part-missing"]
    assert variant in {each.variant for each in found}
    assert {each.grave for each in found if each.variant == variant} == {grave}


def test_a_remedy_is_not_grave_where_nothing_was_confidential():
    found = findings(letter(APOLOGY, EXPLANATION, CLOSING), content="catalogue")
    assert [(each.code, each.variant, each.grave) for each in found] == [("part-missing", "remedy", False)]


@pytest.mark.parametrize(
    "parts",
    [
        (EXPLANATION, APOLOGY, REMEDY, CLOSING),
        (APOLOGY, REMEDY, EXPLANATION, CLOSING),
        (REMEDY, APOLOGY, EXPLANATION, CLOSING),
        (APOLOGY, EXPLANATION, CLOSING, REMEDY),
    ],
)
def test_parts_out_of_order_are_reported_once(parts):
    found = [each for each in findings(letter(*parts)) if each.code == "part-order"]
    assert len(found) == 1
    assert found[0].line is not None
    assert not found[0].grave


def test_an_apology_and_an_explanation_may_share_a_sentence():
    assert codes(letter("I apologise for an e-mail sent to you by mistake.", REMEDY, CLOSING)) == set()


@pytest.mark.parametrize(
    ("subject", "variant"), [("", "empty"), ("Our last mail", "vague"), ("An update from us", "vague")]
)
def test_a_subject_that_does_not_say_what_it_is_about_is_reported(subject, variant):
    assert codes(subject=subject) == {("subject-vague", variant)}


def test_a_courtesy_before_the_apology_is_a_slow_opening():
    body = letter("I hope this e-mail finds you well.", APOLOGY, EXPLANATION, REMEDY, CLOSING)
    assert [(each.code, each.variant, each.line) for each in findings(body)] == [
        ("opening-slow", "courtesy", 3)
    ]
    assert ("opening-slow", "courtesy") in codes(
        ZH.replace("郑重", "感谢您一直以来的支持。郑重"), ZH_SUBJECT, "zh", reader=Reader(name="王伟"), to=()
    )


def test_many_words_before_the_apology_are_a_slow_opening():
    assert codes(letter("Our office is near the river and " * 6, APOLOGY, EXPLANATION, REMEDY, CLOSING)) == {
        ("opening-slow", "late")
    }


def test_an_explanation_is_long_above_its_limit_and_not_at_it():
    limit = RULES["explanation"]["words"]
    start = "It was sent to you in error"
    room = limit - len(start.split())
    short = start + " one" * room + "."
    assert codes(letter(APOLOGY, short, REMEDY, CLOSING)) == set()
    long = findings(letter(APOLOGY, start + " one" * (room + 1) + ".", REMEDY, CLOSING))
    assert [each.code for each in long] == ["explanation-long"]
    assert long[0].values["count"] == str(limit + 1)
    assert long[0].values["limit"] == str(limit)


@pytest.mark.parametrize(("folder", "units"), [("en", ("words", "characters")), ("zh", ("词", "字"))])
def test_a_length_is_said_with_what_it_counts(folder, units):
    said = tomllib.loads((DATA / folder / "examine.toml").read_text("utf-8"))["finding"]
    start = "It was sent to you in error"
    wordy = findings(
        letter("Our office is near the river and " * 6, APOLOGY, start + " one" * 60, REMEDY, CLOSING)
    )
    told = ZH.split("\n\n")
    told[1] = "窗外正在下雨" * 10 + "。" + told[1]
    told[2] += "是我操作失误，" + "窗外正在下雨" * 20 + "。"
    han = findings("\n\n".join(told), ZH_SUBJECT, "zh", reader=Reader(name="王建国"))
    for found, unit in ((wordy, units[0]), (han, units[1])):
        assert {each.code for each in found} == {"opening-slow", "explanation-long"}
        for each in found:
            assert f"{each.values['count']} {unit}" in said[each.code][each.variant].format(**each.values)


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("It was meant for Casa Verde.", "company"),
        ("Mr. Alvarez has been told.", "name"),
        ("It went to diego@casaverde.example.", "address"),
    ],
)
def test_the_other_party_in_a_letter_is_a_grave_leak_with_its_place(text, variant):
    found = [
        each for each in findings(letter(APOLOGY, EXPLANATION + " " + text, REMEDY, CLOSING)) if each.grave
    ]
    assert [(each.code, each.variant, each.line, each.place) for each in found] == [
        ("leak", variant, 5, "body")
    ]
    line = letter(APOLOGY, EXPLANATION + " " + text, REMEDY, CLOSING).splitlines()[4]
    assert line[found[0].start : found[0].end] == found[0].values["found"]


def test_a_leak_in_the_subject_is_placed_there():
    found = findings(subject="Correction: the mail for Casa Verde")
    assert [(each.code, each.place, each.line) for each in found] == [("leak", "subject", None)]


def test_the_letter_to_the_other_party_must_not_name_the_wrong_reader():
    body = GOOD.replace("Ms Nordlicht", "Mr Alvarez").replace("another party", "Nordlicht in Bremen")
    found = findings(body, role="intended-recipient", reader=DIEGO, others=(PETRA,), to=(DIEGO.address,))
    assert {each.code for each in found} == {"leak"}


def test_a_third_customer_on_the_mail_must_not_show_but_the_own_organisation_may():
    mail = MAIL.model_copy(
        update={
            "cc": (
                Address(name="Olga Sorokina", address="olga@polaris-cargo.example"),
                Address(name="Chen Bo", address="chenbo@haishi.example"),
            )
        }
    )
    body = GOOD.replace("another party", "Ms Sorokina")
    assert codes(body, mail=mail) == {("leak", "third")}
    assert codes(GOOD.replace("another party", "Polaris Cargo"), mail=mail) == {("leak", "third")}
    assert codes(GOOD.replace("another party", "Chen Bo"), mail=mail) == set()


def test_somebody_greeted_in_the_wrong_mail_must_not_show_although_nobody_was_named():
    body = GOOD.replace("another party", "Diego")
    assert codes(body, others=()) == {("leak", "name")}


def test_the_manager_may_be_told_who_everybody_is():
    assert codes("Diego Alvarez, Casa Verde, USD 12.35", "About PI-2025-0312", role="manager") == set()


@pytest.mark.parametrize(
    "text",
    [
        "at USD 12.35",
        "for 61750 dollars",
        "61,750.00",
        "5000 pieces",
        "PI-2025-0312",
        "pi 2025 0312",
        "30% now",
        "US$ 61.750",
    ],
)
def test_figures_and_numbers_of_the_mail_are_confidential(text):
    found = findings(GOOD.replace("another party", "another party, " + text))
    assert {each.code for each in found} == {"confidential-repeated"}
    assert all(each.grave for each in found)


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ("42,000 pens", "4.2万支"),
        ("42,000 pens", "四万二千支"),
        ("四万二千支", "42 000 pens"),
        ("USD 86,500 in all", "8.65万美元"),
        ("USD 86,500 in all", "USD 86.5k"),
        ("USD 1,200,000", "1.2 million dollars"),
        ("USD 1,200,000", "一百二十万美元"),
        ("30% deposit", "百分之三十的定金"),
        ("30% deposit", "三成定金"),
        ("USD 0.135 a piece", "13.5 cents"),
        ("EUR 86.500", "86,5 Tsd. Euro"),
    ],
)
def test_a_figure_written_another_way_is_the_same_figure(said, repeated):
    rules = CUES["en"].rules.secrets
    kept = secret(SentMail(text=said), "", CUES["en"])
    found = [each.value for each in figures(fold(repeated), rules)]
    assert {*found} & (kept.figures | kept.marked), (found, kept)


@pytest.mark.parametrize("text", ["千万不要打开", "十分抱歉", "百忙之中", "一起", "万一", "2025年"])
def test_everyday_words_with_numerals_in_them_are_no_figures(text):
    assert not [each for each in figures(fold(text), CUES["zh"].rules.secrets) if telling(each)]


@pytest.mark.parametrize(
    "text",
    [
        "at 14:32 on 12 March 2025",
        "within 24 hours",
        "30 minutes ago",
        "+86 574 8765 4321",
        "on 2025-03-12",
        "12 years",
        "4 items",
    ],
)
def test_times_telephones_and_small_numbers_are_not(text):
    assert codes(GOOD.replace("another party", "another party, " + text)) == set()


def test_a_catalogue_holds_nothing_confidential():
    assert codes(GOOD.replace("another party", "another party, 5000 pieces"), content="catalogue") == set()


def test_the_number_of_the_readers_own_document_may_stand():
    reader = PETRA.model_copy(update={"document": "Quotation 61750.pdf"})
    assert codes(GOOD.replace("is yours", "is Quotation 61750.pdf"), reader=reader) == set()


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("> as agreed", "lines"),
        ("-----Original Message-----", "header"),
        ("On Wed, 12 Mar 2025 at 14:32, Li Na <lina@haishi.example> wrote:", "header"),
        ("From: Li Na\nSent: Wednesday\nTo: Petra", "header"),
        ("we can ship the first lot at the end", "words"),
        ("Proforma PI-2025-0312 for the spring order", "subject"),
        ("原始邮件", "header"),
        ("我们可以，在五月底先发第一批货物", "words"),
    ],
)
def test_what_is_quoted_from_the_mail_is_found(text, variant):
    assert ("quoted-mail", variant) in codes(GOOD + "\n\n" + text)


def test_five_words_in_common_a_courtesy_and_the_own_signature_are_no_quotation():
    assert codes(GOOD + "\n\nthe first lot at the") == set()
    courtesy = "If you have any questions, please do not hesitate to contact me."
    assert codes(GOOD.replace(SIGNATURE, courtesy + "\n\n" + SIGNATURE)) == set()


@pytest.mark.parametrize(
    "gap",
    [
        "[Name]",
        "[your name]",
        "[...]",
        "[ ]",
        "{{ name }}",
        "<name>",
        "XXX",
        "____",
        "【】",
        "[customer's name]",
        "{reader}",
    ],
)
def test_a_gap_is_grave(gap):
    found = findings(GOOD.replace("Li Na", gap))
    assert "open-field" in {each.code for each in found if each.grave}


@pytest.mark.parametrize(
    "text", ["[1]", "【重要】", "[see the list]", "<petra@nordlicht.example>", "size XXL", "(1)", "[URGENT]"]
)
def test_ordinary_brackets_are_no_gap(text):
    assert codes(GOOD.replace(APOLOGY, APOLOGY + " " + text)) == set()


def test_a_gap_in_a_chinese_letter_is_found():
    assert ("open-field", "") in codes(ZH.replace("王经理", "【收件人姓名】"), ZH_SUBJECT, "zh")


def test_every_gap_that_the_letters_mark_is_found():
    tables = sorted((DATA / "letters").glob("*/language.toml"))
    for path in tables:
        language = path.parent.name
        if language not in CUES:
            continue
        for gap in tomllib.loads(path.read_text("utf-8"))["gap"].values():
            assert "open-field" in {each.code for each in findings(gap, language=language)}, gap


@pytest.mark.parametrize(
    ("greeting", "reader"),
    [
        ("Dear Mr. Costa,", PETRA),
        ("Dear Mr. Li,", Reader(name="王伟")),
        ("Dear Mr. Smith,", Reader(name="王伟")),
        ("Dear Ms. Zhang Min,", Reader(name="王伟")),
        ("李总，您好：", PETRA),
        ("张敏女士，您好：", PETRA),
        ("尊敬的李经理：", PETRA),
        ("Dear Berg,", Reader(name="Anna Berg")),
        ("Hello Pedro,", PETRA),
        ("尊敬的王总：", Reader(name="李娜")),
        ("张经理，您好：", Reader(name="李娜")),
        ("Dear Mr. Klaus,", KLAUS),
        ("Dear Sirs,", KLAUS),
        ("Dear Sir or Madam,", KLAUS),
        ("To whom it may concern,", KLAUS),
        ("To whom it may concern:", KLAUS),
        ("Dear customer,", KLAUS),
        ("Dear valued customer,", KLAUS),
        ("尊敬的客户：", Reader(name="李娜")),
    ],
)
def test_a_greeting_for_somebody_else_is_reported(greeting, reader):
    language = "en" if greeting.isascii() else "zh"
    found = findings(letter(APOLOGY, greeting=greeting), language=language, reader=reader)
    assert "greeting" in {each.code for each in found}


@pytest.mark.parametrize(
    ("greeting", "reader"),
    [
        ("Dear Petra,", PETRA),
        ("Dear Ms. Nordlicht,", PETRA),
        ("DEAR PETRA NORDLICHT,", PETRA),
        ("Dear Klaus,", KLAUS),
        ("Dear Mr. Weber,", KLAUS),
        ("Dear Mr. Klaus Weber,", KLAUS),
        ("Hello,", KLAUS),
        ("Dear Mr. Li,", Reader(name="Li Qiang")),
        ("Dear Mr. Kim,", Reader(name="Kim Minsu")),
        ("Dear Sir or Madam,", Reader(company="Weber GmbH")),
        ("Dear customer,", Reader()),
        ("To whom it may concern,", Reader()),
        ("Dear Nordlicht team,", PETRA),
        ("Dear Mr. Wang,", Reader(name="王伟")),
        ("Dear David,", Reader(name="王伟")),
        ("Dear Mr. David Wang,", Reader(name="王伟")),
        ("安娜女士，您好：", Reader(name="Anna Berg")),
        ("伯格女士，您好：", Reader(name="Anna Berg")),
        ("您好：", Reader(name="李娜")),
        ("Dear Wang,", Reader(name="Wang Wei")),
        ("Dear Mr. Mueller,", Reader(name="Jürgen Müller")),
        ("尊敬的李总：", Reader(name="李娜")),
        ("李娜女士，您好：", Reader(name="李娜")),
        ("王总，您好：", Reader(name="Wang Wei")),
        ("尊敬的客户：", Reader(company="海石贸易")),
        ("尊敬的Petra女士：", PETRA),
        ("Dear anybody,", Reader()),
    ],
)
def test_a_greeting_that_may_be_right_is_left_alone(greeting, reader):
    language = "en" if greeting.isascii() else "zh"
    found = findings(letter(APOLOGY, greeting=greeting), language=language, reader=reader)
    assert "greeting" not in {each.code for each in found}


def greetings(line, language, name):
    """Give what is found in the greeting of a letter to a reader of this name."""
    found = findings(letter(APOLOGY, greeting=line), language=language, reader=Reader(name=name))
    return [(each.variant, each.values["found"]) for each in found if each.code == "greeting"]


@pytest.mark.parametrize(
    ("line", "language", "name", "said"),
    [
        ("Dear Ms. Weber,", "en", "Mr. Hans Weber", "Ms. Weber"),
        ("Dear Mrs Weber,", "en", "Mr. Hans Weber", "Mrs Weber"),
        ("Dear Ms Hans Weber,", "en", "Mr. Hans Weber", "Ms Hans Weber"),
        ("Dear Mr Li,", "en", "Ms. Li Na", "Mr Li"),
        ("Dear Mr Weber,", "en", "Frau Weber", "Mr Weber"),
        ("Dear Ms Weber,", "en", "Weber, Mr.", "Ms Weber"),
        ("Dear Ms Weber,", "en", "Hans Weber (Mr)", "Ms Weber"),
        ("Dear Ms Weber,", "en", "Dr. Herr Hans Weber", "Ms Weber"),
        ("Sehr geehrte Frau Weber,", "de", "Mr. Hans Weber", "Frau Weber"),
        ("Sehr geehrte Herr Weber,", "de", "Herr Hans Weber", "Sehr geehrte Herr Weber"),
        ("Lieber Herr Dr. Weber,", "de", "Fr. Dr. Weber", "Herr Dr. Weber"),
        ("尊敬的Weber女士，您好：", "zh", "Mr. Hans Weber", "Weber女士"),
        ("尊敬的Ms. Weber，您好：", "zh", "Hans Weber先生", "Ms. Weber"),
        ("王先生，您好：", "zh", "王姐", "王先生"),
        ("Buenos días, Sra. Ruiz:", "es", "Sr. Luis Ruiz", "Sra. Ruiz"),
        ("Estimada Sr. Ruiz:", "es", "Sr. Luis Ruiz", "Estimada Sr. Ruiz"),
        ("Estimado Ana Ruiz:", "es", "Sra. Ana Ruiz", "Estimado Ana Ruiz"),
        ("Prezada Sra. Costa,", "pt", "Sr. João Costa", "Sra. Costa"),
        ("Prezado Sra. Costa,", "pt", "Sra. Ana Costa", "Prezado Sra. Costa"),
        ("Chère Madame Petit,", "fr", "M. Jean Petit", "Madame Petit"),
        ("Cher Madame Petit,", "fr", "Mme Petit", "Cher Madame Petit"),
        ("Bonjour M. Petit,", "fr", "Mme Anne Petit", "M. Petit"),
        ("Здравствуйте, г-жа Weber!", "ru", "Mr. Weber", "г-жа Weber"),
        ("Уважаемая Ольга Смирнова!", "ru", "господин Ольга Смирнова", "Уважаемая Ольга Смирнова"),
        ("حضرة السيدة Weber، تحية طيبة وبعد،", "ar", "السيد Weber", "السيدة Weber"),
        ("عزيزتي السيد أحمد،", "ar", "السيد أحمد الراشد", "عزيزتي السيد أحمد"),
        ("حضرة ليلى المحترم، تحية طيبة", "ar", "السيدة ليلى الراشد", "ليلى المحترم"),
        ("Ms. Weber 様", "ja", "Mr. Weber", "Ms. Weber"),
        ("김영희 여사님께", "ko", "Mr. 김영희", "김영희 여사"),
    ],
)
def test_a_greeting_that_contradicts_the_title_in_the_readers_name_is_reported(line, language, name, said):
    assert ("name", said) in greetings(line, language, name)


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("Dear Ms. Weber,", "en", "Hans Weber"),
        ("Dear Mr. Weber,", "en", "Mr. Hans Weber"),
        ("Dear Dr. Weber,", "en", "Mr. Hans Weber"),
        ("Dear Ms Weber,", "en", "Dr. Hans Weber"),
        ("Dear Mr/Ms Weber,", "en", "Ms. Ada Weber"),
        ("Dear Mr/Ms Weber,", "en", "Mr. Hans Weber"),
        ("Dear Mr or Ms Weber,", "en", "Mr. Hans Weber"),
        ("Dear Ms Herr,", "en", "Anna Herr"),
        ("Dear Ms. Anna Herr,", "en", "Ms. Anna Herr"),
        ("Dear Mx Weber,", "en", "Mr. Hans Weber"),
        ("Dear Mrs. Li,", "en", "Ms. Li Na"),
        ("Dear Ms Weber,", "en", "Mr. and Mrs. Weber"),
        ("Dear Mr Weber, Ms Li wrote", "en", "Mr. Hans Weber"),
        ("Dear Hans Weber, Ms Li wrote to you", "en", "Mr. Hans Weber"),
        ("Sehr geehrte/r Herr Weber,", "de", "Herr Weber"),
        ("Sehr geehrte(r) Herr Weber,", "de", "Herr Weber"),
        ("Liebe Frau Weber, lieber Herr Weber,", "de", "Herr Weber"),
        ("Estimado(a) Ana Ruiz:", "es", "Sra. Ana Ruiz"),
        ("Prezado(a) Sr.(a) Costa,", "pt", "Sra. Costa"),
        ("Estimado Sr. 王:", "es", "Sr. 王"),
        ("Bonjour Madame Petit,", "fr", "Anne M. Petit"),
        ("尊敬的Weber先生，您好：", "zh", "Mr. Hans Weber"),
        ("尊敬的王总，您好：", "zh", "王伟先生"),
        ("田中先生", "ja", "田中夫人"),
        ("Уважаемый(ая) Ольга Смирнова!", "ru", "г-жа Ольга Смирнова"),
        ("Уважаемая Ольга Смирнова!", "ru", "Ольга Смирнова"),
        ("حضرة السيدة منى السيد، تحية طيبة", "ar", "منى السيد"),
        ("حضرة السيدة منى السيد المحترمة، تحية طيبة", "ar", "السيدة منى السيد"),
        ("حضرة الدكتورة ليلى، تحية", "ar", "الدكتور ليلى"),
    ],
)
def test_a_greeting_that_contradicts_no_title_is_left_alone(line, language, name):
    assert "name" not in {variant for variant, _ in greetings(line, language, name)}


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("Dear Ольга Смирнова,", "en", "Ольга Смирнова"),
        ("Dear 김철수,", "en", "김철수"),
        ("Dear محمد الأحمد,", "en", "محمد الأحمد"),
        ("Dear たなか ゆき,", "en", "たなか ゆき"),
        ("Dear Γιώργος,", "en", "Γιώργος"),
        ("Dear 陈美琳,", "en", "陈美琳"),
        ("Dear Kim 철수,", "en", "Kim 철수"),
        ("Здравствуйте, Γιώργος!", "ru", "Γιώργος"),
        ("尊敬的Ольга，您好：", "zh", "Ольга"),
        ("尊敬的タナカ，您好：", "zh", "タナカ"),
        ("김철수様", "ja", "김철수"),
        ("たなか 님께", "ko", "たなか"),
        ("حضرة Ольга، تحية طيبة", "ar", "Ольга"),
        ("Guten Tag Ольга,", "de", "Ольга"),
        ("Olá, 陈美琳,", "pt", "陈美琳"),
    ],
)
def test_a_name_in_a_script_that_the_letters_readers_do_not_read_is_reported(line, language, name):
    assert greetings(line, language, name) == [("script", name)]


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("Здравствуйте, Ольга!", "ru", "Ольга"),
        ("尊敬的陈美琳女士，您好：", "zh", "陈美琳"),
        ("タナカ様", "ja", "タナカ"),
        ("たなか様", "ja", "たなか"),
        ("陈美琳様", "ja", "陈美琳"),
        ("김철수 님께", "ko", "김철수"),
        ("金哲洙 님께", "ko", "金哲洙"),
        ("حضرة محمد الأحمد، تحية طيبة", "ar", "محمد الأحمد"),
        ("Dear Əli Əliyev,", "en", "Əli Əliyev"),
        ("Dear ʻAlí Nguyễn,", "en", "ʻAlí Nguyễn"),
        ("尊敬的Łukasz，您好：", "zh", "Łukasz"),
    ],
)
def test_a_name_in_a_script_that_the_letters_readers_read_is_left_alone(line, language, name):
    assert greetings(line, language, name) == []


@pytest.mark.parametrize(
    ("text", "variant", "language"),
    [
        ("Our intern pressed the button.", "blame", "en"),
        ("There was a system error.", "blame", "en"),
        ("It was your fault.", "blame", "en"),
        ("Unfortunately these things happen.", "excuse", "en"),
        ("Please understand that everybody errs.", "excuse", "en"),
        ("I hope this will not affect our order.", "excuse", "en"),
        ("I was in a hurry.", "excuse", "en"),
        ("We take your privacy very seriously.", "hollow", "en"),
        ("We reserve the right to take legal action.", "threat", "en"),
        ("You must delete it.", "demand", "en"),
        ("This is a catastrophe.", "drama", "en"),
        ("If you do not delete it we will sue.", "threat", "en"),
        ("You may face consequences.", "threat", "en"),
        ("My colleague forgot to check.", "blame", "en"),
        ("Outlook's autocomplete picked you.", "blame", "en"),
        ("It was made by our sales assistant.", "blame", "en"),
        ("It was caused by our new ERP system.", "blame", "en"),
        ("Delete it!", "demand", "en"),
        ("You must be aware that you must delete it.", "demand", "en"),
        ("千万不要打开。", "demand", "zh"),
        ("给您带来不便，敬请谅解。", "hollow", "zh"),
        ("求您删掉。", "drama", "zh"),
        ("是同事发错的。", "blame", "zh"),
        ("都是系统的错。", "blame", "zh"),
        ("希望不影响我们的订单。", "excuse", "zh"),
        ("最近太忙了。", "excuse", "zh"),
        ("我司对此高度重视。", "hollow", "zh"),
        ("否则后果自负。", "threat", "zh"),
        ("请务必立即处理。", "demand", "zh"),
        ("我无地自容。", "drama", "zh"),
        ("Usted debe eliminarlo.", "demand", "es"),
        ("Vous devez le supprimer.", "demand", "fr"),
        ("Sie müssen die E-Mail löschen.", "demand", "de"),
        ("O senhor deve apagar o e-mail.", "demand", "pt"),
        ("Немедленно удалите письмо.", "demand", "ru"),
        ("احذفوا الرسالة فورًا.", "demand", "ar"),
        ("絶対に開かないでください。", "demand", "ja"),
        ("절대 열지 마십시오.", "demand", "ko"),
        ("The system picked the wrong address.", "blame", "en"),
        ("I was very tired and busy that day.", "excuse", "en"),
        ("It was the fault of the system.", "blame", "en"),
        ("Our software was to blame.", "blame", "en"),
        ("Your security is very important to us.", "hollow", "en"),
        ("Das System war schuld.", "blame", "de"),
        ("Es lag am System.", "blame", "de"),
        ("Es war die Schuld des Systems.", "blame", "de"),
        ("Das war ein Fehler meines Kollegen.", "blame", "de"),
        ("C'est la faute du système.", "blame", "fr"),
        ("Le système est en cause.", "blame", "fr"),
        ("Le système a choisi une mauvaise adresse.", "blame", "fr"),
        ("La culpa es del sistema.", "blame", "es"),
        ("Fue culpa del sistema.", "blame", "es"),
        ("El sistema eligió otra dirección.", "blame", "es"),
        ("A culpa foi do sistema.", "blame", "pt"),
        ("O sistema escolheu outro endereço.", "blame", "pt"),
        ("Виновата система.", "blame", "ru"),
        ("Это вина моего коллеги.", "blame", "ru"),
        ("Это произошло по вине системы.", "blame", "ru"),
        ("저희는 보안을 매우 중요하게 생각합니다.", "hollow", "ko"),
        ("시스템 탓입니다.", "blame", "ko"),
        ("동료 탓입니다.", "blame", "ko"),
        ("都是系统选错了地址。", "blame", "zh"),
        ("要怪只能怪系统。", "blame", "zh"),
        ("那天我又累又忙。", "excuse", "zh"),
        ("システムのせいです。", "blame", "ja"),
        ("システムが誤った宛先を選びました。", "blame", "ja"),
        ("その日は疲れが出ていました。", "excuse", "ja"),
        ("弊社はセキュリティを重視しております。", "hollow", "ja"),
        ("كان ذلك خطأ النظام.", "blame", "ar"),
        ("النظام هو المسؤول عن ذلك.", "blame", "ar"),
    ],
)
def test_a_phrase_that_makes_it_worse_is_reported_and_stops_nobody(text, variant, language):
    found = [each for each in findings(text, language=language) if each.code == "phrase"]
    assert variant in {each.variant for each in found}
    assert not any(each.grave for each in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I will send it asap.", "en"),
        ("You must be disappointed.", "en"),
        ("I know you are very busy.", "en"),
        ("If you feel you would like to talk, I am here.", "en"),
        ("请求您删除这封邮件。", "zh"),
        ("恳求您的谅解。", "zh"),
        ("我必须向您说明。", "zh"),
        ("我不得不再次打扰您。", "zh"),
        ("我知道您很忙。", "zh"),
        ("请告诉我结果，否则我不放心。", "zh"),
        ("Our IT has nothing to add.", "en"),
        ("如果您也没收到文件，请告诉我。", "zh"),
        ("这件事情多亏您提醒。", "zh"),
        ("我务必核对每个地址。", "zh"),
        ("有什么小问题也请告诉我。", "zh"),
        ("Sie müssen nichts tun.", "de"),
        ("Je sais que vous êtes très occupée.", "fr"),
        ("お忙しいところ申し訳ございません。", "ja"),
        ("바쁘시겠지만 부탁드립니다.", "ko"),
        ("바쁘실 텐데 죄송합니다.", "ko"),
        ("이런 일이 절대 반복되지 않도록 하겠습니다.", "ko"),
        ("늦은 시간에 연락드려 죄송합니다.", "ko"),
        ("Usted debe de estar decepcionado.", "es"),
        ("No está obligada a contestar.", "es"),
        ("Sé que tiene mucho trabajo.", "es"),
        ("Vous devez être déçu, et je le comprends.", "fr"),
        ("Vous n'êtes pas tenu de répondre.", "fr"),
        ("Sie müssen darauf nicht antworten.", "de"),
        ("Sie müssen enttäuscht sein.", "de"),
        ("Der Fehler ist auf keinen Fall Ihrer.", "de"),
        ("O senhor deve estar desiludido.", "pt"),
        ("Não está obrigada a responder.", "pt"),
        ("Я немедленно сообщу Вам об этом.", "ru"),
        ("Вы должны узнать об этом от меня.", "ru"),
        ("Если Вам необходимо что-либо ещё, напишите мне.", "ru"),
        ("سأخبركم فورًا بأي جديد.", "ar"),
        ("لا يتوجب عليكم الرد.", "ar"),
        ("ご多忙のところ失礼いたします。", "ja"),
        ("このようなことは絶対に繰り返しません。", "ja"),
        ("The mistake was mine.", "en"),
        ("Our system is not affected.", "en"),
        ("It was not the fault of the system.", "en"),
        ("I do not blame my colleagues.", "en"),
        ("The program of the fair is attached.", "en"),
        ("Der Fehler liegt bei mir.", "de"),
        ("Es lag nicht am System, der Fehler war meiner.", "de"),
        ("Unser System ist nicht betroffen.", "de"),
        ("Die Schuld liegt bei mir.", "de"),
        ("C'est entièrement de ma faute.", "fr"),
        ("Ce n'est pas la faute du système.", "fr"),
        ("Notre système n'est pas touché.", "fr"),
        ("La culpa es mía.", "es"),
        ("No fue culpa del sistema.", "es"),
        ("Nuestro sistema no está afectado.", "es"),
        ("A culpa foi minha.", "pt"),
        ("Não foi culpa do sistema.", "pt"),
        ("O nosso sistema não foi afetado.", "pt"),
        ("Это моя вина.", "ru"),
        ("Виновата я.", "ru"),
        ("Это не вина системы.", "ru"),
        ("Наша система не затронута.", "ru"),
        ("제 잘못입니다.", "ko"),
        ("시스템의 문제가 아니라 제 실수입니다.", "ko"),
        ("저희 시스템에는 영향이 없습니다.", "ko"),
        ("这是我的错。", "zh"),
        ("这不是系统的错，是我的错。", "zh"),
        ("我们的系统没有受影响。", "zh"),
        ("我知道您最近比较忙。", "zh"),
        ("这让您很困扰。", "zh"),
        ("お疲れのところ恐れ入ります。", "ja"),
        ("お疲れ様です。", "ja"),
        ("Виновата моя невнимательность.", "ru"),
        ("私の誤りです。", "ja"),
        ("システムのせいではなく、私の誤りです。", "ja"),
        ("弊社のシステムに影響はございません。", "ja"),
        ("الخطأ خطئي.", "ar"),
        ("ليس خطأ النظام، بل هو خطئي.", "ar"),
        ("لم يتأثر نظامنا.", "ar"),
    ],
)
def test_what_is_said_of_the_writer_or_kindly_is_no_phrase_that_makes_it_worse(text, language):
    assert "phrase" not in {each.code for each in findings(text, language=language)}


def test_a_second_apology_is_reported_and_a_follow_up_is_not():
    assert codes(already=True) == {("second-apology", "")}
    assert [each.grave for each in findings(already=True)] == [True]
    assert "second-apology" not in {
        code for code, _ in codes("Has the e-mail been deleted?", "One question", already=True)
    }


def test_phrases_of_one_kind_that_overlap_are_one_finding():
    found = findings("请务必删除，否则后果自负。", language="zh")
    assert [each.variant for each in found if each.code == "phrase"] == ["demand", "threat", "threat"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sorry to bother you once more. Has the e-mail been deleted?", "en"),
        ("抱歉再次打扰，邮件删除了吗？", "zh"),
        ("Entschuldigen Sie die Störung: Ist die E-Mail gelöscht?", "de"),
        ("Excusez-moi de vous déranger : l'e-mail est-il supprimé ?", "fr"),
    ],
)
def test_who_is_sorry_to_ask_again_does_not_apologise_for_the_mail_again(text, language):
    assert "second-apology" not in {code for code, _ in codes(text, "?", already=True, language=language)}


def test_a_message_after_the_letter_asks_and_does_not_apologise_again():
    asks = "Has it been deleted? A short reply is enough."
    assert codes(asks, "", kind="message", already=True) == set()
    again = findings(asks + " I apologise once more.", "", kind="message", already=True)
    assert [(each.code, each.grave) for each in again] == [("second-apology", False)]
    assert codes(asks + " I apologise.", "", kind="message") == set()


@pytest.mark.parametrize(
    ("changes", "variant"),
    [
        ({"to": (PETRA.address, "eva@tejados.example")}, "several"),
        ({"cc": ("eva@tejados.example",)}, "copied"),
        ({"to": ("eva@tejados.example",)}, "other"),
        ({"subject": "Re: " + SUBJECT}, "thread"),
        ({"subject": "回复：" + SUBJECT}, "thread"),
        ({"subject": "FW: " + SUBJECT}, "thread"),
    ],
)
def test_a_letter_goes_to_one_reader_in_a_mail_of_its_own(changes, variant):
    found = findings(**changes)
    assert [(each.code, each.variant, each.grave) for each in found] == [("recipients", variant, True)]


def addressed(address, **changes):
    reader = PETRA.model_copy(update={"address": address})
    found = findings(**{"reader": reader, "to": (address,), **changes})
    return [(each.code, each.variant, each.grave) for each in found if each.code == "recipients"]


def test_a_letter_to_the_address_of_the_other_party_is_grave():
    assert addressed(" Diego@CasaVerde.example") == [("recipients", "theirs", True)]
    assert addressed(DIEGO.address, kind="call") == []


def test_the_letter_to_the_right_reader_must_not_go_where_the_mail_went():
    given = {"role": "intended-recipient", "reader": DIEGO.model_copy(update={"address": PETRA.address})}
    assert addressed(PETRA.address, others=(PETRA,), **given) == [("recipients", "theirs", True)]
    assert addressed(PETRA.address, others=(), **given) == [("recipients", "theirs", True)]
    both = MAIL.model_copy(update={"cc": (Address(address="olga@polaris-cargo.example"),)})
    assert addressed(PETRA.address, others=(), mail=both, **given) == []


@pytest.mark.parametrize("between", ["; ", ", ", " ", "；", "、", "\t"])
def test_two_addresses_in_the_one_field_are_grave(between):
    assert addressed(f"{PETRA.address}{between}eva@tejados.example") == [("recipients", "joined", True)]


@pytest.mark.parametrize("address", ["by telephone", "petra@", "petra(at)nordlicht.example"])
def test_what_is_no_address_is_said_and_stops_nobody(address):
    assert addressed(address) == [("recipients", "unsound", False)]


def test_answering_everybody_on_the_mail_is_said_as_that():
    mail = MAIL.model_copy(update={"cc": (Address(address="olga@polaris-cargo.example"),)})
    assert codes(mail=mail, to=(PETRA.address, "olga@polaris-cargo.example")) == {("recipients", "everyone")}


def test_the_reader_may_be_written_with_a_name_around_the_address():
    assert codes(to=("Petra Nordlicht <PETRA@nordlicht.example>",)) == set()


@pytest.mark.parametrize("kind", ["call", "message"])
def test_a_call_and_a_message_have_no_parts_but_are_guarded(kind):
    assert codes("I sent you the wrong file a minute ago.", "", kind=kind) == set()
    assert codes("It was for Casa Verde, [name], USD 12.35. You must delete it.", "", kind=kind) == {
        ("leak", "company"),
        ("open-field", ""),
        ("confidential-repeated", "amount"),
        ("phrase", "demand"),
    }


def test_one_thing_said_twice_is_one_finding():
    found = findings(GOOD.replace("another party", "Diego, Diego and DIEGO"))
    assert len(found) == 1


def test_every_finding_has_a_sentence_with_the_same_places_in_both_languages():
    said = {}
    for language in ("en", "zh"):
        table = tomllib.loads((DATA / language / "examine.toml").read_text("utf-8"))["finding"]
        flat = {}
        for code, value in table.items():
            flat |= (
                {code: value}
                if isinstance(value, str)
                else {f"{code}.{key}": text for key, text in value.items()}
            )
        said[language] = {
            key: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for key, text in flat.items()
        }
    assert said["en"] == said["zh"]
    assert {key.partition(".")[0] for key in said["en"]} == set(get_args(Code))
    assert set(get_args(Code)) >= GRAVE


def sentences():
    table = tomllib.loads((DATA / "en" / "examine.toml").read_text("utf-8"))
    flat = {}
    for code, value in table["finding"].items():
        flat |= (
            {f"examine.finding.{code}": value}
            if isinstance(value, str)
            else {f"examine.finding.{code}.{key}": text for key, text in value.items()}
        )
    return flat


SENTENCES = sentences()
PIECES = st.sampled_from(
    [
        *GOOD.splitlines(),
        *ZH.splitlines(),
        "王总",
        "Casa-Verde",
        "[",
        "]",
        "【",
        "{{",
        "USD 12.35",
        "5,000",
        "\r\n",
        "\u0308",
        "\u200b",
        "İ",
        "ß",
        "ﬃ",
        "㈱",
        "\x00",
        "Re:",
        "> ",
        "-----Original Message-----",
        "we can ship the first lot at the end",
        "+",
        "1" * 40,
    ]
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    subject=st.one_of(st.text(max_size=60), PIECES),
    body=st.one_of(st.text(max_size=400), st.lists(st.one_of(PIECES, st.text(max_size=12))).map(" ".join)),
    kind=st.sampled_from(["letter", "call", "message"]),
    role=st.sampled_from(["wrong-recipient", "intended-recipient", "manager"]),
    language=st.sampled_from(sorted(CUES)),
)
def test_gibberish_never_raises_and_every_finding_can_be_said(subject, body, kind, role, language):
    lines = body.split("\n")
    for each in findings(body, subject, language, kind=kind, role=role, already=True):
        assert SENTENCES[each.key].format_map(each.values)
        assert each.line is None or 1 <= each.line <= len(lines)
        if each.place == "body" and each.start is not None:
            assert 0 <= each.start <= each.end <= len(lines[each.line - 1])


NAMES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["王总", "O'Neil", "Mr.", "··", "王", "李 娜", "Ng", "3M", "株式会社", "GmbH & Co. KG"]),
)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    name=NAMES,
    company=NAMES,
    address=st.one_of(NAMES, st.sampled_from(["@", "a@", "@b", "a@b", "x@qq.com"])),
    document=NAMES,
    text=NAMES,
)
def test_no_name_however_odd_breaks_the_examiner(name, company, address, document, text):
    odd = Reader(name=name, company=company, address=address, document=document)
    mail = SentMail(subject=text, text=text, to=(Address(name=name, address=address),))
    for reader, other in ((odd, PETRA), (PETRA, odd)):
        findings(name + "\n" + text, text, reader=reader, others=(other,), mail=mail, document=document)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    name=st.sampled_from(
        ["Petra Nordlicht", "Diego Álvarez", "王建国", "Jürgen Müller", "Ouyang Hui", "Казимир Орлов"]
    ),
    twist=st.sampled_from(
        [
            str.upper,
            str.lower,
            str.title,
            lambda text: text.replace(" ", "-"),
            lambda text: text.replace(" ", ""),
        ]
    ),
    around=st.sampled_from(
        [("", ""), ("(", ")"), ("for ", "."), ("PI_", "_v2.pdf"), ("给", "的"), ("“", "”")]
    ),
)
def test_a_name_is_found_however_it_is_written(name, twist, around):
    body = around[0] + twist(name) + around[1]
    found = findings(body, "", reader=Reader(), others=(Reader(name=name),), kind="message", mail=SentMail())
    assert "leak" in {each.code for each in found}


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    name=st.sampled_from(["Petra Nordlicht", "王建国", "Anna Weber", "Wang Wei"]),
    text=st.lists(
        st.sampled_from(
            ["Petra", "Nordlicht", "王总", "王建国", "Weber", "Wang", "Anna", "and", "Wei", "Jianguo"]
        )
    ).map(" ".join),
)
def test_the_readers_own_name_is_never_a_leak_even_where_the_other_party_bears_it_too(name, text):
    same = Reader(name=name)
    found = findings(text, "", reader=same, others=(same,), kind="message", mail=SentMail())
    assert "leak" not in {each.code for each in found}


def test_a_title_before_a_chinese_name_is_greeted_as_the_field_has_it():
    def variants(name: str) -> set[str]:
        text = letter(APOLOGY, greeting="Dear Ms. 王小明,")
        found = findings(text, language="en", reader=Reader(name=name))
        return {each.variant for each in found if each.code == "greeting"}

    assert "name" not in variants("Ms. 王小明")
    assert "name" in variants("Ms. 李娜")


@given(st.lists(st.text("abc丁丂", min_size=1)), st.text("abc丁丂 ", max_size=3))
def test_a_list_of_words_answers_as_a_set_of_them_does(listed: list[str], asked: str) -> None:
    told = WordList(listed)
    assert all(word in told for word in listed)
    assert (asked in told) == (asked in set(listed))


@pytest.mark.parametrize(
    ("text", "variant", "language"),
    [
        ("You should not have opened it.", "blame", "en"),
        ("My secretary sent it.", "blame", "en"),
        ("Due to a glitch in Outlook it went to you.", "blame", "en"),
        ("I was overloaded with work.", "excuse", "en"),
        ("It was just a typo.", "excuse", "en"),
        ("Please sign the attached NDA.", "demand", "en"),
        ("You are obligated to keep it secret.", "demand", "en"),
        ("Delete it at once.", "demand", "en"),
        ("Please delete it or we will take steps.", "threat", "en"),
        ("We value your business.", "hollow", "en"),
        ("It went to another buyer in Germany.", "hint", "en"),
        ("请删除，否则我司将采取措施。", "threat", "zh"),
        ("请删除，否则我们会采取措施。", "threat", "zh"),
        ("是助理搞错了。", "blame", "zh"),
        ("请签署保密协议。", "demand", "zh"),
        ("您有义务保密。", "demand", "zh"),
        ("您应该能看出不是发给您的。", "blame", "zh"),
        ("It was the fault of our logistics team.", "blame", "en"),
        ("The logistics department is to blame.", "blame", "en"),
        ("My colleague in shipping sent it.", "blame", "en"),
        ("Outlook completed the wrong address.", "blame", "en"),
        ("It was meant for our Spanish customer.", "hint", "en"),
        ("It was for your competitor.", "hint", "en"),
        ("Our customer Atlas Pumps agrees.", "hint", "en"),
        ("这是我们物流部同事的错。", "blame", "zh"),
        ("是同事小王发的。", "blame", "zh"),
        ("是公司的邮箱出了问题。", "blame", "zh"),
        ("您不该打开这封邮件。", "blame", "zh"),
        ("那是发给西班牙客户的。", "hint", "zh"),
        ("那是要发给贵司的竞争对手的。", "hint", "zh"),
        ("Es war die Schuld unserer Logistik.", "blame", "de"),
        ("Sie war für Ihren Wettbewerber.", "hint", "de"),
        ("C'est la faute de notre service logistique.", "blame", "fr"),
        ("Il était destiné à votre concurrent.", "hint", "fr"),
        ("Fue culpa de nuestro almacén.", "blame", "es"),
        ("Era para su competidor.", "hint", "es"),
        ("Foi culpa do nosso armazém.", "blame", "pt"),
        ("Era para o seu concorrente.", "hint", "pt"),
        ("Это произошло по вине отдела логистики.", "blame", "ru"),
        ("Письмо предназначалось вашему конкуренту.", "hint", "ru"),
    ],
)
def test_a_department_the_reader_or_the_program_blamed_and_a_hint_at_the_other_party_are_reported(
    text, variant, language
):
    found = findings(text, "", language, kind="message", others=(), mail=SentMail())
    assert [(each.code, each.variant, each.grave) for each in found] == [("phrase", variant, False)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It was entirely my fault.", "en"),
        ("It was meant for another customer.", "en"),
        ("Our logistics team will call you about the delivery.", "en"),
        ("You should not have received it.", "en"),
        ("My colleague in shipping will help you.", "en"),
        ("这完全是我的错。", "zh"),
        ("那是要发给另一位客户的。", "zh"),
        ("物流部同事会联系您。", "zh"),
        ("您本不该收到这封邮件。", "zh"),
        ("Vous n'auriez pas dû recevoir ce message.", "fr"),
        ("Вам не следовало получать это письмо.", "ru"),
        ("Sie hätten diese E-Mail nicht erhalten sollen.", "de"),
    ],
)
def test_what_only_sounds_like_blame_or_like_a_hint_passes(text, language):
    assert findings(text, "", language, kind="message", others=(), mail=SentMail()) == ()


def test_a_letter_that_greets_nobody_is_told_so_and_stops_nobody():
    found = findings(letter(EXPLANATION, REMEDY, CLOSING, greeting=APOLOGY))
    assert ("greeting", "missing", False) in {(each.code, each.variant, each.grave) for each in found}
    assert ("greeting", "missing") in codes(ZH.partition("\n\n")[2], ZH_SUBJECT, "zh", mail=SentMail())
    for greeting in ("Hello,", "Petra,", "Dear Sirs,", "Good morning Petra.", "To whom it may concern:"):
        assert ("greeting", "missing") not in codes(GOOD.replace(GREETING, greeting))


def told_to_b(text, language, *, asked=False, confirmed=False, role="intended-recipient"):
    """Give what is found untrue in what B is told of the other party."""
    listed = findings(text, language=language, role=role, asked=asked, confirmed=confirmed)
    return [(each.variant, each.grave) for each in listed if each.variant in {"asked", "deleted"}]


ASKED = [
    ("I have already asked them to delete it.", "en"),
    ("The recipient has been asked to delete it.", "en"),
    ("我已请收件方删除。", "zh"),
    ("已经通知对方删除。", "zh"),
    ("Ya he pedido al destinatario que lo elimine.", "es"),
    ("J'ai demandé au destinataire de le supprimer.", "fr"),
    ("Der Empfänger wurde bereits gebeten, sie zu löschen.", "de"),
    ("Já foi pedido ao destinatário que o apague.", "pt"),
    ("Получателю уже направлена просьба удалить письмо.", "ru"),
    ("طلبت من الجهة المستلمة حذف الرسالة.", "ar"),
    ("受信された方には、すでに削除をお願いいたしました。", "ja"),
    ("메일을 받으신 분께 이미 삭제를 요청했습니다.", "ko"),
]
DELETED = [
    ("They have deleted it.", "en"),
    ("It has been deleted.", "en"),
    ("对方已经删除了。", "zh"),
    ("收件方已确认删除。", "zh"),
    ("El destinatario lo ha eliminado.", "es"),
    ("Le destinataire l'a supprimé.", "fr"),
    ("Die E-Mail wurde gelöscht.", "de"),
    ("O e-mail foi apagado.", "pt"),
    ("Письмо удалено.", "ru"),
    ("تم حذف الرسالة.", "ar"),
    ("先方にて削除されました。", "ja"),
    ("상대방이 삭제했습니다.", "ko"),
]


@pytest.mark.parametrize(("text", "language"), ASKED)
def test_that_the_other_party_was_asked_is_said_once_it_is_true(text, language):
    assert told_to_b(text, language) == [("asked", True)]
    assert told_to_b(text, language, asked=True) == []
    assert told_to_b(text, language, confirmed=True) == []
    assert told_to_b(text, language, role="wrong-recipient") == []


@pytest.mark.parametrize(("text", "language"), DELETED)
def test_that_the_mail_is_deleted_is_said_once_it_is_confirmed(text, language):
    assert told_to_b(text, language, asked=True) == [("deleted", True)]
    assert told_to_b(text, language, asked=True, confirmed=True) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The recipient is being asked to delete it.", "en"),
        ("I will tell you as soon as it has been deleted.", "en"),
        ("Once they have deleted it, I will write.", "en"),
        ("对方确认已删除后，我马上告诉您。", "zh"),
        ("我正在请收件方删除。", "zh"),
        ("Ich melde mich, sobald die E-Mail gelöscht wurde.", "de"),
        ("Je vous préviendrai dès que le message a été supprimé.", "fr"),
        ("Сообщу, как только письмо удалено.", "ru"),
        ("ただいま削除をお願いしているところでございます。", "ja"),
    ],
)
def test_what_is_still_awaited_is_no_claim(text, language):
    assert told_to_b(text, language) == []


def test_a_name_in_characters_is_to_be_written_in_letters_where_those_are_read():
    reader = Reader(name="陈美琳")
    body = GOOD.replace(GOOD.partition("\n")[0], "Dear 陈美琳,", 1)
    assert [each.variant for each in findings(body, reader=reader, to=())] == ["script"]


@pytest.mark.parametrize(
    ("line", "address", "told"),
    [
        ("Dear Chen Meilin,", "", True),
        ("Dear Meilin Chen,", "cm@shiqiao.example", True),
        ("Dear Chen Meilin,", "chen.meilin@shiqiao.example", False),
        ("Dear Ms Chen,", "", False),
        ("Dear Linda Chen,", "", False),
    ],
)
def test_a_name_in_pinyin_that_nothing_confirms_is_to_be_checked(line, address, told):
    reader = Reader(name="陈美琳", address=address)
    body = GOOD.replace(GOOD.partition("\n")[0], line, 1)
    found = [each for each in findings(body, reader=reader, to=()) if each.code == "greeting"]
    assert [(each.variant, each.grave) for each in found] == ([("spelling", False)] if told else [])
