"""Which sentences a brief has, and in which order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from counterclaim.publishing.brief.events import type_noun
from counterclaim.publishing.brief.figures import contested, gives, is_side, numbers_told, ordered
from counterclaim.publishing.brief.model import (
    Brief,
    Citation,
    Material,
    Part,
    Said,
    Section,
    Sentence,
    Source,
    Story,
)
from counterclaim.publishing.brief.names import Names, speakable
from counterclaim.publishing.brief.posture import posture_words
from counterclaim.publishing.brief.story import each_side, headed, opening, where
from counterclaim.publishing.brief.verified import verified
from counterclaim.publishing.brief.voices import after_says, made, spoken, voices
from counterclaim.publishing.brief.words import given, number, on_days, quote
from counterclaim.publishing.pages import Quoted
from counterclaim.record import Claim, Report

Tell = Callable[[Story, Names], Sequence[Sequence[Sentence]]]
Wording = Callable[[Said, Names], str | None]
AROUND = 100  # characters of the report on each side of a quotation
IN_SUMMARY = 5  # incidents
_LEAD, _OTHER = 6, 3  # speakers of the first of them, and of each other one
HARM = frozenset({"killed", "injured", "casualties", "missing", "abducted", "captured", "displaced"})
EMPTY = "No incidents match this selection."


def plan(material: Material) -> Brief:
    """Return the brief of some incidents: one without a headline where there are none."""
    if not material.stories:
        return Brief(headline=None, sections=(), weeks=(), citations=(), sources=(), about=_about(material, ()))
    return _Plan(material).brief()


class _Plan:
    def __init__(self, material: Material) -> None:
        self.material = material
        self.said = [*(s for story in material.stories for s in story.said), *material.background, *material.others]
        self.reports = {s.report.id: s.report for s in self.said}
        self.first = _firsts(material, self.reports)
        self.names = Names(self.said, material.names, material.countries, self.first)

    def brief(self) -> Brief:
        headline, known = self._headline(), set[str]()
        told = [
            Section(key="summary", heading="Summary", parts=tuple(self._summary())),
            self._stories("sides", "What each side says", each_side),
            self._stories("contested", "Contested and unanswered", _in_one(contested)),
            self._stories("verified", "What is verified and what is not", _in_one(verified)),
            self._section("posture", "Force posture", self._posture()),
            self._section("assessments", "Assessments", self._assessments()),
            self._section("background", "Background", self._background()),
        ]
        sections = tuple(self._introduced(s, known) for s in told if s.parts)
        cited = [headline.claims] if headline is not None else []
        cited += [s.claims for section in sections for part in section.parts for s in part.sentences]
        cited += [w.claims for w in self.material.weeks]
        citations = self._citations(cited)
        return Brief(
            headline=headline,
            sections=sections,
            weeks=self.material.weeks,
            citations=citations,
            sources=self._sources(citations),
            about=_about(self.material, citations),
        )

    def _introduced(self, section: Section, known: set[str]) -> Section:
        parts = tuple(
            msgspec.structs.replace(p, sentences=self.names.introduced(p.sentences, known)) for p in section.parts
        )
        return msgspec.structs.replace(section, parts=parts)

    @staticmethod
    def _section(key: str, heading: str, sentences: Iterable[Sentence]) -> Section:
        found = tuple(sentences)
        return Section(key=key, heading=heading, parts=(Part(heading=None, sentences=found),) if found else ())

    def _stories(self, key: str, heading: str, tell: Tell) -> Section:
        parts = list[Part]()
        for story in self.material.stories:
            head: str | None = headed(story, self.material.countries)
            for paragraph in tell(story, self.names):
                parts.append(Part(heading=head, sentences=tuple(paragraph)))
                head = None
        return Section(key=key, heading=heading, parts=tuple(p for p in parts if p.sentences))

    # Headline and summary

    def _headline(self) -> Sentence | None:
        """Return the dead that the two sides count differently, else the first thing that somebody says."""
        lead = self.material.stories[0]
        speakers = voices(lead.said, self.names)
        event = f"{type_noun(lead.incident.type)} {where(lead.incident.place, self.material.countries)}".rstrip()
        for figure in ordered(lead):
            if figure.measure != "killed" or not figure.contested.count or not is_side(lead, figure):
                continue
            told = [(v, u) for v, u in numbers_told(lead, figure, speakers) if v.rank == 0]
            told = sorted(told, key=lambda t: t[1].first.stands == "own")[-2:]
            if len(told) == 2:
                side = self.names.side(lead, figure.side).name
                numbers = []
                for voice, one in told:
                    key = voice.first.speaker
                    who = self.names.side(lead, key) if key is not None else voice.speaker
                    numbers.append(gives(voice._replace(speaker=who), one, figure))
                words = f"toll contested after {event}: {numbers[0]} dead on the side of {side}, {numbers[1]}"
                return _without_stop(made(words, [c for _, u in told for c in u.claims]))
        for voice in speakers:
            for sentence in spoken(voice, None, only=HARM) or spoken(voice):
                return _without_stop(sentence)
        first = opening(lead, self.material.countries)
        return _without_stop(first) if first is not None else None

    def _summary(self) -> Iterator[Part]:
        countries = self.material.countries
        stories = self.material.stories
        openings = [opening(story, countries) for story in stories]
        if len(stories) > 1 and (several := self._several(openings)) is not None:
            yield Part(heading=None, sentences=(several,))
        for n, (story, first) in enumerate(zip(stories[:IN_SUMMARY], openings[:IN_SUMMARY], strict=True)):
            told = [first] if first is not None else []
            most = _LEAD if n == 0 else _OTHER
            named = [v for v in voices(story.said, self.names) if v.rank < 2]
            harm = [said for v in named if (said := spoken(v, story.incident.type, only=HARM))]
            happened = any(s.claim.kind == "event" and s.claim.stance != "denied" for s in story.said)
            if not (harm and happened):
                harm = [said for v in named if (said := spoken(v, story.incident.type))]
            told += [s for said in harm[:most] for s in said[:2]]
            told += [s for s in contested(story, self.names) if s.words.startswith("The number of")][
                : 2 if n == 0 else 1
            ]
            if told:
                yield Part(heading=None, sentences=tuple(told))

    def _several(self, openings: Sequence[Sentence | None]) -> Sentence | None:
        """Return the sentence that says how many incidents there are, and of which days."""
        claims = [s.claims[0] for s in openings if s is not None]
        days = [d for s in self.material.stories for d in (s.incident.time.start, s.incident.time.end) if d]
        if not claims or len(claims) < len(self.material.stories):
            return None
        span = (
            f", {on_days(min(days), max(days), None).replace('between', 'from').replace(' and ', ' to ')}"
            if days and min(days) != max(days)
            else ""
        )
        most = " most reported" if self.material.total > len(self.material.stories) else ""
        return made(f"{'the ' if most else ''}{number(len(claims))}{most} incidents are told here{span}", claims)

    # Beside the incidents

    def _posture(self) -> Iterator[Sentence]:
        said = [s for s in self.said if s.claim.kind in ("posture", "strength")]
        yield from self._grouped(said, posture_words)

    def _assessments(self) -> Iterator[Sentence]:
        said = [s for s in self.said if s.claim.kind == "assessment" and s.claim.attribution]
        yield from self._grouped(
            said, lambda s, n: f"{n.speaker(s).says}: {quote(' … '.join(e.quote for e in s.claim.evidence))}"
        )

    def _background(self) -> Iterator[Sentence]:
        said = [s for s in self.material.background if s.claim.kind not in ("posture", "strength", "assessment")]
        for voice in voices(said, self.names):
            who = voice.speaker
            for one, words in voice.clauses:
                time = one.first.claim.time
                when = f" {on_days(time.start, time.end, time.precision)}".rstrip() if time else ""
                if words.shape == "denied":
                    yield made(f"{who.name} {who.does('deny')} {words.words}", one.claims)
                else:
                    yield made(f"{who.name} {who.says} {after_says(who, words)}{when}", one.claims)

    def _grouped(self, said: Sequence[Said], words_of: Wording) -> Iterator[Sentence]:
        """Yield a sentence for each thing said, with all reports that tell it."""
        groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for one in said:
            if speakable(one):
                key = " ".join(e.quote for e in one.claim.evidence)
                groups[self.names.speaker(one).key, key].append(one)
        for group in groups.values():
            who = self.names.speaker(group[0])
            words = words_of(group[0], self.names)
            if words is not None:
                yield made(f"{who.name} {words}", [s.claim.id for s in group])

    # Sources

    def _citations(self, cited: Iterable[tuple[str, ...]]) -> tuple[Citation, ...]:
        known = {s.claim.id: s for s in self.said}
        order = list(dict.fromkeys(c for claims in cited for c in claims))
        return tuple(
            Citation(
                number=n, claim=id_, report=known[id_].report, quoted=_quoted(known[id_].claim, known[id_].report)
            )
            for n, id_ in enumerate(order, 1)
        )

    def _sources(self, citations: Sequence[Citation]) -> tuple[Source, ...]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for one in citations:
            numbers[one.report.id].append(one.number)
        reports = sorted((self.reports[r] for r in numbers), key=lambda r: (r.published or "~", r.id))
        return tuple(
            Source(
                report=r,
                numbers=tuple(numbers[r.id]),
                reprint_of=self.reports.get(self.first[r.id]) if self.first.get(r.id, r.id) != r.id else None,
            )
            for r in reports
        )


def _in_one(tell: Callable[[Story, Names], list[Sentence]]) -> Tell:
    """Return what tells an incident in one paragraph, or in none."""
    return lambda story, names: [told] if (told := tell(story, names)) else []


def _without_stop(sentence: Sentence) -> Sentence:
    """Return a sentence as a headline."""
    return msgspec.structs.replace(sentence, words=sentence.words.removesuffix("."))


def _quoted(claim: Claim, report: Report) -> tuple[Quoted, ...]:
    """Return the words of a claim with a little around them, cut at words."""
    text, found = report.text, []
    for evidence in claim.evidence:
        start, end = max(evidence.start - AROUND, 0), min(evidence.end + AROUND, len(text))
        before, after = text[start : evidence.start], text[evidence.end : end]
        if start > 0 and " " in before:
            before = before[before.index(" ") + 1 :]
        if end < len(text) and " " in after:
            after = after[: after.rindex(" ")]
        found.append(
            Quoted(before=before, quote=evidence.quote, after=after, start=evidence.start, end=evidence.end)
        )
    return tuple(found)


def around(citation: Citation, one: Quoted) -> tuple[str, str]:
    """Return what shows that a quotation's surroundings go on to the left and to the right."""
    left = one.start > len(one.before)
    right = one.end + len(one.after) < len(citation.report.text)
    return "… " if left else "", " …" if right else ""


