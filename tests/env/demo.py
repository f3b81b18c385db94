"""A real Znuny with the chat in it, to look at: ``make znuny``; another version with ``ZNUNY=6.0.32``.

Runs until Ctrl-C and leaves nothing behind.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from tests.env.bridge import Bridge
from tests.env.postgres import Postgres
from tests.env.processes import EnvError
from tests.env.redis import RedisServer
from tests.env.website import Website
from tests.env.znuny import ROOT_LOGIN, ROOT_PASSWORD, Znuny

_TEXT = """
Agents      {otrs}/index.pl
              anton / anton   German, works in the channel
              anna  / anna    English, works in the channel
              berta / berta   does not work in the channel
Customers   {otrs}/customer.pl
              carla / carla   English
              karl  / karl    German
Visitors    {site}   (a web site on another origin)
            {otrs}/public.pl
Admin       {otrs}/index.pl   {root} / {password}
Bridge      {bridge}/healthz
Logs        {folder}
            {home}/var/log

Ctrl-C ends it and removes everything.
"""


@contextlib.contextmanager
def running(version: str) -> Iterator[tuple[Znuny, Bridge, Website]]:
    """Znuny with the add-on, the bridge behind its web server, and a web site with the widget."""
    with contextlib.ExitStack() as stack:
        znuny = Znuny(version)
        stack.callback(znuny.stop)
        znuny.start().prepare()
        postgres, redis, site = Postgres(), RedisServer(), Website()
        for server in (postgres, redis, site):
            stack.callback(server.stop)
            server.start()
        bridge = Bridge(
            database_url=postgres.database("chatbridge").url,
            redis_url=redis.url,
            public_url=f"{znuny.host}/chatbridge",
            port=znuny.bridge_port,
            settings={**znuny.addon.settings(znuny), "CHATBRIDGE_ALLOWED_ORIGINS": site.origin},
        )
        stack.callback(bridge.stop)
        bridge.start()
        site.embed(bridge.url)
        yield znuny, bridge, site


def main() -> int:
    """Start, tell where everything is, wait for Ctrl-C (or SIGTERM), stop."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    version = os.environ.get("ZNUNY", "6.5.1")
    print(f"Starting Znuny {version}; the very first time takes a minute …", flush=True)
    try:
        with running(version) as (znuny, bridge, site):
            text = _TEXT.format(
                otrs=znuny.url,
                site=site.url,
                bridge=bridge.url,
                root=ROOT_LOGIN,
                password=ROOT_PASSWORD,
                folder=bridge.folder,
                home=znuny.home,
            )
            print(text, flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Stopped.")
    except EnvError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
