// Numbers that move between two accounts of one customer.
#include "accounts/world.hpp"
#include "store/temp_dir.hpp"

using namespace accounts;

namespace {

inline constexpr const char* head_office = R"({
  "id": "acme", "name": "Acme", "customer": "acme ltd", "domains": ["acme.example"],
  "standard_number": {"number": "74999990000", "trunk": "carrier"},
  "prompts": [{"id": "hello", "source": "blob:hello"}],
  "employees": [
    {"id": "anna", "full_name": "Anna Petrova", "extension": "101", "role": "administrator",
     "outgoing_number": "74950000001"},
    {"id": "boris", "full_name": "Boris", "extension": "102"}],
  "groups": [{"id": "sales", "name": "Sales", "extension": "500", "members": [{"employee": "anna"}],
              "callback": {"enabled": true, "line": "74950000001"}}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"},
             {"id": "shop", "host": "192.0.2.20", "peer": "pbx", "default_caller_id": "74950000001"}],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main", "comment": "front desk"},
              {"number": "74950000002", "trunk": "carrier", "scheme": "main"},
              {"number": "78120000003", "trunk": "carrier"},
              {"number": "74951110000", "mode": "passive", "sip": "desk@acme.example", "via": "74950000001"},
              {"number": "74952220000", "mode": "active", "provider": "registrar", "login": "me", "password": "Secret123",
               "server": "192.0.2.30"},
              {"number": "74955550000", "trunk": "shop"}],
  "schemes": [
    {"id": "main", "name": "Main", "extension": "700", "description": "all day", "sms_on_missed": true,
     "auto_callback": {"enabled": true, "group": "sales", "line": "74950000001"},
     "branches": [
       {"schedule": {"times": [{"days": "working_days", "from": "09:00", "to": "18:00"}]},
        "actions": [{"play": "hello", "wait_end": true}, {"forward": {"group": "sales"}, "wait": 20},
                    {"voicemail": ["anna@acme.example"]}],
        "menu": [{"digits": "1", "password": "77", "actions": [{"forward": {"employee": "anna"}}],
                  "menu": [{"digits": "2", "actions": [{"forward": {"number": "79161234567"}}]}]}],
        "handlers": [{"on": "fax_detect", "email": ["fax@acme.example"]},
                     {"on": "extension_dial", "length": 3, "actions": [{"play": "hello"}]}]},
       {"actions": [{"receive_fax": ["fax@acme.example"]}, {"hangup": true}]}]}],
  "caller_id": {"enabled": true},
  "caller_id_rules": [{"id": "moscow", "outgoing_number": "74950000001", "value": "7495\\d*"},
                      {"id": "spb", "outgoing_number": "78120000003", "value": "7812\\d*"}],
  "defaults": {"reception": {"warnings": [{"line": "74950000001", "prompt": "hello"}]}}
})";

inline constexpr const char* branch_office = R"({
  "id": "branch", "name": "Branch", "customer": "acme ltd", "domains": ["branch.example"],
  "employees": [{"id": "anna", "full_name": "Another Anna", "extension": "101", "outgoing_number": "73430000001"}],
  "trunks": [{"id": "carrier", "host": "192.0.2.10"}, {"id": "local", "host": "192.0.2.40"}],
  "numbers": [{"number": "73430000001", "trunk": "carrier"}],
  "schemes": [{"id": "main", "name": "Ours", "actions": [{"hangup": true}]}]
})";

struct Two {
  explicit Two(Storage with = memory_storage())
      : storage(std::move(with)), engine({.storage = storage, .clock = [] { return Time{std::chrono::hours(1)}; }}) {
    for (const char* document : {head_office, branch_office}) {
      const auto made = engine.accounts().import_json(document);
      REQUIRE_MESSAGE(made, message(made));
    }
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }
  [[nodiscard]] Account branch() { return engine.accounts().find("branch").value(); }
  void settings(Account account, const std::function<void(AccountSettings&)>& change) {
    AccountSettings settings = account.settings().value();
    change(settings);
    const auto saved = account.save(Changes().settings(settings));
    REQUIRE_MESSAGE(saved, message(saved));
  }
  MovePlan plan(const NumberMove& wanted) {
    auto plan = acme().moves().plan(wanted);
    REQUIRE_MESSAGE(plan, message(plan));
    return std::move(*plan);
  }
  NumbersMoved move(const NumberMove& wanted) {
    auto done = acme().moves().move(wanted);
    REQUIRE_MESSAGE(done, message(done));
    return std::move(*done);
  }
  Scheme scheme_there(const std::string& number) {
    return branch().schemes().get(branch().numbers().get(number)->object.scheme.text).value().object;
  }

