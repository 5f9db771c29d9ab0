// What a phone shows of the other party of an internal call (SIP-32, SIP-34, 03 OP-03).
#include <tandem/account.hpp>

namespace tandem {
namespace {

const std::string& first(const std::string& wanted, const std::string& otherwise) {
  return wanted.empty() ? otherwise : wanted;
}

std::string display_of(PartyName name, const ShownParty& party) {
  switch (name) {
    case PartyName::employee_name: return first(party.full_name, party.sip_user);
    case PartyName::extension: return first(party.extension, party.sip_user);
    case PartyName::name_and_extension:
      if (party.full_name.empty()) return first(party.extension, party.sip_user);
      return party.extension.empty() ? party.full_name : party.full_name + ' ' + party.extension;
    case PartyName::none: break;
  }
  return {};
}

}  // namespace

Party present(const SipPresentation& settings, const ShownParty& party) {
  Party shown;
  shown.display = display_of(settings.display_name, party);
  switch (settings.identifier) {
    case PartyIdentifier::extension: shown.number = first(party.extension, party.sip_user); break;
    case PartyIdentifier::sip_user: shown.number = party.sip_user; break;
    case PartyIdentifier::outgoing_number: shown.number = first(party.outgoing_number, party.sip_user); break;
  }
  return shown;
}

}  // namespace tandem
