// The calls of people and of contacts, as screens show them.
#include "accounts/office.hpp"

using namespace accounts;

namespace {

Time at(int minute) { return Time(std::chrono::hours(500'000) + std::chrono::minutes(minute)); }

CallRecord incoming(std::uint64_t id, const std::string& from, CallResult result, const std::string& employee = {}) {
  CallRecord record;
  record.id = CallId{id};
  record.started = at(static_cast<int>(id));
  record.direction = Direction::incoming;
  record.caller = {from, ""};
  record.dialled = "74950000001";
  record.trunk = "carrier";
  record.result = result;
  if (!employee.empty()) record.parts.push_back({.kind = PartKind::attempt, .subject = employee});
  if (result == CallResult::answered) {
    record.answered = record.started + std::chrono::seconds(20);
    record.answered_by = employee;
  }
  return record;
}
CallRecord internal(std::uint64_t id, const std::string& from, const std::string& to, bool answered) {
  CallRecord record = incoming(id, from == "anna" ? "101" : "102", answered ? CallResult::answered : CallResult::missed, to);
  record.direction = Direction::internal;
  record.caller_employee = from;
  record.dialled = to == "anna" ? "101" : "102";
  record.trunk.clear();
  return record;
}

List calls(const Result<std::vector<FeedRow>>& rows) {
  List list;
  REQUIRE_MESSAGE(rows, message(rows));
  for (const FeedRow& row : *rows) list.push_back(std::to_string(row.call.value));
  return list;
}

}  // namespace

TEST_CASE("[EMP-67][EMP-88] the feed of calls: the ten newest that the history rights show") {
  Office office;
  for (std::uint64_t id = 1; id <= 12; ++id) office.write(incoming(id, "79161234567", CallResult::answered, "clara"));
  office.write(incoming(13, "79161234567", CallResult::answered, "boris"));
  office.write(internal(14, "anna", "boris", true));
  CHECK(calls(office.acme().people().feed(Feed::all)) == List{"14", "13", "12", "11", "10", "9", "8", "7", "6", "5"});
  CHECK(calls(office.as("boris").people().feed(Feed::all)) == List{"14", "13"});
  CHECK(calls(office.as("anna").people().feed(Feed::all)) == List{"14"});
  CHECK(calls(office.as("dora").people().feed(Feed::all)) == List{});
  CHECK(calls(office.as_role("boris", "senior_employee").people().feed(Feed::all)).size() == 10);
  CHECK(calls(office.as_role("dora", "senior_employee").people().feed(Feed::all)) == List{});
  CHECK(calls(office.as_role("dora", "no_access").people().feed(Feed::all)) == List{});
}

TEST_CASE("[EMP-68] missed: by the company and visible, and the own missed internal ones") {
  Office office;
  office.write(incoming(1, "79161234567", CallResult::missed, "clara"));
  office.write(incoming(2, "79161234567", CallResult::missed, "boris"));
  office.write(incoming(3, "79161234567", CallResult::answered, "boris"));
  office.write(internal(4, "anna", "boris", false));
  office.write(internal(5, "anna", "boris", true));
  office.write(internal(6, "boris", "anna", false));
  CHECK(calls(office.as("boris").people().feed(Feed::missed)) == List{"4", "2"});
  CHECK(calls(office.as("anna").people().feed(Feed::missed)) == List{"6"});
  CHECK(calls(office.acme().people().feed(Feed::missed)) == List{"2", "1"});
}

TEST_CASE("[EMP-31] a row of a feed tells the other party, his name and position, the trunk and the length") {
  Office office;
  Contact client;
  client.id = {"client"};
  client.full_name = "Ivan";
  client.phones = {{"+7 (916) 123-45-67"}};
  client.position = "buyer";
  REQUIRE(office.acme().contacts().create(client));
  Employee anna = office.acme().employees().get("anna").value().object;
  anna.position = "chief accountant";
  anna.department = "finance";
  REQUIRE(office.acme().employees().update(anna));
  office.write(incoming(1, "79161234567", CallResult::answered, "boris"));
  office.write(internal(2, "anna", "boris", true));
  const auto rows = office.as("boris").people().feed(Feed::all).value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].name == "Anna Petrova");
  CHECK(rows[0].position == "chief accountant");
  CHECK(rows[0].department == "finance");
  CHECK(rows[0].other == "101");
  CHECK(rows[1].other == "79161234567");
  CHECK(rows[1].contact.text == "client");
  CHECK(rows[1].name == "Ivan");
  CHECK(rows[1].position == "buyer");
  CHECK(rows[1].trunk == "carrier");
  CHECK(rows[1].talked == std::chrono::seconds(40));
  CHECK(rows[1].started == at(1));
  CHECK(office.as("anna").people().feed(Feed::all)->front().name == "Boris");
}

TEST_CASE("[EMP-72] voicemails that came since the last log-in") {
  Office office;
  for (std::uint64_t id = 1; id <= 4; ++id) {
    CallRecord record = incoming(id, "79161234567", CallResult::voicemail, "boris");
    record.parts.push_back({.kind = PartKind::voicemail, .result = PartResult::done, .at = record.started,
                            .until = record.started + std::chrono::seconds(30), .subject = id == 4 ? "anna" : "boris"});
    office.write(record);
  }
  CHECK(office.as("boris").people().voicemails_since({"boris"}, at(2)) == 2);
  CHECK(office.as("boris").people().voicemails_since({"boris"}, at(0)) == 3);
  CHECK(office.as("anna").people().voicemails_since({"anna"}, at(0)) == 1);
  CHECK(office.as("anna").people().voicemails_since({"boris"}, at(0)) == 0);  // not hers to know
}

TEST_CASE("[ADR-11] calling is offered for a contact with a phone, to somebody with an active device") {
  Office office;
  Contact client;
  client.id = {"client"};
  client.full_name = "Ivan";
  REQUIRE(office.acme().contacts().create(client));
  CHECK_FALSE(office.as("anna").people().may_call({"client"}).value());
  client.phones = {{"79161234567"}};
  REQUIRE(office.acme().contacts().update(client));
  CHECK(office.as("anna").people().may_call({"client"}).value());
  CHECK_FALSE(office.as("dora").people().may_call({"client"}).value());
  Employee boris = office.card("boris");
  boris.devices[0].active = false;
  REQUIRE(office.acme().employees().update(boris));
  CHECK_FALSE(office.as("boris").people().may_call({"client"}).value());
}

TEST_CASE("[ADR-13][ADR-17] the calls with a contact; a call to somebody in no address book is cold") {
  Office office;
  Contact client;
  client.id = {"client"};
  client.full_name = "Ivan";
  client.phones = {{"+7 (916) 123-45-67"}, {"74957654321"}};
  REQUIRE(office.acme().contacts().create(client));
  office.write(incoming(1, "79161234567", CallResult::answered, "boris"));
  office.write(incoming(2, "79169999999", CallResult::answered, "boris"));
  CallRecord outgoing = incoming(3, "101", CallResult::external);
  outgoing.direction = Direction::outgoing;
  outgoing.caller_employee = "boris";
  outgoing.dialled = "74957654321";
  office.write(outgoing);
  const auto with = [&](const Account& account) {
    List list;
    const auto records = account.people().calls_with({"client"}).value();
    for (const CallRecord& record : records) list.push_back(std::to_string(record.id.value));
    return list;
  };
  CHECK(with(office.acme()) == List{"3", "1"});
  CHECK(with(office.as("boris")) == List{"3", "1"});
  CHECK(with(office.as("anna")) == List{});
  CHECK_FALSE(office.acme().people().is_cold(outgoing).value());
  outgoing.dialled = "74950001122";
  CHECK(office.acme().people().is_cold(outgoing).value());
  CHECK_FALSE(office.acme().people().is_cold(incoming(9, "70000000000", CallResult::answered, "boris")).value());
}
