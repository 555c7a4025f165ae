"""The profile: what a file edited by hand gives, what is written, and what letters rest on."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from misdirect_tui.core.explain.known import Known, Met, filled, met_in
from misdirect_tui.core.explain.readers import writer
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.profile import Profile, with_own_domains
from misdirect_tui.core.stop.scope import scope_of
from misdirect_tui.files import earlier
from misdirect_tui.files import kept as kept_files
from misdirect_tui.files.completion import completed
from misdirect_tui.files.earlier import met
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.profile import load_profile, load_signature, save_profile, save_signature
from misdirect_tui.files.record import write_record

AT = datetime.fromisoformat("2025-11-18T17:26:50+08:00")
MEI = Profile(name="Mei Chen", company="Ningda Lampworks", phone="+86 574 5550 1234", manager="Zhou Lan")
PETRA = "petra@nordsee.example"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config" / "profile.toml"


def by_hand(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def rules() -> StopRules:
    return Playbook().rules(StopRules, "stop")


def incident(**mail: object) -> Incident:
    sent = SentMail.model_validate({"from": {"address": "mei@lampworks.example"}} | mail)
    return Incident.begin(id="i-1", at=AT, mail=sent)


def test_no_file_is_an_empty_profile_without_a_fault(file: Path):
    assert load_profile(file) == (Profile(), ())


def test_what_is_kept_comes_back_and_is_for_the_user_alone(file: Path):
    kept = {"name": "陈美", "phone": "+86", "own_domains": ("lampworks.example", "brightlamp-hk.example")}
    save_profile(file, kept)
    assert load_profile(file) == (Profile.model_validate(kept), ())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_fault_is_named_with_file_key_and_nearest_key_and_the_rest_counts(file: Path):
    by_hand(
        file,
        'name = "Mei Chen"\ncompnay = "Ningda"\nphone = 574\n'
        'own_domains = ["@Lampworks.example", "no domain"]\n',
    )
    profile, faults = load_profile(file)
    assert (profile.name, profile.phone, profile.own_domains) == ("Mei Chen", "", ("lampworks.example",))
    found = {fault.where: (fault.code, fault.values.get("nearest")) for fault in faults}
    assert found == {
        f"{file}: compnay": ("unknown-key-near", "company"),
        f"{file}: phone": ("wrong-value", None),
        f"{file}: own_domains.1": ("wrong-value", None),
    }
    words = Playbook().words("en")
    assert any("did you mean 'company'?" in fault.said(words) for fault in faults)


def test_a_file_that_is_no_toml_is_a_fault_with_its_line_and_is_kept_beside(file: Path):
    by_hand(file, 'name = "Mei\n')
    profile, faults = load_profile(file)
    assert profile == Profile()
    assert [(fault.where, fault.code) for fault in faults] == [(f"{file}:1", "not-toml")]
    save_profile(file, {"title": "Sales"})
    assert load_profile(file) == (Profile(title="Sales"), ())
    assert file.with_name("profile.toml.broken").read_text() == 'name = "Mei\n'


def test_what_somebody_wrote_beside_the_values_stays(file: Path):
    by_hand(file, '# mine\nname = "Mei"  # short\nmobile = "1"\nphone = "2"\n\n[later]\nx = 1\n')
    save_profile(file, {"phone": '+86 "574"\n', "title": "Sales", "own_domains": ("a.example", "b.example")})
    text = file.read_text()
    assert text.startswith('# mine\nname = "Mei"  # short\nmobile = "1"\n')
    assert text.endswith("\n[later]\nx = 1\n")
    profile, _ = load_profile(file)
    assert (profile.name, profile.phone, profile.title) == ("Mei", '+86 "574"\n', "Sales")
    assert profile.own_domains == ("a.example", "b.example")


def test_a_value_of_several_lines_is_replaced_whole(file: Path):
    by_hand(file, 'name = """\nMei\nChen"""\nown_domains = [\n  "a.example",\n]\n')
    save_profile(file, {"name": "Mei Chen", "own_domains": ("b.example",)})
    assert load_profile(file) == (Profile(name="Mei Chen", own_domains=("b.example",)), ())


def test_nothing_is_written_where_nothing_differs(file: Path):
    save_profile(file, {"name": "", "own_domains": ()})
    assert not file.exists()


def test_the_signature_is_a_file_of_its_own_and_an_empty_one_takes_it_away(file: Path):
    signature = file.parent / "letters" / "signature.txt"
    save_signature(signature, "Mei Chen\r\nNingda Lampworks\n\n")
    assert load_signature(signature) == "Mei Chen\nNingda Lampworks"
    assert stat.S_IMODE(signature.stat().st_mode) == 0o600
    shelf = Playbook(file.parent).shelf
    assert shelf.signature("en").startswith("Mei Chen")
    save_signature(signature, " \n")
    shelf.forget_signatures()
    assert shelf.signature("en") == ""
    assert load_signature(signature) == ""


def test_what_was_typed_is_the_profile_and_undo_takes_it_back_there_too():
    begun = incident()
    typed = begun.with_changes({"explain.sender.name": "Mei"}, at=AT, event="edited")
    learned = Profile().following(typed, typed.timeline[1:])
    assert learned.name == "Mei"
    undone = typed.undone(at=AT)
    assert learned.following(undone, undone.timeline[2:]).name == ""


def test_who_says_where_they_work_signs_under_the_name_that_the_mail_was_sent_with():
    begun = incident(**{"from": {"name": "Chen, Mei (Sales)", "address": "mei@ningda.example"}})
    typed = begun.with_changes({"explain.sender.company": "Ningda Lampworks"}, at=AT, event="edited")
    learned = Profile().following(typed, typed.timeline[1:])
    assert (learned.name, learned.company) == ("Mei Chen", "Ningda Lampworks")
    assert Profile(name="Mei").following(typed, typed.timeline[1:]).name == "Mei"


@pytest.mark.parametrize("event", ["sensed", "answered", "corrected"])
def test_what_the_app_or_a_file_put_into_a_record_teaches_the_profile_nothing(event: str):
    given = incident().with_changes({"explain.sender.name": "Somebody else"}, at=AT, event=event)
    assert MEI.following(given, given.timeline) is MEI


def test_the_profile_fills_what_a_record_says_nothing_of_and_leaves_the_record_alone():
    begun = incident()
    fills = filled(begun, Known(MEI), rules())
    assert fills.incident.explain.sender.company == "Ningda Lampworks"
    assert fills.incident.explain.manager.name == "Zhou Lan"
    assert begun.explain.sender.tree == {}
    assert set(fills.used_by("wrong-recipient")) == {"explain.sender"}
    assert set(fills.used_by("manager")) == {"explain.sender", "explain.manager"}


@pytest.mark.parametrize("given", [{"name": "Li Na"}, {"phone": "1"}])
def test_a_sender_of_whom_a_record_gives_anything_is_left_alone(given: dict[str, str]):
    other = incident().with_changes({"explain.sender": given}, at=AT, event="answered")
    assert filled(other, Known(MEI), rules()).incident.explain.sender.tree == given


LINDA = Profile(name="Linda Lin", company="Brightlamp Co., Ltd.", phone="+86 1")
XIAOYAN = Profile(name="\u6797\u6653\u71d5", company="Brightlamp Co., Ltd.", phone="+86 1")
OWN = LINDA.with_fields({"own_domains": ("brightlamp.example",)})


@pytest.mark.parametrize(
    ("profile", "name", "address", "another"),
    [
        (LINDA, "Chen Wei", "wei.chen@tideline-tools.example", True),
        (OWN, "Chen Wei", "wei.chen@tideline-tools.example", True),
        (OWN, "\u9648\u4f1f", "wei.chen@tideline-tools.example", True),
        (LINDA, "\u6797\u6653\u71d5", "lin@tideline-tools.example", False),
        (XIAOYAN, "Chen Wei", "wei.chen@tideline-tools.example", True),
        (XIAOYAN, "Xiaoyan Lin", "xy@tideline-tools.example", False),
        (XIAOYAN, "Linda Lin", "lin@tideline-tools.example", False),
        (LINDA, "Sales", "sales@tideline-tools.example", False),
        (LINDA, "Export Sales", "sales@brightlamp-hk.example", False),
        (OWN, "Export Sales", "sales@mail.brightlamp.example", False),
        (OWN, "Linda Lin", "linda@gmail.com", False),
        (OWN, "", "linda@gmail.com", False),
    ],
)
def test_the_sender_of_a_mail_who_is_not_the_one_of_the_profile_writes_the_letters(
    profile: Profile, name: str, address: str, another: bool
):
    fills = filled(incident(**{"from": {"name": name, "address": address}}), Known(profile), rules())
    assert fills.another == another
    assert ("explain.sender" in fills.changes) != another
    assert writer(fills.incident).name == (name if another else profile.name)
    assert writer(fills.incident).phone == ("" if another else "+86 1")


def test_what_was_taken_out_on_purpose_does_not_come_back():
    taken = incident().with_changes({"explain.sender": {"name": "Mei"}}, at=AT, event="sensed")
    erased = taken.with_changes({"explain.sender.name": None}, at=AT, event="edited")
    assert "explain.sender" not in filled(erased, Known(MEI), rules()).changes
    assert (
        "explain.sender"
        not in filled(taken.with_typing({"explain.sender.name": None}), Known(MEI), rules()).changes
    )


EARLIER = {PETRA: Met("Petra Nordmann", "Nordsee Handel", AT - timedelta(days=9))}


def test_somebody_met_before_gets_name_and_company_from_then():
    begun = incident(to=[{"address": "Petra@Nordsee.example"}, {"address": "otto@other.example"}])
    readers = filled(begun, Known(Profile(), EARLIER), rules()).incident.explain.wrong_recipient
    assert [(one.name, one.company) for one in readers] == [("Petra Nordmann", "Nordsee Handel"), ("", "")]
    meant = incident().with_changes({"explain.intended-recipient.address": PETRA}, at=AT, event="edited")
    assert filled(meant, Known(Profile(), EARLIER), rules()).incident.explain.intended_recipient.name == (
        "Petra Nordmann"
    )


def test_what_the_mail_or_the_record_says_is_never_overridden():
    begun = incident(to=[{"name": "P. Nordmann-Lund", "address": PETRA}])
    reader = filled(begun, Known(Profile(), EARLIER), rules()).incident.explain.wrong_recipient[0]
    assert (reader.name, reader.company) == ("P. Nordmann-Lund", "Nordsee Handel")
    known = [{"name": "Petra", "company": "Nordsee", "address": PETRA}]
    given = begun.with_changes({"explain.wrong-recipient": known}, at=AT, event="edited")
    assert filled(given, Known(Profile(), EARLIER), rules()).changes == {}


def test_a_name_that_was_erased_does_not_come_back_from_an_earlier_incident():
    begun = incident(to=[{"address": PETRA}])
    known = [{"name": "Petra", "company": "Nordsee", "address": PETRA}]
    given = begun.with_changes({"explain.wrong-recipient": known}, at=AT, event="sensed")
    erased = given.with_changes({"explain.wrong-recipient": [{"address": PETRA}]}, at=AT, event="edited")
    assert filled(erased, Known(Profile(), EARLIER), rules()).changes == {}


def test_an_incident_knows_those_whose_name_or_company_it_was_given():
    readers = [{"name": "Petra", "address": PETRA}, {"address": "blank@other.example"}]
    given = incident().with_changes({"explain.wrong-recipient": readers}, at=AT, event="edited")
    assert met_in(given, {PETRA, "blank@other.example"}) == {PETRA: Met("Petra", "", AT)}
    assert met_in(given, {"else@other.example"}) == {}


def kept(folder: Path, name: str, at: datetime, reader: str) -> None:
    folder.mkdir(exist_ok=True)
    one = Incident.begin(id=name, at=at).with_changes(
        {"explain.wrong-recipient": [{"name": reader, "address": "Petra@nordsee.example"}]},
        at=at,
        event="edited",
    )
    (folder / f"{name}.toml").write_bytes(write_record(one))


def test_the_newest_incident_that_knows_somebody_counts(tmp_path: Path):
    folder = tmp_path / "incidents"
    kept(folder, "b-new", AT, "Petra Lund")
    kept(folder, "a-old", AT - timedelta(days=3), "Petra Nordmann")
    kept(folder, "c-present", AT + timedelta(days=1), "Somebody")
    (folder / "broken.toml").write_text(f'x = "{PETRA}')
    assert met(folder, [PETRA], but="c-present") == {PETRA: Met("Petra Lund", "", AT)}
    assert met(folder, ["nobody@nordsee.example"], but="") == {}
    assert met(tmp_path / "nowhere", [PETRA], but="") == {}


def test_of_many_incidents_only_the_newest_are_looked_at_and_no_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "incidents"
    for day in range(1, 29):
        kept(folder, f"202511{day:02d}-120000-3f9a", AT, f"Reader {day}")
    monkeypatch.setattr(earlier, "MOST", 3)
    looked: list[str] = []
    monkeypatch.setattr(earlier, "read_regular", lambda path, most: looked.append(path.name) or b"")
    monkeypatch.setattr(kept_files, "stamp_of", lambda path: pytest.fail(f"looked at {path}"))
    assert met(folder, [PETRA], but="") == {}
    assert looked == [f"202511{day}-120000-3f9a.toml" for day in (28, 27, 26)]


def test_own_domains_are_one_organisation_but_a_public_one_is_not():
    ours = with_own_domains(rules(), ("lampworks.example", "brightlamp-hk.example", "qq.com"))

    def scope(sender: str, address: str) -> str:
        mail = SentMail(sender=Address(address=sender)) if sender else SentMail()
        return scope_of(mail, address, ours)

    assert scope("mei@lampworks.example", "li@sales.brightlamp-hk.example") == "same-organisation"
    assert scope("", "li@brightlamp-hk.example") == "same-organisation"
    assert scope("mei@elsewhere.example", "li@lampworks.example") == "external"
    assert scope("mei@lampworks.example", "li@nordsee.example") == "external"
    assert scope("mei@qq.com", "li@lampworks.example") == "external"
    assert scope("mei@lampworks.example", "li@qq.com") == "external"


def test_a_path_is_completed_as_far_as_one_name_is_meant(tmp_path: Path):
    for name in ("报价 A.pdf", "Quotation-118.pdf", "Quotation-119.pdf", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "Offers").mkdir()
    at = f"{tmp_path}/"
    assert completed(f"{at}Quo").text == f"{at}Quotation-11"
    assert completed(f"{at}Quotation-11").choices == ("Quotation-118.pdf", "Quotation-119.pdf")
    assert completed(f"{at}报").text == f"{at}报价 A.pdf"
    assert completed(f"{at}off").text == f"{at}Offers/"
    assert completed(f"{at}.h").text == f"{at}.hidden"
    assert ".hidden" not in completed(at).choices
    assert completed(f"{at}none") == (f"{at}none", ())
    assert completed(f"{at}nowhere/x") == (f"{at}nowhere/x", ())
    assert completed("~nobody-here/x") == ("~nobody-here/x", ())
