#include <tandem/library.hpp>

#include "adapters/rtp/audio_file.hpp"
#include "base/password.hpp"
#include "engine/asker.hpp"
#include "model/rules.hpp"
#include "model/text.hpp"

#include <tandem/rtp.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace tandem {
namespace {

using engine::Asker;

constexpr std::string_view standard = "standard:";

/// The file of a standard sound as the engine's media would find it.
std::string standard_file(std::string_view key) { return standard_prompt_file(key.substr(standard.size())); }

std::uint64_t size_of(const std::string& path) {
  struct stat about {};
  return stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

/// Of the sources of files that came by Library::add().
std::string blob_prefix(const std::string& account) { return fmt::format("blob:prompts/{}/", account); }

/// Would its removal be refused (AUD-04)?
bool in_use(const Asker& asker, const PromptKey& key) {
  const Result<model::Edited> edited = model::edit(asker.data(), Changes().remove<Prompt>(key.text));
  return !edited && edited.error().code == errc::in_use;
}

std::unexpected<Error> only_standard() {
  return fail(errc::forbidden, "standard files can be played, and nothing else (AUD-03)");
}

std::unexpected<Error> may_not_add() {
  return fail(errc::forbidden, "not allowed: it needs the right audio_own (AUD-15)");
}

struct Found {
  Asker asker;
  Prompt prompt;
};
Result<Found> own_file(const AccountHandle& handle, const PromptKey& key) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return std::unexpected(asker.error());
  if (key.text.starts_with(standard)) return only_standard();
  const Prompt* prompt = asker->data().find<Prompt>(key.text);
  if (prompt == nullptr) return fail(errc::not_found, fmt::format("there is no audio file '{}'", key.text));
  if (!asker->authority().may_see(*prompt)) {
    return fail(errc::forbidden, "it is not his own audio file, nor one of his groups (AUD-15)");
  }
  return Found{std::move(*asker), *prompt};
}

std::string title_of(const NewAudio& audio) {
  if (!audio.name.empty()) return audio.name;
  const std::size_t slash = audio.file_name.find_last_of("/\\");
  const std::string name = slash == audio.file_name.npos ? audio.file_name : audio.file_name.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

}  // namespace

Result<LibraryList> Library::list(std::string_view text) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::Authority authority = asker->authority();
  const std::string wanted = model::fold_case(text);
  LibraryList list;
  const auto add = [&](LibraryBlock& block, LibraryFile file) {
    if (model::fold_case(file.name).find(wanted) == std::string::npos) return;
    block.bytes += file.size;
    block.files.push_back(std::move(file));
  };
  asker->data().all<Prompt>().each([&](const model::Stored<Prompt>& stored) {
    const Prompt& prompt = stored.object;
    if (!authority.may_see(prompt)) return;
    add(list.own, {prompt.id, model::title_of(prompt), false,
                   static_cast<std::uint64_t>(prompt.size), in_use(*asker, prompt.id), prompt.owner, prompt.added});
  });
  for (const std::string& name : standard_prompt_names()) {
    const std::string key = std::string(standard) + name;
    if (const std::string file = standard_file(key); !file.empty()) {
      add(list.standard, {PromptKey{key}, name, true, size_of(file), false, {}, {}});
    }
  }
  return list;
}

Result<Versioned<Prompt>> Library::add(const NewAudio& audio) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  if (!asker->data().settings().defaults.services.own_prompts) {
    return fail(errc::forbidden, model::not_enabled("an audio file of one's own", Service::own_prompts, "AUD-19"));
  }
  const auto length = rtp::check_audio(audio.file_name, audio.bytes);
  if (!length) return std::unexpected(length.error());
  if (audio.recorded && *length > rtp::longest_recording) {
    return fail(errc::exhausted, "a recording of one's own lasts 2 minutes at the most (AUD-09)");
  }
  const std::string file_name = model::lower(audio.file_name);
  const std::string source = blob_prefix(account_.id) + random_token(8) + file_name.substr(file_name.rfind('.'));
  const std::string blob = source.substr(5);
  Prompt prompt;
  prompt.id = audio.key;
  prompt.source = source;
  prompt.name = title_of(audio);
  prompt.owner = account_.actor.employee;
  prompt.recorded = audio.recorded;
  prompt.added = asker->core().now();
  prompt.size = static_cast<int>(audio.bytes.size());
  prompt.length = std::chrono::ceil<std::chrono::seconds>(*length);
  BlobStore& blobs = *asker->core().options().storage.blobs;
  if (auto stored = engine::store_blob(blobs, blob, audio.bytes); !stored) return std::unexpected(stored.error());
  const bool allowed = asker->authority().has(Right::audio_own) || asker->authority().has(Right::audio_any);
  const Result<Saved> saved = allowed ? asker->save(Changes().create(prompt), true) : may_not_add();
  if (!saved) {
    (void)blobs.remove(blob);
    return std::unexpected(saved.error());
  }
  prompt.id.text = saved->keys.front();
  return Versioned<Prompt>{std::move(prompt), saved->versions.front()};
}

Result<std::vector<std::byte>> Library::read(const PromptKey& key, AudioUse use) const {
  if (!key.text.starts_with(standard)) {
    const auto found = own_file(account_, key);
    if (!found) return std::unexpected(found.error());
    const std::string& source = found->prompt.source;
    // What else lies in the store is nothing an employee could name as an audio file of his.
    const bool ours = source.starts_with(blob_prefix(account_.id));
    if (!source.starts_with("blob:") || (!ours && account_.actor.kind == ActorKind::employee)) {
      return fail(errc::unsupported, fmt::format("'{}' is not kept in the library", source));
    }
    return found->asker.core().options().storage.blobs->read(source.substr(5));
  }
  if (use == AudioUse::download) return only_standard();
  const std::string path = standard_file(key.text);
  std::ifstream file(path, std::ios::binary);
  if (path.empty() || !file) return fail(errc::not_found, fmt::format("there is no standard sound '{}'", key.text));
  std::vector<std::byte> bytes(size_of(path));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

Result<Saved> Library::rename(const PromptKey& key, std::string name) const {
  auto found = own_file(account_, key);
  if (!found) return std::unexpected(found.error());
  found->prompt.name = std::move(name);
  return found->asker.save(Changes().update(found->prompt));
}

Result<Saved> Library::remove(const PromptKey& key) const {
  const auto found = own_file(account_, key);
  if (!found) return std::unexpected(found.error());
  Result<Saved> saved = found->asker.save(Changes().remove<Prompt>(key.text));
  if (saved && found->prompt.source.starts_with(blob_prefix(account_.id))) {
    (void)found->asker.core().options().storage.blobs->remove(found->prompt.source.substr(5));
  }
  return saved;
}

}  // namespace tandem
