// Who is registered where (RFC 3261 10.3). No SIP messages: the door reads them.
#pragma once

#include <tandem/signaling.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tandem::sofia {

struct Binding {
  std::string uri;    ///< the contact as registered
  std::string route;  ///< where to send instead ("sip:192.0.2.1:5060;transport=udp"), or empty: to the contact itself
  Transport transport = Transport::udp;
  std::string call_id;
  std::uint32_t cseq = 0;
  std::string source;  ///< for people
  std::string address;  ///< IP
  std::uint16_t connection = 0;  ///< port of the TCP connection that is the only way to it; 0: there are others
  std::string user_agent;
  std::chrono::steady_clock::time_point expires{};
};

struct Registration {
  std::string aor;  ///< lower case
  AccountId account;
  std::string call_id;
  std::uint32_t cseq = 0;
  std::string route;
  Transport transport = Transport::udp;
  std::string source;
  std::string address;
  std::string user_agent;
  std::optional<std::chrono::seconds> expires;  ///< of the Expires header
  bool remove_all = false;                      ///< Contact: *
  struct Wish {
    std::string uri;
    std::uint16_t connection = 0;
    std::optional<std::chrono::seconds> expires;
  };
  std::vector<Wish> contacts;  ///< none: a query
};

class Registrar {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most_contacts = 10;
  static constexpr std::chrono::seconds least_expires{60};

  Registrar(std::chrono::seconds max_expires, Signaling::Sink& sink) : max_expires_(max_expires), sink_(sink) {}

  /// All or nothing. The status to answer: 200, 400, 403 (too many contacts), 423 (too short), 500 (out of order).
  int apply(const Registration& registration, Clock::time_point now);
  /// Everything bound to `aor` now. Root thread.
  [[nodiscard]] const std::vector<Binding>* bindings(std::string_view aor) const;
  /// Any thread.
  [[nodiscard]] bool registered(std::string_view aor) const;
  /// Removes what has run out.
  void expire(Clock::time_point now);
  /// Removes what cannot be reached any more: bindings whose connection is `lost`. A call looks at a part of them, so
  /// that all are looked at in `rounds` calls.
  void drop_lost(const std::function<bool(const Binding&)>& lost);
  static constexpr std::size_t rounds = 10;

 private:
  struct Record {
    AccountId account;
    std::vector<Binding> bindings;
  };
  using Due = std::pair<Clock::time_point, std::string>;

  int check(const Registration& registration, const Record* record) const;
  std::chrono::seconds granted(const Registration& registration, const Registration::Wish& wish) const;
  void bind(Record& record, const Registration& registration, const Registration::Wish& wish, Clock::time_point now);
  void gone(Record& record, const std::string& aor, std::size_t index);
  void publish(const std::string& aor, bool present);
  void announce(const Record& record, const std::string& aor, const Binding& binding, bool present);

  std::chrono::seconds max_expires_;
  Signaling::Sink& sink_;
  std::unordered_map<std::string, Record> records_;
  std::size_t next_bucket_ = 0;  ///< of records_, for drop_lost()
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;  ///< lazily: an entry may be out of date
  mutable std::mutex mutex_;
  std::unordered_map<std::string, bool> present_;  ///< what registered() reads
};

}  // namespace tandem::sofia
