// Lines of other operators: what connecting one takes, and its addresses (NUM-16..30).
#include "model/text.hpp"

#include <tandem/trunk.hpp>

#include <algorithm>

namespace tandem {
namespace {

constexpr SipProvider providers[] = {
    {"registrar", "A SIP registrar", true, false, {}, {}},
    {"registrar_with_address", "A SIP registrar whose addresses differ from its logins", true, true, {}, {}},
    {"this_host", "A PBX on this host", false, false, "127.0.0.1", {}},
};

}  // namespace

std::span<const SipProvider> sip_providers() noexcept { return providers; }

const SipProvider* find_sip_provider(std::string_view id) noexcept {
  const auto* at =
      std::find_if(std::begin(providers), std::end(providers), [&](const SipProvider& p) { return p.id == id; });
  return at == std::end(providers) ? nullptr : at;
}

std::string line_address(const Number& line, const std::vector<std::string>& domains) {
  if (!line.sip.empty()) return model::lower(line.sip);
  if (line.mode == LineMode::passive && !domains.empty())
    return "line" + line.number + "@" + model::lower(domains.front());
  if (line.mode != LineMode::active) return {};
  const SipProvider* provider = find_sip_provider(line.provider);
  if (provider == nullptr) return {};
  const std::string domain(!provider->domain.empty() ? provider->domain
                           : provider->needs_server  ? std::string_view(line.server)
                                                     : provider->server);
  return model::lower(line.login + "@" + domain);
}

std::string line_title(const Trunk& trunk, const Number& number) {
  std::string title = model::title_of(trunk) + " – " + number.number;
  if (!number.comment.empty()) title += " – " + number.comment;
  return title;
}

std::string scheme_title(const Trunk& trunk, const Number& number) {
  return "Scheme for " + model::title_of(trunk) + " – " + number.number;
}

std::optional<Time> reserved_until(const Number& number) noexcept {
  if (!number.reserved || !number.purchased) return std::nullopt;
  return *number.purchased + reservation;
}

LineStatus status_of(const Number& number, Time now) noexcept {
  if (!number.reserved) return LineStatus::active;
  const std::optional<Time> until = reserved_until(number);
  return until && now >= *until ? LineStatus::expired : LineStatus::new_reserved;
}

LineGroup group_of(const Number& number, const Trunk* trunk) noexcept {
  if (number.use == LineUse::widget) return LineGroup::widgets;
  const bool own = number.mode == LineMode::trunk && (trunk == nullptr || !leads_to_pbx(*trunk));
  return own ? LineGroup::own : LineGroup::foreign;
}

ToAddress line_registrar(const Number& line) {
  const SipProvider* provider = find_sip_provider(line.provider);
  const std::string server =
      provider != nullptr && !provider->needs_server ? std::string(provider->server) : line.server;
  return {"", server, line.server_port == 0 ? std::uint16_t{5060} : line.server_port, Transport::udp};
}

}  // namespace tandem
