import tomllib
from datetime import datetime, timedelta, timezone
from importlib import resources

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, Reader, SentMail
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.stop.recall import recall_of, scope_of

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=timezone(timedelta(hours=8)))
RULES = StopRules.model_validate(
    tomllib.loads(resources.files("misdirect_tui.data").joinpath("rules/stop.toml").read_text("utf-8"))
)


def incident(*to, service="microsoft-365", ago=3600, sender="li@firma.example", **more):
    mail = SentMail(
        sent_at=None if ago is None else NOW - timedelta(seconds=ago),
        sender=Address(address=sender),
        to=tuple(Address(address=address) for address in to),
        service=service,
        **more,
    )
    return Incident.begin(id="one", at=NOW, mail=mail)


DOMAINS = [
    ("li@firma.example", "wang@firma.example", "same-organisation"),
    ("li@firma.example", "wang@mail.firma.example", "same-organisation"),
    ("li@hz.firma.example", "wang@Sh.FIRMA.example.", "same-organisation"),
    ("li@firma.com.cn", "wang@export.firma.com.cn", "same-organisation"),
    ("li@firma.com.cn", "wang@other.com.cn", "external"),
    ("li@one.onmicrosoft.com", "b@two.onmicrosoft.com", "external"),
    ("li@one.onmicrosoft.com", "b@one.onmicrosoft.com", "same-organisation"),
    ("li@a-firm.cn.com", "b@b-firm.cn.com", "external"),
    ("li@a-firm.uk.com", "b@b-firm.uk.com", "external"),
    ("li@a-firm.gd.cn", "b@b-firm.gd.cn", "external"),
    ("li@a-firm.gd.cn", "b@mail.a-firm.gd.cn", "same-organisation"),
    ("li@a-firm.ltd.uk", "b@b-firm.ltd.uk", "external"),
    ("a@sina.com.cn", "b@sina.com.cn", "same-provider"),
    ("li@firma.example", "b@other.example", "external"),
    ("li@firma.example", "b@gmail.com", "external"),
    ("a@gmail.com", "b@gmail.com", "same-provider"),
    ("a@gmail.com", "b@googlemail.com", "same-provider"),
    ("a@vip.163.com", "b@126.com", "same-provider"),
    ("a@163.com", "b@188.com", "same-provider"),
    ("a@163.com", "b@qq.com", "external"),
    ("a@qq.com", "b@foxmail.com", "same-provider"),
    ("a@qq.com", "b@vip.qq.com", "same-provider"),
    ("a@yahoo.co.uk", "b@yahoo.com", "same-provider"),
    ("a@sina.com", "b@sina.com", "same-provider"),
    ("a@sina.com", "b@gmx.de", "external"),
    ("", "b@firma.example", "external"),
    ("li@firma.example", "no address", "external"),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), DOMAINS)
def test_the_domains_tell_how_far_away_a_recipient_is(ours, theirs, expected):
    assert scope_of(SentMail(sender=Address(address=ours)), theirs, RULES) == expected
    assert scope_of(SentMail(sender=Address(address=theirs)), ours, RULES) == expected


def test_a_mail_without_a_sender_went_outside():
    assert scope_of(SentMail(), "b@firma.example", RULES) == "external"


def test_each_recipient_gets_a_verdict_and_the_one_hardest_to_reach_leads():
    report = recall_of(incident("wang@firma.example", "kunde@kunde.example"), RULES, NOW)
    assert report.recipients == (
        ("wang@firma.example", "same-organisation", "recall-now"),
        ("kunde@kunde.example", "external", "cannot"),
    )
    assert (report.verdict.verdict, report.whom) == ("cannot", ("kunde@kunde.example",))
    assert report.verdict.why[0][:2] == ("recipients-differ", {"count": 1, "total": 2})
    assert report.verdict.steps[-1][:2] == ("some-within-reach", {"count": 1, "total": 2})
    assert report.nearer is not None
    assert (report.nearer.verdict, report.nearer.path is not None) == ("recall-now", True)


@pytest.mark.parametrize("service", ["microsoft-365", "outlook-classic"])
@pytest.mark.parametrize("other", ["kunde@kunde.example", "chen@firma.example", "a@gmail.com"])
def test_a_recall_that_touches_several_readers_says_first_that_a_second_mail_may_come(service, other):
    report = recall_of(incident("wang@firma.example", other, service=service), RULES, NOW)
    assert report.verdict.traps[0].code == "second-mail"
    alone = recall_of(incident("wang@firma.example"), RULES, NOW)
    assert "second-mail" not in {one.code for one in alone.verdict.traps}


def test_a_company_elsewhere_may_be_on_the_same_system_and_a_public_mailbox_is_not():
    def judged(address):
        return recall_of(incident(address, service="tencent-exmail"), RULES, NOW).verdict

    company, public = judged("z@customer.example"), judged("z@gmail.com")
    assert (company.verdict, company.why[0].code) == ("unknown", "provider-not-known")
    assert (public.verdict, public.why[0].code) == ("cannot", "outside-provider")


def test_a_public_mailbox_is_not_told_to_be_an_organisation_that_could_allow_a_recall():
    for allowed in ("yes", "no"):
        sent = incident("z@gmail.com").with_changes({"stop.allow_listed": allowed}, at=NOW, event="answered")
        assert recall_of(sent, RULES, NOW).verdict.why[0].code == "public-mailbox"


