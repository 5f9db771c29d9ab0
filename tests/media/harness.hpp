// What the media tests are made of: a sink that remembers, a telephone of bare RTP, and ears.
#pragma once

#include "adapters/rtp/address.hpp"
#include "adapters/rtp/g711.hpp"
#include "adapters/rtp/packet.hpp"
#include "adapters/sdp/session.hpp"

#include <doctest/doctest.h>
#include <tandem/rtp.hpp>

#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <numbers>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace media_test {

using namespace tandem;
using namespace std::chrono_literals;
using Samples = std::vector<std::int16_t>;
using SteadyClock = std::chrono::steady_clock;

inline constexpr AccountId acme{7};

/// Remembers every event; tests wait for those they expect.
class Listener : public Media::Sink {
 public:
  struct Heard {
    AccountId account;
    MediaId leg;
    MediaEvent event;
    SteadyClock::time_point at;
  };
  void on_media(AccountId account, MediaId leg, MediaEvent event) override {
    std::lock_guard lock(mutex_);
    heard_.push_back({account, leg, std::move(event), SteadyClock::now()});
    changed_.notify_all();
  }
  /// Waits until there are `count` events of a kind on a leg; gives all there are.
  template <class Event>
  std::vector<Event> wait(MediaId leg, std::size_t count = 1, std::chrono::milliseconds most = 20s) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, most, [&] { return matching<Event>(leg).size() >= count; });
    return matching<Event>(leg);
  }
  template <class Event>
  std::vector<Event> now(MediaId leg) {
    std::lock_guard lock(mutex_);
    return matching<Event>(leg);
  }
  std::string digits(MediaId leg, std::size_t count = 0) {
    std::string text;
    for (const Digit& digit : count ? wait<Digit>(leg, count) : now<Digit>(leg)) text += digit.digit;
    return text;
  }
  std::size_t total() {
    std::lock_guard lock(mutex_);
    return heard_.size();
  }
  std::vector<Heard> all() {
    std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  template <class Event>
  std::vector<Event> matching(MediaId leg) {
    std::vector<Event> found;
    for (const Heard& heard : heard_) {
      if (heard.leg == leg && std::holds_alternative<Event>(heard.event)) found.push_back(std::get<Event>(heard.event));
    }
    return found;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Heard> heard_;
};

struct Received {
  std::uint8_t type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  std::vector<std::uint8_t> payload;
  SteadyClock::time_point at;
};

/// Power of one frequency (Goertzel) over the samples, as the amplitude of a sine.
inline double amplitude_of(const Samples& samples, double hertz) {
  if (samples.empty()) return 0;
  const double w = 2 * std::numbers::pi * hertz / 8000;
  double a = 0;
  double b = 0;
  for (const std::int16_t x : samples) {
    const double next = x + 2 * std::cos(w) * a - b;
    b = a;
    a = next;
  }
  const double power = a * a + b * b - 2 * std::cos(w) * a * b;
  return 2 * std::sqrt(std::max(0.0, power)) / static_cast<double>(samples.size());
}

inline Samples sine(double hertz, double seconds, double amplitude = 8000) {
  Samples samples(static_cast<std::size_t>(seconds * 8000));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] =
        static_cast<std::int16_t>(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 8000));
  }
  return samples;
}

