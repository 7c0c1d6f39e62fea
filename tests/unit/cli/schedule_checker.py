"""Checks a printed schedule as somebody would who knows nothing of the scheduler: from the JSON alone."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

WINDOW_SECONDS = 60.0
SLACK = 1e-5


def broken_rules(plan: dict[str, Any]) -> list[str]:
    """What is wrong with the schedule; nothing, if all is well."""
    assets = {a["asset"]: a for a in plan["assets"]}
    found = [] if len(assets) == len(plan["assets"]) else ["an asset is listed twice"]
    found += _times(plan, assets) + _precedence(assets)
    placed = [a for a in assets.values() if a["resource"] is not None]
    found += _services(plan, placed) + _vram(plan, placed) + _rates(plan, placed) + _loads(plan, placed)
    return found


def _times(plan: dict[str, Any], assets: dict[str, dict[str, Any]]) -> list[str]:
    found = []
    for name, a in assets.items():
        runs = a["status"] in ("to-make", "waiting")
        if runs != (a["start"] is not None and a["end"] is not None):
            found.append(f"{name} is {a['status']}, from {a['start']} to {a['end']}")
        elif runs and a["end"] - a["start"] < a["load_seconds"] - SLACK:
            found.append(f"{name} is over before its model is loaded")
    last = max((a["end"] for a in assets.values() if a["end"] is not None), default=0.0)
    if abs(last - plan["makespan_seconds"]) > 0.001:
        found.append(f"the last asset ends at {last}, the makespan is {plan['makespan_seconds']}")
    if plan["makespan_seconds"] < plan["lower_bound_seconds"] - 0.002:
        found.append("it beats the lower bound")
    return found


def _precedence(assets: dict[str, dict[str, Any]]) -> list[str]:
    return [
        f"{name} starts before {up} is there"
        for name, a in assets.items()
        for up in a["depends_on"]
        if up not in assets or assets[up]["end"] is None or assets[up]["end"] > a["start"] + SLACK
    ]


def most_at_once(stays: list[tuple[float, float, float]]) -> float:
    """The largest sum of the third value over stays (start, end, weight) that overlap."""
    events = sorted(
        [(end - SLACK, -weight) for _, end, weight in stays] + [(start, weight) for start, _, weight in stays]
    )
    most = now = 0.0
    for _, change in events:
        now += change
        most = max(most, now)
    return most


def _services(plan: dict[str, Any], placed: list[dict[str, Any]]) -> list[str]:
    by_service, by_pool, exclusive = defaultdict(list), defaultdict(list), defaultdict(list)
    found = []
    for a in placed:
        service = plan["services"][a["service"]]
        stay = (a["start"], a["end"], 1.0)
        by_service[a["service"]].append(stay)
        if a["resource"] != (service["gpu"] or service["pool"] or a["service"]):
            found.append(f"{a['asset']} is on {a['resource']}, but {a['service']} is not")
        if service["pool"]:
            by_pool[service["pool"]].append(stay)
        if service["exclusive"]:
            exclusive[service["gpu"]].append(stay)
    found += [
        f"{n} has more jobs than slots" for n, s in by_service.items() if most_at_once(s) > plan["services"][n]["slots"]
    ]
    found += [
        f"{n} has more jobs than slots" for n, s in by_pool.items() if most_at_once(s) > plan["pools"][n]["slots"]
    ]
    found += [f"exclusive jobs overlap on {n}" for n, s in exclusive.items() if most_at_once(s) > 1]
    return found


def _vram(plan: dict[str, Any], placed: list[dict[str, Any]]) -> list[str]:
    stays = defaultdict(list)
    for a in placed:
        if a["resource"] in plan["gpus"]:
            stays[a["resource"], a["service"], a["model"]].append(a)
    by_gpu = defaultdict(list)
    for (gpu, _, _), group in stays.items():  # jobs with one model share it: merge their stays
        group.sort(key=lambda a: a["start"])
        start, end, size = group[0]["start"], group[0]["end"], 0.0
        for a in group:
            if a["start"] > end:
                by_gpu[gpu].append((start, end, size))
                start, end, size = a["start"], a["end"], 0.0
            end, size = max(end, a["end"]), max(size, a["vram_gb"])
        by_gpu[gpu].append((start, end, size))
    return [
        f"{gpu} is over-committed"
        for gpu, used in by_gpu.items()
        if most_at_once(used) > plan["gpus"][gpu]["vram_gb"] + SLACK
    ]


def _rates(plan: dict[str, Any], placed: list[dict[str, Any]]) -> list[str]:
    found = []
    for name, service in plan["services"].items():
        if service["per_minute"] is not None:
            starts = sorted(a["start"] for a in placed if a["service"] == name)
            for first, next_one in zip(starts, starts[service["per_minute"] :], strict=False):
                if next_one - first < WINDOW_SECONDS - SLACK:
                    found.append(f"{name} starts too many jobs after {first}")
    return found


def _loads(plan: dict[str, Any], placed: list[dict[str, Any]]) -> list[str]:
    found = []
    if sum(a["loads"] for a in placed) != plan["model_switches"]:
        found.append("the model switches are miscounted")
    if plan["model_switches"] < plan["least_model_switches"]:
        found.append("fewer switches than possible")
    loaded: dict[tuple[str, str], float] = {}
    for a in sorted(placed, key=lambda a: (a["start"], not a["loads"])):
        if a["model"] and a["resource"] in plan["gpus"]:
            key = (a["service"], a["model"])
            if a["loads"]:
                loaded[key] = a["start"] + a["load_seconds"]
            elif key not in loaded:
                found.append(f"{a['asset']} starts with {a['model']} before that was loaded")
            elif a["start"] + a["load_seconds"] < loaded[key] - 0.002:
                found.append(f"{a['asset']} does not wait until {a['model']} is loaded")
    return found
