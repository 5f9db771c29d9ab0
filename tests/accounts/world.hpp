// An engine that is not started (configuration needs no ports) with one small account, for tests of the objects API.
#pragma once

#include "text_lists.hpp"

#include <doctest/doctest.h>
#include <tandem/tandem.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace accounts {

using namespace tandem;

inline constexpr const char* document = R"({
  "id": "acme", "name": "Acme", "domains": ["acme.example"],
  "prompts": [{"id": "hello", "source": "blob:hello"}],
  "employees": [
    {"id": "anna", "full_name": "Anna Petrova", "extension": "101", "email": "anna@acme.example",
     "outgoing_number": "74950000001", "sip_accounts": [{"aor": "anna@acme.example", "password": "Secret123"}]},
    {"id": "boris", "full_name": "Boris", "extension": "102",
     "sip_accounts": [{"aor": "boris@acme.example", "password": "Secret456", "forward_to": "anna@acme.example"}]},
    {"id": "clara", "full_name": "Clara", "extension": "103"}],
  "groups": [{"id": "sales", "name": "Sales", "extension": "500",
              "members": [{"employee": "anna"}, {"employee": "boris"}, {"employee": "clara"}]}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}, {"id": "spare", "host": "192.0.2.20"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main"},
              {"number": "74950000002", "trunk": "spare"}],
  "schemes": [{"id": "main", "name": "Main", "extension": "700",
               "actions": [{"play": "hello"}, {"forward": {"group": "sales"}}, {"forward": {"extension": "101"}}]},
              {"id": "night", "actions": [{"forward": {"scheme": "main"}}]}]
})";

struct World {
  explicit World(Storage with = memory_storage()) : storage(std::move(with)), engine({.storage = storage}) {
    REQUIRE(engine.accounts().import_json(document));
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }

  Storage storage;
  Engine engine;
};

/// "code path" of every problem of a refused change; empty when it was not refused.
template <class T>
std::vector<std::string> problems(const Result<T>& result) {
  std::vector<std::string> found;
  if (result) return found;
  const auto add = [&](const Error& e) {
    found.push_back(std::string(name_of(e.code)) + (e.path.empty() ? "" : " " + e.path));
  };
  add(result.error());
  for (const Error& error : result.error().more) add(error);
  return found;
}
template <class T>
std::string message(const Result<T>& result) {
  return result ? std::string() : to_string(result.error());
}
inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

using List = std::vector<std::string>;

}  // namespace accounts
