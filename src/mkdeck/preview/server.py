"""The server behind the page: what it answers, on 127.0.0.1 and nowhere else."""

import asyncio
import contextlib
import hashlib
import json
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from importlib.resources import files
from types import FrameType

import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mkdeck.diagnostics import CommandError
from mkdeck.preview.board import Board
from mkdeck.preview.item import Item
from mkdeck.preview.listing import Query, choose, has_findings, label_kind, list_decks, list_kinds, list_tags
from mkdeck.preview.security import MEDIA_POLICY, Guard, card_policy, name_hosts
from mkdeck.preview.view import View
from mkdeck.preview.wording import mark_code
from mkdeck.rendering.templates import Sides, TemplateError, render_card
from mkdeck.rendering.typeset import read_math_css, typeset

HOST = "127.0.0.1"
_HEARTBEAT_SECONDS = 15.0
"""Seconds between signs of life to a page that has nothing new to learn."""
_CONNECTING_SECONDS = 0.01
"""Seconds in which connections that the system has accepted are there."""


def open_socket(port: int) -> socket.socket:
    """Take a port of this machine, any free one if it is 0; raises CommandError if somebody else has it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise CommandError(f"port {port} can't be used: {error.strerror}; choose another with --port.") from error
    listener.listen()  # so that a browser that comes early waits
    return listener


def serve(boards: Sequence[Board], listener: socket.socket, started: Callable[[], object]) -> None:
    """Serve the boards until the process is told to end; `started` is called when the page can be opened."""
    # While a large course is compiled in its thread, pages get their turn ten times as often as by default.
    sys.setswitchinterval(0.0005)
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        _make_app(boards, port, started), log_level="error", access_log=False, server_header=False, ws="none"
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config, boards).run(sockets=[listener])


def _make_app(boards: Sequence[Board], port: int, started: Callable[[], object] = lambda: None) -> Starlette:
    """Make the application of some courses on a port."""
    site = _Site(boards)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        watchers = [asyncio.create_task(board.follow(stop)) for board in boards]
        asyncio.get_running_loop().call_soon(started)
        yield
        stop.set()
        await asyncio.gather(*watchers, return_exceptions=True)

    static = StaticFiles(directory=str(files("mkdeck.preview") / "static"))
    return Starlette(
        routes=[
            Route("/", site.home),
            Mount("/static", static),
            Route("/courses/{course}/", site.page),
            Route("/courses/{course}/events", site.events),
            Route("/courses/{course}/cards/{key}/{ordinal}", site.card),
            Route("/courses/{course}/media/{name}", site.media),
        ],
        lifespan=lifespan,
        middleware=[Middleware(Guard, hosts=name_hosts(HOST, port))],
    )


class _Server(uvicorn.Server):
    """Ends streams of events and what only just connects, for which an ordinary end would wait."""

    def __init__(self, config: uvicorn.Config, boards: Sequence[Board]) -> None:
        super().__init__(config)
        self.boards = boards

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        for board in self.boards:
            board.close()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        # A connection that is just being made would not be told to end, and be waited for without end.
        await asyncio.sleep(_CONNECTING_SECONDS)
        await super().shutdown(sockets)


class _Site:
    """The answers."""

    def __init__(self, boards: Sequence[Board]) -> None:
        self.boards = {board.name: board for board in boards}
        self.pages = Environment(
            loader=PackageLoader("mkdeck.preview", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.pages.globals["fingerprint"] = fingerprint
        self.pages.filters["kind"] = label_kind
        self.pages.filters["code"] = mark_code

    def board(self, request: Request) -> Board:
        board = self.boards.get(request.path_params["course"])
        if board is None:
            raise HTTPException(404)
        return board

    async def home(self, _request: Request) -> Response:
        return RedirectResponse(f"/courses/{next(iter(self.boards))}/")

    async def page(self, request: Request) -> Response:
        board = self.board(request)
        version, view = board.version, board.view
        query = Query.read(request.query_params)
        page = choose(view, query)
        text = self.pages.get_template("page.html").render(
            board=board,
            boards=self.boards.values(),
            version=version,
            view=view,
            query=query,
            page=page,
            found=has_findings(view),
            decks=list_decks(view),
            kinds=list_kinds(view),
            tags=list_tags(view),
            # Written by mkdeck of the course's Markdown; the page's policy lets no script of it run.
            description=Markup(view.decks.get(query.deck, "")),  # noqa: S704
        )
        return HTMLResponse(text, headers={"cross-origin-resource-policy": "same-origin"})

    async def card(self, request: Request) -> Response:
        board = self.board(request)
        item = board.view.by_key.get(request.path_params["key"])
        ordinal = (
            next((each for each in item.cards if str(each) == request.path_params["ordinal"]), None) if item else 0
        )
        if item is None or ordinal is None:
            raise HTTPException(404)
        content = {**_sides(board.view, item, ordinal), "card": ordinal + 1, "mark": fingerprint(board.view, item)}
        if request.headers.get("accept") == "application/json":
            return JSONResponse(content, headers={"cross-origin-resource-policy": "same-origin"})
        text = self.pages.get_template("card.html").render(
            course=board.name,
            # JSON in a script element must not be able to close it.
            content=Markup(json.dumps(content).replace("<", "\\u003c")),  # noqa: S704
        )
        origin = f"http://{request.headers['host']}"
        return HTMLResponse(text, headers={"content-security-policy": card_policy(origin, board.name)})

    def media(self, request: Request) -> Response:
        board = self.board(request)
        media = board.view.media.get(request.path_params["name"])
        root = board.path.resolve()
        # What the name stands for was checked when the course was read; it may have become a link since.
        inside = media and media.path.resolve().is_relative_to(root if root.is_dir() else root.parent)
        if not media or not inside or not media.path.is_file():
            raise HTTPException(404)
        return FileResponse(media.path, headers={"content-security-policy": MEDIA_POLICY})

    async def events(self, request: Request) -> Response:
        return StreamingResponse(_stream(self.board(request)), media_type="text/event-stream")


async def _stream(board: Board) -> AsyncIterator[str]:
    """Yield the number of each version as it comes, the present one first, and a sign of life in between."""
    version = 0
    while not board.closed:
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                version = await board.newer_than(version)
        except TimeoutError:
            yield ": nothing new\n\n"
        else:
            if not board.closed:
                yield f"data: {version}\n\n"


def _sides(view: View, item: Item, ordinal: int) -> dict[str, str]:
    """Return what a card's document shows; a template that can't be shown says so."""
    if item.note is None:
        raise HTTPException(404)
    notetype = view.notetypes[item.note.note_class]
    try:
        sides = typeset(render_card(notetype, item.note, ordinal, marked=True))
    except TemplateError as error:
        sides = Sides(f"<p>The preview can't show this card: {error}.</p>", "")
    return {"front": sides.front, "back": sides.back, "css": read_math_css() + notetype.css}


def fingerprint(view: View, item: Item) -> str:
    """Whether cards of a question look as they did."""
    if item.note is None:
        return ""
    notetype = view.notetypes[item.note.note_class]
    parts = (*item.note.fields, notetype.front, notetype.back, notetype.css)
    return hashlib.blake2b("\0".join(parts).encode(errors="surrogatepass"), digest_size=8).hexdigest()
