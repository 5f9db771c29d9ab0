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
    case Service::rooms: return Changes().create(Room{});
    case Service::announced_wait_time:
    case Service::announced_position: {
      Group sales = account.groups().get("sales").value().object;
      sales.announce_wait_time = service == Service::announced_wait_time;
      sales.announce_position = service == Service::announced_position;
      return Changes().update(sales);
    }
    case Service::ring_modes: {
      Employee anna = account.employees().get("anna").value().object;
      anna.reception_mode = ReceptionMode::all_sequential;
      return Changes().update(anna);
    }
    case Service::incoming_announcement:
    case Service::category_sms_name:
    case Service::voicemail_speech:
    case Service::conference_extension: {
      AccountSettings settings = account.settings().value();
      if (service == Service::incoming_announcement) settings.defaults.reception.announce_caller_number = true;
      if (service == Service::category_sms_name) settings.sms.names = {{.name = "TAXI_MT"}};
      if (service == Service::voicemail_speech) settings.defaults.voicemail_transcript = true;
      if (service == Service::conference_extension) settings.conferences.max_participants = 9;
      return Changes().settings(settings);
    }
    default: return {};  // own_prompts is the library's, see its tests; nothing uses the others yet
  }
}

/// Those that something of an account needs.
std::vector<Service> used_services(const Account& account) {
  std::vector<Service> used;
  for (std::size_t i = 0; i < service_count; ++i) {
    const auto service = static_cast<Service>(i);
    if (!use_of(service, account).list().empty()) used.push_back(service);
  }
  return used;
}

}  // namespace

TEST_CASE("[SVC-06] what needs a service is refused as not enabled while that is off, and let in when it is on") {
  World any;
  const auto used = used_services(any.acme());
  CHECK(used.size() == 21);
  for (const Service service : used) {
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
                                                           {Service::auto_secretary, "employee 'anna'"},
                                                           {Service::rooms, "room 'conference-room-1'"},
                                                           {Service::announced_wait_time, "group 'sales'"},
                                                           {Service::announced_position, "group 'sales'"},
                                                           {Service::ring_modes, "employee 'anna'"}};
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
      case Service::rooms: REQUIRE(account.rooms().remove("conference-room-1")); break;
      case Service::announced_wait_time:
      case Service::announced_position: {
        Group sales = account.groups().get("sales").value().object;
        sales.announce_wait_time = sales.announce_position = false;
        REQUIRE(account.groups().update(sales));
        break;
      }
      case Service::ring_modes: {
        Employee anna = account.employees().get("anna").value().object;
        anna.reception_mode = ReceptionMode::main_only;
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

TEST_CASE("[SVC-07] nor is one that a setting uses") {
  for (const Service service : {Service::incoming_announcement, Service::category_sms_name, Service::voicemail_speech,
                                Service::conference_extension}) {
    CAPTURE(name_of(service));
    World world;
    const auto account = world.acme();
    REQUIRE(set(account, service, true));
    REQUIRE(account.save(use_of(service, account)));
    CHECK(contains(message(set(account, service, false)), "service `" + std::string(name_of(service)) + "`"));
    CHECK(has_service(account.settings()->defaults.services, service));
  }
}

TEST_CASE("[GRP-22][SVC-06] groups ring more than main devices with the service; by the cards they always may") {
  World world;
  const auto account = world.acme();
  REQUIRE(set(account, Service::ring_modes, false));
  Group sales = account.groups().get("sales").value().object;
  for (const GroupReception mode : {GroupReception::all_simultaneous, GroupReception::all_sequential}) {
    sales.reception = mode;
    CHECK(problems(account.groups().update(sales)) == List{"forbidden reception"});
  }
  sales.reception = GroupReception::as_in_card;
  CHECK(account.groups().update(sales));
}

TEST_CASE("[ACB-01] groups call back while the account has automatic callbacks, and the service is theirs then") {
  World world;
  const auto account = world.acme();
  Group sales = account.groups().get("sales").value().object;
  sales.callback.line = "74950000001";
  sales.callback.enabled = true;
  REQUIRE(set(account, Service::menu_callback, false));
  CHECK(problems(account.groups().update(sales)) == List{"forbidden callback.enabled"});
  REQUIRE(set(account, Service::menu_callback, true));
  REQUIRE(account.groups().update(sales));
  const auto refused = set(account, Service::menu_callback, false);
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "group 'sales'"));
}

