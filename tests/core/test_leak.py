from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.parts import Address, Reader, SentMail
from misdirect_tui.files.letters import LANGUAGES

from tests.bench.leak_rates import Written, named, report, seen, written


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
