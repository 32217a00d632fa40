"""Days: what a found expression of time says, and the first and last day that it covers (METHOD.md 2.4).

Each arithmetic has the name that rules of knowledge/data/en/times.yaml call it by.
"""

import calendar
import datetime as dt
from collections.abc import Callable

import msgspec

from counterclaim.knowledge.time_rules import Bound, Constants, Kind, Part
from counterclaim.record.time import Precision

Days = tuple[dt.date, dt.date, Precision | None]

_DAY = dt.timedelta(days=1)


class Parts(msgspec.Struct, frozen=True):
    """The values read from an expression."""

    year: int | None = None
    year2: int | None = None
    month: int | None = None
    day: int | None = None
    day2: int | None = None
    weekday: int | None = None
    number: int | None = None
    ordinal: int | None = None
    part: Part | None = None
    first: int | None = None
    second: int | None = None


class FoundTime(msgspec.Struct, frozen=True):
    """An expression of time at [start, end) of the text it was found in.

    `reporting` marks a date that seems to be a statement's ("said on Friday"); `bound` the word before it that
    opens or closes an interval; `inner` the two ends of a range. `kind` "vague" is a METHOD default ("recently").
    """

    start: int
    end: int
    text: str
    kind: Kind
    rule: str
    calc: str
    parts: Parts = Parts()
    constants: Constants = Constants()
    shift: int = 0
    bound: Bound | None = None
    inner: tuple["FoundTime", ...] = ()
    reporting: bool = False


def resolve(
    found: FoundTime, published: dt.date | None, anchor: dt.date | None = None
) -> tuple[str | None, str | None, Precision | None]:
    """Return first day, last day (ISO) and precision; all None where the words cannot be resolved."""
    try:
        days = _days(found, published, anchor)
    except (ValueError, OverflowError):  # 31 June; a day before year 1
        return None, None, None
    if days is None or days[0] > days[1]:
        return None, None, None
    return days[0].isoformat(), days[1].isoformat(), days[2]


def resolve_all(
    found: list[FoundTime], published: dt.date | None, anchor: dt.date | None = None
) -> list[tuple[str | None, str | None, Precision | None]]:
    """Resolve the expressions of one paragraph, in order: "two days later" counts from the day told before.

    Before any day is told, `anchor` is the day of the incident under discussion.
    """
    resolved = []
    for item in found:
        days = resolve(item, published, anchor)
        resolved.append(days)
        if days[0] is not None and days[2] == "day" and item.kind != "publication":
            anchor = dt.date.fromisoformat(days[0])
    return resolved


def _precision(first: dt.date, last: dt.date) -> Precision:
    """Return UCDP's date_prec of an interval by its length."""
    days = (last - first).days + 1
    if days == 1:
        return "day"
    return "range" if days <= 6 else "week" if days == 7 else "month" if days <= 31 else "year"


def _days(found: FoundTime, published: dt.date | None, anchor: dt.date | None) -> Days | None:
    if found.bound in {"before", "after"}:
        return None
    if found.inner:
        return _joined_days(found, published, anchor)
    days = CALCS[found.calc](found, published, anchor)
    if days is None:
        return None
    first, last, precision = days
    if found.shift:
        first += found.shift * _DAY
        precision = _precision(first, last)
    if found.bound == "since":
        if published is None or first > published:
            return None
        return first, published, _precision(first, published)
    return first, last, precision


def _joined_days(found: FoundTime, published: dt.date | None, anchor: dt.date | None) -> Days | None:
    left, right = found.inner
    end = _days(right, published, anchor)
    if end is None:
        return None
    strict = left.calc == "weekday" and right.calc == "weekday"
    # The left end is the last such day before the right end: "between May and July 2016".
    start = (
        _days(left, end[0] - _DAY if strict else end[0], anchor)
        if _needs_year(left)
        else _days(left, published, anchor)
    )
    if start is None and left.parts.year is None and right.parts.year is not None:
        start = _days(left, end[0], anchor)
    if start is None or start[0] > end[1]:
        return None
    return start[0], end[1], _precision(start[0], end[1])


def _needs_year(found: FoundTime) -> bool:
    return found.calc == "weekday" or (
        found.calc in {"date", "month", "monthday", "holiday"} and found.parts.year is None
    )


def _one(day: dt.date) -> Days:
    return day, day, "day"


