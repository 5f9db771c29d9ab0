// rtp_media(): the Media port over media threads. Negotiation is done where it is called, under one lock that no packet
// ever waits for; everything else is a command to the thread the leg is on.
#include "adapters/rtp/loop.hpp"
#include "base/log.hpp"

#include <tandem/rtp.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <utility>

namespace tandem {
namespace {

using rtp::Leg;
using rtp::Loop;

constexpr std::size_t most_clip_bytes = 64u << 20;

class RtpMedia final : public Media {
 public:
  explicit RtpMedia(RtpOptions options)
      : options_(std::move(options)),
        ports_(options_.address, options_.ports),
        clips_(most_clip_bytes, prompts_of(options_), options_.log),
        random_(std::random_device{}()) {}
  ~RtpMedia() override { stop(); }

  Result<void> start(Sink& sink, BlobStore* blobs) override;
  void stop() override;
  [[nodiscard]] std::vector<Codec> codecs() const override { return {Codec::pcma, Codec::pcmu, Codec::opus}; }
  Result<MediaId> open(AccountId account, MediaOptions options) override;
  Result<std::string> offer(MediaId leg, MediaId peer) override;
  Result<void> take_answer(MediaId leg, std::string_view sdp) override;
  Result<std::string> answer(MediaId leg, std::string_view offer, MediaId peer) override;
  void close(MediaId leg) override;
  PlayId play(MediaId leg, Play what) override;
  void stop_play(MediaId leg) override;
  PlayId record(MediaId leg, std::unique_ptr<BlobWriter> to, Duration limit) override;
  void stop_record(MediaId leg) override;
  Result<void> tap(MediaId leg, std::shared_ptr<PcmSink> sink) override;
  void bridge(MediaId a, MediaId b) override;
  void unbridge(MediaId leg) override;
  void send_digits(MediaId leg, std::string digits) override;

 private:
  struct Entry {
    Loop* loop = nullptr;
    std::shared_ptr<std::atomic<bool>> closed;
    sdp::OfferAnswer negotiation;
  };

  static std::function<std::string(std::string_view)> prompts_of(const RtpOptions& options) {
    if (options.standard_prompt) return options.standard_prompt;
    return [](std::string_view name) { return standard_prompt_file(name); };
  }
  static std::unexpected<Error> no_leg(MediaId leg) {
    return fail(errc::gone, fmt::format("there is no media leg {}: it was closed", leg.value));
  }
  [[nodiscard]] Entry* find(MediaId leg) {
    const auto it = legs_.find(leg);
    return it == legs_.end() ? nullptr : &it->second;
  }
  [[nodiscard]] std::optional<Codec> codec_of(MediaId peer) {
    const Entry* entry = find(peer);
    return entry ? entry->negotiation.codec() : std::nullopt;
  }
  Result<void> keep_carried(std::vector<Codec>& asked) const;
  [[nodiscard]] Result<void> check(const sdp::Agreed& agreed) const;
  void route(MediaId leg, rtp::LegCommand command) {
    std::lock_guard lock(mutex_);
    if (Entry* entry = find(leg)) entry->loop->post_to(leg, std::move(command));
  }

  RtpOptions options_;
  rtp::PortPool ports_;
  rtp::ClipCache clips_;
  rtp::Worker worker_;
  rtp::Shared shared_;
  std::vector<std::unique_ptr<Loop>> loops_;
  bool running_ = false;

