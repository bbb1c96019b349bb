"""Who may record how an engagement comes on, and what becomes of a cluster's meetings."""

from __future__ import annotations

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.programme import Cluster, Engagement, Person, Programme


def check_terms_keeper(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may check a step or stage of an engagement.

    Its NLE, the headteachers of its schools and its cluster's facilitator may.

    Raises:
        NotAllowed: the person is none of these.
    """
    heads = person.role == "headteacher" and person.school in engagement.schools
    answers = (engagement.nle, programme.cluster(engagement.cluster).facilitator)
    if not heads and person.id not in answers:
        raise NotAllowed(
            f"{person.name} is neither a headteacher of the engagement '{engagement.id}', nor its NLE, "
            "nor its cluster's facilitator"
        )


def check_meeting_keeper(person: Person, *, cluster: Cluster) -> None:
    """See that this person may swap a cluster's hosts and record its meetings: its facilitator.

    Raises:
        NotAllowed: the person is not.
    """
    if person.id != cluster.facilitator:
        raise NotAllowed(f"{person.name} is not the facilitator of '{cluster.id}', who records its meetings")
