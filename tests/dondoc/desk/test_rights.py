"""Who may do what: by the body's part in the matter, its post, and the day."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from dondoc.cases.telling import Told
from dondoc.contacts.row import ContactRow
from dondoc.decisions.call import Said
from dondoc.decisions.decide import Grounds
from dondoc.desk import (
    accept,
    account,
    activity,
    agreement,
    answer,
    ask,
    call,
    card,
    case_report,
    case_return,
    case_signing,
    committee,
    contacts,
    copying,
    correct_text,
    counts,
    device,
    double,
    draft,
    eligible_villages,
    event,
    extend,
    give_back,
    held_visit,
    helping,
    incident,
    inspection,
    issue,
    keep_list,
    link,
    login,
    move,
    outside,
    paper,
    people_list,
    person_change,
    person_fact,
    person_request,
    person_state,
    proposals,
    purge,
    receive_list,
    reconcile,
    reconcile_signing,
    record,
    register,
    rekey,
    release,
    renew,
    reset,
    retract,
    sending,
    settle,
    sheet,
    sign,
    sponsor,
    sponsor_use,
    stop,
    suspend,
    token,
    trial,
    undo,
    undo_decision,
    unissue,
    unsettle,
    unsign,
    villages,
    visit,
)
from dondoc.desk.context import Desk, Which, desk
from dondoc.desk.covering import uncovered
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import acts
from dondoc.desk.scope import Scope
from dondoc.errors import Refused
from dondoc.logins.book import Post
from dondoc.people.fact import Payer
from dondoc.reports.draft_text import Typed
from dondoc.visible import Sight
from models import (
    CardStage,
    DoubleReason,
    EntryKind,
    HelpOutcome,
    IncidentKind,
    InspectionStep,
    PaperStep,
    RequestKind,
    Side,
    SponsorKind,
)
from models.trail import SETTINGS
from rules.meaning.right import NO_RIGHTS, Rights
from rules.rulebook import HOME, Rulebook, load
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report

MAY_5, MAY_10 = date(2024, 5, 5), date(2024, 5, 10)
OF = Which(D2024, MONTHLY, DAI_PHU, MAY_5)
GROUNDS = Grounds("bão số 3", "Phó Chủ tịch UBND huyện")
OFFICER, CHAIR, NEIGHBOUR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
BHXH, HEAD_OF_BHXH = "bhxh-huyen/officer", "bhxh-huyen/director"
SPECIALIST, OFFICE_HEAD = "van-phong/specialist", "van-phong/office-head"
ADMINISTRATOR, INSPECTOR = "van-phong/administrator", "ubnd-huyen/inspector"
EVERYBODY = (
    *(OFFICER, CHAIR, NEIGHBOUR, BHXH, HEAD_OF_BHXH, SPECIALIST, OFFICE_HEAD),
    *(ADMINISTRATOR, INSPECTOR, "ubnd-huyen/leader", "phong-ldtbxh/officer"),
)
OFFICE = frozenset({SPECIALIST, OFFICE_HEAD})
RUNNING = OFFICE | {ADMINISTRATOR}
CONSOLIDATOR = frozenset({BHXH, HEAD_OF_BHXH})
RECEIVERS = CONSOLIDATOR | OFFICE
# Whose report or token it is decides which of the two it is; each has its tests below.
BY_OWN_TESTS = ("report.file", "report.record", "token.own", "device.own")
BOOK = f"body,post,person,email\n{DAI_PHU},officer,Ma Mới,moi@x.invalid\n"
COUNTS = (
    "body,group,kind,people,as_of,source,directive\n"
    f"{DAI_PHU},can-ngheo,listed,31,2024-04-10,danh sách,{D2024}\n"
)
PEOPLE = "Họ và tên,Xã\nMa Thị Hoa,Đại Phú\n"
OWN = frozenset({OFFICER, CHAIR})
ABOVE = RECEIVERS | {"ubnd-huyen/leader"}


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def sit(scene: Scene, when: str, who: str | None) -> "Callable[..., object]":
    """Return what does an act as `who` at the local instant `when`."""

    def do(act: Callable[[Desk, object], object], request: object) -> object:
        with desk(scene.office, at(when), who) as opened:
            return act(opened, request)

    return do


@dataclass(frozen=True)
class Tried:
    """An act, what it is asked, and who may do it."""

    act: Callable[..., object]
    request: object
    may: frozenset[str]


def tried(folder: Path) -> Iterator[tuple[str, Tried]]:
    scope, why = Scope(D2024, due=MAY_5), sending.Request("thử")
    returned = give_back.Request(OF, {"report": "chưa rõ"})
    signed, taken_back = (
        sign.Request(D2024, MAY_10, partial=True),
        unsign.Request(D2024, MAY_10, "nhầm"),
    )
    written = draft.Request(OF, Typed(0, {"done": "đã làm"}), "Ma Văn Mẫu")
    yield "draft.save", Tried(draft.save, written, frozenset({OFFICER, CHAIR}))
    thrown = draft.Discarding(OF)
    yield "draft.discard", Tried(draft.discard, thrown, frozenset({OFFICER, CHAIR}))
    keeping = frozenset({OFFICE_HEAD, ADMINISTRATOR})
    lan = login.Opening("lan.vhxh", "Ma Thị Lan", (Post(DAI_PHU, "officer"),))
    yield "login.open", Tried(login.open_, lan, keeping)
    yield "login.seat", Tried(login.seat, login.Seating(1, (Post(SON_NAM, "officer"),)), keeping)
    yield "login.code", Tried(login.code, login.Coding(1), keeping)
    yield "login.close", Tried(login.close, login.Closing(1), keeping)
    giving = token.Giving(Post(DAI_PHU, "mailbox"), "phần mềm văn bản", date(2024, 12, 31))
    yield "token.give", Tried(token.give, giving, keeping)
    yield "token.end", Tried(token.end, token.Ending(1), keeping)
    waits = held_visit.Confirming(1, take=True)
    yield "visit.confirm", Tried(held_visit.confirm, waits, OWN | {NEIGHBOUR})
    yield "device.revoke", Tried(device.revoke, device.Revoking(1), keeping)
    until = date(2024, 5, 9)
    yield "extension.ask", Tried(ask.ask, ask.Request(OF, until, "mưa lũ"), OWN)
    yield "extension.withdraw", Tried(ask.withdraw, ask.Withdrawing(OF), OWN)
    yield "extension.refuse", Tried(ask.refuse, ask.Refusing(OF, "đủ thời gian"), OFFICE)
    yield "promise", Tried(ask.promise, ask.Promise(OF, until), OWN)
    yield "report.accept", Tried(accept.accept, accept.Request(OF), ABOVE)
    yield "report.return", Tried(give_back.give_back, returned, ABOVE)
    yield "report.undo", Tried(undo.undo, undo.Request(OF, "nhầm"), RECEIVERS)
    yield "answer", Tried(answer.answer, answer.Request(D2024, MAY_5), CONSOLIDATOR)
    yield "sign", Tried(sign.sign, signed, CONSOLIDATOR)
    yield "unsign", Tried(unsign.unsign, taken_back, CONSOLIDATOR)
    went_out = issue.Request(D2024, MAY_10, "1/UBND-VX", date(2024, 5, 2), bearers=(DAI_PHU,))
    yield "issue", Tried(issue.issue, went_out, OFFICE)
    not_out = unissue.Request(D2024, MAY_10, "1/UBND-VX", date(2024, 5, 2), "nhầm")
    yield "issue.undo", Tried(unissue.undo, not_out, OFFICE)
    dated = paper.Request(OF, date(2024, 5, 2), "1/BC-UBND", "Ma Văn A", "CT")
    yield "paper.present", Tried(paper.present, dated, OWN | OFFICE)
    yield "paper.sign", Tried(paper.sign, dated, OWN | RECEIVERS)
    yield "paper.issue", Tried(paper.issue, dated, OWN | RECEIVERS)
    no_paper = paper.Undoing(OF, PaperStep.ISSUED, "nhầm")
    yield "paper.undo", Tried(paper.undo, no_paper, OWN | RECEIVERS)
    yield "call", Tried(call.call, call.Request(OF, Said("ông A")), RECEIVERS)
    paused = suspend.Request(scope, date(2024, 5, 20), GROUNDS)
    yield "suspend", Tried(suspend.suspend, paused, OFFICE)
    yield "extend", Tried(extend.extend, extend.Request(OF, 3, GROUNDS), OFFICE)
    yield "move", Tried(move.move, move.Request(scope, 3, GROUNDS), OFFICE)
    retaken = undo_decision.Request(1, GROUNDS)
    yield "decision.undo", Tried(undo_decision.undo, retaken, OFFICE)
    yield "register", Tried(register.register, register.Request(), RUNNING)
    stopping = stop.Request(D2024, date(2024, 5, 2), "nhầm")
    yield "directive.stop", Tried(stop.stop, stopping, OFFICE)
    yield "directive.start", Tried(stop.start, stop.Again(D2024, "nhầm"), OFFICE)
    corrected = correct_text.Request(D2024, "gõ nhầm")
    yield "directive.correct_text", Tried(correct_text.correct_text, corrected, OFFICE)
    undone = event.Undoing(event.Request(D2024, MONTHLY, MAY_5), "nhầm")
    yield "event.undo", Tried(event.undo, undone, OFFICE)
    yield "event", Tried(event.event, event.Request(D2024, MONTHLY, MAY_5), OFFICE)
    yield "release", Tried(release.release, release.Request(), frozenset({OFFICE_HEAD}))
    yield "retract", Tried(retract.retract, retract.Request(1, "nhầm"), OFFICE)
    yield "settle", Tried(settle.settle, settle.Request(1, arrived=True), RUNNING)
    doubted = unsettle.Request(1, "nhầm")
    yield "settle.undo", Tried(unsettle.unsettle, doubted, RUNNING)
    yield "sending.stop", Tried(sending.stop, why, RUNNING)
    yield "sending.start", Tried(sending.start, why, RUNNING)
    yield "account.test", Tried(trial.test, trial.Request("email"), RUNNING)
    yield "link.end", Tried(link.end, link.Request(1), RUNNING)
    resumed, keepers = account.Request("email"), frozenset({SPECIALIST, ADMINISTRATOR})
    yield "account.resume", Tried(account.resume, resumed, keepers)
    anywhere, pair = OWN | {NEIGHBOUR} | CONSOLIDATOR, double.Request(1, 2, DoubleReason.MET)
    yield "people.apart", Tried(double.apart, pair, anywhere)
    yield "people.merge", Tried(double.merge, pair, anywhere)
    again = double.Undoing(2, DoubleReason.MISTAKE)
    yield "people.unmerge", Tried(double.unmerge, again, anywhere)
    undoing = reset.Request(at("2024-04-20 07:00"), "đồng hồ sai")
    yield "sweep.reset", Tried(reset.reset, undoing, RUNNING)
    yield "audit.renew", Tried(renew.renew, renew.Request("mất"), frozenset({OFFICE_HEAD}))
    purgers = frozenset({OFFICE_HEAD, ADMINISTRATOR})
    yield "purge", Tried(purge.purge, purge.Request("quy chế", apply=True), purgers)
    yield "backup", Tried(copying.begin, copying.Request(folder / "copies"), RUNNING)
    yield "restore", Tried(copying.put_back, copying.PutBack(at("2024-05-01 07:00")), RUNNING)
    book = contacts.Request(write(folder, "danh-ba.csv", BOOK))
    yield "contacts.import", Tried(contacts.take_over, book, RUNNING)
    lists = counts.Request(write(folder, "so-dem.csv", COUNTS))
    yield "counts.import", Tried(counts.take_over, lists, RECEIVERS)
    asked = person_change.Request(D2024, 1, "da-mat", date(2024, 5, 2))
    asking, deciding = OWN | {NEIGHBOUR} | CONSOLIDATOR, frozenset({CHAIR}) | CONSOLIDATOR
    yield "people.ask", Tried(person_change.ask, asked, asking)
    confirmed = person_change.Deciding(1, True, "1/XN", date(2024, 5, 2))
    yield "people.decide", Tried(person_change.decide, confirmed, deciding)
    taken = person_change.Answering(1, True)
    yield "people.answer", Tried(person_change.answer, taken, OWN | {NEIGHBOUR})
    yield "people.note", Tried(person_change.note, person_change.Which(1), asking)
    yield "people.undo", Tried(person_change.undo, person_change.Which(1), deciding)
    told = Told("mot", 1, D2024, date(2024, 5, 2), "tham-ho", "khong-gap")
    yield "visit.record", Tried(visit.record, visit.Request((told,), whole=True), OWN | {NEIGHBOUR})
    striking, settling = visit.Striking(1, "ghi-sai"), visit.Settling(1, None)
    yield "visit.strike", Tried(visit.strike, striking, OWN | {NEIGHBOUR})
    yield "visit.settle", Tried(visit.settle, settling, OWN | {NEIGHBOUR})
    joining = person_state.Request(D2024, "can-ngheo", (1,), date(2024, 5, 2))
    yield "people.state", Tried(person_state.state, joining, OWN | {NEIGHBOUR})
    share = person_fact.Request(D2024, 1, date(2024, 5, 2), "Nghị định 75", Payer.STATE, 70)
    yield "people.tell", Tried(person_fact.tell, share, asking)
    yield "people.untell", Tried(person_fact.untell, person_fact.Which(1), asking)
    theirs = person_request.Request(1, RequestKind.CORRECT, "sai năm sinh")
    yield "people.request", Tried(person_request.ask, theirs, asking)
    replying = person_request.Replying(1, True, "đã sửa", "5/TB")
    yield "people.reply", Tried(person_request.reply, replying, deciding)
    people = people_list.Request(
        write(folder, "nguoi.csv", PEOPLE), D2024, "can-ngheo", body=DAI_PHU
    )
    yield "list.import", Tried(people_list.take_over, people, OWN | CONSOLIDATOR)
    has = receive_list.Receiving(1, DAI_PHU)
    keeping = keep_list.Request(1, "khiếu nại", held=True)
    yield "list.keep", Tried(keep_list.keep, keeping, purgers)
    mine = villages.Request(DAI_PHU, (villages.Given("Không có", "Ma Thị Lan"),))
    heads = frozenset({f"{DAI_PHU}/chair", f"{DAI_PHU}/vice-chair"})
    yield "assignment.give", Tried(villages.assign, mine, purgers | heads)
    handing = villages.Handing(DAI_PHU, "Ma Thị Lan", "Ma Văn Sự")
    yield "assignment.hand_over", Tried(villages.hand_over, handing, purgers | heads)
    ending = villages.Ending(DAI_PHU, "Ma Thị Lan")
    yield "assignment.end", Tried(villages.end, ending, purgers | heads)
    meant = eligible_villages.Request(
        D2024, "dtts", DAI_PHU, ("Tân Lập",), date(2021, 6, 4), "Quyết định 861"
    )
    yield "villages.enter", Tried(eligible_villages.enter, meant, RECEIVERS)
    of = sheet.Request(1, DAI_PHU)
    yield "sheet.print", Tried(sheet.number, of, OWN | CONSOLIDATOR)
    out = sheet.Settling(1, date(2024, 5, 2))
    yield "sheet.settle", Tried(sheet.settle, out, OWN | {NEIGHBOUR} | CONSOLIDATOR)
    found = incident.Request(at("2024-05-03 08:00"), IncidentKind.LEAKED, "đã khóa tài khoản")
    yield "incident.record", Tried(incident.record, found, RUNNING | CONSOLIDATOR)
    told = incident.Reporting(1, at("2024-05-03 09:00"), "1/BC")
    yield "incident.report", Tried(incident.report, told, RUNNING | CONSOLIDATOR)
    over = incident.Closing(1, "đã xong")
    yield "incident.close", Tried(incident.close, over, RUNNING | CONSOLIDATOR)
    inspectors = CONSOLIDATOR | {"phong-ldtbxh/officer"}
    did = activity.Request(D2024, "tuyen-truyen", "họp thôn", date(2024, 5, 2), body=DAI_PHU)
    yield "activity.record", Tried(activity.record, did, OWN | OFFICE)
    yield (
        "activity.undo",
        Tried(activity.undo, activity.Undoing(1, "nhầm"), OWN | {NEIGHBOUR} | inspectors | OFFICE),
    )
    going = inspection.Told("kiểm tra", date(2024, 5, 2))
    planned = inspection.Request(D2024, "don-doc", DAI_PHU, going, by="bcd")
    yield "inspection.plan", Tried(inspection.plan, planned, OFFICE)
    more = inspection.Going(1, InspectionStep.FINDING, going)
    yield "inspection.enter", Tried(inspection.enter, more, inspectors | OFFICE)
    seats = (committee.Seat("bhxh-huyen"),)
    named = committee.Request("bcd", "12/QĐ-UBND", date(2024, 4, 12), seats)
    yield "committee.decide", Tried(committee.decide, named, OFFICE)
    yield "people.rekey", Tried(rekey.rekey, rekey.Request(), purgers)
    yield "list.receive", Tried(receive_list.receive, has, OWN | CONSOLIDATOR)
    yield from helped()
    yield from cased()


def helped() -> Iterator[tuple[str, Tried]]:
    """Yield what is done of money and help, which every body does about its own."""
    day, own = date(2024, 5, 2), OWN | {NEIGHBOUR, "phong-ldtbxh/officer"} | CONSOLIDATOR
    new = sponsor.Request(SponsorKind.ORGANISATION, "Công ty Mẫu")
    yield "sponsor.add", Tried(sponsor.add, new, own)
    came = sponsor.Money(1, EntryKind.RECEIVE, 1_000, day, "phiếu thu")
    yield "sponsor.money", Tried(sponsor.money, came, own)
    paid = sponsor_use.Request(D2024, 1, (1,), day, 1, day, "biên lai")
    yield "sponsor.use", Tried(sponsor_use.use, paid, own)
    wrong = sponsor.Which(1, "nhầm")
    yield "sponsor.undo", Tried(sponsor.undo, wrong, frozenset({CHAIR, HEAD_OF_BHXH}))
    yield "sponsor.agree", Tried(agreement.agree, agreement.Request(1, 1, day, "giấy"), own)
    sought = helping.Sought(D2024, 1, SponsorKind.PERSON, "ông A", day)
    yield "help.seek", Tried(helping.seek, sought, own)
    said = helping.Answered(1, HelpOutcome.REFUSED, day)
    yield "help.answer", Tried(helping.answer, said, own)
    counted = outside.Outside(D2024, "van-dong-ho-tro", "người già", 3, day, "biên bản")
    yield "help.outside", Tried(outside.outside, counted, own)
    yield "help.strike", Tried(helping.strike, helping.Which(1), own)
    lists = OWN | {NEIGHBOUR} | CONSOLIDATOR
    handed = card.Request((1,), CardStage.HANDED, day, "sổ ký nhận")
    yield "card.step", Tried(card.step, handed, lists)
    made = card.Issued((1,), day, day, day, "quyết định")
    yield "card.issue", Tried(card.issue, made, CONSOLIDATOR)
    yield "card.undo", Tried(card.undo, card.Which(1), lists)
    theirs = CONSOLIDATOR | {"phong-ldtbxh/officer"}
    begun = reconcile.Request(D2021, "can-ngheo", day)
    yield "reconcile.open", Tried(reconcile.open_, begun, theirs)
    brought = reconcile.Bringing(1, Side.INSURER, day)
    yield "reconcile.bring", Tried(reconcile.bring, brought, theirs)
    why = reconcile.Explaining(1, 1, "ghi-sai")
    yield "reconcile.explain", Tried(reconcile.explain, why, theirs)
    yield "reconcile.agree", Tried(reconcile_signing.agree, reconcile.Which(1), theirs)
    hands = (reconcile_signing.Hand(Side.BUDGET, "Lê Thị Mẫu", "Trưởng phòng"),)
    signing = reconcile_signing.Signing(1, "2/BB", day, hands)
    yield "reconcile.sign", Tried(reconcile_signing.sign, signing, theirs)


def cased() -> Iterator[tuple[str, Tried]]:
    """Yield what is done of cases of who does not join, of which the dispatch of 2021 tells."""
    day, labour = date(2021, 6, 21), frozenset({"phong-ldtbxh/officer"})
    of = case_report.Request(D2021, DAI_PHU)
    yield "case.draft", Tried(case_report.draft, of, OWN)
    paper = case_signing.Signing(1, "1/BC-UBND", day, "Người ký", "PL 1")
    yield "case.sign", Tried(case_signing.sign, paper, OWN | {NEIGHBOUR})
    yield "case.drop", Tried(case_report.drop, case_report.Dropping(1), OWN | {NEIGHBOUR})
    back = case_return.Returning(D2021, DAI_PHU, "chưa rõ")
    yield "case.return", Tried(case_return.give_back_cases, back, labour)
    proposed = proposals.Proposing(D2021, (1,), "visit", "hộ neo đơn")
    yield "case.propose", Tried(proposals.propose, proposed, labour)
    further = proposals.Forwarding(D2021, "2/BC", day, "Người ký")
    yield "case.forward", Tried(proposals.forward, further, labour)
    decided = proposals.Deciding(D2021, True, "3/TB", day, (1,))
    yield "case.decide", Tried(proposals.decide, decided, OFFICE | {"ubnd-huyen/leader"})


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("name", [name for name in acts() if name not in BY_OWN_TESTS])
def test_each_act_is_refused_to_everybody_the_table_leaves_out(
    opened: Scene, tmp_path: Path, name: str
) -> None:
    one = dict(tried(tmp_path))[name]
    for who in EVERYBODY:
        said = refusal(opened, one, who)
        if who in one.may:
            assert said is None or "không được" not in said, (name, who)
        else:
            assert said is not None, (name, who)
            assert "không được" in said, (name, who, said)
            assert "; được: " in said


def refusal(scene: Scene, one: Tried, who: str) -> str | None:
    """Return why `who` is refused, None where the act is done (and rolled back)."""
    try:
        with desk(scene.office, at("2024-05-03 10:00"), who) as opened:
            one.act(opened, one.request)
            raise Undone
    except Refused as refused:
        return str(refused)
    except Undone:
        return None


class Undone(Exception):
    """Nothing of a trial is kept."""


def test_every_act_of_the_desk_stands_in_the_table_and_nothing_else(rulebook: Rulebook) -> None:
    assert list(uncovered(rulebook, str(HOME / "rights"))) == []
    assert set(acts()) == set(rulebook.rights.acts)
    assert set(Sight) == set(rulebook.rights.sights)


def test_an_act_the_table_leaves_out_and_one_there_is_not_are_located(rulebook: Rulebook) -> None:
    table = dict(rulebook.rights.acts)
    table["sigh"] = replace(table.pop("sign"), name="sigh")
    broken = replace(rulebook, rights=Rights(table, rulebook.rights.sights))
    unknown, missing = uncovered(broken, "elsewhere")
    assert unknown.path == "acts.sigh"
    assert unknown.what == 'chương trình không có việc nào là "sigh"'
    assert "sign" in unknown.allowed.split(", ")
    assert (missing.path, missing.what) == ("acts.sign", "chưa nêu ai được làm việc này")
    assert Path(missing.file).name == "quyen.yaml"
    nobody = replace(rulebook, rights=NO_RIGHTS)
    assert {problem.file for problem in uncovered(nobody, "elsewhere")} == {"elsewhere"}


def test_a_sight_the_table_leaves_out_and_one_there_is_not_are_located(tmp_path: Path) -> None:
    home = copytree(HOME, tmp_path / "rules", ignore=ignore_patterns("*.py", "__pycache__"))
    file = home / "rights" / "quyen.yaml"
    text = file.read_text("utf-8").replace("\n  tables:\n", "\n  bang:\n")
    file.write_text(text, "utf-8")
    unknown, missing = uncovered(load(home), "elsewhere")
    assert (unknown.file, unknown.path) == (str(file), "sights.bang")
    assert text.splitlines()[unknown.line - 1] == "  bang:"
    assert unknown.what == 'chương trình không có mục xem nào là "bang"'
    assert "tables" in unknown.allowed.split(", ")
    assert (missing.path, missing.what) == ("sights.tables", "chưa nêu ai được xem mục này")
    assert missing.file == str(file)


def test_a_commune_files_its_own_report_here_and_now(opened: Scene) -> None:
    done = sit(opened, "2024-05-03 10:00", OFFICER)(record.record, record.Request(OF))
    assert isinstance(done, record.Answer)
    assert done.received_at == at("2024-05-03 10:00")
    (entry,) = opened.entries("report.recorded")
    said = json.loads(entry.data)
    assert (said["by"], said["road"]) == (OFFICER, "system")


def test_a_commune_does_not_say_when_its_report_was_received(opened: Scene) -> None:
    earlier = record.Request(OF, Receipt(at=at("2024-05-02 08:00")))
    with pytest.raises(Refused, match="nơi nhận ghi"):
        sit(opened, "2024-05-08 10:00", OFFICER)(record.record, earlier)


@pytest.mark.parametrize("who", [BHXH, SPECIALIST])
def test_what_came_on_paper_is_recorded_by_its_receiver_and_seen_as_such(
    opened: Scene, who: str
) -> None:
    came = record.Request(OF, Receipt(at=at("2024-05-02 08:00"), number="12/BC-UBND"))
    sit(opened, "2024-05-08 10:00", who)(record.record, came)
    (entry,) = opened.entries("report.recorded")
    said = json.loads(entry.data)
    assert (said["by"], said["road"]) == (who, "paper")


def test_a_post_has_tokens_of_its_own_and_of_no_other(opened: Scene) -> None:
    own = token.Giving(Post(DAI_PHU, "officer"), "phần mềm văn bản", date(2024, 12, 31))
    given = sit(opened, "2024-05-03 10:00", OFFICER)(token.give, own)
    assert isinstance(given, token.Given)
    for who in (CHAIR, NEIGHBOUR, SPECIALIST, INSPECTOR):
        with pytest.raises(Refused, match=r"không được thu hồi mã .*được: .*van-phong/office-head"):
            sit(opened, "2024-05-03 10:00", who)(token.end, token.Ending(given.token))
    sit(opened, "2024-05-03 10:01", OFFICER)(token.end, token.Ending(given.token))
    with pytest.raises(Refused, match="đã thu hồi ngày 03/5/2024"):
        sit(opened, "2024-05-03 10:02", ADMINISTRATOR)(token.end, token.Ending(given.token))
    entries = opened.entries("token.given") + opened.entries("token.ended")
    assert [json.loads(entry.data)["by"] for entry in entries] == [OFFICER, OFFICER]


def test_an_inspector_who_only_reads_gives_no_token_not_even_an_own_one(opened: Scene) -> None:
    own = token.Giving(Post("ubnd-huyen", "inspector"), "thanh tra", date(2024, 12, 31))
    with pytest.raises(Refused, match="không được"):
        sit(opened, "2024-05-03 10:00", INSPECTOR)(token.give, own)
    sit(opened, "2024-05-03 10:00", ADMINISTRATOR)(token.give, own)


@pytest.mark.parametrize("ends", [date(2024, 5, 2), date(2025, 5, 5), date.max])
def test_a_token_has_a_last_day_that_somebody_still_remembers(opened: Scene, ends: date) -> None:
    own = token.Giving(Post(DAI_PHU, "officer"), "phần mềm văn bản", ends)
    with pytest.raises(Refused, match="từ 03/5/2024 đến 04/5/2025"):
        sit(opened, "2024-05-03 10:00", OFFICER)(token.give, own)


def test_a_commune_does_not_record_its_neighbours_report(opened: Scene) -> None:
    with pytest.raises(
        Refused, match=r"không liên quan đến đơn vị đó; được: .*\(bhxh-huyen/director, officer"
    ):
        sit(opened, "2024-05-03 10:00", NEIGHBOUR)(record.record, record.Request(OF))


def test_a_commune_officer_does_not_accept_its_own_report(opened: Scene) -> None:
    file_report(opened, MAY, "2024-05-03 10:00")
    with pytest.raises(Refused, match=r"công chức Văn hóa – Xã hội của Xã Đại Phú .* không được"):
        sit(opened, "2024-05-03 11:00", OFFICER)(accept.accept, accept.Request(OF))
    done = sit(opened, "2024-05-03 11:00", BHXH)(accept.accept, accept.Request(OF))
    assert isinstance(done, accept.Answer)
    assert done.state == "accepted"


def test_the_acts_of_who_consolidates_stand_in_the_trail_as_its_own(opened: Scene) -> None:
    """Nobody is named: who it is that answers and signs follows from the matter."""
    file_report(opened, MAY, "2024-05-03 10:00")
    opened.day("2024-05-07")
    sit(opened, "2024-05-07 10:00", None)(answer.answer, answer.Request(D2024, MAY_5))
    sit(opened, "2024-05-09 10:00", None)(sign.sign, sign.Request(D2024, MAY_10, partial=True))
    answered = {json.loads(entry.data)["by"] for entry in opened.entries("obligation.via_checked")}
    (signed,) = opened.entries("consolidation.signed")
    assert answered == {BHXH}
    assert json.loads(signed.data)["by"] == HEAD_OF_BHXH


def test_who_registers_and_who_enters_an_event_stand_in_the_trail(office: Scene) -> None:
    sit(office, "2024-04-25 08:00", ADMINISTRATOR)(register.register, register.Request())
    (entry,) = office.entries("directive.registered")
    assert json.loads(entry.data)["by"] == ADMINISTRATOR
    office.day("2024-04-26")
    assert len(office.entries("directive.registered")) == 1


def test_the_settings_register_where_no_person_does(opened: Scene) -> None:
    (entry,) = opened.entries("directive.registered")
    assert json.loads(entry.data)["by"] == SETTINGS


def test_a_decision_is_entered_by_the_office_and_the_trail_says_so(opened: Scene) -> None:
    sit(opened, "2024-05-03 10:00", None)(extend.extend, extend.Request(OF, 3, GROUNDS))
    (entry,) = opened.entries("decision.entered")
    assert json.loads(entry.data)["by"] == SPECIALIST


@pytest.mark.parametrize(
    ("who", "when", "said"),
    [
        ("02593@base/officer", "2024-09-02 08:00", "không còn từ ngày 01/9/2024; thay bằng"),
        ("02608@2024/officer", "2024-08-30 08:00", "ngày 30/8/2024 chưa có Xã Hồng Sơn"),
        ("bhxh-huyen/officer", "2025-03-01 08:00", "không còn từ ngày 01/3/2025"),
        ("bhxh-huyen/chair", "2024-05-03 08:00", "không có chức danh 'chair'; có: director"),
        ("bhxh-huyện/officer", "2024-05-03 08:00", "không có đơn vị 'bhxh-huyện'; có phải"),
    ],
)
def test_who_acts_must_exist_on_that_day(opened: Scene, who: str, when: str, said: str) -> None:
    if when > "2024-11":
        opened.sweep("2025-03-01 07:00", accept_gap=True)
    with pytest.raises(Refused, match=said):
        sit(opened, when, who)(call.call, call.Request(OF, Said("ông A")))


ENDED_BY_THEN = Which(D2024, MONTHLY, "02593@base", date(2024, 9, 5))


@pytest.mark.parametrize(
    ("act", "request_"),
    [
        (record.record, record.Request(ENDED_BY_THEN)),
        (call.call, call.Request(ENDED_BY_THEN, Said("ông A"))),
        (extend.extend, extend.Request(ENDED_BY_THEN, 3, GROUNDS)),
        (
            answer.answer,
            answer.Request(D2024, date(2024, 9, 10), (answer.Came("02593@base"),)),
        ),
    ],
)
def test_whoever_names_a_body_that_has_ended_is_told_its_heir(
    opened: Scene, act: Callable[..., object], request_: object
) -> None:
    opened.sweep("2024-07-24 07:00")
    with pytest.raises(Refused, match=r"không còn từ ngày 01/9/2024; thay bằng: Xã Hồng Sơn"):
        sit(opened, "2024-09-06 08:00", None)(act, request_)


def test_the_heir_of_a_body_goes_on_with_what_it_owes(opened: Scene) -> None:
    """Vân Sơn became a part of Hồng Sơn on 01/9/2024; its open report is the heir's to file."""
    of = Which(D2024, MONTHLY, "02593@base", date(2024, 8, 5))
    sit(opened, "2024-09-02 08:00", "02608@2024/officer")(record.record, record.Request(of))
    (entry,) = opened.entries("report.recorded")
    assert json.loads(entry.data)["by"] == "02608@2024/officer"