  Storage storage;
  Engine engine;
};

List numbers_of(const Account& account) {
  List found;
  const AccountDocument document = account.document().value();
  for (const Number& number : document.numbers) found.push_back(number.number);
  return found;
}
List problems(const std::vector<Error>& errors) {
  List found;
  for (const Error& error : errors) found.push_back(std::string(name_of(error.code)) + " " + error.path);
  return found;
}
const MoveCandidate& row(const MovePlan& plan, const std::string& number) {
  const auto at = std::find_if(plan.numbers.begin(), plan.numbers.end(),
                               [&](const MoveCandidate& each) { return each.number == number; });
  REQUIRE(at != plan.numbers.end());
  return *at;
}
template <class T>
T one(const Result<Versioned<T>>& found) {
  REQUIRE_MESSAGE(found, message(found));
  return found->object;
}

const NumberMove desk{.to = "branch", .numbers = {"74950000001"}};

}  // namespace

TEST_CASE("[NUM-46] numbers are moved by whoever has the right, in the account that they leave") {
  Two two;
  const Account boris = two.acme().as({.kind = ActorKind::employee, .employee = {"boris"}});
  CHECK(problems(boris.moves().destinations()) == List{"forbidden"});
  CHECK(problems(boris.moves().plan(desk)) == List{"forbidden"});
  CHECK(problems(boris.moves().move(desk)) == List{"forbidden"});
  CHECK(numbers_of(two.acme()).size() == 6);

  Role mover{.id = {"mover"}, .name = "Mover", .rights = {Right::numbers_move}};
  Employee employee = one(two.acme().employees().get("boris"));
  employee.role = {"mover"};
  REQUIRE(two.acme().save(Changes().create(mover).update(employee)));
  CHECK(boris.moves().destinations().value() == List{"branch"});
  const auto moved = boris.moves().move(desk);
  CHECK_MESSAGE(moved, message(moved));
  CHECK_FALSE(boris.may(Right::call_processing_edit).value());  // nor does he need it
}

TEST_CASE("[NUM-47] numbers move between accounts of one customer that are both in work") {
  Two two;
  REQUIRE(two.engine.accounts().import_json(
      R"({"id": "other", "customer": "somebody else", "domains": ["other.example"]})"));
  REQUIRE(two.engine.accounts().import_json(R"({"id": "nobodys"})"));
  CHECK(two.acme().moves().destinations().value() == List{"branch"});
  CHECK(two.engine.accounts().find("nobodys")->moves().destinations().value() == List{});
  for (const char* to : {"other", "nobodys", "missing"}) {
    CAPTURE(to);
    CHECK(problems(two.acme().moves().plan({.to = to, .all = true})) == List{"not_found to"});
    CHECK(problems(two.acme().moves().move({.to = to, .all = true})) == List{"not_found to"});
  }
  CHECK(problems(two.acme().moves().move({.to = "acme", .all = true})) == List{"invalid_argument to"});
  const auto state = [&](const Account& account, AccountState wanted) {
    two.settings(account, [&](AccountSettings& s) { s.state = wanted; });
  };
  state(two.branch(), AccountState::suspended);
  CHECK(two.acme().moves().destinations().value() == List{});
  CHECK(problems(two.acme().moves().move(desk)) == List{"not_found to"});
  state(two.branch(), AccountState::in_work);
  state(two.acme(), AccountState::suspended);
  CHECK(problems(two.acme().moves().move(desk)) == List{"not_found to"});
  state(two.acme(), AccountState::in_work);
  CHECK(two.acme().moves().move(desk));
}

TEST_CASE("customer, state and standard number are the host's, whatever an employee's role") {
  Two two;
  const Account anna = two.acme().as({.kind = ActorKind::employee, .employee = {"anna"}});
  for (int field = 0; field < 3; ++field) {
    AccountSettings settings = two.acme().settings().value();
    if (field == 0) settings.customer = "somebody else";
    if (field == 1) settings.state = AccountState::suspended;
    if (field == 2) settings.standard_number = {};
    CHECK(problems(anna.save(Changes().settings(settings))) == List{"forbidden"});
  }
}

