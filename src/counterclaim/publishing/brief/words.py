"""Numbers, days and lists as a wire desk writes them. What a report brought in is told apart by isolates."""

import datetime
import re
from collections.abc import Sequence

from counterclaim.publishing.text import shown
from counterclaim.record import Quantity

FIRST, LAST = "\u2068", "\u2069"  # first strong isolate, pop: a report's own are escaped by `shown`
_ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_VAGUE = re.compile(
    r"\b(tens of thousands|hundreds of thousands|millions|thousands|hundreds|dozens|scores|tens|several"
    r"|a handful|a few|many)\b"
)
_OF = ("tens of thousands", "hundreds of thousands", "millions", "thousands", "hundreds", "dozens", "scores", "tens", "a handful")  # fmt: skip
_MORE = re.compile(r"\b(more than|over|upwards of)\b")
_LESS = re.compile(r"\b(fewer than|less than|under)\b")


def given(words: str) -> str:
    """Return words of a report, marked as such and without what could disturb a line."""
    return f"{FIRST}{shown(words)}{LAST}"


def quote(words: str) -> str:
    """Return words of a report between quotation marks; those within become single ones."""
    inner = shown(words).replace("“", "‘").replace("”", "’")
    inner = re.sub(r'"([^"]*)"', r"‘\1’", inner)
    return f"“{FIRST}{inner}{LAST}”"


def bare(words: str) -> str:
    """Return words without the marks."""
    return words.replace(FIRST, "").replace(LAST, "")


def sentence_case(words: str) -> str:
    """Return words with their first letter as a capital one."""
    at = 1 if words.startswith(FIRST) else 0
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


def full_stop(words: str) -> str:
    """Return a sentence with its capital letter and its full stop, which stands within a closing quotation mark's end."""
    ended = bare(words).rstrip("”’")[-1:] in (".", "!", "?")
    return sentence_case(words) + ("" if ended else ".")


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def number(n: int) -> str:
    """Return a number: in words below ten, 0 as "no"."""
    return _ONES[n] if 0 <= n < len(_ONES) else f"{n:,}"


def amount(quantity: Quantity | None, one: str = "", many: str = "", *, alone_zero: str = "none") -> str:
    """Return a quantity with its noun: "at least 10 soldiers", "dozens of soldiers", "one soldier", "no soldiers"."""
    if quantity is None or (quantity.low is None and quantity.high is None):
        return many
    low, high, told = quantity.low, quantity.high, quantity.text.casefold()
    vague = _VAGUE.search(told)
    if vague and (low is None or high is None or low != high):
        words = vague[1]
        of = " of" if words in _OF and many else ""
        return f"{words}{of} {many}".strip()
    if low == high == 0:
        return f"no {many}" if many else alone_zero
    return f"{_number_told(quantity, told)} {one if low == high == 1 else many}".strip()


def _number_told(quantity: Quantity, told: str) -> str:
    low, high = quantity.low, quantity.high
    if low is None:
        assert high is not None
        return f"fewer than {number(high + 1)}" if _LESS.search(told) else f"at most {number(high)}"
    if high is None:
        if _MORE.search(told):
            return f"more than {number(low - 1)}"
        if low == 2 and not re.search(r"\d|two|least|couple", told):
            return "an unstated number of"
        return f"at least {number(low)}"
    about = "about " if quantity.approx else ""
    return f"{about}{number(low)}" if low == high else f"{about}{number(low)} to {number(high)}"


def day(iso: str, *, year: bool = True) -> str:
    """Return a day: "18 February 2026"."""
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {date:%B}" + (f" {date.year}" if year else "")


def on_days(start: str | None, end: str | None, precision: str | None) -> str:
    """Return when something was, with its preposition; nothing where no date is known."""
    if start is None or end is None:
        known = start or end
        return f"on {day(known)}" if known else ""
    first = datetime.date.fromisoformat(start)
    if precision == "year" and start[:4] == end[:4]:
        return f"in {first.year}"
    if precision == "month" and start[:7] == end[:7]:
        return f"in {first:%B} {first.year}"
    if start == end:
        return f"on {day(start)}"
    if precision == "week":
        return f"in the week of {day(start)}"
    if start[:7] == end[:7]:
        return f"between {first.day} and {day(end)}"
    return f"between {day(start, year=start[:4] != end[:4])} and {day(end)}"
