// Which relays the media of a call crosses.
#include "routing/media_path.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using routing::MediaPath;
using routing::media_path;

namespace {

AccountSettings settings(ProxyScope scope, bool enabled = true) {
  AccountSettings settings;
  settings.defaults.services.media_proxy = true;
  settings.media_proxy.enabled = enabled;
  settings.media_proxy.apply_mode = scope;
  return settings;
}
const SipAccount flagged{.aor = "anna@acme.example", .external_media_proxy = true};
const SipAccount plain{.aor = "boris@acme.example"};
const SipAccount later{.aor = "clara@acme.example"};

}  // namespace

TEST_CASE("[MPX-08][MPX-09] one by one: both ends, neither, one of them; whoever calls whom") {
  struct Row {
    const SipAccount* caller;
    const SipAccount* called;
    MediaPath path;
  };
  const SipAccount also{.aor = "dora@acme.example", .external_media_proxy = true};
  const Row rows[] = {
      {&flagged, &also, MediaPath::external},
      {&also, &flagged, MediaPath::external},
      {&plain, &later, MediaPath::built_in},
      {&later, &plain, MediaPath::built_in},
      {&flagged, &plain, MediaPath::both},
      {&plain, &flagged, MediaPath::both},
      {&flagged, nullptr, MediaPath::built_in},  // no call between SIP phones of employees (MPX-03)
      {nullptr, &flagged, MediaPath::built_in},
      {nullptr, nullptr, MediaPath::built_in},
  };
  for (const Row& row : rows) {
    CAPTURE(row.caller);
    CAPTURE(row.called);
    CHECK(media_path(settings(ProxyScope::per_account), row.caller, row.called) == row.path);
  }
}

TEST_CASE("[MPX-07] all accounts: every one of them, flagged or not, and calls with nobody else") {
  const AccountSettings all = settings(ProxyScope::all_accounts);
  CHECK(media_path(all, &plain, &later) == MediaPath::external);
  CHECK(media_path(all, &flagged, &later) == MediaPath::external);
  CHECK(media_path(all, &flagged, nullptr) == MediaPath::built_in);
  CHECK(media_path(all, nullptr, &plain) == MediaPath::built_in);
}

TEST_CASE("[MPX-13] a lost relay changes nothing until relays are switched off, unless the built-in one may stand in") {
  AccountSettings all = settings(ProxyScope::all_accounts);
  CHECK(media_path(all, &plain, &later, false) == MediaPath::external);
  CHECK(media_path(settings(ProxyScope::per_account), &plain, &flagged, false) == MediaPath::both);
  all.media_proxy.fallback_to_builtin = true;  // 03 OP-06
  CHECK(media_path(all, &plain, &later, false) == MediaPath::built_in);
  CHECK(media_path(all, &plain, &later, true) == MediaPath::external);
  CHECK(media_path(settings(ProxyScope::all_accounts, false), &plain, &later) == MediaPath::built_in);
  AccountSettings without = settings(ProxyScope::all_accounts);
  without.defaults.services.media_proxy = false;
  CHECK(media_path(without, &plain, &later) == MediaPath::built_in);
}
