"""Builds and their tests: package a game for a target, lint it, play it to every ending."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from yoake.build.pack import pack, unpack
from yoake.build.report import BuildReport
from yoake.build.tools import Step
from yoake.definition.models import Target
from yoake.errors import InvalidRequestError, MissingToolError, YoakeError
from yoake.game.model import Game
from yoake.making.order import Order
from yoake.making.workshop import Workshop
from yoake.providers.base import Input, Product, Request


def build(order: Order, request: Request, workshop: Workshop) -> Product:
    """Packages, lints or plays, as `params.step` says; the result is one zip.

    Raises:
        YoakeError: `build.problems` where a test finds any, `build.no-game`, or what the engine's build says.
    """
    target: Target = request.params["target"]
    step: Step = request.params.get("step", "package")
    if step == "package":
        game = _one(request.inputs, "application/json", order)
        files = _files(game, workshop)
        engine = workshop.layout.engines
        zipped = workshop.run(
            package, target, game.path, files, request.folder, engine, timeout_seconds=order.timeout_seconds
        )
        return Product(zipped, "application/zip", meta={"target": target, "step": step, "publish": target})
    built = _one(request.inputs, "application/zip", order, target)
    game = _one(request.inputs, "application/json", order)
    report, zipped = workshop.run(
        examine, target, step, built.path, game.path, request.folder, timeout_seconds=order.timeout_seconds
    )
    if report.skipped and os.environ.get("YOAKE_REQUIRE_ALL") == "1":
        raise MissingToolError("build.tool-missing", f"{order.address} was skipped: {report.skipped}")
    if report.problems:
        kept = workshop.layout.project(order.project) / "playthrough" / f"{target}_{step}_failed"
        shutil.rmtree(kept, ignore_errors=True)
        unpack(zipped, kept)
        more = f" (and {len(report.problems) - 1} more)" if len(report.problems) > 1 else ""
        raise YoakeError(
            "build.problems",
            f"{order.address}: {report.problems[0]}{more}.",
            next_step=f"The report and the screenshots are in playthrough/{target}_{step}_failed.",
        )
    meta = {
        "target": target,
        "step": step,
        "skipped": report.skipped,
        "endings": sorted({p.ending for p in report.plays if p.ending}),
        "publish": f"playthrough/{target}" if step == "play" else "",
    }
    return Product(zipped, "application/zip", meta=meta)


def package(target: Target, game_json: Path, files: Mapping[str, Path], folder: Path, engines: Path) -> Path:
    """Builds the game's folder and zips it; runs in a worker process.

    Args:
        files: file name in the game -> local file.
        engines: where downloaded engines are kept.
    """
    game = Game.model_validate_json(game_json.read_bytes())
    site = folder / "game"
    if target == "web":
        from yoake.build.web.build import build_web
        from yoake.build.web.engine import engine_folder

        warnings = build_web(game, files, site, engine=engine_folder(engines))
    else:
        from yoake.build.renpy import build_renpy

        warnings = build_renpy(game, files, site)
    if warnings:
        (site / "WARNINGS.txt").write_text("\n".join(warnings) + "\n", encoding="utf-8")
    zipped = folder / f"{target}.zip"
    pack(site, zipped)
    return zipped


def examine(target: Target, step: Step, built: Path, game_json: Path, folder: Path) -> tuple[BuildReport, Path]:
    """Lints or plays a packaged game; runs in a worker process.

    Returns:
        The report, and a zip with it and the screenshots.
    """
    game = Game.model_validate_json(game_json.read_bytes())
    site, found = folder / "game", folder / "found"
    unpack(built, site)
    found.mkdir()
    if target == "web":
        from yoake.build.web.play import play_web

        report = play_web(site, game, found)
    elif step == "lint":
        from yoake.build.renpy import lint_renpy

        report = lint_renpy(site)
    else:
        from yoake.build.renpy import play_renpy

        report = play_renpy(site, game, found)
    (found / "report.json").write_text(report.model_dump_json(indent=1), encoding="utf-8")
    zipped = folder / "report.zip"
    pack(found, zipped)
    return report, zipped


def _one(inputs: tuple[Input, ...], media_type: str, order: Order, target: Target | None = None) -> Input:
    fitting = [
        i
        for i in inputs
        if i.media_type == media_type
        and (target is None or (i.meta.get("target"), i.meta.get("step")) == (target, "package"))
    ]
    if not fitting:
        wanted = "a game from an integrate task" if media_type == "application/json" else f"the built {target} game"
        raise InvalidRequestError(
            "build.no-game", f"{order.address} needs {wanted}.", next_step="Name that task in its depends_on."
        )
    return fitting[-1]


def _files(game: Input, workshop: Workshop) -> dict[str, Path]:
    model = Game.model_validate_json(game.path.read_bytes())
    suffixes = game.meta.get("suffixes", {})
    return {f.name: workshop.store.local(f.sha256, suffixes.get(f.sha256, Path(f.name).suffix)) for f in model.files}
