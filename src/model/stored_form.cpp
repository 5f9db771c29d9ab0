#include "model/stored_form.hpp"

#include "model/describe_account.hpp"
#include "model/json_value.hpp"
#include "model/reader.hpp"
#include "model/writer.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace tandem::model {
namespace {

std::string id_of(std::string_view account, const ObjectRef& object) {
  return fmt::format("{}/{}", account, object.key);
}

/// {"position": 3, "value": {...}}
std::string body_of(const AnyObject& object, std::uint64_t position, const Sealer& sealer) {
  JsonWriter writer;
  writer.of_secret = [&](std::string_view secret) { return sealer.seal(secret); };
  writer.begin_object();
  writer.key("position");
  writer.number(static_cast<std::int64_t>(position));
  writer.key("value");
  std::visit([&](const auto& value) { write(writer, value); }, object);
  writer.end_object();
  return std::move(writer).take();
}

std::uint64_t position_of_object(const AccountData& data, const ObjectRef& object) {
  std::uint64_t position = 0;
  each_object_kind([&]<class T>(As<T>) {
    if (object.kind == ObjectKind<T>::kind) position = data.all<T>().find(object.key)->position;
  });
  return position;
}

/// A value inside a stored document, read as a T.
template <class T>
Result<T> read_as(const Document& document, const JsonValue& value, const Sealer& sealer) {
  Reading reading;
  reading.of_secret = [&](std::string_view secret) { return sealer.open(secret); };
  T object{};
  read(reading, value, object);
  if (reading.problems.empty()) return object;
  Error error = joined(std::move(reading.problems));
  error.path = fmt::format("{} {}.{}", document.kind, document.id, error.path);
  return std::unexpected(std::move(error));
}
/// What stands under "value", the same.
template <class T>
Result<T> read_value(const Document& document, const JsonValue& root, const Sealer& sealer) {
  const JsonValue* value = root.find("value");
  if (value == nullptr) return fail(errc::missing_field, "this field is required", document.id + ".value");
  return read_as<T>(document, *value, sealer);
}

JsonValue* member(JsonValue& object, std::string_view key) {
  return const_cast<JsonValue*>(object.find(key));  // of an object that may be changed
}

/// Lists that stood inside the settings become objects, the settings lose them.
template <class T>
Result<void> take_list(std::vector<T>& into, const Document& document, JsonValue& settings, std::string_view where,
                       std::string_view list, const Sealer& sealer) {
  JsonValue* around = member(settings, where);
  JsonValue* found = around != nullptr ? member(*around, list) : nullptr;
  const auto* items = found != nullptr ? found->as<JsonValue::Array>() : nullptr;
  if (items == nullptr) return {};
  for (const JsonValue& item : *items) {
    Result<T> object = read_as<T>(document, item, sealer);
    if (!object) return std::unexpected(object.error());
    into.push_back(std::move(*object));
  }
  auto& members = std::get<JsonValue::Object>(around->value);
  std::erase_if(members, [&](const auto& one) { return one.first == list; });
  return {};
}
Result<AccountDocument> take_lists(const Document& document, JsonValue& settings, const Sealer& sealer) {
  AccountDocument lists;
  Result<void> done = take_list(lists.list_entries, document, settings, "caller_lists", "entries", sealer);
  if (done) done = take_list(lists.caller_rules, document, settings, "caller_forwarding", "rules", sealer);
  if (done) done = take_list(lists.caller_id_rules, document, settings, "caller_id", "rules", sealer);
  if (!done) return std::unexpected(done.error());
  return lists;
}

Result<void> put_stored(AccountData& data, const Document& document, const Sealer& sealer) {
  auto parsed = parse_json(document.body);
  if (!parsed) return std::unexpected(parsed.error());
  Result<void> done = fail(errc::invalid_argument, "objects of this kind are not known", document.kind);
  each_object_kind([&]<class T>(As<T>) {
    if (document.kind != noun(ObjectKind<T>::kind)) return;
    Result<T> object = read_value<T>(document, parsed->root, sealer);
    if (!object) {
      done = std::unexpected(object.error());
      return;
    }
    const JsonValue* position = parsed->root.find("position");
    const auto* number = position != nullptr ? position->as<std::int64_t>() : nullptr;
    const auto* unsigned_number = position != nullptr ? position->as<std::uint64_t>() : nullptr;
    data.put(std::move(*object), document.version,
             number != nullptr            ? static_cast<std::uint64_t>(*number)
             : unsigned_number != nullptr ? *unsigned_number
                                          : 0);
    done = {};
  });
  return done;
}

Result<Restored> restore_old_form(const StoredAccount& stored) {
  Result<AccountDocument> document = parse_account(stored.settings.body);
  if (!document) return std::unexpected(document.error());
  Edited parts = replace(AccountData(stored.settings.id, {}), std::move(*document));
  std::erase_if(parts.touched, [](const Touched& touched) { return touched.object.kind == Kind::settings; });
  parts.touched.push_back({{Kind::settings, ""}, 0, 1});
  return Restored{std::move(parts.after), std::move(parts.touched)};
}

}  // namespace

