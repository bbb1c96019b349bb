"""The daily digest: what it says and never says, and where it goes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import REMINDED
from halfterm.cycles.status import Line, Urgency
from halfterm.flows.reminders import Digest, digest_of, remind, targets_of
from halfterm.flows.standings import Status
from halfterm.warehouse.register import register
from tests.cycles.factories import day, make_programme
from tests.flows.listener import Listener, listening
from tests.flows.small_workspace import PROGRAMME, make_workspace
from tests.flows.test_cli import halfterm

# Apprise looks for a module that is on its way out of Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TODAY = day("2025-12-20")
DIGEST = Digest("Gaps: 1 overdue, 0 due", "overdue 1 day · follow-up data from Birch School", 1, 0)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


def line(kind: str, what: str, *, urgency: Urgency = "due") -> Line:
    return Line(urgency, 1, kind, what, ("cat",), "ash-1", TODAY, TODAY)


def test_a_digest_goes_out_once_a_day_and_the_register_remembers_counts_only(
    tmp_path: Path, listener: Listener
) -> None:
    targets = targets_of((listener.url + "?token=s3cret",), {})
    with register(tmp_path / "register.sqlite") as events:
        first = remind(DIGEST, targets, events, today=TODAY)
        again = remind(DIGEST, targets, events, today=TODAY)
        tomorrow = remind(DIGEST, targets, events, today=day("2025-12-21"))
        kept = events.events(REMINDED)
    assert (first.sent, again.sent, again.before, tomorrow.sent) == (
        ("json 1",),
        (),
        ("json 1",),
        ("json 1",),
    )
    assert [sent["title"] for sent in listener.received] == [DIGEST.title] * 2
    assert listener.received[0]["message"] == DIGEST.body
    assert [(event.subject, dict(event.body)) for event in kept] == [("json 1", {"overdue": 1, "due": 0})] * 2
    assert "s3cret" not in repr((kept, targets))


def test_a_target_that_fails_holds_up_no_other_and_is_tried_again(tmp_path: Path, listener: Listener) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        dead = f"json://127.0.0.1:{nobody.getsockname()[1]}/hook?token=s3cret"
        targets = targets_of((dead, listener.url), {})
        with register(tmp_path / "register.sqlite") as events:
            first = remind(DIGEST, targets, events, today=TODAY)
            again = remind(DIGEST, targets, events, today=TODAY)
    assert first.sent == ("json 2",)
    assert first.failed == ("json 1: the reminder could not be sent; it is tried again next time",)
    assert (again.sent, again.before, again.failed) == ((), ("json 2",), first.failed)
    listener.code = 500
    with register(tmp_path / "register.sqlite") as events:
        refused = remind(DIGEST, targets[1:], events, today=day("2025-12-21"))
    assert len(refused.failed) == 1


def test_secrets_come_from_the_environment_and_are_quoted_into_their_place() -> None:
    (mail,) = targets_of(("mailto://me:${MAIL_KEY}@mail.example",), {"MAIL_KEY": "p@ss/word"})
    assert mail.url == "mailto://me:p%40ss%2Fword@mail.example"
    assert repr(mail) == "Target(name='mailto 1')"
    (whole,) = targets_of(("${HOOK}",), {"HOOK": "json://127.0.0.1/a/b"})
    assert whole.url == "json://127.0.0.1/a/b"


def test_everything_wrong_with_addresses_is_said_at_once_and_no_address_is_repeated() -> None:
    with pytest.raises(BadInput) as wrong:
        targets_of(("mailto://me:${MAIL_KEY}@mail.example", "nonsense://s3cret", "json://ok"), {})
    assert wrong.value.problems == (
        "halfterm.toml: reminders: mailto 1: the environment has no MAIL_KEY",
        "halfterm.toml: reminders: nonsense 2: not an address that Apprise can send to",
    )


def test_a_digest_says_what_is_due_for_whom_and_never_repeats_free_words() -> None:
    lines = (
        line("follow-up window", "follow-up data from Birch School", urgency="overdue"),
        line("milestone", "Talk to Mo's mother"),
        line("data collection", "Reading: hear Mo read"),
        line("meeting", "they meet", urgency="coming"),
    )
    digest = digest_of(Status(TODAY, lines, None), make_programme())
    assert digest is not None
    assert digest.title == "Closing gaps together: 1 overdue, 2 due"
    assert digest.body.splitlines() == [
        "overdue 1 day · follow-up data from Birch School · headteacher Cat Dunn · cycle ash-1",
        "due in 1 day · milestone · headteacher Cat Dunn · cycle ash-1",
        "due in 1 day · data collection · headteacher Cat Dunn · cycle ash-1",
    ]


def test_nobody_is_reminded_of_nothing_or_of_history() -> None:
    coming = (line("meeting", "they meet", urgency="coming"),)
    assert digest_of(Status(TODAY, coming, None), make_programme()) is None
    due = (line("meeting", "they meet"),)
    assert digest_of(Status(TODAY, due, None), make_programme(replay=True)) is None


def test_the_command_sends_only_where_the_settings_say_so(tmp_path: Path, listener: Listener) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    (folder / "programme.yaml").write_text(PROGRAMME.replace("replay: yes\n", ""))
    nowhere = halfterm("remind", folder)
    assert "baseline data from Ash School · headteacher Ada Ash" in nowhere.stdout
    assert nowhere.stdout.endswith("`reminders` in halfterm.toml names nobody\n")
    (folder / "halfterm.toml").write_text(f'reminders = ["{listener.url}"]\n')
    assert halfterm("remind", folder, "--dry-run").stdout.endswith("would go to json 1\n")
    assert listener.received == []
    assert halfterm("remind", folder).stdout == "sent to json 1\n"
    assert halfterm("remind", folder).stdout == "1 target had today's already\n"
    assert len(listener.received) == 1
