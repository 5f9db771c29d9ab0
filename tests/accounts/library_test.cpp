// The library of audio files: what may be brought, who sees it, who may take it away.
#include "accounts/world.hpp"

#include <sndfile.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

using namespace accounts;

namespace {

using Bytes = std::vector<std::byte>;

/// A tone of so many seconds as libsndfile writes it.
Bytes tone(int format, int rate, int channels, int seconds, double bit_rate = -1) {
  char path[] = "/tmp/tandem-tone-XXXXXX";
  close(mkstemp(path));
  SF_INFO info{};
  info.samplerate = rate;
  info.channels = channels;
  info.format = format;
  SNDFILE* file = sf_open(path, SFM_WRITE, &info);
  REQUIRE_MESSAGE(file != nullptr, sf_strerror(nullptr));
  if (bit_rate >= 0) {
    int mode = SF_BITRATE_MODE_CONSTANT;
    sf_command(file, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
    sf_command(file, SFC_SET_COMPRESSION_LEVEL, &bit_rate, sizeof bit_rate);
  }
  std::vector<float> second(static_cast<std::size_t>(rate * channels));
  for (std::size_t i = 0; i < second.size(); ++i) second[i] = 0.3F * std::sin(static_cast<float>(i) * 0.3F);
  for (int i = 0; i < seconds; ++i) sf_writef_float(file, second.data(), rate);
  sf_close(file);
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  std::remove(path);
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}
constexpr int wav16 = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
constexpr int mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
Bytes wav(int seconds = 2) { return tone(wav16, 8000, 1, seconds); }

struct Shelf : World {
  /// The account as an employee with this role.
  Account as(const std::string& role, const std::string& who) {
    Employee employee = acme().employees().get(who).value().object;
    employee.role = {role};
    employee.supervised_groups.clear();
    if (role == "group_supervisor") employee.supervised_groups = {{"sales"}};
    REQUIRE(acme().employees().update(employee));
    return acme().as({.kind = ActorKind::employee, .employee = {who}});
  }
  std::vector<std::string> blobs() { return storage.blobs->list("prompts/").value(); }
};

List names(const LibraryBlock& block) {
  List found;
  for (const LibraryFile& file : block.files) found.push_back(file.name);
  return found;
}
const LibraryFile* file_of(const LibraryList& list, const std::string& name) {
  for (const LibraryFile& file : list.own.files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("[AUD-06][AUD-07][IVR-39] MP3 up to 256 kbit/s and WAV of 8 kHz, 16 bit, one channel; nothing else, and nothing stays of it") {
  Shelf shelf;
  const Library library = shelf.acme().library();
  const auto add = [&](const char* name, const Bytes& bytes) { return library.add({.file_name = name, .bytes = bytes}); };
  const Bytes good = wav();
  CHECK(add("a.wav", good));
  CHECK(add("B.WAV", good));
  const Bytes song = tone(mp3, 44100, 1, 3, 0.5);
  const auto mp3_added = add("song.mp3", song);
  CHECK_MESSAGE(mp3_added, message(mp3_added));
  const std::size_t kept = shelf.blobs().size();
  CHECK(kept == 3);
  struct Row {
    const char* name;
    Bytes bytes;
  };
  const std::vector<Row> bad{
      {"a.ogg", good},
      {"a", good},
      {"a.mp3", good},
      {"song.wav", song},
      {"a.wav", tone(wav16, 16000, 1, 2)},
      {"a.wav", tone(wav16, 8000, 2, 2)},
      {"a.wav", tone(SF_FORMAT_WAV | SF_FORMAT_PCM_24, 8000, 1, 2)},
      {"a.wav", tone(SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 1, 2)},
      {"a.mp3", tone(mp3, 48000, 2, 5, 0.0)},  // 320 kbit/s
      {"a.wav", Bytes(1000)},
      {"a.mp3", Bytes()},
  };
  for (const Row& row : bad) {
    const auto refused = add(row.name, row.bytes);
    CAPTURE(row.name);
    CAPTURE(row.bytes.size());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::unsupported);
    CHECK(contains(message(refused), "MP3 files up to 256 kbit/s, and WAV files of 8 kHz, 16 bit"));
  }
  CHECK(shelf.blobs().size() == kept);
  CHECK(shelf.acme().prompts().count() == 4);
}

TEST_CASE("[AUD-08] 20 MB may be, a byte more not") {
  Shelf shelf;
  Bytes bytes = wav(1200);
  bytes.resize(20 * 1024 * 1024);  // what follows the audio is not played
  CHECK(shelf.acme().library().add({.file_name = "a.wav", .bytes = bytes}));
  bytes.push_back(std::byte{0});
  const auto refused = shelf.acme().library().add({.file_name = "a.wav", .bytes = bytes});
  CHECK(problems(refused) == List{"exhausted"});
  CHECK(contains(message(refused), "20 MB"));
}

TEST_CASE("[AUD-09][AUD-10] what a user records lasts 2 minutes at the most, and comes to the own files") {
  Shelf shelf;
  const Bytes two = wav(120);
  const Bytes more = wav(121);
  const Library library = shelf.acme().library();
  CHECK(problems(library.add({.file_name = "r.wav", .bytes = more, .recorded = true})) == List{"exhausted"});
  CHECK(library.add({.file_name = "long.wav", .bytes = more}));
  const auto recorded = library.add({.file_name = "mine.wav", .bytes = two, .recorded = true});
  REQUIRE_MESSAGE(recorded, message(recorded));
  CHECK(recorded->object.recorded);
  CHECK(recorded->object.length == std::chrono::seconds(120));
  CHECK(file_of(library.list().value(), "mine") != nullptr);
  Prompt forged = recorded->object;
  forged.length = std::chrono::seconds(121);
  CHECK(problems(shelf.acme().prompts().update(forged)) == List{"invalid_argument length"});
}

TEST_CASE("[AUD-01][AUD-21][AUD-05] two blocks with count and size; every row has name and size; found by a part of the name") {
  Shelf shelf;
  const Library library = shelf.acme().library();
  const Bytes bytes = wav();
  REQUIRE(library.add({.file_name = "Приветствие.wav", .bytes = bytes}));
  REQUIRE(library.add({.file_name = "C:\\sounds\\Good bye.wav", .bytes = bytes}));
  const LibraryList all = library.list().value();
  CHECK(names(all.own) == List{"hello", "Приветствие", "Good bye"});
  CHECK(all.own.bytes == 2 * bytes.size());
  CHECK(all.own.files[1].size == bytes.size());
  REQUIRE(all.standard.files.size() > 10);
  std::uint64_t sum = 0;
  for (const LibraryFile& file : all.standard.files) {
    CHECK(file.standard);
    CHECK(file.size > 0);
    sum += file.size;
  }
  CHECK(all.standard.bytes == sum);
  CHECK(names(library.list("ПРИВ")->own) == List{"Приветствие"});
  CHECK(names(library.list("o")->own) == List{"hello", "Good bye"});
  CHECK(names(library.list("oo")->own) == List{"Good bye"});
  CHECK(names(library.list("music-no-such")->own).empty());
  CHECK(names(library.list("hold-mel")->standard) == List{"hold-melody"});
}

TEST_CASE("[AUD-02] own files count against the quota, standard ones do not") {
  Shelf shelf;
  AccountSettings settings = shelf.acme().settings().value();
  settings.defaults.services.prompt_megabytes = 1;
  REQUIRE(shelf.acme().save(Changes().settings(settings)));
  const Bytes half = wav(31);  // 496 kB
  const Library library = shelf.acme().library();
  CHECK(library.add({.file_name = "a.wav", .bytes = half}));
  const auto second = library.add({.file_name = "b.wav", .bytes = half, .key = {"b"}});
  CHECK(second);
  CHECK(problems(library.add({.file_name = "c.wav", .bytes = half})) == List{"exhausted"});
  CHECK(shelf.blobs().size() == 2);
  CHECK(library.list()->standard.bytes > 1'000'000);
  REQUIRE(library.remove({"b"}));
  CHECK(library.add({.file_name = "c.wav", .bytes = half}));
}

TEST_CASE("[AUD-03][AUD-14] standard files are played and nothing else; own ones are played and downloaded") {
  Shelf shelf;
  const Library library = shelf.acme().library();
  const Bytes bytes = wav();
  const PromptKey own = library.add({.file_name = "a.wav", .bytes = bytes})->object.id;
  CHECK(library.read(own, AudioUse::play) == bytes);
  CHECK(library.read(own, AudioUse::download) == bytes);
  const PromptKey standard{"standard:hold-melody"};
  CHECK(library.read(standard, AudioUse::play)->size() > 1000);
  CHECK(problems(library.read(standard, AudioUse::download)) == List{"forbidden"});
  CHECK(problems(library.rename(standard, "Mine")) == List{"forbidden"});
  CHECK(problems(library.remove(standard)) == List{"forbidden"});
  CHECK(problems(library.read({"standard:no-such"}, AudioUse::play)) == List{"not_found"});
  CHECK(problems(library.read({"no-such"}, AudioUse::play)) == List{"not_found"});
}

TEST_CASE("an employee reads no other blob by naming it as his audio file") {
  Shelf shelf;
  const Account anna = shelf.as("employee", "anna");
  Prompt forged;
  forged.id = {"forged"};
  forged.source = "blob:voicemail/acme/1";
  forged.owner = {"anna"};
  CHECK(problems(anna.prompts().create(forged)) == List{"forbidden"});
  REQUIRE(shelf.acme().prompts().create(forged));
  CHECK(problems(anna.library().read({"forged"}, AudioUse::play)) == List{"unsupported"});
  // Nor does he make a file of his own into one of somebody else's, nor larger than it is counted.
  const Bytes bytes = wav();
  Prompt own = anna.library().add({.file_name = "own.wav", .bytes = bytes})->object;
  const Prompt other = shelf.acme().library().add({.file_name = "other.wav", .bytes = bytes})->object;
  own.source = other.source;
  CHECK(problems(anna.prompts().update(own)) == List{"forbidden"});
  own = anna.prompts().get(own.id.text)->object;
  own.size = 0;
  CHECK(problems(anna.prompts().update(own)) == List{"forbidden"});
  CHECK(anna.library().rename(own.id, "Mine"));
  const auto seen = anna.prompts().list().value();
  CHECK_FALSE(seen.items.empty());
  for (const auto& item : seen.items) CHECK(item.object.owner.text == "anna");
  CHECK(problems(anna.prompts().get(other.id.text)) == List{"forbidden"});
}

TEST_CASE("[AUD-04] a file in use by an active scheme is marked and stays; one in a scheme that no call comes to goes") {
  Shelf shelf;
  const Library library = shelf.acme().library();
  CHECK(file_of(library.list().value(), "hello")->in_use);
  CHECK(problems(library.remove({"hello"})) == List{"in_use"});
  const Bytes bytes = wav();
  const PromptKey key = library.add({.file_name = "night.wav", .bytes = bytes})->object.id;
  CHECK_FALSE(file_of(library.list().value(), "night")->in_use);
  Scheme night = shelf.acme().schemes().get("night").value().object;  // nobody leads there
  night.branches.front().block.actions.insert(night.branches.front().block.actions.begin(), PlayPrompt{key});
  REQUIRE(shelf.acme().schemes().update(night));
  CHECK_FALSE(file_of(library.list().value(), "night")->in_use);
  Number number = shelf.acme().numbers().get("74950000002").value().object;
  number.scheme = {"night"};
  REQUIRE(shelf.acme().numbers().update(number));
  CHECK(file_of(library.list().value(), "night")->in_use);
  CHECK(problems(library.remove(key)) == List{"in_use"});
  number.scheme = {};
  REQUIRE(shelf.acme().numbers().update(number));
  REQUIRE(library.remove(key));
  CHECK(shelf.blobs().empty());
  night = shelf.acme().schemes().get("night").value().object;
  CHECK(std::get<PlayPrompt>(night.branches.front().block.actions.front()).prompt.text == "standard:welcome");
}

TEST_CASE("[AUD-12] own files are renamed") {
  Shelf shelf;
  const Library library = shelf.acme().library();
  REQUIRE(library.rename({"hello"}, "Good morning"));
  CHECK(names(library.list()->own) == List{"Good morning"});
  CHECK(shelf.acme().schemes().get("main"));  // it is named by its key
}

TEST_CASE("[AUD-13] a file knows who added it, and when") {
  const Time now(std::chrono::hours(500'000));
  Engine engine({.storage = memory_storage(), .clock = [now] { return now; }});
  const Account acme = engine.accounts().import_json(document).value();
  const Bytes bytes = wav();
  const Account anna = acme.as({.kind = ActorKind::employee, .employee = {"anna"}});
  const auto added = anna.library().add({.file_name = "a.wav", .bytes = bytes});
  REQUIRE_MESSAGE(added, message(added));
  const LibraryList list = acme.library().list().value();
  CHECK(file_of(list, "a")->owner.text == "anna");
  CHECK(file_of(list, "a")->added == now);
}

TEST_CASE("[AUD-15][AUD-18][AUD-17][SEC-16] everybody sees and takes away the files of his scope, and all standard ones") {
  Shelf shelf;
  const Bytes bytes = wav();
  Employee dora;
  dora.id = {"dora"};
  dora.full_name = "Dora";
  REQUIRE(shelf.acme().employees().create(dora));
  for (const char* who : {"anna", "boris", "dora"}) {
    const auto added = shelf.as("employee", who).library().add({.file_name = std::string(who) + ".wav", .bytes = bytes, .key = {who}});
    REQUIRE_MESSAGE(added, message(added));
  }
  const auto seen = [&](const Account& account) { return names(account.library().list()->own); };
  CHECK(seen(shelf.as("employee", "anna")) == List{"anna"});
  CHECK(shelf.as("employee", "anna").library().list()->standard.files.size() > 10);
  CHECK(seen(shelf.as("group_supervisor", "anna")) == List{"anna", "boris"});  // Dora is in no group of hers
  CHECK(seen(shelf.as("administrator", "anna")) == List{"hello", "anna", "boris", "dora"});
  Role role;
  role.id = {"sounds"};
  role.name = "Sounds";
  set_section(role, Section::audio_files, true);
  REQUIRE(shelf.acme().roles().create(role));
  CHECK(seen(shelf.as("sounds", "anna")) == List{"hello", "anna", "boris", "dora"});
  const Account anna = shelf.as("employee", "anna");
  CHECK(problems(anna.library().remove({"boris"})) == List{"forbidden"});
  CHECK(problems(anna.library().read({"boris"}, AudioUse::play)) == List{"forbidden"});
  CHECK(problems(anna.library().rename({"boris"}, "X")) == List{"forbidden"});
  CHECK(anna.library().remove({"anna"}));
}

TEST_CASE("[AUD-19] own files need the service") {
  Shelf shelf;
  AccountSettings settings = shelf.acme().settings().value();
  settings.defaults.services.own_prompts = false;
  REQUIRE(shelf.acme().save(Changes().settings(settings)));
  const Bytes bytes = wav();
  CHECK(problems(shelf.acme().library().add({.file_name = "a.wav", .bytes = bytes})) == List{"forbidden"});
  CHECK(shelf.blobs().empty());
}
