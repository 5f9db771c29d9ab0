// What a document may say about lists, forwarding by caller, masks, backups and caller ids.
#include "model/edit.hpp"

using namespace edit;

namespace {

/// The small document with further trunks and numbers.
Json office() {
  Json document = small();
  document["trunks"] = Json::parse(R"([{"id": "t", "host": "192.0.2.1"}, {"id": "pbx", "host": "192.0.2.2", "peer": "pbx"},
    {"id": "a", "host": "192.0.2.3"}, {"id": "b", "host": "192.0.2.4"}, {"id": "c", "host": "192.0.2.5"},
    {"id": "d", "host": "192.0.2.6"}, {"id": "e", "host": "192.0.2.7"}, {"id": "f", "host": "192.0.2.8"}])");
  document["numbers"] = Json::parse(R"([{"number": "74950000001", "trunk": "t"},
    {"number": "74950000002", "trunk": "pbx"}, {"number": "74950000003", "trunk": "t", "outgoing": false}])");
  return document;
}

}  // namespace

TEST_CASE("[MSK-10][MSK-19][MSK-20] a malformed mask is refused on saving, at its field, with the character's place") {
  const auto rule = [](const char* text) { return with("trunks[0].masks", std::string("[") + text + "]", office()); };
  CHECK(problems(rule(R"x({"mask": "7495(\\d{7})", "transform": "9$1"})x")) == List{});
  CHECK(problems(rule(R"x({"mask": "5XXX", "transform": "1"})x")) == List{"invalid_argument trunks[0].masks[0].mask"});
  CHECK(message(rule(R"x({"mask": "5XXX", "transform": "1"})x")).find("character 2") != std::string::npos);
  CHECK(problems(rule(R"x({"mask": "(5)", "transform": "$2"})x")) ==
        List{"invalid_argument trunks[0].masks[0].transform"});
  CHECK(problems(rule(R"x({"mask": "(5)"})x")) == List{"missing_field trunks[0].masks[0].transform"});
}

TEST_CASE("[TRK-51] a trunk has at most five backups, each once, and not itself") {
  const auto backups = [](const char* list) { return problems(with("trunks[0].backups", list, office())); };
  CHECK(backups(R"(["a", "b", "c", "d", "e"])") == List{});
  CHECK(backups(R"(["a", "b", "c", "d", "e", "f"])") == List{"invalid_argument trunks[0].backups"});
  CHECK(backups(R"(["a", "a"])") == List{"duplicate trunks[0].backups[1]"});
  CHECK(backups(R"(["t"])") == List{"invalid_argument trunks[0].backups"});
  CHECK(backups(R"(["nobody"])") == List{"dangling trunks[0].backups[0]"});
}

TEST_CASE("[TRK-37] the default caller id is a carrier's number that may be called from") {
  const auto shown = [](const char* number) { return problems(with("trunks[1].default_caller_id", number, office())); };
  CHECK(shown(R"("74950000001")") == List{});
  CHECK(shown(R"("74950000002")") == List{"invalid_argument trunks[1].default_caller_id"});
  CHECK(shown(R"("74950000003")") == List{"invalid_argument trunks[1].default_caller_id"});
  CHECK(shown(R"("74959999999")") == List{"dangling trunks[1].default_caller_id"});
}

TEST_CASE("[FWD-08][FWD-09][ACL-13] caller patterns are held against their grammar, each at its field") {
  const auto rules = [](const char* list) { return problems(with("caller_rules", list, office())); };
  CHECK(rules(R"([{"pattern": "74952009000-74952009999", "forward": {"employee": "anna"}}])") == List{});
  CHECK(rules(R"([{"pattern": "749520-74952009999", "forward": {"employee": "anna"}}])") ==
        List{"invalid_argument caller_rules[0].pattern"});
  CHECK(rules(R"([{"pattern": "1", "forward": {"employee": "nobody"}}])") ==
        List{"dangling caller_rules[0].forward.employee"});
  const auto entries = [](const char* list) { return problems(with("list_entries", list, office())); };
  CHECK(entries(R"([{"pattern": "7812*"}, {"kind": "sip", "pattern": "*@b.example"}])") == List{});
  CHECK(entries(R"([{"pattern": "7812*"}, {"pattern": "+7"}, {"kind": "sip", "pattern": "x"}])") ==
        List{"invalid_argument list_entries[1].pattern", "invalid_argument list_entries[2].pattern"});
}

