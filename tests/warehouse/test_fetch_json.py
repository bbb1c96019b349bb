"""Lists of web services come whole or not at all, from one origin, and no secret is in any message."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.fetch_json import table_name, write_csv
from halfterm.warehouse.place import Http
from tests.warehouse.local_server import Answering, Asked, LocalServer, Reply, serving

Fetch = Callable[..., str]
UPN = "B801200005001"
MARKS = [{"upn": f"P{n}", "score": n} for n in range(1, 6)]
ALL = "upn,score\nP1,1\nP2,2\nP3,3\nP4,4\nP5,5\n"


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetch(tmp_path: Path, pauses: list[float]) -> Fetch:
    """Fetches from a server that answers as told; whatever happens, only a whole CSV is left."""

    def fetched(
        answering: Answering,
        path: str = "/marks",
        *,
        called: str | None = None,
        environment: Mapping[str, str] | None = None,
        server: LocalServer | None = None,
        **place: Any,
    ) -> str:
        copy = tmp_path / "copy.csv"
        copy.unlink(missing_ok=True)
        try:
            with serving(answering) as own:
                write_csv(
                    Http.model_validate({"url": (server or own).url + path, **place}),
                    copy,
                    half_term="autumn-2",
                    called=called,
                    environment=environment or {},
                    pause=pauses.append,
                )
            return copy.read_text(encoding="utf-8")
        finally:
            assert {file.name for file in tmp_path.iterdir()} <= {"copy.csv"}

    return fetched


def page_of(asked: Asked, *, name: str = "page", size: int = 2, first: int = 1) -> list[dict[str, Any]]:
    start = (int(asked.query.get(name, first)) - first) * size
    return MARKS[start : start + size]


def test_a_list_becomes_a_table_whose_columns_are_the_dotted_paths_of_all_records(fetch: Fetch) -> None:
    records = [
        {"upn": UPN, "mark": {"score": 17.50, "codes": ["a", "b"]}, "fsm": True, "note": None},
        {"upn": "x", "mark": {"score": 1e-7, "date": "2026-09-01"}, "note": 'a "quoted", line\nbreak'},
    ]
    assert fetch(lambda _: Reply(records)) == (
        "upn,mark.score,mark.codes.0,mark.codes.1,fsm,note,mark.date\n"
        f"{UPN},17.5,a,b,true,,\n"
        'x,0.0000001,,,,"a ""quoted"", line\nbreak",2026-09-01\n'
    )


def test_numbers_keep_their_figures_and_never_grow(fetch: Fetch) -> None:
    body = b'[{"a": 1.50, "b": 17.0, "c": 12345678901234567890123, "d": 1e999999999, "e": -0.10}]'
    assert fetch(lambda _: Reply(body)) == "a,b,c,d,e\n1.50,17,12345678901234567890123,1E+999999999,-0.10\n"


def test_fields_name_the_columns_and_items_the_place_of_the_list(fetch: Fetch) -> None:
    document = {"data": {"rows": [{"pupil": {"ids": [{"v": UPN}]}, "x": 1}, {"pupil": {}, "x": 2}]}}
    fields = {"UPN": "pupil.ids.0.v", "Score": "x"}
    assert fetch(lambda _: Reply(document), items="data.rows", fields=fields) == f"UPN,Score\n{UPN},1\n,2\n"


def test_every_field_that_no_record_has_is_named_with_its_near_misses(fetch: Fetch) -> None:
    with pytest.raises(BadInput) as refused:
        fetch(lambda _: Reply([{"upn": UPN, "score": 1, UPN: 2}]), fields={"UPN": "upm", "S": "scoer"})
    problems = refused.value.problems
    assert "marks: no record has 'upm', the field of 'UPN'; did you mean 'upn'?" in problems[0]
    assert "'scoer'" in problems[1]
    assert UPN not in str(refused.value)


def test_pages_are_followed_by_a_link_in_the_answer(fetch: Fetch) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.query.get("page", 1))
        link = f"/marks?page={page + 1}" if page < 3 else None
        return Reply({"rows": page_of(asked), "paging": {"next": link}})

    assert fetch(answer, items="rows", next="paging.next") == ALL


def test_pages_are_followed_by_a_link_header_without_being_told(fetch: Fetch) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.query.get("page", 1))
        link = {"Link": f'</marks?page={page + 1}>; rel="next", </x>; rel="first"'} if page < 3 else {}
        return Reply(page_of(asked), headers=link)

    assert fetch(answer) == ALL


def test_pages_are_counted_until_one_is_empty(fetch: Fetch) -> None:
    assert fetch(lambda asked: Reply(page_of(asked)), "/marks?term=1", page={}) == ALL
    assert (
        fetch(lambda asked: Reply(page_of(asked, name="p", first=0)), page={"parameter": "p", "first": 0})
        == ALL
    )


def test_offsets_go_on_from_what_came_even_when_the_server_gives_less_than_asked(fetch: Fetch) -> None:
    seen: list[tuple[str, str, str]] = []

    def answer(asked: Asked) -> Reply:
        start = int(asked.query["skip"])
        seen.append((asked.query["skip"], asked.query["take"], asked.query["term"]))
        return Reply(MARKS[start : start + 2])

    assert fetch(answer, "/marks?term=1", offset={"parameter": "skip", "limit": "take", "size": 50}) == ALL
    assert seen == [(skip, "50", "1") for skip in ("0", "2", "4", "5")]


def test_the_half_term_stands_in_the_address_as_a_value(fetch: Fetch) -> None:
    seen: list[str] = []

    def answer(asked: Asked) -> Reply:
        seen.append(asked.query["term"] + " " + asked.query["id"])
        return Reply(MARKS)

    assert fetch(answer, "/marks?term={called}&id={half_term}", called="Aut 2&x=1") == ALL
    assert seen == ["Aut 2&x=1 autumn-2"]
    with pytest.raises(BadInput, match=r"asks for {called}, which this half-term does not say"):
        fetch(answer, "/marks?term={called}&id=1")


def test_a_page_that_comes_twice_is_refused(fetch: Fetch) -> None:
    with pytest.raises(BadInput, match="the same page came twice"):
        fetch(lambda _: Reply(MARKS), page={})
    with pytest.raises(BadInput, match="the same page came twice"):
        fetch(lambda asked: Reply(MARKS, headers={"Link": f"<?p={asked.query.get('p', '')}1>; rel=next"}))
    with pytest.raises(BadInput, match="leads back to a page that was there before"):
        fetch(
            lambda asked: Reply(
                [{"at": asked.query.get("p", "")}],
                headers={"Link": f"</marks?p={'b' if asked.query.get('p') == 'a' else 'a'}>; rel=next"},
            )
        )


def test_half_a_list_is_never_kept(fetch: Fetch, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(status=404) if asked.query["page"] == "3" else Reply(page_of(asked))

    with pytest.raises(BadInput, match=r"marks: there is nothing at this address \(HTTP 404\)"):
        fetch(answer, page={})
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_breaks_off_is_refused(fetch: Fetch) -> None:
    with pytest.raises(BadInput, match="the answer broke off") as refused:
        fetch(lambda _: Reply([{"upn": UPN}], cut=True))
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_not_ready_is_asked_again_with_growing_pauses(
    fetch: Fetch, pauses: list[float], status: int
) -> None:
    left = [status, status]
    assert fetch(lambda _: Reply(status=left.pop()) if left else Reply(MARKS)) == ALL
    assert pauses == [0.5, 1.0]


def test_a_server_that_is_never_ready_is_left_alone_after_four_tries(
    fetch: Fetch, pauses: list[float]
) -> None:
    with pytest.raises(BadInput, match=r"not ready \(HTTP 503\), after 4 tries"):
        fetch(lambda _: Reply(status=503))
    assert pauses == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "soon"}, 0.5),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_a_server_may_say_how_long_to_wait(
    fetch: Fetch, pauses: list[float], headers: dict[str, str], pause: float
) -> None:
    left = [1]
    assert fetch(lambda _: Reply(status=429, headers=headers) if left and left.pop() else Reply(MARKS)) == ALL
    assert pauses == [pause]


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for(fetch: Fetch, pauses: list[float]) -> None:
    with pytest.raises(BadInput, match="asks to be left alone for 3600 s"):
        fetch(lambda _: Reply(status=429, headers={"Retry-After": "3600"}))
    assert pauses == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 501])
def test_a_refusal_is_not_asked_again(fetch: Fetch, pauses: list[float], status: int) -> None:
    with pytest.raises(BadInput, match=f"HTTP {status}"):
        fetch(lambda _: Reply(status=status, content={"error": UPN}))
    assert pauses == []


def test_a_redirect_is_followed_only_to_the_same_host(fetch: Fetch) -> None:
    def within(asked: Asked) -> Reply:
        return Reply(MARKS) if asked.path == "/new" else Reply(status=302, headers={"Location": "/new"})

    assert fetch(within) == ALL
    with serving(lambda _: Reply(MARKS)) as other:
        away = Reply(status=302, headers={"Location": other.url + "/marks"})
        with pytest.raises(BadInput, match="goes on at another address"):
            fetch(lambda _: away, headers={"Authorization": "Bearer ${T}"}, environment={"T": "s3cret"})
        link = Reply(MARKS, headers={"Link": f"<{other.url}/marks>; rel=next"})
        with pytest.raises(BadInput, match="goes on at another address"):
            fetch(lambda _: link)
        with pytest.raises(BadInput, match="goes on at another address"):
            fetch(lambda _: Reply({"rows": MARKS, "next": other.url}), items="rows", next="next")
        assert other.asked == []
    with pytest.raises(BadInput, match="leads in a circle"):
        fetch(lambda _: Reply(status=302, headers={"Location": "/marks"}))


def test_credentials_are_sent_from_the_environment_and_said_nowhere(
    fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[Asked] = []

    def answer(asked: Asked) -> Reply:
        seen.append(asked)
        return Reply(MARKS) if asked.headers.get("authorization") else Reply(status=401)

    place = {"headers": {"Authorization": "Bearer ${MIS_TOKEN}", "X-School": "ash"}}
    assert fetch(answer, environment={"MIS_TOKEN": "s3cret"}, **place) == ALL
    assert (seen[0].headers["authorization"], seen[0].headers["x-school"]) == ("Bearer s3cret", "ash")
    sign_in = {"user": "nia", "password": "${W}"}
    assert fetch(answer, environment={"W": "s3cret"}, sign_in=sign_in) == ALL
    assert seen[-1].headers["authorization"] == "Basic bmlhOnMzY3JldA=="
    with pytest.raises(BadInput, match=r"refuses the credentials \(HTTP 401\)") as refused:
        fetch(answer, headers={"X-Api-Key": "${K}"}, environment={"K": "s3cret"})
    assert "s3cret" not in repr(refused.value) + caplog.text
    assert "/marks" not in caplog.text


def test_every_entry_that_the_environment_lacks_is_named(fetch: Fetch) -> None:
    place = {"headers": {"X-Api-Key": "${KEY}"}, "sign_in": {"user": "${USER_NAME}", "password": "${WORD}"}}
    with pytest.raises(BadInput) as refused:
        fetch(lambda _: Reply(MARKS), environment={"WORD": ""}, **place)
    assert [problem.split(": ")[1] for problem in refused.value.problems] == [
        f"the environment has no {name}, which its source names" for name in ("KEY", "USER_NAME", "WORD")
    ]


def test_a_secret_that_no_header_can_hold_is_refused_without_being_said(fetch: Fetch) -> None:
    with pytest.raises(BadInput, match="entry for 'X-Api-Key' has a letter") as refused:
        fetch(lambda _: Reply(MARKS), headers={"X-Api-Key": "${K}"}, environment={"K": "s3\ncret"})
    assert "cret" not in repr(refused.value)


@pytest.mark.parametrize(
    ("reply", "place", "said"),
    [
        (Reply(b"{'upn': 1}"), {}, "not JSON"),
        (Reply(b"\xff\xfe[]"), {}, "not JSON"),
        (Reply(b'[{"a": NaN}]'), {}, "not JSON"),
        (Reply(b'[{"a": 1, "a": 2}]'), {}, "the same key twice"),
        (Reply(b"[" * 200_000), {}, "nested too deep"),
        (Reply(b'[{"a":' * 8 + b"1" + b"}]" * 8), {}, "more than 12 levels"),
        (Reply(b"<html>", kind="text/html; charset=utf-8"), {}, "a web page, not JSON"),
        (Reply({"rows": MARKS}), {}, "'items' says where"),
        (Reply({"rows": MARKS}), {"items": "row"}, "there is no list at 'row'; did you mean 'rows'"),
        (Reply([UPN]), {}, "something else than records"),
        (Reply([{"a.b": 1, "a": {"b": 2}}]), {}, "a field twice"),
        (Reply([{f"k{n}": 1 for n in range(2001)}]), {}, "more than 2000 different fields"),
        (Reply(MARKS, headers={"Content-Encoding": "gzip"}), {}, "compressed"),
        (Reply({"rows": MARKS, "next": 3}), {"items": "rows", "next": "next.page"}, None),
        (Reply({"rows": MARKS, "next": {}}), {"items": "rows", "next": "next"}, "is not a link"),
        (Reply([{"a": "x" * 1_100_000}]), {"most_megabytes": 1}, "more than 1 MB"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_a_list_of_records_is_refused(
    fetch: Fetch, reply: Reply, place: dict[str, Any], said: str | None
) -> None:
    if said is None:
        assert fetch(lambda _: reply, **place) == ALL
        return
    with pytest.raises(BadInput, match=said) as refused:
        fetch(lambda _: reply, **place)
    assert UPN not in str(refused.value)


def test_a_list_of_too_many_pages_is_refused(fetch: Fetch) -> None:
    with pytest.raises(BadInput, match="more than 3 pages"):
        fetch(lambda asked: Reply([{"n": asked.query["page"]}]), page={}, most_pages=3)


def test_a_server_that_is_slow_or_not_there_is_given_up(fetch: Fetch, pauses: list[float]) -> None:
    def late(_: Asked) -> Reply:
        time.sleep(0.6)
        return Reply(MARKS)

    with pytest.raises(BadInput, match=r"no answer within 0\.2 s"):
        fetch(late, seconds=0.2)
    with pytest.raises(BadInput, match=r"takes longer than 0\.1 s"):
        fetch(lambda _: Reply(status=503), most_seconds=0.1)
    with serving(late) as gone:
        pass
    with pytest.raises(BadInput, match="cannot be reached"):
        fetch(late, server=gone)
    assert pauses == [0.5, 1.0, 2.0]


def test_an_empty_list_is_a_table_without_rows(fetch: Fetch) -> None:
    assert fetch(lambda _: Reply([]), fields={"UPN": "upn"}) == "UPN\n"


def test_a_place_is_called_by_its_host_and_the_end_of_its_path() -> None:
    assert (
        table_name(Http.model_validate({"url": "https://mis.example/api/v1/marks?x=1"}))
        == "mis.example/marks"
    )
    assert table_name(Http.model_validate({"url": "https://mis.example"})) == "mis.example"
