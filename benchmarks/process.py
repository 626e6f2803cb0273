"""`mpn ask` as a whole process: seconds and memory."""

import os
import subprocess
import sys
import time
from statistics import median

QUESTION = "can I use Office for customer training?"


def main() -> None:
    seconds, megabytes = [], []
    for _ in range(7):
        start = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-m", "bot", "ask", QUESTION], stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        seconds.append(time.perf_counter() - start)
        megabytes.append(usage.ru_maxrss / 1024)
    print(f"  mpn ask: median {median(seconds):.2f} s, {median(megabytes):.0f} MB of {len(seconds)} runs")


if __name__ == "__main__":
    main()
