#include "sim/media.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tandem::sim {
namespace {

constexpr std::string_view prefix = "sim:";

/// A chain of tie lines that is longer runs in a circle.
constexpr int most_tie_lines = 64;

MediaId media_of(std::string_view sdp) {
  MediaId id;
  if (sdp.starts_with(prefix)) std::from_chars(sdp.data() + prefix.size(), sdp.data() + sdp.size(), id.value);
  return id;
}

/// Can this description be used? Ours are tokens; those of real phones need an audio line with G.711, or with Opus on a leg
/// that may use it.
Result<void> usable(std::string_view sdp, bool opus) {
  if (sdp.starts_with(prefix)) {
    if (sdp.ends_with("nothing")) return fail(errc::unsupported, "no common codec");
    return {};
  }
  if (!sdp.starts_with("v=0")) return fail(errc::protocol, "line 1: not a session description");
  std::string_view audio = sdp.substr(std::min(sdp.find("m=audio "), sdp.size()));
  audio = audio.substr(0, audio.find('\r'));
  const bool has_opus = opus && sdp.find("opus/48000") != sdp.npos;
  if (audio.find(" 8") == audio.npos && audio.find(" 0") == audio.npos && !has_opus) {
    return fail(errc::unsupported, "no common codec");
  }
  return {};
}

/// A timer's target that calls a function.
struct Alarm final : Runnable {
  std::function<void()> function;
  Timer timer;
  void run() override { function(); }
  void cancel() {
    timer.cancel();
    unlink();
  }
};

}  // namespace

struct SimMedia::Leg {
  MediaId id;
  AccountId account;
  bool opus = false;  ///< one of its codecs
  std::string remote;
  bool offered = false;
  PlayId playing;
  std::string sound;
  Alarm play_end;
  MediaId bridged;
  PlayId recording;
  Time record_began{};
  std::unique_ptr<BlobWriter> writer;
  Alarm record_end;
  int fax_pages = 0;  ///< the other side has a document
  PlayId fax;
  std::unique_ptr<BlobWriter> fax_writer;
  Alarm fax_end;
  std::shared_ptr<PcmSink> ear;
  bool held = false;
};

SimMedia::SimMedia(Executor& executor, Trace& trace) : executor_(executor), trace_(trace) {}
SimMedia::~SimMedia() = default;

std::size_t SimMedia::sounds() const {
  std::size_t count = 0;
  for (const auto& [id, leg] : legs_) {
    count += (leg->playing ? 1U : 0U) + (leg->recording ? 1U : 0U) + (leg->fax_writer != nullptr ? 1U : 0U);
  }
  return count;
}

SimMedia::Leg* SimMedia::find(MediaId leg) {
  const auto at = legs_.find(leg);
  return at == legs_.end() ? nullptr : at->second.get();
}

const SimMedia::Leg* SimMedia::find(MediaId leg) const { return const_cast<SimMedia*>(this)->find(leg); }

const SimMedia::Leg* SimMedia::opposite(const Leg& leg) const { return find(media_of(leg.remote)); }

std::optional<std::string> SimMedia::end_name(const Leg& leg) const {
  const Leg* at = &leg;
  for (int lines = 0; at != nullptr && lines < most_tie_lines; ++lines) {
    if (!media_of(at->remote)) return name_of_end ? name_of_end(at->remote) : at->remote;
    const Leg* other = opposite(*at);
    at = other == nullptr ? nullptr : find(other->bridged);
  }
  return std::nullopt;
}

const SimMedia::Leg* SimMedia::player_behind(const Leg& leg) const {
  const Leg* at = opposite(leg);
  for (int lines = 0; at != nullptr && lines < most_tie_lines; ++lines) {
    if (at->playing) return at;
    const Leg* beyond = find(at->bridged);
    at = beyond == nullptr ? nullptr : opposite(*beyond);
  }
  return nullptr;
}

void SimMedia::note_sound(const Leg& listener, const Leg& player, Fact fact) {
  const std::optional<std::string> who = end_name(listener);
  if (who) trace_.add(executor_.now(), fact, *who, name_of_sound ? name_of_sound(player.sound) : player.sound);
}

Duration SimMedia::length_of(const std::string& sound) const {
  if (const auto at = lengths_.find(sound); at != lengths_.end()) return at->second;
  if (sound == "tone:beep") return std::chrono::milliseconds(250);
  if (sound.starts_with("silence:")) return std::chrono::milliseconds(std::atoll(sound.c_str() + 8));
  return default_length;
}

void SimMedia::raise(AccountId account, MediaId leg, MediaEvent event) {
  executor_.post_from_any_thread([this, account, leg, event = std::move(event)]() mutable {
    const bool wanted = std::holds_alternative<RecordDone>(event) || find(leg) != nullptr;
    if (sink_ != nullptr && wanted) sink_->on_media(account, leg, std::move(event));
  });
}

