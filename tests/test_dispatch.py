"""`mo-registry generate invitation`: a part, a look, what was sent, and who is told when it changes."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import icalendar
import pytest
import typer

from mo_registry.registry import load
from tests.conftest import Result, Run

MEETING = "2023-10-13-fachtag"
INVITE = ("generate", "invitation", MEETING)
RECORDED = """\
  - date: 2023-09-01
    revision: 2
    announced: 2023-10-13
    channel: post
    recipients: [bruecke, verband-der-vereine]
  - date: 2023-09-01
    revision: 2
    announced: 2023-10-13
    channel: email
    recipients: [bruecke-wien, ukrainische-gemeinschaft]
"""


def file(small: Path) -> Path:
    return small / "data" / "events" / f"{MEETING}.yaml"


def out(small: Path, *parts: str) -> Path:
    return small.joinpath("out", MEETING, *parts)


def plan(small: Path, *parts: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(out(small, *parts, "send-plan.json").read_text("utf-8"))
    return read


def told(small: Path) -> dict[str, str]:
    return {row["organisation"]: row["occasion"] or row["reason"] for row in plan(small)["rows"]}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def doubts(result: Result) -> list[str]:
    return [line for line in result.err.splitlines() if line.startswith(f"warning: {MEETING}")]


def move(small: Path) -> None:
    edit(file(small), "date: 2023-10-13\nend_date: 2023-10-14", "date: 2023-10-16\nend_date: 2023-10-17")
    edit(file(small), "moved_from: [2023-10-06]", "moved_from: [2023-10-06, 2023-10-13]")


def cancel(small: Path) -> None:
    edit(file(small), "status: confirmed", "status: cancelled")


# The account


def test_the_whole_account(run: Run) -> None:
    assert run(*INVITE) == Result(0, ACCOUNT, UNSAID)


UNSAID = (
    "photo_note, privacy_note without a text in: ar, uk. Letters show what there is; add the texts in"
    " data/registry.yaml.\n"
)
ACCOUNT = """\
Invitation: Vereine und Ämter, Friday, 13.10.2023, 13:00–17:30 · revision 2

  audience   6  netzwerk 5 · foundation 1
  by post    2  Arabic 1 · German 1      out/2023-10-13-fachtag/letters.pdf (2 letters, 4 pages)
  by e-mail  2  German 1 · Ukrainian 1   …/mail-de-change.eml · mail-uk-change.eml
  left out   1  Frauengruppe „Süd“: dormant, and not invited by name
  left out   1  Integrationsstelle Musterstadt: excepted in the event
  together   6  every one accounted for  …/send-plan.csv

mail-de-change.eml, to paste into Bcc: wien@bruecke.example
mail-uk-change.eml, to paste into Bcc: olena@hromada.example

