// The parts of the recogniser that need no model.
#include "voice.hpp"

#include "adapters/pocketsphinx/band.hpp"
#include "adapters/pocketsphinx/endpoint.hpp"
#include "adapters/pocketsphinx/grammar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

using namespace tandem;
using namespace tandem::pocketsphinx;
using speech_test::quiet;

namespace {

pocketsphinx::Samples hum(double seconds, double amplitude) {
  pocketsphinx::Samples samples(static_cast<std::size_t>(seconds * 8000));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(amplitude * std::sin(double(i) * 0.3));
  return samples;
}

/// Lengths in seconds of the utterances in what is heard.
std::vector<double> utterances(Endpointer& ears, const pocketsphinx::Samples& samples) {
  std::vector<double> found;
  for (std::size_t at = 0; at < samples.size(); at += 100) {  // packets that fit no frame
    const auto one = ears.hear(std::span(samples).subspan(at, std::min<std::size_t>(100, samples.size() - at)));
    if (!one.empty()) found.push_back(double(one.size()) / 8000);
  }
  return found;
}

Lexicon lexicon() {
  return Lexicon::read("a AH\nbill B IH L\nnew N UW\nnew(2) N Y UW\none W AH N\norder AO R D ER\npay P EY\nthe DH AH\nтри T R IY\n", {})
      .value();
}

Grammar only(const SpeechTask& task, const Lexicon& words = lexicon()) {
  std::vector<Grammar> grammars = grammars_of(task, words);
  REQUIRE(grammars.size() == 1);
  return grammars.front();
}

bool has(const Grammar& grammar, int from, const std::string& word) {
  return std::ranges::any_of(grammar.arcs, [&](const Arc& arc) { return arc.from == from && arc.word == word; });
}

}  // namespace

TEST_CASE("an utterance has a beginning and an end, and a short pause is none") {
  Endpointer ears;
  CHECK(utterances(ears, quiet(1)).empty());
  CHECK(utterances(ears, hum(0.5, 3000)).empty());
  CHECK(ears.speaking());
  CHECK(utterances(ears, quiet(0.5)).empty());
  CHECK(utterances(ears, hum(0.5, 3000)).empty());
  const auto found = utterances(ears, quiet(1));
  REQUIRE(found.size() == 1);
  CHECK(found[0] == doctest::Approx(1.5 + 0.24 + 0.2).epsilon(0.06));
  CHECK_FALSE(ears.speaking());
}

TEST_CASE("a click is no utterance, nor is steady noise, however loud") {
  Endpointer ears;
  (void)utterances(ears, quiet(1));
  CHECK(utterances(ears, hum(0.05, 9000)).empty());
  CHECK(utterances(ears, quiet(1.2)).empty());
  CHECK(utterances(ears, hum(30, 900)).empty());
  // ... and over the noise somebody is heard.
  CHECK(utterances(ears, hum(0.6, 12000)).empty());
  CHECK(ears.speaking());
  CHECK(utterances(ears, hum(1.2, 900)).size() == 1);
}

TEST_CASE("what is kept while nobody speaks, and while somebody does, has a limit") {
  Endpointer ears;
  (void)utterances(ears, quiet(60));
  CHECK(ears.cut().empty());
  (void)utterances(ears, hum(5, 5000));
  const auto cut = ears.cut();
  CHECK(cut.size() >= 5 * 8000);
  CHECK(cut.size() <= longest_utterance);
}

TEST_CASE("a dictionary tells every pronunciation, the host's first, and what cannot be one is refused") {
  const Lexicon words = lexicon();
  CHECK(words.sounds_of("new") == std::vector<std::string_view>{"N UW", "N Y UW"});
  CHECK(words.sounds_of("three").empty());
  CHECK(words.sounds().size() == 17);
  const Lexicon more = Lexicon::read("new N UW\n", {{"new", "N OW"}, {"orlova", "AO R L OW V AH"}}).value();
  CHECK(more.sounds_of("new") == std::vector<std::string_view>{"N OW", "N UW"});
  CHECK(more.sounds_of("orlova").size() == 1);
  CHECK(Lexicon::read("", {{"", "AH"}}).error().path == "pronunciations");
  CHECK_FALSE(Lexicon::read("", {{"a", ""}}));
  CHECK_FALSE(Lexicon::read("", {{"a b", "AH"}}));
}

