#include "report/journal.hpp"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

using namespace tandem;

namespace {

/// Keeps the batches it is given.
class Batches final : public RecordStore {
 public:
  Result<void> write(std::span<const CallRecord> records) override {
    const std::lock_guard lock(mutex_);
    batches.emplace_back(records.begin(), records.end());
    return {};
  }
  Result<std::vector<CallRecord>> find(const RecordQuery&) override { return {}; }
  std::vector<std::vector<CallRecord>> batches;

 private:
  std::mutex mutex_;
};

CallRecord record(std::uint64_t id, const std::string& dialled, bool closed = false) {
  CallRecord made;
  made.id = CallId{id};
  made.dialled = dialled;
  if (closed) made.ended = Time{};
  return made;
}

}  // namespace

TEST_CASE("of a call that changes faster than records are written the last state is written, and a closed one stays") {
  const auto store = std::make_shared<Batches>();
  {
    report::Journal journal(store, {}, {});
    for (std::uint64_t id = 1; id <= 3; ++id) journal.save(record(id, "opened"));
    journal.save(record(2, "answered"));
    journal.save(record(1, "closed", true));
    journal.save(record(1, "too late"));
    journal.save(record(2, "closed", true));
  }
  std::map<std::uint64_t, std::string> last;
  std::size_t written = 0;
  for (const auto& batch : store->batches) {
    std::map<std::uint64_t, int> times;
    for (const CallRecord& each : batch) {
      CHECK(++times[each.id.value] == 1);
      ++written;
      auto& state = last[each.id.value];
      if (state != "closed") state = each.dialled;  // as a store does
    }
  }
  CHECK(written >= 3);
  CHECK(last == std::map<std::uint64_t, std::string>{{1, "closed"}, {2, "closed"}, {3, "opened"}});
}
