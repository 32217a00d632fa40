"""The track record of claimants, for eyes and as JSON: shown, and never used in any figure."""

import msgspec

from counterclaim.publishing.console import Page, text
from counterclaim.publishing.text import shown
from counterclaim.record.base import Record

LOSSES = {"own": "own losses", "enemy": "enemy losses", "others": "others' losses"}
ABOUT = (
    "How the figures of each claimant compare with what others say of the same: a third party, else the side that "
    "suffered it. A ratio of 2 is a figure twice as high as theirs. It is shown and changes no figure."
)
_WIDTHS = (0, 15, 6, 8, 15, 18)
_HEADINGS = ("claimant", "figures for", "cases", "median", "95 % interval", "others said none")


class ClaimantLine(Record, frozen=True, kw_only=True):
    """A claimant's figures against others': the median ratio and its exact interval, None where the cases are too few.

    Cases in which the others say nought have no ratio: `from_nought` counts those in which the claimant gives more.
    """

    claimant: str
    name: str
    losses: str
    cases: int
    ratio: float | None
    low: float | None
    high: float | None
    from_nought: int


def claimants_table(lines: tuple[ClaimantLine, ...], *, width: int | None, color: bool) -> str:
    """Return the records as a table."""
    out = Page(width=width, color=color)
    if not lines:
        out.line("No claimant whose figures could be held against another's.")
        return out.done()
    out.line(ABOUT, "dim")
    out.line()
    widths = [max(out.width - sum(_WIDTHS) - len(_WIDTHS) + 1, 20), *_WIDTHS[1:]]
    right = (2, 3, 4, 5)
    out.row([text(h, "bold") for h in _HEADINGS], widths, right)
    for line in lines:
        ratio = f"{line.ratio:.2f}" if line.ratio is not None else "–"
        interval = (
            f"{line.low:.2f} to {line.high:.2f}" if line.low is not None and line.high is not None else "too few"
        )
        cells = (
            shown(line.name),
            LOSSES[line.losses],
            f"{line.cases:,}",
            ratio,
            interval,
            f"{line.from_nought or ''}",
        )
        out.row([text(c) for c in cells], widths, right)
    return out.done()


def claimants_json(lines: tuple[ClaimantLine, ...]) -> bytes:
    """Return `{"claimants": [...]}` and a newline."""
    return msgspec.json.encode({"claimants": lines}) + b"\n"
