// Callers and callees in one process, over bare UDP: cheap enough not to be the bottleneck, and exact to the
// microsecond.
//
//   phones [name=value ...]
//     address=127.0.0.1 target=5070 callers=5080 callees=5090    where everybody is; callees=0: somebody else answers
//     employees=0    who log in (digest), callers a0000.. calling 20000..; 0: calls to 1000 without a login
//     register=0     first so many callees b0000.. register
//     rate=100 calls=1000 hold=0    calls a second, how many, milliseconds of talk each
//     audio=0        seconds of G.711 both ways that count once all calls stand; the calls then end
//
// Prints one line of JSON.
#include "callees.hpp"
#include "callers.hpp"

#include <poll.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace {

using namespace phones;
using Clock = Callers::Clock;
using namespace std::chrono_literals;

struct Options {
  std::map<std::string, std::string, std::less<>> values;
  [[nodiscard]] long number(const char* name, long otherwise) const {
    const auto at = values.find(name);
    return at == values.end() ? otherwise : std::stol(at->second);
  }
};

Options read(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string text = arguments[i];
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      std::fprintf(stderr, "not name=value: %s\n", arguments[i]);
      std::exit(2);
    }
    options.values[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return options;
}

std::string percentiles(std::vector<double>& times) {
  if (times.empty()) return "null";
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  return fmt::format(R"({{"p50":{:.0f},"p90":{:.0f},"p99":{:.0f},"max":{:.0f}}})", at(0.5), at(0.9), at(0.99),
                     times.back());
}

class Load {
 public:
  explicit Load(const Options& options)
      : rate_(static_cast<double>(options.number("rate", 100))),
        total_(static_cast<std::uint64_t>(options.number("calls", 1000))),
        audio_seconds_(options.number("audio", 0)) {
    const auto named = options.values.find("address");
    if (named != options.values.end()) address_ = named->second;
    if (audio_seconds_ > 0) {
      caller_audio_.emplace(address_.c_str());
      callee_audio_.emplace(address_.c_str());
    }
    const auto port = [&](const char* name, long otherwise) {
      return static_cast<std::uint16_t>(options.number(name, otherwise));
    };
    if (port("callees", 5090) != 0)
      callees_.emplace(address_.c_str(), port("callees", 5090), callee_audio_ ? &*callee_audio_ : nullptr);
    callers_.emplace(Callers::Plan{address_.c_str(), port("callers", 5080), port("target", 5070), port("callees", 5090),
                                   static_cast<int>(options.number("employees", 0)),
                                   audio_seconds_ > 0 ? 1h : std::chrono::milliseconds(options.number("hold", 0))},
                     caller_audio_ ? &*caller_audio_ : nullptr);
  }

  void enrol(int count) {
    for (int number = 0; number < count; ++number) {
      callers_->enrol(number, Clock::now());
      turn(Clock::now() + 2ms);
    }
    drain();
    enrolled_ = callers_->counts();
  }

  void run() {
    const auto began = Clock::now();
    for (std::uint64_t started = 0; started < total_;) {
      const auto next = began + std::chrono::duration_cast<Clock::duration>(
                                    std::chrono::duration<double>(static_cast<double>(started) / rate_));
      if (const auto now = Clock::now(); now >= next) {
        callers_->start(now);
        ++started;
      } else {
        turn(next);
      }
    }
    if (caller_audio_) talk();
    drain();
    seconds_ = std::chrono::duration<double>(Clock::now() - began).count();
  }

  void print() {
    const auto& all = callers_->counts();
    fmt::print(
        R"({{"seconds":{:.2f},"started":{},"successful":{},"answered":{},"refused":{},"failed":{},"repeated":{},)"
        R"("setup_us":{},"setup_admitted_us":{})",
        seconds_, all.started - enrolled_.started, all.finished - enrolled_.finished, all.answered, all.refused,
        all.failed, all.repeated, percentiles(callers_->whole), percentiles(callers_->admitted));
    if (caller_audio_)
      fmt::print(R"(,"streams":{},"packets_sent":{},"packets_received":{})", streams_,
                 caller_audio_->sent + callee_audio_->sent, caller_audio_->received + callee_audio_->received);
    fmt::print("}}\n");
  }

 private:
  // Everything that is due or arrives until then, at most a millisecond of sleep at a time while there is audio.
  void turn(Clock::time_point until) {
    const auto now = Clock::now();
    auto wake = std::min(until, callers_->tick(now));
    if (caller_audio_) {
      caller_audio_->tick(now, counting_);
      callee_audio_->tick(now, counting_);
      wake = std::min<Clock::time_point>(wake, now + 1ms);
    }
    std::vector<pollfd> sockets{{callers_->socket().descriptor(), POLLIN, 0}};
    if (callees_) sockets.push_back({callees_->socket().descriptor(), POLLIN, 0});
    if (caller_audio_) {
      sockets.push_back({caller_audio_->socket().descriptor(), POLLIN, 0});
      sockets.push_back({callee_audio_->socket().descriptor(), POLLIN, 0});
    }
    const auto left = std::clamp<Clock::duration>(wake - Clock::now(), 0ns, 100ms);
    const timespec limit{0, static_cast<long>(left.count())};
    if (ppoll(sockets.data(), sockets.size(), &limit, nullptr) <= 0) return;
    if (callees_) callees_->receive();
    callers_->receive(Clock::now());
    if (caller_audio_) {
      caller_audio_->receive();
      callee_audio_->receive();
    }
  }
  void turn_for(Clock::duration span) {
    const auto until = Clock::now() + span;
    while (Clock::now() < until) turn(until);
  }
  void talk() {
    const auto patience = Clock::now() + 30s;
    while (callers_->counts().answered < total_ && Clock::now() < patience) turn(patience);
    turn_for(1s);
    streams_ = caller_audio_->open() + callee_audio_->open();
    counting_ = true;
    turn_for(std::chrono::seconds(audio_seconds_));
    counting_ = false;
    turn_for(1s);
    callers_->hang_up_all(Clock::now());
  }
  void drain() {
    while (!callers_->idle()) turn(Clock::now() + 100ms);
  }

  std::string address_ = "127.0.0.1";
  double rate_;
  std::uint64_t total_;
  long audio_seconds_;
  std::optional<Audio> caller_audio_, callee_audio_;
  std::optional<Callees> callees_;
  std::optional<Callers> callers_;
  Callers::Counts enrolled_;
  double seconds_ = 0;
  std::size_t streams_ = 0;
  bool counting_ = false;
};

}  // namespace

int main(int count, char** arguments) {
  const Options options = read(count, arguments);
  Load load(options);
  load.enrol(static_cast<int>(options.number("register", 0)));
  load.run();
  load.print();
  return 0;
}
