"""Makes new.wav: two soft notes, a fifth apart. ``python widget/sounds/make.py``."""

from __future__ import annotations

import math
import wave
from pathlib import Path

RATE = 16_000
NOTES = ((0.0, 659.26), (0.11, 987.77))  # start in seconds, Hz
SECONDS = 0.5


def loudness(at: float) -> float:
    """Between -1 and 1, at that second."""
    total = 0.0
    for start, pitch in NOTES:
        if at >= start:
            since = at - start
            fade = min(1.0, since / 0.006) * math.exp(-since * 11)
            total += fade * (
                math.sin(math.tau * pitch * since) + 0.25 * math.sin(math.tau * 2 * pitch * since)
            )
    return total * 0.3


def main() -> None:
    """Write the file beside this one."""
    samples = bytes(round(128 + 127 * loudness(n / RATE)) for n in range(int(RATE * SECONDS)))
    with wave.open(str(Path(__file__).with_name("new.wav")), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples)


if __name__ == "__main__":
    main()
