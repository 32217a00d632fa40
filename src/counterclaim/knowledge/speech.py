"""The lexicon of attribution: cues of saying and what they do to what is said; validated on load."""

from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from counterclaim.errors import DataError


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
    path = files("counterclaim.knowledge") / "data" / "en" / "speech.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return msgspec.convert(raw, Speech)
    except msgspec.ValidationError as error:
        raise DataError(f"speech.yaml: {error}") from error
