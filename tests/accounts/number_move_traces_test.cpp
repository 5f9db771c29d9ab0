// What a moved number takes along, and what becomes of those who named it.
#include "accounts/two_offices.hpp"

using namespace accounts;

TEST_CASE("[NUM-54] the scheme comes as a skeleton: all its lines, nothing of what they name") {
  Two two;
  const auto done = two.move({.to = "branch", .numbers = {"74950000001", "74950000002"}});
  CHECK(done.numbers[0].scheme == done.numbers[1].scheme);  // one for both
  CHECK(two.branch().schemes().count().value() == 2);
  CHECK(two.branch().schemes().get("main")->object.name == "Ours");
  CHECK(one(two.acme().schemes().get("main")).branches[0].block.actions.size() == 3);  // stays as it was

  const Scheme scheme = two.scheme_there("74950000001");
  CHECK(scheme.name == "Main");
  CHECK(scheme.description.empty());
  CHECK(scheme.extension.empty());
  CHECK_FALSE(scheme.sms_on_missed);
  CHECK(scheme.auto_callback == AutoCallback{});
  REQUIRE(scheme.branches.size() == 2);
  CHECK(scheme.branches[0].schedule == one(two.acme().schemes().get("main")).branches[0].schedule);
  CHECK_FALSE(scheme.branches[1].schedule);
  const Block& day = scheme.branches[0].block;
  CHECK(day.actions == std::vector<Action>{PlayPrompt{}, Forward{}, Voicemail{}});
  REQUIRE(day.menu.size() == 1);
  CHECK(day.menu[0].digits == "1");
  CHECK(day.menu[0].password.empty());
  CHECK(day.menu[0].block.actions == std::vector<Action>{Forward{}});
  REQUIRE(day.menu[0].block.menu.size() == 1);
  CHECK(day.menu[0].block.menu[0].digits == "2");
  CHECK(day.menu[0].block.menu[0].block.actions == std::vector<Action>{Forward{}});
  REQUIRE(day.handlers.size() == 2);
  CHECK(day.handlers[0].kind == HandlerKind::fax_detect);
  CHECK(day.handlers[0].email.empty());
  CHECK(day.handlers[1].kind == HandlerKind::extension_dial);
  CHECK(day.handlers[1].length == 0);
  CHECK(day.handlers[1].block.actions == std::vector<Action>{PlayPrompt{}});
  CHECK(scheme.branches[1].block.actions == std::vector<Action>{ReceiveFax{}, Hangup{}});
  const auto warnings = two.branch().warnings().value();
  CHECK(std::any_of(warnings.begin(), warnings.end(), [](const Error& e) { return contains(e.message, "NUM-54"); }));
}

TEST_CASE(
    "[NUM-55][NUM-63] what needs a service that the destination lacks is left out, or comes with consent to the "
    "service") {
  using enum Service;
  Two two;
  two.settings(two.branch(), [](AccountSettings& s) {
    s.defaults.services.multi_level_menu = false;
    s.defaults.services.fax_detect = false;
    s.defaults.services.menu_callback = false;
  });
  Scheme spoken = one(two.acme().schemes().get("main"));
  spoken.speech = {.enabled = true, .digits = true};
  REQUIRE(two.acme().schemes().update(spoken));
  CHECK(two.plan(desk).missing == std::vector{multi_level_menu, menu_callback, fax_detect});
  CHECK(two.plan({.to = "branch", .numbers = {"78120000003"}}).missing.empty());

  NumberMove wanted = desk;
  SUBCASE("without consent") {
    CHECK(two.move(wanted).connected.empty());
    const Scheme scheme = two.scheme_there("74950000001");
    const Block& day = scheme.branches[0].block;
    REQUIRE(day.menu.size() == 1);
    CHECK(day.menu[0].block.menu.empty());
    REQUIRE(day.handlers.size() == 1);
    CHECK(day.handlers[0].kind == HandlerKind::extension_dial);
    CHECK(day.actions.size() == 3);
    CHECK(scheme.speech.enabled);
    CHECK_FALSE(two.branch().settings()->defaults.services.multi_level_menu);
  }
  SUBCASE("with consent to one") {
    wanted.connect = {multi_level_menu};
    CHECK(two.plan(wanted).missing == std::vector{multi_level_menu, menu_callback, fax_detect});
    CHECK(two.move(wanted).connected == std::vector{multi_level_menu});
    const Scheme scheme = two.scheme_there("74950000001");
    REQUIRE(scheme.branches[0].block.menu.size() == 1);
    CHECK(scheme.branches[0].block.menu[0].block.menu.size() == 1);
    CHECK(scheme.branches[0].block.handlers.size() == 1);
    CHECK(two.branch().settings()->defaults.services.multi_level_menu);
    CHECK_FALSE(two.branch().settings()->defaults.services.fax_detect);
  }
  SUBCASE("without speech") {
    two.settings(two.branch(), [](AccountSettings& s) { s.defaults.services.speech_menu = false; });
    two.move(wanted);
    CHECK_FALSE(two.scheme_there("74950000001").speech.enabled);
  }
  SUBCASE("consent to what is not missing is a mistake") {
    wanted.connect = {speech_menu};
    CHECK(problems(two.acme().moves().move(wanted)) == List{"invalid_argument connect[0]"});
  }
}