namespace {

Feature feature(const Account& account, Service service) {
  return account.features().value().at(static_cast<std::size_t>(service));
}

}  // namespace

TEST_CASE("[SVC-01][SVC-02] every service is listed with its id, whether it is on, its quantity and its cost") {
  World world;
  const auto account = world.acme();
  const auto all = account.features().value();
  REQUIRE(all.size() == service_count);
  std::vector<std::string_view> ids;
  for (const Feature& one : all) ids.push_back(name_of(one.service));
  for (const char* id :
       {"extra_employees", "extra_numbers", "caller_id_rules", "multichannel_widgets", "auto_secretary", "speech_menu",
        "own_prompts", "menu_callback", "call_recording", "monitoring", "group_strategies", "storage",
        "announced_wait_time", "announced_position", "caller_forwarding", "site_widgets", "callback_widgets",
        "multi_level_menu", "fax_broadcast", "group_video", "speech_analytics", "category_sms_name",
        "incoming_announcement", "file_mailing", "foreign_numbers", "ring_modes", "rooms", "integrations"}) {
    CAPTURE(id);
    CHECK(std::count(ids.begin(), ids.end(), id) == 1);
  }
  for (const Service off : {Service::contact_centre, Service::srtp, Service::tls, Service::media_proxy,
                            Service::conference_extension, Service::caller_id_rules, Service::storage,
                            Service::group_video, Service::fmc}) {
    CHECK_FALSE(feature(account, off).enabled);
  }
  CHECK(feature(account, Service::call_recording) == Feature{Service::call_recording, true, {}, ""});

  AccountSettings settings = account.settings().value();
  Services& services = settings.defaults.services;
  services.call_recording = false;
  services.terms = {{Service::call_recording, 3, "500 RUB"}, {Service::rooms, {}, "90 RUB"}};
  services.max_rooms = 5;
  services.max_employees = 30;
  services.max_numbers = 7;
  services.strategies_off = {RingStrategy::random};
  settings.storage.purchased_mb = 35'000;
  settings.video = {.group_enabled = true, .group_licences = 25};
  settings.caller_id.enabled = true;
  settings.fmc = {true, {{"79161234567", {"carrier"}}}};
  const auto saved = account.save(Changes().settings(settings));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(feature(account, Service::call_recording) == Feature{Service::call_recording, false, 3, "500 RUB"});
  CHECK(feature(account, Service::rooms) == Feature{Service::rooms, true, 5, "90 RUB"});
  CHECK(feature(account, Service::extra_employees) == Feature{Service::extra_employees, true, 30, ""});
  CHECK(feature(account, Service::extra_numbers) == Feature{Service::extra_numbers, true, 7, ""});
  CHECK(feature(account, Service::group_strategies) == Feature{Service::group_strategies, true, 7, ""});
  CHECK(feature(account, Service::storage) == Feature{Service::storage, true, 35'000, ""});
  CHECK(feature(account, Service::group_video) == Feature{Service::group_video, true, 25, ""});
  CHECK(feature(account, Service::caller_id_rules).enabled);
  CHECK(feature(account, Service::fmc) == Feature{Service::fmc, true, 1, ""});
}

TEST_CASE("a service has its terms once, and no second quantity beside a limit") {
  World world;
  AccountSettings settings = world.acme().settings().value();
  settings.defaults.services.terms = {{Service::monitoring, 1, ""}, {Service::monitoring, {}, "1"}, {Service::rooms, 5, ""}};
  CHECK(problems(world.acme().save(Changes().settings(settings))) ==
        List{"duplicate defaults.services.terms[1].service", "invalid_argument defaults.services.terms[2].quantity"});
}

TEST_CASE("[SVC-03] the list of services is for whoever may switch them") {
  World world;
  const auto account = world.acme();
  CHECK(account.as({.kind = ActorKind::employee, .employee = {"anna"}}).features().error().code == errc::forbidden);
  Employee anna = account.employees().get("anna").value().object;
  anna.role = {"administrator"};
  REQUIRE(account.employees().update(anna));
  CHECK(account.as({.kind = ActorKind::employee, .employee = {"anna"}}).features());
}
