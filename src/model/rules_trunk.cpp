// Rules about internal trunks: their codes, and what they do not have in common with external ones (TRK-57..TRK-60).
#include "model/json_value.hpp"
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

/// "1b4e28ba-2fa1-4d2b-883f-0016d3cca427", in any letter case.
bool is_uuid(std::string_view text) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  return std::ranges::equal(text, form, [&](char c, char wanted) {
    return wanted == '-' ? c == '-' : digits.find(c) != digits.npos;
  });
}

bool judge_form(Judge& judge, const std::string& value) {
  if (is_uuid(value)) return true;
  judge.say(errc::invalid_argument,
            fmt::format("{} is no code of a trunk: 32 hexadecimal digits such as "
                        "\"1b4e28ba-2fa1-4d2b-883f-0016d3cca427\" (TRK-57)",
                        shown(value)));
  return false;
}

/// Says that a kind of trunk has no such field.
class Without {
 public:
  Without(Judge& judge, std::string_view kind, std::string_view rule) : judge_(judge), kind_(kind), rule_(rule) {}
  void operator()(std::string_view name, bool absent) const {
    if (absent) return;
    std::string path = judge_.path;
    append_step(path, name);
    judge_.say_at(std::move(path), errc::invalid_argument, fmt::format("{} has no {} ({})", kind_, name, rule_));
  }

 private:
  Judge& judge_;
  std::string_view kind_;
  std::string_view rule_;
};

}  // namespace

void OwnLinkCode::operator()(Judge& judge, const std::string& value) const {
  if (value.empty() || !judge_form(judge, value)) return;
  judge_owner(judge, Kind::link_code, lower(value), value);
}

void PeerLinkCode::operator()(Judge& judge, const std::string& value) const {
  if (value.empty() || !judge_form(judge, value)) return;
  if (!judge.names().knows(Kind::link_code, lower(value))) return;
  judge.say(errc::invalid_argument,
            fmt::format("{} is the code of a trunk of this account; what is needed is the one that the other account "
                        "shows for its trunk (TRK-57)",
                        shown(value)));
}

void PeerFits::operator()(Judge& judge, const Trunk& value) const {
  if (!is_internal(value)) {
    if (value.host.empty()) {
      std::string path = judge.path;
      append_step(path, "host");
      judge.say_at(std::move(path), errc::missing_field, "this field is required (TRK-08)");
    }
    const Without without(judge, "a trunk that does not lead to an account of this engine (\"peer\": \"account\")",
                          "TRK-57");
    without("link_code", value.link_code.empty());
    without("peer_code", value.peer_code.empty());
    return;
  }
  const Without without(judge, "an internal trunk", "TRK-59");
  without("host", value.host.empty());
  without("ports", value.ports.empty());
  without("split_addresses", !value.split_addresses);
  without("from_host", value.from_host.empty());
  without("from_ports", value.from_ports.empty());
  without("domain", value.domain.empty());
  without("use_options", !value.use_options);
  Without(judge, "an internal trunk", "TRK-03")("backups", value.backups.empty());
}

}  // namespace tandem::model
