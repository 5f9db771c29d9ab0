#include "model/index.hpp"

#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {

std::string_view noun(Kind kind) noexcept {
  switch (kind) {
    case Kind::employee: return "employee";
    case Kind::group: return "group";
    case Kind::trunk: return "trunk";
    case Kind::prompt: return "prompt";
    case Kind::number: return "number";
    case Kind::scheme: return "scheme";
    case Kind::sip_account: return "SIP account";
    case Kind::extension: return "extension";
    case Kind::email: return "e-mail address";
  }
  return "?";
}

DocumentIndex::DocumentIndex(const AccountDocument& document) : document_(document) {
  for (std::size_t i = 0; i < document.prompts.size(); ++i) {
    const std::string& id = document.prompts[i].id.text;
    add(Kind::prompt, id, fmt::format("prompts[{}].id", i), fmt::format("prompt '{}'", id));
  }
  add_people();
  add_groups();
  add_lines();
  add_schemes();
}

void DocumentIndex::add(Kind kind, std::string_view name, std::string path, std::string label) {
  if (!name.empty()) map(kind).try_emplace(std::string(name), Owner{std::move(path), std::move(label)});
}

void DocumentIndex::add_people() {
  for (std::size_t i = 0; i < document_.employees.size(); ++i) {
    const Employee& employee = document_.employees[i];
    const std::string label = fmt::format("employee '{}'", employee.id.text);
    add(Kind::employee, employee.id.text, fmt::format("employees[{}].id", i), label);
    add(Kind::extension, employee.extension, fmt::format("employees[{}].extension", i), label);
    add(Kind::email, lower(employee.email), fmt::format("employees[{}].email", i), label);
    for (std::size_t k = 0; k < employee.sip_accounts.size(); ++k) {
      // SIP-19: names of SIP accounts do not depend on the letter case
      add(Kind::sip_account, lower(employee.sip_accounts[k].aor),
          fmt::format("employees[{}].sip_accounts[{}].aor", i, k), label);
    }
  }
}

void DocumentIndex::add_groups() {
  for (std::size_t i = 0; i < document_.groups.size(); ++i) {
    const Group& group = document_.groups[i];
    const std::string label = fmt::format("group '{}'", group.id.text);
    add(Kind::group, group.id.text, fmt::format("groups[{}].id", i), label);
    add(Kind::extension, group.extension, fmt::format("groups[{}].extension", i), label);
  }
}

void DocumentIndex::add_lines() {
  for (std::size_t i = 0; i < document_.trunks.size(); ++i) {
    const std::string& id = document_.trunks[i].id.text;
    add(Kind::trunk, id, fmt::format("trunks[{}].id", i), fmt::format("trunk '{}'", id));
  }
  for (std::size_t i = 0; i < document_.numbers.size(); ++i) {
    const std::string& number = document_.numbers[i].number;
    add(Kind::number, number, fmt::format("numbers[{}].number", i), fmt::format("number '{}'", number));
  }
}

void DocumentIndex::add_schemes() {
  for (std::size_t i = 0; i < document_.schemes.size(); ++i) {
    const Scheme& scheme = document_.schemes[i];
    const std::string label = fmt::format("scheme '{}'", scheme.id.text);
    add(Kind::scheme, scheme.id.text, fmt::format("schemes[{}].id", i), label);
    add(Kind::extension, scheme.extension, fmt::format("schemes[{}].extension", i), label);
  }
}

const DocumentIndex::Owner* DocumentIndex::find(Kind kind, std::string_view name) const {
  const auto& names = maps_[static_cast<std::size_t>(kind)];
  const auto found = names.find(std::string(name));
  return found == names.end() ? nullptr : &found->second;
}

std::string_view DocumentIndex::nearest_name(Kind kind, std::string_view name) const {
  constexpr std::size_t most = 200;  // a hint is not worth searching a large account for
  const auto& names = maps_[static_cast<std::size_t>(kind)];
  if (names.size() > most) return {};
  std::vector<std::string_view> known;
  for (const auto& [known_name, owner] : names) known.push_back(known_name);
  std::sort(known.begin(), known.end());  // the same document always gets the same hint
  return nearest(name, known);
}

}  // namespace tandem::model
