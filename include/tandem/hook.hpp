// Where a host may have a word in the routing of a call from outside: an integration that decides itself, and the book
// of clients that names the employee a client belongs to.
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/party.hpp>
#include <tandem/scheme.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tandem TANDEM_API {

/// What a hook is told of a call.
struct RoutingQuestion {
  std::string account{};
  CallId call{};
  Party caller{};        ///< normalised number, or empty
  std::string line{};    ///< the account's number that was called
  std::string scheme{};  ///< the scheme that will run by default; empty: none
};

/// What a hook answers. Nothing set: the call goes on as configured.
struct RoutingAnswer {
  ForwardTo to{};  ///< the call goes there in place of the line's scheme, with the account's default settings
  std::optional<std::chrono::seconds> wait{};  ///< how long to wait there for an answer
  bool refuse = false;                         ///< busy, instead
};

/// An integration that decides where calls from outside go (SCH-15; in the order of 01, 4.1: after the lists and the
/// forwarding by caller number, before the responsible employee and the scheme). No answer within the deadline is no
/// answer: the call goes on as configured.
class RoutingHook {
 public:
  virtual ~RoutingHook() = default;
  /// Does this account have an integration? Calls of others are not asked about. Must not block.
  [[nodiscard]] virtual bool is_set(std::string_view account) const {
    (void)account;
    return true;
  }
  /// Must not block. `answer` may be called from any thread, at once or later, also after the call has ended; only the
  /// first answer within the deadline counts. A target that the account does not have is no answer.
  virtual void ask(RoutingQuestion question, std::function<void(RoutingAnswer)> answer) = 0;
  /// How long a caller waits for it, hearing ringback.
  [[nodiscard]] virtual std::chrono::milliseconds deadline() const { return std::chrono::seconds(2); }
};

/// The clients of an account, as far as routing wants to know.
class ClientBook {
 public:
  virtual ~ClientBook() = default;
  /// The employee that the client with this number belongs to; empty: nobody, or no such client (DEF-02). Called from
  /// threads of the engine; must answer from memory.
  [[nodiscard]] virtual EmployeeKey responsible_for(std::string_view account, std::string_view number) const = 0;
};

}  // namespace TANDEM_API
