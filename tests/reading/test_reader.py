"""Triggers, sums, lists, subsets, updates and zeros: what one sentence gives, on sentences of our own (CODING.md)."""

import pytest

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading

Row = tuple[str, str, int | None, int | None, str | None]


def read(engine: RulesEngine, text: str, published: str | None = "2025-03-12") -> Reading:
    reading = engine.read(report_from_text(text, published=published), relevance=False)
    assert reading.outcome == "ok" and not reading.refusals
    return reading


def row(claim: Claim) -> Row:
    low, high = (claim.quantity.low, claim.quantity.high) if claim.quantity else (None, None)
    return claim.kind, claim.type, low, high, claim.target.text if claim.target else None


def figures(reading: Reading) -> list[Row]:
    """All but the events, in order of the text: what is left over fails a test as surely as what is missing."""
    return [row(c) for c in reading.claims if c.kind != "event"]


def one(reading: Reading, type: str, low: int | None) -> Claim:
    (found,) = [c for c in reading.claims if c.type == type and (c.quantity.low if c.quantity else None) == low]
    return found


CASUALTIES = [
    # active, passive, participle
    ("Gunmen killed nine farmers in Bama on Monday.", "killed", 9, 9, "nine farmers"),
    ("Nine farmers were killed by gunmen in Bama.", "killed", 9, 9, "Nine farmers"),
    ("Six herders were shot dead near Mopti.", "killed", 6, 6, "Six herders"),
    ("A bomber blew himself up in Maiduguri, killing eight people.", "killed", 8, 8, "eight people"),
    ("A roadside bomb wounded three soldiers outside Kidal.", "injured", 3, 3, "three soldiers"),
    ("The army slew four raiders near Gao.", "killed", 4, 4, "four raiders"),
    ("Soldiers fatally shot two protesters in Gao.", "killed", 2, 2, "two protesters"),
    ("Three farmers were fatally wounded in the shelling of Gao.", "killed", 3, 3, "Three farmers"),
    ("Two herders and a boy were found shot to death near Gao.", "killed", 3, 3, "Two herders and a boy"),
    ("A 14-year-old is dead after an attack by rebels in Gao.", "killed", 1, 1, "A 14-year-old"),
    ("A sniper hit the driver in Gao, killing him.", "killed", 1, 1, "him"),
    ("The driver and a passenger were killed by a mine near Gao.", "killed", 2, 2, "The driver and a passenger"),
    ("Rebels killed three raiders near Gao, among them the chief.", "killed", 3, 3, "three raiders"),
    ("Five traders died in the raid on Djibo.", "killed", 5, 5, "Five traders"),
    ("The troops neutralised 13 terrorists near Tillabery.", "killed", 13, 13, "13 terrorists"),
    # nominal
    ("The deaths of eight miners were confirmed in Ituri.", "killed", 8, 8, "eight miners"),
    ("The ambush resulted in the death of five policemen near Gao.", "killed", 5, 5, "five policemen"),
    # light verb and idiom
    ("The blast claimed the lives of seven shoppers in Maiduguri.", "killed", 7, 7, "seven shoppers"),
    ("Twenty villagers lost their lives in the raid on Djibo.", "killed", 20, 20, "Twenty villagers"),
    ("The attack left six nuns dead in Bunia.", "killed", 6, 6, "six nuns"),
    ("Four guards suffered injuries in the attack on Kano.", "injured", 4, 4, "Four guards"),
    # the other types
    ("Rebels took eleven soldiers prisoner near Goma.", "captured", 11, 11, "eleven soldiers prisoner"),
    ("Rebels captured eleven soldiers near Goma.", "captured", 11, 11, "eleven soldiers"),
    ("Gunmen kidnapped 17 pupils from a school in Zamfara.", "abducted", 17, 17, "17 pupils"),
    ("Police arrested four suspects after the attack in Kano.", "arrested", 4, 4, "four suspects"),
    ("More than 2,000 people fled their homes in Ituri.", "displaced", 2001, None, "More than 2,000 people"),
    ("The militia released six hostages near Bunia.", "released", 6, 6, "six hostages"),
    ("Forty fighters surrendered to the army in Borno.", "surrendered", 40, 40, "Forty fighters"),
    ("Five people are missing after the raid on Djibo.", "missing", 5, 5, "Five people"),
    # how many
    ("At least 10 people were killed in Goma.", "killed", 10, None, "At least 10 people"),
    ("Up to 20 rebels were killed near Goma.", "killed", None, 20, "Up to 20 rebels"),
    ("Between 12 and 15 people were killed near Goma.", "killed", 12, 15, "Between 12 and 15 people"),
    ("Dozens of villagers were killed in Goma.", "killed", 24, None, "Dozens of villagers"),
    ("Several soldiers were wounded in Goma.", "injured", 3, None, "Several soldiers"),
    ("Only two soldiers were killed near Gao.", "killed", 2, 2, "Only two soldiers"),
    ("Upwards of 40 people were killed in Goma.", "killed", 41, None, "Upwards of 40 people"),
    # sums: one number over a group, a number and a singular
    ("The shelling killed 35 troops and auxiliaries near Kherson.", "killed", 35, 35, "35 troops and auxiliaries"),
    ("Seventeen pupils and a teacher were abducted in Zamfara.", "abducted", 18, 18,
     "Seventeen pupils and a teacher"),
    ("The strike killed a father and his two sons in Idlib.", "killed", 3, 3, "a father and his two sons"),
    ("An officer and three of his men were killed near Gao.", "killed", 4, 4, "An officer and three of his men"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type", "low", "high", "target"), CASUALTIES, ids=[c[0] for c in CASUALTIES])
def test_casualty(
    engine: RulesEngine, text: str, type: str, low: int | None, high: int | None, target: str
) -> None:
    assert figures(read(engine, text)) == [("casualty", type, low, high, target)]


LISTS: list[tuple[str, list[Row]]] = [
    ("Two soldiers and five schoolchildren were killed in Goma.",
     [("casualty", "killed", 2, 2, "Two soldiers"), ("casualty", "killed", 5, 5, "five schoolchildren")]),
    ("Gunmen killed two priests, four nuns and nine farmers in Bunia.",
     [("casualty", "killed", 2, 2, "two priests"), ("casualty", "killed", 4, 4, "four nuns"),
      ("casualty", "killed", 9, 9, "nine farmers")]),
    ("The shelling left 14 people dead and 30 injured.",
     [("casualty", "killed", 14, 14, "14 people"), ("casualty", "injured", 30, 30, "30 injured")]),
    ("Rebels killed six policemen and wounded eleven others near Gao.",
     [("casualty", "killed", 6, 6, "six policemen"), ("casualty", "injured", 11, 11, "eleven others")]),
    ("Rebels seized two lorries and destroyed four tanks near Gao.",
     [("materiel", "seized", 2, 2, "two lorries"), ("materiel", "destroyed", 4, 4, "four tanks")]),
    ("Rebels killed six policemen and seized two vehicles near Gao.",
     [("casualty", "killed", 6, 6, "six policemen"), ("materiel", "seized", 2, 2, "two vehicles")]),
    ("The army shot down three drones over Kherson.", [("materiel", "destroyed", 3, 3, "three drones")]),
    ("The army sent 500 troops to Goma on Sunday.", [("posture", "deployed", 500, 500, "500 troops")]),
    ("The rebels have 3,000 fighters in the province.", [("strength", "force_size", 3000, 3000, "3,000 fighters")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), LISTS, ids=[c[0] for c in LISTS])
def test_several_numbers_are_one_fact_each(engine: RulesEngine, text: str, rows: list[Row]) -> None:
    assert figures(read(engine, text)) == rows


EVENTS = [
    ("Rebels captured the town of Kidal on Sunday.", "Non-state actor overtakes territory", "Rebels",
     "the town of Kidal"),
    ("The army recaptured the town of Bama from the insurgents on Sunday.", "Government regains territory",
     "The army", "the town of Bama"),
    ("Fighter jets bombed a camp near Idlib on Monday.", "Air/drone strike", "Fighter jets", "a camp"),
    ("Gunmen ambushed an army convoy near Gao on Monday.", "Armed clash", "Gunmen", "an army convoy"),
    ("Suspected rebels burned down a clinic in Bunia.", "Looting/property destruction", "Suspected rebels",
     "a clinic"),
    ("Rebels attacked the village of Djibo on Saturday.", "Attack", "Rebels", "the village of Djibo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type", "agent", "target"), EVENTS, ids=[c[0] for c in EVENTS])
def test_event(engine: RulesEngine, text: str, type: str, agent: str, target: str) -> None:
    (claim,) = [c for c in read(engine, text).claims if c.kind == "event"]
    assert (claim.type, claim.quantity) == (type, None), "an event has no quantity"
    assert claim.agent is not None and claim.agent.text == agent
    assert claim.target is not None and claim.target.text == target


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("A suicide bomber blew himself up at a market in Maiduguri, killing eight people.", "Suicide bomb"),
        ("The shelling left 14 people dead in Kherson.", "Shelling/artillery/missile attack"),
        ("The strike killed two women in Idlib.", "Air/drone strike"),
        ("The blast killed seven shoppers in Maiduguri.", "Remote explosive/landmine/IED"),
    ],
)
def test_the_happening_behind_a_toll(engine: RulesEngine, text: str, type: str) -> None:
    reading = read(engine, text)
    assert [c.type for c in reading.claims if c.kind == "event"] == [type]
    assert [i.type for i in reading.incidents] == [type]


def test_an_agreement_is_an_agreement_alone(engine: RulesEngine) -> None:
    (claim,) = read(engine, "The army and the rebels signed a ceasefire on Sunday in Juba.").claims
    assert (claim.kind, claim.type) == ("agreement", "ceasefire")


def test_approximate_numbers_are_marked(engine: RulesEngine) -> None:
    (claim,) = read(engine, "About 300 people were displaced from Goma.").claims
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.approx) == (300, 300, True)


