// The SIP domains and accounts of an account as a book of their own (specification 03, area SIP).
#pragma once

#include <tandem/objects.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct SipAccountRow {
  std::string aor{};
  EmployeeKey employee{};
  std::string employee_name{};
  /// As it is known at the moment of asking; every change is a DeviceRegistered event of its own, at once (SIP-03). A
  /// phone that unregisters is gone at once, one whose registration runs out within a second, one whose TCP connection
  /// ends, where that was the only way to it, within 10 s. One that loses its power counts as registered until its
  /// registration runs out.
  bool registered = false;
  /// As of SipAccount; nothing where that is not shown (SIP-04).
  std::optional<bool> external_media_proxy{};
};
struct SipDomainRows {
  std::string domain{};
  bool root = false;  ///< the host's own
  std::vector<SipAccountRow> accounts{};
};

/// A SIP account for somebody who may or may not be an employee yet (SIP-22).
struct NewSipAccount {
  std::string employee_name{};  ///< an employee of this name gets it; there is none: he is made
  std::string aor{};            ///< empty: one is made
  std::string password{};       ///< empty: one is made
};

/// A small value; any thread. Needs the right sip_accounts_edit (SIP-05). Errors: as Collection<T>; `forbidden`.
class SipBook {
 public:
  /// All domains with their accounts (SIP-01); with a text, the accounts in whose address, employee's name or status
  /// ("registered", "not registered") it stands, in any letter case (SIP-02).
  [[nodiscard]] Result<std::vector<SipDomainRows>> list(std::string_view text = {}) const;
  /// The account becomes its employee's active main device (SIP-24). Errors: `conflict` when several have the name.
  Result<Saved> create(NewSipAccount account) const;
  /// Every account in the domain is renamed with it, at once; Saved::reconfigure names those whose phones stop working until
  /// they are set up anew (SIP-13). Errors: `forbidden` for the root domain; those of a new domain (SIP-38).
  Result<Saved> rename_domain(std::string_view from, std::string to) const;
  /// With `cascade`, the accounts in it go too (SIP-15, NUM-26, 03 OP-02). Errors: `forbidden` for the root domain;
  /// `in_use` while an account in it is somebody's main means of reception (SIP-14), is used elsewhere, or, without
  /// `cascade`, is there at all.
  Result<Saved> remove_domain(std::string_view domain, bool cascade = false) const;

 private:
  friend class Account;
  explicit SipBook(AccountHandle account) : account_(std::move(account)) {}
  AccountHandle account_;
};

}  // namespace tandem
