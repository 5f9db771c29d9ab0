// softphone: a SIP phone on the command line, made of Tandem's signaling and media ports alone; there is no engine in it.
// Works against any SIP server.
//
//   softphone --server HOST:PORT [--aor USER@DOMAIN --password SECRET [--register]] [--listen udp:ADDRESS:PORT]
//             [--callto NUMBER] [--answer-after SECONDS] [--reject STATUS]
//             [--press DIGITS@SECONDS] [--talk SECONDS] [--play FILE.wav] [--record FILE.wav] [--from NUMBER]
//
// Prints one line for each thing that happens. Ends after one call with --callto (exit 0 if it was answered), else when it
// is stopped.
#include <tandem/tandem.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

using namespace std::chrono_literals;
using tandem::AccountId;
using tandem::LegId;
using tandem::MediaId;

namespace {

struct Settings {
  std::string server = "127.0.0.1:5060";
  std::string aor, password, listen = "udp:127.0.0.1:0", callto, from, play, record, press;
  bool wants_register = false;
  int reject = 0;
  double answer_after = -1, talk = 0, press_at = 0;

  [[nodiscard]] std::string user() const { return from.empty() ? aor.substr(0, aor.find('@')) : from; }
  [[nodiscard]] std::string domain() const { return aor.find('@') == std::string::npos ? "" : aor.substr(aor.find('@') + 1); }
  [[nodiscard]] tandem::ToAddress address(std::string number) const {
    const std::size_t colon = server.rfind(':');
    const auto port = colon == std::string::npos ? 5060 : std::atoi(server.c_str() + colon + 1);
    return {std::move(number), server.substr(0, colon), static_cast<std::uint16_t>(port)};
  }
};

/// What happens, in order, on one thread: ports call from threads of their own.
class Mailbox {
 public:
  void post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
    wake_.notify_one();
  }
  void post_after(double seconds, std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    later_.emplace(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)),
                   std::move(work));
    wake_.notify_one();
  }
  void run_once() {
    std::unique_lock lock(mutex_);
    const auto limit = later_.empty() ? Clock::now() + 200ms : std::min(later_.begin()->first, Clock::now() + 200ms);
    wake_.wait_until(lock, limit, [&] { return !work_.empty(); });
    while (!later_.empty() && later_.begin()->first <= Clock::now()) {
      work_.push_back(std::move(later_.extract(later_.begin()).mapped()));
    }
    std::deque<std::function<void()>> now;
    std::swap(now, work_);
    lock.unlock();
    for (const auto& work : now) work();
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> work_;
  std::multimap<Clock::time_point, std::function<void()>> later_;
};

class Softphone final : tandem::Signaling::Sink, tandem::Media::Sink, tandem::Directory {
 public:
  explicit Softphone(Settings settings)
      : settings_(std::move(settings)), signaling_(tandem::sofia_signaling({.listen = {settings_.listen}})),
        media_(tandem::rtp_media({.ports = {30000, 39999}})), storage_(tandem::memory_storage()) {}

  int run(volatile std::sig_atomic_t& stop) {
    if (!up(media_->start(*this, storage_.blobs.get())) || !up(signaling_->start(*this, *this))) return 2;
    say("listening on " + signaling_->listening().front());
    if (settings_.wants_register) {
      const auto asked = signaling_->register_at(
          {self, settings_.aor, settings_.address(""), {settings_.user(), settings_.password}, 300s});
      if (!up(asked)) return 2;
    } else if (!settings_.callto.empty()) {
      call();
    }
    while (stop == 0 && !over_) mailbox_.run_once();
    if (leg_) signaling_->hangup(leg_);
    finish_media();
    signaling_->stop();
    media_->stop();
    keep_recording();
    return settings_.callto.empty() || was_answered_ ? 0 : 1;
  }

 private:
  static constexpr AccountId self{1};