  std::mutex mutex_;  // legs_, loops_, random_; commands are posted under it, so that they keep their order
  std::unordered_map<MediaId, Entry> legs_;
  std::uint64_t next_leg_ = 1;
  std::uint64_t bridge_order_ = 0;
  std::mt19937_64 random_;
  std::atomic<std::uint64_t> next_play_{1};
};

Result<void> RtpMedia::start(Sink& sink, BlobStore* blobs) {
  auto address = rtp::Address::parse(options_.address, 0);
  if (!address) return fail(errc::invalid_argument, "RTP address: " + address.error().message, "address");
  std::lock_guard lock(mutex_);
  if (running_) return fail(errc::in_use, "this media is started already");
  clips_.set_blobs(blobs);
  shared_ = {.sink = &sink,
             .ports = &ports_,
             .worker = &worker_,
             .clips = &clips_,
             .route = [this](MediaId leg, rtp::LegCommand command) { route(leg, std::move(command)); },
             .address = options_.address,
             .lost_after = options_.lost_after,
             .log = options_.log};
  worker_.start();
  for (int i = 0; i < std::clamp(options_.threads, 1, 256); ++i) {
    loops_.push_back(std::make_unique<Loop>(shared_));
    loops_.back()->start();
  }
  running_ = true;
  log_info(options_.log, "rtp", "media on {}, ports {} to {}, {} threads", options_.address, options_.ports.first,
           options_.ports.last, loops_.size());
  return {};
}

// Legs first, so that their recordings reach the worker; then the worker, which reports them to the threads; then
// these.
void RtpMedia::stop() {
  {
    std::lock_guard lock(mutex_);
    if (!running_) return;
    running_ = false;
    for (auto& [id, entry] : legs_) *entry.closed = true;
    legs_.clear();
  }
  std::atomic<std::size_t> closed{0};
  for (const auto& loop : loops_) {
    loop->post([&closed](Loop& l) {
      l.close_all();
      ++closed;
      closed.notify_one();
    });
  }
  for (std::size_t done = closed; done < loops_.size(); done = closed) closed.wait(done);
  worker_.stop();
  for (const auto& loop : loops_) loop->post([](Loop& l) { l.quit(); });
  for (const auto& loop : loops_) loop->join();
  std::lock_guard lock(mutex_);
  loops_.clear();
}

Result<void> RtpMedia::keep_carried(std::vector<Codec>& asked) const {
  if (asked.empty()) return fail(errc::invalid_argument, "a media leg needs a codec", "codecs");
  const std::vector<Codec> carried = codecs();
  std::string names;
  std::erase_if(asked, [&](Codec codec) {
    if (std::ranges::find(carried, codec) != carried.end()) return false;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", sdp::encoding_of(codec));
    return true;
  });
  if (!asked.empty()) return {};
  return fail(errc::unsupported, fmt::format("this media port does not carry {}, and no other codec is allowed", names),
              "codecs");
}

Result<MediaId> RtpMedia::open(AccountId account, MediaOptions options) {
  if (auto carried = keep_carried(options.codecs); !carried) return std::unexpected(std::move(carried.error()));
  auto socket = ports_.open();
  if (!socket) return std::unexpected(std::move(socket.error()));
  std::lock_guard lock(mutex_);
  if (!running_) {
    ::close(socket->fd);
    ports_.give_back(socket->port);
    return fail(errc::gone, "this media is not started");
  }
  const MediaId id{next_leg_++};
  // Calls are mostly within an account: its legs share a thread, and few bridges have to move one.
  Loop* loop = loops_[std::hash<AccountId>{}(account) % loops_.size()].get();
  auto closed = std::make_shared<std::atomic<bool>>(false);
  auto leg = std::make_unique<Leg>(id, account, socket->fd, socket->port, static_cast<std::uint32_t>(random_()),
                                   std::chrono::steady_clock::now());
  leg->closed = closed;
  if (options.inband_digits) leg->inband = std::make_unique<Leg::InBand>();
  loop->post([leg = std::move(leg)](Loop& l) mutable { l.add(std::move(leg)); });
  sdp::Local local{
      .address = options_.address, .port = socket->port, .options = std::move(options), .session_id = random_() >> 2};
  legs_.emplace(id, Entry{loop, std::move(closed), sdp::OfferAnswer(std::move(local))});
  return id;
}

Result<void> RtpMedia::check(const sdp::Agreed& agreed) const {
  if (agreed.address.empty()) return {};
  auto address = rtp::Address::parse(agreed.address, agreed.port);
  if (!address) return std::unexpected(std::move(address.error()));
  if (sdp::family_of(agreed.address) == sdp::family_of(options_.address)) return {};
  return fail(errc::unsupported, fmt::format("cannot send from {} to {}", options_.address, agreed.address));
}

Result<std::string> RtpMedia::offer(MediaId leg, MediaId peer) {
  std::lock_guard lock(mutex_);
  Entry* entry = find(leg);
  if (!entry) return no_leg(leg);
  return entry->negotiation.offer(codec_of(peer));
}

Result<void> RtpMedia::take_answer(MediaId leg, std::string_view sdp) {
  std::lock_guard lock(mutex_);
  Entry* entry = find(leg);
  if (!entry) return no_leg(leg);
  auto agreed = entry->negotiation.take_answer(sdp);
  if (!agreed) return std::unexpected(std::move(agreed.error()));
  if (auto ok = check(*agreed); !ok) return ok;
  entry->loop->post_to(leg, [agreed = std::move(*agreed)](Loop& loop, Leg& l) { loop.apply(l, agreed); });
  return {};
}

Result<std::string> RtpMedia::answer(MediaId leg, std::string_view offer, MediaId peer) {
  std::lock_guard lock(mutex_);
  Entry* entry = find(leg);
  if (!entry) return no_leg(leg);
  auto answer = entry->negotiation.answer(offer, codec_of(peer));
  if (!answer) return std::unexpected(std::move(answer.error()));
  if (auto ok = check(answer->agreed); !ok) return std::unexpected(std::move(ok.error()));
  entry->loop->post_to(leg, [agreed = std::move(answer->agreed)](Loop& loop, Leg& l) { loop.apply(l, agreed); });
  return std::move(answer->text);
}

void RtpMedia::close(MediaId leg) {
  std::lock_guard lock(mutex_);
  const auto it = legs_.find(leg);
  if (it == legs_.end()) return;
  it->second.closed->store(true, std::memory_order_release);
  ports_.announce_give_back();
  it->second.loop->post_to(leg, [](Loop& loop, Leg& l) { loop.close(l); });
  legs_.erase(it);
}

PlayId RtpMedia::play(MediaId leg, Play what) {
  const PlayId id{next_play_++};
  route(leg, [id, what = std::move(what)](Loop& loop, Leg& l) mutable { loop.play(l, id, std::move(what)); });
  return id;
}

void RtpMedia::stop_play(MediaId leg) {
  route(leg, [](Loop& loop, Leg& l) { loop.stop_play(l); });
}

Result<void> RtpMedia::tap(MediaId leg, std::shared_ptr<PcmSink> sink) {
  {
    const std::lock_guard lock(mutex_);
    if (!find(leg)) return no_leg(leg);
  }
  route(leg, [sink = std::move(sink)](Loop&, Leg& l) mutable { l.ear = std::move(sink); });
  return {};
}

PlayId RtpMedia::record(MediaId leg, std::unique_ptr<BlobWriter> to, Duration limit) {
  const PlayId id{next_play_++};
  std::lock_guard lock(mutex_);
  if (Entry* entry = find(leg); entry && to) {
    entry->loop->post_to(
        leg, [id, limit, to = std::move(to)](Loop& loop, Leg& l) mutable { loop.record(l, id, std::move(to), limit); });
  } else if (running_) {
    // Whoever waits for the recording's end must not wait for ever.
    Error error{
        entry ? errc::invalid_argument : errc::gone, "nothing was recorded: no such leg, or no blob to write to", {}};
    loops_.front()->post_event({}, leg, RecordDone{id, {}, std::move(error)});
  }
  return id;
}

void RtpMedia::stop_record(MediaId leg) {
  route(leg, [](Loop& loop, Leg& l) { loop.stop_record(l); });
}

void RtpMedia::bridge(MediaId a, MediaId b) {
  std::lock_guard lock(mutex_);
  Entry* first = find(a);
  Entry* second = find(b);
  if (!first || !second) return;
  if (first->loop != second->loop) {
    Loop* to = first->loop;
    to->post([b](Loop& loop) { loop.expect(b); });
    second->loop->post_to(b, [to](Loop& loop, Leg& leg) { loop.hand_over(leg, *to); });
    second->loop = to;
  }
  first->loop->post_to(a, [b, order = ++bridge_order_](Loop& loop, Leg& leg) { loop.bridge(leg, b, order); });
}

void RtpMedia::unbridge(MediaId leg) {
  std::lock_guard lock(mutex_);
  Entry* entry = find(leg);
  if (!entry) return;
  entry->loop->post_to(leg, [order = ++bridge_order_](Loop& loop, Leg& l) {
    loop.unbridge(l);
    l.bridge_order = order;
  });
}

void RtpMedia::send_digits(MediaId leg, std::string digits) {
  route(leg, [digits = std::move(digits)](Loop& loop, Leg& l) { loop.send_digits(l, digits); });
}

}  // namespace

std::shared_ptr<Media> rtp_media(RtpOptions options) { return std::make_shared<RtpMedia>(std::move(options)); }

}  // namespace tandem
