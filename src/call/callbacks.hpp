// Clients who are going to be called back: one task for each number, kept in the BlobStore, so that a restart forgets
// nobody (GRP-30..GRP-40, SCH-63..SCH-79; 04 OP-14, OP-15, OP-16).
#pragma once

#include "base/task.hpp"
#include "queue/agent.hpp"

#include <tandem/clock.hpp>
#include <tandem/ids.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tandem::call {

class Exchange;

struct CallbackTask {
  std::string client{};            ///< number
  std::vector<GroupKey> groups{};  ///< in their order; each attempt is the next one's
  std::string line{};              ///< of the scheme; empty: the group's own
  bool menu = false;               ///< missed in a menu: other limits hold (SCH-66, ACB-27)
  int attempts = 0;                ///< so far
  std::size_t turn = 0;            ///< whose attempt is next
  Time created{};
  Time next{};
};

/// What came of one callback; shared by the task and its call.
struct CallbackOutcome {
  Signal over;
  bool client_called = false;
};

/// A callback that is being placed: the operator is chosen.
struct CallbackOrder {
  CallbackOrder() = default;
  ~CallbackOrder() { outcome->over.set(); }
  CallbackOrder(const CallbackOrder&) = delete;

  queue::AgentClaim operator_claim;
  GroupKey group{};
  std::string client{};
  std::string line{};
  Duration answer_wait{};
  int attempt = 0;
  int attempts = 0;
  std::shared_ptr<CallbackOutcome> outcome = std::make_shared<CallbackOutcome>();
};

class Callbacks {
 public:
  explicit Callbacks(Exchange& exchange);
  ~Callbacks();
  Callbacks(const Callbacks&) = delete;

  [[nodiscard]] bool has(const std::string& client) const { return tasks_.contains(client); }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  /// At most one for a client (GRP-37, SCH-79): false, if there is one. The first attempt is made at once.
  bool add(CallbackTask task);
  /// Somebody has talked to this number: nobody needs to call it back.
  void talked_to(const std::string& client) { close(client, "done"); }
  /// Whoever waits for an operator looks at the account again: the number may be barred now, the group gone (ACL-21).
  void account_changed();
  /// Those that an earlier process left.
  void restore();
  /// Stops without a word; what is kept stays.
  void clear();

  // For the flow of a task.
  void keep(const CallbackTask& task);
  void close(const std::string& client, const std::string& how);

 private:
  struct Running;
  void start(CallbackTask task);
  void bury(const Running& running);
  [[nodiscard]] std::string key_of(const std::string& client) const;

  Exchange& exchange_;
  std::map<std::string, std::unique_ptr<Running>> tasks_;
  std::vector<std::unique_ptr<Running>> closed_;
};

}  // namespace tandem::call