TEST_CASE("[NUM-48] a chosen number moves, or several, or all") {
  SUBCASE("one") {
    Two two;
    CHECK(two.plan(desk).chosen == 1);
    CHECK(two.move(desk).numbers.size() == 1);
    CHECK(numbers_of(two.acme()) == List{"74950000002", "78120000003", "74951110000", "74952220000", "74955550000"});
    CHECK(numbers_of(two.branch()) == List{"73430000001", "74950000001"});
    CHECK(two.branch().numbers().get("74950000001")->object.comment == "front desk");
  }
  SUBCASE("two, whatever their order") {
    Two two;
    CHECK(two.move({.to = "branch", .numbers = {"78120000003", "74950000002"}}).numbers.size() == 2);
    CHECK(numbers_of(two.branch()) == List{"73430000001", "74950000002", "78120000003"});
  }
  SUBCASE("all") {
    Two two;
    CHECK(two.move({.to = "branch", .all = true}).numbers.size() == 5);
    CHECK(numbers_of(two.acme()) == List{"74955550000", "74999990000"});  // the trunk shows the standard number
  }
  SUBCASE("none is a mistake, and so is one that is not there") {
    Two two;
    CHECK(problems(two.acme().moves().move({.to = "branch"})) == List{"invalid_argument numbers"});
    CHECK(problems(two.acme().moves().move({.to = "branch", .numbers = {"74950000001", "74957777777"}})) ==
          List{"not_found numbers[1]"});
    CHECK(numbers_of(two.branch()) == List{"73430000001"});
  }
}

TEST_CASE(
    "[NUM-49][NUM-50][TRK-33] own numbers and other operators' lines move; trunks to other PBXs are neither listed nor moved") {
  Two two;
  Trunk tie;  // to another account of the engine
  tie.id = {"tie"};
  tie.peer = TrunkPeer::account;
  Number theirs;
  theirs.number = "74956660000";
  theirs.trunk = tie.id;
  REQUIRE(two.acme().save(Changes().create(tie).create(theirs)));
  List listed;
  for (const MoveCandidate& each : two.plan(desk).numbers) listed.push_back(each.number);
  CHECK(listed == List{"74950000001", "74950000002", "78120000003", "74951110000", "74952220000"});
  CHECK(problems(two.acme().moves().move({.to = "branch", .numbers = {"74955550000"}})) ==
        List{"not_found numbers[0]"});
  CHECK(problems(two.acme().moves().move({.to = "branch", .numbers = {"74956660000"}})) ==
        List{"not_found numbers[0]"});

  const auto done = two.move({.to = "branch", .all = true});
  CHECK(two.acme().numbers().get("74956660000"));
  CHECK(two.branch().numbers().get("74950000002")->object.trunk.text == "carrier");
  const Number active = one(two.branch().numbers().get("74952220000"));
  CHECK(active.mode == LineMode::active);
  CHECK(active.password == "Secret123");
  const Number passive = one(two.branch().numbers().get("74951110000"));
  CHECK(passive.sip == "desk@branch.example");
  CHECK(passive.via == "74950000001");                          // it came along
  CHECK(done.numbers[3].new_address == "desk@branch.example");  // NUM-23
  CHECK(done.numbers[4].new_address.empty());
  CHECK(two.acme().trunks().count().value() == 3);
  CHECK(two.branch().trunks().count().value() == 2);
}

TEST_CASE("[NUM-49] a site widget's line moves with its widget, to an address of the destination") {
  Two two;
  REQUIRE(two.acme().numbers().remove("74951110000"));
  REQUIRE(two.acme().widgets().create({.id = {"site"}, .name = "Site 63"}));
  const std::string line = two.acme().widgets().get("site")->object.line;
  // Its digits and its key are taken there.
  REQUIRE(two.branch().save(Changes()
                                .create(Number{.number = line, .mode = LineMode::passive, .use = LineUse::widget})
                                .create(Widget{.id = {"site"}, .name = "Ours", .line = line})));
  two.settings(two.branch(), [](AccountSettings& s) { s.defaults.services.site_widgets = true; });
  const auto done = two.move({.to = "branch", .numbers = {line}});
  CHECK(done.numbers[0].number == line);
  CHECK(done.numbers[0].number_there != line);
  CHECK(done.numbers[0].new_address == "line" + done.numbers[0].number_there + "@branch.example");
  CHECK(two.acme().widgets().count().value() == 0);
  CHECK(problems(two.acme().numbers().get(line)) == List{"not_found"});
  const Widget widget = one(two.branch().widgets().get(done.numbers[0].widget.text));
  CHECK(widget.id.text != "site");
  CHECK(widget.name == "Site 63");
  CHECK(widget.line == done.numbers[0].number_there);
  CHECK(two.branch().widgets().get("site")->object.line == line);
  CHECK(done.switched_off == std::vector{Service::site_widgets});  // NUM-56
}

