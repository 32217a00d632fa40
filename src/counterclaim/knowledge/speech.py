"""The lexicon of attribution: cues of saying and what they do to what is said; validated on load."""

from functools import lru_cache

import msgspec

from counterclaim.knowledge.data_files import load_data


class Speech(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words of attribution (see data/en/speech.yaml)."""

    version: int
    verbs: dict[str, tuple[str, ...]]
    clause_only: frozenset[str]
    nominal: frozenset[str]
    prepositions: tuple[str, ...]
    nouns: frozenset[str]
    no_source: frozenset[str]
    relay: frozenset[str]

    def is_cue(self, lemma: str) -> bool:
        """Tell whether a verb can introduce a source."""
        return lemma in self.verbs["assert"]


@lru_cache(maxsize=1)
def load_speech() -> Speech:
    """Return the lexicon of attribution of English.

    Raises DataError naming the field where the file does not validate.
    """
    return load_data("en/speech.yaml", Speech)
