// Makes variants of a JSON document for tests: one value set, added or removed, found by its path.
#pragma once

#include "model/example.hpp"
#include "text_lists.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tandem/account.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace edit {

using Json = nlohmann::ordered_json;

/// "groups[2].name" as a JSON pointer, "/groups/2/name".
inline Json::json_pointer pointer(const std::string& path) {
  std::string text = "/";
  for (const char c : path) {
    if (c == '.' || c == '[') {
      text += '/';
    } else if (c != ']') {
      text += c;
    }
  }
  return Json::json_pointer(path.empty() ? "" : text);
}

/// The example with one value set; `value` is JSON.
inline Json with(const std::string& path, const std::string& value, Json document = Json::parse(example::acme)) {
  document[pointer(path)] = Json::parse(value);
  return document;
}
inline Json without(const std::string& path, Json document = Json::parse(example::acme)) {
  const auto where = pointer(path);
  Json& around = document[where.parent_pointer()];
  if (around.is_array()) {
    around.erase(std::stoul(where.back()));
  } else {
    around.erase(where.back());
  }
  return document;
}

/// "code path" of every problem, in order; empty when the document is good.
inline std::vector<std::string> problems_in(const std::string& text) {
  const auto parsed = tandem::parse_account(text);
  std::vector<std::string> found;
  if (parsed) return found;
  const auto add = [&](const tandem::Error& e) { found.push_back(fmt::format("{} {}", name_of(e.code), e.path)); };
  add(parsed.error());
  for (const tandem::Error& error : parsed.error().more) add(error);
  return found;
}
inline std::vector<std::string> problems(const Json& document) { return problems_in(document.dump()); }

inline std::string message(const Json& document) {
  const auto parsed = tandem::parse_account(document.dump());
  return parsed ? std::string() : to_string(parsed.error());
}

/// A small good document to which a test adds what it is about.
inline Json small() {
  return Json::parse(R"({"id": "a", "domains": ["acme.example"],
    "employees": [{"id": "anna", "full_name": "Anna"}, {"id": "boris", "full_name": "Boris"}],
    "groups": [{"id": "sales", "name": "Sales"}],
    "trunks": [{"id": "t", "host": "192.0.2.1"}],
    "numbers": [{"number": "74950000001", "trunk": "t"}],
    "schemes": [{"id": "main"}]})");
}

using List = std::vector<std::string>;

}  // namespace edit
