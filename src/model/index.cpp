#include "model/index.hpp"

#include "model/describe_account.hpp"
#include "model/text.hpp"
#include "model/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

std::string_view noun(Kind kind) noexcept {
  switch (kind) {
    case Kind::settings: return "account";
    case Kind::prompt: return "prompt";
    case Kind::employee: return "employee";
    case Kind::group: return "group";
    case Kind::trunk: return "trunk";
    case Kind::number: return "number";
    case Kind::scheme: return "scheme";
    case Kind::role: return "role";
    case Kind::status: return "status";
    case Kind::contact: return "contact";
    case Kind::list_entry: return "list entry";
    case Kind::caller_rule: return "caller rule";
    case Kind::caller_id_rule: return "caller id rule";
    case Kind::room: return "conference room";
    case Kind::campaign: return "campaign";
    case Kind::planned_call: return "planned call";
    case Kind::widget: return "widget";
    case Kind::mobile: return "mobile number";
    case Kind::client_phone: return "phone";
    case Kind::sip_account: return "SIP account";
    case Kind::extension: return "extension";
    case Kind::email: return "e-mail address";
    case Kind::domain: return "domain";
    case Kind::address: return "address";
    case Kind::login: return "login";
    case Kind::link_code: return "link code";
  }
  return "?";
}

std::string given_key(Kind kind, std::size_t number) {
  std::string key = fmt::format("{}-{}", noun(kind), number);
  std::replace(key.begin(), key.end(), ' ', '-');
  return key;
}

std::string label_of(const ObjectRef& object) {
  if (object.kind == Kind::settings) return "the account's settings";
  return fmt::format("{} '{}'", noun(object.kind), object.key);
}

DocumentIndex::DocumentIndex(const AccountDocument& document) : document_(document) {
  add(static_cast<const AccountSettings&>(document), "", "the account's settings");
  each_object_kind([&]<class T>(As<T>) {
    const std::vector<T>& list = document.*ObjectKind<T>::member;
    for (std::size_t i = 0; i < list.size(); ++i) {
      add(list[i], fmt::format("{}[{}]", ObjectKind<T>::list, i), label_of(ref_of(list[i])));
    }
  });
  for (const Number& number : document.numbers) numbers_.try_emplace(number.number, &number);
  for (const Scheme& scheme : document.schemes) schemes_.try_emplace(scheme.id.text, &scheme);
  for (const Role& role : document.roles) roles_.try_emplace(role.id.text, &role);
  for (const Trunk& trunk : document.trunks) trunks_.try_emplace(trunk.id.text, &trunk);
  for (const Prompt& prompt : document.prompts) prompts_.try_emplace(prompt.id.text, &prompt);
  for (const Employee& employee : document.employees) employees_.try_emplace(employee.id.text, &employee);
}

template <class T>
void DocumentIndex::add(const T& object, std::string path, const std::string& label) {
  Trace trace;
  trace.path = std::move(path);
  walk(trace, object);
  for (Mention& claim : trace.claims) {
    owners_[claim.kind].try_emplace(std::move(claim.name), Owner{std::move(claim.path), label});
  }
}

const KnownNames::Owner* DocumentIndex::find(Kind kind, std::string_view name) const {
  const auto names = owners_.find(kind);
  if (names == owners_.end()) return nullptr;
  const auto found = names->second.find(std::string(name));
  return found == names->second.end() ? nullptr : &found->second;
}

bool DocumentIndex::knows(Kind kind, std::string_view name) const { return find(kind, name) != nullptr; }

std::optional<KnownNames::Owner> DocumentIndex::other_owner(Kind kind, std::string_view name,
                                                            std::string_view path) const {
  const Owner* owner = find(kind, name);
  return owner == nullptr || owner->path == path ? std::nullopt : std::optional(*owner);
}

std::string DocumentIndex::nearest_name(Kind kind, std::string_view name) const {
  const auto names = owners_.find(kind);
  if (names == owners_.end() || names->second.size() > most_names_for_a_hint) return {};
  std::vector<std::string_view> known;
  for (const auto& [known_name, owner] : names->second) known.push_back(known_name);
  return nearest_of(name, std::move(known));
}

const Number* DocumentIndex::number(std::string_view digits) const {
  const auto found = numbers_.find(digits);
  return found == numbers_.end() ? nullptr : found->second;
}

const Trunk* DocumentIndex::trunk(std::string_view key) const {
  const auto at = trunks_.find(key);
  return at == trunks_.end() ? nullptr : at->second;
}
const Prompt* DocumentIndex::prompt(std::string_view key) const {
  const auto at = prompts_.find(key);
  return at == prompts_.end() ? nullptr : at->second;
}
const Employee* DocumentIndex::employee(std::string_view key) const {
  const auto at = employees_.find(key);
  return at == employees_.end() ? nullptr : at->second;
}
const Scheme* DocumentIndex::scheme(std::string_view key) const {
  const auto found = schemes_.find(key);
  return found == schemes_.end() ? nullptr : found->second;
}

const Role* DocumentIndex::role(std::string_view key) const {
  const auto found = roles_.find(key);
  return found == roles_.end() ? nullptr : found->second;
}

std::string nearest_of(std::string_view name, std::vector<std::string_view> known) {
  if (known.size() > most_names_for_a_hint) return {};
  std::sort(known.begin(), known.end());  // the same names always give the same hint
  return std::string(nearest(name, known));
}

}  // namespace tandem::model
