#include "engine/directory.hpp"

#include "base/digest.hpp"
#include "call/line_contact.hpp"
#include "model/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>

namespace tandem::engine {
namespace {

using model::lower;

/// Where an object stands in its document.
std::size_t place_of(const model::AccountData& data, const Number& number) {
  const std::uint64_t position = data.all<Number>().find(number.number)->position;
  std::size_t place = 0;
  data.all<Number>().each([&](const model::Stored<Number>& stored) {
    if (stored.position < position) ++place;
  });
  return place;
}

/// What calls of a line name: the user part of our contact at its operator, or the address it was given; empty: none, or
/// one that is made from its number.
std::string name_of_line(AccountId account, const Number& line) {
  switch (line.mode) {
    case LineMode::trunk: return {};
    case LineMode::passive: return lower(line.sip);
    case LineMode::active: return call::line_contact(account, line);
  }
  return {};
}

/// Has a trunk become an internal one, or ceased to be one? Then its numbers change hands.
bool kinds_changed(const model::AccountData& before, const model::AccountData& after) {
  bool changed = false;
  model::ObjectSet<Trunk>::differences(before.all<Trunk>(), after.all<Trunk>(), [&](const Trunk* old, const Trunk* fresh) {
    changed = changed || (old != nullptr && fresh != nullptr && is_internal(*old) != is_internal(*fresh));
  });
  return changed;
}

/// The address a trunk's calls come from (TRK-10).
const std::string& source_of(const Trunk& trunk) { return trunk.split_addresses ? trunk.from_host : trunk.host; }

}  // namespace

// A SIP domain or a telephone number belongs to one account: the door decides by them whose call it is.
Result<void> Index::free_of_others(AccountId account, const model::AccountData& data) const {
  const auto taken = [&](const auto& index, const std::string& key, std::string path) -> Result<void> {
    const auto at = index.find(key);
    if (at == index.end() || at->second == account) return {};
    return fail(errc::duplicate, fmt::format("'{}' belongs to account '{}'", key, plans_.at(at->second)->id()),
                std::move(path));
  };
  const std::vector<std::string>& domains = data.settings().domains;
  for (std::size_t i = 0; i < domains.size(); ++i) {
    Result<void> free = taken(domains_, domains[i], fmt::format("domains[{}]", i));
    if (!free) return free;
  }
  const auto key = relay_keys_.find(data.settings().media_proxy.key);
  if (key != relay_keys_.end() && key->second != account) {  // said without showing it: messages are logged
    return fail(errc::duplicate, "this is the key of another account's relays (MPX-05)", "media_proxy.key");
  }
  Result<void> free;
  data.all<Trunk>().each([&](const model::Stored<Trunk>& stored) {  // TRK-16, TRK-57
    if (free && !stored.object.link_code.empty()) {
      free = taken(link_codes_, lower(stored.object.link_code), fmt::format("trunks[{}].link_code", stored.object.id.text));
    }
    if (!free || stored.object.domain.empty()) return;
    const std::string domain = lower(stored.object.domain);
    free = taken(domains_, domain, fmt::format("trunks[{}].domain", stored.object.id.text));
    if (free) free = taken(trunk_domains_, domain, fmt::format("trunks[{}].domain", stored.object.id.text));
  });
  if (!free) return free;
  const auto judge = [&](const Number* fresh) {
    if (fresh == nullptr || !free || !model::leads_in(data, *fresh)) return;
    free = taken(numbers_, fresh->number, fmt::format("numbers[{}].number", place_of(data, *fresh)));
  };
  const auto known = plans_.find(account);
  const model::AccountData none("", {});
  const model::AccountData& before = known != plans_.end() ? known->second->data() : none;
  model::ObjectSet<Number>::differences(before.all<Number>(), data.all<Number>(),
                                        [&](const Number*, const Number* fresh) { judge(fresh); });
  if (kinds_changed(before, data)) {
    data.all<Number>().each([&](const model::Stored<Number>& stored) { judge(&stored.object); });
  }
  return free;
}

Result<void> Index::put(AccountId account, const routing::Plan& plan) {
  const Place one{account, plan};
  return put(std::span(&one, 1));
}

Result<void> Index::put(std::span<const Place> places) {
  const std::unique_lock lock(mutex_);
  std::vector<routing::Plan> before;
  for (const Place& place : places) {
    const auto known = plans_.find(place.account);
    if (Result<void> free = free_of_others(place.account, place.plan->data()); !free) {
      for (std::size_t i = before.size(); i > 0; --i) set(places[i - 1].account, before[i - 1]);
      return free;
    }
    before.push_back(known != plans_.end() ? known->second : nullptr);
    set(place.account, place.plan);
  }
  return {};
}

void Index::set(AccountId account, const routing::Plan& plan) {
  const auto known = plans_.find(account);
  const routing::Plan old = known != plans_.end() ? known->second : nullptr;
  const model::AccountData none("", {});
  change(account, old ? old->data() : none, plan ? plan->data() : none);
  if (plan) {
    plans_[account] = plan;
  } else {
    plans_.erase(account);
  }
}

void Index::remove(AccountId account) {
  const std::unique_lock lock(mutex_);
  const auto node = plans_.extract(account);
  if (!node.empty()) change(account, node.mapped()->data(), model::AccountData("", {}));
}

void Index::change(AccountId account, const model::AccountData& before, const model::AccountData& after) {
  for (const std::string& domain : before.settings().domains) domains_.erase(domain);
  for (const std::string& domain : after.settings().domains) domains_[domain] = account;
  relay_keys_.erase(before.settings().media_proxy.key);
  if (const std::string& key = after.settings().media_proxy.key; !key.empty()) relay_keys_[key] = account;
  // All leave before any comes: a name may go from one object to another.
  const auto each_change = [&](auto visit) {
    const auto of = [&]<class T>(model::As<T>) {
      model::ObjectSet<T>::differences(before.all<T>(), after.all<T>(), visit);
    };
    of(model::As<Number>{});
    of(model::As<Trunk>{});
    of(model::As<Employee>{});
  };
  each_change([&](const auto* old, const auto*) {
    if (old != nullptr) leave(account, *old);
  });
  each_change([&](const auto*, const auto* fresh) {
    if (fresh != nullptr) enter(account, *fresh);
  });
  change_numbers(account, before, after);
}

void Index::change_numbers(AccountId account, const model::AccountData& before, const model::AccountData& after) {
  const bool all = kinds_changed(before, after);
  using Numbers = model::ObjectSet<Number>;
  const Numbers none;
  Numbers::differences(before.all<Number>(), all ? none : after.all<Number>(), [&](const Number* old, const Number*) {
    if (old != nullptr && model::leads_in(before, *old)) numbers_.erase(old->number);
  });
  Numbers::differences(all ? none : before.all<Number>(), after.all<Number>(), [&](const Number*, const Number* fresh) {
    if (fresh != nullptr && model::leads_in(after, *fresh)) numbers_[fresh->number] = account;
  });
}

void Index::leave(AccountId account, const Number& number) {
  if (const std::string name = name_of_line(account, number); !name.empty()) lines_.erase(name);
}
void Index::enter(AccountId account, const Number& number) {
  if (const std::string name = name_of_line(account, number); !name.empty()) lines_[name] = {account, number.number};
}

void Index::leave(AccountId account, const Trunk& trunk) {
  if (!trunk.link_code.empty()) link_codes_.erase(lower(trunk.link_code));
  trunk_domains_.erase(lower(trunk.domain));
  const auto at = addresses_.find(source_of(trunk));
  if (at == addresses_.end()) return;
  std::erase_if(at->second, [&](const Behind& behind) {
    return behind.account == account && behind.trunk == trunk.id.text;
  });
  if (at->second.empty()) addresses_.erase(at);
}

void Index::enter(AccountId account, const Trunk& trunk) {
  if (!trunk.domain.empty()) trunk_domains_[lower(trunk.domain)] = account;
  if (!trunk.link_code.empty()) link_codes_[lower(trunk.link_code)] = account;
  if (trunk.enabled && !is_internal(trunk)) addresses_[source_of(trunk)].push_back({account, trunk.id.text});
}

void Index::leave(AccountId, const Employee& employee) {
  for (const SipAccount& sip : employee.sip_accounts) devices_.erase(sip.aor);
}

void Index::enter(AccountId account, const Employee& employee) {
  for (const SipAccount& sip : employee.sip_accounts) {
    const std::size_t at = sip.aor.find('@');
    const std::string_view user = std::string_view(sip.aor).substr(0, at);
    const std::string realm = sip.realm.empty() ? sip.aor.substr(at + 1) : sip.realm;
    Device& device = devices_[sip.aor] = {account, sip.aor, sip.ha1, sip.ha1_sha256, realm};
    if (!sip.ha1.empty()) continue;
    device.ha1 = digest_ha1(user, realm, sip.password);
    device.ha1_sha256 = digest_ha1_sha256(user, realm, sip.password);
  }
}

std::optional<Directory::Device> Index::device(std::string_view user, std::string_view domain) const {
  std::string aor = lower(user);  // SIP-19
  aor += '@';
  aor += lower(domain);  // SIP-09
  const std::shared_lock lock(mutex_);
  const auto at = devices_.find(aor);
  return at == devices_.end() ? std::nullopt : std::optional(at->second);
}

bool Index::admits(AccountId account, std::string_view address) const {
  const std::shared_lock lock(mutex_);
  const auto at = plans_.find(account);
  return at == plans_.end() || at->second->admits(address);
}

std::string Index::realm(std::string_view domain) const {
  const std::shared_lock lock(mutex_);
  const auto at = domains_.find(lower(domain));
  if (at == domains_.end() || !plans_.at(at->second)->settings().security.hash_only) return {};
  return sip_realm;
}

bool Index::serves(std::string_view domain) const {
  const std::shared_lock lock(mutex_);
  return domains_.contains(lower(domain));
}

const Trunk* Index::trunk_of(const Behind& behind) const {
  return plans_.at(behind.account)->trunk(TrunkKey{behind.trunk});
}

std::vector<Index::Behind> Index::trunks_at(const Knock& knock) const {
  std::vector<Behind> all, named;
  const auto at = addresses_.find(std::string(knock.address));
  if (at == addresses_.end()) return all;
  const std::string domain = lower(knock.domain);
  for (const Behind& behind : at->second) {
    const Trunk* trunk = trunk_of(behind);
    if (trunk == nullptr) continue;
    const std::vector<std::uint16_t>& ports = trunk->split_addresses ? trunk->from_ports : trunk->ports;
    const bool from_there = ports.empty() || std::find(ports.begin(), ports.end(), knock.port) != ports.end();
    if (knock.transport == Transport::udp && !from_there) continue;  // TRK-09; over TCP callers' ports are their systems'
    (!trunk->domain.empty() && lower(trunk->domain) == domain ? named : all).push_back(behind);
  }
  return named.empty() ? all : named;
}

std::optional<Directory::Peer> Index::peer(const Knock& knock) const {
  const std::shared_lock lock(mutex_);
  const std::vector<Behind> trunks = trunks_at(knock);
  for (const Behind& behind : trunks) {  // a number of the account, as received or in full
    const routing::AccountPlan& plan = *plans_.at(behind.account);
    const Number* number = plan.number(plan.normalise(knock.dialled));
    const bool its = number != nullptr && number->use == LineUse::ordinary && number->trunk.text == behind.trunk;
    if (its) return Peer{behind.account, behind.trunk};
  }
  for (const Behind& behind : trunks) {  // TRK-34: an internal number
    if (plans_.at(behind.account)->extension(knock.dialled).index() != 0) return Peer{behind.account, behind.trunk};
  }
  for (const Behind& behind : trunks) {  // TRK-36: whatever a PBX dials may be meant for the telephone network
    if (leads_to_pbx(*trunk_of(behind))) return Peer{behind.account, behind.trunk};
  }
  return std::nullopt;
}

std::optional<Directory::Line> Index::line(const Knock& knock) const {
  constexpr std::string_view made = "line";
  if (knock.dialled.empty()) return std::nullopt;
  const std::string user = lower(knock.dialled);
  const std::string domain = lower(knock.domain);
  const std::shared_lock lock(mutex_);
  if (const auto at = lines_.find(user); at != lines_.end()) return at->second;
  if (const auto at = lines_.find(user + "@" + domain); at != lines_.end()) return at->second;
  const auto owner = domains_.find(domain);
  if (!user.starts_with(made) || owner == domains_.end()) return std::nullopt;
  const routing::AccountPlan& plan = *plans_.at(owner->second);
  const Number* number = plan.number(std::string_view(user).substr(made.size()));
  const bool its = number != nullptr && number->mode == LineMode::passive &&
                   line_address(*number, plan.data().settings().domains) == user + "@" + domain;
  return its ? std::optional(Line{owner->second, number->number}) : std::nullopt;
}

bool Index::known_address(std::string_view address) const {
  const std::shared_lock lock(mutex_);
  return addresses_.contains(std::string(address));
}

}  // namespace tandem::engine
