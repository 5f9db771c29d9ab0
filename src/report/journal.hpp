// The journal: call records on their way into the store. Shards hand them over without waiting; one thread writes them in
// batches, and keeps what the store refuses until it takes it.
#pragma once

#include "call/ports.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tandem::report {

class Journal final : public call::RecordSink {
 public:
  /// `on_trouble` is told, from the journal's thread, when the store begins to refuse (with what waits) and when it is
  /// well again (with an empty message).
  using OnTrouble = std::function<void(std::string message, std::size_t waiting)>;
  Journal(std::shared_ptr<RecordStore> store, OnTrouble on_trouble, Log log);
  /// Writes what is there, with a last try if the store is in trouble.
  ~Journal() override;

  void save(CallRecord record) override;
  /// Waits until everything saved before is in the store, or the store refused it once more.
  void flush();
  [[nodiscard]] std::size_t waiting() const;

 private:
  void run();
  bool write(std::vector<CallRecord>& batch);

  std::shared_ptr<RecordStore> store_;
  OnTrouble on_trouble_;
  Log log_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable written_;
  std::vector<CallRecord> queue_;   // guarded by mutex_
  std::size_t in_hand_ = 0;         // guarded by mutex_: taken from the queue, not yet stored
  std::uint64_t tries_ = 0;         // guarded by mutex_
  bool stop_ = false;               // guarded by mutex_
  bool trouble_ = false;            // the journal's thread alone
  std::thread thread_;
};

/// Closes the records of calls that were open when an earlier process ended (CallResult::interrupted). Gives how many.
Result<std::size_t> close_interrupted(RecordStore& store, Time now);

}  // namespace tandem::report