TEST_CASE("[NUM-20] a passive line whose address is taken at the destination gets the one that is made of its number") {
  Two two;
  Employee anna = one(two.branch().employees().get("anna"));
  anna.sip_accounts.push_back({.aor = "desk@branch.example", .password = "Secret123"});
  REQUIRE(two.branch().employees().update(anna));
  const auto done = two.move({.to = "branch", .numbers = {"74951110000"}});
  CHECK(done.numbers[0].new_address == "line74951110000@branch.example");
  CHECK(one(two.branch().numbers().get("74951110000")).via.empty());  // the other line stayed
}

TEST_CASE("[NUM-51][NUM-52] a number whose service, trunk or domain the destination lacks is marked, and refused") {
  Two two;
  two.settings(two.branch(), [](AccountSettings& s) { s.defaults.services.foreign_numbers = false; });
  const MovePlan plan = two.plan({.to = "branch", .numbers = {"74950000001", "74952220000"}});
  CHECK(row(plan, "74950000001").movable);
  CHECK_FALSE(row(plan, "74952220000").movable);
  CHECK(row(plan, "74952220000").lacking == std::vector{Service::foreign_numbers});
  CHECK_FALSE(row(plan, "74951110000").movable);
  CHECK(problems(plan.problems) == List{"unsupported numbers[1]"});
  const auto refused = two.acme().moves().move({.to = "branch", .numbers = {"74950000001", "74952220000"}});
  CHECK(problems(refused) == List{"unsupported numbers[1]"});
  CHECK(contains(message(refused), "foreign_numbers"));
  CHECK(numbers_of(two.acme()).size() == 6);
  CHECK(problems(two.acme().moves().move({.to = "branch", .all = true})) ==
        List{"unsupported numbers", "unsupported numbers"});

  two.settings(two.branch(), [](AccountSettings& s) {
    s.defaults.services.foreign_numbers = true;
    s.domains.clear();
  });
  CHECK_FALSE(row(two.plan(desk), "74951110000").movable);
  CHECK(row(two.plan(desk), "74952220000").movable);
  REQUIRE(two.branch().trunks().update({.id = {"carrier"}, .host = "192.0.2.99"}));
  CHECK_FALSE(row(two.plan(desk), "74950000001").movable);
  CHECK(contains(row(two.plan(desk), "74950000001").why_not, "192.0.2.10"));
  NumberMove by_local = desk;
  by_local.trunk = {"local"};
  CHECK(row(two.plan(by_local), "74950000001").movable);
  two.move(by_local);
  CHECK(two.branch().numbers().get("74950000001")->object.trunk.text == "local");
}

TEST_CASE("[NUM-53] what exceeds the destination's allowance is counted, and moves only with consent") {
  Two two;
  two.settings(two.branch(), [](AccountSettings& s) { s.defaults.services.max_numbers = 3; });
  NumberMove wanted{.to = "branch", .numbers = {"74950000001", "74950000002"}};
  CHECK(two.plan(wanted).over_allowance == 0);
  wanted.numbers.push_back("78120000003");
  CHECK(two.plan(wanted).over_allowance == 1);
  wanted.all = true;
  CHECK(two.plan(wanted).over_allowance == 3);
  CHECK(problems(two.plan(wanted).problems) == List{"exhausted numbers"});
  CHECK(problems(two.acme().moves().move(wanted)) == List{"exhausted numbers"});
  CHECK(numbers_of(two.branch()).size() == 1);
  wanted.extend_allowance = true;
  CHECK(two.plan(wanted).over_allowance == 3);
  CHECK(two.plan(wanted).problems.empty());
  two.move(wanted);
  CHECK(two.branch().settings()->defaults.services.max_numbers == 6);
  Number more{.number = "74957777777", .trunk = {"carrier"}};
  CHECK(problems(two.branch().numbers().create(more)) == List{"exhausted"});
}

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

