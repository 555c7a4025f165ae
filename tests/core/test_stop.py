import itertools
import string
import subprocess
import sys
import tomllib
from datetime import datetime, timedelta, timezone
from importlib import resources

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, Attachment, Letter, SentMail, plain
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.playbook.words import WordFile
from misdirect_tui.core.stop.checklist import ITEMS, checklist, follow_ups, sensed, sensed_ticks

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=timezone(timedelta(hours=8)))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "The files: https://pan.baidu.com/s/1abc?pwd=xyz"
ALWAYS = {"hands-off", "recall", "queued", "telephone", "keep-evidence", "tell"}


def shipped(path):
    return tomllib.loads(resources.files("misdirect_tui.data").joinpath(path).read_text("utf-8"))


def words_of(language):
    return WordFile.model_validate(shipped(f"{language}/stop.toml")).flat("stop")[0]


RULES = StopRules.model_validate(shipped("rules/stop.toml"))


def mail(**given):
    given.setdefault("sha256", "ab" * 32)
    people = given.pop("people", 1)
    to = tuple(Address(address=f"p{number}@kunde.example") for number in range(people))
    return SentMail(sender=Address(address="li@firma.example"), to=to, **given)


def begun(one=None):
    return Incident.begin(id="one", at=NOW, mail=one)


def ticked(incident, item, at=NOW, state="done"):
    return incident.with_changes({f"stop.ticks.{item}": state}, at=at, event="ticked")


def ids(incident, **more):
    return [item.id for item in checklist(incident, **more)]


def every_mail():
    texts = (
        "",
        "Please see below.",
        LINK,
        "Password: sesame",
        f"{LINK} password is x\n> quoted\nunsubscribe here",
    )
    for text, subject, attached, people, file in itertools.product(
        texts, ("Offer", "Re: Offer"), (0, 2), (0, 1, 3, 12), (True, False)
    ):
        yield mail(
            text=text,
            subject=subject,
            attachments=tuple(Attachment(name=f"{number}.pdf") for number in range(attached)),
            people=people,
            sha256="ab" * 32 if file else "",
        )


def every_incident():
    for one, credentials, thread in itertools.product(every_mail(), (None, "yes", "no"), (None, "done")):
        changes = {"grade.flags.credentials": credentials, "stop.ticks.thread": thread}
        given = {path: value for path, value in changes.items() if value}
        incident = begun(one)
        yield incident.with_changes(given, at=NOW, event="answered") if given else incident
    yield begun()


def test_nothing_that_stands_while_the_mail_is_awaited_goes_once_it_is_read():
    awaited = set(ids(begun(), awaited=True))
    assert {"hands-off", "recall", "queued"} <= awaited
    assert all(awaited <= set(ids(begun(one))) for one in every_mail())
    assert "cloud-link" in ids(ticked(begun(), "cloud-link"), awaited=True)


def test_the_list_has_five_to_nine_items_in_one_order_and_the_killers_lead():
    for incident in every_incident():
        for due_call in (False, True):
            found = ids(incident, due_call=due_call)
            assert 5 <= len(found) <= 9
            assert found == [item for item in ITEMS if item in found]
            assert found[:3] == ["hands-off", "recall", "queued"]
            assert set(found) >= ALWAYS


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_the_list_can_say_has_words(language):
    words = words_of(language)
    seen = set()
    for incident in every_incident():
        for item in checklist(incident, due_call=True) + checklist(incident):
            for part in ("todo", "done", "how", item.how):
                seen.add(f"stop.item.{item.id}.{part}")
                assert f"stop.item.{item.id}.{part}" in words
            if item.sensed:
                text = words[f"stop.sensed.{item.sensed}"]
                seen.add(f"stop.sensed.{item.sensed}")
                assert text.format_map(item.values)
    for one in ("recall-report", "deletion-confirmed"):
        assert words[f"stop.follow-up.{one}"]
    assert words["stop.calm"]
    assert {key for key in words if key.startswith(("stop.item.", "stop.sensed."))} == seen


def test_both_languages_have_the_same_keys_and_placeholders():
    def fields(text):
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    english, chinese = words_of("en"), words_of("zh")
    assert english.keys() == chinese.keys()
    assert [key for key in english if fields(english[key]) != fields(chinese[key])] == []


def test_without_a_mail_file_everything_that_may_apply_stays():
    found = ids(begun())
    assert len(found) == 9
    assert set(ITEMS) - set(found) == {"thread"}


def test_a_plain_mail_rules_out_what_cannot_apply():
    assert set(ids(begun(mail(text="Hello", subject="Offer")))) == ALWAYS


@pytest.mark.parametrize(
    ("given", "item"),
    [
        ({"text": LINK}, "cloud-link"),
        ({"text": LINK}, "same-file"),
        ({"attachments": (Attachment(name="PI.pdf"),)}, "same-file"),
        ({"subject": "RE: Offer"}, "thread"),
        ({"subject": "\u56de\u590d\uff1aOffer"}, "thread"),
        ({"text": "Hi\n> earlier words"}, "thread"),
        ({"text": "Login with password: sesame"}, "password"),
        ({"text": "\u5bc6\u7801\uff1a1234"}, "password"),
    ],
)
def test_an_item_stands_in_the_list_once_the_mail_shows_what_it_is_about(given, item):
    assert item in ids(begun(mail(**given)))
    assert item not in ids(begun(mail(text="Hello", subject="Report")))


