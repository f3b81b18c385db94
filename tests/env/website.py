"""Somebody's web site on another origin, with the widget's script tag in its page."""

import html
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.env.processes import free_port

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>Example Ltd.</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>
<h1>Example Ltd.</h1>
<p>We sell examples.</p>
{tag}
</body>
</html>
"""


class Website:
    """Serves one page at ``http://localhost:PORT/``; OTRS is at ``127.0.0.1``, another origin for a browser.

    ``headers`` go with the page, for example a Content-Security-Policy.
    """

    def __init__(self, language: str = "en") -> None:
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.language = language
        self.tag = ""
        self.headers: dict[str, str] = {}
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """The page's address."""
        return f"{self.origin}/"

    def embed(self, bridge_url: str, **data: str) -> None:
        """Put the tag of the bridge at ``bridge_url`` into the page; ``lang="de"`` becomes ``data-lang``."""
        attributes = {"role": "visitor", "lang": self.language, **data}
        written = " ".join(
            f'data-{name.replace("_", "-")}="{html.escape(text)}"' for name, text in attributes.items()
        )
        source = html.escape(f"{bridge_url}/widget/chatbridge.js")
        self.tag = f'<script type="module" src="{source}" {written}></script>'

    def start(self) -> "Website":
        """Serve from a thread."""
        site = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.split("?")[0] != "/":
                    self.send_error(404)
                    return
                body = _PAGE.format(language=site.language, tag=site.tag).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: a test's output is no place for an access log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Page)
        threading.Thread(target=self._server.serve_forever, daemon=True, name="website").start()
        return self

    def stop(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None
