// What a new or changed object gets that its maker left open: keys, extensions, SIP accounts, passwords.
#pragma once

#include "model/account_data.hpp"

#include <tandem/objects.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tandem::model {

/// NUM-33
struct WidgetLineMade {
  Scheme scheme{};
  Number line{};
};

class Completion {
 public:
  Completion(const AccountData& before, const Changes& changes);

  /// Of an object that must be new: its key, an extension (EMP-03), the devices that follow from its accounts (SIP-24).
  /// Also what finish() does.
  void create(AnyObject& object);
  /// SIP accounts without an address and enabled logins without a name or password get them (EMP-11, EMP-93, SIP-36), and
  /// internal trunks a code (TRK-57).
  void finish(AnyObject& object);

  /// A line and its scheme for a widget. The account has a domain.
  [[nodiscard]] WidgetLineMade widget_line(const Widget& widget);

  /// What was made, in clear: it is not shown again.
  [[nodiscard]] std::vector<Issued> take_issued() { return std::move(issued_); }

 private:
  void finish(Employee& employee, bool has_devices);
  [[nodiscard]] bool is_free(Kind kind, const std::string& name);
  [[nodiscard]] std::string free_key(Kind kind);
  [[nodiscard]] std::string only_line() const;
  [[nodiscard]] std::string free_extension();
  [[nodiscard]] std::string free_from(int first);
  [[nodiscard]] std::string free_aor(const Employee& employee);
  [[nodiscard]] std::string free_login(const Employee& employee);

  const AccountData& before_;
  const Changes& changes_;
  std::set<ObjectRef> asked_;  ///< whom the changes name
  std::map<Kind, std::size_t> next_key_;
  std::set<ObjectRef> given_;  ///< names that were made here
  std::vector<Issued> issued_;
  int next_extension_ = 0;
  std::size_t rooms_ = 0;
};

/// An internal trunk without a code gets one; that of `before`, the trunk as it was, where it had one (TRK-57).
void give_code(Trunk& trunk, const Trunk* before);

/// A key that comes empty stays; relays that are enabled without one get one (MPX-05). `before` is null where the
/// account is new.
void give_key(MediaProxy& proxy, const MediaProxy* before);

/// NUM-05: gives a number that comes reserved its date. `before` is null for a new one.
void date_reservation(const Number* before, Number& after, std::optional<Time> now);

/// The form in which an employee is kept: the password of his login as a hash, and, with `hash_only`, those of his SIP
/// accounts as digests. `hashes` holds those that were made already. Gives whether anything was changed.
using LoginHashes = std::map<std::string, std::string>;
bool settle(Employee& employee, const SecuritySettings& security, const LoginHashes& hashes = {});
/// The hashes of the passwords of logins that come with changes, by password: each takes some 20 ms, which nobody else
/// should have to wait for.
[[nodiscard]] LoginHashes hash_logins(const Changes& changes);

}  // namespace tandem::model
