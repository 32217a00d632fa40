"""Intake: bytes to Reports. Every input ends in one Report or in one Rejection that says why not."""

from counterclaim.intake.inputs import open_inputs
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import report_from_text

__all__ = ["IntakeOptions", "open_inputs", "report_from_text"]
