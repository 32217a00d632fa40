"""Scoring: readings against hand-coded gold. Which claim is right, which is missing, and how much of it all."""

from counterclaim.scoring.figures import Figures, as_dict, bootstrap, figures, render
from counterclaim.scoring.gold import GoldFact, GoldQuantity, GoldReport, GoldSet, load_gold
from counterclaim.scoring.match import Match, Result, match

__all__ = [
    "Figures",
    "GoldFact",
    "GoldQuantity",
    "GoldReport",
    "GoldSet",
    "Match",
    "Result",
    "as_dict",
    "bootstrap",
    "figures",
    "load_gold",
    "match",
    "render",
]