10 files: out/2023-10-13-fachtag/
Nothing has been sent. When it has: mo-registry generate invitation 2023-10-13-fachtag --dispatch
"""


def test_telephone_no_address_and_something_to_mend(run: Run, small: Path) -> None:
    organisations = small / "data" / "organisations"
    edit(organisations / "bruecke.yaml", "channel: post", "channel: phone")
    edit(organisations / "bruecke-wien.yaml", "email: wien@bruecke.example\n", "")
    text = (organisations / "bruecke-wien.yaml").read_text("utf-8")
    start = text.index("address:")
    (organisations / "bruecke-wien.yaml").write_text(
        text[:start] + text[text.index("not_the_same") :], "utf-8"
    )
    edit(organisations / "verband-der-vereine.yaml", "given: Jan", "given: ጤና")
    result = run(*INVITE)
    assert result.code == 1
    assert [line for line in result.lines if line.startswith("  ")] == [
        "  audience      6  netzwerk 5 · foundation 1",
        "  by telephone  1  \u2068جمعية الجسر\u2069              out/2023-10-13-fachtag/telephone-list.pdf",
        "  by e-mail     1  Ukrainian 1              …/mail-uk-change.eml",
        (
            "  left out      1  Die Brücke Wien: no address, e-mail address or telephone number"
            " (data/organisations/bruecke-wien.yaml)"
        ),
        "  left out      1  Frauengruppe „Süd“: dormant, and not invited by name",
        "  left out      1  Integrationsstelle Musterstadt: excepted in the event",
        (
            "  left out      1  Verband der Vereine Musterstadt e.V.: no font has the characters “ጤ” (U+1324),"
            " “ና” (U+1293) (data/organisations/verband-der-vereine.yaml); put a font that has them into templates/fonts"
        ),
        "  together      6  every one accounted for  …/send-plan.csv",
    ]


def test_a_part(run: Run, small: Path) -> None:
    result = run(*INVITE, "--to", "bruecke,bruecke-wien", "--each")
    assert result.lines[0].endswith("· revision 2 · a part of the audience")
    assert "  not now    4  not asked for in this run" in result.lines
    assert result.lines[-1] == (
        "Nothing has been sent. When it has: mo-registry generate invitation 2023-10-13-fachtag"
        " --to bruecke --to bruecke-wien --dispatch"
    )
    assert sorted(path.name for path in out(small, "part").iterdir()) == [
        "2023-10-13-fachtag.ics", "invitation-bruecke-wien.pdf", "invitation-bruecke.pdf", "letters.pdf",
        "mail-to-bruecke-wien.eml", "send-plan.csv", "send-plan.json",
    ]  # fmt: skip
    assert not out(small, "send-plan.json").exists()
    assert run(*INVITE, "--network", "netzwerk").code == 0
    assert (plan(small, "part")["ready"], plan(small, "part")["not_now"]) == (3, 1)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ("--to", "kulturverein-alt"),
            (
                "error: Kulturverein Alt-Musterstadt e.V. (kulturverein-alt) is not invited to 2023-10-13-fachtag.\n"
                "  = help: Add it to the event first: mo-registry set 2023-10-13-fachtag"
                " audience.organisations+=kulturverein-alt\n"
            ),
        ),
        (
            ("--to", "brucke-wien"),
            "error: There is no organisation “brucke-wien”.\n  = help: did you mean bruecke-wien?\n",
        ),
        (
            ("--format", "pdf,doc"),
            (
                "error: “doc” is not a format of this document.\n"
                "  = help: it can be: pdf, docx, html, md, txt, eml\n"
            ),
        ),
        (
            ("--format", "md", "--bundle"),
            (
                "error: --bundle is for letters that are printed.\n"
                "  = help: Add pdf to the formats: --format pdf,eml\n"
            ),
        ),
        (
            ("--draft", "--dispatch"),
            (
                "error: --draft and --dispatch cannot be used together.\n"
                "  = help: A draft is only looked at; what is recorded was sent.\n"
            ),
        ),
    ],
)
def test_what_is_asked_for_wrongly(run: Run, small: Path, options: tuple[str, ...], error: str) -> None:
    result = run(*INVITE, *options)
    assert (result.code, result.out, result.err) == (2, "", error)
    assert not (small / "out").exists()


def test_a_draft_is_shown_and_nothing_written(run: Run, small: Path) -> None:
    result = run(*INVITE, "--draft")
    assert (result.code, result.err) == (0, "")
    assert "\nNeuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023\n" in result.out
    assert "\nLiebe Engagierte, sehr geehrte Damen und Herren,\n" in result.out
    assert "⟨U+" not in result.out
    one = run(*INVITE, "--to", "verband-der-vereine", "--draft").out
    assert "\nVerband der Vereine Musterstadt e.V.\nHerrn Jan Özer\n" in one
    assert "\nSehr geehrter Herr Özer,\n" in one
    two = run(*INVITE, "--to", "verband-der-vereine", "--to", "bruecke-wien", "--draft").lines
    assert [line for line in two if line.startswith("──")] == [
        "── Die Brücke Wien ──", "── Verband der Vereine Musterstadt e.V. ──",
    ]  # fmt: skip
    assert not (small / "out").exists()


def test_what_was_made_is_opened(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run(*INVITE, "--open").code == 0
    assert run(*INVITE, "--open", "--to", "bruecke-wien").code == 0
    assert opened == [str(out(small, "letters.pdf").resolve()), str(out(small, "part").resolve())]
    monkeypatch.setattr(typer, "launch", lambda _path: 1)
    letters = small / "out" / MEETING / "letters.pdf"
    assert run(*INVITE, "--open").err == f"{UNSAID}{letters} could not be opened here.\n"


# What was sent


def test_what_was_sent_is_recorded_with_a_few_lines(run: Run, small: Path) -> None:
    before = file(small).read_text("utf-8")
    run(*INVITE)
    result = run(*INVITE, "--dispatch")
    assert (result.code, result.err) == (0, "1 file written.\n")
    assert result.lines[-1] == "Recorded as sent today: revision 2, by post 2 · by e-mail 2."
    assert file(small).read_text("utf-8") == before + RECORDED
    assert run("validate").code == 0


def test_the_same_is_not_recorded_twice(run: Run, small: Path) -> None:
    run(*INVITE, "--dispatch")
    recorded = file(small).read_text("utf-8")
    assert recorded.endswith(RECORDED)
    for _ in range(2):
        result = run(*INVITE, "--dispatch", today="2023-09-05")
        assert (result.code, result.err) == (
            2,
            (
                "error: That revision 2 of 2023-10-13-fachtag was sent is recorded already (01.09.2023).\n"
                "  = help: When the event has changed, raise its revision:"
                " mo-registry set 2023-10-13-fachtag revision=3\n"
            ),
        )
        run(*INVITE)  # makes nothing more, and forgets what was made
    assert file(small).read_text("utf-8") == recorded


def test_recorded_is_what_was_made_though_the_registry_has_changed_since(run: Run, small: Path) -> None:
    run(*INVITE)
    new = small / "data" / "organisations" / "neu.yaml"
    new.write_text("name: Neu\nkind: foundation\nemail: neu@neu.example\n", "utf-8")
    edit(small / "data" / "organisations" / "bruecke.yaml", "channel: post", "channel: phone")
    assert run(*INVITE, "--dispatch").code == 0
    assert file(small).read_text("utf-8").endswith(RECORDED)
    assert run(*INVITE).code == 0
    assert told(small)["neu"] == "invitation"
    assert told(small)["bruecke"] == "holds revision 2 already"
    assert run(*INVITE, "--dispatch").lines[-1] == "Recorded as sent today: revision 2, by e-mail 1."


def test_who_was_left_out_is_not_recorded(run: Run, small: Path) -> None:
    edit(small / "data" / "organisations" / "verband-der-vereine.yaml", "given: Jan", "given: ጤና")
    assert run(*INVITE).code == 1
    assert run(*INVITE, "--dispatch").code == 0
    assert (
        file(small)
        .read_text("utf-8")
        .endswith(RECORDED.replace("[bruecke, verband-der-vereine]", "[bruecke]"))
    )
    edit(small / "data" / "organisations" / "verband-der-vereine.yaml", "given: ጤና", "given: Jan")
    run(*INVITE)
    assert [name for name, what in told(small).items() if what == "new_date"] == ["verband-der-vereine"]


def test_a_part_is_recorded_as_a_part(run: Run, small: Path) -> None:
    run(*INVITE, "--to", "bruecke-wien")
    refused = run(*INVITE, "--dispatch")
    assert (refused.code, refused.err) == (
        2,
        (
            "error: Only a part of the invitations to 2023-10-13-fachtag was made.\n"
            "  = help: Say which part was sent, with --to or --network as before.\n"
        ),
    )
    run(*INVITE, "--to", "bruecke-wien", "--dispatch")
    event = load(small).events[MEETING]
    assert [(it.revision, it.recipients) for it in event.dispatched[2:]] == [(2, ("bruecke-wien",))]
    run(*INVITE)
    assert told(small)["bruecke-wien"] == "holds revision 2 already"
    assert run(*INVITE, "--to", "bruecke", "--dispatch").lines[-1] == (
        "Recorded as sent today: revision 2, by post 1."
    )
    assert run(*INVITE, "--dispatch").lines[-1] == (
        "Recorded as sent today: revision 2, by post 1 · by e-mail 1."
    )


def test_the_file_keeps_its_style(run: Run, small: Path) -> None:
    crlf = file(small).read_text("utf-8").partition("\ndispatched:")[0].replace("\n", "\r\n")
    file(small).write_bytes(crlf.encode())
    run(*INVITE, "--dispatch")
    after = file(small).read_bytes().decode()
    assert after.startswith(crlf.replace("\r\n\r\nregistrations", "\r\n\r\nregistrations")[:200])
    assert "\n" not in after.replace("\r\n", "")
    assert load(small).events[MEETING].dispatched[0].recipients == ("bruecke", "verband-der-vereine")


def test_a_private_part_that_tells_what_was_sent_goes_on_telling_it(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MO_REGISTRY_PRIVATE", raising=False)
    text = file(small).read_text("utf-8")
    public, key, sent = text.partition("dispatched:")
    file(small).write_text(public, "utf-8")
    private = small / "private" / "events" / file(small).name
    private.parent.mkdir(parents=True)
    private.write_text(key + sent, "utf-8")
    assert run(*INVITE, "--dispatch").code == 0
    assert file(small).read_text("utf-8") == public
    assert private.read_text("utf-8") == key + sent + RECORDED


def test_a_plan_that_cannot_be_read_is_not_guessed(run: Run, small: Path) -> None:
    run(*INVITE)
    out(small, "send-plan.json").write_text("{", "utf-8")
    result = run(*INVITE, "--dispatch")
    assert result.code == 2
    assert result.err.startswith(f"error: The send plan {out(small, 'send-plan.json')} cannot be read.\n")


# Later


def test_a_moved_event_then_a_cancelled_one(run: Run, small: Path) -> None:
    run(*INVITE, "--dispatch")
    assert run(*INVITE).lines[-1] == (
        "There is nothing to be sent now. When something has changed for those who are invited, raise the revision:"
        " mo-registry set 2023-10-13-fachtag revision=3"
    )
    new = small / "data" / "organisations" / "neu.yaml"
    new.write_text("name: Neu\nkind: foundation\nemail: neu@neu.example\n", "utf-8")
    move(small)
    edit(file(small), "revision: 2\n", "revision: 3\n")
    assert run(*INVITE).code == 0
    assert told(small) == {
        "bruecke": "new_date",
        "bruecke-wien": "new_date",
        "frauengruppe": "dormant, and not invited by name",
        "integrationsstelle": "excepted in the event",
        "neu": "invitation",
        "ukrainische-gemeinschaft": "new_date",
        "verband-der-vereine": "new_date",
    }
    moved = message_from_bytes(out(small, "mail-de-change.eml").read_bytes(), policy=policy.default)
    assert "Statt am Freitag, 13." in moved.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    plain = message_from_bytes(out(small, "mail-de.eml").read_bytes(), policy=policy.default)
    assert [it.addr_spec for it in plain["Bcc"].addresses] == ["neu@neu.example"]
    run(*INVITE, "--dispatch", today="2023-09-10")
    edit(file(small), "status: confirmed", "status: cancelled")
    edit(file(small), "revision: 3\n", "revision: 4\n")
    edit(new, "kind: foundation", "kind: association")  # not invited any more, and holds an invitation
    result = run(*INVITE, today="2023-09-20")
    assert result.lines[0].startswith("Cancellation: Vereine und Ämter, Monday, 16.10.2023")
    assert set(told(small).values()) == {
        "cancellation", "dormant, and not invited by name", "excepted in the event",
    }  # fmt: skip
    assert told(small)["neu"] == "cancellation"
    entry = icalendar.Calendar.from_ical(out(small, f"{MEETING}.ics").read_bytes())
    assert entry["METHOD"] == "CANCEL"
    assert [(it["STATUS"], it["SEQUENCE"]) for it in entry.walk("VEVENT")] == [("CANCELLED", 4)]
    assert run(*INVITE, "--dispatch", today="2023-09-20").code == 0
    assert file(small).read_text("utf-8").count("    announced: 2023-10-16\n    cancelled: true\n") == 2
    assert run("validate").code == 0


def test_a_new_day_is_news_only_to_those_who_were_told_another(run: Run, small: Path) -> None:
    """Some were told the first day, some the second, some were written to before days were recorded."""
    run(*INVITE, "--to", "bruecke", "--dispatch")
    move(small)
    edit(file(small), "revision: 2\n", "revision: 3\n")
    run(*INVITE, "--to", "bruecke-wien", "--dispatch")
    new = small / "data" / "organisations" / "neu.yaml"
    new.write_text("name: Neu\nkind: foundation\nemail: neu@neu.example\n", "utf-8")
    run(*INVITE, "--to", "neu", "--dispatch")
    edit(file(small), "revision: 3\n", "revision: 4\n")
    edit(file(small), "room: Großer Saal", "room: Kleiner Saal")
    assert run(*INVITE).code == 0
    assert told(small) == {
        "bruecke": "new_date",
        "bruecke-wien": "change",
        "frauengruppe": "dormant, and not invited by name",
        "integrationsstelle": "excepted in the event",
        "neu": "change",
        "ukrainische-gemeinschaft": "new_date",
        "verband-der-vereine": "new_date",
    }
    draft = run(*INVITE, "--to", "neu", "--draft").out
    assert "\nGeänderte Einladung: Vereine und Ämter am Montag, 16. Oktober 2023\n" in draft
    assert "Statt am" not in draft


@pytest.mark.parametrize(
    ("change", "said", "now", "news"),
    [
        (move, "2023-10-13", "2023-10-16", "new_date"),
        (cancel, "2023-10-13", "2023-10-13, cancelled", "cancellation"),
    ],
)
def test_a_change_whose_revision_was_not_raised(
    run: Run, small: Path, change: Callable[[Path], None], said: str, now: str, news: str
) -> None:
    run(*INVITE, "--dispatch")
    assert "MO168" not in run("validate").out
    change(small)
    found = [line for line in run("validate").out.splitlines() if "MO168" in line]
    assert found == [
        f"warning[MO168]: what was sent as revision 2 says {said}, the event says {now}",
    ]
    result = run(*INVITE)
    doubt = (
        f"warning: {MEETING}: what was sent as revision 2 says {said}, the event says {now}; raise the revision,"
        f" so that those who hold it are told: mo-registry set {MEETING} revision=3"
    )
    assert (result.code, doubts(result)) == (0, [doubt])
    assert "  not now   4  holds revision 2 already" in result.lines
    assert run("set", MEETING, "revision=3").code == 0
    assert doubts(run(*INVITE)) == []
    assert list(told(small).values()).count(news) == 4
    assert "MO168" not in run("validate").out


def test_the_plan_of_the_screen_is_the_plan_of_the_file(run: Run, small: Path) -> None:
    run(*INVITE)
    with out(small, "send-plan.csv").open(encoding="utf-8-sig", newline="") as plain:
        rows = list(csv.DictReader(plain, delimiter=";"))
    assert [row["id"] for row in rows] == [row["organisation"] for row in plan(small)["rows"]]
    assert [row["files"] for row in rows if row["state"] == "ready"] == [
        ", ".join(row["files"]) for row in plan(small)["rows"] if row["state"] == "ready"
    ]


def test_on_the_screen_who_holds_it_already_is_not_left_out(run: Run) -> None:
    run(*INVITE, "--to", "bruecke", "--dispatch")
    lines = run("show", MEETING).lines
    start = next(number for number, line in enumerate(lines) if line.startswith("Invited"))
    assert lines[start : start + 4] == [
        "Invited        4 organisations · 3 receivers: by e-mail 2, by post 1",
        "               not now: 1, holds revision 2 already",
        "               left out: Frauengruppe „Süd“: dormant, and not invited by name",
        "               left out: Integrationsstelle Musterstadt: excepted in the event",
    ]
    data = json.loads(run("show", MEETING, "--json").out)
    assert data["not_now"] == {"bruecke": "holds revision 2 already"}
    assert len(data["invited"]) == 3 + len(data["not_now"]) + len(data["left_out"])


# Calendars


def test_a_calendar_of_all_events(run: Run, small: Path) -> None:
    result = run("generate", "calendar", "--network", "netzwerk", "--year", "2023")
    assert result.out == "Calendar: 2 events\n1 file: out/calendars/calendar-netzwerk-2023.ics\n"
    assert run("generate", "calendar").out == (
        "Calendar: 2 events\n"
        "1 event is not in it, because its day is not known: 2015-11-fachtag\n"
        "1 file: out/calendars/calendar.ics\n"
    )
    assert run("--quiet", "generate", "calendar").out == ""
    assert run("generate", "calendar", "--network", "netz").err == (
        "error: There is no network “netz”.\n  = help: did you mean netzwerk?\n"
    )
    shutil.rmtree(small / "out")