TEST_CASE("[CID-13] a caller-id rule has one of the account's numbers and a value that fits its type") {
  const auto rule = [](const char* one) {
    return problems(with("caller_id_rules", "[" + std::string(one) + "]", office()));
  };
  CHECK(rule(R"x({"outgoing_number": "74950000001", "value": "7495\\d*|7499\\d*"})x") == List{});
  CHECK(rule(R"({"outgoing_number": "74959999999", "value": "7"})") == List{"dangling caller_id_rules[0].outgoing_number"});
  CHECK(rule(R"({"outgoing_number": "74950000003", "value": "7"})") ==
        List{"invalid_argument caller_id_rules[0].outgoing_number"});
  CHECK(rule(R"x({"outgoing_number": "74950000001", "value": "7*("})x") ==
        List{"invalid_argument caller_id_rules[0].value"});
  CHECK(rule(R"({"outgoing_number": "74950000001", "type": "prefix", "value": "12345"})") ==
        List{"invalid_argument caller_id_rules[0].value"});
  CHECK(rule(R"({"outgoing_number": "74950000001", "type": "region", "value": "Москва"})") == List{});
}

TEST_CASE("a schedule's exceptions have both ends, in order") {
  const auto except = [](const char* list) {
    return problems(with("employees[0].devices", std::string(R"([{"number": "79161234567", "schedule": {"except": )") + list + "}}]",
                         office()));
  };
  CHECK(except(R"([{"from": "2026-05-01 00:00", "until": "2026-05-01 23:59"}])") == List{});
  CHECK(except(R"([{"from": "2026-05-02 00:00", "until": "2026-05-01 23:59"}])") ==
        List{"invalid_argument employees[0].devices[0].schedule.except[0].until"});
}

TEST_CASE("[NUM-16][NUM-20][NUM-21] a number comes by a trunk, or to an address of one of the account's domains") {
  const auto numbers = [](const char* list) {
    Json document = office();
    document["domains"] = Json::parse(R"(["acme.example"])");
    document["numbers"] = Json::parse(list);
    return problems(document);
  };
  CHECK(numbers(R"([{"number": "74950000001"}])") == List{"missing_field numbers[0].trunk"});
  CHECK(numbers(R"([{"number": "74950000001", "mode": "passive"}])") == List{});
  CHECK(numbers(R"([{"mode": "passive"}])") == List{"missing_field numbers[0].number"});
  CHECK(numbers(R"([{"number": "74950000001", "mode": "passive", "sip": "sales@acme.example"}])") == List{});
  CHECK(numbers(R"([{"number": "74950000001", "mode": "passive", "sip": "sales@other.example"}])") ==
        List{"dangling numbers[0].sip"});
  CHECK(numbers(R"([{"number": "74950000001", "mode": "passive", "sip": "sales"}])") ==
        List{"invalid_argument numbers[0].sip"});
  CHECK(numbers(R"([{"number": "74950000001", "mode": "passive", "sip": "s@acme.example"},
                    {"number": "74950000002", "mode": "passive", "sip": "S@acme.example"}])") ==
        List{"duplicate numbers[1].sip"});
}

TEST_CASE("[NUM-22] a foreign line names another line that calls may go out by") {
  const auto via = [](const char* line) {
    Json document = office();
    document["domains"] = Json::parse(R"(["acme.example"])");
    document["numbers"].push_back(
        Json::parse(fmt::format(R"({{"number": "74951110000", "mode": "passive", "via": "{}"}})", line)));
    return problems(document);
  };
  CHECK(via("74950000001") == List{});
  CHECK(via("74950000003") == List{"invalid_argument numbers[3].via"});
  CHECK(via("74959999999") == List{"dangling numbers[3].via"});
  CHECK(via("74951110000") == List{"invalid_argument numbers[3].via", "invalid_argument numbers[3].via"});
}

