"""The stand-in behind a real socket."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from bridge.sandbox import SandboxConfig, create_sandbox

CONFIG = SandboxConfig(
    bridge_url="http://127.0.0.1:9/chatbridge",
    secret="a-secret-of-the-tests-with-more-than-32-bytes",
    service_password="service-password",
)


@contextmanager
def serving(config: SandboxConfig = CONFIG) -> Iterator[str]:
    """Its address, e.g. ``http://127.0.0.1:40123``, while the block runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_sandbox(config), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
