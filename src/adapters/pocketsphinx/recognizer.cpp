// The port: ears of callers on threads of the media, decoders on threads of their own.
#include "adapters/pocketsphinx/decoder.hpp"
#include "base/log.hpp"

#include <fmt/core.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace tandem::pocketsphinx {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::size_t most_waiting = 64;
constexpr std::chrono::milliseconds no_more_sound{800};  // a phone that is silent may stop sending
constexpr std::chrono::milliseconds look_again{200};

/// One caller who is listened to: what he may say, and whom to tell.
struct Listening {
  SpeechTask task;
  std::function<void(std::string)> heard;
};

struct Job {
  std::weak_ptr<const Listening> who;  // gone with the ear
  Samples utterance;
};

class Ear;

/// What ears and decoders share; lives as long as either.
class Desk {
 public:
  explicit Desk(Log log) : log_(std::move(log)) {}

  void submit(const std::shared_ptr<const Listening>& who, Samples utterance) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      if (jobs_.size() < most_waiting) {
        jobs_.push_back({who, std::move(utterance)});
        wake_.notify_one();
        return;
      }
    }
    log_warning(log_, "speech", "{} utterances wait for a decoder: one is not made out", most_waiting);
    who->heard({});
  }
  /// This ear hears somebody: it is asked again when no sound comes any more.
  void watch(std::weak_ptr<Ear> ear) {
    const std::lock_guard lock(mutex_);
    speaking_.push_back(std::move(ear));
    wake_.notify_one();
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    jobs_.clear();
    wake_.notify_all();
  }
  /// None: it is time to look after the ears, or to stop.
  std::optional<Job> wait() {
    std::unique_lock lock(mutex_);
    const auto any = [this] { return stopped_ || !jobs_.empty(); };
    if (speaking_.empty()) {
      wake_.wait(lock, [&] { return any() || !speaking_.empty(); });
    } else {
      wake_.wait_for(lock, look_again, any);
    }
    if (jobs_.empty()) return std::nullopt;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  [[nodiscard]] bool stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  void look_after_ears();
  /// Said once for each word.
  void tell_unknown(const std::set<std::string>& words) {
    for (const std::string& word : words) {
      const std::lock_guard lock(mutex_);
      if (unknown_.size() < most_words && unknown_.insert(word).second)
        log_warning(log_, "speech", "'{}' stands in no dictionary and cannot be heard; give its sounds (pronunciations)", word);
    }
  }
  [[nodiscard]] const Log& log() const { return log_; }

 private:
  Log log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::vector<std::weak_ptr<Ear>> speaking_;
  std::set<std::string> unknown_;
  bool stopped_ = false;
};

class Ear final : public PcmSink, public std::enable_shared_from_this<Ear> {
 public:
  Ear(std::shared_ptr<Desk> desk, std::shared_ptr<const Listening> who) : desk_(std::move(desk)), who_(std::move(who)) {}

  void hear(std::span<const std::int16_t> samples) override {
    Samples utterance;
    bool began = false;
    {
      const std::lock_guard lock(mutex_);
      const bool before = endpointer_.speaking();
      utterance = endpointer_.hear(samples);
      began = !before && endpointer_.speaking();
      last_ = SteadyClock::now();
    }
    if (began) desk_->watch(weak_from_this());
    if (!utterance.empty()) desk_->submit(who_, std::move(utterance));
  }
  /// False when nobody speaks any more.
  bool still_speaks(SteadyClock::time_point now) {
    Samples utterance;
    {
      const std::lock_guard lock(mutex_);
      if (!endpointer_.speaking()) return false;
      if (now - last_ < no_more_sound) return true;
      utterance = endpointer_.cut();
    }
    if (!utterance.empty()) desk_->submit(who_, std::move(utterance));
    return false;
  }

 private:
  std::shared_ptr<Desk> desk_;
  std::shared_ptr<const Listening> who_;
  std::mutex mutex_;
  Endpointer endpointer_;
  SteadyClock::time_point last_{};
};

void Desk::look_after_ears() {
  std::vector<std::weak_ptr<Ear>> ears;
  {
    const std::lock_guard lock(mutex_);
    std::swap(ears, speaking_);
  }
  const auto now = SteadyClock::now();
  std::erase_if(ears, [&](const std::weak_ptr<Ear>& each) {
    const std::shared_ptr<Ear> ear = each.lock();
    return ear == nullptr || !ear->still_speaks(now);
  });
  const std::lock_guard lock(mutex_);
  speaking_.insert(speaking_.end(), ears.begin(), ears.end());
}

