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
    """
    scenes = {s.id: s for s in game.scenes}
    at, left = game.scenes[0], list(choices)
    while True:
        match at.steps[-1]:
            case End() as end:
                return end.ending
            case Menu() as menu:
                at = scenes[menu.options[left.pop(0)].to]
            case Jump() as jump:
                at = scenes[jump.to]


def routes(game: Game, *, cover: str = "endings") -> list[list[int]]:
    """A small set of choice lists, each a whole play-through.

    Args:
        cover: `endings`: every ending is met; `scenes`: every scene is seen too.

    Returns:
        Lists of option indexes; every ending that can be met is met by one of them. Linear in the size of the game
        a route.
    """
    scenes = {s.id: s for s in game.scenes}
    start = game.scenes[0].id
    # a shortest way (in menus) to every scene, breadth first
    way: dict[str, list[int]] = {start: []}
    queue = [start]
    for at in queue:
        is_menu = isinstance(scenes[at].steps[-1], Menu)
        for index, to in enumerate(_exits(scenes[at])):
            if to is not None and to not in way:
                way[to] = [*way[at], index] if is_menu else list(way[at])
                queue.append(to)
    finish: dict[str, list[int]] = {}

    def to_the_end(scene: str) -> list[int]:
        trail = []
        picks: list[int] = []
        at: str | None = scene
        while at is not None and at not in finish:
            trail.append(at)
            at = _exits(scenes[at])[0]
        tail = finish[at] if at is not None else []
        for seen in reversed(trail):
            tail = [0, *tail] if isinstance(scenes[seen].steps[-1], Menu) else tail
            finish[seen] = tail
        picks.extend(finish[scene])
        return picks

    found: list[list[int]] = []
    met: set[str] = set()
    seen: set[str] = set()
    ends = [s for s in queue if isinstance(scenes[s].steps[-1], End)]
    for scene in [*ends, *(queue if cover == "scenes" else [])]:
        last = scenes[scene].steps[-1]
        if isinstance(last, End):
            if last.ending in met and (cover != "scenes" or scene in seen):
                continue
            met.add(last.ending)
        elif scene in seen:
            continue
        route = [*way[scene], *to_the_end(scene)]
        found.append(route)
        seen.update(_scenes_on(scenes, start, route))
    return found


def _scenes_on(scenes: dict[str, GameScene], start: str, choices: list[int]) -> list[str]:
    left, at, passed = list(choices), start, []
    while True:
        passed.append(at)
        exits = _exits(scenes[at])
        to = exits[left.pop(0)] if isinstance(scenes[at].steps[-1], Menu) else exits[0]
        if to is None:
            return passed
        at = to
