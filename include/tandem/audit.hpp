// The audit journal: who changed what, from where, and how it was before (specification 03, area LOG).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem TANDEM_API {

/// Who does something (LOG-02, LOG-05).
enum class ActorKind : std::uint8_t {
  system,         ///< the engine itself, or the host on nobody's behalf
  account_admin,  ///< the account's master login: every right, no employee
  employee,       ///< with the rights of his role
};

struct Actor {
  ActorKind kind = ActorKind::account_admin;
  EmployeeKey employee{};  ///< of ActorKind::employee
  std::string login{};     ///< as he logged in; empty: the account's id, "acme/anna", or "System"
  std::string ip{};        ///< where from; the engine only writes it down
};

/// One action. Secrets never appear in it: where one stood or changed, there is "***".
struct AuditEntry {
  std::uint64_t id = 0;  ///< given by the store; grows with time
  std::string account{};
  Time at{};
  ActorKind actor = ActorKind::system;
  std::string employee{};       ///< key; empty for others than employees (LOG-05)
  std::string employee_name{};  ///< as it was then
  std::string login{};
  std::string ip{};
  std::string section{};    ///< "employees and groups" (LOG-04)
  std::string operation{};  ///< "edit employee Anna Petrova"
  std::string kind{};       ///< of the object: "employee"; empty where there is none
  std::string key{};
  std::string before{};  ///< the object as JSON; empty when it is new
  std::string after{};   ///< and afterwards; empty when it is gone
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// Which entries to give, newest first (LOG-07 to LOG-10).
struct AuditQuery {
  std::string account{};
  std::optional<Time> from{};   ///< at or after
  std::optional<Time> until{};  ///< before
  /// Entries in one of whose fields employee name, login, ip, section or operation this stands, word for word, in any letter
  /// case; with `exact`, those where a whole field is this (LOG-08, LOG-09, 03 OP-14).
  std::string text{};
  bool exact = false;
  std::uint64_t before = 0;  ///< for the next page: entries older than this one
  std::size_t limit = 25;    ///< LOG-10
};
struct AuditPage {
  std::vector<AuditEntry> entries{};
  std::size_t total = 0;  ///< on all pages of the query
};

}  // namespace tandem
