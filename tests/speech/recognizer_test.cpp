// What a recogniser makes of recorded voices: the English sounds of Debian's asterisk-core-sounds-en-wav, by telephone.
#include "voice.hpp"

#include <tandem/pocketsphinx.hpp>
#include <tandem/rtp.hpp>

#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace tandem;
using namespace std::chrono_literals;
using speech_test::quiet;
using speech_test::recording;
using speech_test::Samples;

namespace {

std::shared_ptr<SpeechRecognizer> recognizer() {
  static const std::shared_ptr<SpeechRecognizer> one = pocketsphinx_speech().value();
  return one;
}

/// Somebody who is listened to; keeps what was heard.
class Caller {
 public:
  explicit Caller(SpeechTask task, const std::shared_ptr<SpeechRecognizer>& by = recognizer()) {
    task.language = "en";
    ear_ = by->listen(std::move(task), [state = state_](std::string words) {
      const std::lock_guard lock(state->mutex);
      state->heard.push_back(std::move(words));
      state->changed.notify_all();
    });
    REQUIRE(ear_ != nullptr);
    say(quiet(0.4));
  }
  void say(const Samples& samples) const {  // in packets of 20 ms
    for (std::size_t at = 0; at < samples.size(); at += 160) {
      ear_->hear(std::span(samples).subspan(at, std::min<std::size_t>(160, samples.size() - at)));
    }
  }
  std::vector<std::string> heard(std::size_t count = 1, std::chrono::milliseconds most = 20s) const {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(lock, most, [&] { return state_->heard.size() >= count; });
    return state_->heard;
  }
  void leave() { ear_.reset(); }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> heard;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
  std::shared_ptr<PcmSink> ear_;
};

std::string heard_of(SpeechTask task, const Samples& words) {
  const Caller caller(std::move(task));
  caller.say(words);
  caller.say(quiet(1.2));
  const std::vector<std::string> heard = caller.heard();
  return heard.empty() ? "nothing" : heard.front();
}

SpeechTask digits() { return {.digits = true}; }

Samples one_after_the_other(const std::vector<const char*>& names) {
  Samples all;
  for (const char* name : names) {
    const Samples one = recording(name);
    all.insert(all.end(), one.begin(), one.end());
    const Samples gap = quiet(0.15);
    all.insert(all.end(), gap.begin(), gap.end());
  }
  return all;
}

}  // namespace

