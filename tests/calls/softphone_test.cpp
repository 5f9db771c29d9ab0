// The ways to an employee, and SMS of his: what the host asks for and is told (EMP-71, EMP-85, EMP-86).
#include "sim/lab.hpp"

#include <tandem/simulation.hpp>

#include <doctest/doctest.h>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

constexpr const char* office = R"({
  "id": "office", "domains": ["office.example"],
  "employees": [
    {"id": "anna", "full_name": "Anna", "extension": "101", "email": "anna@office.example",
     "sip_accounts": [{"aor": "anna@office.example", "password": "Secret123"}, {"aor": "desk@office.example", "password": "Secret123"},
                      {"aor": "spare@office.example", "password": "Secret123"}],
     "devices": [{"sip": "desk@office.example"}, {"sip": "anna@office.example", "active": false}, {"number": "79160000101"}]},
    {"id": "clara", "full_name": "Clara"}]})";

struct Office {
  Office() { REQUIRE(simulation.save(office)); }
  call::Exchange& exchange() { return *simulation.lab().exchange("office"); }
  Communications ways(const char* who) { return exchange().communications({who}).value(); }
  Simulation simulation;
};

}  // namespace

TEST_CASE("[EMP-71] the ways to an employee: SIP accounts with their states, softphones, extension, telephone, e-mail") {
  Office office;
  Communications anna = office.ways("anna");
  CHECK(anna.sip == std::vector<SipChannel>{{"desk@office.example", true}, {"anna@office.example", true}});
  CHECK(anna.extension == "101");
  CHECK(anna.telephone);
  CHECK(anna.email == "anna@office.example");
  CHECK(anna.contact_centre == std::nullopt);
  CHECK(anna.mobile.state == SoftphoneState::not_found);
  CHECK(anna.desktop.state == SoftphoneState::not_found);

  REQUIRE(office.simulation.lab().set_registered("desk@office.example", false));
  CHECK(office.ways("anna").sip.front() == SipChannel{"desk@office.example", false});
  const Softphone desktop{SoftphoneState::online, "desk@office.example", true};
  REQUIRE(office.exchange().set_softphone({"anna"}, SoftphoneKind::desktop, desktop));
  REQUIRE(office.exchange().set_softphone({"anna"}, SoftphoneKind::mobile, {SoftphoneState::offline, {}, false}));
  anna = office.ways("anna");
  CHECK(anna.desktop == desktop);
  CHECK(anna.mobile.state == SoftphoneState::offline);

  const Communications clara = office.ways("clara");
  CHECK(clara.sip.empty());
  CHECK(clara.extension.empty());
  CHECK_FALSE(clara.telephone);
  CHECK(clara.email.empty());
  CHECK(office.exchange().communications({"nobody"}).error().code == errc::not_found);
}

TEST_CASE("[EMP-71] the contact centre's status is there where the account has one") {
  Office office;
  std::string linked(::office);
  linked.insert(linked.find("\"employees\""), R"("defaults": {"services": {"contact_centre": true}}, )");
  REQUIRE(office.simulation.save(linked));
  CHECK(office.ways("anna").contact_centre == Status::online);
  REQUIRE(office.exchange().statuses().choose({"anna"}, {"break"}));
  CHECK(office.ways("anna").contact_centre == Status::on_break);
}

TEST_CASE("[EMP-85] a program registers a SIP account of the employee's own, or none") {
  Office office;
  const auto told = [&](const char* who, const char* sip) {
    return office.exchange().set_softphone({who}, SoftphoneKind::desktop, {SoftphoneState::online, sip, true});
  };
  CHECK(told("anna", "desk@office.example"));
  CHECK(told("anna", ""));
  CHECK(told("anna", "boris@office.example").error().path == "sip");
  CHECK(told("clara", "desk@office.example").error().code == errc::invalid_argument);
  CHECK(told("nobody", "").error().code == errc::not_found);
}

TEST_CASE("[EMP-86][MSG-31] an SMS goes to a mobile and says something; how it stands is told") {
  Office office;
  const auto write = [&](const char* who, const char* to, const std::string& text) {
    return office.exchange().send_sms({who}, to, text);
  };
  CHECK(write("anna", "+7 916 123-45-67", "Hello"));
  CHECK(write("anna", "74951234567", "Hello").error().path == "to");
  CHECK(write("anna", "79161234567", "").error().path == "text");
  CHECK(write("anna", "79161234567", std::string(1000, 'x')));
  CHECK(write("anna", "79161234567", std::string(1001, 'x')).error().path == "text");
  CHECK(write("nobody", "79161234567", "Hello").error().code == errc::not_found);
  office.simulation.run_for(1s);
  std::vector<int> parts;
  int delivered = 0;
  for (const Event& event : office.simulation.lab().events) {
    if (const auto* sent = std::get_if<SmsSent>(&event.what)) parts.push_back(sent->parts);
    if (const auto* stands = std::get_if<SmsDelivery>(&event.what)) delivered += stands->call == CallId{} ? 1 : 0;
  }
  CHECK(parts == std::vector<int>{1, 7});
  CHECK(delivered > 0);
}

namespace {

/// The office with these settings of SMS, where Anna calls out by a number.
std::string with_sms(const char* settings) {
  std::string document(::office);
  document.insert(document.find("\"employees\""), std::string("\"sms\": ") + settings +
                                                     R"(, "trunks": [{"id": "carrier", "host": "192.0.2.10"}],
                                                         "numbers": [{"number": "74950000001", "trunk": "carrier"}], )");
  document.insert(document.find("\"email\""), R"("outgoing_number": "74950000001", )");
  return document;
}

}  // namespace

TEST_CASE("[MSG-21][MSG-22] an employee's SMS go by the platform, or else by the carrier of his outgoing number") {
  Office office;
  const auto& sent = office.simulation.lab().sms.sent;
  const auto write = [&](const char* who) { return office.exchange().send_sms({who}, "79161234567", "Hello"); };
  REQUIRE(office.simulation.save(with_sms(R"({"send_all_via_platform": true})")));
  REQUIRE(write("anna"));
  CHECK(sent.back().route == SmsRoute::platform);
  CHECK(sent.back().line.empty());
  REQUIRE(write("clara"));
  REQUIRE(office.simulation.save(with_sms(R"({"send_all_via_platform": false})")));
  REQUIRE(write("anna"));
  CHECK(sent.back().route == SmsRoute::employee_carrier);
  CHECK(sent.back().line == "74950000001");
  const std::size_t before = sent.size();
  const auto refused = write("clara");  // 04 OP-32
  CHECK(refused.error().code == errc::unsupported);
  CHECK(refused.error().message.starts_with("no SMS route"));
  CHECK(sent.size() == before);
}
