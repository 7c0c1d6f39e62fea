"""Where a task finds the workshop of its run: this process's own, or one opened from the order's site."""

from __future__ import annotations

import threading
from pathlib import Path

from yoake.catalog.catalog import Catalog
from yoake.making.order import Order, Site
from yoake.making.workshop import Workshop
from yoake.store.open import open_store
from yoake.store.paths import Layout

_benches: dict[str, Workshop] = {}
_visited: dict[Site, Workshop] = {}
_lock = threading.Lock()


def lay_out(run_id: str, workshop: Workshop) -> None:
    """Makes a workshop known to the tasks of a run in this process."""
    _benches[run_id] = workshop


def clear_away(run_id: str) -> None:
    """Forgets the workshop of a run that is over."""
    _benches.pop(run_id, None)


def workshop_of(order: Order) -> Workshop:
    """The run's workshop; on another machine, one opened on the order's store and catalog and kept."""
    bench = _benches.get(order.run_id)
    if bench is not None:
        return bench
    with _lock:
        if order.site not in _visited:
            layout = Layout(Path(order.site.root))
            _visited[order.site] = Workshop(
                layout=layout,
                store=open_store(order.site.store, layout),
                catalog=Catalog(order.site.catalog_url),
                hosts=order.site.hosts,
            )
        return _visited[order.site]
