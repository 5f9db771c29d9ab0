// The visitor that fills a described struct from JSON and reports everything that does not fit, with its path.
#pragma once

#include "model/describe.hpp"
#include "model/describe_scheme.hpp"
#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/text.hpp"

#include <tandem/employee.hpp>
#include <tandem/ids.hpp>
#include <tandem/reason.hpp>

#include <fmt/format.h>

#include <array>
#include <functional>
#include <limits>

namespace tandem::model {

/// Where reading stands and what was wrong so far.
struct Reading {
  static constexpr std::size_t most_problems = 1000;  ///< a hostile document has millions
  std::string path;
  std::vector<Problem> problems;
  /// What a secret as written stands for; none: itself.
  std::function<Result<std::string>(std::string_view)> of_secret;

  [[nodiscard]] bool full() const noexcept { return problems.size() >= most_problems; }
  void say(errc code, std::string message, std::size_t at) {
    if (!full()) problems.push_back({{code, std::move(message), path}, at});
  }
  void wrong_type(const JsonValue& value, std::string_view expected) {
    say(errc::wrong_type, fmt::format("expected {}, found {}{}", expected, kind_of(value), value_text(value)),
        value.at);
  }
  void not_valid(const JsonValue& value, std::string_view expected) {
    say(errc::invalid_argument, fmt::format("{} is not {}", shown(value), expected), value.at);
  }

 private:
  static std::string value_text(const JsonValue& value) {
    const bool simple = value.value.index() > 0 && value.value.index() < 6;
    return simple ? fmt::format(" {}", shown(value)) : std::string();
  }
};

/// One step of the path, taken back at the end of the scope.
class Step {
 public:
  template <class S>
  Step(std::string& path, S step) : path_(path), size_(path.size()) {
    append_step(path_, step);
  }
  ~Step() { path_.resize(size_); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

 private:
  std::string& path_;
  std::size_t size_;
};

/// The fields of one JSON object, and which of them the model asked for.
class Fields {
 public:
  Fields(Reading& reading, const JsonValue& node)
      : reading_(reading), node_(node), members_(*node.as<JsonValue::Object>()) {
    used_.resize(members_.size());
  }
  const JsonValue* take(std::string_view name) {
    known_.push_back(name);
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].first == name) {
        used_[i] = true;
        return &members_[i].second;
      }
    }
    return nullptr;
  }
  void missing(std::string_view name) {
    const Step step(reading_.path, name);
    reading_.say(errc::missing_field, "this field is required", node_.at);
  }
  void report_unknown();
  [[nodiscard]] const JsonValue& node() const noexcept { return node_; }

 private:
  Reading& reading_;
  const JsonValue& node_;
  const JsonValue::Object& members_;
  std::vector<bool> used_;
  std::vector<std::string_view> known_;
};

void read(Reading& reading, const JsonValue& node, std::string& to);
void read(Reading& reading, const JsonValue& node, bool& to);
void read(Reading& reading, const JsonValue& node, int& to);
void read(Reading& reading, const JsonValue& node, std::uint16_t& to);
void read(Reading& reading, const JsonValue& node, std::chrono::seconds& to);
void read(Reading& reading, const JsonValue& node, std::chrono::minutes& to);
void read(Reading& reading, const JsonValue& node, LocalMinute& to);
void read(Reading& reading, const JsonValue& node, Time& to);
void read(Reading& reading, const JsonValue& node, CallId& to);
/// Says what is wrong with a name that is none of `names`.
void report_unknown_name(Reading& reading, const JsonValue& node, std::span<const std::string_view> names);
/// What a reason of a newer version is kept as: "its_name: first, second".
[[nodiscard]] std::string unknown_reason(std::string name, const std::vector<std::string>& arguments);
/// Picks the alternative whose distinguishing key the object has; `keys.size()` after reporting none or several.
std::size_t pick_alternative(Reading& reading, const JsonValue& node, std::span<const std::string_view> keys);

template <class Tag>
void read(Reading& reading, const JsonValue& node, Key<Tag>& to) {
  read(reading, node, to.text);
}
template <class E>
requires std::is_enum_v<E>
void read(Reading& reading, const JsonValue& node, E& to) {
  const auto* name = node.as<std::string>();
  if (const auto value = name != nullptr ? enum_value<E>(*name) : std::nullopt) {
    to = *value;
  } else {
    report_unknown_name(reading, node, names_of<E>);
  }
}
template <class T>
requires std::is_class_v<T>
void read(Reading& reading, const JsonValue& node, T& to);

/// Finds the first field of a description: the key that tells an alternative from the others.
struct FirstKey {
  std::string_view name;
  template <class... A>
  void required(std::string_view field, A&&...) {
    if (name.empty()) name = field;
  }
  template <class... A>
  void optional(A&&...) {}
  template <class R>
  void whole(R) {}
  void always_true(std::string_view field) { name = field; }
};
template <class T>
std::string_view first_key() {
  FirstKey finder;
  describe(finder, As<T>{});
  return finder.name;
}