TEST_CASE(
    "[NUM-56][SVC-08] services that only the moved numbers used are switched off, and those that others use stay") {
  using enum Service;
  Two two;
  const auto services = [&] { return two.acme().settings()->defaults.services; };
  Scheme main = one(two.acme().schemes().get("main"));
  main.extension.clear();
  Scheme draft = main;
  draft.id = {"draft"};
  REQUIRE(two.acme().save(Changes().update(main).create(draft)));
  CHECK(two.plan(desk).switched_off.empty());  // 74950000002 has the same scheme
  const NumberMove both{.to = "branch", .numbers = {"74950000001", "74950000002"}};
  CHECK(two.plan(both).switched_off == std::vector{multi_level_menu, fax_detect});  // a group calls back as well
  Group sales = one(two.acme().groups().get("sales"));
  sales.callback.enabled = false;
  REQUIRE(two.acme().groups().update(sales));
  CHECK(two.plan(both).switched_off == std::vector{multi_level_menu, menu_callback, fax_detect});
  CHECK(two.plan(both).cut == std::vector<SchemeKey>{{"main"}, {"draft"}});
  CHECK(two.move(both).switched_off == std::vector{multi_level_menu, menu_callback, fax_detect});
  CHECK_FALSE(services().multi_level_menu);
  CHECK_FALSE(services().menu_callback);
  CHECK_FALSE(services().fax_detect);
  CHECK(services().speech_menu);  // nobody's
  CHECK(services().foreign_numbers);
  CHECK(services().own_prompts);
  main = one(two.acme().schemes().get("main"));
  CHECK(main.branches[0].block.menu[0].block.menu.empty());
  CHECK(main.branches[0].block.actions.size() == 3);
  CHECK_FALSE(main.auto_callback.enabled);

  two.move({.to = "branch", .numbers = {"74951110000"}});
  CHECK(services().foreign_numbers);  // 74952220000
  CHECK(two.move({.to = "branch", .numbers = {"74952220000"}}).switched_off == std::vector{foreign_numbers});
  CHECK_FALSE(services().foreign_numbers);
}

TEST_CASE("[NUM-56] a service stays while calls still come to a scheme that uses it, by its extension for one") {
  Two two;
  CHECK(two.move({.to = "branch", .numbers = {"74950000001", "74950000002"}}).switched_off.empty());
  CHECK(two.acme().settings()->defaults.services.multi_level_menu);
}

TEST_CASE("[NUM-57][NUM-58] rules that named the number name the stand-in, and are off; others are not touched") {
  Two two;
  two.move(desk);
  const CallerIdRule moscow = one(two.acme().caller_id_rules().get("moscow"));
  CHECK(moscow.outgoing_number == "74950000002");  // the same city
  CHECK_FALSE(moscow.active);
  const CallerIdRule petersburg = one(two.acme().caller_id_rules().get("spb"));
  CHECK(petersburg.outgoing_number == "78120000003");
  CHECK(petersburg.active);
  CHECK(two.branch().caller_id_rules().count().value() == 0);
  two.move({.to = "branch", .numbers = {"78120000003"}});
  CHECK(one(two.acme().caller_id_rules().get("spb")).outgoing_number == "74950000002");  // the oldest that is left
}

