// The devices of a card, and the mobile number that mirrors one of them.
#include "accounts/world.hpp"

#include "base/password.hpp"

using namespace accounts;

namespace {

Employee card(const Account& account) { return account.employees().get("clara").value().object; }

std::string mobile_after(const Account& account, Employee employee) {
  const auto saved = account.employees().update(std::move(employee));
  REQUIRE_MESSAGE(saved, message(saved));
  return card(account).mobile;
}

Schedule weekdays() {
  Schedule schedule;
  schedule.times = {{DayClass::working_days, std::chrono::minutes(540), std::chrono::minutes(1080)}};
  return schedule;
}

}  // namespace

TEST_CASE("[DEV-20][EMP-23] an empty mobile number is filled with the first mobile device, 79 or 89 and nine digits more") {
  for (const auto& [number, mobile] : std::vector<std::pair<std::string, std::string>>{
           {"79161234567", "79161234567"}, {"89161234567", "79161234567"}, {"74951234567", ""},
           {"7916123456", ""},             {"791612345678", ""}}) {
    World world;
    Employee clara = card(world.acme());
    clara.devices = {{.number = "74950000009"}, {.number = number}};
    CAPTURE(number);
    CHECK(mobile_after(world.acme(), clara) == mobile);
  }
}

TEST_CASE("[DEV-22] a mobile number that is there is not overwritten") {
  World world;
  Employee clara = card(world.acme());
  clara.mobile = "79031112233";
  clara.devices = {{.number = "79161234567"}};
  CHECK(mobile_after(world.acme(), clara) == "79031112233");
  clara = card(world.acme());
  clara.devices = {{.number = "79167654321"}};
  CHECK(mobile_after(world.acme(), clara) == "79031112233");
  clara.devices.clear();
  CHECK(mobile_after(world.acme(), clara) == "79031112233");
}

TEST_CASE("[DEV-21] whoever changes or removes the mirrored device changes or clears the mobile number") {
  World world;
  Employee clara = card(world.acme());
  clara.devices = {{.number = "79161234567"}, {.number = "79260000001"}};
  REQUIRE(mobile_after(world.acme(), clara) == "79161234567");
  clara = card(world.acme());
  clara.devices[0].number = "79161234568";
  CHECK(mobile_after(world.acme(), clara) == "79161234568");
  clara = card(world.acme());
  clara.devices[1].number = "79260000002";  // the other one
  CHECK(mobile_after(world.acme(), clara) == "79161234568");
  clara = card(world.acme());
  clara.devices.erase(clara.devices.begin());
  CHECK(mobile_after(world.acme(), clara) == "79260000002");
  clara = card(world.acme());
  clara.devices.clear();
  CHECK(mobile_after(world.acme(), clara) == "");
  clara = card(world.acme());
  clara.devices = {{.number = "79260000003"}};
  clara.mobile = "79031112233";  // given by hand with the same change
  CHECK(mobile_after(world.acme(), clara) == "79031112233");
}

TEST_CASE("[DEV-19] only a device that is on is given another schedule") {
  World world;
  Employee clara = card(world.acme());
  clara.devices = {{.number = "79161234567"}, {.number = "74951234567", .active = false}};
  REQUIRE(world.acme().employees().update(clara));
  clara = card(world.acme());
  clara.devices[1].schedule = weekdays();
  const auto refused = world.acme().employees().update(clara);
  CHECK(problems(refused) == List{"invalid_argument devices[1].schedule"});
  CHECK(contains(message(refused), "switch it on"));
  clara.devices[1].active = true;
  REQUIRE(world.acme().employees().update(clara));
  clara.devices[1].active = false;  // DEV-15: its schedule stays
  REQUIRE(world.acme().employees().update(clara));
  CHECK(card(world.acme()).devices[1].schedule == weekdays());
  clara.devices[1].schedule.reset();
  CHECK_FALSE(world.acme().employees().update(clara));
}

TEST_CASE("[DEV-11] a new device takes the default ring time of the day, and keeps it") {
  World world;
  Employee clara = card(world.acme());
  clara.devices = {{.number = "79161234567"}};
  REQUIRE(world.acme().employees().update(clara));
  CHECK(card(world.acme()).devices[0].wait == std::chrono::seconds(25));
  AccountSettings settings = world.acme().settings().value();
  settings.defaults.employee_ring_time = std::chrono::seconds(40);
  REQUIRE(world.acme().save(Changes().settings(settings)));
  CHECK(card(world.acme()).devices[0].wait == std::chrono::seconds(25));
  clara = card(world.acme());
  clara.devices.push_back({.number = "74951234567"});
  REQUIRE(world.acme().employees().update(clara));
  CHECK(card(world.acme()).devices[1].wait == std::chrono::seconds(40));
}

