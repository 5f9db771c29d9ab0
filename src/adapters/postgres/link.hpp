// PostgreSQL as C++ without exceptions: a connection that is opened when it is needed and again after it broke, and
// transactions on it.
#pragma once

#include <tandem/storage.hpp>

#include <pqxx/pqxx>

#include <concepts>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace tandem::postgres {

/// What a transaction is made of; all of it either happens or does not.
using Work = pqxx::work;

/// What an exception of libpqxx says, as `storage`.
struct Caught {
  Error error;
  bool in_doubt = false;  ///< a commit may have happened
};
/// Called inside a catch block.
[[nodiscard]] Caught caught_now();

/// Text as the server takes it: without NUL, and U+FFFD for what is no UTF-8.
[[nodiscard]] std::string clean(std::string_view text);

/// One connection. Any thread; transactions follow one another.
class Link {
 public:
  /// Errors: `invalid_argument` for a string that is no connection string; nothing is connected yet.
  [[nodiscard]] static Result<std::shared_ptr<Link>> make(const std::string& target, const PostgresOptions& options);

  /// Runs `work(transaction)`, which gives a Result, and commits if that is no error. A connection that turns out to
  /// have died since it was last used is replaced, once, and `work` begins again: it must leave nothing behind when it
  /// throws. Errors: its own, and `storage`. After an error that says so, a commit may have happened all the same.
  template <class F>
  requires std::invocable<F, Work&>
  auto run(F&& work) -> std::invoke_result_t<F, Work&> {
    const std::scoped_lock lock(mutex_);
    while (true) {
      const bool fresh = connection_ == nullptr;
      try {
        open();
        Work transaction(*connection_);
        auto result = work(transaction);
        if (result) transaction.commit();
        return result;
      } catch (...) {
        Caught caught = caught_now();
        if (connection_ && connection_->is_open()) return std::unexpected(std::move(caught.error));
        forget();
        if (fresh || caught.in_doubt) return std::unexpected(std::move(caught.error));
      }
    }
  }

  /// Grows when a connection is opened: what an earlier one kept for its session alone is gone. Inside run().
  [[nodiscard]] std::uint64_t session() const noexcept { return session_; }
  [[nodiscard]] const std::string& schema() const noexcept { return schema_; }

 private:
  Link(std::string target, std::string schema, int timeout_ms)
      : target_(std::move(target)), schema_(std::move(schema)), timeout_ms_(timeout_ms) {}
  void open();
  void forget() noexcept;

  std::mutex mutex_;
  std::string target_;
  std::string schema_;
  int timeout_ms_;
  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::quiet_errorhandler> quiet_;  ///< notices do not go to the process's error output
  std::uint64_t session_ = 0;
};

}  // namespace tandem::postgres
