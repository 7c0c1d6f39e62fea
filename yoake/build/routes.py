"""Routes through a game: which options to pick so that every ending is met and every scene is seen."""

from __future__ import annotations

from yoake.game.model import End, Game, GameScene, Jump, Menu


def _exits(scene: GameScene) -> list[str | None]:
    """Scenes that may follow, in the order of the options; None stands for the end of the game."""
    match scene.steps[-1]:
        case Menu() as menu:
            return [option.to for option in menu.options]
        case Jump() as jump:
            return [jump.to]
        case _:
            return [None]


def ending_of(game: Game, choices: list[int]) -> str:
    """The id of the ending that picking `choices` in order leads to.

    Raises:
        IndexError: where the game asks for more choices than there are.
        ValueError: where the scenes lead in a circle without asking.
    """
    scenes = {s.id: s for s in game.scenes}
    at, left, since_asked = game.scenes[0], list(choices), set[str]()
    while True:
        if at.id in since_asked:
            raise ValueError(f"the scenes around {at.id} lead in a circle")
        since_asked.add(at.id)
        match at.steps[-1]:
            case End() as end:
                return end.ending
            case Menu() as menu:
                at = scenes[menu.options[left.pop(0)].to]
                since_asked.clear()
            case Jump() as jump:
                at = scenes[jump.to]


def routes(game: Game, *, cover: str = "endings") -> list[list[int]]:
    """A small set of choice lists, each a whole play-through.

    Args:
        cover: `endings`: every ending is met; `scenes`: every scene is seen too.

    Returns:
        Lists of option indexes; every ending that can be met is met by one of them, every scene (if asked for) from
        which the game can be ended is on one of them. Linear in the size of the game a route.
    """
    scenes = {s.id: s for s in game.scenes}
    start = game.scenes[0].id
    came_from: dict[str, tuple[str, int] | None] = {start: None}  # on a shortest way, breadth first
    queue = [start]
    for at in queue:
        for index, to in enumerate(_exits(scenes[at])):
            if to is not None and to not in came_from:
                came_from[to] = (at, index)
                queue.append(to)
    out = _ways_out(scenes)
    found: list[list[int]] = []
    met: set[str] = set()
    seen: set[str] = set()
    ends = [s for s in queue if isinstance(scenes[s].steps[-1], End)]
    for scene in [*ends, *(queue if cover == "scenes" else [])]:
        last = scenes[scene].steps[-1]
        if scene in seen or scene not in out or (isinstance(last, End) and last.ending in met and cover != "scenes"):
            continue
        if isinstance(last, End):
            met.add(last.ending)
        route = [*_way_to(scenes, came_from, scene), *_way_from(scenes, out, scene)]
        found.append(route)
        seen.update(_scenes_on(scenes, start, route))
    return found


def _ways_out(scenes: dict[str, GameScene]) -> dict[str, int]:
    """For every scene that an ending can be reached from, the exit that leads to the nearest one."""
    before: dict[str, list[tuple[str, int]]] = {s: [] for s in scenes}
    for name, scene in scenes.items():
        for index, to in enumerate(_exits(scene)):
            if to is not None:
                before[to].append((name, index))
    out = {name: 0 for name, scene in scenes.items() if isinstance(scene.steps[-1], End)}
    queue = list(out)
    for at in queue:
        for name, index in before[at]:
            if name not in out:
                out[name] = index
                queue.append(name)
    return out


def _way_to(scenes: dict[str, GameScene], came_from: dict[str, tuple[str, int] | None], scene: str) -> list[int]:
    picks: list[int] = []
    step = came_from[scene]
    while step is not None:
        at, index = step
        if isinstance(scenes[at].steps[-1], Menu):
            picks.append(index)
        step = came_from[at]
    return picks[::-1]


def _way_from(scenes: dict[str, GameScene], out: dict[str, int], scene: str) -> list[int]:
    picks: list[int] = []
    at: str | None = scene
    while at is not None:
        if isinstance(scenes[at].steps[-1], Menu):
            picks.append(out[at])
        at = _exits(scenes[at])[out[at]]
    return picks


def _scenes_on(scenes: dict[str, GameScene], start: str, choices: list[int]) -> list[str]:
    left, at, passed = list(choices), start, []
    while True:
        passed.append(at)
        exits = _exits(scenes[at])
        to = exits[left.pop(0)] if isinstance(scenes[at].steps[-1], Menu) else exits[0]
        if to is None:
            return passed
        at = to
