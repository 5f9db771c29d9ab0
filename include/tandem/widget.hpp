// Widgets of web sites: visitors call from the browser (specification 01, NUM-33, NUM-34; 04, area WGT).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <string>

namespace tandem TANDEM_API {

/// A "call from site" widget. Its calls come in by a passive line of the account.
struct Widget {
  WidgetKey id{};
  std::string name{};
  /// Left empty in the first widget of an account without passive lines, one is made for it, with a scheme: it takes calls
  /// at "line12345@" and the account's root domain, or its first one (NUM-33, SIP-36). A line that was made so goes with
  /// its last widget (NUM-34).
  std::string line{};
  friend bool operator==(const Widget&, const Widget&) = default;
};

}  // namespace tandem
