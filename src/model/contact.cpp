#include <tandem/contact.hpp>

#include "model/text.hpp"

#include <algorithm>

namespace tandem {

const ContactPhone* primary_phone(const Contact& contact) noexcept {
  const auto& phones = contact.phones;
  const auto marked = std::find_if(phones.begin(), phones.end(), [](const ContactPhone& p) { return p.primary; });
  if (marked != phones.end()) return &*marked;
  return phones.empty() ? nullptr : &phones.front();
}

bool matches(const Contact& contact, std::string_view text) {
  const std::string wanted = model::fold_case(text);
  const auto has = [&](std::string_view field) { return model::fold_case(field).find(wanted) != std::string::npos; };
  if (has(contact.full_name) || has(contact.position) || has(contact.company)) return true;
  if (std::any_of(contact.emails.begin(), contact.emails.end(), has)) return true;
  return std::any_of(contact.phones.begin(), contact.phones.end(), [&](const ContactPhone& phone) {
    return has(phone.number) || model::digits_of(phone.number).find(wanted) != std::string::npos;
  });
}

}  // namespace tandem
