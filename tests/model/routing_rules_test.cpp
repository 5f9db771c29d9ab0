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
