"""The rules engine: gate, parse, find, attribute, fold, assemble, ground. Offline, on a CPU, deterministic."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from counterclaim import settings
from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.reading.assemble import ENGINE, Assembler, stub_record
from counterclaim.reading.attribution import SpeechFrame, speech_frames
from counterclaim.reading.context import Context, Stub, actors_in, build_stubs
from counterclaim.reading.discourse import ChainFinder, Discourse, find_issuer
from counterclaim.reading.events import event_facts, settle_types
from counterclaim.reading.fact import Fact
from counterclaim.reading.fold import fold
from counterclaim.reading.frames import casualty_and_materiel_facts
from counterclaim.reading.gate import relevance as gate
from counterclaim.reading.ground import ground
from counterclaim.reading.parse import ParsedBlock, load_model, model_name, neutral, readable_parts
from counterclaim.reading.phrases import bind_quantities, noun_class
from counterclaim.reading.punctuation import restore_commas
from counterclaim.reading.quantities import find_quantities
from counterclaim.reading.responsibility import denied_by_frame, dismissals, responsibility_facts
from counterclaim.reading.special import opinion_facts, special_facts
from counterclaim.reading.truecase import restore_case
from counterclaim.reading.verification import mark_unverified, show_unverified
from counterclaim.record import Claim, Meta, Reading, Report

READABLE = {"en", None}


@lru_cache(maxsize=1)
def meta() -> Meta:
    """Return the versions that make a reading of this engine."""
    try:
        program = version("counterclaim")
    except PackageNotFoundError:
        program = "unknown"
    return Meta(
        program=program,
        schema_version=settings.SCHEMA_VERSION,
        engine=ENGINE,
        model=model_name(),
        registry=load_registry().version,
        gazetteer=load_gazetteer().version,
    )


def parsed_blocks(report: Report) -> list[ParsedBlock]:
    """Return the parts of a report that are read, parsed: case and commas restored for the parse alone."""
    nlp = load_model()
    parts = readable_parts(report)
    texts = restore_commas(restore_case([neutral(text) for _, text, _, _ in parts], nlp))
    docs = nlp.pipe(texts, batch_size=settings.PARSE_BATCH)
    return [
        ParsedBlock(doc, offset, role, i, text)
        for i, (doc, (offset, text, role, _)) in enumerate(zip(docs, parts, strict=True))
    ]


class RulesEngine:
    """Turns reports into readings with the rules of this package."""

    def read(self, report: Report, *, relevance: bool = True) -> Reading:
        """Return the reading of one report; `relevance` False reads it whatever the gate says."""
        return next(self.read_many([report], relevance=relevance))

    def read_many(self, reports: Iterable[Report], *, relevance: bool = True) -> Iterator[Reading]:
        """Yield the reading of each report, in order, as it is ready."""
        for report in reports:
            if report.language not in READABLE:
                yield self._without(report, "unread_language", None)
                continue
            verdict = gate(report)
            if relevance and not verdict.relevant:
                yield self._without(report, "not_relevant", verdict.score)
                continue
            blocks = parsed_blocks(report)
            yield self._read(report, blocks, verdict.score, relevant=verdict.relevant or not relevance)

    def _without(self, report: Report, outcome: Any, score: float | None) -> Reading:
        return Reading(
            outcome=outcome,
            report=report,
            relevant=False,
            relevance=score,
            claims=(),
            incidents=(),
            refusals=(),
            meta=meta(),
        )

    def _read(self, report: Report, blocks: list[ParsedBlock], score: float, *, relevant: bool) -> Reading:
        published = dt.date.fromisoformat(report.published) if report.published else None
        registry = load_registry()
        discourse = Discourse()
        discourse.issuer = find_issuer(report, registry)
        frames: dict[int, list[SpeechFrame]] = {}
        facts: list[Fact] = []
        for block in blocks:
            block_frames = speech_frames(block)
            discourse.resolve_frames(block, block_frames)
            frames[id(block)] = block_frames
            mentions = bind_quantities(block, find_quantities(block.text))
            sources = {i for f in block_frames for i in f.source_tokens}
            for mention in mentions:  # "according to three residents": sources are not counted
                mention.used = mention.head is not None and mention.head.i in sources and mention.start in sources
            found = (
                casualty_and_materiel_facts(block, mentions)
                + event_facts(block)
                + special_facts(block, mentions, block_frames)
            )
            found.sort(key=lambda f: f.trigger.i)
            facts += found
        discourse.settle([frame for found in frames.values() for frame in found])
        settle_types([f for f in facts if f.kind == "event"])
        finder = ChainFinder(blocks, frames, discourse.issuer)
        context = Context(blocks, published)
        for fact in facts:
            _attribute(fact, finder)
        for block in blocks:
            events = [f for f in facts if f.kind == "event"]
            made = responsibility_facts(block, frames[id(block)], events) + dismissals(
                block, frames[id(block)], facts
            )
            for fact in made:
                _attribute(fact, finder)
                facts.append(fact)
            taken = {
                f.trigger.i
                for f in facts
                if f.block is block
                and not f.modal
                and f.kind in {"casualty", "materiel", "strength", "event", "posture"}
                and not (f.kind == "event" and f.rule.startswith("event-noun"))
            }
            for fact in opinion_facts(block, frames[id(block)], taken):
                _attribute(fact, finder)
                facts.append(fact)
        facts = [f for f in facts if not (f.modal and not f.denied)]
        facts.sort(key=lambda f: (f.block.index, f.trigger.i, f.counted.start if f.counted else -1))
        actors = actors_in(report.text)
        coder = context.settle(actors, report.dateline)
        context.locate(facts)
        stubs = build_stubs(facts, context)
        media = [f for f in facts if f.kind == "media"]
        for block in blocks:
            mark_unverified(block, facts, media)
        show_unverified(facts, media)
        facts = fold(facts)
        _share_agents(facts)
        _share_targets(facts)
        assembler = Assembler(report, discourse, context.country, coder, actors)
        return self._assemble(report, assembler, facts, stubs, score, relevant)

    def _assemble(
        self,
        report: Report,
        assembler: Assembler,
        facts: list[Fact],
        stubs: list[Stub],
        score: float,
        relevant: bool,
    ) -> Reading:
        live = [s for s in stubs if any(f.incident is s for f in facts)]
        for number, stub in enumerate(live, 1):
            stub.key = f"i{number}"
        claims: list[Claim] = []
        pairs: list[tuple[Fact, Claim]] = []
        for fact in facts:
            stub = fact.incident
            claim = assembler.claim(fact, stub.key if stub is not None else None)
            if claim is not None:
                pairs.append((fact, claim))
        ids = {id(fact): claim.id for fact, claim in pairs}
        for fact, claim in pairs:
            part_of = ids.get(id(fact.parent)) if fact.part and fact.parent is not None else None
            supersedes = (
                (ids[id(fact.supersedes)],) if fact.supersedes is not None and id(fact.supersedes) in ids else ()
            )
            claims.append(msgspec.structs.replace(claim, part_of=part_of, supersedes=supersedes))
        unique = list({c.id: c for c in claims}.values())
        kept, refused = ground(report.text, unique)
        incidents = tuple(stub_record(s, assembler) for s in live if not _empty(s, kept))
        return Reading(
            outcome="ok",
            report=report,
            relevant=relevant,
            relevance=score,
            claims=tuple(kept),
            incidents=incidents,
            refusals=tuple(refused),
            meta=meta(),
        )


def _empty(stub: Stub, claims: list[Claim]) -> bool:
    return not any(c.incident == stub.key for c in claims)


def _attribute(fact: Fact, finder: ChainFinder) -> None:
    """Give a fact its chain of attribution, its claimant and the stance that follows from both."""
    if not fact.chain:
        tokens = set(range(fact.counted.start, fact.counted.end)) if fact.counted is not None else None
        if fact.rule.startswith(("state", "surface", "list")) and fact.counted is not None:
            anchor = fact.block.doc[fact.counted.start]
            fact.chain = finder.chain(fact.block, anchor, tokens)
        if not fact.chain:
            fact.chain = finder.chain(fact.block, fact.trigger, tokens)
    if fact.agent is not None and fact.chain and fact.chain[-1].block is fact.block:
        cue = fact.chain[-1].verb
        if (
            fact.agent.dep_ == "nsubj"
            and fact.agent.head.i == cue.i
            and fact.trigger.dep_ != "conj"
            and fact.trigger.i < cue.i
        ):
            fact.agent = None  # "shelling hit Bama, the governor said": he says it, he does not do it
    resolved = fact.chain[-1].resolved if fact.chain else None
    fact.claimant_key = (
        resolved.name.lower()
        if resolved is not None
        else (fact.chain[-1].source.text.lower() if fact.chain and fact.chain[-1].source is not None else "")
    )
    if (
        fact.rule.startswith("event-noun")
        and denied_by_frame(fact)
        and not _object_of(fact.chain[-1].verb, fact.trigger)
    ):
        fact.chain, fact.claimant_key = (
            [],
            "",
        )  # "denied losing men in the ambush": the ambush itself is not denied (CODING.md 4)
        return
    if fact.denied or (denied_by_frame(fact) and fact.quantity != (0, 0)):
        fact.stance = "denied"
    elif fact.negated and fact.chain and fact.quantity != (0, 0):
        fact.stance = "denied"
        if fact.counted is not None and not fact.counted.stated:
            fact.counted.q_start = None


def _object_of(verb: Any, token: Any) -> bool:
    """Tell whether a noun is what a verb has for its object ("denied the attack")."""
    return bool(token.head.i == verb.i and token.dep_ in {"dobj", "nsubjpass"})


def _share_agents(facts: list[Fact]) -> None:
    """Give a loss told without a doer the agent of the event told in the same sentence."""
    for fact in facts:
        if fact.kind not in {"casualty", "materiel"} or fact.agent is not None or fact.stance == "denied":
            continue
        for event in facts:
            if (
                event.kind == "event"
                and event.agent is not None
                and event.block is fact.block
                and event.sentence == fact.sentence
                and (
                    event.stance != "denied"
                    and not event.rule.startswith("responsibility")
                    and not _within(fact, event.agent)
                )
            ):
                fact.agent = event.agent
                break


def _share_targets(facts: list[Fact]) -> None:
    """Let a bare number, "others" or "wounded" count the people last named by the same claimant in the same paragraph."""
    last: Fact | None = None
    for fact in facts:
        if fact.kind != "casualty" or fact.target is None:
            continue
        bare = (
            fact.target.pos_ == "NUM"
            or fact.target.lower_ in {"others", "more"}
            or noun_class(fact.target) == "state"
        )
        if not bare:
            last = last if fact.part else fact  # "11 people, including two children. There are 20 wounded": people
        elif (
            last is not None
            and last.block is fact.block
            and last.claimant_key == fact.claimant_key
            and last.incident is fact.incident
        ):
            fact.like = last


def _within(fact: Fact, head: Any) -> bool:
    """Tell whether a head stands inside the words of a fact's own target."""
    return fact.target_span is not None and fact.target_span[0] <= head.i < fact.target_span[1]
