// One description for each struct of the model. Whatever walks the model (reading, writing, checking) is a visitor:
//
//   template <class V> constexpr void describe(V& v, As<Member>) {
//     v.required("employee", &Member::employee, Refers<Employee>{});
//     v.optional("operator", &Member::is_operator);
//   }
//
// Verbs of a visitor:
//   required(name, member, rule)  the field must be there, a text not empty
//   optional(name, member, rule)  absent means the model's default; the rule holds for what is there
//   inlined(member)               a struct whose fields stand directly in the same object
//   inherited(As<Base>)           the fields of a base, in the same object
//   whole(rule)                   a rule about the struct as such, said at its own path
//   always_true(name)             a field that carries nothing: true where it stands
//   one_of, branches, devices     see describe_scheme.hpp
// A rule is a value with `void operator()(Judge&, const T&) const` (rules.hpp); where what is written needs cleaning
// before it is kept, `void tidy(T&) const`; where the value takes a name for itself or refers to another object's,
// `void trace(Trace&, const T&) const`, from which the index of names is derived. `static constexpr bool secret = true`
// marks what is sealed where it is stored and left out where it is written down for people.
#pragma once

#include <tandem/ids.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace tandem::model {

template <class T>
struct As {
  using type = T;
};

/// The rule of a field that has none.
struct Anything {};

template <class R>
inline constexpr bool is_secret = requires {
  requires R::secret;
};

template <class T>
inline constexpr bool is_key = false;
template <class Tag>
inline constexpr bool is_key<Key<Tag>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

}  // namespace tandem::model
