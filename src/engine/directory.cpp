#include "engine/directory.hpp"

#include "base/digest.hpp"
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
  Result<void> free;
  const auto known = plans_.find(account);
  const model::ObjectSet<Number> none;
  const model::ObjectSet<Number>& before = known != plans_.end() ? known->second->data().all<Number>() : none;
  model::ObjectSet<Number>::differences(before, data.all<Number>(), [&](const Number* old, const Number* fresh) {
    if (old != nullptr || !free) return;
    free = taken(numbers_, fresh->number, fmt::format("numbers[{}].number", place_of(data, *fresh)));
  });
  return free;
}

Result<void> Index::put(AccountId account, const routing::Plan& plan) {
  const std::unique_lock lock(mutex_);
  if (Result<void> free = free_of_others(account, plan->data()); !free) return free;
  const auto known = plans_.find(account);
  const model::AccountData none("", {});
  const routing::Plan old = known != plans_.end() ? known->second : nullptr;
  change(account, old ? old->data() : none, plan->data());
  plans_[account] = plan;
  return {};
}

void Index::remove(AccountId account) {
  const std::unique_lock lock(mutex_);
  const auto node = plans_.extract(account);
  if (!node.empty()) change(account, node.mapped()->data(), model::AccountData("", {}));
}

void Index::change(AccountId account, const model::AccountData& before, const model::AccountData& after) {
  for (const std::string& domain : before.settings().domains) domains_.erase(domain);
  for (const std::string& domain : after.settings().domains) domains_[domain] = account;
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
}

void Index::leave(AccountId, const Number& number) { numbers_.erase(number.number); }
void Index::enter(AccountId account, const Number& number) { numbers_[number.number] = account; }

void Index::leave(AccountId account, const Trunk& trunk) {
  const auto at = addresses_.find(trunk.host);
  if (at == addresses_.end()) return;
  std::erase_if(at->second, [&](const Behind& behind) {
    return behind.account == account && behind.trunk == trunk.id.text;
  });
  if (at->second.empty()) addresses_.erase(at);
}

void Index::enter(AccountId account, const Trunk& trunk) {
  if (trunk.enabled) addresses_[trunk.host].push_back({account, trunk.id.text});
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

bool Index::serves(std::string_view domain) const {
  const std::shared_lock lock(mutex_);
  return domains_.contains(lower(domain));
}

std::optional<Directory::Peer> Index::peer(std::string_view address, std::uint16_t, std::string_view dialled) const {
  const std::shared_lock lock(mutex_);
  const auto at = addresses_.find(std::string(address));
  if (at == addresses_.end()) return std::nullopt;
  for (const Behind& behind : at->second) {  // a number of the account, as received or in full
    const routing::AccountPlan& plan = *plans_.at(behind.account);
    const Number* number = plan.number(plan.normalise(dialled));
    if (number != nullptr && number->trunk.text == behind.trunk) return Peer{behind.account, behind.trunk};
  }
  for (const Behind& behind : at->second) {  // TRK-34: an internal number
    if (plans_.at(behind.account)->extension(dialled).index() != 0) return Peer{behind.account, behind.trunk};
  }
  for (const Behind& behind : at->second) {  // TRK-36: whatever a PBX dials may be meant for the telephone network
    const Trunk* trunk = plans_.at(behind.account)->trunk(TrunkKey{behind.trunk});
    if (trunk != nullptr && trunk->peer == TrunkPeer::pbx) return Peer{behind.account, behind.trunk};
  }
  return std::nullopt;
}

bool Index::known_address(std::string_view address) const {
  const std::shared_lock lock(mutex_);
  return addresses_.contains(std::string(address));
}

}  // namespace tandem::engine
