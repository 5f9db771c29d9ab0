// What changes of an account tell the host: letters to employees, changes of the address book, sessions that ended.
#include "engine/carrier.hpp"

#include <vector>

using namespace tandem;
using namespace tandem::test;

namespace {

struct House {
  House() : engine(with_clock()) {
    engine.on_event([this](const Event& event) { events.add(event); });
    REQUIRE(engine.start());
    REQUIRE(engine.accounts().create("acme", {.name = "Acme", .domains = {"acme.example"}}));
  }
  EngineOptions with_clock() {
    EngineOptions wanted = options(memory_storage());
    wanted.clock = [this] {
      const std::lock_guard lock(mutex);
      return now;
    };
    return wanted;
  }
  [[nodiscard]] Account acme() { return engine.accounts().find("acme").value(); }
  /// What came until the account's settings were changed once more, as texts.
  std::vector<std::string> news() {
    AccountSettings settings = acme().settings().value();
    settings.name += '.';
    const std::uint64_t revision = acme().save(Changes().settings(settings)).value().revision;
    std::vector<std::string> told;
    while (true) {
      const auto event = events.next([](const Event&) { return true; });
      REQUIRE(event);
      if (const auto* mail = std::get_if<MailWanted>(&event->what)) {
        constexpr const char* reasons[] = {"registration", "welcome", "softphone"};
        told.push_back(std::string(reasons[static_cast<int>(mail->reason)]) + " " + mail->full_name + " " + mail->extension +
                       " " + mail->email);
      } else if (const auto* contact = std::get_if<ContactChanged>(&event->what)) {
        told.push_back(std::string(contact->removed ? "removed " : "changed ") + contact->full_name);
      } else if (const auto* gone = std::get_if<EncryptionWithdrawn>(&event->what)) {
        told.push_back(std::string("without") + (gone->srtp ? " srtp" : "") + (gone->tls ? " tls" : ""));
      } else if (const auto* session = std::get_if<SessionEnded>(&event->what)) {
        told.push_back("session " + session->login + " " + session->cause);
      } else if (const auto* changed = std::get_if<ConfigurationChanged>(&event->what)) {
        if (changed->version == revision) return told;
      }
    }
  }
  void advance(Duration by) {
    const std::lock_guard lock(mutex);
    now += by;
  }

