// The lines of an account as lists show them, reservations, widgets with their lines, and what is left of removed
// numbers.
#include "accounts/world.hpp"

#include "base/password.hpp"

using namespace accounts;
using namespace std::chrono_literals;

namespace {

/// A world whose time is the test's.
struct Clocked {
  Clocked() : engine({.storage = storage, .clock = [this] { return now; }}) {
    REQUIRE(engine.accounts().import_json(document));
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }
  LineRow row(const std::string& line) {
    const auto rows = acme().lines();
    REQUIRE_MESSAGE(rows, message(rows));
    const auto at = std::find_if(rows->begin(), rows->end(), [&](const LineRow& each) { return each.line == line; });
    REQUIRE(at != rows->end());
    return *at;
  }

  Time now{std::chrono::hours(500'000)};
  Storage storage = memory_storage();
  Engine engine;
};

List lines(const Result<std::vector<LineRow>>& rows) {
  REQUIRE_MESSAGE(rows, message(rows));
  List found;
  for (const LineRow& row : *rows) found.push_back(row.line);
  return found;
}

/// acme with one line of every kind; its widget's line comes back.
std::string add_lines(const Account& account) {
  Trunk shop{.id = {"shop"}, .host = "192.0.2.77", .peer = TrunkPeer::pbx};
  Number of_shop{.number = "74953330000", .trunk = {"shop"}, .comment = "Shop"};
  Number active{.number = "74954440000",
                .mode = LineMode::active,
                .provider = "registrar",
                .login = "me",
                .password = "Secret123",
                .server = "192.0.2.78"};
  const auto widget = account.widgets().create({.name = "Site 63"});
  REQUIRE_MESSAGE(widget, message(widget));
  Number passive{.number = "74955550000", .mode = LineMode::passive};
  const auto saved = account.save(Changes().create(shop).create(of_shop).create(active).create(passive));
  REQUIRE_MESSAGE(saved, message(saved));
  return widget->object.line;
}

bool all_digits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

TEST_CASE("[NUM-01] lines stand in three groups: own numbers, those of other operators and trunks, those of widgets") {
  World world;
  const auto account = world.acme();
  const std::string widget = add_lines(account);
  CHECK(lines(account.lines()) ==
        List{"74950000001", "74950000002", "74953330000", "74954440000", "74955550000", widget});
  CHECK(lines(account.lines({.groups = {LineGroup::own}})) == List{"74950000001", "74950000002"});
  CHECK(lines(account.lines({.groups = {LineGroup::foreign}})) == List{"74953330000", "74954440000", "74955550000"});
  CHECK(lines(account.lines({.groups = {LineGroup::widgets}})) == List{widget});
  CHECK(lines(account.lines({.groups = {LineGroup::widgets, LineGroup::own}})).size() == 3);
  CHECK(lines(account.lines({.text = "shop"})) == List{"74953330000"});
  CHECK(lines(account.lines({.text = "SITE"})) == List{widget});  // its scheme's name
  CHECK(lines(account.lines({.groups = {LineGroup::own}, .text = "site"})).empty());
  const Account clara = account.as({.kind = ActorKind::employee, .employee = {"clara"}});
  CHECK(problems(clara.lines()) == List{"forbidden"});
}

TEST_CASE("[NUM-02] every line tells the scheme that is active on it") {
  Clocked world;
  CHECK(world.row("74950000001").scheme_name == "Main");
  CHECK(world.row("74950000002").scheme_name.empty());
  Number second = world.acme().numbers().get("74950000002").value().object;
  second.scheme = {"night"};  // which has no name
  REQUIRE(world.acme().numbers().update(second));
  CHECK(world.row("74950000002").scheme_name == "night");
}

TEST_CASE(
    "[NUM-05] a new number is reserved for five days from its purchase, which the engine dates unless that is told") {
  Clocked world;
  const auto account = world.acme();
  const Time bought = world.now;
  REQUIRE(account.numbers().create({.number = "74957770000", .trunk = {"carrier"}, .reserved = true}));
  CHECK(account.numbers().get("74957770000")->object.purchased == bought);
  CHECK(world.row("74957770000").status == LineStatus::new_reserved);
  CHECK(world.row("74957770000").reserved_until == bought + std::chrono::days(5));
  world.now += 1h;
  Number same = account.numbers().get("74957770000").value().object;
  same.comment = "soon";
  same.purchased.reset();
  REQUIRE(account.numbers().update(same));
  CHECK(world.row("74957770000").purchased == bought);  // a change is no purchase
  world.now = bought + std::chrono::days(5) - 1us;
  CHECK(world.row("74957770000").status == LineStatus::new_reserved);
  world.now += 1us;
  CHECK(world.row("74957770000").status == LineStatus::expired);  // 01 OP-29

  same.purchased = bought;
  same.reserved = false;
  REQUIRE(account.numbers().update(same));
  CHECK(world.row("74957770000").status == LineStatus::active);
  CHECK_FALSE(world.row("74957770000").reserved_until);
  CHECK(world.row("74957770000").purchased == bought);
  REQUIRE(
      account.numbers().create({.number = "74958880000", .trunk = {"carrier"}, .reserved = true, .purchased = bought}));
  CHECK(world.row("74958880000").reserved_until == bought + std::chrono::days(5));
  CHECK_FALSE(world.row("74950000001").purchased);

  AccountDocument whole = account.document().value();
  whole.numbers.push_back({.number = "74959990000", .trunk = {"carrier"}, .reserved = true});
  REQUIRE(world.engine.accounts().import_document(whole));
  CHECK(world.row("74959990000").purchased == world.now);
}

TEST_CASE(
    "[NUM-33][SIP-36] the first widget of an account without SIP lines gets a line in the root domain, and a scheme") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.domains = {"acme.example", "vpbx4000123.pbx.example"};
  settings.root_domain = "vpbx4000123.pbx.example";
  REQUIRE(account.save(Changes().settings(settings)));
  const auto made = account.widgets().create({.name = "Call from site"});
  REQUIRE_MESSAGE(made, message(made));
  CHECK(made->object.id.text == "widget-1");
  const Number line = account.numbers().get(made->object.line).value().object;
  CHECK(line.number.size() == 5);
  CHECK(all_digits(line.number));
  CHECK(line.use == LineUse::widget);
  CHECK(line.mode == LineMode::passive);
  CHECK(line.incoming);
  CHECK(line_address(line, settings.domains) == "line" + line.number + "@vpbx4000123.pbx.example");
  const Scheme scheme = account.schemes().get(line.scheme.text).value().object;
  CHECK(scheme.name == "Call from site");
  CHECK(scheme.branches.size() == 1);
  CHECK(account.schemes().count().value() == 3);

  // Now there is a line: a second widget names it, or another one, and nothing is made.
  CHECK(problems(account.widgets().create({.name = "Second"})) == List{"missing_field line"});
  CHECK(problems(account.widgets().create({.name = "Second", .line = "74950000001"})) == List{"invalid_argument line"});
  REQUIRE(account.widgets().create({.name = "Second", .line = line.number}));
  CHECK(account.numbers().count().value() == 3);
  CHECK(account.schemes().count().value() == 3);
  // It is what no employee calls out by, and no other line takes its address.
  Employee boris = account.employees().get("boris").value().object;
  boris.outgoing_number = line.number;
  CHECK(problems(account.employees().update(boris)) == List{"invalid_argument outgoing_number"});
  CHECK(problems(account.numbers().create({.number = "74951110000", .mode = LineMode::passive, .sip = line.sip})) ==
        List{"duplicate sip"});
}

TEST_CASE("[SIP-36] an employee's account is made with address and password where he comes without") {
  World world;
  Employee dora;
  dora.full_name = "Dora";
  dora.extension = "110";
  dora.sip_accounts.emplace_back();
  const auto saved = world.acme().save(Changes().create(dora));
  REQUIRE_MESSAGE(saved, message(saved));
  REQUIRE(saved->issued.size() == 1);
  CHECK(saved->issued[0].login == "user110@acme.example");
  CHECK(is_strong(saved->issued[0].password));
  CHECK(world.acme().authenticate({Door::softphone, "user110@acme.example", saved->issued[0].password, {}}));
}

TEST_CASE("[NUM-33] every such line has digits of its own, and they are not the same in every account") {
  World world;
  std::vector<std::string> seen;
  for (int i = 0; i < 8; ++i) {
    const std::string id = "a" + std::to_string(i);
    AccountSettings settings;
    settings.domains = {"account-" + id + ".example"};
    const auto account = world.engine.accounts().create(id, settings);
    REQUIRE_MESSAGE(account, message(account));
    const auto widget = account->widgets().create({.name = "W"});
    REQUIRE_MESSAGE(widget, message(widget));
    seen.push_back(widget->object.line);
  }
  std::sort(seen.begin(), seen.end());
  CHECK(seen.front() != seen.back());
  AccountSettings bare;
  const auto account = world.engine.accounts().create("bare", bare);
  CHECK(problems(account->widgets().create({.name = "W"})) == List{"missing_field line"});
  CHECK(account->schemes().count().value() == 0);
}

TEST_CASE("a widget's line has five digits, other numbers do not") {
  World world;
  const auto account = world.acme();
  CHECK(problems(account.numbers().create({.number = "12345", .mode = LineMode::passive})) ==
        List{"invalid_argument number"});
  CHECK(problems(account.numbers().create({.number = "7495123", .mode = LineMode::passive, .use = LineUse::widget})) ==
        List{"invalid_argument number"});
  CHECK(problems(account.numbers().create({.number = "12345", .trunk = {"carrier"}, .use = LineUse::widget})) ==
        List{"invalid_argument mode"});
  CHECK(account.numbers().create({.number = "12345", .mode = LineMode::passive, .use = LineUse::widget}));
}

TEST_CASE(
    "[NUM-34] a widget takes the line that was made for it along, but not one that others have or that is a number") {
  World world;
  const auto account = world.acme();
  const auto widget = account.widgets().create({.id = {"one"}, .name = "One"});
  REQUIRE_MESSAGE(widget, message(widget));
  const std::string line = widget->object.line;
  REQUIRE(account.widgets().create({.id = {"two"}, .name = "Two", .line = line}));
  REQUIRE(account.numbers().create({.number = "74951110000", .mode = LineMode::passive}));
  REQUIRE(account.widgets().create({.id = {"three"}, .name = "Three", .line = "74951110000"}));

  const auto refused = account.numbers().remove(line);  // NUM-36
  CHECK(contains(message(refused), "widget 'one'"));
  REQUIRE(account.widgets().remove("one"));
  CHECK(account.numbers().get(line));
  const auto last = account.widgets().remove("two");
  REQUIRE_MESSAGE(last, message(last));
  CHECK(problems(account.numbers().get(line)) == List{"not_found"});
  CHECK(account.schemes().count().value() == 3);  // what it played may be of use elsewhere
  REQUIRE(account.widgets().remove("three"));
  CHECK(account.numbers().get("74951110000"));
}

TEST_CASE("[NUM-36][NUM-37][CID-05] a number that a widget has is not removed, and the refusal names the widget") {
  World world;
  const auto account = world.acme();
  REQUIRE(account.numbers().create({.number = "74951110000", .mode = LineMode::passive}));
  REQUIRE(account.widgets().create({.id = {"site"}, .name = "Site", .line = "74951110000"}));
  const auto refused = account.numbers().remove("74951110000");
  CHECK(problems(refused) == List{"in_use"});
  CHECK(contains(message(refused), "widget 'site' (line)"));
}

TEST_CASE("widgets are kept by whoever has the right to them, and need the service [SVC-06]") {
  World world;
  const auto account = world.acme();
  Employee anna = account.employees().get("anna").value().object;
  anna.role = {"marketer"};
  REQUIRE(account.employees().update(anna));
  const Account marketer = account.as({.kind = ActorKind::employee, .employee = {"anna"}});
  const Account clara = account.as({.kind = ActorKind::employee, .employee = {"clara"}});
  CHECK(problems(clara.widgets().create({.name = "W"})) == List{"forbidden"});
  CHECK(problems(clara.widgets().list()) == List{"forbidden"});
  REQUIRE(marketer.may(Right::widgets_edit).value());
  const auto made = marketer.widgets().create({.name = "W"});
  REQUIRE_MESSAGE(made, message(made));
  AccountSettings settings = account.settings().value();
  settings.defaults.services.site_widgets = false;
  CHECK(problems(account.save(Changes().settings(settings))).front() == "in_use");
  REQUIRE(account.widgets().remove(made->object.id.text));
  REQUIRE(account.save(Changes().settings(settings)));
  CHECK(problems(account.widgets().create({.name = "W"})).front() == "forbidden");
}

TEST_CASE("[NUM-35] a removed foreign number takes its settings along; its records stay until they are purged") {
  Clocked world;
  const auto account = world.acme();
  Number foreign{.number = "74951110000", .mode = LineMode::passive, .comment = "Old operator"};
  REQUIRE(account.numbers().create(foreign));
  AccountSettings settings = account.settings().value();
  settings.defaults.reception.warnings = {{"74951110000", {"hello"}}};
  REQUIRE(account.save(Changes().settings(settings)));
  std::vector<CallRecord> records;
  for (std::uint64_t id = 1; id <= 2500; ++id) {
    CallRecord record;
    record.id = CallId{id};
    record.account = id % 5 == 0 ? "other" : "acme";
    record.line = id % 2 == 0 ? "74951110000" : "74950000001";
    record.started = world.now;
    if (id != 2) record.ended = world.now;
    records.push_back(record);
  }
  REQUIRE(world.storage.records->write(records));

  CHECK(problems(account.purge_line_records("74951110000")) == List{"in_use"});
  REQUIRE(account.numbers().remove("74951110000"));
  CHECK(account.settings()->defaults.reception.warnings.empty());
  CHECK(problems(account.numbers().get("74951110000")) == List{"not_found"});
  CHECK(account.records({.limit = 5000})->size() == 2000);  // ruling 14
  const Account clara = account.as({.kind = ActorKind::employee, .employee = {"clara"}});
  CHECK(problems(clara.purge_line_records("74951110000")) == List{"forbidden"});
  CHECK(account.purge_line_records("74951110000").value() == 999);  // but for the call that is still up
  const auto left = account.records({.limit = 5000}).value();
  CHECK(left.size() == 1001);
  CHECK(std::count_if(left.begin(), left.end(), [](const CallRecord& r) { return r.line == "74951110000"; }) == 1);
  CHECK(world.storage.records->find({.account = "other", .limit = 5000})->size() == 500);
  CHECK(account.audit({.text = "purge 999 call records of 74951110000"})->total == 1);
  // Made anew, it has nothing of the old one.
  REQUIRE(account.numbers().create({.number = "74951110000", .mode = LineMode::passive}));
  CHECK(account.numbers().get("74951110000")->object.comment.empty());
}

namespace {

/// Two cities and the mobiles of a country.
struct Cities final : RegionData {
  [[nodiscard]] std::vector<std::string> regions_of(std::string_view number) const override {
    if (number.starts_with("7495")) return {"Moscow", "RU"};
    return {"RU"};
  }
  [[nodiscard]] bool is_mobile(std::string_view number) const override { return number.starts_with("79"); }
};

}  // namespace

TEST_CASE("[NUM-06] own numbers have a city, their own or that of the numbering plan; mobiles are a group beside them") {
  Storage storage = memory_storage();
  Engine engine({.storage = storage, .regions = std::make_shared<Cities>()});
  REQUIRE(engine.accounts().import_json(document));
  Account acme = engine.accounts().find("acme").value();
  add_lines(acme);
  REQUIRE(acme.save(Changes()
                        .create(Number{.number = "79260000001", .trunk = {"carrier"}, .city = "Moscow"})
                        .create(Number{.number = "74012000001", .trunk = {"carrier"}, .city = "Калининград"})
                        .create(Number{.number = "78120000001", .trunk = {"carrier"}})));
  List cities;
  const auto rows = acme.lines();
  for (const LineRow& row : *rows) {
    cities.push_back(row.line.size() == 5 ? "widget " + row.city : row.line + " " + row.city + (row.mobile ? "mobile" : ""));
  }
  CHECK(cities == List{"74950000001 Moscow", "74950000002 Moscow", "79260000001 mobile", "74012000001 Калининград",
                       "78120000001 ", "74953330000 ", "74954440000 ", "74955550000 ", "widget "});
  CHECK(lines(acme.lines({.text = "калинин"})) == List{"74012000001"});  // NUM-07
  CHECK(problems(acme.numbers().create({.number = "74012000002", .trunk = {"carrier"}, .city = std::string(101, 'x')})) ==
        List{"invalid_argument city"});
}
