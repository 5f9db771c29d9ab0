// Two accounts of one customer, with what a number of one of them is named by: for tests of moves between them.
#pragma once

#include "accounts/world.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace accounts {

inline constexpr const char* head_office = R"({
  "id": "acme", "name": "Acme", "customer": "acme ltd", "domains": ["acme.example"],
  "standard_number": {"number": "74999990000", "trunk": "carrier"},
  "prompts": [{"id": "hello", "source": "blob:hello"}],
  "employees": [
    {"id": "anna", "full_name": "Anna Petrova", "extension": "101", "role": "administrator",
     "outgoing_number": "74950000001"},
    {"id": "boris", "full_name": "Boris", "extension": "102"}],
  "groups": [{"id": "sales", "name": "Sales", "extension": "500", "members": [{"employee": "anna"}],
              "callback": {"enabled": true, "line": "74950000001"}}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"},
             {"id": "shop", "host": "192.0.2.20", "peer": "pbx", "default_caller_id": "74950000001"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main", "comment": "front desk"},
              {"number": "74950000002", "trunk": "carrier", "scheme": "main"},
              {"number": "78120000003", "trunk": "carrier"},
              {"number": "74951110000", "mode": "passive", "sip": "desk@acme.example", "via": "74950000001"},
              {"number": "74952220000", "mode": "active", "provider": "registrar", "login": "me", "password": "Secret123",
               "server": "192.0.2.30"},
              {"number": "74955550000", "trunk": "shop"}],
  "schemes": [
    {"id": "main", "name": "Main", "extension": "700", "description": "all day", "sms_on_missed": true,
     "auto_callback": {"enabled": true, "group": "sales", "line": "74950000001"},
     "branches": [
       {"schedule": {"times": [{"days": "working_days", "from": "09:00", "to": "18:00"}]},
        "actions": [{"play": "hello", "wait_end": true}, {"forward": {"group": "sales"}, "wait": 20},
                    {"voicemail": ["anna@acme.example"]}],
        "menu": [{"digits": "1", "password": "77", "actions": [{"forward": {"employee": "anna"}}],
                  "menu": [{"digits": "2", "actions": [{"forward": {"number": "79161234567"}}]}]}],
        "handlers": [{"on": "fax_detect", "email": ["fax@acme.example"]},
                     {"on": "extension_dial", "length": 3, "actions": [{"play": "hello"}]}]},
       {"actions": [{"receive_fax": ["fax@acme.example"]}, {"hangup": true}]}]}],
  "caller_id": {"enabled": true},
  "caller_id_rules": [{"id": "moscow", "outgoing_number": "74950000001", "value": "7495\\d*"},
                      {"id": "spb", "outgoing_number": "78120000003", "value": "7812\\d*"}],
  "defaults": {"reception": {"warnings": [{"line": "74950000001", "prompt": "hello"}]}}
})";

inline constexpr const char* branch_office = R"({
  "id": "branch", "name": "Branch", "customer": "acme ltd", "domains": ["branch.example"],
  "employees": [{"id": "anna", "full_name": "Another Anna", "extension": "101", "outgoing_number": "73430000001"}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}, {"id": "local", "host": "192.0.2.40"}],
  "numbers": [{"number": "73430000001", "trunk": "carrier"}],
  "schemes": [{"id": "main", "name": "Ours", "actions": [{"hangup": true}]}]
})";

struct Two {
  explicit Two(Storage with = memory_storage())
      : storage(std::move(with)), engine({.storage = storage, .clock = [] { return Time{std::chrono::hours(1)}; }}) {
    for (const char* office : {head_office, branch_office}) {
      const auto made = engine.accounts().import_json(office);
      REQUIRE_MESSAGE(made, message(made));
    }
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }
  [[nodiscard]] Account branch() { return engine.accounts().find("branch").value(); }
  void settings(Account account, const std::function<void(AccountSettings&)>& change) {
    AccountSettings settings = account.settings().value();
    change(settings);
    const auto saved = account.save(Changes().settings(settings));
    REQUIRE_MESSAGE(saved, message(saved));
  }
  MovePlan plan(const NumberMove& wanted) {
    auto plan = acme().moves().plan(wanted);
    REQUIRE_MESSAGE(plan, message(plan));
    return std::move(*plan);
  }
  NumbersMoved move(const NumberMove& wanted) {
    auto done = acme().moves().move(wanted);
    REQUIRE_MESSAGE(done, message(done));
    return std::move(*done);
  }
  Scheme scheme_there(const std::string& number) {
    return branch().schemes().get(branch().numbers().get(number)->object.scheme.text).value().object;
  }

  Storage storage;
  Engine engine;
};

inline List numbers_of(const Account& account) {
  List found;
  const AccountDocument whole = account.document().value();
  for (const Number& number : whole.numbers) found.push_back(number.number);
  return found;
}
inline List problems(const std::vector<Error>& errors) {
  List found;
  for (const Error& error : errors) found.push_back(std::string(name_of(error.code)) + " " + error.path);
  return found;
}
inline const MoveCandidate& row(const MovePlan& plan, const std::string& number) {
  const auto at = std::find_if(plan.numbers.begin(), plan.numbers.end(),
                               [&](const MoveCandidate& each) { return each.number == number; });
  REQUIRE(at != plan.numbers.end());
  return *at;
}
template <class T>
T one(const Result<Versioned<T>>& found) {
  REQUIRE_MESSAGE(found, message(found));
  return found->object;
}

inline const NumberMove desk{.to = "branch", .numbers = {"74950000001"}};

}  // namespace accounts
