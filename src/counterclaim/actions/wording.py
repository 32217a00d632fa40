"""Words that a person selected, found in the report: each part of a claim by its offsets, checked against the text.

A part may be given by its words alone ("the army"), by its offsets, or by both, which then have to agree. Words alone are
looked for inside the claim's quotation first, else as near to it as they stand.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterclaim.errors import UsageError
from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.geocode import Geocoder, Named
from counterclaim.knowledge.people import materiel_noun, person_noun, unit_of
from counterclaim.knowledge.roles import role_of
from counterclaim.reading.quantities import find_quantities
from counterclaim.record import NARRATOR, Claim, Place

Fields = dict[str, Any]
_ARTICLES = ("the ", "a ", "an ", "some ", "these ", "those ")
_FEW_WORDS = 60  # characters of a text that an error quotes


def evidence_of(text: str, given: Any) -> list[Fields]:
    """Return the quotations, each checked; `given` is one or several of words, offsets, or both."""
    parts = given if isinstance(given, (list, tuple)) else [given]
    if not parts:
        raise UsageError("evidence: a claim quotes at least one passage; select its words")
    found = []
    for part in parts:
        value = {"quote": part} if isinstance(part, str) else _mapping("evidence", part)
        renamed = {k: v for k, v in value.items() if k != "quote"} | {"text": value.get("quote")}
        spot = located(text, renamed, "evidence", 0, len(text))
        found.append({"start": spot["start"], "end": spot["end"], "quote": spot["text"]})
    return sorted(found, key=lambda e: (e["start"], e["end"]))


def located(text: str, value: Mapping[str, Any], name: str, near: int, far: int) -> Fields:
    """Return `value` with text, start and end that stand in the report; [near, far) is where words alone are looked for."""
    words, start, end = value.get("text"), value.get("start"), value.get("end")
    if start is None and end is None:
        if not isinstance(words, str) or not words.strip():
            raise UsageError(f"{name}: give its words (text) or select them (start and end)")
        start = _nearest(text, words, near, far)
        if start is None:
            raise UsageError(f"{name}: {_few(words)} does not stand in the text; select the words there")
        end = start + len(words)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise UsageError(f"{name}: start {start} and end {end} are no stretch of a text of {len(text)} characters")
    if words is not None and text[start:end] != words:
        raise UsageError(f"{name}: at {start}-{end} the text has {_few(text[start:end])}, not {_few(str(words))}")
    return {**value, "text": text[start:end], "start": start, "end": end}


def quantity_of(text: str, given: Any, near: int, far: int, kind: str) -> Fields:
    """Return a quantity: what its words say unless low or high are given, which the words then have to hold."""
    value = located(text, _worded("quantity", given), "quantity", near, far)
    said = find_quantities(value["text"])
    value.setdefault("approx", bool(said and said[0].approx))
    if not value.get("unit"):
        value["unit"] = _unit(value["text"]) or ("other" if kind == "materiel" else "people")
    if "low" not in value and "high" not in value:
        if not said:
            raise UsageError(f"quantity: {_few(value['text'])} holds no number; select the words that tell it")
        value["low"], value["high"] = said[0].low, said[0].high
    low, high = value.setdefault("low", None), value.setdefault("high", None)
    if any(n is not None and not _offset(n) for n in (low, high)):
        raise UsageError("quantity: low and high are whole numbers, or null where that end is open")
    if any(n is not None and n < 0 for n in (low, high)) or (low is not None and high is not None and low > high):
        raise UsageError(f"quantity: low {low} and high {high} are no range")
    held = {n for q in said for n in (q.low, q.high) if n is not None} or {1, 2}  # "a soldier", "soldiers"
    wrong = [n for n in (low, high) if n is not None and n not in held]
    if wrong:
        raise UsageError(
            f"quantity: {_few(value['text'])} does not tell {' or '.join(map(str, wrong))}; select the words that do"
        )
    return value


def party_of(text: str, given: Any, name: str, near: int, far: int, country: str | None = None) -> Fields:
    """Return a party; without an id it is looked up in the registry, an id of null leaves it unknown."""
    value = located(text, _worded(name, given), name, near, far)
    value["name"] = value.get("name") or bare(value["text"])
    registry = load_registry()
    if "id" not in value:
        match = registry.find(value["name"], country=country)
        value["id"] = match.id if match is not None else None
    if value["id"] is not None:
        try:
            value["type"] = registry.actor(value["id"]).type
        except KeyError:
            raise UsageError(f"{name}: the registry has no actor {value['id']}; leave id null") from None
    return value


def target_of(text: str, given: Any, near: int, far: int, kind: str, country: str | None) -> Fields:
    """Return whom or what it happened to; status, age, sex and facility follow from the noun where they are not given."""
    value = party_of(text, given, "target", near, far, country)
    value.pop("type", None)
    lemma = value["name"].split()[-1].lower() if value["name"].split() else ""
    noun = person_noun(lemma) or person_noun(lemma.removesuffix("s"))
    thing = materiel_noun(lemma) or materiel_noun(lemma.removesuffix("s"))
    if not value.get("kind"):
        default = {"materiel": "materiel", "media": "media"}.get(kind)
        value["kind"] = default or ("materiel" if thing is not None and noun is None else "people")
    if noun is not None:
        for field in ("status", "age", "sex"):
            value.setdefault(field, getattr(noun, field))
    if thing is not None:
        value.setdefault("facility", thing.facility)
    return value


def place_of(text: str, given: Any, near: int, far: int, known: Iterable[Place], country: str | None) -> Fields:
    """Return a place; without coordinates it is the one that the report names so, else the gazetteer is asked."""
    value = located(text, _worded("place", given), "place", near, far)
    value["name"] = value.get("name") or bare(value["text"])
    if any(value.get(f) is not None for f in ("lat", "lon", "gazetteer_id")):
        return value
    fields = ("gazetteer_id", "lat", "lon", "country", "admin1", "precision")
    for place in known:
        if place.name == value["name"] and place.lat is not None:
            return {**{f: getattr(place, f) for f in fields}, **value}
    named = Named(value["name"], country=value.get("country"))
    votes: Counter[str] = Counter({country: 2} if country else {})
    found = Geocoder(load_gazetteer(), [named], votes).locate(named)
    if found is None:
        return value
    spot = found.place
    told = (spot.gid if spot else None, spot.lat if spot else None, spot.lon if spot else None)
    return {**dict(zip(fields, (*told, found.country, found.admin1, found.precision), strict=True)), **value}


def time_of(text: str, given: Any, old: Any, near: int, far: int) -> Fields:
    """Return a time; its words may be left out, and then are those that it had."""
    value: Fields = {"start": given, "end": given} if isinstance(given, str) else dict(_mapping("time", given))
    start, end = value.get("start"), value.get("end") or value.get("start")
    for day in (start, end):
        if day is not None:
            _check_day(day)
    if start is not None and end is not None and start > end:
        raise UsageError(f"time: {start} is after {end}")
    words = value.get("text")
    if words:
        told = {"text": words, "start": value.get("text_start"), "end": value.get("text_end")}
        spot = located(text, told, "time", near, far)
        value["text_start"], value["text_end"] = spot["start"], spot["end"]
    else:
        kept = (old.text, old.text_start, old.text_end) if old is not None else ("", 0, 0)
        value["text"], value["text_start"], value["text_end"] = kept
    value["start"], value["end"] = start, end
    if not value.get("precision"):
        value["precision"] = None if start is None else "day" if start == end else "range"
    return value


def sources_of(
    text: str, given: Any, claim: Claim | None, near: int, far: int, country: str | None
) -> list[Fields]:
    """Return the chain of sources for a claimant's name, words or link; those outside of it in the old chain stay."""
    import msgspec

    if given in (None, "", NARRATOR):
        return []
    outer = list(msgspec.to_builtins(claim.attribution[:-1])) if claim is not None else []
    value = {"party": given} if isinstance(given, str) else dict(_mapping("claimant", given))
    return [*outer, link_of(text, value if "party" in value else {"party": value}, near, far, country)]


