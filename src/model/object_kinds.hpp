// The kinds of objects an account is made of: one line each. Documents, stores, indexes and collections go by this
// list.
#pragma once

#include "model/describe.hpp"
#include "model/kinds.hpp"

#include <tandem/account.hpp>

#include <string>
#include <string_view>
#include <tuple>
#include <variant>

namespace tandem::model {

/// Of an object type: its kind, the list it stands in, and its key.
template <class T>
struct ObjectKind;

template <class T, Kind the_kind, std::vector<T> AccountDocument::*the_member>
struct KeyedBy {
  static constexpr Kind kind = the_kind;
  static constexpr auto member = the_member;
  static const std::string& key(const T& object) { return object.id.text; }
  static std::string& key(T& object) { return object.id.text; }
};

template <>
struct ObjectKind<Prompt> : KeyedBy<Prompt, Kind::prompt, &AccountDocument::prompts> {
  static constexpr std::string_view list = "prompts";
};
template <>
struct ObjectKind<Role> : KeyedBy<Role, Kind::role, &AccountDocument::roles> {
  static constexpr std::string_view list = "roles";
};
template <>
struct ObjectKind<CustomStatus> : KeyedBy<CustomStatus, Kind::status, &AccountDocument::statuses> {
  static constexpr std::string_view list = "statuses";
};
template <>
struct ObjectKind<Contact> : KeyedBy<Contact, Kind::contact, &AccountDocument::contacts> {
  static constexpr std::string_view list = "contacts";
};
template <>
struct ObjectKind<Employee> : KeyedBy<Employee, Kind::employee, &AccountDocument::employees> {
  static constexpr std::string_view list = "employees";
};
template <>
struct ObjectKind<Group> : KeyedBy<Group, Kind::group, &AccountDocument::groups> {
  static constexpr std::string_view list = "groups";
};
template <>
struct ObjectKind<Trunk> : KeyedBy<Trunk, Kind::trunk, &AccountDocument::trunks> {
  static constexpr std::string_view list = "trunks";
};
template <>
struct ObjectKind<Number> {
  static constexpr Kind kind = Kind::number;
  static constexpr auto member = &AccountDocument::numbers;
  static constexpr std::string_view list = "numbers";
  static const std::string& key(const Number& object) { return object.number; }
  static std::string& key(Number& object) { return object.number; }
};
template <>
struct ObjectKind<Scheme> : KeyedBy<Scheme, Kind::scheme, &AccountDocument::schemes> {
  static constexpr std::string_view list = "schemes";
};
template <>
struct ObjectKind<ListEntry> : KeyedBy<ListEntry, Kind::list_entry, &AccountDocument::list_entries> {
  static constexpr std::string_view list = "list_entries";
};
template <>
struct ObjectKind<CallerRule> : KeyedBy<CallerRule, Kind::caller_rule, &AccountDocument::caller_rules> {
  static constexpr std::string_view list = "caller_rules";
};
template <>
struct ObjectKind<CallerIdRule> : KeyedBy<CallerIdRule, Kind::caller_id_rule, &AccountDocument::caller_id_rules> {
  static constexpr std::string_view list = "caller_id_rules";
};
template <>
struct ObjectKind<Widget> : KeyedBy<Widget, Kind::widget, &AccountDocument::widgets> {
  static constexpr std::string_view list = "widgets";
};

template <>
struct ObjectKind<Room> : KeyedBy<Room, Kind::room, &AccountDocument::rooms> {
  static constexpr std::string_view list = "rooms";
};
template <>
struct ObjectKind<Campaign> : KeyedBy<Campaign, Kind::campaign, &AccountDocument::campaigns> {
  static constexpr std::string_view list = "campaigns";
};
template <>
struct ObjectKind<PlannedCall> : KeyedBy<PlannedCall, Kind::planned_call, &AccountDocument::planned_calls> {
  static constexpr std::string_view list = "planned_calls";
};

/// In the order of the document.
using ObjectTypes =
    std::tuple<Prompt, Role, CustomStatus, Employee, Group, Trunk, Number, Scheme, Contact, ListEntry, CallerRule, CallerIdRule,
               Room, Campaign, PlannedCall, Widget>;

template <class F>
constexpr void each_object_kind(F f) {
  [&]<class... T>(std::type_identity<std::tuple<T...>>) { (f(As<T>{}), ...); }(std::type_identity<ObjectTypes>{});
}

/// `Wrap<Prompt>`, `Wrap<Employee>`, ... in a tuple or a variant.
template <template <class...> class Of, template <class> class Wrap, class Types = ObjectTypes>
struct ForEachObject;
template <template <class...> class Of, template <class> class Wrap, class... T>
struct ForEachObject<Of, Wrap, std::tuple<T...>> {
  using type = Of<Wrap<T>...>;
};

/// Names an object of an account.
struct ObjectRef {
  Kind kind{};
  std::string key{};
  friend auto operator<=>(const ObjectRef&, const ObjectRef&) = default;
};
template <class T>
[[nodiscard]] ObjectRef ref_of(const T& object) {
  return {ObjectKind<T>::kind, ObjectKind<T>::key(object)};
}
/// The key of the n-th object that came without one: "list-entry-7".
[[nodiscard]] std::string given_key(Kind kind, std::size_t number);
/// "employee 'anna'"
[[nodiscard]] std::string label_of(const ObjectRef& object);

}  // namespace tandem::model
