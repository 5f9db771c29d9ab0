#!/usr/bin/env bash
# Sets everything up on a fresh Debian 12 and runs the main job: a real call through the engine, on SQLite and loopback.
#   examples/run.sh [FOLDER]     where the database and the recordings go; build/first_call by default
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" "${sound_packages[@]}"

echo "building (a few minutes the first time)"
cmake --preset release -DTANDEM_TESTS=OFF -DTANDEM_PYTHON=OFF >/dev/null
cmake --build build/release --target first_call softphone | tail -n 1
folder=${1:-build/first_call}
mkdir -p "$folder"
./build/release/examples/first_call "$folder"
