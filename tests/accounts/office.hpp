// A small account with people of several roles, for tests of what screens show of them.
#pragma once

#include "accounts/world.hpp"

#include <string>
#include <utility>
#include <vector>

namespace accounts {

/// Anna is chief accountant and head of Sales, where Boris and Clara are operators; Dora is in no group.
struct Office : World {
  Office() {
    Employee anna = card("anna");
    anna.position = "Главный бухгалтер";
    anna.devices.push_back({.number = "74951112233"});
    REQUIRE(acme().employees().update(anna));
    Employee dora;
    dora.id = {"dora"};
    dora.full_name = "Dora";
    dora.role = {"accountant"};
    REQUIRE(acme().employees().create(dora));
    Group support;
    support.id = {"support"};
    support.name = "Support desk";
    support.extension = "600";
    support.members = {{.employee = {"boris"}, .is_operator = false, .supervisor = true}};
    REQUIRE(acme().groups().create(support));
  }
  [[nodiscard]] Employee card(const char* who) { return acme().employees().get(who).value().object; }
  [[nodiscard]] Account as(const char* who) { return acme().as({.kind = ActorKind::employee, .employee = {who}}); }
  [[nodiscard]] Account as_role(const char* who, const std::string& role) {
    Employee employee = card(who);
    employee.role = {role};
    const auto saved = acme().employees().update(employee);
    REQUIRE_MESSAGE(saved, message(saved));
    return as(who);
  }
  void role(const char* key, std::vector<Right> rights) {
    Role role;
    role.id = {key};
    role.name = key;
    role.rights = std::move(rights);
    REQUIRE(acme().roles().put(role));
  }
  void write(CallRecord record) {
    record.account = "acme";
    record.ended = record.started + std::chrono::minutes(1);
    REQUIRE(storage.records->write(std::vector{record}));
  }
};

template <class T>
List keys(const Result<std::vector<Versioned<T>>>& found) {
  List list;
  REQUIRE_MESSAGE(found, message(found));
  for (const Versioned<T>& one : *found) list.push_back(one.object.id.text);
  return list;
}

}  // namespace accounts
