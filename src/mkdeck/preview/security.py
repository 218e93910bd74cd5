"""What keeps the page to this machine, and what the course says inside its cards."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A picture may be SVG, which could hold scripts when it is opened by itself."""

HTTP_PORT = 80

_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


def card_policy(origin: str, course: str) -> str:
    """Return the policy of a card: its scripts run, in an origin of their own, and reach nothing but its media.

    'self' would be that origin of its own, so the server is named.
    """
    media = f"{origin}/courses/{course}/media/"
    return (
        f"default-src 'none'; script-src 'unsafe-inline' {origin}/static/; style-src 'unsafe-inline' {origin}/static/; "
        f"img-src {media} data:; media-src {media} data:; font-src {media} data:; base-uri {origin}; "
        "form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
    )


def name_hosts(host: str, port: int) -> frozenset[str]:
    """Return what browsers may send as the host of a page here; they leave out the port that http has by default."""
    names = (host, "localhost")
    return frozenset({f"{name}:{port}" for name in names} | (set(names) if port == HTTP_PORT else set()))


class Guard:
    """Refuse what is not addressed to this server by its own name, and add the strict headers to all else.

    A page elsewhere can make its own name mean 127.0.0.1, but the browser then sends that name as the host.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a refusal."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in _HEADERS.items() if n.encode() not in present),
                ]
            await send(message)

        if scope["type"] != "http":
            return
        if Headers(scope=scope).getlist("host") and self._named(scope):
            await self.app(scope, receive, send_guarded)
        else:
            refusal = PlainTextResponse("This server answers to its own address only.\n", status_code=421)
            await refusal(scope, receive, send_guarded)

    def _named(self, scope: Scope) -> bool:
        return all(host.lower() in self.hosts for host in Headers(scope=scope).getlist("host"))
