// Log-in of employees: which identity opens which door, passwords, sessions.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

/// Anna with every identity there is, and a clock that stands still.
struct House {
  House() : engine({.storage = storage, .clock = [this] { return now; }}) {
    REQUIRE(engine.accounts().import_json(document));
    change([](Employee& anna) {
      anna.mobile = "79161234567";
      anna.login = {.enabled = true, .name = "anna", .password = "Portal123", .by_sip = true};
    });
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }
  template <class F>
  void change(F how, const char* who = "anna") {
    Employee employee = acme().employees().get(who).value().object;
    how(employee);
    const auto saved = acme().employees().update(employee);
    REQUIRE_MESSAGE(saved, message(saved));
  }
  void security(SecuritySettings wanted) {
    AccountSettings settings = acme().settings().value();
    settings.security = wanted;
    const auto saved = acme().save(Changes().settings(settings));
    REQUIRE_MESSAGE(saved, message(saved));
  }
  bool opens(Door door, const std::string& login, const std::string& password) {
    const auto who = acme().authenticate({door, login, password, {}});
    if (!who) CHECK(who.error().code == errc::forbidden);
    return who && who->employee.text == "anna";
  }
  Session log_in(Door door = Door::portal) {
    auto session = acme().log_in({door, "anna", "Portal123", "192.0.2.77"});
    REQUIRE_MESSAGE(session, message(session));
    return *session;
  }
  std::vector<std::string> logins() {
    std::vector<std::string> found;
    const AuditPage page = acme().audit({.text = "login", .exact = true}).value();
    for (const AuditEntry& entry : page.entries) {
      if (entry.section == "Login") found.push_back(entry.operation);
    }
    return found;
  }

