// The black and white list as files (ACL-16).
#include "base/csv.hpp"
#include "engine/asker.hpp"

#include <tandem/engine.hpp>

namespace tandem {
namespace {

std::string login_of(const AccountHandle& handle) {
  if (!handle.actor.login.empty()) return handle.actor.login;
  return handle.actor.employee.empty() ? handle.id : handle.id + '/' + handle.actor.employee.text;
}

}  // namespace

Result<ListImport> Account::import_list_csv(CallerList list, std::string_view csv) const {
  const auto asker = engine::Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  ListImport import = import_list(csv, list, login_of(handle_), asker->core().now());
  if (import.entries.empty()) return import;
  Changes changes;
  for (const ListEntry& entry : import.entries) changes.create(entry);
  const Result<Saved> saved = save(changes);
  if (!saved) return std::unexpected(saved.error());
  for (std::size_t i = 0; i < import.entries.size(); ++i) import.entries[i].id = {saved->keys[i]};
  return import;
}

Result<std::string> Account::export_list_csv(CallerList list) const {
  const auto all = list_entries().list({.limit = static_cast<std::size_t>(-1)});
  if (!all) return std::unexpected(all.error());
  std::string text = csv_row({"type", "pattern", "comment"});
  for (const Versioned<ListEntry>& one : all->items) {
    const ListEntry& entry = one.object;
    if (entry.list != list) continue;
    text += csv_row({entry.kind == AddressKind::phone ? "phone" : "sip", entry.pattern, entry.comment});
  }
  return text;
}

}  // namespace tandem
