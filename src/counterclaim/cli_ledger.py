"""The commands of a ledger: add and its upkeep; incidents, show, why, claimants, search, status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.cli_options import (
    ActorOption,
    ContestedOption,
    CountryOption,
    DateColumn,
    DateOrder,
    EncodingOption,
    Engine,
    EngineOption,
    FollowOption,
    FormatOption,
    GradeName,
    IdColumn,
    IncidentsFormat,
    LanguageOption,
    LedgerOption,
    LimitOption,
    PlaceOption,
    PublishedOption,
    RelevanceOption,
    ScoreFormat,
    SinceOption,
    SourceColumn,
    Switch,
    TextColumn,
    TitleColumn,
    UntilOption,
    intake_options,
)
from counterclaim.settings import DEFAULT_LEDGER, SEARCH_LIMIT
from counterclaim.terminal import complain, encoded, look, many, progress, write

if TYPE_CHECKING:
    from counterclaim.actions.result import Result
    from counterclaim.ledger import Ledger

ledger_app = typer.Typer()


@contextmanager
def opened(target: str) -> Iterator["Ledger"]:
    """Open a ledger that is there; LedgerError says how to make one where there is none."""
    from counterclaim.ledger import Ledger

    with Ledger.open(target, create=False) as ledger:
        yield ledger


@ledger_app.command()
def add(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE|DIR|URL|FEED...")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    published: PublishedOption = None,
    relevance: RelevanceOption = Switch.on,
    engine: EngineOption = Engine.rules,
    language: LanguageOption = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    date_column: DateColumn = None,
    source_column: SourceColumn = None,
    id_column: IdColumn = None,
    encoding: EncodingOption = None,
    date_order: DateOrder = None,
    follow: FollowOption = False,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Read reports into a ledger, and weigh what they tell into incidents together with what is there.

    It takes all that `read` takes. The ledger is made where there is none. What is in it already is not added twice; a
    changed text under the same address is a new version, and the old one no longer counts.
    """
    from counterclaim.actions.add import add as add_inputs
    from counterclaim.ledger import Ledger

    options = intake_options(
        published, language, text_column, title_column, date_column, source_column, id_column, encoding, date_order
    )
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    with Ledger.open(ledger) as target, progress("adding", shown=many(inputs), at_end=True) as advance:
        done = add_inputs(
            inputs,
            options,
            target,
            relevance=relevance is Switch.on,
            stdin=stdin,
            follow=follow,
            advance=advance,
            note=complain,
        )
    _print(done, format)
    raise typer.Exit(done.exit_code)


@ledger_app.command()
def incidents(
    ledger: LedgerOption = DEFAULT_LEDGER,
    country: CountryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    actor: ActorOption = None,
    place: PlaceOption = None,
    type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="Only those of this ACLED sub-event type, such as 'Armed clash'."),
    ] = None,
    contested: ContestedOption = False,
    grade: Annotated[GradeName | None, typer.Option(help="Only those with this grade (harm to civilians).")] = None,
    limit: LimitOption = None,
    format: Annotated[
        IncidentsFormat,
        typer.Option("--format", help="A table, JSON, one CSV row for each figure, or a map layer."),
    ] = IncidentsFormat.text,
) -> None:
    """List what the reports together say happened: low, best and high for each side, and how many say so.

    Latest first. "?" stands where nobody but an adversary, or nobody named, gives a figure: then there is no best. "+"
    marks what nothing bounds from above. `counterclaim show ID` tells who says what.
    """
    from counterclaim.actions.incidents import incidents as find_incidents
    from counterclaim.publishing.incident_documents import incidents_csv, incidents_geojson, incidents_json
    from counterclaim.publishing.incident_table import incident_table, table_end

    with opened(ledger) as source:
        found = find_incidents(
            source,
            country=country,
            since=since,
            until=until,
            actor=actor,
            place=place,
            type=type,
            contested=True if contested else None,
            grade=grade.value if grade is not None else None,
            limit=limit,
        )
        if format is IncidentsFormat.json:
            write(incidents_json(found.incidents, found.meta))
        elif format is IncidentsFormat.geojson:
            write(incidents_geojson(found.incidents, found.meta))
        elif format is IncidentsFormat.csv:
            write(encoded(incidents_csv(found.incidents)))
        else:
            width, color = look()
            write(encoded(incident_table(found.incidents, width=width, color=color)))
            write(encoded([table_end(found.meta)]))


