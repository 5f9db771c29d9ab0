// Who is logged in: sessions in memory, ended by log-out, by their age, or because their employee may not be in any more.
#pragma once

#include "base/guesses.hpp"

#include <tandem/login.hpp>
#include <tandem/security.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::engine {

/// Any thread.
class Sessions {
 public:
  enum class End : std::uint8_t {
    log_out,
    lifetime,  ///< LIM-27
    idle,      ///< 03 OP-15
    revoked,   ///< the employee is gone, his way in was closed, or has another password now
  };
  struct Ended {
    std::string account;
    Session session;
    End why = End::log_out;
    Time at{};  ///< of a lifetime that was over: when that was
  };
  /// What holds for a session now, and a mark of what its opener proved himself by: another mark, another secret.
  struct Standing {
    SecuritySettings security;
    std::string mark;
  };
  /// None: it is to end. `login`: as given when it was opened.
  using Rules = std::function<std::optional<Standing>(const std::string& account, const Session& session,
                                                      const std::string& login)>;

  explicit Sessions(Rules rules) : rules_(std::move(rules)) {}

  /// Gives the session its token. `mark`: of what its opener proved himself by, as it was then.
  Session open(const std::string& account, Session session, std::string login, std::string mark, Time now);
  /// The session of a token, used now; none: there is none of this account, or it is over, then it goes, to `ended`.
  [[nodiscard]] std::optional<Session> use(const std::string& account, std::string_view token, Time now,
                                           std::optional<Ended>& ended);
  /// Ends it. None: it was not there.
  std::optional<Ended> close(const std::string& account, std::string_view token, Time now);
  /// Has the employee a session by this door?
  [[nodiscard]] bool any_of(const std::string& account, const EmployeeKey& employee, Door door) const;
  /// After ten wrong passwords for one login from one place, each less than 15 minutes after the one before, further ones
  /// are not looked at, until so long none has come.
  /// `whom`: the employee who is meant, however his name was written.
  [[nodiscard]] bool may_try(const std::string& ip, const std::string& whom, Time now) const;
  void tried(const std::string& ip, const std::string& whom, bool right, Time now);

  /// Takes out all that are over.
  std::vector<Ended> sweep(Time now);

 private:
  struct Live {
    std::string account;
    Session session;
    std::string login;
    std::string mark;
    Time used;
  };
  /// Why and since when it is over, if it is; else sets its `expires`.
  std::optional<Ended> over(Live& live, Time now) const;

  const Rules rules_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Live> live_;  // by token; guarded by mutex_
  Guesses guesses_{10, std::chrono::minutes(15)};  // guarded by mutex_
};

}  // namespace tandem::engine
