// The visitor that holds a described struct against its rules, in the order of the document.
#pragma once

#include "model/describe.hpp"
#include "model/describe_account.hpp"
#include "model/names.hpp"
#include "model/reader.hpp"
#include "model/rules.hpp"

namespace tandem::model {

template <class T>
[[nodiscard]] bool is_absent(const T& value) {
  if constexpr (is_key<T>) {
    return value.text.empty();
  } else if constexpr (std::is_same_v<T, std::string>) {
    return value.empty();
  } else {
    return false;
  }
}

/// Keeps count of menu levels and handlers around a block.
class PlaceGuard {
 public:
  template <class T>
  PlaceGuard(Judge& judge, As<T>) : judge_(judge), before_(judge.place) {
    if constexpr (std::is_same_v<T, MenuItem>) ++judge.place.menu_level;
    if constexpr (std::is_same_v<T, Handler>) {
      if (judge.place.handler_level == 0) judge.place.handler_in_menu = judge.place.menu_level > 0;
      ++judge.place.handler_level;
    }
  }
  ~PlaceGuard() { judge_.place = before_; }
  PlaceGuard(const PlaceGuard&) = delete;
  PlaceGuard& operator=(const PlaceGuard&) = delete;

 private:
  Judge& judge_;
  SchemePlace before_;
};

template <class T>
void check(Judge& judge, const T& value);

template <class T>
class FieldChecker {
 public:
  FieldChecker(Judge& judge, const T& object) : judge_(judge), object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view name, M T::*member, R rule = {}) {
    const Step step(judge_.path, name);
    if (is_absent(object_.*member)) {
      if constexpr (!requires { R::may_be_empty; }) judge_.say(errc::missing_field, "this field is required");
      return;
    }
    apply(object_.*member, rule);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    const Step step(judge_.path, name);
    if (!is_absent(object_.*member)) apply(object_.*member, rule);
  }
  template <class M>
  void inlined(M T::*member) {
    FieldChecker<M> inner(judge_, object_.*member);
    describe(inner, As<M>{});
  }
  template <class B>
  void inherited(As<B> base) {
    FieldChecker<B> inner(judge_, object_);
    describe(inner, base);
  }
  template <class R>
  void whole(R rule) {
    rule(judge_, object_);
  }
  void always_true(std::string_view) {}
  template <class... A>
  void one_of(As<A>...) {
    std::visit(
        [this](const auto& value) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) check(judge_, value);
        },
        object_);
  }
  void branches(std::string_view name, std::vector<Branch> Scheme::*member) {
    if (!has_plain_branch(object_)) return optional(name, member);
    check(judge_, (object_.*member).front());
  }
  void devices(std::string_view name, std::vector<Device> Employee::*member) { optional(name, member); }

 private:
  template <class M, class R>
  void apply(const M& value, const R& rule) {
    if constexpr (is_optional<M>) {
      if (value) apply(*value, rule);
    } else {
      if constexpr (!std::is_same_v<R, Anything>) rule(judge_, value);
      check(judge_, value);
    }
  }
  Judge& judge_;
  const T& object_;
};

template <class T>
void check(Judge& judge, const T& value) {
  if constexpr (std::is_enum_v<T>) {
    if (static_cast<std::size_t>(value) >= names_of<T>.size()) {
      judge.say(errc::invalid_argument, fmt::format("{} is no value of this field", static_cast<int>(value)));
    }
  } else if constexpr (is_vector<T>) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const Step step(judge.path, i);
      check(judge, value[i]);
    }
  } else if constexpr (std::is_class_v<T>) {
    if constexpr (requires(FieldChecker<T> & fields) { describe(fields, As<T>{}); }) {
      const PlaceGuard guard(judge, As<T>{});
      FieldChecker<T> fields(judge, value);
      describe(fields, As<T>{});
    }
  }
}

}  // namespace tandem::model