void SimMedia::press(const std::string& sdp, char digit) {
  const Leg* leg = find(media_of(sdp));
  if (leg == nullptr) return;
  raise(leg->account, leg->id, Digit{digit});
  if (const Leg* other = find(leg->bridged)) press(other->remote, digit);
}

void SimMedia::say(const std::string& sdp, std::string_view words) {
  const Leg* leg = find(media_of(sdp));
  if (leg == nullptr) return;
  if (const Leg* other = find(leg->bridged)) say(other->remote, words);
  if (leg->ear == nullptr) return;
  std::vector<std::int16_t> samples;
  for (const char byte : words) samples.push_back(static_cast<unsigned char>(byte));
  const std::shared_ptr<PcmSink> ear = leg->ear;
  ear->hear(samples);
}

void SimMedia::fax(const std::string& sdp, int pages) {
  Leg* leg = find(media_of(sdp));
  if (leg == nullptr) return;
  leg->fax_pages = pages;
  if (leg->fax_writer != nullptr) {  // somebody waits for it
    leg->fax_end.cancel();
    executor_.start(leg->fax_end.timer, executor_.now() + std::chrono::seconds(10 * pages), leg->fax_end);
  }
  raise(leg->account, leg->id, FaxTone{});
  if (const Leg* other = find(leg->bridged)) fax(other->remote, pages);
}

Result<void> SimMedia::tap(MediaId leg, std::shared_ptr<PcmSink> sink) {
  Leg* found = find(leg);
  if (found == nullptr) return fail(errc::gone, "this media leg is closed");
  found->ear = std::move(sink);
  return {};
}

// Whoever is no fax machine is waited for as T.30 says, 35 seconds.
Result<PlayId> SimMedia::receive_fax(MediaId leg, std::unique_ptr<BlobWriter> to) {
  Leg* found = find(leg);
  if (found == nullptr) return fail(errc::gone, "this media leg is closed");
  end_play(*found, false);
  found->fax_end.cancel();
  found->fax = PlayId{++last_};
  found->fax_writer = std::move(to);
  found->fax_end.function = [this, found] { finish_fax(*found); };
  const Duration span = std::chrono::seconds(found->fax_pages > 0 ? 10 * found->fax_pages : 35);
  executor_.start(found->fax_end.timer, executor_.now() + span, found->fax_end);
  return found->fax;
}

void SimMedia::finish_fax(Leg& leg) {
  FaxDone done{leg.fax, leg.fax_pages, std::nullopt};
  const std::unique_ptr<BlobWriter> writer = std::move(leg.fax_writer);
  if (done.pages == 0) {
    done.error = Error{errc::protocol, "no fax machine answered", "", {}};
  } else if (Result<void> kept = writer->commit(); !kept) {
    done.error = kept.error();
  }
  raise(leg.account, leg.id, std::move(done));
}

Result<void> SimMedia::start(Sink& sink, BlobStore* blobs) {
  sink_ = &sink;
  blobs_ = blobs;
  return {};
}

void SimMedia::stop() {
  stopping_ = true;
  while (!legs_.empty()) close(legs_.begin()->first);
  sink_ = nullptr;
}

Result<MediaId> SimMedia::open(AccountId account, MediaOptions options) {
  if (stopping_) return fail(errc::gone, "this media port was stopped");
  const MediaId id{++last_};
  auto leg = std::make_unique<Leg>();
  leg->id = id;
  leg->account = account;
  leg->opus = std::ranges::find(options.codecs, Codec::opus) != options.codecs.end();
  legs_.emplace(id, std::move(leg));
  return id;
}

Result<std::string> SimMedia::offer(MediaId leg, MediaId) {
  Leg* found = find(leg);
  if (found == nullptr) return fail(errc::gone, "this media leg is closed");
  found->offered = true;
  return std::string(prefix) + std::to_string(leg.value);
}

Result<void> SimMedia::take_answer(MediaId leg, std::string_view sdp) {
  Leg* found = find(leg);
  if (found == nullptr) return fail(errc::gone, "this media leg is closed");
  if (!found->offered) return fail(errc::invalid_argument, "an answer to no offer");
  if (Result<void> good = usable(sdp, found->opus); !good) return good;
  found->remote = sdp;
  return {};
}

Result<std::string> SimMedia::answer(MediaId leg, std::string_view sdp, MediaId peer) {
  Leg* found = find(leg);
  if (found == nullptr) return fail(errc::gone, "this media leg is closed");
  if (Result<void> good = usable(sdp, found->opus); !good) return std::unexpected(good.error());
  const bool held = sdp.ends_with(":hold");
  if (std::exchange(found->held, held) != held) raise(found->account, leg, HoldChanged{held});
  found->remote = sdp.substr(0, sdp.size() - (held ? 5 : 0));
  return offer(leg, peer);
}

