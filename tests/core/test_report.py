"""The report for a manager: what it tells, and that no text becomes markup in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from misdirect_tui.core.explain.facts import one_line
from misdirect_tui.core.ids import Choice, Flag, Happening, Role
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, Attachment, SentMail
from misdirect_tui.core.playbook.clocks import ClockRules
from misdirect_tui.core.playbook.grade import GradeRules
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.prevent.outstanding import outstanding
from misdirect_tui.core.report.account import account_of
from misdirect_tui.core.report.chronicle import chronicle
from misdirect_tui.core.report.markdown import markdown
from misdirect_tui.core.report.markup import heading, item, paragraph, plain
from misdirect_tui.core.report.redact import redacted
from misdirect_tui.files.playbook import Playbook, placeholders
from misdirect_tui.situation import Situation

CHINA = timezone(timedelta(hours=8))
SENT = datetime(2025, 11, 18, 17, 22, 41, tzinfo=CHINA)
OPENED = SENT + timedelta(minutes=4)
NOW = SENT + timedelta(hours=30)
PLAYBOOK = Playbook()
PLAIN_TOKENS = {"text", "text_special", "strong_open", "strong_close", "code_inline"}
PLAIN_BLOCKS = {
    f"{name}_{end}"
    for name in ("heading", "paragraph", "bullet_list", "list_item")
    for end in ("open", "close")
} | {"inline"}
PARSERS = tuple(MarkdownIt(name, {"html": True}) for name in ("commonmark", "gfm-like"))

HOSTILE = (
    "# heading", "- item", "1. one", "1) one", "+ item", "> quote", "```", "~~~", "---", "===", "    code",
    "| a | b |\n|---|---|\n| c | d |", "<b>x</b>", "<script>alert(1)</script>", "<!-- x -->", "&lt;b&gt;",
    "[a](https://third.example)", "![a](https://third.example/x.png)", "[a]: https://third.example",
    "https://third.example/a_b", "www.third.example", "a@third.example", "<a@third.example>", "*x*", "_x_",
    "__x__", "~~x~~", "`x`", "``", "a`@b", "`@`", "x\n\n# y", "x\r\ny", "\x1b[2J", "\u2028# x", "\\", "x\\",
    "a\\*b*", "[x][y]", "[^1]", "$x$", ":smile:", "- [ ] x", "mailto:a@third.example", "ftp://third.example",
    "a@b,c@d;e@f",
    "third.com and www.third.com/x?a=b",
    "a.b@third.com.",
    "http://third.com",
    "HTTPS://third.com)", "**", "x  ", "\ud800", "third.example", "陈@third.example，", "\U0001f4e7",
)  # fmt: skip

text = st.text(max_size=60) | st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map(" ".join)


def incident(changes=None, *, mail=None, event="answered", at=OPENED):
    begun = Incident.begin(id="20251118-172650-3f9a", at=OPENED, mail=mail)
    return begun.with_changes(changes, at=at, event=event) if changes else begun


def report(found, language="en", now=NOW):
    situation = Situation(found, now=now, words=PLAYBOOK.words(language), playbook=PLAYBOOK).judged()
    account = account_of(
        found,
        now=now,
        severity=situation.severity,
        rules=PLAYBOOK.rules(GradeRules, "grade").version,
        recall=situation.recall,
        due=situation.due,
        prevent_rules=PLAYBOOK.rules(PreventRules, "prevent"),
        stop_rules=PLAYBOOK.rules(StopRules, "stop"),
        clock_rules=PLAYBOOK.rules(ClockRules, "clocks"),
    )
    return markdown(account, PLAYBOOK.words(language))


def section(told, name, language="en"):
    title = PLAYBOOK.words(language)(f"report.section.{name}")
    return told.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def shown(inline):
    """Give what a reader sees of a line."""
    return "".join(token.content for token in inline.children)


def lines(told, parser=PARSERS[0]):
    return [shown(token) for token in parser.parse(told) if token.type == "inline"]


WALKED = (
    incident(
        {
            "grade.content": "contract",
            "grade.recipient": "competing-customer",
            "grade.flags": {"personal-data": "yes", "opened": "unknown"},
            "grade.countries": ["DE"],
            "grade.aware_at": OPENED,
            "explain.wrong-recipient": [{"name": "Otto Abel", "company": "Nordsee Handel"}],
            "explain.intended-recipient": {"name": "Sr. Verano", "company": "Verde"},
            "explain.manager": {"name": "王总"},
        },
        mail=SentMail(
            sent_at=SENT,
            subject="PI-2511 Verde",
            sender=Address(name="Mei Chen", address="mei@lampworks.example"),
            to=(Address(address="abel@nordsee-handel.example"),),
            attachments=(Attachment(name="PI-2511.pdf"),),
            service="netease-enterprise",
        ),
    )
    .with_changes({"stop.ticks.telephone": "done"}, at=OPENED, event="ticked")
    .with_changes(
        {
            "explain.letters.letter-wrong-recipient-1-en": {
                "kind": "letter",
                "role": "wrong-recipient",
                "reader": "Otto Abel",
                "subject": "Urgent",
                "body": "Dear Mr. Abel, a secret of the letter",
                "sent_at": SENT + timedelta(minutes=20),
            }
        },
        at=SENT + timedelta(minutes=20),
        event="sent",
    )
    .with_changes(
        {"prevent.cause": "wrong-thread", "prevent.techniques.bcc": {"choice": "planned"}},
        at=SENT + timedelta(minutes=30),
        event="chosen",
    )
)


def test_what_need_not_go_out_stands_behind_the_letters_that_have_to():
    people = [
        {"name": "Otto Abel", "company": "Nordsee Handel"},
        {"name": "Ines Ruiz", "company": "Ruiz S.L."},
    ]
    found = incident(
        {
            "grade.content": "contract",
            "grade.recipient": "competing-customer",
            "explain.wrong-recipient": people,
            "explain.intended-recipient": {"name": "Carlo Verano", "company": "Verde"},
        }
    )
    for language in ("en", "zh"):
        optional = PLAYBOOK.words(language)("explain.state.optional")
        title = PLAYBOOK.words(language)("report.section.letters")
        told = report(found, language).partition(f"## {title}")[2].partition("\n## ")[0]
        listed = [line for line in told.split("\n") if line.startswith("- ")]
        behind = [optional in line.split(" · ") for line in listed]
        assert behind == sorted(behind)
        assert 0 < sum(behind) < len(behind)
        assert all(any(company in line for line in listed) for company in ("Nordsee", "Ruiz", "Verde"))


def test_a_manager_finds_every_part_of_it():
    told = report(WALKED)
    assert "a contract or PI made for another customer" in section(told, "summary")
    assert "- **Sent**: 2025-11-18 17:22 +08:00" in section(told, "times")
    assert "First letter to the wrong recipient**: 2025-11-18 17:42 +08:00, 20 min after sending" in told
    assert "Otto Abel, Nordsee Handel, `abel@nordsee-handel.example`" in section(told, "exposed")
    assert "Sr. Verano, Verde" in section(told, "exposed")
    assert PLAYBOOK.words("en")("stop.item.telephone.done") in section(told, "done")
    assert "sent 2025-11-18 17:42" in section(told, "letters")
    assert "Has Otto Abel confirmed the deletion?" in section(told, "open")
    assert "Start with Bcc" in section(told, "open")
    assert "GDPR 33(1)" in section(told, "clocks")
    assert PLAYBOOK.words("en")("grade.clocks.disclaimer") in section(told, "clocks")
    assert "Answered inside the wrong thread" in section(told, "lessons")
    assert "Blind copy**: would not have stopped it · planned" in section(told, "lessons")


def test_the_timeline_is_whole_and_tells_no_letter():
    told = section(report(WALKED), "timeline")
    assert len(re.findall(r"^- \*\*2025", told, re.MULTILINE)) == len(WALKED.timeline)
    assert "Letter to the wrong recipient" in told
    assert "secret of the letter" not in report(WALKED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_speaks_one_language(language):
    told = report(WALKED.with_changes({"prevent.cause": None}, at=NOW, event="undone"), language)
    han = re.findall("[\u4e00-\u9fff]+", told)
    assert (len(han) > 100) == (language == "zh")
    if language == "en":
        assert set(han) == {"王总"}


def test_an_incident_of_which_nothing_is_known_says_so():
    told = report(incident())
    assert "**Sent**: not known" in told
    assert "**Received by**: not known" in told
    assert "not graded yet" in section(told, "grade")
    assert (
        section(told, "open").strip()
        == "- **was due 2025-11-18 18:26 +08:00**: Send the letter to the wrong recipient."
    )
    assert "no clock is shown" in section(told, "clocks")


def test_what_did_not_happen_yet_is_known():
    told = section(report(incident()), "times")
    assert "**First letter to the wrong recipient**: not yet" in told
    assert told.count("not yet") == 2
    declined = incident({"explain.declined": ["letter-wrong-recipient-1-en"]})
    assert "not yet" not in section(report(declined), "times")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_summary_says_what_is_overdue_and_which_deadlines_may_have_passed(language):
    early = section(report(WALKED, language, SENT + timedelta(minutes=31)), "summary", language)
    late = section(report(WALKED, language, SENT + timedelta(days=400)), "summary", language)
    words = PLAYBOOK.words(language)
    passed = words("report.label.passed")
    assert passed not in early
    assert passed in late
    assert "GDPR" in late.partition(passed)[2]
    overdue = words("report.state.overdue", count=0, late=0, since="").partition("0")[2].partition("0")[0]
    assert overdue not in early
    assert overdue in late


def test_what_is_due_at_once_is_never_late():
    graded = {"grade.content": "contract", "grade.recipient": "competitor"}
    result = {"grade.result": {"score": 70, "band": "critical", "response": "crisis", "rules": "1"}}
    found = incident(graded | result)
    for now in (OPENED, NOW):
        assert "**now**" in section(report(found, now=now), "open")
        assert section(report(found, "zh", now=now), "open", "zh").startswith(
            "\n- **\u73b0\u5728\u5c31\u505a**"
        )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_follows_a_letter_is_called_as_on_the_screen(language):
    words = PLAYBOOK.words(language)
    found = incident({"grade.content": "contract", "grade.recipient": "competitor"})
    wrote, meant = (f"explain.letters.letter-{role}-recipient-1-en" for role in ("wrong", "intended"))
    changes = {f"{wrote}.sent_at": NOW, f"{wrote}.confirmed_at": NOW, f"{meant}.sent_at": NOW}
    found = found.with_changes(changes, at=NOW, event="chosen")
    role = words("report.role.intended-recipient")
    told = report(found, language)
    assert words("report.letter", kind=words("explain.kind.follow-up"), to=role) in told
    assert words("report.letter", kind=words("explain.kind.message"), to=role) not in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_call_is_made_and_not_sent(language):
    words = PLAYBOOK.words(language)
    found = incident({"grade.content": "contract", "grade.recipient": "competitor"})
    call = words("report.letter", kind=words("explain.kind.call"), to=words("report.role.wrong-recipient"))

    def told(changes):
        one = found.with_changes(changes, at=NOW, event="chosen") if changes else found
        return next(line for line in lines(report(one, language)) if line.startswith(call))

    assert words("explain.state.call-open") in told({})
    assert words("explain.state.call-declined") in told({"explain.declined": ["call-wrong-recipient-1-en"]})
    called = {"explain.letters.call-wrong-recipient-1-en.sent_at": NOW}
    at = "2025-11-19 23:22 +08:00"
    assert told(called).endswith(words("report.stamp.call-sent", at=at))
    (event,) = list(chronicle(found.with_changes(called, at=NOW, event="sent"), words))[2:]
    assert event.what == words("report.event.call-sent")


@pytest.mark.parametrize("kind", ["letter", "message", "call"])
def test_a_confirmation_counts_in_whatever_way_it_came(kind):
    key = f"explain.letters.{kind}-wrong-recipient-1-en"
    found = WALKED.with_changes({f"{key}.sent_at": SENT + timedelta(minutes=50)}, at=NOW, event="sent")
    assert "First confirmation by the wrong recipient**: not yet" in report(found)
    assert "1 of 3 sent; readers who have confirmed: 0" in report(found)
    found = found.with_changes({f"{key}.confirmed_at": SENT + timedelta(hours=2)}, at=NOW, event="confirmed")
    assert "First confirmation by the wrong recipient**: 2025-11-18 19:22 +08:00, 2 h after" in report(found)
    assert "1 of 3 sent; readers who have confirmed: 1" in report(found)
    assert not any(one.id.startswith("a-confirmed") for one in still_open(found))


def still_open(found):
    prevent, stop = PLAYBOOK.rules(PreventRules, "prevent"), PLAYBOOK.rules(StopRules, "stop")
    return outstanding(found, prevent, stop, now=NOW)


def test_a_deletion_that_the_grade_alone_tells_of_has_no_time_and_is_not_awaited():
    found = incident({"grade.flags.deleted-unread": "yes"})
    assert "First confirmation by the wrong recipient**: not known" in report(found)
    assert "readers who have confirmed: 1" in report(found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_edit_that_was_given_up_is_told_as_such(language):
    key = "explain.letters.letter-wrong-recipient-1-en"
    found = incident({f"{key}.edited": True, f"{key}.body": "mine"}, event="edited")
    gone = dict.fromkeys((f"{key}.edited", f"{key}.subject", f"{key}.body"))
    found = found.with_changes(gone, at=NOW, event="edited")
    words = PLAYBOOK.words(language)
    assert [one.what for one in chronicle(found, words)][1:] == [
        words("report.event.edited"),
        words("report.event.discarded"),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_waits_for_several_readers_names_each_of_them(language):
    readers = [
        {"name": "Otto Abel", "address": "a@x.example"},
        {"name": "Eva Holm", "address": "b@y.example"},
    ]
    told = section(report(incident({"explain.wrong-recipient": readers}), language), "open", language)
    for name in ("Otto Abel", "Eva Holm"):
        assert len([line for line in told.splitlines() if name in line]) >= 1
    assert len(set(told.splitlines())) == len(told.splitlines())


def test_what_happened_to_a_letter_stands_in_the_order_of_time():
    key = "explain.letters.letter-wrong-recipient-1-en"
    again = WALKED.with_changes({f"{key}.copied_at": SENT + timedelta(minutes=50)}, at=NOW, event="copied")
    told = section(report(again), "letters")
    sent, copied = (told.index(f"{SENT + timedelta(minutes=each):%H:%M}") for each in (20, 50))
    assert sent < copied


def test_a_clock_and_the_screen_say_in_the_same_words_how_sure_it_is():
    told = section(report(WALKED), "clocks")
    assert PLAYBOOK.words("en")("interface.sure.documented") in told
    assert PLAYBOOK.words("en")("stop.confidence.documented") not in told


def test_names_are_joined_as_the_language_joins_them():
    found = incident({"explain.wrong-recipient": [{"name": "Anna Berg", "company": "Nordsee"}]})
    for language in ("en", "zh"):
        comma = PLAYBOOK.words(language)("report.comma")
        assert f"Anna Berg{comma}Nordsee" in report(found, language)


def test_a_grade_that_differs_from_what_was_found_then_is_told_as_both():
    then = {
        "score": 40,
        "lower": 40,
        "upper": 40,
        "band": "moderate",
        "response": "formal",
        "rules": "2026.01",
    }
    told = section(report(WALKED.with_changes({"grade.result": then}, at=NOW, event="sensed")), "grade")
    assert "Found then**: moderate, 40 of 100 (rules 2026.01)" in told
    assert "Computed now**: critical" in told
    assert PLAYBOOK.words("en")("report.differs") in told


def test_what_was_taken_back_is_told_as_taken_back():
    undone = WALKED.undone(at=NOW)
    assert "taken back" in section(report(undone), "timeline")


def test_the_stop_step_and_the_prevent_step_are_one_list():
    found = incident(
        {"stop.ticks.recall": "done", "prevent.techniques.bcc": {"choice": "planned"}},
        mail=SentMail(
            sent_at=SENT,
            service="microsoft-365",
            sender=Address(address="mei@lampworks.example"),
            to=(Address(address="li@lampworks.example"),),
        ),
    )
    stop, prevent = PLAYBOOK.rules(StopRules, "stop"), PLAYBOOK.rules(PreventRules, "prevent")
    still = outstanding(found, prevent, stop, now=NOW)
    assert [one.id for one in still] == ["recall-report", "planned-bcc"]
    assert [one.key.partition(".")[0] for one in still] == ["stop", "prevent"]
    assert [one.due for one in still] == sorted(one.due for one in still)
    words = PLAYBOOK.words("en")
    assert all(words(one.key, **one.values) for one in still)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(told=text)
@example("5. Nov")
@example("a:b@c")
@example("x.example")
def test_a_text_is_shown_as_it_is_and_becomes_no_markup(told):
    for parser in PARSERS:
        for written in (
            item(told),
            item("x", label=told),
            item(told, label="x"),
            paragraph(told),
            heading(2, told),
        ):
            tokens = parser.parse(f"{written}\n")
            assert {token.type for token in tokens} <= PLAIN_BLOCKS | {"text"}, written
            inline = [token for token in tokens if token.type == "inline"]
            assert {child.type for one in inline for child in one.children} <= PLAIN_TOKENS, written
            if written not in ("", "\n"):
                assert len(inline) <= 1
        (only,) = [one for one in parser.parse(f"x{plain(told)}\n") if one.type == "inline"]
        assert shown(only) == "x" + one_line(told)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("PI_2511_final.v3.pdf", "`PI_2511_final.v3.pdf`"),
        ("PI-2511 Casa Verde.pdf", "`PI-2511 Casa Verde.pdf`"),
        ("李娜，li@d.example", "李娜，`li@d.example`"),
        ("Li Na li@d.example", "Li Na `li@d.example`"),
        ("Quotation_118 for R&D", "Quotation_118 for R&D"),
        ("订单#12的报价，请看", "`订单#12的报价`，请看"),
        ("USD $18,240.", "USD `$18,240`."),
        ("10:30, 5.5 % | b", "10:30, 5.5 % \\| b"),
    ],
)
def test_whoever_reads_it_as_it_is_finds_names_as_they_are(told, written):
    assert plain(told) == written


@settings(derandomize=True, deadline=None, max_examples=25)
@given(texts=st.lists(text, min_size=12, max_size=12), language=st.sampled_from(["en", "zh"]))
@example(list(HOSTILE[:12]), "en")
@example(list(HOSTILE[12:24]), "zh")
@example(list(HOSTILE[24:36]), "en")
@example(list(HOSTILE[-12:]), "en")
def test_no_text_of_an_incident_becomes_markup(texts, language):
    subject, document, name, company, address, title, mailer, sender, odd, path, manager, phone = texts
    found = incident(
        {
            "explain.document": document,
            "explain.wrong-recipient": [{"name": name, "company": company, "address": address}],
            "explain.intended-recipient": {"name": company, "document": document},
            "explain.sender": {"name": sender, "title": title, "phone": phone},
            "explain.manager.name": manager,
            "grade.countries": [odd],
            "grade.content": "contract",
            "grade.recipient": "customer",
        },
        mail=SentMail(
            subject=subject,
            mailer=mailer,
            to=(Address(name=name, address=address),),
            attachments=(Attachment(name=document, type=odd),),
        ),
    ).with_event("exported", at=OPENED, detail={"path": path, odd: title, f"mail.{odd}": phone})
    told = report(found, language)
    expected = 1 + len(re.findall(r"^## ", report(incident(), language), re.MULTILINE))
    for parser in PARSERS:
        tokens = parser.parse(told)
        assert {token.type for token in tokens} <= PLAIN_BLOCKS
        assert sum(token.type == "heading_open" for token in tokens) == expected
        kinds = {child.type for token in tokens if token.type == "inline" for child in token.children}
        assert kinds <= PLAIN_TOKENS
        label = PLAYBOOK.words(language)("report.label.subject")
        colon = PLAYBOOK.words(language)("report.colon")
        unknown = PLAYBOOK.words(language)("report.unknown")
        assert f"{label}{colon}{one_line(subject) or unknown}".rstrip() in {
            one.rstrip() for one in lines(told, parser)
        }
    assert "\n" not in "".join(control for control in told if ord(control) < 32).replace("\n", "")
    told.encode("utf-8")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(OPENED),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3),
    max_leaves=6,
)
places = st.sampled_from(
    [
        "mail", "mail.to", "mail.x", "stop.ticks", "stop.ticks.recall", "stop.ticks.x", "grade",
        "grade.flags", "grade.flags.opened", "grade.flags.x", "grade.result", "grade.content",
        "explain.letters",
        "explain.letters.x", "explain.letters.letter-x-1-en.body", "explain.tone", "prevent.techniques",
        "prevent.techniques.bcc", "prevent.techniques.bcc.due", "prevent.techniques.x.y",
        "unset", "was", "path", ".",
    ]
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=100)
@given(detail=st.dictionaries(places | st.text(max_size=12), values, max_size=4))
def test_a_timeline_changed_by_hand_is_told_as_far_as_it_can_be(detail):
    found = incident()
    event = found.timeline[0].model_copy(update={"event": "edited", "detail": detail})
    changed = found.model_copy(update={"timeline": (*found.timeline, event)})
    told = list(chronicle(changed, PLAYBOOK.words("en")))
    assert len(told) == 2
    assert all(isinstance(part, str) for one in told for change in one.changes for part in change)
    stop = PLAYBOOK.rules(StopRules, "stop")
    assert len(redacted(changed, stop).timeline) == 2


def test_both_languages_say_the_same_things():
    english, chinese = (
        {key: text for key, text in PLAYBOOK.words(one).strings.items() if key.startswith("report.")}
        for one in ("en", "zh")
    )
    assert english.keys() == chinese.keys()
    for key, told in english.items():
        assert placeholders(told) == placeholders(chinese[key]), key


def test_every_id_has_its_words():
    words = PLAYBOOK.words("en")
    flags = [flag for group in get_args(Flag) for flag in get_args(group)]
    wanted = [
        *(f"report.event.{one}" for one in get_args(Happening)),
        *(f"report.role.{one}" for one in get_args(Role)),
        *(f"report.choice.{one}" for one in get_args(Choice)),
        *(f"report.flag.{one}" for one in flags),
        *(f"report.after.{one}" for one in ("now", "minutes", "hours", "days", "ahead")),
    ]
    assert [key for key in wanted if key not in words] == []


def test_the_same_account_gives_the_same_bytes():
    assert report(WALKED) == report(WALKED)
    assert report(WALKED, now=NOW.astimezone(UTC)) != report(WALKED)