/// A telephone: one socket, one outgoing stream.
class Phone {
 public:
  explicit Phone(Codec codec = Codec::pcma, std::string ip = "127.0.0.1") : codec_(codec), ip_(std::move(ip)) {
    fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    auto address = rtp::Address::parse(ip_, 0).value();
    REQUIRE(bind(fd_, address.data(), address.size()) == 0);
    REQUIRE(getsockname(fd_, address.data(), address.room()) == 0);
    port_ = address.port();
  }
  ~Phone() { ::close(fd_); }
  Phone(const Phone&) = delete;
  Phone& operator=(const Phone&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string sdp(std::string_view direction = "sendrecv", std::string_view address = {}, int event = 101,
                                std::uint16_t port = 0) const {
    const int type = codec_ == Codec::pcma ? 8 : 0;
    return fmt::format(
        "v=0\r\no=phone 1 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio {1} RTP/AVP {2} {3}\r\n"
        "a=rtpmap:{3} telephone-event/8000\r\na={4}\r\n",
        address.empty() ? ip_ : std::string(address), port ? port : port_, type, event, direction);
  }
  /// Where to send, from our description.
  void dial(std::string_view sdp_text) {
    const auto session = sdp::parse(sdp_text).value();
    to_ = rtp::Address::parse(session.media.at(0).address, session.media.at(0).port).value();
  }

  void send_raw(std::span<const std::uint8_t> bytes, int port_offset = 0) {
    rtp::Address to = to_;
    to.set_port(static_cast<std::uint16_t>(to.port() + port_offset));
    ::sendto(fd_, bytes.data(), bytes.size(), 0, to.data(), to.size());
  }
  void send_packet(std::uint8_t type, std::span<const std::uint8_t> payload, std::uint32_t at, bool marker = false) {
    std::vector<std::uint8_t> packet(rtp::header_size + payload.size());
    rtp::write_header(packet.data(), type, marker, sequence++, at, ssrc);
    std::copy(payload.begin(), payload.end(), packet.begin() + rtp::header_size);
    send_raw(packet);
  }
  /// Frames of 20 ms, `pace` apart (0: at once).
  void say(const Samples& samples, std::chrono::milliseconds pace = 0ms) {
    auto due = SteadyClock::now();
    for (std::size_t at = 0; at + 160 <= samples.size(); at += 160) {
      std::vector<std::uint8_t> codes(160);
      rtp::encode(codec_, std::span(samples).subspan(at, 160), codes.data());
      send_packet(codec_ == Codec::pcma ? 8 : 0, codes, timestamp);
      timestamp += 160;
      if (pace == 0ms) continue;
      std::this_thread::sleep_until(due += pace);
    }
  }
  void event_packet(std::uint8_t event, bool end, std::uint16_t duration, std::uint32_t at, int type = 101) {
    const std::uint8_t payload[] = {event, static_cast<std::uint8_t>(end ? 0x8A : 0x0A),
                                    static_cast<std::uint8_t>(duration >> 8), static_cast<std::uint8_t>(duration)};
    send_packet(static_cast<std::uint8_t>(type), payload, at, duration == 160);
  }
  /// A whole press, as a good phone sends it.
  void press(std::uint8_t event, int type = 101) {
    for (std::uint16_t step = 1; step <= 4; ++step)
      event_packet(event, false, static_cast<std::uint16_t>(160 * step), timestamp, type);
    for (int i = 0; i < 3; ++i) event_packet(event, true, 800, timestamp, type);
    timestamp += 1600;
  }

  std::optional<std::vector<std::uint8_t>> receive_raw(std::chrono::milliseconds most) {
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    if (poll(&wait, 1, static_cast<int>(most.count())) <= 0) return std::nullopt;
    std::vector<std::uint8_t> bytes(2048);
    const ssize_t got = recv(fd_, bytes.data(), bytes.size(), 0);
    if (got <= 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }
  /// Up to `count` RTP packets, waiting `most` for each; RTCP is put aside.
  std::vector<Received> receive(std::size_t count, std::chrono::milliseconds most = 5s) {
    std::vector<Received> all;
    while (all.size() < count) {
      auto bytes = receive_raw(most);
      if (!bytes) break;
      if (rtp::is_rtcp(*bytes)) {
        rtcp.push_back(*bytes);
        continue;
      }
      const auto packet = rtp::read_packet(*bytes);
      REQUIRE(packet);
      all.push_back({packet->type,
                     packet->marker,
                     packet->sequence,
                     packet->timestamp,
                     packet->ssrc,
                     {packet->payload.begin(), packet->payload.end()},
                     SteadyClock::now()});
    }
    return all;
  }
  /// What can be heard for so long, by arrival.
  std::vector<Received> listen(std::chrono::milliseconds span) {
    std::vector<Received> all;
    const auto end = SteadyClock::now() + span;
    while (SteadyClock::now() < end) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now());
      for (auto& one : receive(1, std::max(left, 1ms))) all.push_back(std::move(one));
    }
    return all;
  }
  [[nodiscard]] Samples hear(const std::vector<Received>& packets) const {
    Samples samples;
    for (const Received& packet : packets) {
      if (packet.type != 0 && packet.type != 8) continue;
      const std::size_t at = samples.size();
      samples.resize(at + packet.payload.size());
      rtp::decode(packet.type == 8 ? Codec::pcma : Codec::pcmu, packet.payload, samples.data() + at);
    }
    return samples;
  }

  std::uint16_t sequence = 1000;
  std::uint32_t timestamp = 50000;
  std::uint32_t ssrc = 0x11223344;
  std::vector<std::vector<std::uint8_t>> rtcp;

 private:
  Codec codec_;
  std::string ip_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  rtp::Address to_;
};

/// A started media with a listener.
struct Bench {
  explicit Bench(RtpOptions options = {}, BlobStore* blobs = nullptr) : media(rtp_media(std::move(options))) {
    REQUIRE(media->start(listener, blobs));
  }
  ~Bench() { media->stop(); }
  /// A leg that answered the phone's offer.
  MediaId call(Phone& phone, MediaOptions options = {}, AccountId account = acme) {
    const MediaId leg = media->open(account, std::move(options)).value();
    phone.dial(media->answer(leg, phone.sdp()).value());
    return leg;
  }
  /// Returns when the media thread has carried out what was asked of the leg so far.
  void settle(MediaId leg) {
    const std::size_t before = listener.now<PlayDone>(leg).size();
    media->play(leg, {"tone:none"});
    REQUIRE(listener.wait<PlayDone>(leg, before + 1).size() == before + 1);
  }
  Listener listener;
  std::shared_ptr<Media> media;
};

/// A blob in memory, whose fate can be watched.
struct MemoryBlob {
  std::vector<std::byte> bytes;
  bool committed = false;
  std::mutex mutex;
};
class MemoryBlobWriter : public BlobWriter {
 public:
  explicit MemoryBlobWriter(std::shared_ptr<MemoryBlob> blob) : blob_(std::move(blob)) {}
  Result<void> append(std::span<const std::byte> bytes) override {
    std::lock_guard lock(blob_->mutex);
    blob_->bytes.insert(blob_->bytes.end(), bytes.begin(), bytes.end());
    return {};
  }
  Result<void> patch(std::size_t offset, std::span<const std::byte> bytes) override {
    std::lock_guard lock(blob_->mutex);
    if (offset + bytes.size() > blob_->bytes.size()) return fail(errc::storage, "patch beyond the end");
    std::copy(bytes.begin(), bytes.end(), blob_->bytes.begin() + static_cast<std::ptrdiff_t>(offset));
    return {};
  }
  Result<void> commit() override {
    std::lock_guard lock(blob_->mutex);
    blob_->committed = true;
    return {};
  }

 private:
  std::shared_ptr<MemoryBlob> blob_;
};

}  // namespace media_test