TEST_CASE("[NUM-59] callbacks of schemes and groups, and who calls out by the number, go on with another one") {
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

TEST_CASE("both journals tell of a move, and who made it") {
  Two two;
  const Actor anna{.kind = ActorKind::employee, .employee = {"anna"}, .ip = "198.51.100.7"};
  const std::size_t others = two.branch().audit({.text = "Another Anna"})->total;
  REQUIRE(two.acme().as(anna).moves().move(desk));
  const auto here = two.acme().audit({.text = "move 1 number to branch: 74950000001"}).value();
  REQUIRE(here.entries.size() == 1);
  CHECK(here.entries[0].section == "numbers");
  CHECK(here.entries[0].employee == "anna");
  CHECK(two.acme().audit({.text = "remove number 74950000001"})->total == 1);
  const auto there = two.branch().audit({.text = "move 1 number from acme: 74950000001"}).value();
  REQUIRE(there.entries.size() == 1);
  CHECK(there.entries[0].employee.empty());  // the destination's Anna is another
  CHECK(there.entries[0].employee_name == "Anna Petrova");
  CHECK(there.entries[0].login == "acme/anna");
  CHECK(there.entries[0].ip == "198.51.100.7");
  CHECK(two.branch().audit({.text = "create number 74950000001"})->total == 1);
  CHECK(two.branch().audit({.text = "Another Anna"})->total == others);
}

TEST_CASE("a plan changes nothing, and says what the rules of either account would refuse") {
  Two two;
  two.settings(two.branch(), [](AccountSettings& s) { s.defaults.services.max_schemes = 1; });
  const std::uint64_t before = two.branch().version().value();
  CHECK(problems(two.plan(desk).problems).size() == 1);
  CHECK(two.plan(desk).problems[0].code == errc::exhausted);
  CHECK(contains(two.plan(desk).problems[0].message, "branch"));
  CHECK(two.acme().moves().move(desk).error().code == errc::exhausted);
  CHECK(two.branch().version().value() == before);
  CHECK(numbers_of(two.acme()).size() == 6);
}

TEST_CASE("a moved number comes back, and the store holds what is in force") {
  const TempDir directory;
  Storage storage = sqlite_storage(directory.file("pbx.db")).value();
  const std::array<unsigned char, 32> key{4, 5, 6};
  AccountDocument acme, branch;
  {
    Engine engine({.storage = storage, .secret_key = key});
    REQUIRE(engine.accounts().import_json(head_office));
    REQUIRE(engine.accounts().import_json(branch_office));
    REQUIRE(engine.accounts().find("acme")->moves().move({.to = "branch", .all = true}));
    REQUIRE(engine.accounts().find("branch")->moves().move({.to = "acme", .numbers = {"74950000001"}}));
    acme = engine.accounts().find("acme")->document().value();
    branch = engine.accounts().find("branch")->document().value();
  }
  Engine engine({.storage = storage,
                 .signaling = sofia_signaling({.listen = {"udp:127.0.0.1:0"}}),
                 .media = direct_media(),
                 .secret_key = key});
  REQUIRE(engine.start());
  CHECK(engine.accounts().find("acme")->document().value() == acme);
  CHECK(engine.accounts().find("branch")->document().value() == branch);
  CHECK(numbers_of(engine.accounts().find("acme").value()) == List{"74955550000", "74999990000", "74950000001"});
  CHECK(problems_of(acme).empty());
  CHECK(problems_of(branch).empty());
}

TEST_CASE(
    "a move that was worked out on an account that changed meanwhile in the store is refused, and can be asked again") {
  Two two;
  // Another engine changes the destination.
  const auto revision = two.storage.config->get("revision", "branch").value();
  const std::vector<DocumentChange> elsewhere{{"revision", "branch", revision.version, revision.body}};
  REQUIRE(two.storage.config->commit(elsewhere));
  CHECK(problems(two.acme().moves().move(desk)) == List{"conflict"});
  CHECK(numbers_of(two.acme()).size() == 6);
  CHECK(numbers_of(two.branch()) == List{"73430000001"});
  const auto again = two.acme().moves().move(desk);
  CHECK_MESSAGE(again, message(again));
}
