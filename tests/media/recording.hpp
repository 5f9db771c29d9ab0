// A recording and a tap, as tests read them.
#pragma once

#include "harness.hpp"

#include <chrono>
#include <condition_variable>

namespace media_test {

struct Recording {
  std::shared_ptr<MemoryBlob> blob = std::make_shared<MemoryBlob>();
  std::unique_ptr<BlobWriter> writer() { return std::make_unique<MemoryBlobWriter>(blob); }
  [[nodiscard]] std::uint32_t little(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i > 0; --i)
      value = (value << 8) | std::to_integer<std::uint32_t>(blob->bytes.at(at + i - 1));
    return value;
  }
  [[nodiscard]] Samples samples() const {
    Samples all;
    for (std::size_t at = 44; at + 1 < blob->bytes.size(); at += 2) {
      all.push_back(static_cast<std::int16_t>(std::to_integer<int>(blob->bytes[at]) |
                                              (std::to_integer<int>(blob->bytes[at + 1]) << 8)));
    }
    return all;
  }
};

class Ear final : public PcmSink {
 public:
  void hear(std::span<const std::int16_t> samples) override {
    const std::lock_guard lock(mutex_);
    heard_.insert(heard_.end(), samples.begin(), samples.end());
    more_.notify_all();
  }
  /// So many samples at least, or what came within five seconds.
  [[nodiscard]] Samples heard(std::size_t least = 0) {
    std::unique_lock lock(mutex_);
    more_.wait_for(lock, std::chrono::seconds(5), [&] { return heard_.size() >= least; });
    return heard_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  Samples heard_;
};

}  // namespace media_test