TEST_CASE("[IVR-47] digits that a person said are heard, each for itself") {
  const char* const words[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
  for (int digit = 0; digit < 10; ++digit) {
    CHECK(heard_of(digits(), recording("digits/" + std::to_string(digit))) == words[digit]);
  }
  CHECK(heard_of(digits(), recording("digits/pound")) == "pound");
}

TEST_CASE("[IVR-47] digits said one after the other are one utterance") {
  CHECK(heard_of(digits(), one_after_the_other({"digits/1", "digits/0", "digits/3"})) == "one zero three");
  CHECK(heard_of(digits(), one_after_the_other({"digits/7", "digits/4", "digits/9", "digits/6"})) == "seven four nine six");
}

TEST_CASE("[IVR-49] keywords are heard, alone and in the middle of a sentence") {
  const SpeechTask task{.phrases = {"extension", "message", "goodbye", "location", "password", "\"telephone number\""}};
  CHECK(heard_of(task, recording("vm-extension")) == "extension");
  CHECK(heard_of(task, recording("vm-message")) == "message");
  CHECK(heard_of(task, recording("goodbye")) == "goodbye");
  CHECK(heard_of(task, recording("location")) == "location");
  CHECK(heard_of(task, recording("to-extension")) == "extension");    // "to extension"
  CHECK(heard_of(task, recording("vm-newpassword")) == "password");   // "please enter your new password, followed by ..."
  CHECK(heard_of(task, recording("telephone-number")) == "telephone number");
}

TEST_CASE("[IVR-48] names are heard, whole or a part") {
  const SpeechTask task{.phrases = {"Victor November", "Oscar Sierra", "Juliet Romeo"}};
  CHECK(heard_of(task, recording("phonetic/v_p")) == "victor");
  CHECK(heard_of(task, recording("phonetic/o_p")) == "oscar");
  CHECK(heard_of(task, one_after_the_other({"phonetic/j_p", "phonetic/r_p"})) == "juliet romeo");
}

TEST_CASE("[IVR-49] what the menu does not wait for is said not to have been made out") {
  const SpeechTask task{.phrases = {"extension", "password", "technical support", "Victor November"}};
  for (const char* other : {"digits/tomorrow", "digits/mon-1", "im-sorry", "hello-world", "vm-Friends"}) {
    CHECK_MESSAGE(heard_of(task, recording(other)).empty(), other);
  }
}

TEST_CASE("an utterance ends when a phone that is silent stops sending") {
  const Caller caller(digits());
  caller.say(recording("digits/8"));
  CHECK(caller.heard() == std::vector<std::string>{"eight"});
}

TEST_CASE("each utterance is told once; a listener that is gone is told nothing") {
  Caller caller(digits());
  caller.say(recording("digits/3"));
  caller.say(quiet(1.2));
  CHECK(caller.heard() == std::vector<std::string>{"three"});
  caller.say(recording("digits/7"));
  caller.say(quiet(1.2));
  CHECK(caller.heard(2) == std::vector<std::string>{"three", "seven"});
  caller.say(recording("digits/6"));
  caller.leave();
  CHECK(heard_of(digits(), recording("digits/9")) == "nine");  // would have been later
  CHECK(caller.heard(3, 10ms).size() == 2);
}

TEST_CASE("many callers at once are each heard for themselves") {
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < 10; ++i) callers.push_back(std::make_unique<Caller>(digits()));
  for (int i = 0; i < 10; ++i) callers[std::size_t(i)]->say(recording("digits/" + std::to_string(i)));
  for (int i = 0; i < 10; ++i) callers[std::size_t(i)]->say(quiet(1.2));
  const char* const words[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
  for (int i = 0; i < 10; ++i) CHECK(callers[std::size_t(i)]->heard() == std::vector<std::string>{words[i]});
}

TEST_CASE("no more utterances wait for a decoder than there is room for: the rest is told to be not made out") {
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < 70; ++i) callers.push_back(std::make_unique<Caller>(digits()));
  Samples words = recording("digits/8");
  const Samples end = quiet(1.2);
  words.insert(words.end(), end.begin(), end.end());
  for (const auto& caller : callers) caller->say(words);
  std::size_t made_out = 0;
  for (const auto& caller : callers) {
    const std::vector<std::string> heard = caller->heard();
    REQUIRE(heard.size() == 1);
    if (!heard.front().empty()) ++made_out;
  }
  CHECK(made_out >= 60);
  CHECK(made_out < 70);
}

TEST_CASE("a word in no dictionary is heard by the sounds that the host gives") {
  SpeechModel model;
  model.pronunciations = {{"zvyozdochka", "T AH M AA R OW"}};
  const auto taught = pocketsphinx_speech({.models = {model}}).value();
  const Caller caller({.phrases = {"Zvyozdochka", "extension"}}, taught);
  caller.say(recording("digits/tomorrow"));
  caller.say(quiet(1.2));
  CHECK(caller.heard() == std::vector<std::string>{"zvyozdochka"});
}

TEST_CASE("what cannot be: no model, no dictionary, another language, no thread") {
  const auto no_model = pocketsphinx_speech({.models = {{.acoustic = "/nowhere/en"}}});
  REQUIRE_FALSE(no_model);
  CHECK(no_model.error().code == errc::not_found);
  CHECK(no_model.error().message.find("/nowhere/en") != std::string::npos);
  CHECK(no_model.error().message.find("pocketsphinx-en-us") != std::string::npos);
  const auto no_words = pocketsphinx_speech({.models = {{.dictionary = "/nowhere/en.dict"}}});
  REQUIRE_FALSE(no_words);
  CHECK(no_words.error().code == errc::not_found);
  const auto bad_sounds = pocketsphinx_speech({.models = {{.pronunciations = {{"two words", "T UW"}}}}});
  REQUIRE_FALSE(bad_sounds);
  CHECK(bad_sounds.error().code == errc::invalid_argument);
  const auto no_thread = pocketsphinx_speech({.threads = 0});
  REQUIRE_FALSE(no_thread);
  CHECK(no_thread.error().code == errc::invalid_argument);
  CHECK(recognizer()->listen({.language = "ru", .digits = true}, [](std::string) {}) == nullptr);
}
