#include "model/account_data.hpp"

#include "model/describe_account.hpp"
#include "model/trace.hpp"

#include <set>
#include <tuple>
#include <utility>

namespace tandem::model {
namespace {

template <class T>
Trace trace_of(const T& object) {
  Trace trace;
  walk(trace, object);
  return trace;
}

const ObjectRef settings_ref{Kind::settings, ""};

}  // namespace

bool AccountData::ByUse::operator()(const Use& a, const Use& b) const {
  return std::tie(a.name.kind, a.name.text, a.user, a.path) < std::tie(b.name.kind, b.name.text, b.user, b.path);
}

namespace {

template <class T>
void give_keys(std::vector<T>& list) {
  using Of = ObjectKind<T>;
  std::set<std::string> taken;
  for (const T& object : list) {
    if (!Of::key(object).empty()) taken.insert(Of::key(object));
  }
  if (taken.size() == list.size()) return;
  std::size_t next = 1;
  for (T& object : list) {
    while (Of::key(object).empty()) {
      std::string key = given_key(Of::kind, next++);
      if (!taken.contains(key)) Of::key(object) = std::move(key);
    }
  }
}

}  // namespace

AccountData::AccountData(std::string id, AccountSettings settings)
    : id_(std::move(id)), settings_(std::make_shared<const AccountSettings>()) {
  put(std::move(settings), 0);
}

AccountData::AccountData(AccountDocument document)
    : AccountData(std::move(document.id), std::move(static_cast<AccountSettings&>(document))) {
  each_object_kind([&]<class T>(As<T>) {
    std::vector<T>& list = document.*ObjectKind<T>::member;
    give_keys(list);
    for (T& object : list) put(std::move(object), 0);
  });
}

std::size_t AccountData::count(Kind kind) const {
  std::size_t size = 0;
  each_object_kind([&]<class T>(As<T>) {
    if (ObjectKind<T>::kind == kind) size = all<T>().size();
  });
  return size;
}

AccountDocument AccountData::document() const {
  AccountDocument document;
  static_cast<AccountSettings&>(document) = *settings_;
  document.id = id_;
  each_object_kind([&]<class T>(As<T>) {
    std::vector<T>& list = document.*ObjectKind<T>::member;
    list.reserve(all<T>().size());
    all<T>().each([&](const Stored<T>& stored) { list.push_back(stored.object); });
  });
  return document;
}

const AccountData::Claim* AccountData::owner(Kind kind, std::string_view name) const {
  return owners_.find(NameView{kind, name});
}

std::vector<AccountData::User> AccountData::users(Kind kind, std::string_view name) const {
  std::vector<User> users;
  uses_.each_from(NameView{kind, name}, [&](const Use& use, Nothing) {
    if (use.name.kind != kind || use.name.text != name) return false;
    users.push_back({use.user, use.path});
    return true;
  });
  return users;
}

template <class T>
void AccountData::enter(const T& object, const ObjectRef& self) {
  Trace trace = trace_of(object);
  for (Mention& claim : trace.claims) {
    if (owner(claim.kind, claim.name) != nullptr) continue;
    owners_.set(Name{claim.kind, std::move(claim.name)}, Claim{self, std::move(claim.path)});
  }
  for (Mention& use : trace.references) {
    uses_.set(Use{{use.kind, std::move(use.name)}, self, std::move(use.path)}, Nothing{});
  }
}

template <class T>
void AccountData::leave(const T& object, const ObjectRef& self) {
  Trace trace = trace_of(object);
  for (const Mention& claim : trace.claims) {
    const Claim* here = owner(claim.kind, claim.name);
    if (here != nullptr && here->owner == self) owners_.erase(NameView{claim.kind, claim.name});
  }
  for (Mention& use : trace.references) {
    uses_.erase(Use{{use.kind, std::move(use.name)}, self, std::move(use.path)});
  }
}

template <class T>
void AccountData::put_object(T object, std::uint64_t version, std::uint64_t position) {
  const ObjectRef self = ref_of(object);
  if (const T* old = find<T>(self.key)) leave(*old, self);
  enter(object, self);
  std::get<ObjectSet<T>>(sets_).set(std::move(object), version, position);
}

void AccountData::put_object(AccountSettings settings, std::uint64_t, std::uint64_t) {
  leave(*settings_, settings_ref);
  enter(settings, settings_ref);
  settings_ = std::make_shared<const AccountSettings>(std::move(settings));
}

void AccountData::put(AnyObject object, std::uint64_t version, std::uint64_t position) {
  std::visit([&](auto& value) { put_object(std::move(value), version, position); }, object);
}

void AccountData::erase(const ObjectRef& object) {
  each_object_kind([&]<class T>(As<T>) {
    if (object.kind != ObjectKind<T>::kind) return;
    const T* old = find<T>(object.key);
    if (old == nullptr) return;
    leave(*old, object);
    std::get<ObjectSet<T>>(sets_).erase(object.key);
  });
}

std::optional<KnownNames::Owner> AccountData::View::other_owner(Kind kind, std::string_view name,
                                                                std::string_view path) const {
  const Claim* claim = data_.owner(kind, name);
  if (claim == nullptr || (claim->owner == self_ && claim->path == path)) return std::nullopt;
  return Owner{claim->path, label_of(claim->owner)};
}

std::string AccountData::View::nearest_name(Kind kind, std::string_view name) const {
  std::vector<std::string_view> known;
  data_.each_name(kind, "", [&](const std::string& text, const Claim&) {
    known.push_back(text);
    return known.size() <= most_names_for_a_hint;
  });
  return nearest_of(name, std::move(known));
}

std::string own_domain(const AccountSettings& settings) {
  if (!settings.root_domain.empty()) return settings.root_domain;
  return settings.domains.empty() ? std::string() : settings.domains.front();
}

bool leads_in(const AccountData& data, const Number& number) {
  if (number.use != LineUse::ordinary) return false;
  if (number.mode != LineMode::trunk) return true;
  const Trunk* trunk = data.find<Trunk>(number.trunk.text);
  return trunk == nullptr || !is_internal(*trunk);
}

}  // namespace tandem::model