void SimMedia::close(MediaId leg) {
  Leg* found = find(leg);
  if (found == nullptr) return;
  unbridge(leg);
  end_play(*found, false);
  finish_record(*found);
  found->fax_end.cancel();
  legs_.erase(leg);
}

void SimMedia::end_play(Leg& leg, bool tell) {
  if (!leg.playing) return;
  leg.play_end.cancel();
  note_sound(leg, leg, Fact::hears_ends);
  const PlayId ended = std::exchange(leg.playing, {});
  if (tell) raise(leg.account, leg.id, PlayDone{ended, std::nullopt});
}

PlayId SimMedia::play(MediaId leg, Play what) {
  const PlayId id{++last_};
  Leg* found = find(leg);
  if (found == nullptr) return id;
  end_play(*found, true);
  if (what.name.starts_with("blob:") && !(blobs_ != nullptr && blobs_->read(what.name.substr(5)))) {
    raise(found->account, leg, PlayDone{id, Error{errc::not_found, "there is no sound " + what.name, ""}});
    return id;
  }
  found->playing = id;
  found->sound = what.name;
  note_sound(*found, *found, Fact::hears_begins);
  if (!what.loop) {
    found->play_end.function = [this, found] { end_play(*found, true); };
    executor_.start(found->play_end.timer, executor_.now() + length_of(what.name), found->play_end);
  }
  return id;
}

void SimMedia::stop_play(MediaId leg) {
  if (Leg* found = find(leg)) end_play(*found, false);
}

PlayId SimMedia::record(MediaId leg, std::unique_ptr<BlobWriter> to, Duration limit) {
  const PlayId id{++last_};
  Leg* found = find(leg);
  if (found == nullptr) return id;
  finish_record(*found);
  found->recording = id;
  found->record_began = executor_.now();
  found->writer = std::move(to);
  found->record_end.function = [this, found] { finish_record(*found); };
  executor_.start(found->record_end.timer, executor_.now() + limit, found->record_end);
  return id;
}

void SimMedia::stop_record(MediaId leg) {
  if (Leg* found = find(leg)) finish_record(*found);
}

void SimMedia::finish_record(Leg& leg) {
  if (!leg.recording) return;
  leg.record_end.cancel();
  RecordDone done{std::exchange(leg.recording, {}), executor_.now() - leg.record_began, std::nullopt};
  const std::unique_ptr<BlobWriter> writer = std::move(leg.writer);
  const std::string text =
      "a simulated recording, standing for " + std::to_string(done.length.count()) + " microseconds of sound";
  Result<void> kept = writer->append(std::as_bytes(std::span(text)));
  if (kept) kept = writer->commit();
  if (!kept) done.error = kept.error();
  if (stopping_) return sink_->on_media(leg.account, leg.id, std::move(done));  // nothing comes after stop()
  raise(leg.account, leg.id, std::move(done));
}

// A bridge in a chain of tie lines lets its ends hear each other, and what is played into it on its way.
void SimMedia::note_bridge(const Leg& a, const Leg& b, Fact talk, Fact hears) {
  const std::optional<std::string> left = end_name(a);
  const std::optional<std::string> right = end_name(b);
  if (left && right) {
    trace_.add(executor_.now(), talk, *left, *right);
    trace_.add(executor_.now(), talk, *right, *left);
  }
  if (const Leg* player = player_behind(a)) note_sound(b, *player, hears);
  if (const Leg* player = player_behind(b)) note_sound(a, *player, hears);
}

void SimMedia::bridge(MediaId a, MediaId b) {
  Leg* left = find(a);
  Leg* right = find(b);
  if (left == nullptr || right == nullptr || left->bridged == b) return;
  unbridge(a);
  unbridge(b);
  end_play(*left, false);
  end_play(*right, false);
  left->bridged = b;
  right->bridged = a;
  note_bridge(*left, *right, Fact::talk_begins, Fact::hears_begins);
}

void SimMedia::unbridge(MediaId leg) {
  Leg* found = find(leg);
  if (found == nullptr) return;
  Leg* other = find(found->bridged);
  if (other != nullptr) note_bridge(*found, *other, Fact::talk_ends, Fact::hears_ends);
  if (other != nullptr) other->bridged = {};
  found->bridged = {};
}

void SimMedia::send_digits(MediaId leg, std::string digits) {
  const Leg* found = find(leg);
  if (found == nullptr) return;
  for (const char digit : digits) press(found->remote, digit);
}

}  // namespace tandem::sim
