#!/usr/bin/env bash
# Sets everything up on a fresh Debian 12 and passes the tests.
#   tests/run.sh               the release build's tests
#   tests/run.sh --sanitize    the same under AddressSanitizer and UndefinedBehaviorSanitizer, the threaded part under
#                              ThreadSanitizer as well
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" "${sound_packages[@]}" "${test_packages[@]}"

build() {  # PRESET [TARGET ...]
  local preset=$1
  shift
  cmake --preset "$preset" -DTANDEM_TESTS=ON -DTANDEM_EXAMPLES=ON >"/tmp/tandem-cmake-$$.log" 2>&1 || { cat "/tmp/tandem-cmake-$$.log"; exit 1; }
  rm -f "/tmp/tandem-cmake-$$.log"
  cmake --build "build/$preset" ${@:+--target "$@"} | tail -n 3
}

if [ "${1:-}" = --sanitize ]; then
  export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
  export LSAN_OPTIONS=suppressions="$PWD/tests/lsan.supp":print_suppressions=0
  build asan
  ctest --test-dir build/asan --output-on-failure --timeout 600
  export TSAN_OPTIONS=suppressions="$PWD/tests/tsan.supp":halt_on_error=1
  threaded='^(base|engine|store|media)$'
  build tsan test_base test_engine test_store test_media
  ctest --test-dir build/tsan --output-on-failure --timeout 600 -R "$threaded"
else
  build release
  ctest --test-dir build/release --output-on-failure --timeout 600
fi