def _firsts(material: Material, reports: dict[str, Report]) -> dict[str, str]:
    """Return of each report that repeats another the earliest of those that are alike."""
    top = {r: r for r in reports}

    def root(report: str) -> str:
        while top[report] != report:
            report = top[report]
        return report

    for pair in material.reprints:
        if pair.a in top and pair.b in top:
            one, other = sorted(
                (root(pair.a), root(pair.b)),
                key=lambda r: (reports[r].published or "~", bool(reports[r].credited_to), r),
            )
            top[other] = one
    return {r: root(r) for r in reports}


def _about(material: Material, citations: Sequence[Citation]) -> tuple[tuple[str, str], ...]:
    """Return what the brief was made from, in names and values."""
    asked = ", ".join(f"{name} {given(value)}" for name, value in material.filters.items()) or "all incidents"
    told = len(material.stories)
    rows = [("Selection", asked), ("Incidents", f"{material.total:,}")]
    if material.total > told:
        rows[1] = ("Incidents", f"{material.total:,}, of which {told:,} are told one by one")
    claims = {s.claim.id for story in material.stories for s in story.said} | {
        s.claim.id for s in material.background
    }
    if told:
        rows.append(("Claims", f"{len(claims):,}, of which {len(citations):,} are cited"))
    rows.append(("Made by", f"counterclaim {material.program}, by rules, from machine-read claims"))
    return tuple(rows)
