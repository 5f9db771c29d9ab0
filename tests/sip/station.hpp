// One Signaling on loopback with a recording sink and a directory in memory.
#pragma once

#include <tandem/sofia.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tandem::test {

using namespace std::chrono_literals;

/// Keeps what the port tells, and lets a test wait for it.
class Recorder final : public Signaling::Sink {
 public:
  struct Seen {
    AccountId account;
    LegId leg;
    LegEvent event;
  };

  void on_leg(AccountId account, LegId leg, LegEvent event) override;
  void on_registration(AccountId account, RegistrationChange change) override;
  void on_client_registration(AccountId account, std::string aor, int status) override;

  /// Takes the oldest event of this kind out of the record; waits for it.
  template <class Event>
  std::optional<std::pair<LegId, Event>> next(std::chrono::milliseconds patience = 10s) {
    std::unique_lock lock(mutex_);
    std::optional<std::pair<LegId, Event>> result;
    changed_.wait_for(lock, patience, [&] {
      for (auto it = legs_.begin(); it != legs_.end(); ++it) {
        if (auto* event = std::get_if<Event>(&it->event)) {
          result.emplace(it->leg, std::move(*event));
          legs_.erase(it);
          return true;
        }
      }
      return false;
    });
    return result;
  }
  std::optional<RegistrationChange> next_registration(std::chrono::milliseconds patience = 10s);
  /// The next status told of a registration of our own.
  std::optional<int> next_client_status(std::chrono::milliseconds patience = 10s);
  /// What has not been taken out.
  [[nodiscard]] std::size_t pending();
  [[nodiscard]] std::vector<std::string> names();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Seen> legs_;
  std::deque<RegistrationChange> registrations_;
  std::deque<int> statuses_;
};

[[nodiscard]] std::string name_of(const LegEvent& event);
[[nodiscard]] std::string md5_hex(const std::string& text);

/// Accounts and trunks as a test wants them. Filled before the start, or under its own lock.
class Book final : public Directory {
 public:
  void add_device(const std::string& user, const std::string& domain, const std::string& password,
                  AccountId account = AccountId{1});
  void add_domain(const std::string& domain) { domains_.push_back(domain); }
  /// A trunk at address:port (0: any) that owns `number` (empty: every number).
  void add_trunk(const std::string& name, const std::string& address, std::uint16_t port, const std::string& number);

  std::optional<Device> device(std::string_view user, std::string_view domain) const override;
  bool serves(std::string_view domain) const override;
  std::optional<Peer> peer(const Knock& knock) const override;
  bool known_address(std::string_view address) const override;
  /// Phones are not used from anywhere from now on, or are again.
  void close(bool closed) { closed_ = closed; }
  bool admits(AccountId, std::string_view address) const override { return !closed_ || address != "127.0.0.1"; }

 private:
  std::atomic<bool> closed_ = false;
  struct Trunk {
    std::string name, address;
    std::uint16_t port = 0;
    std::string number;
  };
  std::map<std::string, Device> devices_;
  std::vector<std::string> domains_;
  std::vector<Trunk> trunks_;
  mutable std::mutex mutex_;
};

class Lines final : public LogSink {
 public:
  void write(LogLevel level, std::string_view component, std::string_view line) override;
  [[nodiscard]] bool contains(const std::string& part);

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

struct Station {
  /// `options.listen` stays "udp and tcp on 127.0.0.1, any port" unless given.
  explicit Station(SofiaOptions options = {.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"}});
  ~Station();
  void start();

  std::shared_ptr<Lines> lines = std::make_shared<Lines>();
  Book book;
  Recorder seen;
  std::shared_ptr<Signaling> sip;
  std::uint16_t udp = 0;
  std::uint16_t tcp = 0;
};

/// A small but complete SDP.
[[nodiscard]] std::string sdp(int port = 40000);

}  // namespace tandem::test