ACTING = ContactRow(
    DAI_PHU,
    "chair",
    "Ma Quyền",
    "q@x.invalid",
    capacity="acting",
    valid_from=date(2024, 4, 1),
    valid_to=date(2024, 5, 2),
)
DEPUTY = ContactRow(
    DAI_PHU,
    "chair",
    "Ma Phó",
    "p@x.invalid",
    capacity="deputy",
    valid_from=date(2024, 5, 3),
    valid_to=date(2024, 5, 4),
)
GONE = ContactRow(DAI_PHU, "chair", None, None, capacity="vacant")


def test_who_acts_for_a_post_does_so_up_to_the_day_it_was_given_for(
    office_with: Callable[..., Scene],
) -> None:
    scene = office_with(contacts=[GONE, ACTING, DEPUTY])
    scene.sweep("2024-04-26 07:00")
    for when in ("2024-05-02 16:00", "2024-05-04 09:00"):
        again = record.Request(OF, revises=when > "2024-05-03")
        sit(scene, when, CHAIR)(record.record, again)
    with pytest.raises(Refused, match=r"không ai giữ .* hết ngày 04/5/2024"):
        sit(scene, "2024-05-05 08:00", CHAIR)(record.record, record.Request(OF, revises=True))


def test_an_office_that_ended_in_the_list_of_bodies_can_still_stop_its_letters(
    opened: Scene,
) -> None:
    with desk(opened.office, at("2026-11-01 08:00"), at_any_hour=True) as sat:
        sending.stop(sat, sending.Request("sáp nhập"))
    (entry,) = opened.entries("sending.stopped")
    assert json.loads(entry.data)["by"] == SPECIALIST


