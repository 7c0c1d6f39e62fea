"""What the catalog offers to choose from follows the project file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.unit.catalog.test_reviews import A, B, candidate
from tests.unit.workspace.opened_project import opened
from yoake.graph.selection import Selection
from yoake.workspace.candidate_rows import bring_up_to_date


def test_what_has_no_candidates_any_more_offers_none(tmp_path: Path):
    tasks = """
tasks:
  - {id: bell, type: se_gen, params: {kinds: [bell]}}
  - {id: rain, type: se_gen, params: {kinds: [rain]}, candidates: 2}
"""
    with closing(opened(tmp_path, tasks)) as workspace:
        reviews, project = workspace.catalog.reviews, workspace.project.project
        for address in ("bell", "bell/left", "rain", "gone"):
            reviews.record_candidates(project, address, [candidate(1, A, True), candidate(2, B, False)])
        bring_up_to_date(workspace, workspace.take_stock(Selection()), "r2")
        assert {row.address for row in reviews.candidates(project)} == {"rain"}
