// A carrier on 127.0.0.2: calls the engine as a trunk peer and takes the calls it sends out.
#pragma once

#include <tandem/tandem.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace tandem::test {

using namespace std::chrono_literals;

/// Keeps what was said and lets a test wait for it.
template <class T>
class Heard {
 public:
  void add(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_all();
  }
  /// Takes out the oldest that fits; waits for it.
  template <class Test>
  std::optional<T> next(Test fits, std::chrono::milliseconds patience = 20s) {
    std::unique_lock lock(mutex_);
    std::optional<T> found;
    changed_.wait_for(lock, patience, [&] {
      for (auto at = values_.begin(); at != values_.end(); ++at) {
        if (!fits(*at)) continue;
        found = std::move(*at);
        values_.erase(at);
        return true;
      }
      return false;
    });
    return found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;
};

class Carrier final : Signaling::Sink, Directory {
 public:
  Carrier() : sip_(sofia_signaling({.listen = {"udp:127.0.0.2:0"}})) {
    REQUIRE(sip_->start(*this, *this));
    const std::string address = sip_->listening().front();
    port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  }
  ~Carrier() override { sip_->stop(); }

  struct Seen {
    LegId leg;
    LegEvent event;
  };
  /// The next event of this kind, of this leg or of any.
  template <class E>
  std::optional<std::pair<LegId, E>> next(LegId leg = {}, std::chrono::milliseconds patience = 20s) {
    auto seen = seen_.next(
        [&](const Seen& each) { return std::holds_alternative<E>(each.event) && (!leg || each.leg == leg); }, patience);
    if (!seen) return std::nullopt;
    return std::pair(seen->leg, std::get<E>(std::move(seen->event)));
  }
  LegId call(const std::string& number, std::uint16_t engine_port, const std::string& from = "79161234567") {
    return sip_->invite({.account = AccountId{1}, .to = ToAddress{number, "127.0.0.1", engine_port}, .from = {from, ""},
                         .sdp = sdp()});
  }
  Signaling& sip() { return *sip_; }
  static std::string sdp() {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 0\r\n";
  }

  std::uint16_t port = 0;

 private:
  void on_leg(AccountId, LegId leg, LegEvent event) override { seen_.add({leg, std::move(event)}); }
  void on_registration(AccountId, RegistrationChange) override {}
  [[nodiscard]] std::optional<Device> device(std::string_view, std::string_view) const override { return {}; }
  [[nodiscard]] bool serves(std::string_view) const override { return false; }
  [[nodiscard]] std::optional<Peer> peer(const Knock&) const override {
    return Peer{AccountId{1}, "engine"};
  }
  [[nodiscard]] bool known_address(std::string_view) const override { return true; }

  std::shared_ptr<Signaling> sip_;
  Heard<Seen> seen_;
};

/// An account whose only line is forwarded to `target` through the carrier.
inline std::string forwarding_account(const std::string& id, const Carrier& carrier, const std::string& number,
                                      const std::string& target) {
  return R"({"id":")" + id + R"(","name":"Test","trunks":[{"id":"carrier","name":"Carrier","host":"127.0.0.2","ports":[)" +
         std::to_string(carrier.port) + R"(],"max_lines":100,"codecs":["pcma","pcmu"]}],"numbers":[{"number":")" + number +
         R"(","trunk":"carrier","scheme":"main"}],"schemes":[{"id":"main","name":"Main","actions":[{"forward":{"number":")" +
         target + R"("},"wait":20}]}]})";
}

inline std::uint16_t port_of(const Engine& engine) {
  const std::string address = engine.listening().front();
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = 20s) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

inline EngineOptions options(Storage storage) {
  return {.storage = std::move(storage),
          .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
          .media = rtp_media({.ports = {21000, 21999}})};
}

}  // namespace tandem::test
