"""How long ComfyUI may take for each phase of a job."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds."""

    socket: float = 5.0
    """To open the WebSocket; without it the job is followed by polling."""
    submit: float = 60.0
    """To accept a graph: it answers nothing while Python is busy loading a model."""
    handover: float = 3.0
    """For the reply to a graph whose job is cancelled meanwhile: only then can it be taken back."""
    idle: float = 60.0
    """A job may wait this long while nothing runs: then the thread that executes is dead."""
    stall: float = 300.0
    """Without a sign of progress on a socket that is open. Loading a large model gives none."""
    silence: float = 20.0
    """Of polls that fail one after the other; a run survives shorter interruptions."""
    poll: float = 1.0
    """Between polls where there is no socket."""
    watch: float = 5.0
    """Between polls beside a socket, which may fall silent without closing."""
    cancel: float = 30.0
    """For a cancelled job to be gone: a running one stops after its current step."""
    free: float = 120.0
    """For VRAM to be free: it is freed after the job that runs."""
    probe: float = 15.0
    """For a tiny graph to run, where the service was found stuck before."""
    retry: float = 0.5
    """Before a download is tried again."""
