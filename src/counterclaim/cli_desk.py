"""What is handed on from a ledger: brief, export, decisions as gold, the desk and its read-only edition."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from counterclaim.cli_ledger import opened
from counterclaim.cli_options import (
    ActorOption,
    ContestedOption,
    CountryOption,
    LedgerOption,
    PlaceOption,
    SinceOption,
    UntilOption,
)
from counterclaim.settings import DEFAULT_LEDGER
from counterclaim.terminal import complain, progress, write

desk_app = typer.Typer()

OutputOption = Annotated[
    Path | None, typer.Option("--output", metavar="PATH", help="Write there, not to standard output.")
]


class BriefFormat(StrEnum):
    """How a brief is written."""

    markdown = "markdown"
    html = "html"


class ExportFormat(StrEnum):
    """The formats of an export."""

    csv = "csv"
    ged = "ged"
    acled = "acled"
    plover = "plover"
    geojson = "geojson"
    parquet = "parquet"
    hxl = "hxl"
    claim = "claim"
    claimreview = "claimreview"


class PartyClaims(StrEnum):
    """What a figure that only a party to the fighting gives counts for in the GED profile."""

    cautious = "cautious"
    accept = "accept"


@desk_app.command()
def brief(
    ledger: LedgerOption = DEFAULT_LEDGER,
    country: CountryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    actor: ActorOption = None,
    place: PlaceOption = None,
    format: Annotated[
        BriefFormat, typer.Option("--format", help="Markdown with footnotes, or one HTML file.")
    ] = BriefFormat.markdown,
    output: OutputOption = None,
) -> None:
    """Write a situation brief: what each side says, what is contested, what is verified; every sentence cites its claims."""
    from counterclaim.actions.brief import brief as make_brief

    with opened(ledger) as source:
        made = make_brief(
            source, country=country, since=since, until=until, actor=actor, place=place, format=format.value
        )
    if output is not None:
        output.write_bytes(made)
    else:
        write([made])


@desk_app.command()
def export(
    format: Annotated[ExportFormat, typer.Argument(metavar="FORMAT")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    country: CountryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    actor: ActorOption = None,
    place: PlaceOption = None,
    contested: ContestedOption = False,
    party_claims: Annotated[
        PartyClaims,
        typer.Option(
            "--party-claims", help="Of ged: whether a figure that only a party gives becomes the best one."
        ),
    ] = PartyClaims.cautious,
    human: Annotated[
        bool, typer.Option("--human", help="Of claim: only what persons decided, as ClaimReview.")
    ] = False,
    output: OutputOption = None,
) -> None:
    """Hand incidents and claims on in a format of the field.

    FORMAT is csv, ged (UCDP GED, 49 columns), acled (31 columns), plover, geojson, parquet (a zip, or a folder with
    --output), hxl, claim (schema.org JSON-LD) or claimreview. What each leaves blank, and why, is in docs/exports.md.
    """
    from counterclaim.actions.export import export as make_export
    from counterclaim.errors import UsageError

    if format is ExportFormat.parquet and output is None and sys.stdout.isatty():
        raise UsageError("parquet is no text for a terminal; say --output FOLDER or FILE.zip")
    wanted = ExportFormat.claim if format is ExportFormat.claimreview else format
    with opened(ledger) as source, progress("exporting", shown=True, at_end=output is not None) as step:
        made = make_export(
            source,
            wanted.value,
            party_claims=party_claims.value,
            human=human or format is ExportFormat.claimreview,
            filters={
                "country": country,
                "since": since,
                "until": until,
                "actor": actor,
                "place": place,
                "contested": True if contested else None,
            },
            output=output,
            step=step,
        )
        write(made)
        if made.meta.left_out:
            complain("left out: " + ", ".join(f"{n} {reason}" for reason, n in made.meta.left_out.items()))


@desk_app.command()
def decisions(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    session: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the reports of a coding session of this name.")
    ] = None,
) -> None:
    """Write what persons decided as a gold folder, which `counterclaim score FOLDER` reads."""
    from counterclaim.actions.review import export_gold

    with opened(ledger) as source:
        number = export_gold(source, folder, session)
    write([f"{folder}: {number} report{'' if number == 1 else 's'} with what persons decided\n".encode()])


@desk_app.command()
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="The address to listen at; another than this machine's own is your choice."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port to listen at.")] = 8377,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="Your name, kept with each decision.")] = None,
    token: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What every request that writes has to bear.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further name that the desk may be asked for under.")
    ] = None,
) -> None:
    """Open the desk: map, timeline, each side's claims with the highlighted words, review. All of it is local.

    It listens on this machine alone unless told otherwise. Stop it with Ctrl-C.
    """
    import uvicorn

    from counterclaim.desk.app import create_app

    with opened(ledger) as source:
        app = create_app(source, token=token, allowed_hosts=tuple(allow_host or ()) + ((host,) if host else ()))
        app.state.coder = coder
        complain(f"the desk of {ledger} is at http://{host}:{port}/ (stop with Ctrl-C)")
        uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


@desk_app.command()
def publish(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    full_text: Annotated[
        bool,
        typer.Option("--full-text", help="Show whole articles, not only quotations with 200 characters around."),
    ] = False,
    redact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="persons|NAME", help="Withhold the names of private persons, or a name; may be repeated."
        ),
    ] = None,
) -> None:
    """Write the read-only edition of the desk: pages for any web server or a USB stick, with a manifest of hashes.

    Redaction is a help, no guarantee: look at the pages before you hand them on.
    """
    from counterclaim.actions.publish import publish as make_edition

    with opened(ledger) as source, progress("publishing", shown=True, at_end=True) as step:
        made = make_edition(source, folder, full_text=full_text, redact=tuple(redact or ()), step=step)
    write([made.text().encode()])
