"""The pages of an incident, of a comparison and of claimants, from records made by hand."""

import json

from incident_samples import CALM, figure, incident
from publishing_samples import claim, day, link, party, quantity, quote, target

from counterclaim.publishing.claimants import ClaimantLine, claimants_json, claimants_table
from counterclaim.publishing.pages import IncidentPage, ReportLine, Tie, ToldClaim, TrailStep
from counterclaim.publishing.show_pages import page_json, shown_page
from counterclaim.publishing.why import Reason, Told, WhyAnswer, why_json, why_page
from counterclaim.record import Decision, IncidentTime

WIRE = ReportLine(
    id="r-1", title="Clash", publisher="AFP", published="2025-06-14", url=None, credited_to=(),
)  # fmt: skip
PAPER = ReportLine(
    id="r-2", title="Clash in north", publisher="Daily", published="2025-06-15", url=None, credited_to=("AFP",),
)  # fmt: skip


def told(number: int, report: str, stands: str, low: int, **more: object) -> ToldClaim:
    fields = {
        "id": f"c-{number}",
        "quantity": quantity(low, low),
        "agent": None,
        "target": target("fighters"),
        "attribution": (link("the rebels" if stands == "own" else "the army", "belligerent"),),
        "claimant": "the rebels" if stands == "own" else "the army",
        "place": None,
        "time": day("2025-06-13"),
        "evidence": (quote(f"{low} fighters died"),),
    }
    return ToldClaim(claim=claim(**{**fields, **more}), report=report, stands=stands, side="csp", origin=number % 2)  # type: ignore[arg-type]


PAGE = IncidentPage(
    asked="incident-old",
    incident=incident(
        figures=(figure(measure="seized", unit="weapon", side="rifles", contested=CALM), figure()),
        time=IncidentTime(start="2025-06-13", end="2025-06-13", precision="day", date_prec=1),
        reports=("r-1", "r-2"),
        grade="weak",
    ),
    claims=(told(1, "r-1", "own", 3), told(2, "r-1", "adversary", 10), told(4, "r-2", "adversary", 10)),
    reports=(WIRE, PAPER),
    origins=(
        Tie(a="r-1", b="r-2", kind="reprint", detail=None, share=0.9),
        Tie(a="c-2", b="c-4", kind="reprint", detail="the army", share=None),
    ),
    trail=(
        TrailStep(id=incident().id, event="minted", other=None, at="2025-07-01T00:00:00Z"),
        TrailStep(id=incident().id, event="merged", other="incident-old", at="2025-07-02T00:00:00Z"),
    ),
    decisions=(
        Decision(id="d-1", coder="ana", at="2025-07-02T00:00:00Z", action="merge", subject=incident().id, before=None,
                 after={"with": ["incident-old"]}, reason="one ambush"),
    ),
)  # fmt: skip

SHOWN = """\
Armed clash · Kidal, MLI · 2025-06-13
incident-0123456789abcdef0123 · 2 reports · 3 claims · 2 origins
incident-old is now part of it

when     2025-06-13 (known to the day)
where    Kidal, MLI (known to be its province or region) 18.440, -1.410
sides    Separatists: fighters
         Government of Mali: army
grade    weak: a single source, or sources that are not independent

FIGURES
killed, Separatists: low 3, best 3, high 10
    on the own word of the side that suffered it; contested: the counts exclude each other
    low, best by #1 the rebels: 3 (own side)
    high by #2 the army: 10 (adversary)
    2 claimants, 2 independent origins: #1 #2
seized (weapon), rifles: low 3, best 3, high 10
    on the own word of the side that suffered it; the numbers differ, yet do not exclude each other
    low, best by #1 the rebels: 3 (own side)
    high by #2 the army: 10 (adversary)
    2 claimants, 2 independent origins: #1 #2

CLAIMS, by how the claimant stands to those it speaks of; [n] is the report

── OWN SIDE: the claimant speaks of its own
#1   the rebels: killed · 3 · → fighters · 2025-06-13
     “3 fighters died”
     [1] c-1

── ADVERSARY: the claimant speaks of its adversary
#2   the army: killed · 10 · → fighters · 2025-06-13
     “10 fighters died”
     [1] c-2
     so too #3 [2]

REPORTS AND ORIGINS
  [1] AFP 2025-06-14 “Clash”  r-1
      reprinted by Daily 2025-06-15 “Clash in north” (90% of the shorter one's words)
  [2] Daily 2025-06-15 “Clash in north”  r-2
      credits AFP
      a reprint of AFP 2025-06-14 “Clash” (90% of the shorter one's words)
  claims of several reports that come from one origin:
    #2 #3: a reprint (the army)

MEDIA, latest first
  #3 a video: unverified, says narrator

THE TRAIL OF ITS ID
  2025-07-01T00:00:00Z  first seen
  2025-07-02T00:00:00Z  took over incident-old

DECISIONS
  2025-07-02T00:00:00Z  ana merge incident-0123456789abcdef0123: one ambush
"""


