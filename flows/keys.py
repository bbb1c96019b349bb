"""The pupil key of a workspace: made, shown, rotated, and a rotation that was killed brought to its end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, StoreTrouble
from halfterm.cycles.events import KEY_ROTATED, PUPIL_KEY
from halfterm.cycles.key_rules import check_key_keeper
from halfterm.flows.people import person_of, said
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.key_file import (
    KeyPlace,
    adopt_next,
    chain_up_to,
    check_can_rotate,
    make_key,
    missing_key,
    read_key,
    warehouse_key,
    write_next,
)
from halfterm.warehouse.pseudonym import KEY_BYTES, PseudonymKey, has_pupils, hold_key, key_held
from halfterm.warehouse.register import NewEvent, Register, register
from halfterm.warehouse.rekeying import Rotation, group_hashes, overwrite_freed, rekey, rotations
from halfterm.warehouse.store import reading, warehouse


@dataclass(frozen=True, slots=True)
class KeyShown:
    """What may be told of a key: where it is, its fingerprint, how many keys the chain has.

    `held` is the fingerprint that the warehouse's pseudonyms are under; None where nothing is loaded.
    `unfinished` when a rotation was killed on its way.
    """

    place: str
    fingerprint: str
    keys: int
    held: str | None
    unfinished: bool

    @property
    def fits(self) -> bool:
        """Whether the key is the one of the warehouse's pseudonyms."""
        return self.held in (None, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the fingerprints before and after.

    `keys` is how long the chain is now, `cycles` how many have frozen groups; `finished` when it was
    one begun earlier that was brought to its end.
    """

    before: str
    after: str
    keys: int
    cycles: int
    finished: bool


def new_key(workspace: Workspace) -> PseudonymKey:
    """Make the key of a workspace that has none.

    Raises:
        NotAllowed: there is one.
        BadInput: pupils were loaded under a key that is missing.
    """
    place = workspace.key_place
    if (key := read_key(place)) is not None:
        raise NotAllowed(
            f"{place.name}: there is a pupil key ({key.fingerprint}); `key rotate` follows it by another"
        )
    if workspace.warehouse.exists():
        with reading(workspace.warehouse) as connection:
            if has_pupils(connection):
                raise BadInput(missing_key(place, key_held(connection)))
    return make_key(place)


def show_key(workspace: Workspace) -> KeyShown:
    """What may be told of the key of a workspace.

    Raises:
        BadInput: there is none, or what is there is no key.
    """
    place, held, unfinished = workspace.key_place, None, False
    if workspace.warehouse.exists():
        with reading(workspace.warehouse) as connection:
            held = key_held(connection) if has_pupils(connection) else None
            unfinished = place.next.exists()
    key = read_key(place)
    if key is None:
        raise BadInput(
            f"{place.file.name}: there is no pupil key yet; the first load makes one, or: halfterm key new"
            if held is None
            else missing_key(place, held)
        )
    return KeyShown(place.name, key.fingerprint, len(key.secrets), held, unfinished)


def rotate(workspace: Workspace, *, by: str, reason: str, today: date) -> Rotated:
    """Follow the key by another: take every pseudonym of the warehouse under it, and tell the register.

    Killed at any point, it is finished or undone by the next command that needs the key, or by itself when it
    is asked for again: then no second rotation is begun.

    Raises:
        BadInput: no reason is given, there is no such person, or the key is missing or another.
        NotAllowed: the person may not, nothing is loaded yet, or the key comes from the environment.
        StoreTrouble: the warehouse does not hold what was loaded, or other groups than were locked.
    """
    reason = said("say why the pupil key is rotated", reason)
    check_key_keeper(person_of(workspace.programme, by))
    place = workspace.key_place
    check_can_rotate(place)
    with (
        register(workspace.register) as events,
        warehouse(workspace.warehouse, doing="rotating the key") as connection,
    ):
        brought_up = _bring_up(connection, place, by=by, reason=reason, on=today)
        if finish_rotation(events, connection, place) or brought_up:
            return _rotated(connection, warehouse_key(connection, place), finished=True)
        if not has_pupils(connection):
            raise NotAllowed(f"no pupil is loaded yet: delete {place.file.name}, then: halfterm key new")
        key = warehouse_key(connection, place)
        _check_locked(events, connection)
        hold_key(connection, key, on=today)
        longer = key.followed_by(secrets.token_bytes(KEY_BYTES))
        # In this order: at any point, what the warehouse is under lies in one of the two files.
        write_next(place, longer)
        rekey(connection, longer, by=by, reason=reason, on=today)
        adopt_next(place)
        overwrite_freed(connection)
        _tell(events, connection)
        return _rotated(connection, longer, finished=False)


def finish_rotation(events: Register, connection: DuckDBPyConnection, place: KeyPlace) -> bool:
    """Bring a rotation that was killed to its end, or undo it; whether the register was still to be told.

    Raises:
        BadInput: the key is missing, is no key, or is not the one of the warehouse's pseudonyms.
    """
    if place.next.exists():
        warehouse_key(connection, place)
    if not _untold(events, connection):
        return False
    overwrite_freed(connection)
    _tell(events, connection)
    return True


def _bring_up(connection: DuckDBPyConnection, place: KeyPlace, *, by: str, reason: str, on: date) -> bool:
    """Take a warehouse that is older than the last rotation (a backup) as far as the chain of keys goes."""
    held, key = key_held(connection), read_key(place)
    part = None if held is None or key is None else chain_up_to(key, held)
    if key is None or part is None or part == key:
        return False
    for number in range(len(part.secrets), len(key.secrets)):
        longer = PseudonymKey(key.secrets[number], key.secrets[:number])
        rekey(connection, longer, by=by, reason=reason, on=on)
    overwrite_freed(connection)
    return True


def _check_locked(events: Register, connection: DuckDBPyConnection) -> None:
    """New hashes must not vouch for groups that are not those of the lock."""
    hashes = group_hashes(connection)
    wrong = [
        cycle
        for cycle, locked in CycleBook(events.events()).locked.items()
        if hashes.get(cycle) != locked.groups_hash
    ]
    if wrong:
        raise StoreTrouble(
            *(
                f"cycle '{cycle}': its groups are not those that were locked; restore the warehouse"
                for cycle in wrong
            )
        )


def _untold(events: Register, connection: DuckDBPyConnection) -> list[Rotation]:
    """The rotations of the warehouse that the register does not know yet."""
    told = {(event.body["from"], event.body["to"]) for event in events.events(KEY_ROTATED)}
    return [one for one in rotations(connection) if (one.before, one.after) not in told]


def _tell(events: Register, connection: DuckDBPyConnection) -> None:
    """Write into the register the rotations that it does not know yet, with the groups' hashes."""
    groups = group_hashes(connection)
    events.append_all(
        NewEvent(
            KEY_ROTATED,
            PUPIL_KEY,
            one.by,
            one.on,
            {"from": one.before, "to": one.after, "reason": one.reason, "groups": groups},
        )
        for one in _untold(events, connection)
    )


def _rotated(connection: DuckDBPyConnection, key: PseudonymKey, *, finished: bool) -> Rotated:
    last = rotations(connection)[-1]
    return Rotated(last.before, last.after, len(key.secrets), len(group_hashes(connection)), finished)
