// direct_media(): audio flows between the parties, and only their descriptions pass here. A party's last description,
// be it an offer or an answer, is what its peer is given. Since an offer can only be answered with what the peer said,
// the order is answer(A, offer, B) to note A's offer (it gives an inactive answer while B has said nothing), offer(B,
// A), take_answer(B), answer(A, offer, B) again for the real answer.
#include "adapters/sdp/offer_answer.hpp"

#include <tandem/rtp.hpp>

#include <fmt/core.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>
#include <utility>

namespace tandem {
namespace {

class DirectMedia final : public Media {
 public:
  ~DirectMedia() override { stop(); }

  Result<void> start(Sink& sink, BlobStore*) override {
    std::lock_guard lock(mutex_);
    if (thread_.joinable()) return fail(errc::in_use, "this media is started already");
    stopping_ = false;
    thread_ = std::thread([this, &sink] { run(sink); });
    return {};
  }

  [[nodiscard]] bool passes_sdp_on() const override { return true; }
  [[nodiscard]] std::vector<Codec> codecs() const override {
    return {Codec::pcma, Codec::pcmu, Codec::opus, Codec::g729};
  }
  void stop() override {
    {
      std::lock_guard lock(mutex_);
      legs_.clear();
      stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

  Result<MediaId> open(AccountId account, MediaOptions) override {
    std::lock_guard lock(mutex_);
    if (!thread_.joinable() || stopping_) return fail(errc::gone, "this media is not started");
    const MediaId id{next_++};
    legs_[id] = Leg{.account = account, .session_id = random_() >> 2};
    return id;
  }

  Result<std::string> offer(MediaId leg, MediaId peer) override {
    std::lock_guard lock(mutex_);
    Leg* own = find(leg);
    if (!own) return no_leg(leg);
    return describe(*own, peer, nullptr);
  }

  Result<void> take_answer(MediaId leg, std::string_view sdp) override {
    auto session = sdp::parse(sdp);
    if (!session) return std::unexpected(std::move(session.error()));
    std::lock_guard lock(mutex_);
    Leg* own = find(leg);
    if (!own) return no_leg(leg);
    own->remote = sdp;
    return {};
  }

  Result<std::string> answer(MediaId leg, std::string_view offer, MediaId peer) override {
    auto session = sdp::parse(offer);
    if (!session) return std::unexpected(std::move(session.error()));
    std::lock_guard lock(mutex_);
    Leg* own = find(leg);
    if (!own) return no_leg(leg);
    own->remote = offer;
    return describe(*own, peer, &*session);
  }

  void close(MediaId leg) override {
    std::lock_guard lock(mutex_);
    legs_.erase(leg);
  }

  PlayId play(MediaId leg, Play what) override {
    const PlayId id = next_play();
    post(leg, PlayDone{id, Error{errc::unsupported,
                                 fmt::format("cannot play '{}': the audio does not pass here", what.name),
                                 {}}});
    return id;
  }
  PlayId record(MediaId leg, std::unique_ptr<BlobWriter>, Duration) override {
    const PlayId id = next_play();
    post(leg, RecordDone{id, {}, Error{errc::unsupported, "cannot record: the audio does not pass here", {}}});
    return id;
  }
  void stop_play(MediaId) override {}
  void stop_record(MediaId) override {}
  void bridge(MediaId, MediaId) override {}
  void unbridge(MediaId) override {}
  void send_digits(MediaId, std::string) override {}

 private:
  struct Leg {
    AccountId account;
    std::string remote{};  // the party's last description
    std::uint64_t session_id = 0;
    std::uint64_t version = 0;
    std::string said{};  // our last description, without its o= line
  };
  struct Waiting {
    AccountId account;
    MediaId leg;
    MediaEvent event;
  };

  static std::unexpected<Error> no_leg(MediaId leg) {
    return fail(errc::gone, fmt::format("there is no media leg {}: it was closed", leg.value));
  }
  Leg* find(MediaId leg) {
    const auto it = legs_.find(leg);
    return it == legs_.end() ? nullptr : &it->second;
  }
  PlayId next_play() {
    std::lock_guard lock(mutex_);
    return PlayId{next_++};
  }

  // The peer's words under an o= line of ours: to this party it is one session, whoever is behind it (RFC 3264 section
  // 8).
  std::string describe(Leg& own, MediaId peer, const sdp::Session* offer) {
    const Leg* other = find(peer);
    std::string text = other ? other->remote : std::string();
    if (text.empty()) text = sdp::inactive_description(own.session_id, 0, offer);
    const std::size_t begin = text.find("\no=") + 1;
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    text.erase(begin, end - begin);
    if (text != own.said) {
      own.said = text;
      ++own.version;
    }
    const std::size_t net = line.rfind(" IN ");
    const std::string where = net == std::string::npos ? " IN IP4 0.0.0.0" : line.substr(net);
    return text.insert(begin, fmt::format("o=tandem {} {}{}", own.session_id, own.version, where));
  }

  void post(MediaId leg, MediaEvent event) {
    std::lock_guard lock(mutex_);
    const Leg* own = find(leg);
    if (!own) return;
    waiting_.push_back({own->account, leg, std::move(event)});
    wake_.notify_one();
  }

  void run(Sink& sink) {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return waiting_.clear();
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      if (!find(next.leg) && !std::holds_alternative<RecordDone>(next.event)) continue;
      lock.unlock();
      sink.on_media(next.account, next.leg, std::move(next.event));
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<MediaId, Leg> legs_;
  std::deque<Waiting> waiting_;
  std::uint64_t next_ = 1;
  std::mt19937_64 random_{std::random_device{}()};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

std::shared_ptr<Media> direct_media() { return std::make_shared<DirectMedia>(); }

}  // namespace tandem
