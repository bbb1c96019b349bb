"""Being told to end: a signal sets an event, and whatever is going on ends in its own time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def told_to_end() -> Iterator[threading.Event]:
    """An event that the signals to end set, instead of breaking off whatever is going on."""
    stop = threading.Event()
    words = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {word: signal.signal(word, lambda *_: stop.set()) for word in words}
    try:
        yield stop
    finally:
        for word, handler in before.items():
            signal.signal(word, handler)
