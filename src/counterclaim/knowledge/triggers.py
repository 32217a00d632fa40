"""The trigger lexicon: words that tell facts, with the roles of their arguments; validated on load."""

from functools import lru_cache
from typing import Literal

import msgspec

from counterclaim.knowledge.data_files import load_data
from counterclaim.record.claim import Kind

Role = Literal["agent", "victim", "owner", "thing", "target", "weapon", "place", "host", "lives", "none"]
ArgumentClass = Literal["people", "combatant", "civilian", "materiel", "building", "place", "any"]


class VerbTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reading of some verbs: the kind and type of fact, and what each logical argument is in it."""

    kind: Kind
    type: str
    lemmas: tuple[str, ...]
    subj: Role = "none"
    obj: Role = "none"
    prep: dict[str, Role] = {}
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    without: tuple[str, ...] = ()
    particle: str | None = None
    obj_class: ArgumentClass = "any"
    subj_class: ArgumentClass = "any"
    counted: bool = False
    counted_or_arms: bool = False
    agent_needed: bool = False


class EventVerb(VerbTrigger, frozen=True, forbid_unknown_fields=True):
    """A verb that tells an event; `type` is an ACLED sub-event type or the name of a rule that finds it."""

    kind: Kind = "event"
    type: str = ""
    lemmas: tuple[str, ...] = ()


class EventNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns that tell an event."""

    type: str
    lemmas: tuple[str, ...]


class Events(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The event triggers."""

    verbs: tuple[EventVerb, ...]
    nouns: tuple[EventNoun, ...]
    carries_out: frozenset[str]


class NounTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns of an act ("the killing of") and nouns of people named by it ("ten dead")."""

    acts: tuple[str, ...]
    persons: tuple[str, ...]


class Tolls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a toll and the prepositions before its new and its old figure."""

    nouns: tuple[str, ...]
    to: tuple[str, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")


class Triggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole lexicon."""

    version: int
    verbs: tuple[VerbTrigger, ...]
    events: Events
    states: dict[str, tuple[str, ...]]
    nouns: dict[str, NounTrigger]
    thing_states: dict[str, tuple[str, ...]]
    tolls: Tolls
    no_losses: tuple[str, ...]


class TriggerIndex:
    """The lexicon by lemma."""

    def __init__(self, triggers: Triggers) -> None:
        self.triggers = triggers
        self.verbs: dict[str, list[VerbTrigger]] = {}
        for verb in triggers.verbs:
            for lemma in verb.lemmas:
                self.verbs.setdefault(lemma, []).append(verb)
        self.event_verbs: dict[str, list[EventVerb]] = {}
        for event in triggers.events.verbs:
            for lemma in event.lemmas:
                self.event_verbs.setdefault(lemma, []).append(event)
        self.event_nouns: dict[str, str] = {}
        for noun in triggers.events.nouns:
            for lemma in noun.lemmas:
                self.event_nouns[lemma] = noun.type
        self.states: dict[str, str] = {w: t for t, words in triggers.states.items() for w in words}
        self.thing_states: dict[str, str] = {w: t for t, words in triggers.thing_states.items() for w in words}
        self.act_nouns: dict[str, list[str]] = {}
        self.person_nouns: dict[str, str] = {}
        for type_, entry in triggers.nouns.items():
            for lemma in entry.acts:
                self.act_nouns.setdefault(lemma, []).append(type_)
            for lemma in entry.persons:
                self.person_nouns[lemma] = type_


@lru_cache(maxsize=1)
def load_triggers() -> TriggerIndex:
    """Return the trigger lexicon of English.

    Raises DataError naming the field where the file does not validate.
    """
    return TriggerIndex(load_data("en/triggers.yaml", Triggers))