TEST_CASE("[NUM-19] a passive line is nobody's outgoing number") {
  Json document = office();
  document["domains"] = Json::parse(R"(["acme.example"])");
  document["numbers"].push_back(Json::parse(R"({"number": "74951110000", "mode": "passive"})"));
  document["caller_id_rules"] =
      Json::parse(R"([{"id": "one", "outgoing_number": "74951110000", "type": "prefix", "value": "12"}])");
  CHECK(problems(document) == List{"invalid_argument caller_id_rules[0].outgoing_number"});
}

TEST_CASE("[NUM-21][NUM-28][NUM-29] what an active line needs its operator says; an address it does not ask for is made") {
  const auto active = [](const char* fields) {
    Json document = office();
    document["numbers"] = Json::parse(fmt::format(R"([{{"number": "74950000001", "mode": "active"{}}}])", fields));
    return problems(document);
  };
  CHECK(active("") == List{"missing_field numbers[0].provider", "missing_field numbers[0].login",
                           "missing_field numbers[0].password"});
  CHECK(active(R"(, "provider": "nobody", "login": "u", "password": "p")") ==
        List{"invalid_argument numbers[0].provider"});
  CHECK(active(R"(, "provider": "this_host", "login": "u", "password": "p")") == List{});
  CHECK(active(R"(, "provider": "registrar", "login": "u", "password": "p")") == List{"missing_field numbers[0].server"});
  CHECK(active(R"(, "provider": "registrar_with_address", "login": "u", "password": "p", "server": "192.0.2.1")") ==
        List{"missing_field numbers[0].sip"});
  tandem::Number line{"74950000001", tandem::LineMode::active};
  line.provider = "registrar";
  line.login = "U77";
  line.server = "192.0.2.1";
  CHECK(tandem::line_address(line, {}) == "u77@192.0.2.1");
  line.sip = "4950000001@op.example";
  CHECK(tandem::line_address(line, {}) == "4950000001@op.example");
}

TEST_CASE("[TRK-09] ports are numbers and ranges between commas or semicolons") {
  using Ports = std::vector<std::uint16_t>;
  CHECK(tandem::parse_ports("5060, 5080; 6000-6003").value() == Ports{5060, 5080, 6000, 6001, 6002, 6003});
  CHECK(tandem::parse_ports(" 50 60 ").value() == Ports{5060});
  CHECK(tandem::parse_ports("5060,5060;5060-5061").value() == Ports{5060, 5061});
  CHECK(tandem::parse_ports("").value().empty());
  for (const char* wrong : {"0", "65536", "5060-", "-5060", "6010-6000", "x", "5060,", "5060,,5061", "1-65535"}) {
    CAPTURE(wrong);
    CHECK(!tandem::parse_ports(wrong));
  }
}

TEST_CASE("[TRK-10][TRK-16] split addresses are two; trunks at one address have names of their own") {
  const auto trunks = [](const char* list) { return problems(with("trunks", list, [] {
    Json document = office();
    document["numbers"] = Json::array();
    return document;
  }())); };
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1", "split_addresses": true}])") == List{"missing_field trunks[0].from_host"});
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1", "split_addresses": true, "from_host": "192.0.2.2"}])") == List{});
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1"}, {"id": "u", "host": "192.0.2.1"}])") ==
        List{"duplicate trunks[1].host"});
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1"}, {"id": "u", "host": "192.0.2.9", "split_addresses": true,
                    "from_host": "192.0.2.1"}])") == List{"duplicate trunks[1].host"});
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1", "domain": "first.example"}, {"id": "u", "host": "192.0.2.1", "domain": "second.example"}])") ==
        List{});
  CHECK(trunks(R"([{"id": "t", "host": "192.0.2.1", "domain": "first.example"}, {"id": "u", "host": "192.0.2.2", "domain": "first.example"}])") ==
        List{"duplicate trunks[1].domain"});
}
