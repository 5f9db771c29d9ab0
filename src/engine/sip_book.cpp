#include <tandem/sip_book.hpp>

#include "engine/asker.hpp"
#include "model/rename.hpp"
#include "model/sip_guards.hpp"
#include "model/text.hpp"

#include <algorithm>

namespace tandem {
namespace {

using engine::Asker;

Result<Asker> keeper(const AccountHandle& handle) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  if (auto allowed = asker->need(Right::sip_accounts_edit); !allowed) return std::unexpected(allowed.error());
  return asker;
}

std::string_view domain_of(std::string_view aor) { return aor.substr(aor.find('@') + 1); }

Result<void> of_own_choice(const Asker& asker, std::string_view domain) {
  const AccountSettings& settings = asker.data().settings();
  if (std::find(settings.domains.begin(), settings.domains.end(), domain) == settings.domains.end()) {
    return fail(errc::not_found, fmt::format("the account has no domain '{}'", domain), "domains");
  }
  if (domain != settings.root_domain) return {};
  return fail(errc::forbidden, "the root domain is neither renamed nor removed (SIP-15, SIP-38)", "domains");
}

}  // namespace

Result<std::vector<SipDomainRows>> SipBook::list(std::string_view text) const {
  const Result<Asker> asker = keeper(account_);
  if (!asker) return std::unexpected(asker.error());
  const AccountSettings& settings = asker->data().settings();
  const auto& signaling = asker->core().options().signaling;
  const bool by_account = asker->authority().sees_proxy_choices();
  const std::string wanted = model::fold_case(text);
  std::vector<SipDomainRows> domains;
  for (const std::string& domain : settings.domains) domains.push_back({domain, domain == settings.root_domain, {}});
  asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    for (const SipAccount& account : stored.object.sip_accounts) {
      SipAccountRow row{account.aor, stored.object.id, stored.object.full_name,
                        signaling && signaling->registered(account.aor), {}};
      if (by_account) row.external_media_proxy = account.external_media_proxy;
      const std::string shown = model::fold_case(row.aor + '\n' + row.employee_name + '\n') +
                                (row.registered ? "\nregistered\n" : "\nnot registered\n");
      if (shown.find(wanted) == shown.npos) continue;
      const auto in = std::find_if(domains.begin(), domains.end(),
                                   [&](const SipDomainRows& d) { return d.domain == domain_of(row.aor); });
      if (in != domains.end()) in->accounts.push_back(std::move(row));
    }
  });
  return domains;
}

Result<Saved> SipBook::create(NewSipAccount account) const {
  const Result<Asker> asker = keeper(account_);
  if (!asker) return std::unexpected(asker.error());
  std::vector<Employee> namesakes;
  const std::string name = model::fold_case(account.employee_name);
  asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    if (model::fold_case(stored.object.full_name) == name) namesakes.push_back(stored.object);
  });
  if (namesakes.size() > 1) {
    return fail(errc::conflict, fmt::format("{} employees are called '{}'; add it to the card of the one you mean",
                                            namesakes.size(), account.employee_name));
  }
  SipAccount made;
  made.aor = std::move(account.aor);
  made.password = std::move(account.password);
  if (namesakes.empty()) {
    Employee employee;
    employee.full_name = std::move(account.employee_name);
    employee.sip_accounts.push_back(std::move(made));
    return asker->save(Changes().create(std::move(employee)));
  }
  Employee employee = std::move(namesakes.front());
  if (!made.aor.empty()) {
    Device device;
    device.sip = model::lower(made.aor);
    employee.devices.insert(employee.devices.begin(), std::move(device));  // SIP-24
  }
  employee.sip_accounts.push_back(std::move(made));
  return asker->save(Changes().update(std::move(employee)));
}

Result<Saved> SipBook::rename_domain(std::string_view from, std::string to) const {
  const Result<Asker> asker = keeper(account_);
  if (!asker) return std::unexpected(asker.error());
  if (auto own = of_own_choice(*asker, from); !own) return std::unexpected(own.error());
  to = model::lower(to);
  Changes changes;
  const auto add = [&](AnyObject object) {
    if (!model::rename_domain(object, from, to)) return;
    std::visit(
        [&]<class T>(T& value) {
          if constexpr (std::is_same_v<T, AccountSettings>) {
            changes.settings(std::move(value));
          } else {
            changes.update(std::move(value));
          }
        },
        object);
  };
  add(asker->data().settings());
  model::each_object_kind([&]<class T>(model::As<T>) {
    asker->data().all<T>().each([&](const model::Stored<T>& stored) { add(stored.object); });
  });
  // Whoever may rename the domain changes with it what mentions it.
  return asker->save(changes, true);
}

Result<Saved> SipBook::remove_domain(std::string_view domain, bool cascade) const {
  const Result<Asker> asker = keeper(account_);
  if (!asker) return std::unexpected(asker.error());
  if (auto own = of_own_choice(*asker, domain); !own) return std::unexpected(own.error());
  const auto inside = [&](const std::string& aor) { return !aor.empty() && domain_of(aor) == domain; };
  AccountSettings settings = asker->data().settings();
  std::erase(settings.domains, domain);
  Changes changes;
  std::string primary;
  if (cascade) {
    asker->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
      Employee employee = stored.object;
      if (inside(model::primary_account(employee))) primary = model::primary_account(employee);
      const auto gone = std::erase_if(employee.sip_accounts, [&](const SipAccount& a) { return inside(a.aor); });
      if (gone == 0) return;
      std::erase_if(employee.devices, [&](const Device& device) { return inside(device.sip); });
      changes.update(std::move(employee));
    });
  }
  if (!primary.empty()) {
    return fail(errc::in_use, fmt::format("{} is the main means of reception of its employee: a default number cannot be "
                                          "deleted (SIP-14)", primary), "domains");
  }
  changes.settings(std::move(settings));
  return asker->save(changes);
}

}  // namespace tandem
