"""The compiler of fact frames: trigger words to facts, in every construction.

Order: verbs, then nouns of acts, then tolls, then nouns and adjectives of state, then, for the numbers of people and
things that nobody has claimed, bounded fallbacks on the surface. A number is used once for a kind of fact.
"""

from typing import Any

from counterclaim.reading.fact import Fact
from counterclaim.reading.list_frames import (
    beside_facts,
    including_facts,
    list_facts,
    mark_subsets,
    mark_updates,
    surface_facts,
)
from counterclaim.reading.noun_frames import act_noun_facts, bare_facts, state_facts, thing_state_facts, toll_facts
from counterclaim.reading.phrases import Mention
from counterclaim.reading.verb_frames import verb_facts


def casualty_and_materiel_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    """Return the casualty, materiel and posture facts of a block, in text order."""
    facts: list[Fact] = []
    facts += verb_facts(block, mentions)
    facts += act_noun_facts(block, mentions)
    facts += toll_facts(block, mentions)
    facts += state_facts(block, mentions)
    facts += surface_facts(block, mentions)
    facts += thing_state_facts(block, mentions, facts)
    facts += beside_facts(block, mentions, facts)
    facts += bare_facts(block)
    facts += including_facts(block, mentions, facts)
    facts += list_facts(block, mentions, facts)
    mark_subsets(block, facts)
    mark_updates(facts)
    facts.sort(key=lambda f: (f.trigger.i, f.counted.start if f.counted else 0))
    return facts
