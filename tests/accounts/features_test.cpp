// Services of an account: who switches them, what they refuse, and who keeps them from being switched off (SVC).
#include "accounts/world.hpp"

using namespace accounts;

namespace {

/// Switches a service; what was refused comes back.
Result<Saved> set(const Account& account, Service service, bool on) {
  AccountSettings settings = account.settings().value();
  set_service(settings.defaults.services, service, on);
  return account.save(Changes().settings(settings));
}

Scheme plain() {
  Scheme scheme;
  scheme.id = {"new"};
  scheme.branches.emplace_back();
  return scheme;
}

/// Something that uses the service, as a change of the account.
Changes use_of(Service service, const Account& account) {
  Scheme scheme = plain();
  Block& block = scheme.branches[0].block;
  switch (service) {
    case Service::multi_level_menu: {
      MenuItem inner;
      inner.digits = "2";
      MenuItem outer;
      outer.digits = "1";
      outer.block.menu.push_back(inner);
      block.menu.push_back(outer);
      return Changes().create(scheme);
    }
    case Service::speech_menu: scheme.speech.enabled = true; return Changes().create(scheme);
    case Service::menu_callback:
      scheme.auto_callback = {true, {"sales"}, "74950000001"};
      return Changes().create(scheme);
    case Service::fax_detect:
      block.handlers.emplace_back().kind = HandlerKind::fax_detect;
      return Changes().create(scheme);
    case Service::contact_centre: {
      AccountSettings settings = account.settings().value();
      settings.defaults.consult_display = ConsultDisplay::external_party;
      return Changes().settings(settings);
    }
    case Service::caller_forwarding: {
      CallerRule rule{.pattern = "79161234567"};
      rule.forward.to = ToEmployee{.employee = {"anna"}};
      return Changes().create(rule);
    }
    case Service::roles: return Changes().create(Role{.id = {"night"}, .name = "Night"});
    case Service::foreign_numbers: return Changes().create(Number{.number = "74951110000", .mode = LineMode::passive});
    case Service::site_widgets: return Changes().create(Widget{.name = "Site"});
    case Service::auto_secretary: {
      Employee anna = account.employees().get("anna").value().object;
      anna.auto_secretary.emplace_back();
      return Changes().update(anna);
    }
    case Service::srtp:
    case Service::tls: {
      AccountSettings settings = account.settings().value();
      if (service == Service::srtp) settings.sip_encryption.srtp = Srtp::optional;
      if (service == Service::tls) settings.sip_encryption.tls = Tls::allowed;
      return Changes().settings(settings);
    }
    case Service::media_proxy: {
      AccountSettings settings = account.settings().value();
      settings.media_proxy.enabled = true;
      return Changes().settings(settings);
    }
    case Service::own_prompts: break;  // the library's; see its own tests
  }
  return {};
}

}  // namespace

TEST_CASE("[SVC-06] what needs a service is refused as not enabled while that is off, and let in when it is on") {
  for (std::size_t i = 0; i < service_count; ++i) {
    const auto service = static_cast<Service>(i);
    if (service == Service::own_prompts) continue;
    CAPTURE(name_of(service));
    World world;
    const auto account = world.acme();
    const auto off = set(account, service, false);
    REQUIRE_MESSAGE(off, message(off));
    const auto refused = account.save(use_of(service, account));
    CHECK(contains(message(refused), "service `" + std::string(name_of(service)) + "`, which is not enabled"));
    REQUIRE(set(account, service, true));
    const auto taken = account.save(use_of(service, account));
    CHECK_MESSAGE(taken, message(taken));
  }
}

TEST_CASE(
    "[SVC-07] a service that is in use is not taken away, and the refusal names whatever uses it, until that gives it "
    "up") {
  const std::vector<std::pair<Service, const char*>> users{{Service::multi_level_menu, "scheme 'new'"},
                                                           {Service::speech_menu, "scheme 'new'"},
                                                           {Service::menu_callback, "scheme 'new'"},
                                                           {Service::fax_detect, "scheme 'new'"},
                                                           {Service::caller_forwarding, "caller rule 'caller-rule-1'"},
                                                           {Service::foreign_numbers, "number '74951110000'"},
                                                           {Service::site_widgets, "widget 'widget-1'"},
                                                           {Service::auto_secretary, "employee 'anna'"}};
  for (const auto& [service, user] : users) {
    CAPTURE(name_of(service));
    World world;
    const auto account = world.acme();
    REQUIRE(account.save(use_of(service, account)));
    const auto refused = set(account, service, false);
    CHECK(problems(refused).front() == "in_use");
    CHECK(contains(message(refused), user));
    CHECK(has_service(account.settings()->defaults.services, service));
    switch (service) {
      case Service::caller_forwarding: REQUIRE(account.caller_rules().remove("caller-rule-1")); break;
      case Service::foreign_numbers: REQUIRE(account.numbers().remove("74951110000")); break;
      case Service::site_widgets: REQUIRE(account.widgets().remove("widget-1")); break;
      case Service::auto_secretary: {
        Employee anna = account.employees().get("anna").value().object;
        anna.auto_secretary[0].enabled = false;
        REQUIRE(account.employees().update(anna));
        break;
      }
      default: REQUIRE(account.schemes().remove("new")); break;
    }
    CHECK(set(account, service, false));
  }
}

TEST_CASE(
    "[SVC-03] services are switched by the account's administrator and by whoever has an administrator's right to it") {
  World world;
  const auto account = world.acme();
  Employee anna = account.employees().get("anna").value().object;
  const Account herself = account.as({.kind = ActorKind::employee, .employee = {"anna"}});
  CHECK(problems(set(herself, Service::fax_detect, false)) == List{"forbidden"});
  anna.role = {"administrator"};
  REQUIRE(account.employees().update(anna));
  CHECK(set(herself, Service::fax_detect, false));
  CHECK(set(account, Service::fax_detect, true));
}
