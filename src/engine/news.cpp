#include "engine/news.hpp"

namespace tandem::engine {
namespace {

void of_employee(const Employee* old, const Employee* now, const SecuritySettings& security, std::vector<Happening>& news) {
  if (now == nullptr || now->email.empty()) return;
  const auto mail = [&](MailReason reason) {
    news.emplace_back(MailWanted{reason, now->id.text, now->full_name, now->extension, now->email, {}, {}, {}});
  };
  if (old == nullptr) {
    mail(MailReason::registration);  // EMP-24
    mail(MailReason::welcome);       // EMP-27
  }
  const bool filled = old == nullptr || old->email.empty();  // LIM-22
  if (filled && security.notify_softphone_by_email) mail(MailReason::softphone);
}

void of_contact(const Contact* old, const Contact* now, std::vector<Happening>& news) {
  const Contact& either = now != nullptr ? *now : *old;
  news.emplace_back(ContactChanged{either.id.text, either.full_name, now == nullptr});
}

/// NET-03
void of_services(const Services& old, const Services& now, std::vector<Happening>& news) {
  const EncryptionWithdrawn gone{old.srtp && !now.srtp, old.tls && !now.tls};
  if (gone.srtp || gone.tls) news.emplace_back(gone);
}

}  // namespace

std::vector<Happening> news_of(const model::AccountData* before, const model::Edited& edited, const SaveOptions& options) {
  std::vector<Happening> news;
  if (before == nullptr) return news;
  of_services(before->settings().defaults.services, edited.after.settings().defaults.services, news);
  for (const model::Touched& touched : edited.touched) {
    const std::string& key = touched.object.key;
    if (touched.object.kind == model::Kind::employee) {
      of_employee(before->find<Employee>(key), edited.after.find<Employee>(key), edited.after.settings().security, news);
    } else if (touched.object.kind == model::Kind::contact && options.announce_contacts) {  // ADR-19
      of_contact(before->find<Contact>(key), edited.after.find<Contact>(key), news);
    }
  }
  return news;
}

}  // namespace tandem::engine
