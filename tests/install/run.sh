#!/usr/bin/env bash
# Installs a build to a scratch prefix, builds a host program against it with find_package and with pkg-config, runs both.
#   run.sh BUILD-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sanitizer=$(grep '^CMAKE_CXX_FLAGS:' "$1/CMakeCache.txt" | grep -o -- '-fsanitize=[a-z,]*' | head -n 1 || true)
cmake --install "$1" --prefix "$scratch/prefix" >/dev/null

cmake -S "$here/host" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_FLAGS="$sanitizer" >/dev/null
cmake --build "$scratch/build" >/dev/null
"$scratch/build/host"

export PKG_CONFIG_PATH="$scratch/prefix/lib/pkgconfig:$(echo "$scratch"/prefix/lib/*/pkgconfig)"
# The prefix was chosen at install time, so the file's own is overridden.
flags=$(pkg-config --define-variable=prefix="$scratch/prefix" --cflags --libs tandem)
# shellcheck disable=SC2086
g++ "$here/host/host.cpp" $sanitizer -o "$scratch/by-pkg-config" $flags
LD_LIBRARY_PATH=$(dirname "$(find "$scratch/prefix" -name 'libtandem.so' | head -n 1)") "$scratch/by-pkg-config"

# Hidden visibility: nothing of the inside is exported.
library=$(find "$scratch/prefix" -name 'libtandem.so' | head -n 1)
if nm -DC --defined-only "$library" | grep -E '^[0-9a-f]+ T tandem::(call|queue|sofia|rtp|sdp|engine|model|report|routing|sim)::'; then
  echo "private names are exported" >&2
  exit 1
fi
"$scratch/prefix/bin/tandem-scenario" "$here/../scenarios/first.call" 2>/dev/null ||
  LD_LIBRARY_PATH=$(dirname "$library") "$scratch/prefix/bin/tandem-scenario" "$here/../scenarios/first.call"