  static bool up(const tandem::Result<void>& result) {
    if (!result) std::fprintf(stderr, "%s\n", to_string(result.error()).c_str());
    return bool(result);
  }
  static void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  }

  void call() {
    const auto media = media_->open(self, {});
    if (!media) return fail(media.error());
    media_leg_ = *media;
    const auto offer = media_->offer(media_leg_);
    if (!offer) return fail(offer.error());
    tandem::OutgoingCall call{.account = self,
                              .to = settings_.address(settings_.callto),
                              .from = {settings_.user(), ""},
                              .sdp = *offer,
                              .from_domain = settings_.domain()};
    if (!settings_.password.empty()) call.credentials = {settings_.user(), settings_.password};
    leg_ = signaling_->invite(std::move(call));
    say("calling " + settings_.callto);
  }

  void fail(const tandem::Error& error) {
    say("failed: " + to_string(error));
    over_ = true;
  }

  // ---- events, on the phone's own thread
  void handle(LegId leg, tandem::LegEvent event) {
    if (auto* incoming = std::get_if<tandem::IncomingCall>(&event)) return ring(leg, *incoming);
    if (leg != leg_) return;
    if (auto* ringing = std::get_if<tandem::LegRinging>(&event)) {
      say("ringing");
      if (!ringing->sdp.empty()) (void)media_->take_answer(media_leg_, ringing->sdp);
    } else if (auto* answered = std::get_if<tandem::LegAnswered>(&event)) {
      if (const auto taken = media_->take_answer(media_leg_, answered->sdp); !taken) return fail(taken.error());
      talk();
    } else if (auto* failed = std::get_if<tandem::LegFailed>(&event)) {
      end("refused with " + std::to_string(failed->status));
    } else if (auto* gone = std::get_if<tandem::LegHungUp>(&event)) {
      end("ended by the other side: " + gone->reason);
    } else if (auto* offered = std::get_if<tandem::LegReoffered>(&event)) {
      const auto sdp = offered->sdp.empty() ? media_->offer(media_leg_) : media_->answer(media_leg_, offered->sdp);
      sdp ? signaling_->answer_offer(leg_, *sdp) : signaling_->refuse_offer(leg_);
    }
  }

  void ring(LegId leg, const tandem::IncomingCall& call) {
    if (leg_ || settings_.reject != 0) return signaling_->reject(leg, settings_.reject != 0 ? settings_.reject : 486);
    say("rings, called by " + call.from.number);
    leg_ = leg;
    const auto media = media_->open(self, {});
    const auto sdp = media ? media_->answer(*media, call.sdp) : tandem::Result<std::string>(std::unexpected(media.error()));
    if (!sdp) {
      signaling_->reject(leg, 488);
      return fail(sdp.error());
    }
    media_leg_ = *media;
    signaling_->ring(leg);
    if (settings_.answer_after < 0) return;
    mailbox_.post_after(settings_.answer_after, [this, leg, answer = *sdp] {
      if (leg_ != leg) return;
      signaling_->answer(leg, answer);
      talk();
    });
  }

  void talk() {
    was_answered_ = true;
    say("connected");
    if (!settings_.play.empty()) media_->play(media_leg_, {"file:" + settings_.play, true});
    if (!settings_.record.empty()) {
      if (auto writer = storage_.blobs->create("call")) media_->record(media_leg_, std::move(*writer), 1h);
    }
    const LegId leg = leg_;
    if (!settings_.press.empty()) {
      mailbox_.post_after(settings_.press_at, [this, leg] {
        if (leg_ != leg) return;
        say("presses " + settings_.press);
        media_->send_digits(media_leg_, settings_.press);
      });
    }
    if (settings_.talk > 0) {
      mailbox_.post_after(settings_.talk, [this, leg] {
        if (leg_ != leg) return;
        signaling_->hangup(leg_);
        end("hung up");
      });
    }
  }

  void end(const std::string& how) {
    say(how);
    leg_ = {};
    finish_media();
    if (!settings_.callto.empty()) over_ = true;
  }

  void finish_media() {
    if (media_leg_) media_->close(media_leg_);  // a recording is committed by this
    media_leg_ = {};
  }

  void keep_recording() {
    if (settings_.record.empty()) return;
    const auto sound = storage_.blobs->read("call");
    if (!sound) return;
    std::ofstream(settings_.record, std::ios::binary)
        .write(reinterpret_cast<const char*>(sound->data()), static_cast<std::streamsize>(sound->size()));
    say("recorded " + settings_.record);
  }

  void registered(int status) {
    say(status == 200 ? "registered" : "not registered: " + std::to_string(status));
    if (status == 200 && !settings_.callto.empty() && !leg_ && !was_answered_) call();
  }

  // ---- the ports' sinks: other threads
  void on_leg(AccountId, LegId leg, tandem::LegEvent event) override {
    mailbox_.post([this, leg, event = std::move(event)]() mutable { handle(leg, std::move(event)); });
  }
  void on_registration(AccountId, tandem::RegistrationChange) override {}
  void on_client_registration(AccountId, std::string, int status) override {
    mailbox_.post([this, status] { registered(status); });
  }
  void on_media(AccountId, MediaId, tandem::MediaEvent event) override {
    if (const auto* digit = std::get_if<tandem::Digit>(&event)) {
      mailbox_.post([key = digit->digit] { say(std::string("hears digit ") + key); });
    }
  }

  // ---- the door: whoever calls this address is meant for this phone
  [[nodiscard]] std::optional<Device> device(std::string_view, std::string_view) const override { return {}; }
  [[nodiscard]] bool serves(std::string_view) const override { return false; }
  [[nodiscard]] std::optional<Peer> peer(const Knock&) const override {
    return Peer{self, "server"};
  }
  [[nodiscard]] bool known_address(std::string_view) const override { return true; }

  Settings settings_;
  std::shared_ptr<tandem::Signaling> signaling_;
  std::shared_ptr<tandem::Media> media_;
  tandem::Storage storage_;
  Mailbox mailbox_;
  LegId leg_;
  MediaId media_leg_;
  bool was_answered_ = false;
  bool over_ = false;
};

