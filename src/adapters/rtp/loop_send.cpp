// What we generate: prompts, tones, digits, every 20 ms; and the slow clock of reports and losses.
#include "adapters/rtp/loop.hpp"
#include "base/log.hpp"

#include <fmt/core.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace tandem::rtp {
namespace {

constexpr auto report_interval = std::chrono::seconds(5);

std::optional<std::uint64_t> milliseconds_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size() || value > 86'400'000)
    return std::nullopt;
  return value;
}

}  // namespace

void Loop::activate(Leg& leg) {
  if (leg.phase >= 0) return;
  // Nobody kept the ticks going: they begin now, not where they were left.
  if (std::ranges::all_of(phase_legs_, [](const auto& legs) { return legs.empty(); })) next_phase_ = now_;
  const auto quietest = std::ranges::min_element(phase_legs_, {}, [](const auto& legs) { return legs.size(); });
  leg.phase = static_cast<int>(quietest - phase_legs_.begin());
  quietest->push_back(&leg);
}

void Loop::deactivate(Leg& leg) {
  if (leg.phase < 0) return;
  std::erase(phase_legs_[static_cast<std::size_t>(leg.phase)], &leg);
  std::erase(ticking_, &leg);
  leg.phase = -1;
  leg.generating = false;
}

void Loop::run_phases() {
  // After a stop of the whole machine the frames missed are not sent in one burst.
  if (now_ - next_phase_ > 10 * frame_length) next_phase_ = now_;
  while (now_ >= next_phase_) {
    ticking_ = phase_legs_[phase_number_ % phases];
    while (!ticking_.empty()) {
      Leg& leg = *ticking_.back();
      ticking_.pop_back();
      tick(leg);
    }
    ++phase_number_;
    next_phase_ += phase_length;
  }
}

void Loop::tick(Leg& leg) {
  if (leg.player || leg.digits) {
    if (leg.generating) {
      leg.own_time += leg.out.frame();
    } else {
      leg.own_time = leg.out.next_timestamp(now_);
    }
    leg.generating = true;
    const bool digit = leg.sends_digit();
    if (leg.player) tick_player(leg, !digit);
    if (leg.digits) tick_digits(leg);
  }
  if (leg.recorder && leg.recorder->is_over(now_)) stop_record(leg);
  if (!leg.player && !leg.digits) leg.generating = false;
  if (!is_active(leg)) deactivate(leg);
}

void Loop::tick_player(Leg& leg, bool audible) {
  Player& player = *leg.player;
  if (!player.ready()) return;
  if (player.ended()) return end_play(leg, std::nullopt);
  Player::Frame frame;
  player.next(frame);
  if (!audible || !leg.can_send()) return;
  send_frame(leg, frame, !player.started());
  player.set_started();
}

void Loop::tick_digits(Leg& leg) {
  leg.inband ? send_tones(leg) : send_events(leg);
  if (leg.digits->idle()) leg.digits.reset();
  leg.update_blocked();
}

void Loop::send_tones(Leg& leg) {
  Player::Frame frame{};  // silence between two
  const char digit = leg.digits->digit();
  const bool on = leg.digits->on();
  const bool first = leg.digits->step(leg.agreed.event_khz).first;
  if (first) leg.inband->sent.begin(digit);
  if (on) leg.inband->sent.next(frame);
  if (!leg.can_send()) return;
  send_frame(leg, frame, first);
}

void Loop::send_events(Leg& leg) {
  const DigitSender::Step step = leg.digits->step(leg.agreed.event_khz);
  if (step.first) {
    if (!leg.player) leg.own_time = leg.out.next_timestamp(now_);  // relayed audio may have run ahead of it
    leg.digit_time = leg.own_time;
  }
  if (leg.can_send() && leg.agreed.event_send != sdp::no_type) {
    std::array<std::uint8_t, header_size + DigitSender::payload_size> packet;
    std::ranges::copy(step.payload, packet.begin() + header_size);
    for (int i = 0; i < step.copies; ++i) {
      leg.out.begin(packet.data(), leg.agreed.event_send, step.first, leg.digit_time, step.payload.size(), now_);
      send(leg, packet.data(), packet.size());
    }
  }
}

