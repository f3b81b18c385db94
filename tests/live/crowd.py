"""Many visitors at once, in a process of their own: ``python -m tests.live.crowd URL NUMBER``.

Connects them, says hello, prints ``ready`` and the seconds it took, answers pings until standard input ends,
then prints how many are still connected.
"""

import asyncio
import json
import resource
import sys
import time

from websockets.asyncio.client import ClientConnection, connect

from tests.live.client import ORIGIN

_AT_ONCE = 50


async def _visitor(url: str, number: int, gate: asyncio.Semaphore) -> ClientConnection:
    async with gate:
        client = await connect(url, origin=ORIGIN, compression=None, open_timeout=60, ping_interval=None)
        hello = {"type": "hello", "id": 1, "version": 1, "visitor": {"name": f"Visitor {number}"}}
        await client.send(json.dumps(hello))
        welcome = json.loads(await client.recv())
        assert welcome["type"] == "welcome", welcome
        return client


async def _main(url: str, number: int) -> None:
    began = time.monotonic()
    gate = asyncio.Semaphore(_AT_ONCE)
    crowd = await asyncio.gather(*(_visitor(url, one, gate) for one in range(number)))
    print(f"ready {time.monotonic() - began:.2f}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(sum(one.close_code is None for one in crowd), flush=True)


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
