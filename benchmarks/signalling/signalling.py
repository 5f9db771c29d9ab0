#!/usr/bin/env python3
"""Signalling of bridged calls against a bare NTA B2BUA, in one run.

Both carry callers to callees at the same offered rate. The floor relays without reading; Tandem does the whole path: digest
authentication of every call, SDP, the call's flow, a record a call in SQLite, events as JSON. What counts is calls per
second of the process's CPU time; wall time and rate do not matter as long as the offered calls are carried. Callers and
callees are benchmarks/phones, or SIPp where it says so.

usage: signalling.py BUILD-FOLDER [--rounds N] [--rate CPS] [--seconds S] [--sipp]
         [--overload | --latency | --endurance | --linger | --audio N | --held N [--media direct|rtp]] [--json FILE]
"""
import argparse
import csv
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
EMPLOYEES = 800
ADDRESS = "127.0.0.1"
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_kib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1))


def sipp(scenario, *words, folder, wait=True, timeout=120):
    command = ["sipp", "-sf", os.path.join(HERE, scenario), "-nostdin", "-buff_size", "4194304", "-timeout",
               f"{timeout}s", "-timeout_error", *map(str, words)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process.wait() if wait else process


def phones(build, wait=True, **words):
    """benchmarks/phones: callers and callees in one; its line of JSON, or the process."""
    command = [os.path.join(build, "benchmarks/phones"), f"address={ADDRESS}", *(f"{k}={v}" for k, v in words.items())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return json.loads(process.communicate()[0]) if wait else process


class Callees:
    """SIPp in the callees' place."""

    def __init__(self, folder, port):
        self.process = sipp("uas.xml", "-i", ADDRESS, "-p", port, folder=folder, wait=False, timeout=600)

    def stop(self):
        self.process.send_signal(signal.SIGUSR1)
        time.sleep(0.2)
        self.process.kill()
        self.process.wait()


def statistics_of(path):
    rows = list(csv.DictReader(open(path), delimiter=";"))
    last = rows[-1]
    return {"successful": int(last["SuccessfulCall(C)"]), "failed": int(last["FailedCall(C)"]),
            "retransmissions": int(last["Retransmissions(C)"])}


def login(kind, number):
    return f"[authentication username={kind}{number:04} password=Secret123]"


def inject(folder):
    with open(os.path.join(folder, "callers.csv"), "w") as out:
        out.write("SEQUENTIAL\n" + "".join(f"a{i:04};2{i:04};{login('a', i)}\n" for i in range(EMPLOYEES)))
    with open(os.path.join(folder, "callees.csv"), "w") as out:
        out.write("SEQUENTIAL\n" + "".join(f"b{i:04};{login('b', i)}\n" for i in range(EMPLOYEES)))


class Floor:
    """The bare NTA B2BUA, cured of the spinning of its event loop, as Tandem is."""
    name = "floor"
    more = ()

    def __init__(self, build, folder):
        self.process = subprocess.Popen([os.path.join(build, "benchmarks/floor_nta_b2b"),
                                         f"sip:{ADDRESS}:5070;transport=udp", f"{ADDRESS}:5090", *self.more],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def callers(self):
        return ["uac_floor.xml", "-s", "1000"]

    def employees(self):
        return 0

    def stop(self):
        self.process.terminate()
        self.process.wait()


class FloorAsIs(Floor):
    """The same on the library's own clock."""
    name = "floor_as_is"
    more = ("as-is",)


class Tandem:
    name = "tandem"

    def __init__(self, build, folder, media="direct", burden=0, saves=0):
        self.folder = folder
        database = os.path.join(folder, "bench.db")
        for tail in ("", "-wal", "-shm"):
            if os.path.exists(database + tail):
                os.remove(database + tail)
        self.process = subprocess.Popen([os.path.join(build, "benchmarks/signalling_host"), database,
                                         f"udp:{ADDRESS}:5070", str(EMPLOYEES), media, str(burden), str(saves)],
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready"
        inject(folder)
        enrolled = phones(build, register=EMPLOYEES, calls=0)
        if enrolled["failed"] != 0:
            self.stop()
            sys.exit("the callees could not register")

    def callers(self):
        return ["uac_auth.xml", "-inf", "callers.csv"]

    def employees(self):
        return EMPLOYEES

    def figures(self):
        self.process.send_signal(signal.SIGUSR1)
        return {k: int(v) for k, v in re.findall(r"(\w+)=(\d+)", self.process.stdout.readline())}

    def stop(self):
        self.process.terminate()
        self.process.wait()


def load(side, folder, rate, calls, hold_ms=0, limit=10000):
    stats = os.path.join(folder, f"stats-{time.monotonic_ns()}.csv")
    before = cpu_seconds(side.process.pid)
    began = time.monotonic()
    scenario, *words = side.callers()
    sipp(scenario, f"{ADDRESS}:5070", "-i", ADDRESS, "-p", "5080", "-r", rate, "-m", calls, "-l", limit, "-d", hold_ms,
         "-trace_stat", "-stf", stats, "-fd", "1", *words, folder=folder, timeout=calls / rate * 3 + 60 + hold_ms / 1000)
    seconds = time.monotonic() - began
    result = statistics_of(stats)
    result["cpu"] = cpu_seconds(side.process.pid) - before
    result["seconds"] = seconds
    result["per_cpu_second"] = result["successful"] / max(result["cpu"], 0.01)
    return result


def phone_load(side, build, rate, calls, **words):
    """The phones' figures, and what the process used of the processor meanwhile."""
    before = cpu_seconds(side.process.pid)
    result = phones(build, rate=rate, calls=calls, employees=side.employees(), **words)
    result["cpu"] = cpu_seconds(side.process.pid) - before
    result["per_cpu_second"] = result["successful"] / max(result["cpu"], 0.01)
    return result


def sipp_load(side, folder, rate, calls):
    callees = Callees(folder, 5090)
    time.sleep(0.3)
    try:
        load(side, folder, rate, rate)  # warm up
        return load(side, folder, rate, calls)
    finally:
        callees.stop()


def throughput(build, folder, rounds, rate, seconds, by_sipp):
    rows = {"floor": [], "floor_as_is": [], "tandem": []}
    for _ in range(rounds):
        for kind in (Floor, Tandem, FloorAsIs):
            side = kind(build, folder)
            if by_sipp:
                rows[side.name].append(sipp_load(side, folder, rate, rate * seconds))
            else:
                phone_load(side, build, rate, rate)  # warm up
                rows[side.name].append(phone_load(side, build, rate, rate * seconds))
            side.stop()
            time.sleep(0.5)
    median = {name: statistics.median(r["per_cpu_second"] for r in rows[name]) for name in rows}
    ratio = {name: median["tandem"] / median[name] for name in ("floor", "floor_as_is")}
    print(f"bridged calls per CPU-second at {rate} calls/s{' of SIPp' if by_sipp else ''}, median of {rounds}: tandem "
          f"{median['tandem']:.0f}, floor {median['floor']:.0f}, ratio {100 * ratio['floor']:.0f} %; floor on the library's "
          f"own clock {median['floor_as_is']:.0f}, ratio {100 * ratio['floor_as_is']:.0f} %")
    return {"rows": rows, "median": median, "ratio": ratio, "rate": rate, "sipp": by_sipp}


def latency(build, folder, rounds, rate, seconds):
    """Set-up time, INVITE to 200, of both: what Tandem adds, the challenge of its callers included. Medians of the rounds'
    percentiles, for on a shared machine a single p99 is mostly somebody else's."""
    rows = {"floor": [], "tandem": []}
    for _ in range(rounds):
        for kind in (Floor, Tandem):
            side = kind(build, folder)
            phone_load(side, build, rate, rate)
            rows[kind.name].append(phone_load(side, build, rate, rate * seconds))
            side.stop()
    result = {name: {f"{p}_ms": statistics.median(r["setup_us"][p] for r in rows[name]) / 1000 for p in ("p50", "p90", "p99")}
              for name in rows}
    result["added_p50_ms"] = result["tandem"]["p50_ms"] - result["floor"]["p50_ms"]
    result["added_p99_ms"] = result["tandem"]["p99_ms"] - result["floor"]["p99_ms"]
    result["rows"] = rows
    print(f"set-up at {rate} calls/s: floor p50 {result['floor']['p50_ms']:.2f} p99 {result['floor']['p99_ms']:.2f} ms, "
          f"tandem p50 {result['tandem']['p50_ms']:.2f} p99 {result['tandem']['p99_ms']:.2f} ms")
    return result


def endurance(build, folder, rate, seconds):
    """A steady rate for a minute: failures; and how long an employee takes to be saved and in force meanwhile."""
    side = Tandem(build, folder, saves=20)
    result = phone_load(side, build, rate, rate * seconds)
    saved = side.figures()
    side.stop()
    result["save_ms"] = {name: saved[f"save_{name}_us"] / 1000 for name in ("p50", "p99", "worst")}
    print(f"{saved['saves']} saves of an employee out of {2 * EMPLOYEES} meanwhile, in force after: "
          f"median {result['save_ms']['p50']:.2f}, p99 {result['save_ms']['p99']:.2f}, "
          f"worst {result['save_ms']['worst']:.2f} ms (bar: p99 5 ms)")
    lost = rate * seconds - result["successful"]
    result["failed_share"] = lost / (rate * seconds)
    print(f"{rate} calls/s for {seconds} s: {result['successful']} carried, {lost} failed "
          f"({100 * result['failed_share']:.3f} %)")
    return result


def audio(build, folder, calls, seconds):
    """Calls with G.711 both ways through the engine's relay, for a minute: packets that do not arrive."""
    side = Tandem(build, folder, "rtp")
    result = phone_load(side, build, 50, calls, audio=seconds)
    side.stop()
    result["lost"] = result["packets_sent"] - result["packets_received"]
    print(f"{result['answered']} calls with audio for {seconds} s: {result['streams']} streams, {result['packets_sent']} "
          f"packets sent, {result['lost']} lost; engine {result['cpu'] / seconds:.2f} cores")
    return result


def linger(build, folder, rate=500):
    """Memory after 100,000 short calls against that after the first 10,000, and what finished calls keep meanwhile."""
    side = Tandem(build, folder)
    time.sleep(38)  # what lingers of the registrations goes
    start = resident_kib(side.process.pid)
    phone_load(side, build, rate, 10_000)
    first_burst = resident_kib(side.process.pid)
    time.sleep(70)
    first = resident_kib(side.process.pid)
    phone_load(side, build, rate, 90_000)
    burst = resident_kib(side.process.pid)
    time.sleep(70)
    after = resident_kib(side.process.pid)
    side.stop()
    # The first 10,000 took less than 32 s: all of them lingered.
    result = {"after_10k_kib": first, "after_100k_kib": after, "growth": after / first - 1,
              "lingering_kib_per_call": (first_burst - start) / 10_000, "peak_kib": burst}
    print(f"resident after 10,000 calls {first} kB, after 100,000 {after} kB ({100 * result['growth']:+.1f} %); a finished "
          f"call lingers with {result['lingering_kib_per_call']:.1f} kB")
    return result


def idle_seconds(core):
    for line in open("/proc/stat"):
        fields = line.split()
        if fields[0] == f"cpu{core}":
            return (int(fields[4]) + int(fields[5])) / TICK


def measure(side, folder, core, rate, seconds, warm=4):
    """Goodput in the steady part of a load: calls answered a second, and a second of the processor's time that was there
    for the engine: what it used and what its core was idle. On a machine that does other things, too, the second counts."""
    stats = os.path.join(folder, f"stats-{time.monotonic_ns()}.csv")
    scenario, *words = side.callers()
    callers = sipp(scenario, f"{ADDRESS}:5070", "-i", ADDRESS, "-p", "5080", "-r", rate, "-m", int(rate * (seconds + warm)),
                   "-l", 20000, "-trace_stat", "-stf", stats, "-fd", "1", *words, folder=folder, wait=False,
                   timeout=seconds + warm + 20)
    time.sleep(warm)
    answered, cpu, began = side.figures()["answered"], cpu_seconds(side.process.pid), time.monotonic()
    idle = idle_seconds(core)
    time.sleep(seconds - 1)
    answered = side.figures()["answered"] - answered
    cpu, wall = cpu_seconds(side.process.pid) - cpu, time.monotonic() - began
    idle = idle_seconds(core) - idle
    callers.wait()
    last = list(csv.DictReader(open(stats), delimiter=";"))[-1]
    result = {"offered": rate, "answered_per_second": answered / wall, "answered_per_available_second": answered / (cpu + idle),
              "cpu_share": cpu / wall, "idle_share": idle / wall}
    for name in ("refused", "refused_late"):
        result[name] = int(next((value for key, value in last.items() if key and key.startswith(f"{name}(C")), 0))
    result["failed"] = int(last["FailedCall(C)"])
    result["retransmissions"] = int(last["Retransmissions(C)"])
    print(f"  offered {rate}/s: answered {result['answered_per_second']:.0f}/s, "
          f"{result['answered_per_available_second']:.0f} per available CPU-second (its core: engine "
          f"{100 * result['cpu_share']:.0f} %, idle {100 * result['idle_share']:.0f} %); refused {result['refused']} at once, "
          f"{result['refused_late']} after the challenge, failed {result['failed']}, "
          f"repeated {result['retransmissions']}", flush=True)
    return result


def overload(build, folder, seconds=10, burden=2000):
    """Goodput at and past saturation. What saturates has to be the engine, not SIPp and not the machine: the engine has one
    core, the SIPp processes have the others, and every answered call burns `burden` microseconds of processor time on
    the thread that carries the calls, so that saturation is at a rate that SIPp can offer many times over."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        sys.exit("needs two cores: one for the engine, one for the callers")
    os.sched_setaffinity(0, cores[:1])
    side = Tandem(build, folder, burden=burden)
    os.sched_setaffinity(0, cores[1:])
    print(f"the engine alone on core {cores[0]} with {burden} us burnt a call, SIPp on {cores[1:]}")
    callees = Callees(folder, 5090)
    try:
        return {"burden_us": burden, **past_saturation(side, folder, cores[0], seconds)}
    finally:
        side.stop()
        callees.stop()


def past_saturation(side, folder, core, seconds):
    load(side, folder, 100, 200)
    tried = []
    for rate in (150, 200, 250, 300, 350, 400, 450, 500):
        tried.append(measure(side, folder, core, rate, seconds))
        if tried[-1]["answered_per_second"] < 0.9 * rate:
            break
        time.sleep(1)
    peak = {key: max(one[key] for one in tried) for key in ("answered_per_second", "answered_per_available_second")}
    saturating = peak["answered_per_second"]
    rows = []
    for factor in (1.5, 2, 3):
        time.sleep(3)
        row = measure(side, folder, core, int(factor * saturating), seconds)
        row["times"] = factor
        row["goodput"] = row["answered_per_second"] / saturating
        row["normalised"] = row["answered_per_available_second"] / peak["answered_per_available_second"]
        rows.append(row)
        print(f"  {factor} times the saturating {saturating:.0f}/s: goodput {100 * row['goodput']:.0f} % of the peak, "
              f"{100 * row['normalised']:.0f} % for the processor's time there was", flush=True)
    return {"peak": peak, "past": rows}


def held(build, folder, count, media):
    """Memory a held call: resident, or in use on the heap where that is more, for what the registrations left free is used
    again without becoming resident."""
    side = Tandem(build, folder, media)
    time.sleep(38)  # what lingers of the registrations goes
    before = side.figures()
    callers = phones(build, wait=False, rate=100, calls=count, employees=EMPLOYEES, hold=(count // 100 + 45) * 1000)
    time.sleep(count / 100 + 38)
    after = side.figures()
    callers.kill()
    callers.communicate()
    side.stop()
    calls = max(after["calls"], 1)
    resident, heap = ((after[key] - before[key]) / calls for key in ("resident_kib", "heap_kib"))
    print(f"a held bridged call, {media}: {resident:.1f} kB resident, {heap:.1f} kB on the heap ({calls} calls held)")
    return {"media": media, "calls": calls, "resident_kib": resident, "heap_kib": heap, "kib_per_call": max(resident, heap)}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--overload", action="store_true")
    parser.add_argument("--latency", action="store_true")
    parser.add_argument("--endurance", action="store_true")
    parser.add_argument("--linger", action="store_true")
    parser.add_argument("--sipp", action="store_true", help="SIPp calls and answers")
    parser.add_argument("--audio", type=int, default=0, metavar="CALLS")
    parser.add_argument("--held", type=int, default=0)
    parser.add_argument("--media", default="direct")
    parser.add_argument("--address", default=ADDRESS, help="loopback address that all sides use")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    globals()["ADDRESS"] = arguments.address
    folder = tempfile.mkdtemp(prefix="tandem-bench-")
    try:
        if arguments.overload:
            result = overload(arguments.build, folder)
        elif arguments.latency:
            result = latency(arguments.build, folder, arguments.rounds, arguments.rate, arguments.seconds)
        elif arguments.endurance:
            result = endurance(arguments.build, folder, arguments.rate, arguments.seconds)
        elif arguments.linger:
            result = linger(arguments.build, folder)
        elif arguments.audio:
            result = audio(arguments.build, folder, arguments.audio, arguments.seconds)
        elif arguments.held:
            result = held(arguments.build, folder, arguments.held, arguments.media)
        else:
            result = throughput(arguments.build, folder, arguments.rounds, arguments.rate, arguments.seconds,
                                arguments.sipp)
        if arguments.json:
            json.dump(result, open(arguments.json, "w"), indent=1)
    finally:
        shutil.rmtree(folder)


main()
