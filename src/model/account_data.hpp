// An account in memory: its settings, its objects, and who has and who uses which name. A value whose copies share what
// they have in common, so that a snapshot costs nothing and a change costs what it changes.
#pragma once

#include "base/persistent_map.hpp"
#include "model/index.hpp"
#include "model/object_kinds.hpp"
#include "model/object_set.hpp"
#include "model/trace.hpp"

#include <tandem/account.hpp>
#include <tandem/objects.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tandem::model {

class AccountData {
 public:
  AccountData(std::string id, AccountSettings settings);
  /// Of a document without problems. Objects without a key are given one.
  explicit AccountData(AccountDocument document);

  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] const AccountSettings& settings() const noexcept { return *settings_; }
  template <class T>
  [[nodiscard]] const ObjectSet<T>& all() const noexcept {
    return std::get<ObjectSet<T>>(sets_);
  }
  /// Null when there is none. Valid while this value, or a copy of it, lives unchanged.
  template <class T>
  [[nodiscard]] const T* find(std::string_view key) const {
    const Stored<T>* stored = all<T>().find(key);
    return stored != nullptr ? &stored->object : nullptr;
  }
  /// How many objects of a kind there are.
  [[nodiscard]] std::size_t count(Kind kind) const;
  [[nodiscard]] AccountDocument document() const;

  /// Who has a name; null when nobody has.
  [[nodiscard]] const ObjectRef* owner(Kind kind, std::string_view name) const;
  /// The object that has a name, if it is a T; null otherwise.
  template <class T>
  [[nodiscard]] const T* owner_as(Kind kind, std::string_view name) const {
    const ObjectRef* ref = owner(kind, name);
    return ref != nullptr && ref->kind == ObjectKind<T>::kind ? find<T>(ref->key) : nullptr;
  }
  /// `f(name, owner)` for the names of a kind that begin with `prefix`, in order, until it gives false.
  template <class F>
  void each_name(Kind kind, std::string_view prefix, F f) const {
    owners_.each_from(NameView{kind, prefix}, [&](const Name& name, const ObjectRef& ref) {
      return name.kind == kind && name.text.starts_with(prefix) && f(name.text, ref);
    });
  }
  /// Who refers to a name, each once.
  [[nodiscard]] std::vector<ObjectRef> users(Kind kind, std::string_view name) const;
  /// What an object that is there has and refers to, and where in it. Nothing of it is kept: an account is full of paths
  /// that hardly anybody asks for.
  [[nodiscard]] Trace trace(const ObjectRef& object) const;

  // Changes. Nothing is judged here; a name that somebody else has stays his.
  void put(AnyObject object, std::uint64_t version, std::uint64_t position = 0);
  void erase(const ObjectRef& object);

 private:
  struct NameView {
    Kind kind;
    std::string_view text;
  };
  struct Name {
    Kind kind;
    std::string text;
  };
  struct ByName {
    using is_transparent = void;
    static NameView view(const NameView& name) { return name; }
    static NameView view(const Name& name) { return {name.kind, name.text}; }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      const NameView left = view(a);
      const NameView right = view(b);
      return left.kind != right.kind ? left.kind < right.kind : left.text < right.text;
    }
  };

 public:
  /// The names as they look to whoever judges `self`, which outlives neither this nor the view.
  class View final : public KnownNames {
   public:
    View(const AccountData& data, ObjectRef self) : data_(data), self_(std::move(self)) {}
    [[nodiscard]] bool knows(Kind kind, std::string_view name) const override {
      return data_.owner(kind, name) != nullptr;
    }
    [[nodiscard]] std::optional<Owner> other_owner(Kind kind, std::string_view name,
                                                   std::string_view path) const override;
    [[nodiscard]] std::string nearest_name(Kind kind, std::string_view name) const override;
    [[nodiscard]] const AccountSettings& settings() const override { return data_.settings(); }
    [[nodiscard]] const Number* number(std::string_view digits) const override { return data_.find<Number>(digits); }
    [[nodiscard]] const Scheme* scheme(std::string_view key) const override { return data_.find<Scheme>(key); }
    [[nodiscard]] const Role* role(std::string_view key) const override { return data_.find<Role>(key); }
    [[nodiscard]] const Trunk* trunk(std::string_view key) const override { return data_.find<Trunk>(key); }
    [[nodiscard]] const Prompt* prompt(std::string_view key) const override { return data_.find<Prompt>(key); }
    [[nodiscard]] const Employee* employee(std::string_view key) const override { return data_.find<Employee>(key); }

   private:
    const AccountData& data_;
    ObjectRef self_;
    /// Where `self_` has its names first, once it was asked for.
    mutable std::optional<std::map<Name, std::string, ByName>> own_;
  };

 private:
  struct Use {
    Name name;
    ObjectRef user;
  };
  struct ByUse {
    using is_transparent = void;
    bool operator()(const Use& a, const Use& b) const;
    bool operator()(const Use& a, const NameView& b) const { return ByName()(a.name, b); }
    bool operator()(const NameView& a, const Use& b) const { return ByName()(a, b.name); }
  };
  struct Nothing {
    friend bool operator==(Nothing, Nothing) = default;
  };
  template <class T>
  void put_object(T object, std::uint64_t version, std::uint64_t position);
  void put_object(AccountSettings settings, std::uint64_t, std::uint64_t);
  template <class T>
  void enter(const T& object, const ObjectRef& self);
  template <class T>
  void leave(const T& object, const ObjectRef& self);

  template <class... T>
  using Tuple = std::tuple<T...>;

  std::string id_;
  std::shared_ptr<const AccountSettings> settings_;
  ForEachObject<Tuple, ObjectSet>::type sets_;
  PersistentMap<Name, ObjectRef, ByName> owners_;
  PersistentMap<Use, Nothing, ByUse> uses_;
};

/// What new addresses of the account end in, and what its calls are from: the host's own domain, else the first one
/// (DEV-33). Empty: it has none.
[[nodiscard]] std::string own_domain(const AccountSettings& settings);
/// Does the number lead into this account from outside? Those of internal trunks are the other account's (TRK-60), the
/// standard number is in as many accounts as the host likes, and a widget's line has its address alone.
[[nodiscard]] bool leads_in(const AccountData& data, const Number& number);

}  // namespace tandem::model