std::optional<AnyObject> object_of(const AccountData& data, const ObjectRef& object) {
  if (object.kind == Kind::settings) return data.settings();
  std::optional<AnyObject> found;
  each_object_kind([&]<class T>(As<T>) {
    if (object.kind != ObjectKind<T>::kind) return;
    if (const T* known = data.find<T>(object.key)) found = *known;
  });
  return found;
}

std::vector<DocumentChange> changes_for_store(const Edited& edited, std::uint64_t revision, const Sealer& sealer) {
  const AccountData& data = edited.after;
  std::vector<DocumentChange> changes;
  changes.push_back({std::string(revision_kind), data.id(), revision, "{}"});
  for (const Touched& touched : edited.touched) {
    if (touched.object.kind == Kind::settings) {
      changes.push_back({std::string(account_kind), data.id(), std::nullopt, body_of(data.settings(), 0, sealer)});
      continue;
    }
    DocumentChange change{std::string(noun(touched.object.kind)), id_of(data.id(), touched.object),
                          touched.version_before, std::nullopt};
    if (touched.version != 0) {
      change.body = body_of(*object_of(data, touched.object), position_of_object(data, touched.object), sealer);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<DocumentChange> removal_for_store(const AccountData& data) {
  std::vector<DocumentChange> changes;
  changes.push_back({std::string(revision_kind), data.id(), std::nullopt, std::nullopt});
  changes.push_back({std::string(account_kind), data.id(), std::nullopt, std::nullopt});
  each_object_kind([&]<class T>(As<T>) {
    data.all<T>().each([&](const Stored<T>& stored) {
      changes.push_back({std::string(noun(ObjectKind<T>::kind)), id_of(data.id(), ref_of(stored.object)), std::nullopt,
                         std::nullopt});
    });
  });
  return changes;
}

Result<std::vector<StoredAccount>> load_accounts(ConfigStore& store, std::string_view account) {
  std::map<std::string, StoredAccount, std::less<>> accounts;
  auto settings = store.load(account_kind, account);
  if (!settings) return std::unexpected(settings.error());
  for (Document& document : *settings) {
    if (!account.empty() && document.id != account) continue;
    std::string id = document.id;
    accounts[std::move(id)].settings = std::move(document);
  }
  auto revisions = store.load(revision_kind, account);
  if (!revisions) return std::unexpected(revisions.error());
  for (const Document& document : *revisions) {
    if (const auto of = accounts.find(document.id); of != accounts.end()) of->second.revision = document.version;
  }
  Result<void> loaded;
  each_object_kind([&]<class T>(As<T>) {
    if (!loaded) return;
    const std::string prefix = account.empty() ? std::string() : std::string(account) + '/';
    auto documents = store.load(noun(ObjectKind<T>::kind), prefix);
    if (!documents) {
      loaded = std::unexpected(documents.error());
      return;
    }
    for (Document& document : *documents) {
      const auto of = accounts.find(std::string_view(document.id).substr(0, document.id.find('/')));
      if (of != accounts.end()) of->second.objects.push_back(std::move(document));
    }
  });
  if (!loaded) return std::unexpected(loaded.error());
  std::vector<StoredAccount> list;
  for (auto& [id, stored] : accounts) list.push_back(std::move(stored));
  return list;
}

Result<Restored> restore(const StoredAccount& stored, const Sealer& sealer) {
  auto parsed = parse_json(stored.settings.body);
  if (!parsed) return std::unexpected(parsed.error());
  JsonValue* value = member(parsed->root, "value");
  if (value == nullptr) return restore_old_form(stored);
  Result<AccountDocument> lists = take_lists(stored.settings, *value, sealer);
  if (!lists) return std::unexpected(lists.error());
  Result<AccountSettings> settings = read_value<AccountSettings>(stored.settings, parsed->root, sealer);
  if (!settings) return std::unexpected(settings.error());
  Restored restored{AccountData(stored.settings.id, std::move(*settings))};
  for (const Document& document : stored.objects) {
    if (Result<void> put = put_stored(restored.data, document, sealer); !put) return std::unexpected(put.error());
  }
  const Edited lifted = replace(AccountData(stored.settings.id, {}), std::move(*lists));
  for (const Touched& touched : lifted.touched) {
    restored.data.put(*object_of(lifted.after, touched.object), 1);
    restored.unwritten.push_back(touched);
  }
  if (!restored.unwritten.empty()) restored.unwritten.push_back({{Kind::settings, ""}, 1, 2});
  return restored;
}

std::string object_json(const AnyObject& object, const std::function<std::string(std::string_view)>& of_secret) {
  JsonWriter writer;
  writer.of_secret = of_secret;
  std::visit([&](const auto& value) { write(writer, value); }, object);
  return std::move(writer).take();
}

std::string masked(std::string_view) { return "***"; }

}  // namespace tandem::model