def assigned(scene: Scene, post: str) -> Scene:
    """Let the settings of the office name who lets letters to a chair go."""
    settings = scene.office.settings.settings
    escalations = settings.escalations.model_copy(update={"released_by": post})
    named = settings.model_copy(update={"escalations": escalations})
    scene.office.settings = scene.office.settings.model_copy(update={"settings": named})
    return scene


def test_who_is_assigned_in_writing_lets_letters_go_and_nobody_else(opened: Scene) -> None:
    with pytest.raises(Refused, match=r"được: Chánh Văn phòng .*van-phong/office-head"):
        sit(opened, "2024-05-07 09:00", SPECIALIST)(release.release, release.Request())
    assigned(opened, "specialist")
    sit(opened, "2024-05-07 09:00", SPECIALIST)(release.release, release.Request())
    with pytest.raises(Refused, match=r"được: chuyên viên .*van-phong/specialist"):
        sit(opened, "2024-05-07 09:00", OFFICE_HEAD)(release.release, release.Request())


def test_a_post_that_the_office_does_not_have_cannot_be_assigned(opened: Scene) -> None:
    assigned(opened, "director")
    with pytest.raises(Refused, match=r"'director'.*chỉ có: office-head"):
        sit(opened, "2024-05-07 09:00", OFFICE_HEAD)(release.release, release.Request())
