// Who may set capacities, SIM cards and names of SMS, and what becomes of them (specification 04, areas FMC, MSG, STO).
#include "accounts/office.hpp"

using namespace accounts;

namespace {

struct Capacities : Office {
  template <class F>
  Result<Saved> change(const Account& by, F how) {
    AccountSettings settings = acme().settings().value();
    how(settings);
    return by.save(Changes().settings(settings));
  }
  [[nodiscard]] Account operator_of_platform() { return acme().as({.kind = ActorKind::system}); }
};

void card(AccountSettings& settings) { settings.fmc = {true, {{"74951112233", {"carrier"}}, {"79160000000", {"spare"}}}}; }

}  // namespace

TEST_CASE("[FMC-02] the list of SIM cards shows who has them among his devices") {
  Capacities office;
  REQUIRE(office.change(office.acme(), card));
  const auto rows = office.acme().fmc_numbers().value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == FmcRow{{"74951112233", {"carrier"}}, {"anna"}, "Anna Petrova"});
  CHECK(rows[1] == FmcRow{{"79160000000", {"spare"}}, {}, ""});
  Employee anna = office.card("anna");
  std::erase_if(anna.devices, [](const Device& device) { return !device.number.empty(); });
  REQUIRE(office.acme().employees().update(anna));
  CHECK(office.acme().fmc_numbers().value()[0].employee.empty());
}

TEST_CASE("[FMC-03][FMC-04][FMC-06] FMC is off at first, managed by administrators, and taken away by the operator alone") {
  Capacities office;
  CHECK_FALSE(office.acme().settings()->fmc.enabled);
  const Account boris = office.as("boris");
  CHECK(problems(office.change(boris, card)) == List{"forbidden"});
  CHECK(boris.fmc_numbers().error().code == errc::forbidden);
  const Account administrator = office.as_role("boris", "administrator");
  REQUIRE(office.change(administrator, card));
  CHECK(administrator.fmc_numbers());
  const auto off = [](AccountSettings& settings) { settings.fmc.enabled = false; };
  CHECK(problems(office.change(administrator, off)) == List{"forbidden"});
  CHECK(problems(office.change(office.acme(), off)) == List{"forbidden"});  // the account's master log-in
  CHECK(office.change(administrator, [](AccountSettings& settings) { settings.fmc.numbers.pop_back(); }));
  CHECK(problems(office.engine.accounts().import_json(document)) == List{"forbidden"});
  CHECK(office.acme().settings()->fmc.enabled);
  REQUIRE(office.change(office.operator_of_platform(), off));
  CHECK_FALSE(office.acme().settings()->fmc.enabled);
}

TEST_CASE("[SVC-03][FMC-04] prices, SIM cards and applications are not shown without the right, and stay when they come back empty") {
  Capacities office;
  REQUIRE(office.change(office.acme(), card));
  REQUIRE(office.change(office.acme(), [](AccountSettings& s) {
    s.defaults.services.terms = {{Service::rooms, {}, "90 RUB"}};
    s.sms.names = {{"Acme", SenderKind::unique, SenderState::approved, "Anna", {"contract.pdf"}}};
  }));
  const AccountSettings all = office.acme().settings().value();
  office.role("planner", {Right::call_processing_edit});
  const Account planner = office.as_role("boris", "planner");
  const AccountSettings seen = planner.settings().value();
  CHECK(seen.defaults.services.terms.empty());
  CHECK(seen.fmc.numbers.empty());
  CHECK((seen.sms.names[0].name == "Acme" && seen.sms.names[0].contact.empty() && seen.sms.names[0].documents.empty()));
  REQUIRE(office.change(planner, [](AccountSettings& s) { s.defaults.voicemail_max = std::chrono::seconds(77); }));
  AccountSettings expected = all;
  expected.defaults.voicemail_max = std::chrono::seconds(77);
  CHECK(office.acme().settings().value() == expected);
  CHECK(problems(office.change(planner, [](AccountSettings& s) { s.fmc.numbers = {{"79160000077", {"carrier"}}}; })) == List{"forbidden"});
  const Account administrator = office.as_role("boris", "administrator");
  CHECK(administrator.settings().value() == expected);
  CHECK(problems(office.change(administrator, [](AccountSettings& s) { s.defaults.services.terms.clear(); })) ==
        List{"forbidden"});  // prices are the host's (ruling 10)
}

