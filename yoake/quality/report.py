"""What an automatic check found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why an asset does not pass."""

    code: str
    """Stable, such as `image.blank`; docs/errors.md lists them."""
    message: str
    """One sentence, with what was measured and what would have passed."""


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The result of a check: the most telling finding comes first."""

    findings: tuple[Finding, ...] = ()
    measures: dict[str, float] = field(default_factory=dict)
    """What was measured, under stable names; for the catalog and the gallery."""

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Notes:
    """Collects findings and measures while a check runs."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._measures: dict[str, float] = {}

    def find(self, code: str, message: str) -> None:
        """Note a reason not to pass."""
        self._findings.append(Finding(code, message))

    def measure(self, name: str, value: float) -> float:
        """Note a measure, to six digits, and give it back."""
        self._measures[name] = float(f"{value:.6g}")
        return value

    def report(self) -> QualityReport:
        """Everything that was noted."""
        return QualityReport(tuple(self._findings), dict(self._measures))
