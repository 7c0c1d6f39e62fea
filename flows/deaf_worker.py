"""Imported by the process from which worker processes are forked, and by nothing else: a Ctrl-C in the terminal reaches
every process there, and is meant for the run, which ends its workers itself.
"""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
