// What an internal trunk has and has not (specification 03, TRK-03, TRK-57, TRK-59, TRK-63).
#include "base/password.hpp"
#include "model/edit.hpp"

#include <regex>

using namespace edit;

namespace {

/// Problems of a document whose trunks are these.
List trunks(const char* list) {
  Json document = small();
  document["trunks"] = Json::parse(list);
  document["numbers"] = Json::array();
  return problems(document);
}
/// An internal trunk with another field.
List internal(const std::string& field) {
  return trunks((R"([{"id": "t", "peer": "account")" + field + "}]").c_str());
}

constexpr const char* code = "1b4e28ba-2fa1-4d2b-883f-0016d3cca427";

}  // namespace

TEST_CASE("[TRK-03][TRK-59] an internal trunk has no address, split addresses, domain, options or backups of its own") {
  CHECK(internal("") == List{});
  CHECK(internal(R"(, "host": "192.0.2.1")") == List{"invalid_argument trunks[0].host"});
  CHECK(internal(R"(, "ports": [5060])") == List{"invalid_argument trunks[0].ports"});
  CHECK(internal(R"(, "from_ports": [5060])") == List{"invalid_argument trunks[0].from_ports"});
  CHECK(internal(R"(, "from_host": "192.0.2.1")") == List{"invalid_argument trunks[0].from_host"});
  CHECK(internal(R"(, "split_addresses": true, "from_host": "192.0.2.1")") ==
        List{"invalid_argument trunks[0].split_addresses", "invalid_argument trunks[0].from_host"});
  CHECK(internal(R"(, "domain": "head.example")") == List{"invalid_argument trunks[0].domain"});
  CHECK(internal(R"(, "use_options": true)") == List{"invalid_argument trunks[0].use_options"});
  CHECK(trunks(R"([{"id": "t", "peer": "account", "backups": ["u"]}, {"id": "u", "host": "192.0.2.1"}])") ==
        List{"invalid_argument trunks[0].backups"});
  CHECK(trunks(R"([{"id": "t", "peer": "account"}, {"id": "u", "host": "192.0.2.1", "backups": ["t"]}])") == List{});
  Json document = small();
  document["trunks"] = Json::parse(R"([{"id": "t", "peer": "account", "host": "192.0.2.1"}])");
  document["numbers"] = Json::array();
  CHECK(message(document).find("an internal trunk has no host (TRK-59)") != std::string::npos);
}

TEST_CASE("[TRK-59] what else a trunk has, an internal one has with the same limits") {
  CHECK(internal(R"x(, "dtmf_commands": "pass_through", "dtmf_mode": "inband", "codecs": ["pcmu"], "transport": "tcp",
                     "max_lines": 100, "prefix": "5", "masks": [{"mask": "(1..)", "transform": "$1"}])x") ==
        List{"invalid_argument trunks[0].masks[0].mask"});
  CHECK(internal(R"(, "max_lines": 4)") == List{"invalid_argument trunks[0].max_lines"});
  CHECK(internal(R"(, "max_lines": 101)") == List{"invalid_argument trunks[0].max_lines"});
}

TEST_CASE("[TRK-08][TRK-57] a trunk outside has an address, and no codes") {
  CHECK(trunks(R"([{"id": "t"}])") == List{"missing_field trunks[0].host"});
  CHECK(trunks((R"([{"id": "t", "host": "192.0.2.1", "link_code": ")" + std::string(code) + "\"}]").c_str()) ==
        List{"invalid_argument trunks[0].link_code"});
  CHECK(trunks((R"([{"id": "t", "host": "192.0.2.1", "peer": "pbx", "peer_code": ")" + std::string(code) + "\"}]").c_str()) ==
        List{"invalid_argument trunks[0].peer_code"});
}

TEST_CASE("[TRK-57] codes are UUIDs; a trunk's is its own, and the other's is of another account") {
  const std::string text = code;
  CHECK(internal(R"(, "link_code": ")" + text + R"(", "peer_code": "A0000000-0000-4000-8000-00000000000F")") == List{});
  for (const char* wrong : {"1b4e28ba", "1b4e28ba-2fa1-4d2b-883f-0016d3cca42", "1b4e28ba-2fa1-4d2b-883f-0016d3cca42g",
                            "1b4e28ba2fa1-4d2b-883f-0016d3cca427-", "{1b4e28ba-2fa1-4d2b-883f-0016d3cca427}"}) {
    CAPTURE(wrong);
    CHECK(internal(R"(, "link_code": ")" + std::string(wrong) + "\"") == List{"invalid_argument trunks[0].link_code"});
    CHECK(internal(R"(, "peer_code": ")" + std::string(wrong) + "\"") == List{"invalid_argument trunks[0].peer_code"});
  }
  const std::string two = R"([{"id": "t", "peer": "account", "link_code": ")" + text + R"("}, {"id": "u", "peer": "account", )";
  CHECK(trunks((two + R"("link_code": "1B4E28BA-2fa1-4d2b-883f-0016d3cca427"}])").c_str()) ==
        List{"duplicate trunks[1].link_code"});
  CHECK(trunks((two + R"("peer_code": ")" + text + "\"}]").c_str()) == List{"invalid_argument trunks[1].peer_code"});
  const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  for (int i = 0; i < 100; ++i) CHECK(std::regex_match(tandem::random_uuid(), uuid));
}

TEST_CASE("[TRK-63] a trunk's number is shown with the trunk's name, and so is its scheme") {
  const tandem::Trunk trunk{.id = {"head"}, .name = "Head office"};
  CHECK(line_title(trunk, {.number = "74950000001", .comment = "Main"}) == "Head office – 74950000001 – Main");
  CHECK(line_title(trunk, {.number = "74950000001"}) == "Head office – 74950000001");
  CHECK(scheme_title(trunk, {.number = "74950000001", .comment = "Main"}) == "Scheme for Head office – 74950000001");
  CHECK(tandem::line_title({.id = {"head"}}, {.number = "1"}) == "head – 1");
}
