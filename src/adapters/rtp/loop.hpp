// A media thread: its legs, their sockets, one clock for all that is played. Other threads reach it through its inbox.
#pragma once

#include "adapters/rtp/clip_cache.hpp"
#include "adapters/rtp/leg.hpp"
#include "adapters/rtp/port_pool.hpp"
#include "adapters/rtp/worker.hpp"

#include <tandem/media.hpp>
#include <tandem/rtp.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace tandem::rtp {

class Loop;
using LegCommand = std::move_only_function<void(Loop&, Leg&)>;

/// What the media threads of one Media share.
struct Shared {
  Media::Sink* sink = nullptr;
  PortPool* ports = nullptr;
  Worker* worker = nullptr;
  ClipCache* clips = nullptr;                      ///< touched on the worker thread only
  std::function<void(MediaId, LegCommand)> route;  ///< to the thread a leg is on now
  std::string address;
  std::chrono::seconds lost_after{0};
  Log log;
};

class Loop {
 public:
  using Command = std::move_only_function<void(Loop&)>;

  explicit Loop(const Shared& shared);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start();
  void join();

  // From any thread; done in the order of the calls.
  void post(Command command);
  /// For a leg of this thread; when the leg is gone nothing happens. A leg that is on its way here is waited for.
  void post_to(MediaId leg, LegCommand command);
  /// Delivers an event without a leg (of one that is closed already).
  void post_event(AccountId account, MediaId leg, MediaEvent event);

  // On the media thread.
  void add(std::unique_ptr<Leg> leg);
  void apply(Leg& leg, const sdp::Agreed& agreed);
  void close(Leg& leg);
  void close_all();
  void quit() { running_ = false; }
  void play(Leg& leg, PlayId id, Play what);
  void stop_play(Leg& leg);
  void record(Leg& leg, PlayId id, std::unique_ptr<BlobWriter> to, Duration limit);
  void stop_record(Leg& leg);
  void bridge(Leg& a, MediaId b, std::uint64_t order);
  void unbridge(Leg& leg);
  void send_digits(Leg& leg, std::string_view digits);
  /// Two legs of a bridge live on one thread, so that relaying needs no lock: the second moves to the first's. `expect`
  /// comes to its new thread before `hand_over` to the old one; commands for it wait in between.
  void expect(MediaId leg) { ++awaited_[leg].arrivals; }
  void hand_over(Leg& leg, Loop& to);

 private:
  static constexpr std::size_t longest_packet = 2048;  // bytes of G.711: more than a quarter of a second
  static constexpr int phases = 10;  // ticks are 2 ms apart, so that frames of many legs are spread over the 20 ms
  static constexpr auto phase_length = std::chrono::milliseconds(2);
  static constexpr auto frame_length = phase_length * phases;

  // A leg on its way here; it may have to come more than once when bridges follow each other quickly.
  struct Awaited {
    int arrivals = 0;
    std::deque<LegCommand> commands;
  };

  // loop.cpp: the thread
  void run();
  void run_inbox();
  void run_for(MediaId leg, LegCommand command);
  [[nodiscard]] int wait_ms() const;
  void arrive(std::unique_ptr<Leg> leg);
  void begin_bridge(Leg& leg, std::uint64_t order);
  [[nodiscard]] Leg* find(MediaId id);
  void deliver(const Leg& leg, MediaEvent event);
  void watch(Socket& socket);

  // loop_receive.cpp: packets in, packets on
  void receive(Socket& socket);
  void receive(Leg& leg);
  bool receive_latching(Leg& leg, std::size_t& size);
  void take_rtp(Leg& leg, std::size_t size);
  void hear(Leg& leg, const Packet& packet, Codec codec);
  void hear(Leg& leg, const Packet& packet, std::span<const std::int16_t> samples);
  void take_digit(Leg& leg, char digit, bool as_tone);
  void relay(Leg& to, const Packet& packet, Codec codec, bool is_event, std::size_t size);
  void receive_rtcp(Leg& leg);
  void take_rtcp(Leg& leg, std::span<const std::uint8_t> bytes);
  void send(Leg& leg, const std::uint8_t* bytes, std::size_t size);

  // loop_opus.cpp: Opus in and out
  void take_opus(Leg& leg, const Packet& packet, std::size_t size);
  void hear_opus(Leg& leg, const Packet& packet);
  void decoded_to(Leg& to, OpusEar& ear, const Packet& sound, const OpusEar::Heard& heard);
  void encoded_to(Leg& to, const Packet& packet, Codec codec);
  void send_frame(Leg& leg, const Player::Frame& frame, bool marker);

  // loop_send.cpp: what we generate, and the slow clock
  void activate(Leg& leg);
  void deactivate(Leg& leg);
  [[nodiscard]] static bool is_active(const Leg& leg) { return leg.player || leg.digits || leg.recorder; }
  void run_phases();
  void tick(Leg& leg);
  void tick_player(Leg& leg, bool audible);
  void tick_digits(Leg& leg);
  void send_events(Leg& leg);
  void send_tones(Leg& leg);
  void end_play(Leg& leg, std::optional<Error> error);
  void request_clip(const Leg& leg, PlayId id, std::string name);
  void housekeeping();
  void send_report(Leg& leg, bool bye);
  void open_rtcp(Leg& leg);

  const Shared& shared_;
  int epoll_ = -1;
  Socket wake_;
  std::thread thread_;
  bool running_ = true;
  bool closing_ = false;

  std::mutex inbox_mutex_;
  std::vector<Command> inbox_;
  std::atomic<bool> inbox_ready_{false};
  std::vector<Command> commands_;  // those being carried out

  std::unordered_map<MediaId, std::unique_ptr<Leg>> legs_;
  std::unordered_map<MediaId, Awaited> awaited_;
  std::array<std::vector<Leg*>, phases> phase_legs_;
  std::vector<Leg*> ticking_;
  Instant now_;
  Instant next_phase_;
  std::uint64_t phase_number_ = 0;
  Instant next_housekeeping_;
  std::minstd_rand random_;
  std::string cname_;
  alignas(16) std::array<std::uint8_t, longest_packet> buffer_{};
};

}  // namespace tandem::rtp
