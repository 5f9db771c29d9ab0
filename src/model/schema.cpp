// The JSON Schema of an account's document, made from the same descriptions that read and check it.
#include <tandem/account.hpp>

#include "model/describe_account.hpp"
#include "model/json_writer.hpp"
#include "model/names.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace tandem {
namespace {

using namespace model;

/// "Employee" of tandem::Employee.
template <class T>
std::string_view type_name() {
  constexpr std::string_view function = __PRETTY_FUNCTION__;
  const std::size_t begin = function.find("T = ") + 4;
  std::string_view name = function.substr(begin, function.find_first_of(";]", begin) - begin);
  if (const std::size_t colon = name.rfind("::"); colon != name.npos) name.remove_prefix(colon + 2);
  return name;
}

/// The definitions made so far, each once, by the name of the type.
struct Definitions {
  std::map<std::string, std::string, std::less<>> made;
  std::set<std::string, std::less<>> begun;
};

template <class T>
void schema_of(Definitions& definitions, JsonWriter& out);

void type(JsonWriter& out, std::string_view name) {
  out.key("type");
  out.plain(name);
}

// What a rule says about a text or a number, as far as a schema can say it.
void constrain(JsonWriter& out, const Range& rule) {
  out.key("minimum");
  out.number(rule.least);
  out.key("maximum");
  out.number(rule.most);
}
void constrain(JsonWriter& out, const Length& rule) {
  out.key("maxLength");
  out.number(static_cast<std::int64_t>(rule.most));
}
void constrain(JsonWriter& out, const Digits& rule) {
  out.key("pattern");
  out.plain("^([0-9]{" + std::to_string(rule.least) + "," + std::to_string(rule.most) + "})?$");
}
void constrain(JsonWriter& out, const Extension& rule) {
  out.key("pattern");
  out.plain("^([0-9]{" + std::to_string(rule.least) + "," + std::to_string(rule.most) + "})?$");
}
template <class R>
void constrain(JsonWriter&, const R&) {}

/// Writes the properties of a struct; the required ones are gathered.
template <class T>
class FieldSchema {
 public:
  FieldSchema(Definitions& definitions, JsonWriter& out, std::vector<std::string_view>& required)
      : definitions_(definitions), out_(out), required_(required) {}

  template <class M, class R = Anything>
  void required(std::string_view name, M T::*member, R rule = {}) {
    required_.push_back(name);
    optional(name, member, rule);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*, R rule = {}) {
    out_.key(name);
    value<M>(rule);
  }
  template <class M>
  void inlined(M T::*) {
    FieldSchema<M> inner(definitions_, out_, required_);
    describe(inner, As<M>{});
  }
  template <class B>
  void inherited(As<B> base) {
    FieldSchema<B> inner(definitions_, out_, required_);
    describe(inner, base);
  }
  template <class R>
  void whole(R) {}
  void always_true(std::string_view name) {
    required_.push_back(name);
    out_.key(name);
    out_.begin_object();
    out_.key("const");
    out_.boolean(true);
    out_.end_object();
  }
  /// Branches, or the only branch's block in their place.
  void branches(std::string_view name, std::vector<Branch> Scheme::*member) {
    optional(name, member);
    FieldSchema<Block> inner(definitions_, out_, required_);
    describe(inner, As<Block>{});
  }
  void devices(std::string_view name, std::vector<Device> Employee::*member) { optional(name, member); }

 private:
  template <class M, class R>
  void value(const R& rule) {
    if constexpr (is_optional<M>) {
      out_.begin_object();
      out_.key("anyOf");
      out_.begin_array();
      value<typename M::value_type>(rule);
      out_.begin_object();
      type(out_, "null");
      out_.end_object();
      out_.end_array();
      out_.end_object();
    } else if constexpr (std::is_same_v<M, std::string> || std::is_same_v<M, int> ||
                         std::is_same_v<M, std::chrono::seconds>) {
      out_.begin_object();
      type(out_, std::is_same_v<M, std::string> ? "string" : "integer");
      constrain(out_, rule);
      out_.end_object();
    } else {
      schema_of<M>(definitions_, out_);
    }
  }
  Definitions& definitions_;
  JsonWriter& out_;
  std::vector<std::string_view>& required_;
};

/// Writes the alternatives of a variant.
template <class V>
class AlternativeSchema {
 public:
  AlternativeSchema(Definitions& definitions, JsonWriter& out) : definitions_(definitions), out_(out) {}
  template <class... A>
  void one_of(As<A>...) {
    if constexpr (std::is_same_v<std::variant_alternative_t<0, V>, std::monostate>) {
      out_.begin_object();
      type(out_, "null");
      out_.end_object();
    }
    (schema_of<A>(definitions_, out_), ...);
  }

 private:
  Definitions& definitions_;
  JsonWriter& out_;
};

template <class T>
std::string definition(Definitions& definitions) {
  JsonWriter out;
  std::vector<std::string_view> required;
  out.begin_object();
  type(out, "object");
  out.key("properties");
  out.begin_object();
  FieldSchema<T> fields(definitions, out, required);
  describe(fields, As<T>{});
  out.end_object();
  if (!required.empty()) {
    out.key("required");
    out.begin_array();
    for (const std::string_view name : required) out.plain(name);
    out.end_array();
  }
  out.key("additionalProperties");
  out.boolean(false);
  out.end_object();
  return std::move(out).take();
}

template <class T>
constexpr bool is_text = std::is_same_v<T, std::string> || std::is_same_v<T, LocalMinute> || std::is_same_v<T, Time> ||
                         std::is_same_v<T, std::chrono::minutes> || is_key<T>;

template <class T>
void schema_of(Definitions& definitions, JsonWriter& out) {
  out.begin_object();
  if constexpr (is_text<T>) {
    type(out, "string");
  } else if constexpr (std::is_same_v<T, bool>) {
    type(out, "boolean");
  } else if constexpr (std::is_enum_v<T>) {
    out.key("enum");
    out.begin_array();
    for (const std::string_view name : names_of<T>) out.plain(name);
    out.end_array();
  } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, std::chrono::seconds> ||
                       std::is_same_v<T, std::chrono::days>) {
    type(out, "integer");
  } else if constexpr (is_vector<T>) {
    type(out, "array");
    out.key("items");
    schema_of<typename T::value_type>(definitions, out);
  } else if constexpr (is_variant<T>) {
    out.key("anyOf");
    out.begin_array();
    AlternativeSchema<T> alternatives(definitions, out);
    describe(alternatives, As<T>{});
    out.end_array();
  } else {
    const std::string name(type_name<T>());
    if (definitions.begun.insert(name).second) definitions.made[name] = definition<T>(definitions);
    out.key("$ref");
    out.plain("#/$defs/" + name);
  }
  out.end_object();
}

}  // namespace

std::string account_schema() {
  Definitions definitions;
  JsonWriter root;
  schema_of<AccountDocument>(definitions, root);
  std::string text = R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":"An account of Tandem",)"
                     R"("$ref":"#/$defs/AccountDocument","$defs":{)";
  bool first = true;
  for (const auto& [name, schema] : definitions.made) {
    text += (std::exchange(first, false) ? "\n\"" : ",\n\"") + name + "\":" + schema;
  }
  return text + "}}\n";
}

}  // namespace tandem
