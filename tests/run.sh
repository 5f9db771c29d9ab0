#!/usr/bin/env bash
# Sets everything up on a fresh Debian 12 and passes the tests.
#   tests/run.sh               the release build's tests
#   tests/run.sh --sanitize    the same under AddressSanitizer and UndefinedBehaviorSanitizer, the threaded part under
#                              ThreadSanitizer as well
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" "${sound_packages[@]}" "${test_packages[@]}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "$@" >"$log" 2>&1 || { grep -E -A 5 'error|FAILED' "$log" | head -n 60; tail -n 20 "$log"; exit 1; }; }

build() {  # PRESET PYTHON [TARGET ...]
  local preset=$1 python=$2
  shift 2
  echo "building $preset"
  quietly cmake --preset "$preset" -DTANDEM_TESTS=ON -DTANDEM_EXAMPLES=ON -DTANDEM_PYTHON="$python"
  quietly cmake --build "build/$preset" ${@:+--target "$@"}
}
# Real peers and real time: on a machine that stands still for a second a second try decides.
check() { ctest --test-dir "build/$1" --output-on-failure --timeout 600 --parallel 2 --repeat until-pass:3 "${@:2}"; }

if [ "${1:-}" = --sanitize ]; then
  export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
  export LSAN_OPTIONS=suppressions="$PWD/tests/lsan.supp":print_suppressions=0
  build asan OFF
  check asan
  export TSAN_OPTIONS=suppressions="$PWD/tests/tsan.supp":halt_on_error=1
  threaded='^(base|engine|store|media|sip)$'
  build tsan OFF test_base test_engine test_store test_media test_sip
  check tsan -R "$threaded"
else
  build release ON
  check release
fi