def _date(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    p = found.parts
    assert p.month is not None and p.day is not None
    if p.year is not None:
        return _one(dt.date(p.year, p.month, p.day))
    day = _latest(p.month, p.day, published)
    return _one(day) if day else None


def _latest(month: int, day: int, published: dt.date | None) -> dt.date | None:
    """Return the latest such day not after the day of publication (29 February may be years back)."""
    if published is None:
        return None
    if day > calendar.monthrange(2024, month)[1]:
        raise ValueError(f"no day {day} in month {month}")
    for year in range(published.year, max(published.year - 9, 1), -1):
        if day <= calendar.monthrange(year, month)[1] and (found := dt.date(year, month, day)) <= published:
            return found
    return None


def _numeric(found: FoundTime, *_: dt.date | None) -> Days | None:
    """Resolve 18/02/2026; 04/06/2026 only where a weekday beside it decides."""
    p = found.parts
    assert p.first is not None and p.second is not None and p.year is not None
    readings = []
    for day, month in {(p.first, p.second), (p.second, p.first)}:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(p.year, month)[1]:
            readings.append(dt.date(p.year, month, day))
    if len(readings) > 1 and p.weekday is not None:
        readings = [r for r in readings if r.weekday() == p.weekday]
    return _one(readings[0]) if len(readings) == 1 else None


def _around(found: FoundTime, published: dt.date | None, anchor: dt.date | None) -> Days | None:
    days = _date(found, published, anchor)
    return (days[0] - _DAY, days[0] + _DAY, "range") if days else None


def _day_range(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    p = found.parts
    assert p.month is not None and p.day is not None and p.day2 is not None
    if p.year is not None:
        last: dt.date | None = dt.date(p.year, p.month, p.day2)
    else:
        last = _latest(p.month, p.day2, published)
    if last is None:
        return None
    first = last.replace(day=p.day)
    return first, last, _precision(first, last)


def _monthday(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None or found.parts.day is None:
        return None
    year, month = published.year, published.month
    for _back in range(3):
        if found.parts.day <= calendar.monthrange(year, month)[1]:
            day = dt.date(year, month, found.parts.day)
            if day <= published:
                return _one(day)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _month_days(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _month(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    p = found.parts
    assert p.month is not None
    start = dt.date(p.year, p.month, 1) if p.year is not None else _latest(p.month, 1, published)
    if start is None:
        return None
    first, last = _month_days(start.year, start.month)
    if (
        p.year is None
        and published is not None
        and found.constants.strict
        and published <= last
        and "last" in found.text.lower()
    ):
        first, last = _month_days(first.year - 1, first.month)
    first, last = _part_of_month(first, last, p.part)
    if published is not None and (p.part is not None or p.year is None) and first <= published < last:
        last = published
    return first, last, "month"


def _part_of_month(first: dt.date, last: dt.date, part: Part | None) -> tuple[dt.date, dt.date]:
    if part == "early":
        return first, first.replace(day=10)
    if part == "mid":
        return first.replace(day=10), first.replace(day=20)
    return (first.replace(day=15), last) if part == "late" else (first, last)


def _week_of_month(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    days = _whole_month(found, published)
    if days is None or found.parts.ordinal is None:
        return None
    first, last = days
    if found.parts.ordinal < 0:
        return last - 6 * _DAY, last, "week"
    start = first + 7 * (found.parts.ordinal - 1) * _DAY
    return start, start + 6 * _DAY, "week"


def _days_of_month(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    days, count = _whole_month(found, published), found.parts.number
    if days is None or not count:
        return None
    first, last = days
    if found.parts.ordinal == 1:
        last = first + (count - 1) * _DAY
    elif found.parts.ordinal == -1:
        first = last - (count - 1) * _DAY
    else:
        return None
    return first, last, _precision(first, last)


def _whole_month(found: FoundTime, published: dt.date | None) -> tuple[dt.date, dt.date] | None:
    p = found.parts
    assert p.month is not None
    start = dt.date(p.year, p.month, 1) if p.year is not None else _latest(p.month, 1, published)
    return _month_days(start.year, start.month) if start else None


def _year(found: FoundTime, *_: dt.date | None) -> Days | None:
    assert found.parts.year is not None
    first, last = _part_of_year(found.parts.year, found.parts.part)
    return first, last, "year"


def _part_of_year(year: int, part: Part | None) -> tuple[dt.date, dt.date]:
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part or "", (1, 12))
    return dt.date(year, first, 1), _month_days(year, last)[1]


def _years(found: FoundTime, *_: dt.date | None) -> Days | None:
    p = found.parts
    assert p.year is not None and p.year2 is not None
    return dt.date(p.year, 1, 1), dt.date(p.year2, 12, 31), "year"


def _decade(found: FoundTime, *_: dt.date | None) -> Days | None:
    year = found.parts.year
    assert year is not None
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(found.parts.part or "", (0, 9))
    return dt.date(year + low, 1, 1), dt.date(year + high, 12, 31), "year"


def _weekday(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None or found.parts.weekday is None:
        return None
    back = (published.weekday() - found.parts.weekday) % 7
    if found.constants.shift > 0:
        return _one(published + ((7 - back) or 7) * _DAY)
    if found.constants.strict and back == 0:
        back = 7
    return _one(published - back * _DAY)


def _weekday_of_week(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None or found.parts.weekday is None:
        return None
    monday = published - published.weekday() * _DAY
    return _one(monday + (7 * found.constants.shift + found.parts.weekday) * _DAY)


def _offset(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    return _one(published + (found.constants.days or 0) * _DAY) if published else None


def _overnight(_found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    return (published - _DAY, published, "range") if published else None


def _ago(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    count = found.parts.number
    return _moved(published, found.constants.unit, -count) if published and count else None


def _moved(day: dt.date, unit: str, by: int) -> Days:
    """Return the day, week, month or year that lies `by` of them from the one of `day`."""
    if unit == "day":
        return _one(day + by * _DAY)
    if unit == "week":
        monday = day - day.weekday() * _DAY + 7 * by * _DAY
        return monday, monday + 6 * _DAY, "week"
    if unit == "month":
        months = day.year * 12 + day.month - 1 + by
        return *_month_days(months // 12, months % 12 + 1), "month"
    return *_part_of_year(day.year + by, None), "year"


def _unit(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None:
        return None
    first, last, precision = _moved(published, found.constants.unit, found.constants.shift)
    part = found.parts.part
    if part is None:
        return first, last, precision
    if found.constants.unit == "week":
        low, high = {"early": (0, 2), "mid": (2, 4), "late": (4, 6)}[part]
        return first + low * _DAY, first + high * _DAY, "range"
    if found.constants.unit == "month":
        return *_part_of_month(first, last, part), "month"
    return *_part_of_year(first.year, part), "year"


def _this(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None:
        return None
    unit = found.constants.unit
    first, last, _precise = _moved(published, unit, 0)
    if unit == "year" and found.parts.part:
        first, last = _part_of_year(first.year, found.parts.part)
    last = min(last, published)
    if unit == "week":
        return first, last, _precision(first, last)
    return (first, last, "month" if unit == "month" else "year") if first <= last else None


def _earlier(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None:
        return None
    unit = found.constants.unit
    first = _moved(published, unit, 0)[0]
    last = max(first, published - _DAY)
    return first, last, _precision(first, last) if unit == "week" else "month" if unit == "month" else "year"


def _last_days(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    count = found.constants.days or found.parts.number
    if published is None or not count:
        return None
    first = published - (count - 1) * _DAY
    return first, published, found.constants.precision or _precision(first, published)


def _days_before(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    count = found.constants.days or found.parts.number
    if published is None or not count:
        return None
    first, last = published - count * _DAY, published - _DAY
    return first, last, _precision(first, last)


def _past_hours(found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    hours = found.parts.number or found.constants.count
    if published is None or not hours:
        return None
    days = -(-hours // 24)
    first = published - (days if days <= 2 else max(2, days - 1)) * _DAY
    return first, published, _precision(first, published)


def _past(found: FoundTime, published: dt.date | None, anchor: dt.date | None) -> Days | None:
    count, unit = found.parts.number or found.constants.count, found.constants.unit
    if published is None or not count:
        return None
    if unit == "day":
        return _days_before(found, published, anchor)
    if unit == "week":
        first = published - (7 * count - 1) * _DAY
        return first, published, "week" if count == 1 else "month" if 7 * count <= 31 else "year"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        month_first, month_last = _month_days(months // 12, months % 12 + 1)
        first = min(month_first + (published.day - 1) * _DAY, month_last) + _DAY
        first = max(first, dt.date(published.year, 1, 1)) if count > 1 else first
        return first, published, "month" if count == 1 else "year"
    return dt.date(published.year - count + 1, 1, 1), published, "year"


def _weekend(_found: FoundTime, published: dt.date | None, _: dt.date | None) -> Days | None:
    if published is None:
        return None
    sunday = published - (published.weekday() + 1) % 7 * _DAY
    return sunday - _DAY, sunday, "range"


def _anchor(found: FoundTime, _published: dt.date | None, anchor: dt.date | None) -> Days | None:
    return _one(anchor + (found.constants.days or 0) * _DAY) if anchor else None


def _anchor_unit(found: FoundTime, _published: dt.date | None, anchor: dt.date | None) -> Days | None:
    count = 1 if found.constants.shift == 0 else found.parts.number
    return _moved(anchor, found.constants.unit, found.constants.shift * count) if anchor and count else None


CALCS: dict[str, Callable[[FoundTime, dt.date | None, dt.date | None], Days | None]] = {
    "date": _date,
    "numeric": _numeric,
    "around": _around,
    "days": _day_range,
    "monthday": _monthday,
    "holiday": _date,
    "month": _month,
    "week_of_month": _week_of_month,
    "days_of_month": _days_of_month,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "offset": _offset,
    "overnight": _overnight,
    "ago": _ago,
    "unit": _unit,
    "this": _this,
    "earlier": _earlier,
    "last_days": _last_days,
    "days_before": _days_before,
    "past_hours": _past_hours,
    "past": _past,
    "weekend": _weekend,
    "anchor": _anchor,
    "anchor_unit": _anchor_unit,
}
