// The registrations of an account's active lines at their operators (NUM-27, NUM-30).
#pragma once

#include "call/ports.hpp"
#include "model/account_data.hpp"

#include <tandem/trunk.hpp>

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace tandem::call {

class LineWatch final : Runnable {
 public:
  LineWatch(AccountId account, const Ports& ports, std::function<void(LineRegistrationChanged)> tell)
      : account_(account), ports_(ports), tell_(std::move(tell)) {}
  ~LineWatch();
  LineWatch(const LineWatch&) = delete;
  LineWatch& operator=(const LineWatch&) = delete;

  /// Lines came, changed or went.
  void change(const model::ObjectSet<Number>& before, const model::ObjectSet<Number>& after);
  /// The port tells how a registration stands.
  void on_status(const std::string& address, int status);
  /// The operator's last answer; 0: none yet.
  [[nodiscard]] int status(const Number& line) const;

 private:
  struct Watched {
    Number line;
    int status = 0;
    bool asked = false;  ///< the port has taken the registration
  };
  void run() override;  ///< asks the port for what it did not take

  AccountId account_;
  const Ports& ports_;
  std::function<void(LineRegistrationChanged)> tell_;
  std::map<std::string, Watched> by_address_;
  Timer timer_;
};

}  // namespace tandem::call
