#!/usr/bin/env bash
# Measures Tandem beside its floors, in one run; prints a table and writes build/benchmarks.json with the conditions.
#   benchmarks/run.sh [--quick]     --quick: shorter loads, fewer rounds
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" sip-tester python3
quick=${1:-}
rounds=5 seconds=15 held=800
[ "$quick" = --quick ] && rounds=2 seconds=6 held=300

cmake --preset release -DTANDEM_BENCHMARKS=ON -DTANDEM_PYTHON=OFF >/dev/null
cmake --build build/release | tail -n 1
build=build/release
out=build/benchmark-parts
mkdir -p "$out"
signalling=(python3 benchmarks/signalling/signalling.py "$build")

"$build/benchmarks/routing_speed" | tee "$out/routing.txt"
"$build/benchmarks/simulation_speed" | tee "$out/simulation.txt"
"$build/benchmarks/relay/relay_benchmark" "$build/benchmarks/relay/floor_relay" "$build/benchmarks/relay/tandem_relay" |
  tee "$out/relay.txt"
"${signalling[@]}" --rounds "$rounds" --rate 400 --seconds "$seconds" --json "$out/signalling.json"
"${signalling[@]}" --latency --rate 200 --seconds "$seconds" --json "$out/latency.json"
"${signalling[@]}" --held "$held" --media direct --json "$out/held-direct.json"
"${signalling[@]}" --held "$held" --media rtp --json "$out/held-rtp.json"
"${signalling[@]}" --overload --json "$out/overload.json"
if [ "$quick" != --quick ]; then
  "${signalling[@]}" --endurance --rate 200 --seconds 60 --json "$out/endurance.json"
  "${signalling[@]}" --linger --json "$out/linger.json"
fi

python3 - "$out" build/benchmarks.json <<'PY'
import glob, json, os, platform, subprocess, sys, time
parts = {os.path.basename(p).removesuffix(".json"): json.load(open(p)) for p in glob.glob(sys.argv[1] + "/*.json")}
texts = {os.path.basename(p).removesuffix(".txt"): open(p).read().splitlines() for p in glob.glob(sys.argv[1] + "/*.txt")}
cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
conditions = {"cpu": cpu, "cores": os.cpu_count(), "kernel": platform.release(), "load_average": os.getloadavg(),
              "compiler": subprocess.run(["g++", "--version"], capture_output=True, text=True).stdout.splitlines()[0],
              "date": time.strftime("%Y-%m-%d")}
json.dump({"conditions": conditions, "measured": parts, "printed": texts}, open(sys.argv[2], "w"), indent=1)
print(f"\n{conditions['cpu']}, {conditions['cores']} cores, {conditions['compiler']}; all in {sys.argv[2]}")
PY