@pytest.mark.parametrize(
    "url",
    [
        "https://firma-my.sharepoint.com/:x:/p/li/E1",
        "https://1drv.ms/b/s!A",
        "https://drive.google.com/file/d/1/view",
        "https://www.dropbox.com/s/1/pi.pdf",
        "https://we.tl/t-1",
        "http://mail.163.com/large-attachment-download/index.html?p=1",
        "https://wx.mail.qq.com/ftn/download?func=3",
    ],
)
def test_links_to_files_are_found(url):
    assert "cloud-link" in sensed(mail(text=f"See <{url}>."))


@pytest.mark.parametrize(
    "text",
    [
        "www.firma.example and https://www.firma.example/catalogue.pdf",
        "https://mail.163.com/dashi/dlpro.html?from=mail88",
        "https://notdropbox.com/s/1 https://inbox.com/x",
        "Forgot your password? Ask us.",
    ],
)
def test_other_links_and_words_are_left_alone(text):
    assert sensed(mail(text=text)).keys() <= {"keep-evidence"}


def test_the_how_to_fits_what_was_sensed():
    def how(item, **given):
        due_call = given.pop("due_call", False)
        return next(one.how for one in checklist(begun(mail(**given)), due_call=due_call) if one.id == item)

    assert how("hands-off") == "how"
    assert how("hands-off", subject="Re: x") == "how-reply"
    assert how("hands-off", people=4) == "how-several"
    assert how("hands-off", people=4, subject="Re: x") == "how-reply-several"
    assert how("queued", people=10) == "how-recurring"
    assert how("queued", text="To unsubscribe, click") == "how-recurring"
    assert how("queued", mailer="Mailchimp Mailer") == "how-recurring"
    assert how("telephone") == "how"
    assert how("telephone", due_call=True) == "how-call-due"
    assert how("keep-evidence") == "how-kept"
    assert how("keep-evidence", sha256="") == "how"


def test_a_password_named_in_the_grade_step_decides_over_what_the_text_seems_to_hold():
    seems = begun(mail(text="password: x"))
    assert "password" not in ids(
        seems.with_changes({"grade.flags.credentials": "no"}, at=NOW, event="answered")
    )
    plain_mail = begun(mail(text="Hello"))
    assert "password" in ids(
        plain_mail.with_changes({"grade.flags.credentials": "yes"}, at=NOW, event="answered")
    )


def test_what_was_ticked_stays_in_sight_when_a_mail_file_arrives_later():
    early = ticked(begun(), "cloud-link")
    late = early.with_changes({"mail": plain(mail(text="Hello"))}, at=NOW, event="sensed")
    assert next(item.state for item in checklist(late) if item.id == "cloud-link") == "done"


def test_only_what_the_mail_proves_is_ticked_by_itself():
    assert sensed_ticks(mail()) == {"keep-evidence": "done"}
    assert sensed_ticks(mail(sha256="")) == {}


def test_the_recall_report_is_due_an_hour_after_the_recall_and_done_once_it_is_answered():
    one = ticked(begun(), "recall", at=NOW + HOUR)
    assert follow_ups(one, NOW) == (("recall-report", NOW + 2 * HOUR, False, False),)
    assert follow_ups(one, NOW + 2 * HOUR)[0].overdue
    answered = one.with_changes({"grade.flags.recalled": "no"}, at=NOW, event="answered")
    assert follow_ups(answered, NOW + DAY) == (("recall-report", NOW + 2 * HOUR, True, False),)
    assert follow_ups(ticked(begun(), "recall", state="not-applicable"), NOW) == ()


@pytest.mark.parametrize(("service", "expected"), [("gmail", 0), ("microsoft-365", 1), ("yahoo", 0)])
def test_a_report_is_awaited_only_where_a_recall_could_have_worked(service, expected):
    sent = mail(sent_at=NOW - HOUR, service=service).model_copy(
        update={"to": (Address(address="b@firma.example"),)}
    )
    one = ticked(begun(sent), "recall")
    assert len(follow_ups(one, NOW + DAY, rules=RULES)) == expected


def test_a_deletion_promised_on_the_telephone_is_asked_for_the_next_day():
    one = ticked(begun(), "telephone")
    assert follow_ups(one, NOW) == (("deletion-confirmed", NOW + DAY, False, False),)
    deleted = one.with_changes({"grade.flags.deleted-unread": "yes"}, at=NOW, event="answered")
    assert follow_ups(deleted, NOW)[0].done
    sent = plain(Letter(sent_at=NOW))
    catalogue = one.with_changes({"grade.content": "catalogue"}, at=NOW, event="answered")
    assert follow_ups(catalogue, NOW) == ()
    written = one.with_changes({"explain.letters.letter-wrong-recipient-1-en": sent}, at=NOW, event="sent")
    assert follow_ups(written, NOW) == ()


def test_a_closed_incident_asks_for_nothing():
    one = ticked(begun(), "telephone").with_changes({"status": "closed"}, at=NOW, event="closed")
    assert follow_ups(one, NOW) == ()


def test_the_checklist_needs_no_rules_file_and_nothing_that_reads_one():
    program = (
        "import sys, datetime as d\n"
        "from misdirect_tui.core.stop.checklist import checklist\n"
        "from misdirect_tui.core.incident import Incident\n"
        "checklist(Incident.begin(id='a', at=d.datetime.now(d.timezone.utc)))\n"
        "print([m for m in sys.modules if m.endswith(('playbook.stop', 'core.recall', 'tomllib'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
