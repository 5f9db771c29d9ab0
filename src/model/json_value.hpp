// A JSON document in memory, in the order it was written, read under limits.
//
// nlohmann-json does the parsing; its own tree would lose duplicate keys and the order of the document, both of which
// the reader of documents must be able to name.
#pragma once

#include <tandem/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tandem::model {

struct JsonValue {
  using Array = std::vector<JsonValue>;
  using Object = std::vector<std::pair<std::string, JsonValue>>;  ///< keys are unique
  std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> value;
  std::size_t at = 0;  ///< position in the document: values are counted as they begin

  template <class T>
  [[nodiscard]] const T* as() const noexcept {
    return std::get_if<T>(&value);
  }
  /// The member of an object; null when there is none, or this is no object.
  [[nodiscard]] const JsonValue* find(std::string_view key) const noexcept;
};

/// A problem and its place, so that problems of several passes can be put into document order.
struct Problem {
  Error error;
  std::size_t at = 0;
};

/// All problems as one error, in document order. There is at least one.
[[nodiscard]] Error joined(std::vector<Problem> problems);

struct ParsedJson {
  JsonValue root;
  std::vector<Problem> problems;  ///< duplicate keys: the first one counts
};

constexpr std::size_t max_document_bytes = 64 * 1024 * 1024;
constexpr std::size_t max_nesting = 64;

/// Errors: `invalid_argument` for what is no JSON, is too deep, too large, or has a number no double can hold.
[[nodiscard]] Result<ParsedJson> parse_json(std::string_view text);

/// "a string", "a number", "an object", ... for messages.
[[nodiscard]] std::string_view kind_of(const JsonValue& value) noexcept;
/// The value as it may stand in a message: shortened, control characters escaped.
[[nodiscard]] std::string shown(const JsonValue& value);
[[nodiscard]] std::string shown(std::string_view text);

/// `path` with one more step: "groups" + "name", or `groups["odd name"]` where the name is not a plain word.
void append_step(std::string& path, std::string_view name);
void append_step(std::string& path, std::size_t index);
/// Where the value at `path` stands in the document; the nearest value around it where there is none.
[[nodiscard]] std::size_t position_of(const JsonValue& root, std::string_view path);
[[nodiscard]] bool exists(const JsonValue& root, std::string_view path);

}  // namespace tandem::model
