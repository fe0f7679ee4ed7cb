"""Runs each scenario in a process of its own and prints a line of JSON for it."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = "1000,10000,100000"
BASELINE_ROUNDS = 3_000_000


def main() -> int:
    """0 when every scenario ran."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("scenarios", nargs="*", help="all when none is named")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--prepare", nargs=2, metavar=("SCENARIO", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=3, metavar=("SCENARIO", "SIZE", "FIRM"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.prepare:
        return prepare(arguments.prepare[0], int(arguments.prepare[1]))
    if arguments.measure:
        return measure(arguments.measure[0], int(arguments.measure[1]), int(arguments.measure[2]))
    from benchmarks.names import SCENARIO_NAMES

    failed = 0
    with tempfile.TemporaryDirectory(prefix="quitus-bench-") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user
        environment = {**os.environ, "QUITUS_HOME": folder}
        for size in arguments.sizes.split(","):
            for scenario in arguments.scenarios or SCENARIO_NAMES:
                failed += not _run(scenario, size, environment)
    return 1 if failed else 0


def _run(scenario: str, size: str, environment: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "benchmarks"]
    prepared = subprocess.run(
        [*command, "--prepare", scenario, size],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if prepared.returncode:
        return False
    firm = prepared.stdout.split()[-1]
    return not subprocess.run(
        [*command, "--measure", scenario, size, firm], env=environment, check=False
    ).returncode


def prepare(scenario: str, size: int) -> int:
    """Make the firm that a scenario is measured on, and print its id."""
    from quitus.config.startup import started

    with started():
        from benchmarks.scenarios import SCENARIOS

        print(SCENARIOS[scenario].prepare(size))
    return 0


def measure(scenario: str, size: int, firm: int) -> int:
    """Do the work and print what it cost."""
    from quitus.config.startup import started

    with started():
        from benchmarks.scenarios import SCENARIOS
        from quitus.apps.organisations.models import Organisation

        work = SCENARIOS[scenario].ready(Organisation.objects.get(id=firm))
        baseline = _cpu_of_baseline()
        before, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        result = work()
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_SELF)
        baseline = (baseline + _cpu_of_baseline()) / 2  # a shared machine changes its speed meanwhile
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures = {
        "scenario": scenario,
        "size": size,
        "wall_s": round(wall, 3),
        "cpu_s": round(cpu, 3),
        "cpu_by_baseline": round(cpu / baseline, 2),
        "baseline_s": round(baseline, 3),
        "peak_mb": round(after.ru_maxrss / 1024),
        **result,
    }
    if result.get("messages") and scenario == "send":
        figures["cpu_ms_each"] = round(1000 * cpu / result["messages"], 2)
    print(json.dumps(figures), flush=True)
    return 0


def _cpu_of_baseline() -> float:
    """The CPU that this machine takes now for a fixed piece of plain Python."""
    start = time.process_time()
    total = 0
    for number in range(BASELINE_ROUNDS):
        total ^= number * 31
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
