#include "report/journal.hpp"

#include "base/log.hpp"
#include "base/reuse.hpp"
#include "model/record_batch.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tandem::report {
namespace {

// Long enough to make one transaction of what a busy second brings, short enough that a crash loses next to nothing.
constexpr std::chrono::milliseconds gather(30);
constexpr std::chrono::milliseconds retry(200);
constexpr std::size_t batch_size = 512;

/// What is written of calls that changed several times meanwhile.
std::vector<CallRecord> once_each(std::vector<CallRecord> batch) {
  const std::vector<std::size_t> kept = model::once_each(batch);
  if (kept.size() == batch.size()) return batch;
  std::vector<CallRecord> records;
  records.reserve(kept.size());
  for (const std::size_t i : kept) records.push_back(std::move(batch[i]));
  return records;
}

}  // namespace

Journal::Journal(std::shared_ptr<RecordStore> store, OnTrouble on_trouble, Log log)
    : store_(std::move(store)), on_trouble_(std::move(on_trouble)), log_(std::move(log)), thread_([this] { run(); }) {}

Journal::~Journal() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Journal::save(CallRecord record) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = queue_.empty();
    queue_.push_back(std::move(record));
  }
  if (first) wake_.notify_one();
}

std::size_t Journal::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() + in_hand_;
}

void Journal::flush() {
  std::unique_lock lock(mutex_);
  const std::uint64_t before = tries_;
  written_.wait(lock, [&] { return (queue_.empty() && in_hand_ == 0) || tries_ >= before + 2; });
}

bool Journal::write(std::vector<CallRecord>& batch) {
  const Result<void> stored = store_->write(batch);
  if (stored) {
    if (std::exchange(trouble_, false)) {
      log_info(log_, "store", "records are written again");
      if (on_trouble_) on_trouble_("", 0);
    }
    return true;
  }
  if (!std::exchange(trouble_, true)) {
    log_error(log_, "store", "records are not written, they are kept and tried again: {}", stored.error().message);
    if (on_trouble_) on_trouble_(stored.error().message, waiting());
  }
  return false;
}

void Journal::run() {
  std::vector<CallRecord> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stop_ || !queue_.empty() || !batch.empty(); });
    if (!stop_ && queue_.size() + batch.size() < batch_size) {
      wake_.wait_for(lock, trouble_ ? retry : gather, [&] { return stop_; });
    }
    // Order is kept: what was refused stands before what came later.
    batch.insert(batch.end(), std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
    empty_for_reuse(queue_);
    batch = once_each(std::move(batch));
    in_hand_ = batch.size();
    const bool last = stop_;
    lock.unlock();
    const bool stored = batch.empty() || write(batch);
    lock.lock();
    if (stored) {
      empty_for_reuse(batch);
      in_hand_ = 0;
    }
    ++tries_;
    written_.notify_all();
    if (!last || !queue_.empty()) continue;
    if (!stored) log_error(log_, "store", "{} call records could not be written before the end", batch.size());
    return;
  }
}

Result<std::size_t> close_interrupted(RecordStore& store, Time now) {
  std::size_t closed = 0;
  for (;;) {
    RecordQuery query;
    query.open = true;
    query.limit = 500;
    Result<std::vector<CallRecord>> open = store.find(query);
    if (!open) return std::unexpected(open.error());
    if (open->empty()) return closed;
    for (CallRecord& record : *open) {
      record.ended = std::max(now, record.started);
      record.result = CallResult::interrupted;
      record.end_cause = "the process ended";
      for (CallPart& part : record.parts) {
        if (part.result == PartResult::open) part.result = PartResult::cancelled;
      }
    }
    if (Result<void> stored = store.write(*open); !stored) return std::unexpected(stored.error());
    closed += open->size();
  }
}

}  // namespace tandem::report
