// The whole engine with one account, against peers written by hand.
#pragma once

#include "sip/peer.hpp"
#include "sip/station.hpp"

#include <tandem/tandem.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tandem::test {

struct Pbx {
  Pbx()
      : engine({.signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"}}),
                .media = rtp_media({.ports = {22000, 22999}})}) {
    engine.on_event([this](const Event& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(event);
      changed_.notify_all();
    });
    REQUIRE(engine.start());
    udp = port_at(0);
    tcp = port_at(1);
  }
  /// The next event of this kind, of those that have come or will.
  template <class E>
  std::optional<E> next(std::chrono::milliseconds patience = 10s) {
    std::unique_lock lock(mutex_);
    std::optional<E> found;
    changed_.wait_for(lock, patience, [&] {
      for (; read_ < events_.size(); ++read_) {
        if (auto* event = std::get_if<E>(&events_[read_].what)) {
          found = *event;
          ++read_;
          return true;
        }
      }
      return false;
    });
    return found;
  }
  Account use(const std::string& document) {
    auto account = engine.accounts().import_json(document);
    if (!account) MESSAGE(to_string(account.error()));
    REQUIRE(account);
    return *account;
  }

 private:
  [[nodiscard]] std::uint16_t port_at(std::size_t place) const {
    const std::string address = engine.listening().at(place);
    return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Event> events_;
  std::size_t read_ = 0;

 public:
  Engine engine;  ///< goes first: it tells events to the end
  std::uint16_t udp = 0, tcp = 0;
};

inline const std::string speech =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 0 "
    "101\r\na=rtpmap:101 telephone-event/8000\r\n";

/// A peer of the engine's UDP socket whose own trunk or registrar is where it listens.
inline std::string trunk(const Peer& peer, const std::string& more = "") {
  return fmt::format(R"({{"id":"pbx","name":"PBX","host":"127.0.0.1","ports":[{}]{}}})", peer.port(), more);
}

inline std::string account(const std::string& trunks, const std::string& numbers,
                    const std::string& actions = R"([{"hangup":true}])") {
  return fmt::format(R"({{"id":"a","name":"A","domains":["acct.example"],"trunks":[{}],"numbers":[{}],
    "schemes":[{{"id":"main","name":"Main","actions":{}}}]}})",
                     trunks, numbers, actions);
}

}  // namespace tandem::test