template <class T>
class FieldReader {
 public:
  FieldReader(Reading& reading, Fields& fields, T& object) : reading_(reading), fields_(fields), object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view name, M T::*member, R rule = {}) {
    if (!field(name, object_.*member, rule)) fields_.missing(name);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    field(name, object_.*member, rule);
  }
  template <class M>
  void inlined(M T::*member) {
    FieldReader<M> inner(reading_, fields_, object_.*member);
    describe(inner, As<M>{});
  }
  template <class B>
  void inherited(As<B> base) {
    FieldReader<B> inner(reading_, fields_, object_);
    describe(inner, base);
  }
  template <class R>
  void whole(R) {}
  void always_true(std::string_view name) {
    const JsonValue* node = fields_.take(name);
    if (node == nullptr) return;
    const Step step(reading_.path, name);
    if (const auto* flag = node->template as<bool>(); flag == nullptr || !*flag) reading_.wrong_type(*node, "true");
  }
  void reason(std::string_view text, Reason T::*reason, std::vector<std::string> T::*arguments) {
    std::string name;
    std::string words;
    field("arguments", object_.*arguments, Anything{});
    if (field(text, words, Anything{}) && !words.empty()) (object_.*arguments).assign(1, std::move(words));
    if (!field("reason", name, Anything{}) || name.empty()) return;
    if (const auto known = find_reason(name)) {
      object_.*reason = *known;
    } else {
      (object_.*arguments).assign(1, unknown_reason(name, object_.*arguments));
    }
  }
  void branches(std::string_view name, std::vector<Branch> Scheme::*member) {
    if (field(name, object_.*member, Anything{})) return;
    (object_.*member).assign(1, Branch{});
    FieldReader<Block> inner(reading_, fields_, (object_.*member).front().block);
    describe(inner, As<Block>{});
  }
  void devices(std::string_view name, std::vector<Device> Employee::*member) {
    devices_follow_ = !field(name, object_.*member, Anything{});
  }
  void finish() {
    if constexpr (std::is_same_v<T, Employee>) {
      if (devices_follow_) object_.devices = implied_devices(object_);
    }
  }

 private:
  void open_secret(const JsonValue& node, std::string& to) {
    Result<std::string> opened = reading_.of_secret(to);
    if (opened) {
      to = std::move(*opened);
    } else {
      reading_.say(opened.error().code, std::move(opened.error().message), node.at);
    }
  }
  template <class M, class R>
  bool field(std::string_view name, M& to, const R& rule) {
    const JsonValue* node = fields_.take(name);
    if (node == nullptr) return false;
    const Step step(reading_.path, name);
    read(reading_, *node, to);
    if constexpr (requires { rule.tidy(to); }) rule.tidy(to);
    if constexpr (is_secret<R>) {
      if (reading_.of_secret) open_secret(*node, to);
    }
    return true;
  }
  Reading& reading_;
  Fields& fields_;
  T& object_;
  bool devices_follow_ = false;
};

/// Reads one of several structs into a variant.
template <class V>
class AlternativeReader {
 public:
  AlternativeReader(Reading& reading, const JsonValue& node, V& to) : reading_(reading), node_(node), to_(to) {}
  template <class... A>
  void one_of(As<A>...) {
    if constexpr (std::is_same_v<std::variant_alternative_t<0, V>, std::monostate>) {
      if (node_.as<std::nullptr_t>()) return;
    }
    const std::array<std::string_view, sizeof...(A)> keys{first_key<A>()...};
    const std::size_t picked = pick_alternative(reading_, node_, keys);
    std::size_t i = 0;
    (void)((i++ == picked && (read(reading_, node_, to_.template emplace<A>()), true)) || ...);
  }

 private:
  Reading& reading_;
  const JsonValue& node_;
  V& to_;
};

template <class T>
void read_list(Reading& reading, const JsonValue& node, std::vector<T>& to) {
  const auto* array = node.as<JsonValue::Array>();
  if (array == nullptr) return reading.wrong_type(node, "an array");
  to.assign(array->size(), T{});
  for (std::size_t i = 0; i < array->size(); ++i) {
    const Step step(reading.path, i);
    read(reading, (*array)[i], to[i]);
  }
}

template <class T>
requires std::is_class_v<T>
void read(Reading& reading, const JsonValue& node, T& to) {
  if constexpr (is_optional<T>) {
    to.reset();
    if (node.as<std::nullptr_t>() == nullptr) read(reading, node, to.emplace());
  } else if constexpr (is_vector<T>) {
    read_list(reading, node, to);
  } else if constexpr (is_variant<T>) {
    AlternativeReader<T> reader(reading, node, to);
    describe(reader, As<T>{});
  } else {
    if (node.as<JsonValue::Object>() == nullptr) return reading.wrong_type(node, "an object");
    Fields fields(reading, node);
    FieldReader<T> reader(reading, fields, to);
    describe(reader, As<T>{});
    reader.finish();
    fields.report_unknown();
  }
}

}  // namespace tandem::model
