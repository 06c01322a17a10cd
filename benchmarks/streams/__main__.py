"""Measures what watched takers cost: `python -m benchmarks.streams [--takers 20] [--seconds 300] [--ways ours decode ...]`.

Senders replay packets encoded once, in this process; the processor time is the measured process's own.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from benchmarks.streams.clip import Packet, encoded
from benchmarks.streams.sender import send
from benchmarks.streams.talk import Talk, connect
from tests.support.program import free_tcp_port

CACHE = Path(".cache/benchmarks/streams.webm")
WARM_UP_S = 10.0
PATIENCE = 120


def main() -> None:
    """One line for each way; threads and writes on their way as they were before and after."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--takers", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=300)
    asked.add_argument("--ways", nargs="+", default=["decode", "ours", "recorder", "detectors"])
    asked.add_argument(
        "--baseline-takers", type=int, default=4, help="takers of the last two ways, which cost far more"
    )
    given = asked.parse_args()
    packets = encoded(CACHE)
    print(
        f"{'way':<11}{'takers':>7}{'CPU ms / taker-s':>18}{'fps':>6}{'looks/s':>9}"
        f"{'RSS MB':>8}{'+ a taker':>11}{'threads':>9}{'writes':>8}  outcome"
    )
    for way in given.ways:
        takers = given.takers if way in ("ours", "decode") else min(given.takers, given.baseline_takers)
        print(asyncio.run(measure(way, packets, takers, given.seconds)), flush=True)


async def measure(way: str, packets: Sequence[Packet], takers: int, seconds: float) -> str:
    """Start one process, send to it, and say what it used."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_tcp_port()
        command = [sys.executable, "-m", "benchmarks.streams.served", way, str(port), folder]
        process = await asyncio.create_subprocess_exec(*command)
        try:
            talk = await _connected(port)
            one = await send(talk, packets, 1)
            await asyncio.sleep(WARM_UP_S)
            with_one = await talk.ask({"tell": True})
            others = await send(talk, packets, takers - 1)
            await asyncio.sleep(WARM_UP_S)
            before = await talk.ask({"tell": True})
            await asyncio.sleep(seconds)
            after = await talk.ask({"tell": True})
            outcome = await talk.ask({"end": True})
            await asyncio.gather(one.close(), others.close())
        finally:
            process.terminate()
            await process.wait()
    used_ms = 1000 * (after["cpu_s"] - before["cpu_s"]) / (takers * seconds)
    fps = (after["frames"] - before["frames"]) / (takers * seconds)
    looks = (after["looks"] - before["looks"]) / (takers * seconds)
    each_mb = (after["rss_mb"] - with_one["rss_mb"]) / max(1, takers - 1)
    threads, writes = (f"{before[what]}-{after[what]}" for what in ("threads", "waiting"))
    work = f"{way:<11}{takers:>7}{used_ms:>18.1f}{fps:>6.1f}{looks:>9.2f}"
    return f"{work}{after['rss_mb']:>8.0f}{each_mb:>11.1f}{threads:>9}{writes:>8}  {_in_words(outcome)}"


def _in_words(outcome: dict[str, list[float]]) -> str:
    coverage, delays = outcome.get("coverage"), outcome.get("delays_s")
    if not coverage:
        return ""
    said = f"coverage min {min(coverage):.3f} mean {mean(coverage):.3f}"
    if delays:
        said += f", {len(delays)} noted {median(delays):.2f} s (median) after their onset"
    return f"{said}, pace {outcome['pace']:.0f} looks/s"


async def _connected(port: int) -> Talk:
    for _ in range(PATIENCE):
        try:
            return await connect(port)
        except OSError:
            await asyncio.sleep(0.5)
    raise TimeoutError("the measured process did not start")


if __name__ == "__main__":
    main()