Settings read_arguments(int count, char** arguments) {
  Settings s;
  std::map<std::string, std::function<void(std::string)>> options{
      {"--server", [&](std::string v) { s.server = v; }},
      {"--aor", [&](std::string v) { s.aor = v; }},
      {"--password", [&](std::string v) { s.password = v; }},
      {"--listen", [&](std::string v) { s.listen = v; }},
      {"--callto", [&](std::string v) { s.callto = v; }},
      {"--from", [&](std::string v) { s.from = v; }},
      {"--play", [&](std::string v) { s.play = v; }},
      {"--record", [&](std::string v) { s.record = v; }},
      {"--answer-after", [&](std::string v) { s.answer_after = std::atof(v.c_str()); }},
      {"--talk", [&](std::string v) { s.talk = std::atof(v.c_str()); }},
      {"--reject", [&](std::string v) { s.reject = std::atoi(v.c_str()); }},
      {"--press",
       [&](std::string v) {
         const std::size_t at = std::min(v.find('@'), v.size());
         s.press = v.substr(0, at);
         s.press_at = at < v.size() ? std::atof(v.c_str() + at + 1) : 0;
       }},
  };
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word == "--register") {
      s.wants_register = true;
    } else if (const auto option = options.find(word); option != options.end() && i + 1 < count) {
      option->second(arguments[++i]);
    } else {
      std::fprintf(stderr, "softphone: '%s' is no option, or lacks its value; see the head of softphone.cpp\n", word.c_str());
      std::exit(2);
    }
  }
  return s;
}

volatile std::sig_atomic_t stop_wanted = 0;

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGINT, [](int) { stop_wanted = 1; });
  std::signal(SIGTERM, [](int) { stop_wanted = 1; });
  return Softphone(read_arguments(count, arguments)).run(stop_wanted);
}
