#include "recording.hpp"

using namespace media_test;

namespace {

class BrokenBlobWriter : public BlobWriter {
 public:
  Result<void> append(std::span<const std::byte>) override { return fail(errc::storage, "the disk is full"); }
  Result<void> patch(std::size_t, std::span<const std::byte>) override {
    return fail(errc::storage, "patched a broken blob");
  }
  Result<void> commit() override { return fail(errc::storage, "committed a broken blob"); }
};

}  // namespace

TEST_CASE("a recording holds what the party said, gaps as silence, in a whole WAV file") {
  Bench bench;
  Phone anna(Codec::pcmu);
  const MediaId a = bench.call(anna);
  Recording recording;
  const PlayId id = bench.media->record(a, recording.writer(), 10s);
  anna.say(sine(700, 0.4), 20ms);
  anna.timestamp += 2400;  // 300 ms of nothing sent
  anna.sequence = static_cast<std::uint16_t>(anna.sequence + 15);
  std::this_thread::sleep_for(300ms);
  anna.say(sine(700, 0.3), 20ms);
  bench.media->stop_record(a);
  const auto done = bench.listener.wait<RecordDone>(a);
  REQUIRE(done.size() == 1);
  CHECK(done[0].recording == id);
  CHECK(!done[0].error);
  CHECK(recording.blob->committed);
  CHECK(recording.little(4) == recording.blob->bytes.size() - 8);
  CHECK(recording.little(40) == recording.blob->bytes.size() - 44);
  CHECK(recording.little(24) == 8000);
  const Samples all = recording.samples();
  CHECK(done[0].length == Duration(static_cast<std::int64_t>(all.size()) * 125));
  CHECK(all.size() >= 8000);
  CHECK(all.size() < 8800);
  const auto part = [&](std::size_t from, std::size_t to) {
    return Samples(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to));
  };
  CHECK(amplitude_of(part(0, 3200), 700) == doctest::Approx(8000).epsilon(0.05));
  CHECK(amplitude_of(part(3200, 5600), 700) < 10);
  CHECK(amplitude_of(part(5600, 8000), 700) == doctest::Approx(8000).epsilon(0.05));
}

TEST_CASE("a recording puts late packets where they belong") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  Recording recording;
  bench.media->record(a, recording.writer(), 10s);
  for (const int step : {0, 2, 1, 3, 3}) {
    const std::vector<std::uint8_t> codes(160, rtp::encode(Codec::pcma, static_cast<std::int16_t>(1000 * (step + 1))));
    anna.sequence = static_cast<std::uint16_t>(step);
    anna.send_packet(8, codes, static_cast<std::uint32_t>(step) * 160);
  }
  anna.listen(30ms);
  bench.media->stop_record(a);
  REQUIRE(bench.listener.wait<RecordDone>(a).size() == 1);
  const Samples all = recording.samples();
  REQUIRE(all.size() == 640);
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(all[i * 160 + 80] - 1000 * static_cast<int>(i + 1)) < 40);
}

TEST_CASE("a recording ends at its limit, also when nothing comes") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  Recording recording;
  bench.media->record(a, recording.writer(), 250ms);
  SUBCASE("the party speaks") {
    anna.say(sine(700, 0.5), 20ms);
    CHECK(bench.listener.wait<RecordDone>(a).at(0).length == 250ms);
    CHECK(amplitude_of(recording.samples(), 700) > 5000);
  }
  SUBCASE("the party is silent") {
    CHECK(bench.listener.wait<RecordDone>(a).at(0).length == 250ms);
    CHECK(recording.samples().size() == 2000);
  }
  CHECK(recording.blob->committed);
  bench.media->stop_record(a);
  anna.listen(50ms);
  CHECK(bench.listener.now<RecordDone>(a).size() == 1);
}

TEST_CASE("a leg closed, or the whole media stopped, while it records and plays still commits the recording") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  Recording recording;
  bench.media->record(a, recording.writer(), 10s);
  bench.media->play(a, {"tone:ringback", true});
  anna.say(sine(700, 0.1), 20ms);
  SUBCASE("closed") { bench.media->close(a); }
  SUBCASE("stopped") {
    bench.media->stop();
    CHECK(bench.listener.now<RecordDone>(a).size() == 1);
  }
  const auto done = bench.listener.wait<RecordDone>(a);
  REQUIRE(done.size() == 1);
  CHECK(!done[0].error);
  CHECK(recording.blob->committed);
  CHECK(recording.samples().size() >= 800);
  CHECK(bench.listener.total() == 1);
}

TEST_CASE("a store that fails is told; a recording of a leg that is gone ends too") {
  Bench bench;
  Phone anna;
  const MediaId a = bench.call(anna);
  bench.media->record(a, std::make_unique<BrokenBlobWriter>(), 40ms);
  const auto done = bench.listener.wait<RecordDone>(a);
  REQUIRE(done.size() == 1);
  REQUIRE(done[0].error);
  CHECK(done[0].error->message == "the disk is full");
  bench.media->close(a);
  const PlayId late = bench.media->record(a, Recording().writer(), 1s);
  const auto gone = bench.listener.wait<RecordDone>(a, 2);
  REQUIRE(gone.size() == 2);
  CHECK(gone[1].recording == late);
  CHECK(gone[1].error->code == errc::gone);
}