def test_those_named_as_wrong_readers_are_the_ones_the_verdict_is_for():
    both = incident("wang@firma.example", "kunde@kunde.example")
    wrong = both.with_changes(
        {"explain.wrong-recipient": [{"address": "Wang@firma.example"}]}, at=NOW, event="answered"
    )
    right = both.with_changes(
        {"explain.intended-recipient.address": "kunde@kunde.example"}, at=NOW, event="answered"
    )
    for one in (wrong, right):
        report = recall_of(one, RULES, NOW)
        assert (report.verdict.verdict, report.whom) == ("recall-now", ("wang@firma.example",))
        assert report.nearer is None


def test_the_senders_own_copy_is_no_reader_unless_it_is_the_only_one():
    report = recall_of(incident("Li@firma.example", "kunde@kunde.example"), RULES, NOW)
    assert [one.address for one in report.recipients] == ["kunde@kunde.example"]
    alone = recall_of(incident("li@firma.example"), RULES, NOW)
    assert [one.scope for one in alone.recipients] == ["same-organisation"]


def test_without_recipients_one_outside_is_assumed_and_that_is_said():
    report = recall_of(incident(), RULES, NOW)
    assert report.recipients == ()
    assert (report.verdict.verdict, report.verdict.why[0].code) == ("cannot", "no-recipients")


def test_readers_named_for_the_letters_count_where_the_mail_names_none():
    one = incident().model_copy(
        update={
            "explain": incident().explain.model_copy(
                update={"wrong_recipient": (Reader(address="a@b.example"),)}
            )
        }
    )
    assert [each.address for each in recall_of(one, RULES, NOW).recipients] == ["a@b.example"]


def test_a_recall_that_succeeded_is_said():
    one = incident("a@b.example").with_changes({"grade.flags.recalled": "yes"}, at=NOW, event="answered")
    assert recall_of(one, RULES, NOW).verdict.why[0].code == "recalled"


def asks(one, now=NOW):
    return set(recall_of(one, RULES, now).asks)


def test_only_questions_that_change_a_verdict_are_asked():
    assert asks(incident("a@kunde.example", ago=3600)) == {"queued", "allow-listed"}
    assert asks(incident("a@gmail.com", ago=3600)) == {"queued"}
    assert asks(incident("a@firma.example", ago=3600)) == {"queued"}
    assert asks(incident("a@firma.example", service="coremail", ago=3600)) == {"queued", "read"}
    assert asks(incident("a@kunde.example", service="gmail", ago=15)) == {"queued", "window"}
    assert asks(incident("a@kunde.example", service="gmail", ago=30)) == {"queued"}
    assert asks(incident("a@kunde.example", service="gmail", ago=7200)) == set()
    assert asks(incident("a@kunde.example", service="gmail", ago=None)) == {"queued"}


def test_a_question_stays_after_its_answer_and_the_answer_counts():
    one = incident("a@kunde.example").with_changes({"stop.allow_listed": "yes"}, at=NOW, event="answered")
    report = recall_of(one, RULES, NOW)
    assert (report.verdict.verdict, "allow-listed" in report.asks) == ("try-once", True)
    queued = one.with_changes({"stop.queued": "yes"}, at=NOW, event="answered")
    assert recall_of(queued, RULES, NOW + timedelta(days=2)).asks == ("queued",)
    read = incident("a@firma.example", service="alibaba").with_changes(
        {"grade.flags.opened": "yes"}, at=NOW, event="answered"
    )
    assert recall_of(read, RULES, NOW).verdict.verdict == "cannot"


def test_the_countdown_follows_the_time_handed_in():
    one = incident("a@kunde.example", service="gmail", ago=0)
    left = [recall_of(one, RULES, NOW + timedelta(seconds=s)).verdict.seconds_left for s in (0, 1, 29, 30)]
    assert left == [30, 29, 1, None]


def test_a_time_without_an_offset_is_read_in_the_zone_of_now():
    bare = incident("a@kunde.example", service="gmail").model_copy(
        update={"mail": SentMail(sent_at=NOW.replace(tzinfo=None), service="gmail")}
    )
    assert recall_of(bare, RULES, NOW).verdict.seconds_left == 30


def test_without_the_senders_own_domain_being_outside_is_said_to_be_assumed():
    found = recall_of(incident("wang@firma.example", sender=""), RULES, NOW)
    assert found.verdict.why[0].code == "own-domain-missing"
    assert found.recipients[0].scope == "external"


def test_a_colleague_by_the_grade_counts_as_inside_where_no_domain_tells():
    one = incident("wang@firma.example", "wang@gmail.com", sender="")
    graded = one.with_changes({"grade.recipient": "colleague"}, at=NOW, event="answered")
    found = recall_of(graded, RULES, NOW)
    assert [each.scope for each in found.recipients] == ["same-organisation", "external"]
    assert "counted-inside" in [said.code for said in found.verdict.why]
    known = incident("b@other.example").with_changes(
        {"grade.recipient": "colleague"}, at=NOW, event="answered"
    )
    assert recall_of(known, RULES, NOW).recipients[0].scope == "external"


def test_where_a_recall_can_be_tried_with_everybody_none_is_said_to_be_out_of_reach():
    mixed = incident("wang@firma.example", "ana@verano.example", "leo@verano.example")
    told = mixed.with_changes({"stop.allow_listed": "yes"}, at=NOW, event="answered")
    report = recall_of(told, RULES, NOW)
    assert {one.verdict for one in report.recipients} <= {"recall-now", "try-once"}
    assert "some-within-reach" not in {step.code for step in report.verdict.steps}
