"""The pace of a run corrects its estimates."""

from __future__ import annotations

import pytest

from flows.pace import Pace


def test_without_measurements_the_estimate_holds():
    assert Pace().expected("sdxl", 20.0) == 20.0


def test_what_is_measured_outweighs_the_estimate_soon():
    pace = Pace()
    pace.saw("sdxl", 40.0, 20.0)
    once = pace.expected("sdxl", 20.0)
    for _ in range(30):
        pace.saw("sdxl", 40.0, 20.0)
    assert 20 < once < 40
    assert pace.expected("sdxl", 20.0) == pytest.approx(40.0, rel=0.05)
    assert pace.expected("flux", 20.0) == 20.0, "another kind of work is not touched"
