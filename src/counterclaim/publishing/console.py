"""A console to write text with: plain or with colours, of a given width, and nothing else that rich may add."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

SMALLEST_WIDTH = 70


class Page:
    """Text in the making. `width` None is the terminal's own (80 where there is none); below 70 it is 70."""

    def __init__(self, *, width: int | None, color: bool) -> None:
        self._out = io.StringIO()
        self.console = console(self._out, width=width, color=color)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.console.width

    def line(self, words: str = "", style: str = "", *, indent: int = 0) -> None:
        """Write words, wrapped, each line of them behind `indent` blanks."""
        from rich.padding import Padding

        self.console.print(Padding(text(words, style), (0, 0, 0, indent)) if words else "")

    def row(self, cells: Sequence["Text"], widths: Sequence[int], right: Sequence[int] = ()) -> None:
        """Write cells side by side, wrapped in columns of these widths; those in `right` stand at the right."""
        from rich.table import Table

        grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
        for place, width in enumerate(widths):
            grid.add_column(width=width, overflow="fold", justify="right" if place in right else "left")
        grid.add_row(*cells)
        self.console.print(grid)

    def done(self) -> str:
        """Return all that was written since the last time, no line with blanks at its end."""
        written = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return "".join(line.rstrip() + "\n" for line in written.splitlines())


def console(out: io.StringIO, *, width: int | None, color: bool) -> "Console":
    """Return a console that writes plain text, or ANSI colours where `color`."""
    from rich.console import Console

    made = Console(
        file=out,
        width=None if width is None else max(width, SMALLEST_WIDTH),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        force_jupyter=False,
        force_interactive=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if made.width < SMALLEST_WIDTH:
        made.width = SMALLEST_WIDTH
    return made


def text(words: str, style: str = "") -> "Text":
    """Return words that fold where they are too long for their column."""
    from rich.text import Text

    return Text(words, style=style, overflow="fold")
