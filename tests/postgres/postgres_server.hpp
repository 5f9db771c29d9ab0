// A PostgreSQL server of the tests' own, on loopback, in a scratch directory; and a pipe to it that can be cut.
#pragma once

#include "store/temp_dir.hpp"

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

/// Runs from construction to destruction; as user "postgres" when the tests run as root, for the server refuses root.
class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  void start();
  /// All connections are cut.
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// A connection string; the database is the one every server has.
  [[nodiscard]] std::string target() const { return target_at(port_); }
  [[nodiscard]] static std::string target_at(std::uint16_t port);
  [[nodiscard]] std::string key_file() const { return directory_.file("tandem.key"); }

 private:
  TempDir directory_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

/// Forwards connections to a port and back, until the n-th message to the server: then all are cut and none is taken,
/// or, with `reply_lost`, the message arrives and what the server says to it does not.
class CuttablePipe {
 public:
  explicit CuttablePipe(std::uint16_t to);
  ~CuttablePipe();
  CuttablePipe(const CuttablePipe&) = delete;
  CuttablePipe& operator=(const CuttablePipe&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void cut_at(int message, bool reply_lost);
  /// Forwards again.
  void heal();
  [[nodiscard]] bool was_cut() const { return cut_; }

 private:
  void serve();

  std::uint16_t to_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<int> left_{-1};  ///< messages until the cut; negative: never
  std::atomic<bool> reply_lost_{false};
  std::atomic<bool> cut_{false};
  std::atomic<bool> over_{false};
  std::thread thread_;
};
