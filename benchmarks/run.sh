#!/usr/bin/env bash
# Measures Tandem beside its floors, in one run; prints a table and writes build/benchmarks.json with the conditions.
#   benchmarks/run.sh [--quick]     --quick: shorter loads, fewer rounds, without the runs of minutes
# About 20 minutes, --quick about 5.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" sip-tester python3
quick=${1:-}
rounds=5 seconds=15 held=800
[ "$quick" = --quick ] && rounds=2 seconds=6 held=300

cmake --preset release -DTANDEM_BENCHMARKS=ON -DTANDEM_TESTS=OFF -DTANDEM_EXAMPLES=OFF -DTANDEM_PYTHON=OFF >/dev/null
cmake --build build/release | tail -n 1
build=build/release
out=build/benchmark-parts
rm -rf "$out"
mkdir -p "$out"
# What cannot be measured is missing from the table; the rest is still measured.
part() { timeout 600 python3 benchmarks/signalling/signalling.py "$build" --json "$out/$1.json" "${@:2}" || echo "$1: not measured"; }

"$build/benchmarks/routing_speed" | tee "$out/routing.txt"
"$build/benchmarks/storage_speed" | tee "$out/storage.txt"
"$build/benchmarks/simulation_speed" | tee "$out/simulation.txt"
"$build/benchmarks/relay/relay_benchmark" "$build/benchmarks/relay/floor_relay" "$build/benchmarks/relay/tandem_relay" |
  tee "$out/relay.txt"
part signalling --rounds "$rounds" --rate 400 --seconds "$seconds"
part signalling-sipp --sipp --rounds "$((rounds / 2 + 1))" --rate 400 --seconds "$seconds"
part latency --latency --rounds "$rounds" --rate 400 --seconds "$seconds"
part held-direct --held "$held" --media direct
part held-rtp --held "$held" --media rtp
part overload --overload
if [ "$quick" != --quick ]; then
  part endurance --endurance --rate 200 --seconds 60
  part audio --audio 500 --seconds 60
  part linger --linger
fi
python3 benchmarks/table.py "$out" build/benchmarks.json
