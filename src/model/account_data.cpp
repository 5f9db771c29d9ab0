#include "model/account_data.hpp"

#include "model/describe_account.hpp"
#include "model/trace.hpp"

#include <algorithm>
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
  return std::tie(a.name.kind, a.name.text, a.user) < std::tie(b.name.kind, b.name.text, b.user);
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

std::string first_claim(const Trace& trace, Kind kind, std::string_view name) {
  const auto same = [&](const Mention& claim) { return claim.kind == kind && claim.name == name; };
  const auto at = std::find_if(trace.claims.begin(), trace.claims.end(), same);
  return at != trace.claims.end() ? at->path : std::string();
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

const ObjectRef* AccountData::owner(Kind kind, std::string_view name) const {
  return owners_.find(NameView{kind, name});
}

std::vector<ObjectRef> AccountData::users(Kind kind, std::string_view name) const {
  std::vector<ObjectRef> users;
  uses_.each_from(NameView{kind, name}, [&](const Use& use, Nothing) {
    if (use.name.kind != kind || use.name.text != name) return false;
    users.push_back(use.user);
    return true;
  });
  return users;
}

template <class T>
void AccountData::enter(const T& object, const ObjectRef& self) {
  Trace trace = trace_of(object);
  for (Mention& claim : trace.claims) {
    if (owner(claim.kind, claim.name) != nullptr) continue;
    owners_.set(Name{claim.kind, std::move(claim.name)}, self);
  }
  for (Mention& use : trace.references) {
    uses_.set(Use{{use.kind, std::move(use.name)}, self}, Nothing{});
  }
}

template <class T>
void AccountData::leave(const T& object, const ObjectRef& self) {
  Trace trace = trace_of(object);
  for (const Mention& claim : trace.claims) {
    const ObjectRef* here = owner(claim.kind, claim.name);
    if (here != nullptr && *here == self) owners_.erase(NameView{claim.kind, claim.name});
  }
  for (Mention& use : trace.references) {
    uses_.erase(Use{{use.kind, std::move(use.name)}, self});
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

Trace AccountData::trace(const ObjectRef& object) const {
  if (object.kind == Kind::settings) return trace_of(*settings_);
  Trace trace;
  each_object_kind([&]<class T>(As<T>) {
    if (object.kind != ObjectKind<T>::kind) return;
    if (const T* here = find<T>(object.key)) trace = trace_of(*here);
  });
  return trace;
}

std::optional<KnownNames::Owner> AccountData::View::other_owner(Kind kind, std::string_view name,
                                                                std::string_view path) const {
  const ObjectRef* owner = data_.owner(kind, name);
  if (owner == nullptr) return std::nullopt;
  if (*owner != self_) return Owner{first_claim(data_.trace(*owner), kind, name), label_of(*owner)};
  if (!own_) {
    own_.emplace();
    for (Mention& claim : data_.trace(self_).claims) {
      own_->try_emplace(Name{claim.kind, std::move(claim.name)}, std::move(claim.path));
    }
  }
  const auto first = own_->find(NameView{kind, name});
  if (first == own_->end() || first->second == path) return std::nullopt;
  return Owner{first->second, label_of(self_)};
}

std::string AccountData::View::nearest_name(Kind kind, std::string_view name) const {
  std::vector<std::string_view> known;
  data_.each_name(kind, "", [&](const std::string& text, const ObjectRef&) {
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
