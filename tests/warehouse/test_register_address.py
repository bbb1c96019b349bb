"""Where a register is kept: an address is read part by part, and its password never comes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.register_address import check_settings_url, register_address


def test_a_path_is_a_sqlite_file_with_its_head_beside_it() -> None:
    address = register_address(Path("here/a place?x=1/register.sqlite"))
    assert address.url.drivername == "sqlite"
    assert address.url.database == "here/a place?x=1/register.sqlite"
    assert (address.name, address.anchor) == ("register.sqlite", Path("here/a place?x=1/register.head"))


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_postgresql_means_psycopg(driver: str) -> None:
    address = register_address(f"{driver}://nia@school:5433/halfterm")
    assert address.url.drivername == "postgresql+psycopg"
    assert (address.url.username, address.url.port) == ("nia", 5433)
    assert (address.name, address.file, address.anchor) == ("register 'halfterm' on school", None, None)


def test_variables_come_from_the_environment_and_may_hold_what_ends_a_part() -> None:
    address = register_address(
        "postgresql://nia:${PASSWORD}@${HOST}/halfterm?sslrootcert=${CERT}",
        environment={"PASSWORD": "a@b:c/d${HOST}", "HOST": "school", "CERT": "x&y"},
    )
    assert (address.url.password, address.url.host) == ("a@b:c/d${HOST}", "school")
    assert address.url.query == {"sslrootcert": "x&y"}
    whole = register_address("${ALL}", environment={"ALL": "postgresql://nia:s3cret@school/halfterm"})
    assert whole.url.password == "s3cret"


def test_every_variable_that_is_missing_or_empty_is_named() -> None:
    with pytest.raises(BadInput) as refused:
        register_address("postgresql://${NAME}:${WORD}@school/halfterm", environment={"NAME": ""})
    assert refused.value.problems == (
        "register: the environment has no NAME, which its address names",
        "register: the environment has no WORD, which its address names",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense s3cret", "not the address of a database"),
        ("postgresql://nia:s3cret@school:port/halfterm", "not the address of a database"),
        ("postgresql://nia:s3cret@school", "names no database"),
        ("postgres://nia:s3cret@school/halfterm", "did you mean 'postgresql'"),
        ("mysql://nia:s3cret@school/halfterm", "kept in PostgreSQL"),
        ("sqlite:///s3cret.sqlite", "kept in PostgreSQL"),
        ("", "not the address of a database"),
    ],
)
def test_what_is_no_address_is_refused_without_being_repeated(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        register_address(text)
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value)
    with pytest.raises(ValueError, match=said.replace("(", r"\(")) as unsettled:
        check_settings_url(text)
    assert "s3cret" not in str(unsettled.value)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://nia@school/halfterm",
        "postgresql://nia:${WORD}@school/halfterm",
        "postgresql://nia@school/halfterm?password=${WORD}",
        "${ADDRESS}",
    ],
)
def test_settings_may_name_a_password_but_not_hold_it(text: str) -> None:
    assert check_settings_url(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://nia:s3cret@school/halfterm",
        "postgresql://nia:${WORD}s3cret@school/halfterm",
        "postgresql://nia:@school/halfterm",
        "postgresql://nia@school/halfterm?password=s3cret",
    ],
)
def test_a_password_in_the_settings_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="a password does not belong into this file") as refused:
        check_settings_url(text)
    assert "s3cret" not in str(refused.value)


def test_an_address_in_a_message_shows_no_password() -> None:
    assert "s3cret" not in repr(register_address("postgresql://nia:s3cret@school/halfterm"))