SUBSETS = [
    ("Twelve people, including three children, were killed in the strike on Idlib.", 12, 3),
    ("Nine people were killed in Bama, including two children, the mayor said.", 9, 2),
    ("The attack wounded 40 people, among them six nurses, in Goma.", 40, 6),
    ("Rebels killed 30 soldiers, including four officers, near Gao.", 30, 4),
]


@pytest.mark.parametrize(("text", "total", "part"), SUBSETS)
def test_a_subset_is_linked_to_its_total(engine: RulesEngine, text: str, total: int, part: int) -> None:
    whole, subset = [c for c in read(engine, text).claims if c.kind == "casualty"]
    assert [c.quantity.low for c in (whole, subset) if c.quantity] == [total, part]
    assert subset.part_of == whole.id and whole.part_of is None
    assert subset.type == whole.type and not subset.supersedes


UPDATES = [
    ("The death toll from the attack in Bama rose to 14 from 11, the governor said.", 14, 11),
    ("The death toll from the bombing in Kabul has risen from 20 to 26, police said.", 26, 20),
    ("The death toll in Goma climbed from 31 to 35, officials said.", 35, 31),
]


@pytest.mark.parametrize(("text", "new", "old"), UPDATES)
def test_an_update_supersedes_the_old_figure(engine: RulesEngine, text: str, new: int, old: int) -> None:
    reading = read(engine, text)
    latest, earlier = one(reading, "killed", new), one(reading, "killed", old)
    assert latest.supersedes == (earlier.id,) and not earlier.supersedes
    assert latest.part_of is None and earlier.part_of is None