@ledger_app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Show one incident, report or claim with its evidence.

    ID is its id, or as much of the beginning as no other has; the id in the table of `incidents` will do. An incident: its figures with the claim behind each bound, and all claims by how the claimant stands to those it
    speaks of, each with its words; who reprints whom. A claim: its words in the text around them. A report: its claims,
    what was refused, its versions.
    """
    from counterclaim.actions.show import show as find_page
    from counterclaim.publishing.show_pages import page_json, shown_page

    with opened(ledger) as source:
        page = find_page(source, id)
    if format is ScoreFormat.json:
        write([page_json(page)])
    else:
        width, color = look()
        write(encoded([shown_page(page, width=width, color=color)]))


@ledger_app.command()
def why(
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Tell why two claims are, or are not, of one incident: every reason in words, with its points.

    A and B are ids of claims or incidents, or of incidents as one report tells them (stub-…), or the beginnings of such
    ids. Of two incidents those two reports' tellings are compared for which most speaks.
    """
    from counterclaim.actions.why import why as find_reasons
    from counterclaim.publishing.why import why_json, why_page

    with opened(ledger) as source:
        answer = find_reasons(source, a, b)
    if format is ScoreFormat.json:
        write([why_json(answer)])
    else:
        width, color = look()
        write(encoded([why_page(answer, width=width, color=color)]))


@ledger_app.command()
def claimants(
    min_cases: Annotated[
        int, typer.Option("--min-cases", metavar="N", min=1, help="Only claimants with at least so many cases.")
    ] = 1,
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Compare each claimant's figures with what others say of the same losses.

    The others are third parties, else the side that suffered the losses. The comparison is shown, and never used: no
    figure of an incident hangs on it.
    """
    from counterclaim.actions.claimants import claimants as find_records
    from counterclaim.publishing.claimants import claimants_json, claimants_table

    with opened(ledger) as source:
        lines = find_records(source, min_cases=min_cases)
    if format is ScoreFormat.json:
        write([claimants_json(lines)])
    else:
        width, color = look()
        write(encoded([claimants_table(lines, width=width, color=color)]))


@ledger_app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    limit: LimitOption = SEARCH_LIMIT,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Find the reports and claims that have all of these words, best first; case and accents do not matter."""
    from counterclaim.actions.search import search as find_words
    from counterclaim.publishing.found import found_json, found_text

    with opened(ledger) as source:
        found = find_words(source, " ".join(words), limit=limit if limit is not None else SEARCH_LIMIT)
    if format is ScoreFormat.json:
        write([found_json(found)])
    else:
        width, color = look()
        write(encoded([found_text(found, width=width, color=color)]))


@ledger_app.command()
def status(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = ScoreFormat.text) -> None:
    """Count what is in the ledger: reports, claims, incidents, and what became of every input."""
    from counterclaim.actions.status import status_json, status_text

    with opened(ledger) as source:
        write([status_json(source)] if format is ScoreFormat.json else encoded([status_text(source)]))


@ledger_app.command()
def rebuild(
    ledger: LedgerOption = DEFAULT_LEDGER,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; tell which incidents and figures would change.")
    ] = False,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Make all incidents anew from the reports and decisions kept: after a rule has changed, or to be sure.

    Where nothing has changed they come out as they were, ids too.
    """
    from counterclaim.actions.rebuild import rebuild as rebuild_all

    with opened(ledger) as target, progress("rebuilding", shown=True, at_end=True):
        done = rebuild_all(target, diff=diff)
    _print(done, format)


@ledger_app.command()
def remove(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="The id of a report, or enough of its beginning.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; it is kept with the tombstone.")] = None,
    format: FormatOption = ScoreFormat.text,
) -> None:
    """Take a report out of incidents and search. A tombstone stays, with the text; it cannot be added again.

    REPORT is its id, or as much of the beginning as no other has.
    """
    from counterclaim.actions.show import the_id
    from counterclaim.actions.upkeep import remove as remove_report

    with opened(ledger) as target:
        done = remove_report(target, the_id(target, report, ("report",)), reason)
    _print(done, format)


@ledger_app.command()
def verify(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = ScoreFormat.text) -> None:
    """Check that a ledger is whole: every quotation stands in its text, every id and count is right."""
    from counterclaim.actions.upkeep import verify as verify_all

    with opened(ledger) as target:
        done = verify_all(target)
    _print(done, format)
    raise typer.Exit(done.exit_code)


@ledger_app.command()
def upgrade(ledger: LedgerOption = DEFAULT_LEDGER, format: FormatOption = ScoreFormat.text) -> None:
    """Bring a ledger made by an older version of the program up to date, all of it or nothing."""
    from counterclaim.actions.upkeep import upgrade as upgrade_ledger

    _print(upgrade_ledger(ledger), format)


def _print(done: "Result", format: ScoreFormat) -> None:
    text = encoded([done.text()]) if format is not ScoreFormat.json else [done.json()]
    write(text)
