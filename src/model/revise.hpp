// The visitor that changes values in place, found by the rules that stand at them.
#pragma once

#include "model/describe_account.hpp"

namespace tandem::model {

/// `op(rule, value)` for every field of a struct that has a rule, where op takes such a rule, and `op(object)` for every struct
/// that it takes, in the order of the document.
template <class Op, class T>
void revise(Op& op, T& value);

template <class Op, class T>
class FieldReviser {
 public:
  FieldReviser(Op& op, T& object) : op_(op), object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view, M T::*member, R rule = {}) {
    apply(rule, object_.*member);
    revise(op_, object_.*member);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    required(name, member, rule);
  }
  template <class M>
  void inlined(M T::*member) {
    revise(op_, object_.*member);
  }
  template <class B>
  void inherited(As<B>) {
    revise(op_, static_cast<B&>(object_));
  }
  template <class R>
  void whole(R) {}
  void always_true(std::string_view) {}
  template <class... A>
  void one_of(As<A>...) {
    std::visit([this](auto& value) { revise(op_, value); }, object_);
  }
  template <class O>
  void branches(std::string_view, std::vector<O> T::*member) {
    revise(op_, object_.*member);
  }
  template <class O>
  void devices(std::string_view, std::vector<O> T::*member) {
    revise(op_, object_.*member);
  }

 private:
  template <class R, class M>
  void apply(const R& rule, M& value) {
    if constexpr (requires { op_(rule, value); }) {
      op_(rule, value);
    } else if constexpr (is_optional<M>) {
      if (value) apply(rule, *value);
    }
  }
  Op& op_;
  T& object_;
};

template <class Op, class T>
void revise(Op& op, T& value) {
  if constexpr (is_optional<T>) {
    if (value) revise(op, *value);
  } else if constexpr (is_vector<T>) {
    if constexpr (std::is_class_v<typename T::value_type>) {
      for (auto& element : value) revise(op, element);
    }
  } else if constexpr (std::is_class_v<T>) {
    if constexpr (requires { op(value); }) op(value);
    if constexpr (requires(FieldReviser<Op, T> & fields) { describe(fields, As<T>{}); }) {
      FieldReviser<Op, T> fields(op, value);
      describe(fields, As<T>{});
    }
  }
}

}  // namespace tandem::model