/// A language, loaded.
struct Loaded {
  SpeechModel model;
  std::shared_ptr<const Lexicon> lexicon;
};
using Decoders = std::map<std::string, std::unique_ptr<Decoder>>;

class Recognizer final : public SpeechRecognizer {
 public:
  Recognizer(std::map<std::string, Loaded> languages, std::vector<Decoders> decoders, Log log)
      : languages_(std::move(languages)), desk_(std::make_shared<Desk>(std::move(log))) {
    for (Decoders& each : decoders) threads_.emplace_back([this, mine = std::move(each)] { work(mine); });
  }
  ~Recognizer() override {
    desk_->stop();
    for (std::thread& thread : threads_) thread.join();
  }

  std::shared_ptr<PcmSink> listen(SpeechTask task, std::function<void(std::string)> heard) override {
    if (!languages_.contains(task.language)) {
      log_warning(desk_->log(), "speech", "no model for the language '{}': the caller presses", task.language);
      return nullptr;
    }
    auto who = std::make_shared<const Listening>(Listening{std::move(task), std::move(heard)});
    return std::make_shared<Ear>(desk_, std::move(who));
  }

 private:
  void work(const Decoders& decoders) {
    while (!desk_->stopped()) {
      const std::optional<Job> job = desk_->wait();
      if (job) decode(decoders, *job);
      desk_->look_after_ears();
    }
  }
  void decode(const Decoders& decoders, const Job& job) {
    const std::shared_ptr<const Listening> who = job.who.lock();
    if (who == nullptr) return;
    std::string words;
    for (const Grammar& grammar : grammars_of(who->task, *languages_.at(who->task.language).lexicon)) {
      desk_->tell_unknown(grammar.unknown);
      if (words.empty()) words = decoders.at(who->task.language)->decode(grammar, job.utterance);
    }
    log_debug(desk_->log(), "speech", "heard '{}' in {} ms", words, job.utterance.size() * 1000 / samples_per_second);
    who->heard(std::move(words));
  }

  std::map<std::string, Loaded> languages_;
  std::shared_ptr<Desk> desk_;
  std::vector<std::thread> threads_;
};

Result<std::string> text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || text.empty()) {
    return fail(errc::not_found,
                fmt::format("the dictionary '{}' cannot be read; on Debian, install pocketsphinx-en-us", path),
                "models.dictionary");
  }
  return text;
}

Result<Loaded> load(const SpeechModel& model) {
  Result<std::string> text = text_of(model.dictionary);
  if (!text) return std::unexpected(text.error());
  Result<Lexicon> lexicon = Lexicon::read(std::move(*text), model.pronunciations);
  if (!lexicon) return std::unexpected(lexicon.error());
  return Loaded{model, std::make_shared<const Lexicon>(std::move(*lexicon))};
}

}  // namespace
}  // namespace tandem::pocketsphinx

namespace tandem {

Result<std::shared_ptr<SpeechRecognizer>> pocketsphinx_speech(PocketsphinxOptions options) {
  using namespace pocketsphinx;
  if (options.threads < 1 || options.threads > 64) {
    return fail(errc::invalid_argument, fmt::format("{} threads cannot be; wanted are 1 to 64", options.threads), "threads");
  }
  if (options.models.empty()) return fail(errc::invalid_argument, "there is no model to hear with", "models");
  std::map<std::string, Loaded> languages;
  std::vector<Decoders> decoders(static_cast<std::size_t>(options.threads));
  for (const SpeechModel& model : options.models) {
    Result<Loaded> loaded = load(model);
    if (!loaded) return std::unexpected(loaded.error());
    for (Decoders& each : decoders) {
      Result<std::unique_ptr<Decoder>> decoder = Decoder::open(model, loaded->lexicon);
      if (!decoder) return std::unexpected(decoder.error());
      each[model.language] = std::move(*decoder);
    }
    languages.insert_or_assign(model.language, std::move(*loaded));
  }
  std::shared_ptr<SpeechRecognizer> made =
      std::make_shared<Recognizer>(std::move(languages), std::move(decoders), std::move(options.log));
  return made;
}

}  // namespace tandem
