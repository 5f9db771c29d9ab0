// G.711 streams of many calls over one socket a side, and what arrives of them at the other side.
#pragma once

#include "socket.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace phones {

/// The RTP of all callers, or of all callees. A packet's payload says whether it counts, so that what is under way
/// before and after the minute that is measured does not.
class Audio {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Audio(const char* address) : address_(address), socket_(address, 0) {}

  [[nodiscard]] const Socket& socket() const { return socket_; }
  void start(std::uint32_t call, std::uint16_t port) {
    if (port == 0 || index_.contains(call)) return;
    index_[call] = streams_.size();
    streams_.push_back({call, place(address_, port), 0, static_cast<int>(streams_.size() % slots)});
  }
  void stop(std::uint32_t call) {
    const auto at = index_.find(call);
    if (at != index_.end()) streams_[at->second].open = false;
  }
  [[nodiscard]] std::size_t open() const {
    return static_cast<std::size_t>(
        std::count_if(streams_.begin(), streams_.end(), [](const auto& s) { return s.open; }));
  }

  /// Each millisecond it is some streams' turn.
  void tick(Clock::time_point now, bool counts) {
    if (next_ == Clock::time_point{}) next_ = now;
    for (; next_ <= now; next_ += std::chrono::milliseconds(1), slot_ = (slot_ + 1) % slots)
      for (auto& stream : streams_)
        if (stream.open && stream.slot == slot_) send(stream, counts);
  }
  void receive() {
    sockaddr_in from{};
    for (auto packet = socket_.receive(from); !packet.empty(); packet = socket_.receive(from))
      if (packet.size() == packet_size && packet[payload] == 'C') ++received;
  }

  std::uint64_t sent = 0, received = 0;  ///< that count

 private:
  static constexpr int slots = 20;
  static constexpr std::size_t payload = 12, packet_size = payload + 160;
  struct Stream {
    std::uint32_t call;
    sockaddr_in to;
    std::uint16_t sequence;
    int slot;
    bool open = true;
  };

  void send(Stream& stream, bool counts) {
    std::array<char, packet_size> packet{};
    packet.fill('\xd5');
    const std::uint16_t sequence = htons(++stream.sequence);
    const std::uint32_t time = htonl(stream.sequence * 160u);
    const std::uint32_t source = htonl(stream.call + 1);
    packet[0] = '\x80';
    packet[1] = 0;  // PCMU
    std::memcpy(&packet[2], &sequence, 2);
    std::memcpy(&packet[4], &time, 4);
    std::memcpy(&packet[8], &source, 4);
    packet[payload] = counts ? 'C' : 'W';
    socket_.send({packet.data(), packet.size()}, stream.to);
    if (counts) ++sent;
  }

  const char* address_;
  Socket socket_;
  std::vector<Stream> streams_;
  std::unordered_map<std::uint32_t, std::size_t> index_;
  int slot_ = 0;
  Clock::time_point next_{};
};

}  // namespace phones
