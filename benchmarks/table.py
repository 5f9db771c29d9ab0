"""All that benchmarks/run.sh measured: one table, and one JSON file with the conditions.

usage: table.py FOLDER-OF-PARTS JSON-FILE
"""
import glob
import json
import os
import platform
import subprocess
import sys
import time


def rows(parts):
    """What was measured, and what it was measured against."""
    def of(name):
        return parts.get(name)

    for name, peers in (("signalling", "phones"), ("signalling-sipp", "SIPp")):
        if part := of(name):
            median, ratio = part["median"], part["ratio"]
            yield (f"bridged calls per CPU-second, {peers}", f"{median['tandem']:.0f}",
                   f"{100 * ratio['floor']:.0f} % of a bare NTA B2BUA, {median['floor']:.0f}; {100 * ratio['floor_as_is']:.0f} % "
                   f"of one on the library's own clock, {median['floor_as_is']:.0f}")
    if part := of("latency"):
        yield ("set-up added at 400 calls/s", f"p50 {part['added_p50_ms']:.2f} ms, p99 {part['added_p99_ms']:.2f} ms",
               f"floor p99 {part['floor']['p99_ms']:.2f} ms")
    for name in ("held-direct", "held-rtp"):
        if part := of(name):
            yield (f"a held bridged call, {part['media']} media", f"{part['kib_per_call']:.1f} kB",
                   f"{part['calls']} calls")
    if part := of("overload"):
        for row in part["past"]:
            yield (f"goodput at {row['times']} times the saturating rate",
                   f"{100 * row['goodput']:.0f} %, {100 * row['normalised']:.0f} % for the processor there was",
                   f"peak {part['peak']['answered_per_second']:.0f}/s; {row['refused'] + row['refused_late']} got 503, "
                   f"{row['failed']} failed")
    if part := of("endurance"):
        yield ("200 calls/s for 60 s", f"{100 * part['failed_share']:.3f} % failed", f"{part['successful']} carried")
        yield ("an employee saved and in force, beside 200 calls/s", f"p99 {part['save_ms']['p99']:.2f} ms",
               f"median {part['save_ms']['p50']:.2f}, worst {part['save_ms']['worst']:.2f} ms")
    if part := of("audio"):
        yield (f"{part['answered']} calls with audio for 60 s", f"{part['lost']} packets lost",
               f"of {part['packets_sent']}")
    if part := of("linger"):
        yield ("resident after 100,000 calls against after 10,000", f"{100 * part['growth']:+.1f} %",
               f"{part['after_10k_kib']} and {part['after_100k_kib']} kB")
        yield ("a finished call lingers with", f"{part['lingering_kib_per_call']:.1f} kB", "for 32 s")


def main():
    folder, target = sys.argv[1:]
    parts, texts = {}, {}
    for path in glob.glob(os.path.join(folder, "*")):
        name, kind = os.path.splitext(os.path.basename(path))
        with open(path) as file:
            if kind == ".json":
                parts[name] = json.load(file)
            else:
                texts[name] = file.read().splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    compiler = subprocess.run(["g++", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    conditions = {"cpu": cpu, "cores": os.cpu_count(), "kernel": platform.release(), "load_average": os.getloadavg(),
                  "compiler": compiler, "date": time.strftime("%Y-%m-%d")}
    with open(target, "w") as file:
        json.dump({"conditions": conditions, "measured": parts, "printed": texts}, file, indent=1)
    print()
    for lines in texts.values():
        print("\n".join(lines))
    table = list(rows(parts))
    width = [max((len(row[i]) for row in table), default=0) for i in range(3)]
    for row in table:
        print("  ".join(cell.ljust(size) for cell, size in zip(row, width)).rstrip())
    print(f"\n{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {compiler}; all in {target}")


main()
