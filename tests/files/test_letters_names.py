"""How the reader of a letter is addressed: whatever script the name is in, and where there is no name."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from itertools import product

import pytest
from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.examine.examiner import examine
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Manager, Reader, Sender
from misdirect_tui.files.letters import LANGUAGES, TEMPLATES, LetterShelf
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.situation import Situation

PLAYBOOK = Playbook()
SHELF = LetterShelf()
LI = Sender(name="李娜", company="Haishi Trading Co., Ltd.", phone="+86 574 8765 4321")
OTHER = Reader(name="Diego Verano", company="Casa Verano S.L.", address="diego@verano.example")
NAMES = (
    "王建国", "王总", "Petra Nordlicht", "Ms Nordlicht", "P. O'Neill-Álvarez", "أحمد الراشد", "田中 マリア",
    "田中部長", "田中様", "김민수", "김민수 부장", "김민수 부장님", "Сергей Иванов", "Иван Петрович",
)  # fmt: skip
GREETED = {
    "en": "Dear {},",
    "zh": "尊敬的{}，您好：",
    "es": "Buenos días, {}:",
    "fr": "Bonjour {},",
    "de": "Guten Tag {},",
    "pt": "Olá, {},",
    "ru": "Здравствуйте, {}!",
    "ar": "حضرة {}، تحية طيبة وبعد،",
}
NOBODY = {
    "en": "Dear Nordlicht GmbH team,",
    "zh": "尊敬的Nordlicht GmbH负责人，您好：",
    "es": "Buenos días:",
    "fr": "Madame, Monsieur,",
    "de": "Sehr geehrte Damen und Herren,",
    "pt": "Olá,",
    "ru": "Здравствуйте!",
    "ar": "السادة Nordlicht GmbH المحترمون، تحية طيبة وبعد،",
    "ja": "Nordlicht GmbH 御中",
    "ko": "Nordlicht GmbH 담당자님께",
}
# In whose letters a name may stand in which scripts beside Latin letters.
READ = {
    "zh": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA"},
    "ko": {"CJK", "HANGUL"},
    "ru": {"CYRILLIC"},
    "ar": {"ARABIC"},
}
OUTSIDE = [name for name in TEMPLATES if not name.startswith("manager")]


def greeting(language: str, reader: Reader, name: str = "wrong-recipient.formal") -> str:
    composed = SHELF.compose(language, name, Facts(reader=reader, sender=LI, content="contract"))
    return composed.parts[0].text.splitlines()[0]


def addressed(language: str, reader: Reader) -> str:
    """Give the lines of a letter before its first empty one."""
    facts = Facts(reader=reader, sender=LI, content="contract")
    return SHELF.compose(language, "wrong-recipient.formal", facts).body.partition("\n\n")[0]


@pytest.mark.parametrize(("language", "form"), GREETED.items())
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_greeted_as_it_was_given_in_whatever_script(language: str, form: str, name: str) -> None:
    assert greeting(language, Reader(name=name, company="Nordlicht GmbH")) == form.format(name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("田中", "田中様"),
        ("田中 マリア", "田中 マリア様"),
        ("田中部長", "田中部長"),
        ("田中様", "田中様"),
        ("Petra Nordlicht", "Petra Nordlicht様"),
        ("王建国", "王建国様"),
    ],
)
def test_a_japanese_letter_adds_the_honorific_that_is_missing(name: str, wanted: str) -> None:
    apart = wanted if wanted == name else f"{name} 様"
    assert addressed("ja", Reader(name=name)) == apart
    assert addressed("ja", Reader(name=name, company="株式会社ミナト")) == f"株式会社ミナト\n{apart}"
    for letter in ("intended-recipient.formal", "message.intended-recipient"):
        facts = Facts(reader=Reader(name=name), sender=LI, content="address-list")
        assert f"{wanted}のメールアドレス" in SHELF.compose("ja", letter, facts).body


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("김민수", "김민수 님"),
        ("김민수 부장", "김민수 부장님"),
        ("김민수 부장님", "김민수 부장님"),
        ("김 대표", "김 대표님"),
        ("Petra Nordlicht", "Petra Nordlicht 님"),
    ],
)
def test_a_korean_letter_writes_the_honorific_apart_from_a_name_and_together_with_a_title(
    name: str, wanted: str
) -> None:
    assert addressed("ko", Reader(name=name)) == f"{wanted}께"
    assert addressed("ko", Reader(name=name, company="(주)미나토")) == f"(주)미나토\n{wanted}께"
    manager = Facts(manager=Manager(name=name), sender=LI)
    assert SHELF.compose("ko", "manager.light", manager).parts[0].text == f"{wanted}께"
    call = SHELF.compose("ko", "call.wrong-recipient", Facts(reader=Reader(name=name), sender=LI)).body
    assert call.startswith(f"안녕하십니까, {wanted}. ")


@pytest.mark.parametrize(("language", "wanted"), NOBODY.items())
def test_a_company_without_a_name_is_addressed_as_one(language: str, wanted: str) -> None:
    company = Reader(company="Nordlicht GmbH", address="info@nordlicht.example")
    assert greeting(language, company) == wanted
    for name in OUTSIDE:
        composed = SHELF.compose(language, name, Facts(reader=company, sender=LI, content="address-list"))
        assert composed.gaps == (), name
        assert not composed.body.startswith((",", "，", "、", " ")), name


COLLEAGUE = {
    "en": ("Hello Bo Chen,", "Hello,"),
    "zh": ("Bo Chen，你好：", "你好："),
    "es": ("Hola, Bo Chen:", "Hola:"),
    "fr": ("Bonjour Bo Chen,", "Bonjour,"),
    "de": ("Hallo Bo Chen,", "Hallo,"),
    "pt": ("Olá, Bo Chen,", "Olá,"),
    "ru": ("Здравствуйте, Bo Chen!", "Здравствуйте!"),
    "ar": ("مرحبًا Bo Chen،", "مرحبًا،"),
    "ja": ("Bo Chenさん", "ご担当者様"),
    "ko": ("Bo Chen 님, 안녕하세요.", "안녕하세요."),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colleague_is_not_told_of_which_company_the_writer_is(language: str) -> None:
    facts = Facts(
        reader=Reader(name="Bo Chen", company="海石"), sender=LI, recipient="colleague", content="quotation"
    )
    for name in [name for name in OUTSIDE if "wrong-recipient" in name]:
        said = SHELF.compose(language, name, facts).body
        assert "Haishi" not in said
        assert "海石" not in said
        assert LI.phone not in said or name == "wrong-recipient.crisis"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tone", ["light", "formal", "crisis"])
def test_a_colleague_is_greeted_as_one_with_a_name_and_without(language: str, tone: str) -> None:
    for reader, wanted in zip(
        (Reader(name="Bo Chen", company="海石"), Reader(company="海石")), COLLEAGUE[language], strict=True
    ):
        facts = Facts(reader=reader, sender=LI, recipient="colleague", content="quotation")
        assert SHELF.compose(language, f"wrong-recipient.{tone}", facts).body.splitlines()[0] == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_alone_leaves_the_name_open_and_is_not_written_into_the_letter(language: str) -> None:
    table = SHELF.language_table(language)
    address = Reader(address="info@nordlicht.example")
    for name in OUTSIDE:
        composed = SHELF.compose(language, name, Facts(reader=address, sender=LI, content="contract"))
        assert composed.gaps == ("reader-name",)
        assert table.gap["reader-name"] in composed.body
        assert "nordlicht" not in composed.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_address_is_taken_for_a_fault(language: str) -> None:
    addressed = SHELF.language_table(language).addressed
    readers = [Reader(name=addressed(name), address="p@nordlicht.example") for name in NAMES]
    readers += [
        Reader(company=company)
        for company in ("Nordlicht GmbH", "株式会社ミナト", "ООО «Полярис»", "宁波海石")
    ]
    for reader, name in product(readers, ("wrong-recipient.formal", "message.intended-recipient")):
        composed = SHELF.compose(language, name, Facts(reader=reader, sender=LI, content="contract"))
        role = "intended-recipient" if "intended" in name else "wrong-recipient"
        kind = "letter" if name.endswith(("formal", "light")) else "message"
        case = Case(
            role=role,
            kind=kind,
            language=language,
            reader=reader,
            sender=LI,
            others=(OTHER,),
            content="contract",
        )
        found = examine(composed.subject, composed.body, case, SHELF.cues(language))
        scripts = {unicodedata.name(each).split()[0] for each in reader.name if each.isalpha()}
        unread = kind == "letter" and not scripts <= {"LATIN", *READ.get(language, ())}
        variant = "title" if reader.name == "王总" else "script"
        assert [each.variant for each in found] == [variant] * unread, (
            reader,
            found,
            composed.body,
        )


OF_A_MAN_OR_A_WOMAN = (
    "Mr. Hans Weber", "Frau Dr. Weber", "Mme Anne Petit", "Sr. Luis Ruiz", "Senhora Costa", "王先生",
    "张小姐", "г-жа Иванова", "السيد أحمد", "김영희 여사", "Mr. and Mrs. Weber", "Dr. Anna Weber",
    "Weber, Mr.",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_greeting_contradicts_no_title_in_a_readers_name(language: str) -> None:
    addressed = SHELF.language_table(language).addressed
    for name in OF_A_MAN_OR_A_WOMAN:
        facts = Facts(reader=Reader(name=addressed(name)), sender=LI, content="contract")
        composed = SHELF.compose(language, "wrong-recipient.formal", facts)
        for known in {name, addressed(name)}:
            case = Case(reader=Reader(name=known), sender=LI, content="contract", language=language)
            found = examine(composed.subject, composed.body, case, SHELF.cues(language))
            assert ("greeting", "name") not in {(each.code, each.variant) for each in found}, (known, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_greets_somebody_else_is_noticed(language: str) -> None:
    facts = Facts(reader=Reader(name="Olga Sorokina"), sender=LI, content="contract")
    composed = SHELF.compose(language, "wrong-recipient.formal", facts)
    case = Case(reader=Reader(name="Petra Nordlicht"), sender=LI, content="contract")
    found = examine(composed.subject, composed.body, case, SHELF.cues(language))
    assert [each.code for each in found] == ["greeting"]


TITLED = [
    ("en", "Mr. Ahmed Al-Farsi", "Dear Mr. Ahmed Al-Farsi,"),
    ("en", "Herr Klein", "Dear Mr Klein,"),
    ("zh", "Mr. Ahmed Al-Farsi", "尊敬的Ahmed Al-Farsi先生，您好："),
    ("es", "Mr. Ahmed Al-Farsi", "Estimado Sr. Ahmed Al-Farsi:"),
    ("fr", "Mr. Ahmed Al-Farsi", "Bonjour Monsieur Ahmed Al-Farsi,"),
    ("de", "Mr. Ahmed Al-Farsi", "Guten Tag Herr Ahmed Al-Farsi,"),
    ("de", "Ms Li Na", "Guten Tag Frau Li Na,"),
    ("es", "Ms. Li Na", "Estimada Sra. Li Na:"),
    ("pt", "Mr. Ahmed Al-Farsi", "Prezado Sr. Ahmed Al-Farsi,"),
    ("ru", "Mr. Ahmed Al-Farsi", "Здравствуйте, г-н Ahmed Al-Farsi!"),
    ("ar", "Mr. Ahmed Al-Farsi", "حضرة السيد Ahmed Al-Farsi، تحية طيبة وبعد،"),
    ("ja", "Mr. Ahmed Al-Farsi", "Ahmed Al-Farsi 様"),
    ("ja", "李总", "李 様"),
    ("ja", "李建总", "李建总 様"),
    ("ko", "Mr. Ahmed Al-Farsi", "Ahmed Al-Farsi 님께"),
    ("ko", "李总", "李 님께"),
    ("de", "Drake Bell", "Guten Tag Drake Bell,"),
    ("en", "Sr. Ortiz", "Dear Mr Ortiz,"),
    ("en", "Sr Ortiz", "Dear Mr Ortiz,"),
    ("en", "Sr.Ortiz", "Dear Mr Ortiz,"),
    ("en", "SRA. ORTIZ", "Dear Ms ORTIZ,"),
    ("en", "Sr. D. Juan Ortiz", "Dear Mr Juan Ortiz,"),
    ("en", "D. Juan Ortiz", "Dear Juan Ortiz,"),
    ("en", "D. Ortiz", "Dear D. Ortiz,"),
    ("en", "Ing. Ortiz", "Dear Ing. Ortiz,"),
    ("en", "Dott. Rossi", "Dear Dr Rossi,"),
    ("en", "Sig. Dott. Rossi", "Dear Dr Rossi,"),
    ("en", "Sig.ra Rossi", "Dear Ms Rossi,"),
    ("en", "г-н Иванов", "Dear Mr Иванов,"),
    ("en", "Pan Nowak", "Dear Mr Nowak,"),
    ("en", "Pan Wei", "Dear Pan Wei,"),
    ("en", "Pani Nowak", "Dear Ms Nowak,"),
    ("en", "Srečko Novak", "Dear Srečko Novak,"),
    ("de", "Sr. Ortiz", "Guten Tag Herr Ortiz,"),
    ("de", "Señor Ortiz", "Guten Tag Herr Ortiz,"),
    ("de", "Sig. Rossi", "Guten Tag Herr Rossi,"),
    ("de", "Dott.ssa Rossi", "Guten Tag Dr. Rossi,"),
    ("fr", "Sr. Ortiz", "Bonjour Monsieur Ortiz,"),
    ("fr", "Sra. Ortiz", "Bonjour Madame Ortiz,"),
    ("fr", "Dott. Rossi", "Bonjour Docteur Rossi,"),
    ("es", "Sr. Ortiz", "Estimado Sr. Ortiz:"),
    ("es", "Señor Ortiz", "Estimado Sr. Ortiz:"),
    ("es", "Señora Ortiz", "Estimada Sra. Ortiz:"),
    ("pt", "Dña. Ana Ruiz", "Prezada Sra. Ana Ruiz,"),
    ("es", "Sig.ra Rossi", "Estimada Sra. Rossi:"),
    ("pt", "Sig. Rossi", "Prezado Sr. Rossi,"),
    ("pt", "Sra. Ortiz", "Prezada Sra. Ortiz,"),
    ("ru", "Sr. Ortiz", "Здравствуйте, г-н Ortiz!"),
    ("ru", "Ing. Ortiz", "Здравствуйте, инженер Ortiz!"),
    ("ru", "г-н Иванов", "Здравствуйте, г-н Иванов!"),
    ("ar", "Sr. Ortiz", "حضرة السيد Ortiz، تحية طيبة وبعد،"),
    ("ar", "Eng. Ortiz", "حضرة المهندس Ortiz، تحية طيبة وبعد،"),
    ("ar", "Lic. Ortiz", "حضرة الأستاذ Ortiz، تحية طيبة وبعد،"),
    ("zh", "Sr. Ortiz", "尊敬的Ortiz先生，您好："),
    ("zh", "Ing. Ortiz", "尊敬的Ortiz工程师，您好："),
    ("zh", "Herr Dr. Weber", "尊敬的Weber博士，您好："),
    ("en", "Herr Dr. Weber", "Dear Dr Weber,"),
    ("ja", "Sr. Ortiz", "Ortiz 様"),
    ("ja", "Lic. Ortiz", "Ortiz 様"),
    ("ko", "Sra. Ortiz", "Ortiz 님께"),
    ("ko", "Sig. Dott. Rossi", "Rossi 님께"),
]


@pytest.mark.parametrize(("language", "name", "line"), TITLED)
def test_a_title_in_the_readers_name_is_said_as_the_language_of_the_letter_says_it(
    language: str, name: str, line: str
) -> None:
    at = datetime(2025, 11, 18, 9, 30, tzinfo=UTC)
    answers = {
        "explain.wrong-recipient": [{"name": name}],
        "grade.content": "quotation",
        "grade.recipient": "customer",
        "explain.language": language,
    }
    incident = Incident.begin(id="one", at=at).with_changes(answers, at=at, event="answered")
    letter = Situation(incident, now=at, words=PLAYBOOK.words("en"), playbook=PLAYBOOK).judged().letter
    assert letter is not None
    assert letter.body.splitlines()[0] == line


@pytest.mark.parametrize("tone", ["light", "formal", "crisis"])
@pytest.mark.parametrize("name", ["陈总", "陈总经理", "陈经理", "陈董事长", "陈"])
def test_a_japanese_letter_to_the_manager_puts_the_honorific_in_the_place_of_a_chinese_title(
    tone: str, name: str
) -> None:
    composed = SHELF.compose("ja", f"manager.{tone}", Facts(manager=Manager(name=name), sender=LI))
    assert composed.parts[0].text.splitlines()[0] == "陈様"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each not in ("zh", "en")])
def test_a_title_of_another_language_that_stays_is_a_finding(language: str) -> None:
    reader = Reader(name="Mr. Ahmed Al-Farsi", address="a@farsi.example")
    composed = SHELF.compose(
        language, "wrong-recipient.formal", Facts(reader=reader, sender=LI, content="contract")
    )
    case = Case(reader=reader, sender=LI, others=(OTHER,), content="contract", language=language)
    found = examine(composed.subject, composed.body, case, SHELF.cues(language))
    assert [(each.code, each.values["found"]) for each in found] == [("greeting", "Mr")]