TEST_CASE("[NUM-59][ACB-30] callbacks of schemes and groups, and who calls out by the number, go on with another one") {
  Two two;
  two.move(desk);
  CHECK(one(two.acme().schemes().get("main")).auto_callback.line == "74950000002");
  CHECK(one(two.acme().schemes().get("main")).auto_callback.enabled);
  CHECK(one(two.acme().groups().get("sales")).callback.line == "74950000002");
  CHECK(one(two.acme().groups().get("sales")).callback.enabled);
  CHECK(one(two.acme().employees().get("anna")).outgoing_number == "74950000002");
  CHECK(one(two.acme().employees().get("boris")).outgoing_number.empty());
  CHECK(one(two.acme().trunks().get("shop")).default_caller_id == "74950000002");
  CHECK(one(two.acme().numbers().get("74951110000")).via == "74950000002");
  CHECK(two.acme().settings()->defaults.reception.warnings.empty());

  two.move({.to = "branch", .numbers = {"74950000002", "78120000003"}});
  CHECK(one(two.acme().groups().get("sales")).callback.line == "74952220000");
  CHECK(one(two.acme().trunks().get("shop")).default_caller_id == "74999990000");  // no carrier's is left
}

TEST_CASE("[NUM-59] campaigns go on by another number, in whatever state they are") {
  Two two;
  Campaign campaign;
  campaign.id = {"spring"};
  campaign.name = "Spring";
  campaign.state = CampaignState::running;
  campaign.outgoing_number = "78120000003";
  Campaign draft = campaign;
  draft.id = {"draft"};
  draft.state = CampaignState::draft;
  draft.outgoing_number = "74952220000";
  REQUIRE(two.acme().save(Changes().create(campaign).create(draft)));
  two.move({.to = "branch", .numbers = {"78120000003"}});
  CHECK(one(two.acme().campaigns().get("spring")).outgoing_number == "74950000001");
  CHECK(one(two.acme().campaigns().get("spring")).state == CampaignState::running);
  CHECK(one(two.acme().campaigns().get("draft")).outgoing_number == "74952220000");
  CHECK(two.branch().campaigns().count().value() == 0);
}

TEST_CASE(
    "[NUM-60][NUM-61][CID-06] when all numbers have left, all employees call from the standard number, which takes no "
    "calls") {
  Two two;
  REQUIRE(two.acme().numbers().remove("74955550000"));
  const NumberMove all{.to = "branch", .all = true};
  CHECK_FALSE(two.plan(desk).to_standard_number);
  CHECK(two.plan(all).to_standard_number);
  CHECK(two.move(all).standard_number == "74999990000");
  CHECK(numbers_of(two.acme()) == List{"74999990000"});
  CHECK(one(two.acme().employees().get("anna")).outgoing_number == "74999990000");
  CHECK(one(two.acme().employees().get("boris")).outgoing_number == "74999990000");
  CHECK(one(two.branch().employees().get("anna")).outgoing_number == "73430000001");
  CHECK(one(two.acme().groups().get("sales")).callback.line == "74999990000");
  const Number standard = one(two.acme().numbers().get("74999990000"));
  CHECK(standard.use == LineUse::standard);
  CHECK(standard.outgoing);
  CHECK_FALSE(standard.incoming);
  // It cannot be made to take calls, and does not move.
  Number taking = standard;
  taking.incoming = true;
  CHECK(problems(two.acme().numbers().update(taking)) == List{"invalid_argument incoming"});
  taking = standard;
  taking.scheme = {"main"};
  CHECK(problems(two.acme().numbers().update(taking)) == List{"invalid_argument scheme"});
  CHECK(two.plan({.to = "branch", .all = true}).numbers.empty());
  // Its trunk stays a carrier's.
  Trunk carrier = one(two.acme().trunks().get("carrier"));
  carrier.peer = TrunkPeer::pbx;
  CHECK(problems(two.acme().trunks().update(carrier)).front() == "in_use");
  // The same number stands in another account as well, and only as the host gave it.
  two.settings(two.branch(), [](AccountSettings& s) { s.standard_number = {"74999990000", {"carrier"}}; });
  REQUIRE(two.branch().numbers().create(standard));
  taking = standard;
  taking.number = "74999990001";
  CHECK(problems(two.branch().numbers().create(taking)) == List{"invalid_argument number"});
}

TEST_CASE("[NUM-60] without a standard number nobody is left without one") {
  Two two;
  two.settings(two.acme(), [](AccountSettings& s) { s.standard_number = {}; });
  REQUIRE(two.acme().numbers().remove("74955550000"));
  const auto refused = two.acme().moves().move({.to = "branch", .all = true});
  CHECK(problems(refused) == List{"missing_field standard_number"});
  CHECK(numbers_of(two.acme()).size() == 5);
  CHECK(two.acme().moves().move({.to = "branch", .numbers = {"74950000001"}}));
}
