"""`halfterm schedule --deploy`: the dates onto a Prefect server that somebody else runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.occasion import Occasion
from halfterm.flows.prefect_home import prepare
from halfterm.flows.prefect_server import server_named
from halfterm.flows.workspace import Workspace


def deploy_to_named_server(
    workspace: Workspace, occasions: Iterable[Occasion], *, now: datetime
) -> tuple[date, ...]:
    """Write the deployments to the server of `PREFECT_API_URL`; the days on which something will be done.

    Raises:
        NotAllowed: the environment names no server. `halfterm up` starts one and deploys by itself.
        StoreTrouble: the server does not answer, or refuses.
    """
    if server_named(os.environ) is None:
        raise NotAllowed(
            "PREFECT_API_URL names no Prefect server; `halfterm up` starts one and deploys to it by itself"
        )
    prepare(workspace.folder)
    from halfterm.flows.deployments import Deployed

    return Deployed(workspace.folder, workspace.programme.id).deploy(occasions, now=now)