  Time now = Time(std::chrono::hours(500'000));
  Storage storage = memory_storage();
  Engine engine;
};

constexpr const char* portal = "Portal123";
constexpr const char* sip = "Secret123";

}  // namespace

TEST_CASE("[EMP-42] the agents' desktop takes four pairs, each with its own password") {
  House house;
  const auto opens = [&](const char* login, const char* password) {
    return house.opens(Door::contact_centre, login, password);
  };
  CHECK(opens("acme/anna", portal));
  CHECK(opens("anna", portal));
  CHECK(opens("79161234567", portal));
  CHECK(opens("anna@acme.example", sip));  // the SIP account; it is her e-mail address as well
  CHECK_FALSE(opens("anna@acme.example", portal));
  house.change([](Employee& anna) { anna.email = "Anna.P@mail.example"; });
  CHECK(opens("anna.p@MAIL.example", portal));
  CHECK_FALSE(opens("anna.p@mail.example", sip));
  CHECK_FALSE(opens("anna", sip));
  CHECK_FALSE(opens("79161234567", sip));
  CHECK_FALSE(opens("anna", "portal123"));
  CHECK_FALSE(opens("anna", ""));
  CHECK_FALSE(opens("nobody", portal));
  CHECK_FALSE(opens("other/anna", portal));
  CHECK_FALSE(opens("", ""));
}

TEST_CASE("[EMP-43] a mobile opens when it is written with +79, 79 or 89") {
  House house;
  for (const char* good : {"+79161234567", "79161234567", "89161234567"}) {
    CHECK_MESSAGE(house.opens(Door::contact_centre, good, portal), good);
  }
  for (const char* bad : {"9161234567", "+89161234567", "+7 916 1234567", "0079161234567"}) {
    CHECK_MESSAGE(!house.opens(Door::contact_centre, bad, portal), bad);
  }
  for (const char* kept : {"89161234568", "+79161234568"}) {  // on the card, too
    house.change([&](Employee& anna) { anna.mobile = kept; });
    CHECK(house.acme().employees().get("anna")->object.mobile == "79161234568");
    CHECK_MESSAGE(house.opens(Door::contact_centre, "79161234568", portal), kept);
  }
  house.change([](Employee& anna) { anna.mobile = "74951234567"; });
  CHECK_FALSE(house.opens(Door::contact_centre, "74951234567", portal));
}

TEST_CASE("[EMP-44] the softphone takes SIP account, mobile and e-mail") {
  House house;
  house.change([](Employee& anna) { anna.email = "anna.p@mail.example"; });
  CHECK(house.opens(Door::softphone, "anna@acme.example", sip));
  CHECK(house.opens(Door::softphone, "ANNA@acme.example", sip));
  CHECK(house.opens(Door::softphone, "+79161234567", portal));
  CHECK(house.opens(Door::softphone, "anna.p@mail.example", portal));
  CHECK_FALSE(house.opens(Door::softphone, "acme/anna", portal));
}

TEST_CASE("[EMP-38][LIM-25] without a login and without log-in by SIP there is no portal, whatever the role") {
  House house;
  house.change([](Employee& anna) {
    anna.role = {"administrator"};
    anna.email = "anna.p@mail.example";
    anna.login.enabled = false;
    anna.login.by_sip = false;
  });
  for (const char* login : {"acme/anna", "anna.p@mail.example", "79161234567"}) {
    CHECK_MESSAGE(!house.opens(Door::portal, login, portal), login);
  }
  CHECK_FALSE(house.opens(Door::portal, "anna@acme.example", sip));
  house.change([](Employee& anna) { anna.login.by_sip = true; });
  CHECK(house.opens(Door::portal, "anna@acme.example", sip));
}

TEST_CASE("[EMP-39][LIM-23][LIM-24] log-in by SIP account is switched for the portal, on the card and for all; not for the softphone") {
  House house;
  CHECK(house.opens(Door::portal, "anna@acme.example", sip));
  SUBCASE("on the card") {
    house.change([](Employee& anna) { anna.login.by_sip = false; });
  }
  SUBCASE("for all") { house.security({.portal_login_by_sip = false}); }
  CHECK_FALSE(house.opens(Door::portal, "anna@acme.example", sip));
  CHECK(house.opens(Door::softphone, "anna@acme.example", sip));
}

TEST_CASE("[EMP-41] switching the login off keeps name and password") {
  House house;
  house.change([](Employee& anna) { anna.login.enabled = false; });
  CHECK_FALSE(house.opens(Door::portal, "anna", portal));
  CHECK(house.acme().employees().get("anna")->object.login.name == "anna");
  house.change([](Employee& anna) { anna.login.enabled = true; });
  CHECK(house.opens(Door::portal, "anna", portal));
}

TEST_CASE("nobody enters the portal without access, and no robot anywhere") {
  House house;
  house.change([](Employee& anna) { anna.role = {"no_access"}; });
  CHECK_FALSE(house.opens(Door::portal, "anna", portal));
  CHECK(house.opens(Door::softphone, "anna@acme.example", sip));
  Employee robot;
  robot.full_name = "Robot";
  robot.role = {"robot"};
  robot.sip_accounts.push_back({.aor = "robot@acme.example", .password = sip});
  REQUIRE(house.acme().employees().create(robot));
  CHECK_FALSE(house.opens(Door::softphone, "robot@acme.example", sip));
}

TEST_CASE("[EMP-37] logins are unique, kept in lower case, and stand behind the account's id") {
  House house;
  Employee boris = house.acme().employees().get("boris").value().object;
  boris.login = {.enabled = true, .name = "ANNA", .password = "Boris1234"};
  CHECK(problems(house.acme().employees().update(boris)) == List{"duplicate login.name"});
  boris.login.name = "Boris.B";
  REQUIRE(house.acme().employees().update(boris));
  CHECK(house.acme().employees().get("boris")->object.login.name == "boris.b");
  const auto session = house.acme().log_in({Door::portal, "acme/boris.b", "Boris1234", {}});
  REQUIRE_MESSAGE(session, message(session));
  CHECK(session->actor.login == "acme/boris.b");
}

TEST_CASE("[EMP-93][EMP-25] an enabled login gets a name and a password, which are told once; typed values stay") {
  House house;
  Employee dora;
  dora.id = {"Dora"};
  dora.full_name = "Dora";
  dora.login.enabled = true;
  const auto made = house.acme().save(Changes().create(dora));
  REQUIRE_MESSAGE(made, message(made));
  REQUIRE(made->issued.size() == 1);
  CHECK(made->issued[0].login == "acme/dora");
  CHECK(house.acme().authenticate({Door::portal, "dora", made->issued[0].password, {}}));
  CHECK(house.acme().authenticate({Door::contact_centre, "dora", made->issued[0].password, {}}));
  CHECK(house.acme().employees().get("Dora")->object.login.password.empty());

  Employee emil;
  emil.full_name = "Emil";
  emil.login = {.enabled = true, .name = "anna-2", .password = "Typed12345"};
  const auto typed = house.acme().save(Changes().create(emil));
  REQUIRE_MESSAGE(typed, message(typed));
  CHECK(typed->issued.empty());
  CHECK(house.acme().authenticate({Door::portal, "anna-2", "Typed12345", {}}));
}

TEST_CASE("[EMP-26] an employee with an e-mail address changes his own password, one without cannot") {
  House house;
  const Account anna = house.acme().as({.kind = ActorKind::employee, .employee = {"anna"}});
  Employee card = anna.employees().get("anna").value().object;
  card.login.password = "Changed123";
  REQUIRE(anna.employees().update(card));
  CHECK(house.opens(Door::portal, "anna", "Changed123"));
  card.login.name = "queen";
  CHECK(problems(anna.employees().update(card)) == List{"forbidden"});
  house.change([](Employee& employee) { employee.email.clear(); });
  card = anna.employees().get("anna").value().object;
  card.login.password = "Changed456";
  CHECK(problems(anna.employees().update(card)) == List{"forbidden"});
  CHECK(house.opens(Door::portal, "anna", "Changed123"));
}

TEST_CASE("[EMP-76] the log-in of a protected head is changed by nobody else") {
  House house;
  house.change([](Employee& anna) {
    anna.role = {"company_head"};
    anna.protection.passwords = true;
  });
  Employee card = house.acme().employees().get("anna").value().object;
  card.login.password = "Changed123";
  CHECK(problems(house.acme().employees().update(card)) == List{"forbidden"});
  const Account anna = house.acme().as({.kind = ActorKind::employee, .employee = {"anna"}});
  CHECK(anna.employees().update(card));
}

TEST_CASE("a portal password is nowhere in clear: not in the store, nor in exports, nor in the journal") {
  House house;
  const std::vector<Document> kept = house.storage.config->load("employee").value();
  for (const Document& stored : kept) {
    CHECK_FALSE(contains(stored.body, portal));
  }
  const std::string exported = house.acme().export_json(Secrets::clear).value();
  CHECK_FALSE(contains(exported, portal));
  CHECK(contains(exported, "$argon2id$"));
  const AuditPage journal = house.acme().audit().value();
  for (const AuditEntry& entry : journal.entries) {
    CHECK_FALSE(contains(entry.before + entry.after, portal));
    CHECK_FALSE(contains(entry.before + entry.after, "argon2"));
  }
  Engine other({.storage = memory_storage()});
  const auto copy = other.accounts().import_json(exported);
  REQUIRE_MESSAGE(copy, message(copy));
  CHECK(copy->authenticate({Door::portal, "anna", portal, {}}));
}

TEST_CASE("a document with a typed password is kept with its hash") {
  Engine engine({.storage = memory_storage()});
  const auto account = engine.accounts().import_json(R"({"id": "a", "employees": [
    {"id": "x", "full_name": "X", "login": {"enabled": true, "name": "x", "password": "Portal123"}}]})");
  REQUIRE_MESSAGE(account, message(account));
  CHECK(account->document()->employees[0].login.password.starts_with("$argon2id$"));
  CHECK(account->authenticate({Door::portal, "x", portal, {}}));
}

