// Numbers that move between two accounts of one customer: who may, which, and that all of it is done or nothing.
#include "accounts/two_offices.hpp"
#include "store/temp_dir.hpp"

using namespace accounts;

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

TEST_CASE("a move that switches on services, or raises the allowance, is for whoever may edit services") {
  Two two;
  Role mover{.id = {"mover"}, .name = "Mover", .rights = {Right::numbers_move}};
  Employee employee = one(two.acme().employees().get("boris"));
  employee.role = {"mover"};
  REQUIRE(two.acme().save(Changes().create(mover).update(employee)));
  const Account boris = two.acme().as({.kind = ActorKind::employee, .employee = {"boris"}});
  NumberMove connecting = desk;
  connecting.connect = {Service::contact_centre};
  NumberMove extending = desk;
  extending.extend_allowance = true;
  for (const NumberMove& wanted : {connecting, extending}) {
    CHECK(problems(boris.moves().plan(wanted)) == List{"forbidden"});
    CHECK(problems(boris.moves().move(wanted)) == List{"forbidden"});
  }
  mover.rights.push_back(Right::services_edit);
  REQUIRE(two.acme().roles().update(mover));
  CHECK(boris.moves().plan(connecting));
  CHECK(boris.moves().move(extending));
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
