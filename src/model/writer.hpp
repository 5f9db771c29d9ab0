// The visitor that writes a described struct as JSON. Optional fields that have the model's default are left out.
#pragma once

#include "model/describe.hpp"
#include "model/describe_scheme.hpp"
#include "model/json_writer.hpp"
#include "model/names.hpp"
#include "model/text.hpp"

#include <tandem/employee.hpp>
#include <tandem/ids.hpp>
#include <tandem/reason.hpp>

namespace tandem::model {

inline void write(JsonWriter& out, const std::string& value) { out.string(value); }
inline void write(JsonWriter& out, bool value) { out.boolean(value); }
inline void write(JsonWriter& out, int value) { out.number(value); }
inline void write(JsonWriter& out, std::uint16_t value) { out.number(value); }
inline void write(JsonWriter& out, std::chrono::seconds value) { out.number(value.count()); }
inline void write(JsonWriter& out, std::chrono::minutes value) { out.plain(day_minute_text(value)); }
inline void write(JsonWriter& out, LocalMinute value) { out.plain(local_minute_text(value)); }
inline void write(JsonWriter& out, CallId value) { out.plain(to_string(value)); }
inline void write(JsonWriter& out, Time value) { out.plain(view(instant_text(value))); }
template <class Tag>
void write(JsonWriter& out, const Key<Tag>& value) {
  out.string(value.text);
}
template <class E>
requires std::is_enum_v<E>
void write(JsonWriter& out, E value) { out.plain(enum_name(value)); }
template <class T>
requires std::is_class_v<T>
void write(JsonWriter& out, const T& value);

template <class T>
class FieldWriter {
 public:
  FieldWriter(JsonWriter& out, const T& object) : out_(out), object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view name, M T::*member, R = {}) {
    if constexpr (is_secret<R>) {
      out_.key(name);
      out_.secret(object_.*member);
    } else {
      field(name, object_.*member);
    }
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    static const T defaults{};
    if (!(object_.*member == defaults.*member)) required(name, member, rule);
  }
  template <class M>
  void inlined(M T::*member) {
    FieldWriter<M> inner(out_, object_.*member);
    describe(inner, As<M>{});
  }
  template <class B>
  void inherited(As<B> base) {
    FieldWriter<B> inner(out_, object_);
    describe(inner, base);
  }
  template <class R>
  void whole(R) {}
  void always_true(std::string_view name) { field(name, true); }
  void reason(std::string_view text, Reason T::*reason, std::vector<std::string> T::*arguments) {
    const auto& given = object_.*arguments;
    if (object_.*reason == Reason::free_text) {
      if (!given.empty() && !given.front().empty()) field(text, given.front());
      return;
    }
    out_.key("reason");
    out_.plain(name_of(object_.*reason));
    if (!given.empty()) field("arguments", given);
  }
  template <class... A>
  void one_of(As<A>...) {
    std::visit(
        [this](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
            out_.null();
          } else {
            write(out_, value);
          }
        },
        object_);
  }
  void branches(std::string_view name, std::vector<Branch> Scheme::*member) {
    if (!has_plain_branch(object_)) return field(name, object_.*member);
    FieldWriter<Block> inner(out_, (object_.*member).front().block);
    describe(inner, As<Block>{});
  }
  void devices(std::string_view name, std::vector<Device> Employee::*member) {
    if (object_.*member != implied_devices(object_)) field(name, object_.*member);
  }

 private:
  template <class M>
  void field(std::string_view name, const M& value) {
    out_.key(name);
    write(out_, value);
  }
  JsonWriter& out_;
  const T& object_;
};

template <class T>
requires std::is_class_v<T>
void write(JsonWriter& out, const T& value) {
  if constexpr (is_optional<T>) {
    if (value) {
      write(out, *value);
    } else {
      out.null();
    }
  } else if constexpr (is_vector<T>) {
    out.begin_array();
    for (const auto& element : value) write(out, element);
    out.end_array();
  } else {
    FieldWriter<T> fields(out, value);
    if constexpr (is_variant<T>) {
      describe(fields, As<T>{});
    } else {
      out.begin_object();
      describe(fields, As<T>{});
      out.end_object();
    }
  }
}

}  // namespace tandem::model
