"""What every test stands on: Prefect's records in a folder of their own, and no telemetry."""

from __future__ import annotations

import os
import tempfile

# Settled before anything imports Prefect, which reads its settings once.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="halfterm-test-prefect-")
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
os.environ["PREFECT_SERVER_LOGGING_LEVEL"] = "ERROR"

pytest_plugins = ["tests.postgres"]
