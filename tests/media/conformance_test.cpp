#include "conformance/media.hpp"

#include "harness.hpp"

#include <map>

namespace {

using namespace media_test;

// Blobs in memory, visible when committed.
class Blobs : public BlobStore {
 public:
  Result<std::unique_ptr<BlobWriter>> create(std::string_view key) override {
    auto blob = std::make_shared<MemoryBlob>();
    std::lock_guard lock(mutex_);
    blobs_[std::string(key)] = blob;
    return std::make_unique<MemoryBlobWriter>(std::move(blob));
  }
  Result<std::vector<std::byte>> read(std::string_view key) override {
    std::lock_guard lock(mutex_);
    const auto it = blobs_.find(std::string(key));
    if (it == blobs_.end()) return fail(errc::not_found, "no such blob");
    std::lock_guard one(it->second->mutex);
    if (!it->second->committed) return fail(errc::not_found, "no such blob");
    return it->second->bytes;
  }
  Result<void> remove(std::string_view) override { return {}; }
  Result<std::vector<std::string>> list(std::string_view) override { return std::vector<std::string>(); }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<MemoryBlob>> blobs_;
};

template <int Threads>
struct RtpHarness {
  Media& media() { return *media_; }
  BlobStore& blobs() { return blobs_; }
  bool until(const std::function<bool()>& met) {
    const auto end = SteadyClock::now() + 5s;
    while (!met()) {
      if (SteadyClock::now() > end) return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }
  void settle() { std::this_thread::sleep_for(120ms); }

 private:
  static RtpOptions options() {
    RtpOptions made;
    made.threads = Threads;
    return made;
  }
  Blobs blobs_;
  std::shared_ptr<Media> media_ = rtp_media(options());
};

}  // namespace

TEST_CASE("RTP media conforms") {
  media_conformance::run<RtpHarness<1>>();
  media_conformance::run<RtpHarness<3>>();
}

TEST_CASE("a blob is played, and what replaced it under the same key is played next") {
  Blobs store;
  Bench bench({}, &store);
  Phone anna;
  Phone boris;
  const MediaId a = bench.call(anna);
  const MediaId b = bench.call(boris);
  for (const double hertz : {500.0, 900.0}) {
    bench.media->record(b, store.create("greeting").value(), 200ms);
    boris.say(sine(hertz, 0.4), 20ms);
    const std::size_t recorded = hertz < 600 ? 1 : 2;
    REQUIRE(bench.listener.wait<RecordDone>(b, recorded).size() == recorded);
    bench.media->play(a, {"blob:greeting"});
    const Samples heard = anna.hear(anna.receive(10));
    CHECK(amplitude_of(heard, hertz) > 5000);
    CHECK(amplitude_of(heard, 1400 - hertz) < 300);
    REQUIRE(bench.listener.wait<PlayDone>(a, recorded).size() == recorded);
  }
}
