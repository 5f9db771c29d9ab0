// What an object takes for itself (its key, extension, addresses) and what it refers to, found by its description.
#pragma once

#include "model/describe.hpp"
#include "model/json_value.hpp"
#include "model/kinds.hpp"
#include "model/shorthand.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::model {

/// A name and where it stands in the object: "sip_accounts[1].aor".
struct Mention {
  Kind kind{};
  std::string name{};
  std::string path{};
  friend bool operator==(const Mention&, const Mention&) = default;
};

/// What rules tell of the values they stand at.
class Trace {
 public:
  void claim(Kind kind, std::string name) { add(claims, kind, std::move(name), path); }
  void claim_at(std::string at, Kind kind, std::string name) { add(claims, kind, std::move(name), std::move(at)); }
  void refer(Kind kind, std::string name) { add(references, kind, std::move(name), path); }
  void refer_at(std::string at, Kind kind, std::string name) { add(references, kind, std::move(name), std::move(at)); }

  std::string path;  ///< of the value being walked over
  std::vector<Mention> claims;
  std::vector<Mention> references;

 private:
  static void add(std::vector<Mention>& to, Kind kind, std::string name, std::string at) {
    if (!name.empty()) to.push_back({kind, std::move(name), std::move(at)});
  }
};

template <class T>
void walk(Trace& trace, const T& value);

template <class T>
class FieldTracer {
 public:
  FieldTracer(Trace& trace, const T& object) : trace_(trace), object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view name, M T::*member, R rule = {}) {
    optional(name, member, rule);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    const std::size_t size = trace_.path.size();
    append_step(trace_.path, name);
    apply(object_.*member, rule);
    trace_.path.resize(size);
  }
  template <class M>
  void inlined(M T::*member) {
    FieldTracer<M> inner(trace_, object_.*member);
    describe(inner, As<M>{});
  }
  template <class B>
  void inherited(As<B> base) {
    FieldTracer<B> inner(trace_, object_);
    describe(inner, base);
  }
  template <class R>
  void whole(R rule) {
    if constexpr (requires { rule.trace(trace_, object_); }) rule.trace(trace_, object_);
  }
  void always_true(std::string_view) {}
  template <class... A>
  void one_of(As<A>...) {
    std::visit([this](const auto& value) { walk(trace_, value); }, object_);
  }
  template <class O>
  void branches(std::string_view name, std::vector<O> T::*member) {
    if (has_plain_branch(object_)) return walk(trace_, (object_.*member).front());
    optional(name, member);
  }
  template <class O>
  void devices(std::string_view name, std::vector<O> T::*member) {
    optional(name, member);
  }

 private:
  template <class M, class R>
  void apply(const M& value, const R& rule) {
    if constexpr (is_optional<M>) {
      if (value) apply(*value, rule);
    } else {
      if constexpr (requires { rule.trace(trace_, value); }) rule.trace(trace_, value);
      walk(trace_, value);
    }
  }
  Trace& trace_;
  const T& object_;
};

template <class T>
void walk(Trace& trace, const T& value) {
  if constexpr (is_vector<T>) {
    if constexpr (std::is_class_v<typename T::value_type>) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        const std::size_t size = trace.path.size();
        append_step(trace.path, i);
        walk(trace, value[i]);
        trace.path.resize(size);
      }
    }
  } else if constexpr (std::is_class_v<T>) {
    if constexpr (requires(FieldTracer<T> & fields) { describe(fields, As<T>{}); }) {
      FieldTracer<T> fields(trace, value);
      describe(fields, As<T>{});
    }
  }
}

}  // namespace tandem::model
