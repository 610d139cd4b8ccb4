"""`evidence serve`: the pages live over the database, for a browser on this machine."""

from __future__ import annotations

import click

from evidence.cli.app import command_options, current
from evidence.cli.failing import INTERRUPTED
from evidence.cli.options import as_of, known_at
from evidence.cli.screen import print_json, remark, say


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The port; any free one by default."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--i-know", is_flag=True, help="Let other machines reach it through --host.")
@click.option("--no-token", is_flag=True, help="Leave the key out of the address.")
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
@as_of
@known_at
@command_options
def command(
    port: int,
    host: str,
    i_know: bool,
    no_token: bool,
    opened: bool,
    as_of: str | None,
    known_at: str | None,
) -> int:
    """Show every page in the browser as the database is now, or was on any day.

    Read-only, and for this machine alone. The address holds a key that is new with every start,
    so that other users of the machine cannot read along.
    """
    from evidence.web.serving import listen, serve

    _refuse(host, i_know, no_token)
    app = current()
    app.workspace().head()
    service = listen(host, port, key=not no_token)
    days = (("as-of", as_of), ("known-at", known_at))
    url = service.url(tuple((name, day) for name, day in days if day))
    if app.json:
        print_json({"schema": 1, "url": url})
    else:
        say(url)
    if not app.quiet:
        remark("serving until Ctrl-C")
    if opened:
        _open(url)
    try:
        serve(app.workspace(), service)
    except KeyboardInterrupt:  # the way to end it, and nothing is left undone
        return INTERRUPTED
    return 0


def _refuse(host: str, i_know: bool, no_token: bool) -> None:
    """Raise UsageError for what would let others read."""
    from evidence.web.serving import is_loopback

    if is_loopback(host):
        return
    if not i_know:
        raise click.UsageError(f"other machines can reach {host}: say --i-know if that is meant")
    if no_token:
        raise click.UsageError(f"other machines can reach {host}: leave --no-token out")


def _open(url: str) -> None:
    """Open the browser beside the server, which answers only after this."""
    import webbrowser
    from threading import Thread

    Thread(target=webbrowser.open, args=(url,), daemon=True).start()
