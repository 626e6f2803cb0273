"""What the counters cost: a reply counted and timed, in a desk that has seen all surfaces and kinds."""

import time

from bot.metrics import Metrics
from bot.reply import Kind, Reply

TIMES = 100_000
REPLY = Reply(kind=Kind.REFUSED, text="Not yet.", rules=("seat-90-days",))


def main() -> None:
    metrics = Metrics()
    begun = time.perf_counter()
    for _ in range(TIMES):
        with metrics.answering("message"):
            metrics.replied("message", REPLY)
    print(f"  a refusal counted and timed: {(time.perf_counter() - begun) / TIMES * 1e6:.1f} µs")
    begun = time.perf_counter()
    page = metrics.page()
    print(f"  the page: {(time.perf_counter() - begun) * 1e3:.1f} ms, {len(page):,} bytes")


if __name__ == "__main__":
    main()
