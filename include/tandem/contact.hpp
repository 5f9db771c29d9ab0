// The address book of an account: the people its employees talk to (specification 05, area ADR).
#pragma once

#include <tandem/export.hpp>
#include <tandem/ids.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct ContactPhone {
  std::string number{};  ///< as it was entered, "+7 (926) 111-12-49"; matched by its digits (ADR-16)
  std::string comment{};
  bool primary = false;  ///< one at the most; none: the first is (ADR-05)
  friend bool operator==(const ContactPhone&, const ContactPhone&) = default;
};

struct Contact {
  ContactKey id{};
  std::string full_name{};  ///< the only field that must be there (ADR-02)
  std::string position{};
  std::string company{};
  std::string description{};
  std::vector<ContactPhone> phones{};
  std::vector<std::string> emails{};
  std::string source = "local";  ///< or the external system it was imported from (ADR-07)
  EmployeeKey responsible{};     ///< calls of this client may go to him first (ADR-22)
  friend bool operator==(const Contact&, const Contact&) = default;
};

/// The phone that lists show and calls go to; null when there is none (ADR-05, ADR-12).
[[nodiscard]] const ContactPhone* primary_phone(const Contact& contact) noexcept;
/// Does the text stand in the name, position, company, a phone (digits alone as well) or an e-mail address, in any letter
/// case? (ADR-09)
[[nodiscard]] bool matches(const Contact& contact, std::string_view text);

}  // namespace tandem