TEST_CASE("[LOG-03] log-in and log-out are operations of the section Login; what was refused is written down too") {
  House house;
  const Session session = house.log_in();
  CHECK(session.actor.employee.text == "anna");
  CHECK_FALSE(session.last_login);
  CHECK_FALSE(house.acme().log_in({Door::portal, "anna", "wrong", "192.0.2.78"}));
  house.now += std::chrono::minutes(1);
  REQUIRE(house.acme().log_out(session.token));
  CHECK(problems(house.acme().session(session.token)) == List{"not_found"});
  CHECK(problems(house.acme().log_out(session.token)) == List{"not_found"});
  CHECK(house.logins() == List{"log out acme/anna", "refused log-in", "log in acme/anna"});
  const AuditEntry last = house.acme().audit({.limit = 1})->entries.front();
  CHECK(last.employee_name == "Anna Petrova");
  CHECK(last.ip == "192.0.2.77");
  CHECK(last.at == house.now);
  CHECK(house.log_in().last_login == house.now - std::chrono::minutes(1));
}

TEST_CASE("[LIM-27] a session ends with its lifetime, which counts from log-in, and the journal says when") {
  House house;
  house.security({.session_lifetime = std::chrono::minutes(10)});
  const Time start = house.now;
  const Session session = house.log_in(Door::contact_centre);
  CHECK(session.expires == start + std::chrono::minutes(10));
  house.now = start + std::chrono::minutes(10) - std::chrono::milliseconds(1);
  CHECK(house.acme().session(session.token));
  house.now = start + std::chrono::minutes(11);
  CHECK(problems(house.acme().session(session.token)) == List{"not_found"});
  CHECK(house.logins() == List{"log out acme/anna: lifetime", "log in acme/anna"});
  CHECK(house.acme().audit({.limit = 1})->entries.front().at == start + std::chrono::minutes(10));
}

