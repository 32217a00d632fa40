"""How well are expressions of time recognised? WikiWars (../shared/data/wikiwars, TIMEX2 marks) through the API.

Gold is the TIMEX2 marks inside TEXT. Of marks that lie in one another the outermost counts ("two days after
<3 May>" is one expression); the same figures for the innermost are printed beside. Strict: the same extent. Relaxed:
some overlap, paired one to one. The grammar was tuned on the tuning half alone; the other half is held out.
Published for SynTime on all 22 files: F1 81.5 strict, 94.0 relaxed.

Values: among the marks found strictly whose value is a year, a month or a day of the calendar, how many have those
very days, other days, or none ("early 1950" is left out; most of the last name no year, and no day of publication is given to count from).
"""

import argparse
import calendar
import datetime as dt
import html
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from counterclaim.reading.mentions import Mention, find_mentions

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "wikiwars"
_TEXT = re.compile(r"<TEXT>(.*?)(?:</TEXT>|\Z)", re.S | re.I)
_VALUE = re.compile(r"""\bval=["']([^"']*)""", re.I)
_CALENDAR = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)\b[^<>]*>")

Span = tuple[int, int]


class Score(NamedTuple):
    """Right, found and gold expressions."""

    right: int
    found: int
    gold: int

    def __str__(self) -> str:
        precision, recall = self.right / (self.found or 1), self.right / (self.gold or 1)
        f1 = 2 * self.right / ((self.found + self.gold) or 1)
        return f"P {100 * precision:.1f}  R {100 * recall:.1f}  F1 {100 * f1:.1f}  ({self.right} of {self.gold} gold, {self.found} found)"


def marked(document: str) -> tuple[str, dict[Span, str]]:
    """Return the text of a document without its tags, and its TIMEX2 marks: their extents and values.

    A mark that is never closed, and a close without its mark, are passed over.
    """
    body = _TEXT.search(document)
    source = body.group(1) if body else document
    text, size, at = [], 0, 0
    spans: dict[Span, str] = {}
    open_at: list[tuple[int, str]] = []
    for tag in _TAG.finditer(source):
        piece = html.unescape(source[at : tag.start()])
        text.append(piece)
        size += len(piece)
        at = tag.end()
        if tag.group(2).upper() != "TIMEX2":
            continue
        if not tag.group(1):
            value = _VALUE.search(tag.group())
            open_at.append((size, value.group(1) if value and "mod=" not in tag.group() else ""))
        elif open_at:
            start, told = open_at.pop()
            if start < size:
                spans[start, size] = told
    text.append(html.unescape(source[at:]))
    return "".join(text), spans


def days_of(value: str) -> tuple[str, str] | None:
    """Return the first and last day of a value such as 1950-06, None for any other value."""
    if not _CALENDAR.fullmatch(value):
        return None
    year, month, day = (int(part) if part else None for part in [*value.split("-"), "", ""][:3])
    assert year is not None
    last_month = month or 12
    first = dt.date(year, month or 1, day or 1)
    return first.isoformat(), dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1]).isoformat()


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that lie in no other."""
    spans = list(spans)
    return [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]


def innermost(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in which no other lies."""
    spans = list(spans)
    return [s for s in spans if not any(o != s and s[0] <= o[0] and o[1] <= s[1] for o in spans)]


def strict(gold: list[Span], found: list[Span]) -> int:
    """Count the found spans that are gold ones."""
    return len(set(gold) & set(found))


def relaxed(gold: list[Span], found: list[Span]) -> int:
    """Count pairs of a gold and a found span that overlap; each is in one pair at most."""
    right, i, j = 0, 0, 0
    gold, found = sorted(gold), sorted(found)
    while i < len(gold) and j < len(found):
        if gold[i][1] <= found[j][0]:
            i += 1
        elif found[j][1] <= gold[i][0]:
            j += 1
        else:
            right, i, j = right + 1, i + 1, j + 1
    return right


def main() -> None:
    """Print one line a figure: the tuning half, the held-out half and all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=["tuning"], help="list what was missed and what was too much")
    args = parser.parse_args()
    files = sorted(FOLDER.glob("*.key.xml"))
    if not files:
        print(f"WikiWars is not here ({FOLDER}): nothing to measure.")
        sys.exit(0)
    halves = {"held-out": files[0::2], "tuning": files[1::2]}
    halves = {"tuning": halves["tuning"], "held-out": halves["held-out"], "all": files}
    read: dict[Path, tuple[list[Span], list[Span]]] = {}
    values: dict[Path, Counter[str]] = {}
    for file in files:
        text, spans = marked(file.read_text(encoding="utf-8", errors="replace"))
        mentions = find_mentions(text)
        read[file] = list(spans), [(m.start, m.end) for m in mentions]
        values[file] = compared(spans, mentions)
        if args.errors and file in halves["tuning"]:
            _print_errors(text, outermost(spans), read[file][1])
    _print_figures(halves, read)
    for half, members in halves.items():
        told = sum((values[f] for f in members), Counter[str]())
        print(
            f"{half + ',':9s} {len(members)} files, values: {told['right']} right, {told['wrong']} wrong, {told['untold']} untold"
        )


def compared(gold: dict[Span, str], mentions: list[Mention]) -> Counter[str]:
    """Count the calendar values of marks found strictly: right, wrong, untold."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        days = days_of(gold.get((mention.start, mention.end), ""))
        if days is not None:
            right = (mention.first, mention.last) == days
            counts["untold" if mention.first is None else "right" if right else "wrong"] += 1
    return counts


def _print_figures(halves: dict[str, list[Path]], read: dict[Path, tuple[list[Span], list[Span]]]) -> None:
    views: dict[str, Callable[[Iterable[Span]], list[Span]]] = {"outermost": outermost, "innermost": innermost}
    for half, members in halves.items():
        for view, pick in views.items():
            for name, count in (("strict", strict), ("relaxed", relaxed)):
                pairs = [(pick(read[f][0]), read[f][1]) for f in members]
                score = Score(
                    sum(count(gold, found) for gold, found in pairs),
                    sum(len(found) for _, found in pairs),
                    sum(len(gold) for gold, _ in pairs),
                )
                print(f"{half + ',':9s} {len(members)} files, {view} marks, {name:7s}  {score}")


def _print_errors(text: str, gold: list[Span], found: list[Span]) -> None:
    for label, wrong in (("missed", set(gold) - set(found)), ("extra", set(found) - set(gold))):
        for start, end in sorted(wrong):
            before, after = text[max(0, start - 40) : start], text[end : end + 30]
            print(
                f"{label:6s} {start:6d} {' '.join(before.split())} [[{' '.join(text[start:end].split())}]] {' '.join(after.split())}"
            )


if __name__ == "__main__":
    main()