ZEROS = [
    ("No civilians were harmed in the operation near Gao, the army said.", {"injured", "killed"}),
    ('"We lost no man," the rebel spokesman said.', {"killed"}),
    ("No casualties were reported after the shelling of Kherson.", {"killed", "injured"}),
    ("The army said no soldiers were killed in Gao.", {"killed"}),
    ("Nobody was hurt in the attack on Bama.", {"injured"}),
]


@pytest.mark.parametrize(("text", "types"), ZEROS)
def test_a_flat_zero_is_asserted(engine: RulesEngine, text: str, types: set[str]) -> None:
    (claim,) = [c for c in read(engine, text).claims if c.kind == "casualty"]
    assert claim.type in types and claim.stance == "asserted"
    assert claim.quantity is not None and (claim.quantity.low, claim.quantity.high) == (0, 0)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("The army admitted the loss of three of its own near Gao.", 3),
        ("The army admitted losing nine soldiers near Gao.", 9),
        ("The army said on Tuesday that rebels had killed four soldiers near Gao.", 4),
    ],
)
def test_own_losses(engine: RulesEngine, text: str, low: int) -> None:
    claim = one(read(engine, text), "killed", low)
    assert (claim.relation, claim.stance, claim.claimant) == ("own", "asserted", "army")


NOTHING = [
    "The army gave no figure for its losses.",
    "The minister did not comment on Monday in Bamako.",
    "The convoy carried 40 tonnes of flour to Goma.",
    "The town lies 30 kilometres north of Gao.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_fact(engine: RulesEngine, text: str) -> None:
    assert read(engine, text).claims == ()


@pytest.mark.parametrize("model", ["AK-47", "T-72"])
def test_a_model_number_is_no_quantity(engine: RulesEngine, model: str) -> None:
    lows = [c.quantity.low for c in read(engine, f"Rebels seized a {model} near Gao.").claims if c.quantity]
    assert not {47, 72} & set(lows)


def test_an_entire_family_has_no_number(engine: RulesEngine) -> None:
    (claim,) = [c for c in read(engine, "An entire family was killed in Idlib.").claims if c.kind == "casualty"]
    assert claim.quantity is None


def test_some_of_them_are_a_subset(engine: RulesEngine) -> None:
    reading = read(engine, "Nine people were killed in Bama, two of them children.")
    assert one(reading, "killed", 2).part_of == one(reading, "killed", 9).id


def test_up_from_is_an_update(engine: RulesEngine) -> None:
    reading = read(engine, "Fourteen people have now died in Bama, up from 11, the mayor said.")
    assert one(reading, "killed", 14).supersedes == (one(reading, "killed", 11).id,)


def test_a_place_of_another_block_is_quoted_where_it_stands(engine: RulesEngine) -> None:
    text = (
        "Nine killed in Bama attack\n\nGunmen killed nine farmers in Bama on Monday, the mayor said. "
        "They burned two lorries.\n\nThe mayor said nine farmers had been killed."
    )
    assert {c.place.text for c in read(engine, text).claims if c.place} == {"Bama"}


def test_a_weapon_is_no_agent(engine: RulesEngine) -> None:
    assert one(read(engine, "A roadside bomb wounded three soldiers outside Kidal."), "injured", 3).agent is None
