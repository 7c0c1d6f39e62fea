"""Rank: the longest remaining path from an asset to the end of the run, in seconds, itself included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yoake.scheduler.graph import Job, dependents, in_order


def ranks(jobs: Mapping[str, Job]) -> dict[str, float]:
    """The rank of every job, from the estimates; linear time.

    Raises:
        ValueError: there is a cycle.
    """
    after = dependents(jobs)
    rank: dict[str, float] = {}
    for job in reversed(in_order(jobs)):
        rank[job.asset] = job.demand.estimate_seconds + max((rank[d] for d in after[job.asset]), default=0.0)
    return rank


class Ranks:
    """Ranks that follow a graph while it grows.

    Args:
        jobs: the graph so far.
    """

    def __init__(self, jobs: Mapping[str, Job] | None = None) -> None:
        given = dict(jobs or {})
        self._seconds = {name: job.demand.estimate_seconds for name, job in given.items()}
        self._before = {name: tuple(dict.fromkeys(job.depends_on)) for name, job in given.items()}
        self._after = dependents(given)
        self.rank = ranks(given)
        """Asset -> seconds."""

    def add(self, jobs: Iterable[Job]) -> set[str]:
        """Takes in new jobs, each after those it depends on; only what lies above them is computed again.

        Returns:
            The assets known before whose rank changed: tell the scheduler (`rerank`).
        """
        new = list(jobs)
        for job in new:
            self._seconds[job.asset] = job.demand.estimate_seconds
            self._before[job.asset] = tuple(dict.fromkeys(job.depends_on))
            self._after.setdefault(job.asset, [])
            self.rank[job.asset] = job.demand.estimate_seconds
            for name in self._before[job.asset]:
                self._after[name].append(job.asset)
        changed: set[str] = set()
        for job in reversed(new):
            changed |= self._raise(job.asset)
        return changed - {job.asset for job in new}

    def _raise(self, asset: str) -> set[str]:
        """Carries a rank that may have grown upwards; stops where a longer path leads elsewhere."""
        changed: set[str] = set()
        stack = [asset]
        while stack:
            name = stack.pop()
            for up in self._before[name]:
                through = self._seconds[up] + self.rank[name]
                if through > self.rank[up]:
                    self.rank[up] = through
                    changed.add(up)
                    stack.append(up)
        return changed
