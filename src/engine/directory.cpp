#include "engine/directory.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace tandem::engine {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::string digest_ha1(std::string_view user, std::string_view realm, std::string_view password) {
  const std::string text = fmt::format("{}:{}:{}", user, realm, password);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// A SIP domain or a telephone number belongs to one account: the door decides by them whose call it is.
Result<void> Index::free_of_others(AccountId account, const AccountDocument& document) const {
  const auto taken = [&](const auto& index, const std::string& key, std::string path) -> Result<void> {
    const auto at = index.find(key);
    if (at == index.end() || at->second == account) return {};
    return fail(errc::duplicate, fmt::format("'{}' belongs to account '{}'", key, plans_.at(at->second)->document().id),
                std::move(path));
  };
  for (std::size_t i = 0; i < document.domains.size(); ++i) {
    Result<void> free = taken(domains_, lower(document.domains[i]), fmt::format("domains[{}]", i));
    if (!free) return free;
  }
  for (std::size_t i = 0; i < document.numbers.size(); ++i) {
    Result<void> free = taken(numbers_, document.numbers[i].number, fmt::format("numbers[{}].number", i));
    if (!free) return free;
  }
  return {};
}

Result<void> Index::put(AccountId account, const routing::Plan& plan) {
  const AccountDocument& document = plan->document();
  const std::unique_lock lock(mutex_);
  if (Result<void> free = free_of_others(account, document); !free) return free;
  remove_locked(account);
  plans_[account] = plan;
  for (const std::string& domain : document.domains) domains_[lower(domain)] = account;
  for (const Number& number : document.numbers) numbers_[number.number] = account;
  for (const Trunk& trunk : document.trunks) {
    if (trunk.enabled) addresses_[trunk.host].push_back({account, plan, &trunk});
  }
  for (const Employee& employee : document.employees) {
    for (const SipAccount& sip : employee.sip_accounts) {
      const std::size_t at = sip.aor.find('@');
      const std::string ha1 = !sip.ha1.empty() ? sip.ha1
                                               : digest_ha1(std::string_view(sip.aor).substr(0, at),
                                                            std::string_view(sip.aor).substr(at + 1), sip.password);
      devices_[lower(sip.aor)] = {account, sip.aor, ha1};
    }
  }
  return {};
}

void Index::remove(AccountId account) {
  const std::unique_lock lock(mutex_);
  remove_locked(account);
}

void Index::remove_locked(AccountId account) {
  const auto node = plans_.extract(account);
  if (node.empty()) return;
  const AccountDocument& document = node.mapped()->document();
  for (const std::string& domain : document.domains) domains_.erase(lower(domain));
  for (const Number& number : document.numbers) numbers_.erase(number.number);
  for (const Trunk& trunk : document.trunks) {
    const auto at = addresses_.find(trunk.host);
    if (at == addresses_.end()) continue;
    std::erase_if(at->second, [&](const Behind& behind) { return behind.account == account; });
    if (at->second.empty()) addresses_.erase(at);
  }
  for (const Employee& employee : document.employees) {
    for (const SipAccount& sip : employee.sip_accounts) devices_.erase(lower(sip.aor));
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
    const Number* number = behind.plan->number(behind.plan->normalise(dialled));
    if (number != nullptr && number->trunk == behind.trunk->id) return Peer{behind.account, behind.trunk->id.text};
  }
  for (const Behind& behind : at->second) {  // TRK-34: an internal number
    if (behind.plan->extension(dialled).index() != 0) return Peer{behind.account, behind.trunk->id.text};
  }
  return std::nullopt;
}

bool Index::known_address(std::string_view address) const {
  const std::shared_lock lock(mutex_);
  return addresses_.contains(std::string(address));
}

}  // namespace tandem::engine
