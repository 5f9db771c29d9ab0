#include "model/json_value.hpp"

#include "model/json_writer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

namespace tandem::model {
namespace {

/// Builds the tree. The functions' names are those nlohmann's parser calls; false stops it.
class TreeBuilder {
 public:
  explicit TreeBuilder(ParsedJson& to) : to_(to) {}
  Error error{errc::invalid_argument, {}, {}};

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) {
    return std::in_range<std::int64_t>(value) ? add(static_cast<std::int64_t>(value)) : add(value);
  }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return open(JsonValue::Object{}); }
  bool start_array(std::size_t) { return open(JsonValue::Array{}); }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool key(std::string& name) {
    std::get<JsonValue::Object>(open_.back()->value).emplace_back(std::move(name), JsonValue{});
    return true;
  }
  bool end_object() {
    remove_duplicates(std::get<JsonValue::Object>(open_.back()->value));
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& why) {
    const std::string_view what =
        why.what();  // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    const std::size_t end = what.find("] ");
    error.message = "this is not JSON: " + std::string(end == what.npos ? what : what.substr(end + 2));
    if (error.message.size() > 400) error.message.resize(400);
    return false;
  }

 private:
  template <class T>
  JsonValue& put(T&& value) {
    JsonValue* place = &to_.root;
    if (!open_.empty()) {
      if (auto* array = std::get_if<JsonValue::Array>(&open_.back()->value)) {
        place = &array->emplace_back();
      } else {
        place = &std::get<JsonValue::Object>(open_.back()->value).back().second;
      }
    }
    place->value = std::forward<T>(value);
    place->at = next_++;
    return *place;
  }
  template <class T>
  bool add(T&& value) {
    put(std::forward<T>(value));
    return true;
  }
  template <class T>
  bool open(T&& value) {
    if (open_.size() >= max_nesting) {
      error.message = fmt::format("arrays and objects are nested deeper than {} levels", max_nesting);
      error.path = path();
      return false;
    }
    // The address stays good: a container grows again only after what was opened in it is closed.
    open_.push_back(&put(std::forward<T>(value)));
    return true;
  }
  std::string path() const {
    std::string path;
    for (const JsonValue* value : open_) {
      if (const auto* array = value->as<JsonValue::Array>()) {
        if (!array->empty()) append_step(path, array->size() - 1);
      } else if (const auto* object = value->as<JsonValue::Object>(); object != nullptr && !object->empty()) {
        append_step(path, object->back().first);
      }
    }
    return path;
  }
  std::string path_of_open_object() {
    JsonValue* object = open_.back();
    open_.pop_back();
    std::string path = this->path();
    open_.push_back(object);
    return path;
  }

  void remove_duplicates(JsonValue::Object& members) {
    if (members.size() < 2) return;
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return members[a].first < members[b].first; });
    std::vector<std::size_t> extra;
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (members[order[i]].first == members[order[i - 1]].first) extra.push_back(order[i]);
    }
    if (extra.empty()) return;
    std::sort(extra.begin(), extra.end());
    const std::string around = path_of_open_object();
    for (const std::size_t i : extra) {
      std::string path = around;
      append_step(path, members[i].first);
      to_.problems.push_back(
          {{errc::duplicate,
            fmt::format("the field {} stands twice in this object; keep one of them, the other has {}",
                        shown(members[i].first), shown(members[i].second)),
            std::move(path)},
           members[i].second.at});
    }
    JsonValue::Object kept;
    kept.reserve(members.size() - extra.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (!std::binary_search(extra.begin(), extra.end(), i)) kept.push_back(std::move(members[i]));
    }
    members = std::move(kept);
  }

  ParsedJson& to_;
  std::vector<JsonValue*> open_;
  std::size_t next_ = 0;
};

std::optional<std::string> next_name(std::string_view& path) {
  if (path.starts_with('.')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  if (end == 0) return std::nullopt;
  std::string name(path.substr(0, end));
  path.remove_prefix(end);
  return name;
}

std::optional<std::size_t> next_index(std::string_view& path) {
  if (!path.starts_with('[')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, failed] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
  if (failed != std::errc{} || end == path.data() + path.size() || *end != ']') return std::nullopt;
  path.remove_prefix(static_cast<std::size_t>(end + 1 - path.data()));
  return index;
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const noexcept {
  if (const auto* object = as<Object>()) {
    for (const auto& [name, member] : *object) {
      if (name == key) return &member;
    }
  }
  return nullptr;
}

Result<ParsedJson> parse_json(std::string_view text) {
  if (text.size() > max_document_bytes) {
    return fail(errc::invalid_argument,
                fmt::format("the document has {} bytes; the limit is {}", text.size(), max_document_bytes));
  }
  ParsedJson parsed;
  TreeBuilder builder(parsed);
  if (!nlohmann::json::sax_parse(text, &builder)) return std::unexpected(std::move(builder.error));
  return parsed;
}

std::string_view kind_of(const JsonValue& value) noexcept {
  switch (value.value.index()) {
    case 0: return "null";
    case 1: return "true or false";
    case 2:
    case 3: return "a whole number";
    case 4: return "a number";
    case 5: return "a string";
    case 6: return "an array";
    default: return "an object";
  }
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  const bool cut = text.size() > longest;
  JsonWriter writer;
  writer.string(text.substr(0, longest));
  std::string quoted = std::move(writer).take();
  if (cut) quoted += "...";
  return quoted;
}

std::string shown(const JsonValue& value) {
  if (const auto* text = value.as<std::string>()) return shown(*text);
  if (const auto* flag = value.as<bool>()) return *flag ? "true" : "false";
  if (const auto* number = value.as<std::int64_t>()) return fmt::format("{}", *number);
  if (const auto* large = value.as<std::uint64_t>()) return fmt::format("{}", *large);
  if (const auto* real = value.as<double>()) return fmt::format("{}", *real);
  return std::string(kind_of(value));
}

void append_step(std::string& path, std::string_view name) {
  const bool plain = !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!plain) {
    path += '[' + shown(name) + ']';
    return;
  }
  if (!path.empty()) path += '.';
  path += name;
}

void append_step(std::string& path, std::size_t index) { path += fmt::format("[{}]", index); }

namespace {

/// The value at `path`, or the nearest around it; `path` keeps what was not found.
const JsonValue& walk(const JsonValue& root, std::string_view& path) {
  const JsonValue* value = &root;
  while (!path.empty()) {
    std::string_view rest = path;
    const JsonValue* next = nullptr;
    if (const auto index = next_index(rest)) {
      if (const auto* array = value->as<JsonValue::Array>(); array != nullptr && *index < array->size()) {
        next = &(*array)[*index];
      }
    } else if (const auto name = next_name(rest)) {
      next = value->find(*name);
    }
    if (next == nullptr) break;
    value = next;
    path = rest;
  }
  return *value;
}

}  // namespace

std::size_t position_of(const JsonValue& root, std::string_view path) { return walk(root, path).at; }

bool exists(const JsonValue& root, std::string_view path) {
  walk(root, path);
  return path.empty();
}

Error joined(std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) { return a.at < b.at; });
  Error first = std::move(problems.front().error);
  for (std::size_t i = 1; i < problems.size(); ++i) first.more.push_back(std::move(problems[i].error));
  return first;
}

}  // namespace tandem::model