TEST_CASE("[DEV-27] whose role lets him sets his own reception mode, devices, waits and schedules, not others'") {
  World world;
  const auto himself = [&](const char* role) {
    Employee clara = card(world.acme());
    clara.role = {role};
    clara.devices = {{.number = "79161234567"}, {.number = "74951234567"}};
    REQUIRE(world.acme().employees().update(clara));
    return world.acme().as({.kind = ActorKind::employee, .employee = {"clara"}});
  };
  const auto changed = [&](const Account& by) {
    Employee clara = card(world.acme());
    clara.reception_mode = ReceptionMode::all_sequential;
    std::swap(clara.devices[0], clara.devices[1]);
    clara.devices[0].wait = std::chrono::seconds(7);
    clara.devices[0].schedule = weekdays();
    clara.devices[1].active = false;
    return problems(by.employees().update(clara));
  };
  CHECK(changed(himself("employee")) == List{"forbidden"});
  const Account marketer = himself("marketer");  // has own_reception_edit
  CHECK(changed(marketer) == List{});
  const Employee after = card(world.acme());
  CHECK(after.reception_mode == ReceptionMode::all_sequential);
  CHECK(after.devices[0].number == "74951234567");
  CHECK(after.devices[0].wait == std::chrono::seconds(7));
  CHECK(after.devices[0].schedule == weekdays());
  CHECK_FALSE(after.devices[1].active);
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.reception_mode = ReceptionMode::all_sequential;
  CHECK(problems(marketer.employees().update(anna)) == List{"forbidden"});
}

TEST_CASE("[DEV-31] a SIP account has an owner, an address, a password typed or made, and a forwarding if wanted") {
  World world;
  Employee clara = card(world.acme());
  clara.sip_accounts = {{.aor = "clara@acme.example", .password = "Typed1234", .forward_to = "boris@acme.example"}};
  REQUIRE(world.acme().employees().update(clara));
  SipAccount kept = card(world.acme()).sip_accounts.at(0);
  CHECK(kept.password == "Typed1234");
  CHECK(kept.forward_to == "boris@acme.example");
  const auto book = world.acme().sip().list("clara@acme.example").value();
  CHECK(book.at(0).domain == "acme.example");
  CHECK(book.at(0).accounts.at(0).employee.text == "clara");
  const auto made = world.acme().sip().create({.employee_name = "Clara", .aor = "second@acme.example"});
  CHECK(problems(made) == List{"missing_field sip_accounts[1].password"});
  const auto whole = world.acme().sip().create({.employee_name = "Clara"});
  REQUIRE_MESSAGE(whole, message(whole));
  kept = card(world.acme()).sip_accounts.at(1);
  CHECK(kept.password.size() >= 8);
  CHECK(kept.password == whole->issued.at(0).password);
  CHECK(kept.forward_to.empty());
  clara = card(world.acme());
  clara.sip_accounts.push_back({.aor = "third@elsewhere.example", .password = "Typed1234"});
  CHECK(problems(world.acme().employees().update(clara)) == List{"dangling sip_accounts[2].aor"});
}

TEST_CASE("[DEV-18] a temporary schedule has an end") {
  World world;
  Employee clara = card(world.acme());
  clara.devices = {{.number = "79161234567"}};
  clara.devices[0].temporary_schedule = weekdays();
  CHECK(problems(world.acme().employees().update(clara)) == List{"missing_field devices[0].temporary_schedule.until"});
  clara.devices[0].temporary_schedule->until =
      std::chrono::local_days{std::chrono::year{2027} / 1 / 10} + std::chrono::minutes(1439);
  CHECK(world.acme().employees().update(clara));
}

TEST_CASE("[DEV-33] a SIP account is made in the account's own domain, wherever that stands in the list") {
  World world;
  AccountSettings settings = world.acme().settings().value();
  settings.domains = {"sales.example", "acme.example"};
  settings.root_domain = "acme.example";
  REQUIRE(world.acme().save(Changes().settings(settings)));
  Employee clara = card(world.acme());
  clara.sip_accounts.emplace_back();
  REQUIRE(world.acme().employees().update(clara));
  CHECK(card(world.acme()).sip_accounts.back().aor == "user103@acme.example");
}

TEST_CASE("[DEV-33][DEV-34] at most three domains; a fourth takes the place of one") {
  World world;
  AccountSettings settings = world.acme().settings().value();
  settings.domains = {"acme.example", "sales.example", "support.example", "fourth.example"};
  CHECK(problems(world.acme().save(Changes().settings(settings))) == List{"invalid_argument domains"});
  settings.domains.erase(settings.domains.begin() + 1);
  CHECK(world.acme().save(Changes().settings(settings)));
}

TEST_CASE("[SCH-53] a new employee takes calls at once: on his mobile, or on a SIP account that is made for him") {
  World world;
  const Account account = world.acme();
  const auto saved = account.save(Changes()
                                      .create(Employee{.full_name = "Vera", .devices = {{.number = "79251234567"}}})
                                      .create(Employee{.full_name = "Gleb", .sip_accounts = {{}}}));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(saved->warnings.empty());

  const Employee vera = account.employees().get(saved->keys[0]).value().object;
  REQUIRE(vera.devices.size() == 1);
  CHECK(vera.devices[0].number == "79251234567");
  CHECK(vera.devices[0].active);
  CHECK(vera.mobile == "79251234567");
  CHECK(vera.sip_accounts.empty());

  const Employee gleb = account.employees().get(saved->keys[1]).value().object;
  REQUIRE(saved->issued.size() == 1);
  const Issued& made = saved->issued[0];
  CHECK(made.employee == gleb.id.text);
  REQUIRE(gleb.devices.size() == 1);
  CHECK(gleb.devices[0].sip == made.login);
  CHECK(gleb.devices[0].active);
  CHECK(is_strong(made.password));
  CHECK(account.authenticate({Door::softphone, made.login, made.password, {}}));
}
