// An engine on SQLite in a directory of its own, and what the peers need to know of it.
#pragma once

#include "process.hpp"

#include <tandem/tandem.hpp>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/core.h>
#include <sys/socket.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace tandem::test {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "tandem-peers-XXXXXX").string()) { REQUIRE(mkdtemp(path_.data()) != nullptr); }
  Folder(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path operator/(const std::string& name) const { return fs::path(path_) / name; }
  [[nodiscard]] fs::path path() const { return path_; }

 private:
  std::string path_;
};

/// A UDP socket of the test's own on the carrier's address.
class Socket {
 public:
  Socket() : socket_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in address = to("127.0.0.2", 0);
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  Socket(const Socket&) = delete;
  ~Socket() { close(socket_); }
  [[nodiscard]] std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  void send(const std::string& text, std::uint16_t port) const {
    const sockaddr_in address = to("127.0.0.1", port);
    (void)sendto(socket_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }

 private:
  static sockaddr_in to(const char* host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
  }
  int socket_;
};

/// A port of 127.0.0.2 that was free a moment ago.
inline std::uint16_t free_port() { return Socket().port(); }

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = 20s) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(10ms);
  }
  return true;
}

/// The line 74950000001 of the trunk "carrier" (127.0.0.2, `callee_port`) runs scheme "main"; Anna has a phone.
class Office {
 public:
  explicit Office(const std::string& actions, const std::string& codecs = R"(["pcma","pcmu"])")
      : callee_port(free_port()),
        engine({.storage = sqlite_storage(folder / "calls.db").value(),
                .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                .media = rtp_media({.ports = {23000, 25999}})}) {
    engine.on_event([this](const Event& event) {
      if (std::holds_alternative<DeviceRegistered>(event.what)) ++registrations_;
    });
    REQUIRE(engine.start());
    const std::string address = engine.listening().front();
    port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    const auto account = engine.accounts().import_json(fmt::format(
        R"({{"id":"office","name":"Office","domains":["office.example"],
             "employees":[{{"id":"anna","full_name":"Anna","extension":"101","outgoing_number":"74950000001",
                            "sip_accounts":[{{"aor":"anna@office.example","password":"Anna12345"}}]}}],
             "trunks":[{{"id":"carrier","name":"Carrier","host":"127.0.0.2","ports":[{}],"split_addresses":true,"from_host":"127.0.0.2","max_lines":100,
                         "codecs":{}}}],
             "numbers":[{{"number":"74950000001","trunk":"carrier","scheme":"main"}}],
             "schemes":[{{"id":"main","name":"Main","actions":[{}]}}]}})",
        callee_port, codecs, actions));
    REQUIRE_MESSAGE(account, to_string(account.error()));
  }

  /// Waits until a phone has registered.
  bool registered() const {
    return eventually([this] { return registrations_ > 0; }, 30s);
  }

  /// Read from the database as another program would, once no call is left: each closed.
  std::vector<CallRecord> records() {
    CHECK(eventually([this] { return engine.health().calls == 0 && engine.health().records_waiting == 0; }));
    const auto store = sqlite_storage(folder / "calls.db");
    REQUIRE(store);
    auto found = store->records->find({.limit = 1000});
    REQUIRE(found);
    for (const CallRecord& record : *found) CHECK(record.closed());
    return std::move(*found);
  }

  Folder folder;
  std::uint16_t callee_port;
  std::uint16_t port = 0;

 private:
  std::atomic<int> registrations_{0};

 public:
  Engine engine;
};

}  // namespace tandem::test