void Loop::play(Leg& leg, PlayId id, Play what) {
  if (leg.player) end_play(leg, std::nullopt);
  leg.player = std::make_unique<Player>(id, what.loop);
  leg.update_blocked();
  activate(leg);
  const std::string_view name = what.name;
  if (name.starts_with("silence:")) {
    const auto length = milliseconds_of(name.substr(8));
    if (!length)
      return end_play(leg, Error{errc::invalid_argument, fmt::format("'{}' has no number of milliseconds", name), {}});
    leg.player->use_silence(*length);
  } else if (name.starts_with("tone:")) {
    ClipPtr clip = tone(name.substr(5));
    if (!clip) return end_play(leg, Error{errc::not_found, fmt::format("there is no tone '{}'", name.substr(5)), {}});
    leg.player->use(std::move(clip));
  } else {
    request_clip(leg, id, std::move(what.name));
  }
}

void Loop::request_clip(const Leg& leg, PlayId id, std::string name) {
  // By route() and not to this thread: the leg may have moved by the time the clip is there.
  shared_.worker->post([shared = &shared_, leg_id = leg.id, id, name = std::move(name)] {
    auto clip = shared->clips->get(name);
    shared->route(leg_id, [id, clip = std::move(clip)](Loop& loop, Leg& owner) mutable {
      if (!owner.player || owner.player->id() != id) return;
      if (!clip) return loop.end_play(owner, std::move(clip.error()));
      owner.player->use(std::move(*clip));
    });
  });
}

void Loop::end_play(Leg& leg, std::optional<Error> error) {
  const PlayId id = leg.player->id();
  leg.player.reset();
  leg.update_blocked();
  deliver(leg, PlayDone{id, std::move(error)});
}

void Loop::stop_play(Leg& leg) {
  leg.player.reset();
  leg.update_blocked();
}

void Loop::record(Leg& leg, PlayId id, std::unique_ptr<BlobWriter> to, Duration limit) {
  stop_record(leg);
  leg.recorder = std::make_unique<Recorder>(id, std::move(to), limit, now_, *shared_.worker);
  activate(leg);
}

void Loop::stop_record(Leg& leg) {
  if (!leg.recorder) return;
  leg.recorder->finish(
      now_, [this, account = leg.account, id = leg.id](RecordDone done) { post_event(account, id, std::move(done)); });
  leg.recorder.reset();
}

void Loop::send_digits(Leg& leg, std::string_view digits) {
  if (!leg.digits) leg.digits = std::make_unique<DigitSender>();
  leg.digits->add(digits);
  if (leg.digits->idle()) leg.digits.reset();
  leg.update_blocked();
  if (leg.digits) activate(leg);
}

void Loop::housekeeping() {
  next_housekeeping_ = now_ + std::chrono::milliseconds(200);
  for (auto& [id, leg] : legs_) {
    if (!leg->agreed_once) continue;
    if (now_ >= leg->next_report) {
      send_report(*leg, false);
      leg->next_report = now_ + report_interval + std::chrono::milliseconds(static_cast<int>(random_() % 1000) - 500);
    }
    if (shared_.lost_after.count() > 0 && leg->agreed.receive && !leg->lost &&
        now_ - leg->heard >= shared_.lost_after) {
      leg->lost = true;
      deliver(*leg, MediaLost{});
    }
  }
}

void Loop::send_report(Leg& leg, bool bye) {
  if (leg.remote.empty() || (!leg.out.packets() && !leg.in.any())) return;
  const Report report(leg.out, leg.in, cname_, bye, now_);
  const auto bytes = report.bytes();
  if (leg.agreed.mux) return send(leg, bytes.data(), bytes.size());
  if (!bye) open_rtcp(leg);
  const int fd = leg.rtcp.fd >= 0 ? leg.rtcp.fd : leg.rtp.fd;
  (void)::sendto(fd, bytes.data(), bytes.size(), 0, leg.remote_rtcp.data(), leg.remote_rtcp.size());
}

// Descriptors are scarce and most calls are over, or agree on rtcp-mux, before a report is due: so the RTCP socket is
// opened with the first report. Reports that came before it found nobody, which RFC 3550 provides for.
void Loop::open_rtcp(Leg& leg) {
  if (leg.rtcp.fd >= 0) return;
  auto address = Address::parse(shared_.address, static_cast<std::uint16_t>(leg.port + 1));
  if (!address) return;
  leg.rtcp.fd = bind_udp(*address);
  watch(leg.rtcp);
}

}  // namespace tandem::rtp
