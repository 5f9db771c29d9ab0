// What the door may know of the configuration: SIP accounts, domains, trunk addresses. Changed account by account, read
// by signaling threads.
#pragma once

#include "routing/account_plan.hpp"

#include <tandem/signaling.hpp>

#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem::engine {

class Index final : public Directory {
 public:
  /// Puts an account's plan in the place of its earlier one; the work is that of what differs. Errors: `duplicate`, naming
  /// the other account; nothing is changed then.
  Result<void> put(AccountId account, const routing::Plan& plan);
  struct Place {
    AccountId account;
    routing::Plan plan;
  };
  /// Several accounts, one after the other, so that what leaves one may come to the next; no call sees anything between.
  Result<void> put(std::span<const Place> places);
  void remove(AccountId account);

  [[nodiscard]] std::optional<Device> device(std::string_view user, std::string_view domain) const override;
  [[nodiscard]] std::string realm(std::string_view domain) const override;
  [[nodiscard]] bool admits(AccountId account, std::string_view address) const override;
  [[nodiscard]] bool serves(std::string_view domain) const override;
  [[nodiscard]] std::optional<Peer> peer(const Knock& knock) const override;
  [[nodiscard]] std::optional<Line> line(const Knock& knock) const override;
  [[nodiscard]] bool known_address(std::string_view address) const override;

 private:
  struct Behind {
    AccountId account;
    std::string trunk;
  };
  [[nodiscard]] Result<void> free_of_others(AccountId account, const model::AccountData& data) const;
  void set(AccountId account, const routing::Plan& plan);  ///< null: it is not there any more
  /// From what was to what is; an account that is not there has no data.
  void change(AccountId account, const model::AccountData& before, const model::AccountData& after);
  /// Whose a number is.
  void change_numbers(AccountId account, const model::AccountData& before, const model::AccountData& after);
  void leave(AccountId account, const Number& number);
  void enter(AccountId account, const Number& number);
  void leave(AccountId account, const Employee& employee);
  void enter(AccountId account, const Employee& employee);
  void leave(AccountId account, const Trunk& trunk);
  void enter(AccountId account, const Trunk& trunk);

  [[nodiscard]] const Trunk* trunk_of(const Behind& behind) const;
  /// The trunks that a call may be from.
  [[nodiscard]] std::vector<Behind> trunks_at(const Knock& knock) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<AccountId, routing::Plan> plans_;
  std::unordered_map<std::string, Device> devices_;        // by AOR, lower case
  std::unordered_map<std::string, AccountId> domains_;     // lower case
  std::unordered_map<std::string, AccountId> numbers_;         // but those of internal trunks, which are others' (TRK-60)
  std::unordered_map<std::string, AccountId> link_codes_;      // lower case (TRK-57)
  std::unordered_map<std::string, AccountId> trunk_domains_;  // lower case
  std::unordered_map<std::string, AccountId> relay_keys_;      // MPX-05
  std::unordered_map<std::string, Line> lines_;                // by the address given, or the user part of our contact
  std::unordered_map<std::string, std::vector<Behind>> addresses_;
};

}  // namespace tandem::engine
