"""A claim as the fields of a form, and a form as the fields that a person changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterclaim.errors import UsageError
from counterclaim.record import NARRATOR, Claim
from counterclaim.record.base import Record

NEW = "new"
"""What a form sends as the incident of a claim that opens one."""

PARTS = ("evidence", "quantity", "claimant", "agent", "target", "place")
"""The parts that have words in the text: each with `_start` and `_end` where they were selected."""


class FormField(Record, frozen=True, kw_only=True):
    """A part of a claim with its words and where they stand."""

    name: str
    label: str
    hint: str
    words: str
    start: int | None
    end: int | None


_LABELS = {
    "evidence": ("Words that carry it", "the clause, not the paragraph"),
    "quantity": ("Number", "the words that tell it"),
    "claimant": ("Who says it", f"the words that name the source, or “{NARRATOR}”"),
    "agent": ("Who did it", "leave empty where nobody is named"),
    "target": ("Who or what suffered it", ""),
    "place": ("Where", ""),
}


def fields_of(claim: Claim | None) -> tuple[FormField, ...]:
    """Return the parts of a claim as a form shows them; empty ones for a claim to be added."""
    found = []
    for name in PARTS:
        words, start, end = _part(claim, name) if claim is not None else ("", None, None)
        label, hint = _LABELS[name]
        found.append(FormField(name=name, label=label, hint=hint, words=words, start=start, end=end))
    return tuple(found)


def _part(claim: Claim, name: str) -> tuple[str, int | None, int | None]:
    if name == "evidence":
        first = claim.evidence[0]
        return first.quote, first.start, first.end
    if name == "claimant":
        link = claim.attribution[-1] if claim.attribution else None
        return (link.party.text, link.party.start, link.party.end) if link else (NARRATOR, None, None)
    part = getattr(claim, name)
    return (part.text, part.start, part.end) if part is not None else ("", None, None)


def changes_in(form: Mapping[str, str], claim: Claim | None) -> dict[str, Any]:
    """Return what a form says otherwise than a claim (None: a new one), as `editing` takes it.

    Raises UsageError where a number is none.
    """
    changes: dict[str, Any] = {}
    kind, _, type_ = form.get("what", "").partition("/")
    for name, value in (
        ("kind", kind), ("type", type_), ("stance", form.get("stance", "")), ("incident", form.get("incident", "")),
    ):  # fmt: skip
        if value and (claim is None or value != (getattr(claim, name) or "")):
            changes[name] = value
    if changes.get("incident") == NEW:
        changes["incident"] = _new_incident(form)
    elif "incident" in changes:
        background = changes["incident"] == "background"
        if background and claim is not None and claim.scope == "background":
            del changes["incident"]
        elif background:
            changes |= {"scope": "background", "incident": None}
        else:
            changes["scope"] = "incident"
    for name in PARTS:
        value = _changed(form, name, claim)
        if value is not _SAME:
            changes[name] = value
    _numbers(form, claim, changes)
    _days(form, claim, changes)
    return changes


def _new_incident(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the happening that a form tells; a place or days left empty are those of the claim."""
    told: dict[str, Any] = {"type": form.get("new_type") or None}
    if place := _plain(form.get("new_place", "")).strip():
        start, end = _number(form, "new_place_start"), _number(form, "new_place_end")
        told["place"] = {"text": place, "start": start, "end": end} if None not in (start, end) else {"text": place}
        if country := form.get("new_country", "").strip().upper():
            told["place"]["country"] = country
    first, last = form.get("new_day", "").strip(), form.get("new_day_end", "").strip()
    if last and not first:
        raise UsageError("the new incident: give its first day, too")
    if first:
        told["time"] = {"start": first, "end": last or first}
    return told


_SAME = object()


def _changed(form: Mapping[str, str], name: str, claim: Claim | None) -> Any:
    """Return a part as the form has it: words, or the offsets where they were selected; _SAME where it did not change."""
    if name not in form:
        return _SAME
    old, old_start, old_end = _part(claim, name) if claim is not None else ("", None, None)
    words = _plain(form[name])
    start, end = _number(form, f"{name}_start"), _number(form, f"{name}_end")
    moved = start is not None and end is not None and (start, end) != (old_start, old_end)
    if not moved and words.strip() == _plain(old).strip():
        return _SAME
    if not words.strip():
        return NARRATOR if name == "claimant" else None if name != "evidence" else []
    if name == "claimant" and words.strip() == NARRATOR:
        return NARRATOR
    key = "quote" if name == "evidence" else "text"
    return {key: words.strip("\n"), "start": start, "end": end} if moved else {key: words.strip()}


def _numbers(form: Mapping[str, str], claim: Claim | None, changes: dict[str, Any]) -> None:
    """Take in low and high where a person typed others than the words give by themselves."""
    if "low" not in form and "high" not in form:
        return
    low, high = _number(form, "low"), _number(form, "high")
    old = claim.quantity if claim is not None else None
    before = (old.low, old.high) if old is not None else (None, None)
    if (low, high) == before:
        return
    if changes.get("quantity") is None:
        if old is None:
            raise UsageError("quantity: select the words that tell the number, too")
        changes["quantity"] = {"text": old.text, "start": old.start, "end": old.end, "unit": old.unit}
    changes["quantity"] = {**changes["quantity"], "low": low, "high": high}


def _days(form: Mapping[str, str], claim: Claim | None, changes: dict[str, Any]) -> None:
    if "day" not in form:
        return
    start, end = form["day"].strip() or None, form.get("day_end", "").strip() or None
    old = claim.time if claim is not None else None
    before = (old.start, old.end) if old is not None else (None, None)
    if (start, end or start) == (before[0], before[1] or before[0]):
        return
    changes["time"] = None if start is None else {"start": start, "end": end or start}


def _number(form: Mapping[str, str], name: str) -> int | None:
    words = form.get(name, "").strip().replace(",", "")
    if not words:
        return None
    if not words.isascii() or not words.isdigit() or len(words) > 12:
        raise UsageError(f"{name.replace('_', ' ')}: {words[:20]} is no whole number")
    return int(words)


def _plain(words: str) -> str:
    """A browser sends lines ended by CRLF."""
    return words.replace("\r\n", "\n").replace("\r", "\n")