TEST_CASE("a shorter life, an idle limit, a lost right, another password and a removal end sessions that are open") {
  House house;
  const Time start = house.now;
  const Session session = house.log_in();
  house.now += std::chrono::minutes(30);
  SUBCASE("lifetime") { house.security({.session_lifetime = std::chrono::minutes(20)}); }
  SUBCASE("idle") {
    house.security({.session_idle = std::chrono::minutes(40)});
    CHECK(house.acme().session(session.token));
    house.now += std::chrono::minutes(39);
    CHECK(house.acme().session(session.token));
    house.now += std::chrono::minutes(40);
  }
  SUBCASE("the login is switched off") {
    house.change([](Employee& anna) { anna.login.enabled = false; });
  }
  SUBCASE("no access") {
    house.change([](Employee& anna) { anna.role = {"no_access"}; });
  }
  SUBCASE("another password") {
    house.change([](Employee& anna) { anna.full_name = "Anna Orlova"; });
    CHECK(house.acme().session(session.token));
    house.change([](Employee& anna) { anna.login.password = "Another123"; });
  }
  SUBCASE("another name of the login") {
    house.change([](Employee& anna) { anna.login.name = "other"; });
  }
  SUBCASE("an account of the same name that is made after this one was removed") {
    const std::string again = house.acme().export_json(Secrets::clear).value();
    REQUIRE(house.engine.accounts().remove("acme"));
    REQUIRE(house.engine.accounts().import_json(again));
  }
  CHECK_FALSE(house.acme().session(session.token));
  CHECK(house.now > start);
}

TEST_CASE("a token is good in its own account alone, and the softphone has none") {
  House house;
  const Session session = house.log_in();
  const Account other = house.engine.accounts().create("other").value();
  CHECK_FALSE(other.session(session.token));
  CHECK(house.acme().session(session.token));
  CHECK(problems(house.acme().log_in({Door::softphone, "anna@acme.example", sip, {}})) == List{"invalid_argument"});
}

TEST_CASE("whoever guesses ten times in vain is not listened to for a quarter of an hour, however he writes the name") {
  House house;
  const auto tries = [&](const std::string& login, const std::string& password, const std::string& ip) {
    const auto who = house.acme().authenticate({Door::contact_centre, login, password, ip});
    return who.has_value();
  };
  const List names{"anna", "Anna", "acme/anna", "ACME/ANNA", "anna@acme.example", "+79161234567", "89161234567"};
  for (std::size_t i = 0; i < 11; ++i) CHECK_FALSE(tries(names[i % names.size()], "Wrong1234", "192.0.2.1"));
  for (const char* name : {"anna", "79161234567"}) CHECK_FALSE(tries(name, portal, "192.0.2.1"));
  CHECK_FALSE(house.acme().log_in({Door::portal, "anna", portal, "192.0.2.1"}));
  CHECK(tries("anna", portal, "192.0.2.2"));  // somebody else's guesses do not lock her out
  house.now += std::chrono::minutes(14);
  CHECK_FALSE(tries("anna", portal, "192.0.2.1"));
  house.now += std::chrono::minutes(2);
  CHECK(tries("anna", portal, "192.0.2.1"));
  for (std::size_t i = 0; i < 10; ++i) CHECK_FALSE(tries("anna", "Wrong1234", "192.0.2.1"));
  CHECK(tries("anna", portal, "192.0.2.1"));  // ten are forgiven, and forgotten with the right one
  for (std::size_t i = 0; i < 10; ++i) CHECK_FALSE(tries("anna", "Wrong1234", "192.0.2.1"));
  CHECK(tries("anna", portal, "192.0.2.1"));
}
