# Sourced: installs what the build, the tests or the examples need from Debian, and says what. Skips what is there.
#   need PACKAGE ...
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing from Debian: ${missing[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_packages=(g++ cmake ninja-build ccache pkg-config libsofia-sip-ua-dev libsqlite3-dev libfmt-dev libspdlog-dev
  nlohmann-json3-dev libhowardhinnant-date-dev tzdata libssl-dev libsndfile1-dev libopus-dev
  libphonenumber-dev libpqxx-dev libargon2-dev libpocketsphinx-dev)
sound_packages=(asterisk-core-sounds-en-wav asterisk-core-sounds-ru-wav asterisk-moh-opsound-wav pocketsphinx-en-us)
test_packages=(doctest-dev postgresql sip-tester baresip-core python3 python3-dev python3-pytest python3-jsonschema pybind11-dev)
