"""What the sentences of a brief say, on small material made by hand."""

import msgspec
from brief_samples import QUIET, figure, material, quantity, report, said

from counterclaim.publishing.brief import Brief, Material, Reprint, plan
from counterclaim.publishing.brief.words import bare


def _section(brief: Brief, key: str) -> str:
    return " ".join(
        bare(s.words)
        for section in brief.sections
        if section.key == key
        for p in section.parts
        for s in p.sentences
    )


def _contested() -> Material:
    of = report("The army said ten rebels were killed. The rebels lost three.")
    ten = said(of, number=quantity(10, 10, "ten"), quote="ten rebels were killed")
    three = said(
        of, id="c-2", who="Northern Front", target="fighters", number=quantity(3, 3, "three"), stands="own",
        speaker="rebels", quote="lost three",
    )  # fmt: skip
    count = msgspec.structs.replace(QUIET, count=True)
    return material(ten, three, figures=(figure(ten, three, contested=count, low=3, best=3, low_claim="c-2", best_claim="c-2", high_claim="c-1", basis="own"),))  # fmt: skip


def test_a_contested_figure_is_stated_as_such() -> None:
    brief = plan(_contested())
    told = _section(brief, "contested")
    assert "is contested: the army says 10; the Northern Front admits three." in told
    assert "a low of three, a best figure of three and a high of 10." in told
    assert brief.headline is not None and "the Northern Front admits three" in bare(brief.headline.words)


def test_own_losses_are_lost_and_the_date_and_place_are_said_to_be_lacking() -> None:
    brief = plan(_contested())
    assert "The Northern Front says it lost three fighters." in _section(brief, "sides")
    assert "the place and the date are not given" in _section(brief, "summary")


def test_an_unanswered_figure_says_who_gives_none_only_where_the_record_shows_it() -> None:
    ten = said(report(), number=quantity(10, 10, "ten"))
    silent = material(ten, figures=(figure(ten, unanswered=True),), names={"rebels": "Rebels of the North"})
    assert _section(plan(silent), "contested").endswith("give no figure of their own in these reports.")
    assert _section(plan(material(ten, figures=(figure(ten),))), "contested") == ""


def test_a_denial_is_a_denial() -> None:
    of = report("The army denied that it had bombed the village.")
    denied = said(
        of, kind="event", type="Air/drone strike", stance="denied", quote="it had bombed the village", target=None, agent="army-side",
    )  # fmt: skip
    assert "The army denies that “it had bombed the village”." in _section(plan(material(denied)), "sides")


def test_what_is_only_denied_is_not_reported() -> None:
    of = report("The army denied that it had bombed the village. Ten people fled.")
    denied = said(
        of, kind="event", type="Air/drone strike", stance="denied", quote="it had bombed the village", target=None
    )
    fled = said(of, id="c-2", type="displaced", who=None, quote="Ten people fled", number=quantity(10, 10, "Ten"))
    told = _section(plan(material(denied, fled, type="Air/drone strike")), "summary")
    assert told.startswith(
        "Denials of an air or drone strike are reported; the place and the date are not given. The army denies"
    )
    alone = _section(plan(material(fled, type="Air/drone strike")), "summary")
    assert alone.startswith("Statements are reported about what happened;") and "strike" not in alone


def test_what_a_report_prints_as_unverified_is_said_to_be() -> None:
    ten = said(report(), number=quantity(10, 10, "ten"), stance="unverified")
    told = _section(plan(material(ten)), "verified")
    assert (
        "Not independently verified, as the reports themselves say, is the army’s word that 10 rebels were killed."
        in told
    )


def test_a_reprint_is_named_as_one_and_says_nothing_twice() -> None:
    first = report()
    again = report(id="r-2", title="Again", publisher="The Daily", published="2026-03-15")
    one = said(first, number=quantity(10, 10, "ten"))
    other = said(again, id="c-2", number=quantity(10, 10, "ten"))
    brief = plan(material(one, other, reprints=(Reprint(a="r-2", b="r-1"),)))
    assert _section(brief, "sides") == "The army says 10 rebels were killed."
    (told,) = (
        s for section in brief.sections if section.key == "sides" for p in section.parts for s in p.sentences
    )
    assert set(told.claims) == {"c-1", "c-2"}
    assert [(s.report.id, s.reprint_of.id if s.reprint_of else None) for s in brief.sources] == [
        ("r-1", None),
        ("r-2", "r-1"),
    ]


def test_nothing_selected_is_a_plain_message() -> None:
    empty = msgspec.structs.replace(material(said(report())), stories=(), total=0, weeks=())
    assert plan(empty).headline is None
