#include "engine/journal_entries.hpp"

#include "model/stored_form.hpp"
#include "model/text.hpp"

#include <fmt/format.h>

#include <type_traits>

namespace tandem::engine {
namespace {

using model::Kind;

/// LOG-04: the section an object belongs to.
std::string_view section_of(Kind kind) {
  switch (kind) {
    case Kind::employee:
    case Kind::group: return "employees and groups";
    case Kind::trunk: return "SIP trunks";
    case Kind::number: return "numbers";
    case Kind::scheme:
    case Kind::caller_rule:
    case Kind::caller_id_rule: return "call processing";
    case Kind::list_entry: return "black and white list";
    case Kind::prompt: return "audio files";
    case Kind::role: return "security and restrictions";
    case Kind::contact: return "address book";
    case Kind::room: return "conferencing";
    case Kind::status:
    case Kind::campaign:
    case Kind::planned_call: return "contact centre";
    case Kind::widget: return "site widgets";
    default: return "account";
  }
}

/// The name people know the object by.
std::string name_of(const AnyObject& object) {
  return std::visit(
      []<class T>(const T& value) -> std::string {
        if constexpr (requires { value.full_name; }) {
          return value.full_name;
        } else if constexpr (requires { value.title; }) {
          return value.title;
        } else if constexpr (requires { value.pattern; }) {
          return value.pattern;
        } else if constexpr (std::is_same_v<T, CallerIdRule>) {
          return value.value;
        } else if constexpr (std::is_same_v<T, PlannedCall>) {
          return value.number;
        } else if constexpr (std::is_same_v<T, Prompt>) {
          return value.id.text;
        } else if constexpr (std::is_same_v<T, Number>) {
          return value.number;
        } else if constexpr (std::is_same_v<T, AccountSettings>) {
          return value.name;
        } else {
          return model::title_of(value);
        }
      },
      object);
}

AuditEntry signed_by(const model::AccountData& data, const Actor& actor, Time now) {
  AuditEntry entry;
  entry.account = data.id();
  entry.at = now;
  entry.actor = actor.kind;
  entry.ip = actor.ip;
  entry.login = actor.login;
  switch (actor.kind) {
    case ActorKind::system:  // LOG-02
      if (entry.login.empty()) entry.login = "System";
      break;
    case ActorKind::account_admin:  // LOG-05
      if (entry.login.empty()) entry.login = data.id();
      break;
    case ActorKind::employee:
      entry.employee = actor.employee.text;
      if (const Employee* employee = data.find<Employee>(actor.employee.text)) entry.employee_name = employee->full_name;
      if (entry.login.empty()) entry.login = fmt::format("{}/{}", data.id(), actor.employee.text);
      break;
  }
  return entry;
}

}  // namespace

std::vector<AuditEntry> journal_entries(const model::AccountData* before, const model::Edited& edited,
                                        const Actor& actor, Time now) {
  std::vector<AuditEntry> entries;
  for (const model::Touched& touched : edited.touched) {
    AuditEntry entry = signed_by(edited.after, actor, now);
    const auto old = before != nullptr ? model::object_of(*before, touched.object) : std::nullopt;
    const auto fresh = model::object_of(edited.after, touched.object);
    entry.section = section_of(touched.object.kind);
    const std::string_view verb = !old ? "create" : !fresh ? "remove" : "edit";
    const std::string_view noun = touched.object.kind == Kind::settings ? "account" : model::noun(touched.object.kind);
    entry.operation = fmt::format("{} {} {}", verb, noun, name_of(fresh ? *fresh : *old));
    entry.kind = noun;
    entry.key = touched.object.key;
    if (old) entry.before = model::object_json(*old, model::masked);
    if (fresh) entry.after = model::object_json(*fresh, model::masked);
    entries.push_back(std::move(entry));
  }
  return entries;
}

AuditEntry journal_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now) {
  AuditEntry entry = signed_by(data, actor, now);
  entry.section = section_of(Kind::settings);
  entry.operation = std::move(operation);
  entry.kind = "account";
  return entry;
}

AuditEntry number_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now) {
  AuditEntry entry = signed_by(data, actor, now);
  entry.section = section_of(Kind::number);
  entry.operation = std::move(operation);
  entry.kind = "account";
  return entry;
}

void signed_as(AuditEntry& entry, const AuditEntry& like) {
  entry.actor = like.actor;
  entry.employee = entry.account == like.account ? like.employee : std::string();
  entry.employee_name = like.employee_name;
  entry.login = like.login;
  entry.ip = like.ip;
}

AuditEntry login_entry(const model::AccountData& data, std::string operation, const Actor& actor, Time now) {
  AuditEntry entry = signed_by(data, actor, now);
  entry.section = "Login";
  entry.operation = std::move(operation);
  return entry;
}

}  // namespace tandem::engine