def link_of(text: str, given: Any, near: int, far: int, country: str | None) -> Fields:
    """Return one link of a chain of sources."""
    value = {"party": given} if isinstance(given, str) else dict(_mapping("attribution", given))
    party = party_of(text, value.get("party"), "claimant", near, far, country)
    body = value.get("body")
    if body is not None:
        body = party_of(text, body, "claimant's body", near, far, country)
    kind = (body or party).get("type") or party.get("type")
    whole = {"text": value.get("text") or party["text"], "start": value.get("start"), "end": value.get("end")}
    if whole["text"] == party["text"] and whole["start"] is None:
        whole |= {"start": party["start"], "end": party["end"]}
    whole = located(text, whole, "claimant", near, far)
    role = value["role"] if "role" in value else role_of(party["name"], kind)
    return {"party": party, "body": body, "cue": value.get("cue") or "", "role": role, **whole}


def bare(words: str) -> str:
    """Return a name without the article before it."""
    stripped = words.strip().strip('"“”,;: ')
    for article in _ARTICLES:
        if stripped.lower().startswith(article):
            return stripped[len(article) :].strip() or stripped
    return stripped


def country_of(claims: Sequence[Claim]) -> str | None:
    """Return the country that the claims of a report are mostly set in."""
    told = Counter(c.place.country for c in claims if c.place is not None and c.place.country is not None)
    return min(told, key=lambda c: (-told[c], c)) if told else None


def _nearest(text: str, words: str, near: int, far: int) -> int | None:
    inside = text.find(words, near, far)
    if inside >= 0:
        return inside
    spots = []
    at = text.find(words)
    while at >= 0:
        spots.append(at)
        at = text.find(words, at + 1)
    return min(spots, key=lambda s: (abs(s - near), s), default=None)


def _unit(words: str) -> str | None:
    return next((u for w in reversed(words.lower().split()) if (u := unit_of(w.strip(".,;:")))), None)


def _check_day(day: Any) -> None:
    import datetime

    try:
        if datetime.date.fromisoformat(day).isoformat() == day:
            return
    except (TypeError, ValueError):
        pass
    raise UsageError(f"time: {day} is no day; write it as YYYY-MM-DD")


def _worded(name: str, given: Any) -> Fields:
    return {"text": given} if isinstance(given, str) else dict(_mapping(name, given))


def _mapping(name: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise UsageError(f"{name}: give its words, or an object with text, start and end")
    return given


def _offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _few(words: str) -> str:
    return f"“{words if len(words) <= _FEW_WORDS else words[:_FEW_WORDS] + '…'}”"