  Heard<Event> events;
  std::mutex mutex;
  Time now = Time(std::chrono::hours(500'000));
  Engine engine;
};

using Told = std::vector<std::string>;

Employee dora(std::string email) {
  Employee employee;
  employee.id = {"dora"};
  employee.full_name = "Dora";
  employee.email = std::move(email);
  return employee;
}

}  // namespace

TEST_CASE("[EMP-24][EMP-27] a new employee with an e-mail address is written to: to register, and who he is") {
  House house;
  REQUIRE(house.acme().employees().create(dora("dora@mail.example")));
  CHECK(house.news() == Told{"registration Dora 101 dora@mail.example", "welcome Dora 101 dora@mail.example"});
  Employee card = house.acme().employees().get("dora").value().object;
  card.full_name = "Dora D.";
  REQUIRE(house.acme().employees().update(card));
  CHECK(house.news() == Told{});
  Employee silent;
  silent.full_name = "Emil";
  REQUIRE(house.acme().employees().create(silent));
  CHECK(house.news() == Told{});
}

TEST_CASE("[LIM-21][LIM-22] whenever an empty e-mail address is filled, the softphone is offered; not when one replaces another") {
  House house;
  REQUIRE(house.acme().employees().create(dora("")));
  const auto set = [&](const char* email) {
    Employee card = house.acme().employees().get("dora").value().object;
    card.email = email;
    REQUIRE(house.acme().employees().update(card));
    return house.news();
  };
  CHECK(set("a@mail.example") == Told{});  // the setting is off
  AccountSettings settings = house.acme().settings().value();
  settings.security.notify_softphone_by_email = true;
  REQUIRE(house.acme().save(Changes().settings(settings)));
  CHECK(set("b@mail.example") == Told{});
  CHECK(set("") == Told{});
  CHECK(set("b@mail.example") == Told{"softphone Dora 101 b@mail.example"});
  CHECK(set("c@mail.example") == Told{});
  CHECK(set("") == Told{});
  CHECK(set("c@mail.example") == Told{"softphone Dora 101 c@mail.example"});
}

TEST_CASE("[NET-03] the host takes a service of encryption away: the user is told, and it is off") {
  House house;
  const auto set = [&](bool srtp, bool tls, std::optional<SipEncryption> wanted = {}) {
    AccountSettings settings = house.acme().settings().value();
    settings.defaults.services.srtp = srtp;
    settings.defaults.services.tls = tls;
    if (wanted) settings.sip_encryption = *wanted;
    REQUIRE(house.acme().save(Changes().settings(settings)));
    return house.news();
  };
  CHECK(set(true, true, SipEncryption{Srtp::optional, Tls::allowed}) == Told{});
  CHECK(set(true, false) == Told{"without tls"});
  CHECK(house.acme().encryption()->wanted == SipEncryption{Srtp::optional, Tls::off});
  CHECK(set(true, true) == Told{});
  CHECK(set(false, false) == Told{"without srtp tls"});
  CHECK(house.acme().encryption()->wanted == SipEncryption{});
}

TEST_CASE("[ADR-19] changes of the address book are announced, unless that is not wanted") {
  House house;
  Contact client;
  client.id = {"client"};
  client.full_name = "Ivan";
  REQUIRE(house.acme().contacts().create(client));
  CHECK(house.news() == Told{"changed Ivan"});
  client.full_name = "Ivan I.";
  REQUIRE(house.acme().save(Changes().update(client), {.announce_contacts = false}));
  CHECK(house.news() == Told{});
  REQUIRE(house.acme().contacts().update(client));
  CHECK(house.news() == Told{"changed Ivan I."});
  REQUIRE(house.acme().contacts().remove("client"));
  CHECK(house.news() == Told{"removed Ivan I."});
}

TEST_CASE("[LIM-27] who is logged out by the lifetime of his session is told, without anybody asking for the session") {
  House house;
  Employee card = dora("");
  card.login = {.enabled = true, .name = "dora", .password = "Portal123"};
  REQUIRE(house.acme().employees().create(card));
  const auto session = house.acme().log_in({Door::portal, "dora", "Portal123", {}});
  REQUIRE(session);
  REQUIRE(house.acme().log_in({Door::contact_centre, "dora", "Portal123", {}}));
  REQUIRE(house.acme().log_out(session->token));
  CHECK(house.news() == Told{"session acme/dora log out"});
  house.advance(std::chrono::hours(24));
  const auto ended = house.events.next([](const Event& event) { return std::holds_alternative<SessionEnded>(event.what); });
  REQUIRE(ended);
  CHECK(std::get<SessionEnded>(ended->what).cause == "lifetime");
}

TEST_CASE("[PRS-15] whoever enters the contact centre has the status he chose, and is offline when his last session there ends") {
  House house;
  Employee card = dora("");
  card.login = {.enabled = true, .name = "dora", .password = "Portal123"};
  REQUIRE(house.acme().employees().create(card));
  Account acme = house.acme();
  const auto enter = [&](std::optional<StatusKey> status) {
    const auto session = acme.log_in({Door::contact_centre, "dora", "Portal123", {}, std::move(status)});
    REQUIRE(session);
    return session->token;
  };
  const auto stands = [&] { return acme.status({"dora"}).value(); };
  REQUIRE(acme.log_in({Door::portal, "dora", "Portal123", {}}));
  CHECK_FALSE(stands().before);
  const std::string first = enter(StatusKey{"break"});
  const std::string second = enter({});
  CHECK(stands().now == Status::on_break);
  REQUIRE(acme.log_out(first));
  CHECK(stands().now == Status::on_break);  // he is still there by the other
  REQUIRE(acme.log_out(second));
  CHECK(stands().now == Status::offline);
  CHECK(stands().at_logout == Status::on_break);
  CHECK(stands().before == Status::on_break);
  CHECK(stands().changed_by == "logout");
  (void)enter({});
  CHECK(stands().now == Status::on_break);
  CHECK(stands().changed_by == "login");
  house.advance(std::chrono::hours(24));  // the lifetime of the session is over
  for (int i = 0; i < 2000 && stands().now != Status::offline; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(stands().now == Status::offline);
  REQUIRE(acme.enter_contact_centre({"dora"}, StatusKey{"dnd"}));
  REQUIRE(acme.leave_contact_centre({"dora"}));
  REQUIRE(acme.enter_contact_centre({"dora"}));
  CHECK(stands().now == Status::dnd);
  CHECK(acme.enter_contact_centre({"dora"}, StatusKey{"lunch"}).error().code == errc::not_found);
  CHECK(acme.status({"nobody"}).error().code == errc::not_found);
}

TEST_CASE("[DEV-30] devices are chosen where the card lets him, among his own, each once") {
  House house;
  Employee card = dora("");
  card.devices = {{.number = "79161234567"}, {.number = "79161234568"}};
  card.accept_on_cc_numbers = true;
  REQUIRE(house.acme().employees().create(card));
  Account acme = house.acme();
  CHECK(acme.choose_devices({"dora"}, {"79161234568", "79161234567"}));
  CHECK(acme.choose_devices({"dora"}, {}));
  const auto stranger = acme.choose_devices({"dora"}, {"79161234567", "79169999999"});
  CHECK((stranger.error().code == errc::invalid_argument && stranger.error().path == "devices[1]"));
  const auto twice = acme.choose_devices({"dora"}, {"79161234567", "79161234567"});
  CHECK((twice.error().code == errc::invalid_argument && twice.error().path == "devices[1]"));
  CHECK(acme.choose_devices({"nobody"}, {}).error().code == errc::not_found);
  card.accept_on_cc_numbers = false;
  REQUIRE(acme.employees().update(card));
  CHECK(acme.choose_devices({"dora"}, {"79161234567"}).error().code == errc::forbidden);
}
