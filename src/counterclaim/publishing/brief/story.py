"""One incident: its heading, the sentence that opens it, and what each side says."""

from collections.abc import Mapping

from counterclaim.publishing.brief.events import type_noun
from counterclaim.publishing.brief.model import Sentence, Story
from counterclaim.publishing.brief.names import Names
from counterclaim.publishing.brief.voices import made, spoken, voices
from counterclaim.publishing.brief.words import given, on_days, sentence_case
from counterclaim.record import IncidentPlace

_CITED = 6  # claims that an opening cites
_NEAR = 2  # of UCDP's where_prec: within some 25 km


def where(place: IncidentPlace | None, countries: Mapping[str, str]) -> str:
    """Return where something was, with its preposition: "near Nasir, South Sudan"; nothing where no place is told."""
    if place is None:
        return ""
    near = "near" if place.precision == _NEAR else "in"
    country = countries.get(place.country or "")
    beside = f", {given(country)}" if country and country.casefold() != place.name.casefold() else ""
    return f"{near} {given(place.name)}{beside}"


def headed(story: Story, countries: Mapping[str, str]) -> str:
    """Return the heading of an incident: what, where, when; what is not told is said to be so."""
    incident = story.incident
    what = type_noun(incident.type).removeprefix("an ").removeprefix("a ").removeprefix("the ")
    place = where(incident.place, countries)
    time = on_days(incident.time.start, incident.time.end, incident.time.precision).removeprefix("on ")
    head = f"{what} {place}" if place else f"{what}, place not given"
    return f"{sentence_case(head)}, {time or 'date not given'}"


def opening(story: Story, countries: Mapping[str, str]) -> Sentence | None:
    """Return the sentence that says what is reported, where and when; None where nothing is told.

    Only what somebody says happened is reported: an event that is but denied is not, nor one of which only the
    circumstances are told.
    """
    incident = story.incident
    claims = [s.claim for s in story.said]
    events = [c for c in claims if c.kind == "event" and c.stance != "denied"]
    denied = [c for c in claims if c.kind == "event" and c.stance == "denied"]
    cited = [c for c in events if c.type == incident.type] or events or denied or claims[:1]
    if not cited:
        return None
    place = where(incident.place, countries)
    time = on_days(incident.time.start, incident.time.end, incident.time.precision)
    lacking = [w for w, known in (("place", place), ("date", time)) if not known]
    what = type_noun(cited[0].type)
    if events:
        head = f"{what} {'are' if what == 'arrests' else 'is'} reported"
    elif denied:
        head = f"denials of {what}"
    else:
        head = "statements are reported about what happened"
    words = " ".join(p for p in (head, place, time, "are reported" if denied and not events else "") if p)
    if lacking:
        words += f"; the {' and the '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not given"
    return made(words, [c.id for c in cited][:_CITED])


def each_side(story: Story, names: Names) -> list[list[Sentence]]:
    """Return what every speaker says, a paragraph for each."""
    return [told for voice in voices(story.said, names) if (told := spoken(voice, story.incident.type))]