def test_the_page_of_an_incident() -> None:
    assert shown_page(PAGE, width=100, color=False) == SHOWN


def test_the_page_as_json() -> None:
    document = json.loads(page_json(PAGE))
    assert document["shows"] == "incident" and document["asked"] == "incident-old"
    assert [c["stands"] for c in document["claims"]] == ["own", "adversary", "adversary"]


def side(letter: str, incident_id: str | None) -> Told:
    return Told(
        stub=f"stub-{letter}", key="i1", claim=claim(agent=party("rebels")) if letter == "a" else None, report=WIRE,
        type="Attack", place="Kidal" if letter == "a" else None, start="2025-06-13",
        end="2025-06-13" if letter == "a" else "2025-06-15", claims=1 if letter == "a" else 2, incident=incident_id,
    )  # fmt: skip


def test_why_two_are_not_one() -> None:
    answer = WhyAnswer(
        a=side("a", "incident-1"), b=side("b", "incident-2"), points=-1.5, threshold=6.0, linked=False, excluded=True,
        reasons=(Reason(words="the days exclude each other", points=-2.5), Reason(words="both are Attack", points=1.0),
                 Reason(words="neither tells a place", points=0.0)),
    )  # fmt: skip
    assert (
        why_page(answer, width=100, color=False)
        == """\
A  governor ← doctors: killed · ≥ 10 · rebels → soldiers (combatant)
   told as Attack · Kidal · 2025-06-13 · 1 claim (i1)
   AFP 2025-06-14 “Clash”  r-1
B  stub-b
   told as Attack · no place · 2025-06-13 to 2025-06-15 · 2 claims (i1)
   AFP 2025-06-14 “Clash”  r-1

Two incidents in this ledger: incident-1 and incident-2

   -2.50 the days exclude each other
   +1.00 both are Attack
       0 neither tells a place
   -1.50 in all: too few, for 6 link two

Something excludes it: whatever the points, nothing but a person's decision makes these two one.
"""
    )
    assert json.loads(why_json(answer))["points"] == -1.5


def test_why_linked_ones_may_be_two_and_unlinked_ones_one() -> None:
    apart = WhyAnswer(a=side("a", "i-1"), b=side("b", "i-2"), points=7.0, threshold=6.0, linked=True)
    assert "They are linked, yet kept apart" in " ".join(why_page(apart, width=100, color=False).split())
    chained = WhyAnswer(a=side("a", "i-1"), b=side("b", "i-1"), points=2.0, threshold=6.0, through=("stub-c",))
    assert "They are joined through stub-c." in why_page(chained, width=100, color=False)
    loose = WhyAnswer(a=side("a", "i-1"), b=side("b", None), points=2.0, threshold=6.0)
    assert "Two incidents in this ledger: i-1 and none in the last fold" in why_page(loose, width=100, color=False)


def test_the_record_of_claimants() -> None:
    lines = (
        ClaimantLine(claimant="mil-MLI", name="army", losses="enemy", cases=12, ratio=2.5, low=1.2, high=6.0,
                     from_nought=1),
        ClaimantLine(claimant="csp", name="separatists", losses="own", cases=1, ratio=None, low=None, high=None,
                     from_nought=0),
    )  # fmt: skip
    table = claimants_table(lines, width=100, color=False).splitlines()
    assert table[-3:] == [
        "claimant                          figures for      cases   median   95 % interval   others said none",
        "army                              enemy losses        12     2.50    1.20 to 6.00                  1",
        "separatists                       own losses           1        –         too few",
    ]
    assert json.loads(claimants_json(lines))["claimants"][0]["ratio"] == 2.5