TEST_CASE("[IVR-51] a phrase is a chain of its words; without quotes they may be said alone too") {
  const Grammar open = only({.phrases = {"new order"}});
  CHECK(has(open, Grammar::start, "new"));
  CHECK(has(open, Grammar::start, "order"));
  const Grammar exact = only({.phrases = {"\"pay the bill\""}});
  CHECK(has(exact, Grammar::start, "pay"));
  CHECK_FALSE(has(exact, Grammar::start, "bill"));
  CHECK(exact.words == std::set<std::string>{"pay", "the", "bill"});
  const Grammar short_words = only({.phrases = {"pay the bill"}});
  CHECK(has(short_words, Grammar::start, "bill"));
  CHECK_FALSE(has(short_words, Grammar::start, "the"));  // two sounds are everywhere
}

TEST_CASE("[IVR-50] digits are listened for only where they are wanted, in the language of the dictionary") {
  CHECK(only({.digits = true}).words == std::set<std::string>{"one", "три"});
  CHECK(only({.digits = false, .phrases = {"new"}}).words == std::set<std::string>{"new"});
}

TEST_CASE("a word that cannot be heard is told; a phrase in quotes needs all of its words") {
  const Grammar grammar = only({.phrases = {"new orlova", "\"pay orlova\""}});
  CHECK(grammar.unknown == std::set<std::string>{"orlova"});
  CHECK(grammar.words == std::set<std::string>{"new"});
}

TEST_CASE("a grammar has a limit") {
  std::string text;
  SpeechTask task;
  for (int i = 0; i < 5000; ++i) {
    text += "w" + std::to_string(i) + " AH B D\n";
    task.phrases.push_back("w" + std::to_string(i));
  }
  CHECK(only(task, Lexicon::read(text, {}).value()).words.size() == most_words);
}

TEST_CASE("a model of 16 kHz keeps its filters below 4 kHz; one of 8 kHz stays as it is; another kind is refused") {
  const std::string wide = "-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-lifter 22\n-feat 1s_c_d_dd\n-svspec 0-12/13-25/26-38\n";
  const TelephoneBand band = telephone_band(read_parameters(wide)).value();
  CHECK(band.parameters.at("-nfilt") == "19");
  CHECK(std::stod(band.parameters.at("-upperf")) == doctest::Approx(3812.84).epsilon(0.001));
  CHECK(band.parameters.at("-samprate") == "8000");
  CHECK(band.adaptation.starts_with("1\n3\n13\n"));
  const TelephoneBand one_stream =
      telephone_band(read_parameters("-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-lifter 22\n-feat 1s_c_d_dd\n")).value();
  CHECK(one_stream.adaptation.starts_with("1\n1\n39\n"));
  const TelephoneBand narrow = telephone_band(read_parameters("-lowerf 200\n-upperf 3500\n-nfilt 15\n")).value();
  CHECK(narrow.adaptation.empty());
  CHECK(narrow.parameters.at("-nfilt") == "15");
  CHECK(telephone_band(read_parameters("-upperf 6800\n-nfilt 25\n-transform legacy\n")).error().code == errc::unsupported);
}

TEST_CASE("the mapping to the telephone's band gives the cepstra of the lower filters") {
  // A spectrum that 13 cepstra describe exactly: the first three transforms of 25 filters. Without a lifter, the mapped
  // cepstra must be the transform of its first 19 values.
  const TelephoneBand band = telephone_band(read_parameters("-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-feat 1s_c_d_dd\n-svspec 0-12/13-25/26-38\n")).value();
  std::istringstream in(band.adaptation);
  double matrix[13][13], skip = 0;
  in >> skip >> skip >> skip;
  for (auto& row : matrix)
    for (double& value : row) in >> value;
  const auto basis = [](int i, int j, int n) {
    return std::sqrt((i == 0 ? 1.0 : 2.0) / n) * std::cos(3.14159265358979 * i * (j + 0.5) / n);
  };
  const double cepstra[3] = {5, -2, 0.7};
  for (int row = 0; row < 13; ++row) {
    double wanted = 0, got = 0;
    for (int j = 0; j < 19; ++j)
      for (int i = 0; i < 3; ++i) wanted += basis(row, j, 19) * cepstra[i] * basis(i, j, 25);
    for (int i = 0; i < 3; ++i) got += matrix[row][i] * cepstra[i];
    CHECK(got == doctest::Approx(wanted).epsilon(1e-4));
  }
}
