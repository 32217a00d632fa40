"""The brief: what some incidents come to, in the plain prose of a wire desk, every sentence with the claims it rests on."""

from counterclaim.publishing.brief.html import html
from counterclaim.publishing.brief.markdown import markdown
from counterclaim.publishing.brief.model import (
    Brief,
    Citation,
    Material,
    Part,
    Reprint,
    Said,
    Section,
    Sentence,
    Source,
    Story,
    Week,
)
from counterclaim.publishing.brief.plan import plan
from counterclaim.publishing.brief.trend import Weeks

__all__ = [
    "Brief",
    "Citation",
    "Material",
    "Part",
    "Reprint",
    "Said",
    "Section",
    "Sentence",
    "Source",
    "Story",
    "Week",
    "Weeks",
    "html",
    "markdown",
    "plan",
]
