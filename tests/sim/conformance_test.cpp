// The simulated ports keep to the same rules as the real ones.
#include "conformance/media.hpp"
#include "conformance/signaling.hpp"
#include "sim/media.hpp"
#include "sim/signaling.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

/// Every call belongs to account 1.
class Anybody final : public Directory {
 public:
  [[nodiscard]] std::optional<Device> device(std::string_view, std::string_view) const override { return {}; }
  [[nodiscard]] bool serves(std::string_view) const override { return false; }
  [[nodiscard]] std::optional<Peer> peer(const Knock&) const override {
    return Peer{AccountId{1}, "trunk"};
  }
  [[nodiscard]] bool known_address(std::string_view) const override { return true; }
};

struct MediaHarness {
  Executor executor{ClockKind::virtual_time};
  sim::Trace trace;
  Storage storage = memory_storage();
  sim::SimMedia port{executor, trace};
  Media& media() { return port; }
  BlobStore& blobs() { return *storage.blobs; }
  bool until(const std::function<bool()>& met) {
    for (int i = 0; i < 600 && !met(); ++i) executor.run_for(100ms);
    return met();
  }
  void settle() { executor.run_for(100ms); }
};

}  // namespace

TEST_CASE("simulated signaling behaves as every implementation must") {
  Executor executor(ClockKind::virtual_time);
  sim::Network network(executor);
  sim::SimSignaling a(network, "a");
  sim::SimSignaling b(network, "b");
  conformance::RecordingSink a_seen;
  conformance::RecordingSink b_seen;
  const Anybody anybody;
  REQUIRE(a.start(a_seen, anybody));
  REQUIRE(b.start(b_seen, anybody));
  conformance::SignalingPair pair{a,
                                  a_seen,
                                  b,
                                  b_seen,
                                  [](std::string sdp) {
                                    return OutgoingCall{.account = AccountId{1}, .to = ToAddress{"100", "b"},
                                                        .from = {"200", "A"}, .sdp = std::move(sdp)};
                                  },
                                  {.account = AccountId{1}, .to = ToDevice{"nobody@acme.example"}, .from = {"200", "A"},
                                   .sdp = conformance::offer},
                                  {"", "nowhere"},
                                  [&] { executor.run_for(10ms); }};
  conformance::check_signaling(pair);
}

TEST_CASE("simulated media behaves as every implementation must") { media_conformance::run<MediaHarness>(); }