TEST_CASE("a trunk that SIM cards call by stays") {
  Capacities office;
  REQUIRE(office.change(office.acme(), [](AccountSettings& s) { s.fmc.numbers = {{"79160000000", {"spare"}}}; }));
  REQUIRE(office.acme().numbers().remove("74950000002"));
  CHECK(office.acme().trunks().remove("spare").error().code == errc::in_use);
  REQUIRE(office.change(office.acme(), [](AccountSettings& s) { s.fmc.numbers.clear(); }));
  CHECK(office.acme().trunks().remove("spare"));
}

TEST_CASE("[MSG-25] employees apply for a name of their own; the host approves it, or not") {
  Capacities office;
  const Account boris = office.as_role("boris", "administrator");
  const auto apply = [](SenderState state) {
    return [state](AccountSettings& s) { s.sms.names = {{.name = "Acme", .kind = SenderKind::unique, .state = state, .contact = "Boris"}}; };
  };
  CHECK(problems(office.change(boris, apply(SenderState::approved))) == List{"forbidden"});
  REQUIRE(office.change(boris, apply(SenderState::pending)));
  const auto use = [](AccountSettings& s) { s.sms.sender_name = "Acme"; };
  CHECK(problems(office.change(boris, use)) == List{"invalid_argument sms.sender_name"});
  CHECK(problems(office.change(boris, apply(SenderState::approved))) == List{"forbidden"});
  REQUIRE(office.change(office.acme(), apply(SenderState::approved)));
  CHECK(office.change(boris, use));
  // While SMS bear it, it is neither taken away nor withdrawn.
  CHECK(problems(office.change(boris, [](AccountSettings& s) { s.sms.names.clear(); })) ==
        List{"invalid_argument sms.sender_name"});
  CHECK(problems(office.change(office.acme(), apply(SenderState::rejected))) == List{"invalid_argument sms.sender_name"});
}

TEST_CASE("[CNF-19] what the plan covers is the host's, what is bought is for administrators, warnings are call processing") {
  Capacities office;
  office.role("keeper", {Right::call_processing_edit});
  const Account keeper = office.as_role("clara", "keeper");
  const Account administrator = office.as_role("boris", "administrator");
  const auto included = [](AccountSettings& s) { s.storage.included_mb = 200; };
  const auto covered = [](AccountSettings& s) { s.conferences.included = 20; };
  const auto address = [](AccountSettings& s) { s.email = "owner@acme.example"; };
  for (const Account& by : {keeper, administrator}) {
    CHECK(problems(office.change(by, included)) == List{"forbidden"});
    CHECK(problems(office.change(by, covered)) == List{"forbidden"});
    CHECK(problems(office.change(by, address)) == List{"forbidden"});
  }
  CHECK(office.change(office.acme(), included));
  CHECK(office.change(office.acme(), covered));
  CHECK(office.change(office.acme(), address));
  const auto bought = [](AccountSettings& s) { s.storage.purchased_mb = 1000; };
  const auto seats = [](AccountSettings& s) { s.conferences.max_total = 30; };
  const auto video = [](AccountSettings& s) { s.video = {.group_enabled = true, .group_licences = 5}; };
  CHECK(problems(office.change(keeper, bought)) == List{"forbidden"});
  CHECK(problems(office.change(keeper, seats)) == List{"forbidden"});
  CHECK(problems(office.change(keeper, video)) == List{"forbidden"});
  CHECK(office.change(administrator, bought));
  CHECK(office.change(administrator, seats));
  CHECK(office.change(administrator, video));
  CHECK(office.change(keeper, [](AccountSettings& s) { s.storage.warn_free_mb = 50; }));
}
