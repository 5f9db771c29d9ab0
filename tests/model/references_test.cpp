// What must be unique, and what must exist.
#include "model/edit.hpp"

using namespace edit;

namespace {

Json add(const std::string& path, const std::string& value, Json document = small()) {
  document[pointer(path)].push_back(Json::parse(value));
  return document;
}

}  // namespace

TEST_CASE(
    "[EMP-05][EMP-06] an extension is unique among employees, groups and schemes, and the error names the owner") {
  const Json document = with("employees[0].extension", R"("500")", small());
  CHECK(problems(with("employees[1].extension", R"("500")", document)) == List{"duplicate employees[1].extension"});
  CHECK(problems(with("groups[0].extension", R"("500")", document)) == List{"duplicate groups[0].extension"});
  const Json scheme = with("schemes[0].extension", R"("500")", document);
  CHECK(problems(scheme) == List{"duplicate schemes[0].extension"});
  CHECK(message(scheme).find("employee 'anna' (employees[0].extension)") != std::string::npos);
  CHECK(problems(with("groups[0].extension", R"("501")", document)) == List{});
  CHECK(problems(with("schemes[0].extension", R"("501")", with("groups[0].extension", R"("501")", small()))) ==
        List{"duplicate schemes[0].extension"});
}

TEST_CASE("keys are unique among objects of their kind, not among kinds") {
  CHECK(problems(add("employees", R"({"id": "anna", "full_name": "x"})")) == List{"duplicate employees[2].id"});
  CHECK(problems(add("groups", R"({"id": "sales", "name": "x"})")) == List{"duplicate groups[1].id"});
  CHECK(problems(add("groups", R"({"id": "anna", "name": "x"})")) == List{});
  CHECK(problems(add("trunks", R"({"id": "t", "host": "192.0.2.2"})")) == List{"duplicate trunks[1].id"});
  CHECK(problems(add("schemes", R"({"id": "main"})")) == List{"duplicate schemes[1].id"});
  const Json prompts =
      with("prompts", R"([{"id": "p", "source": "blob:1"}, {"id": "p", "source": "blob:2"}])", small());
  CHECK(problems(prompts) == List{"duplicate prompts[1].id"});
}

TEST_CASE("[SCH-02] a number stands once, so it has one active scheme") {
  CHECK(problems(add("numbers", R"({"number": "74950000001", "trunk": "t"})")) == List{"duplicate numbers[1].number"});
  CHECK(problems(add("numbers", R"({"number": "74950000002", "trunk": "t"})")) == List{});
}

TEST_CASE("[SCH-01] one scheme serves several numbers") {
  const Json two = add("numbers", R"({"number": "74950000002", "trunk": "t", "scheme": "main"})");
  CHECK(problems(with("numbers[0].scheme", R"("main")", two)) == List{});
}

TEST_CASE("[SIP-09][NUM-25] domains and SIP addresses are kept in lower case, however they are written") {
  Json document = with("domains", R"(["Acme.EXAMPLE"])", small());
  document =
      with("employees[0].sip_accounts",
           R"([{"aor": "Anna@ACME.example", "password": "Secret123", "forward_to": "BORIS@acme.example"}])", document);
  document = with("employees[0].devices", R"([{"sip": "ANNA@Acme.Example"}])", document);
  document = with("employees[1].sip_accounts", R"([{"aor": "boris@acme.example", "password": "Secret123"}])", document);
  const auto parsed = tandem::parse_account(document.dump());
  REQUIRE_MESSAGE(parsed, message(document));
  CHECK(parsed->domains == List{"acme.example"});
  CHECK(parsed->employees[0].sip_accounts[0].aor == "anna@acme.example");
  CHECK(parsed->employees[0].sip_accounts[0].forward_to == "boris@acme.example");
  CHECK(parsed->employees[0].devices[0].sip == "anna@acme.example");

  tandem::AccountDocument by_hand = *parsed;  // made by a program: not tidied, so refused
  by_hand.domains[0] = "ACME.example";
  by_hand.employees[0].sip_accounts[0].aor = "Anna@acme.example";
  const auto found = problems_of(by_hand);
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "domains[0]");
  CHECK(found[1].path == "employees[0].sip_accounts[0].aor");
}

TEST_CASE("[SIP-19] user names that differ in letter case only are the same") {
  const Json anna =
      with("employees[0].sip_accounts", R"([{"aor": "Ivan@acme.example", "password": "Secret123"}])", small());
  const Json both =
      with("employees[1].sip_accounts", R"([{"aor": "ivan@acme.example", "password": "Secret123"}])", anna);
  CHECK(problems(anna) == List{});
  CHECK(problems(both) == List{"duplicate employees[1].sip_accounts[0].aor"});
  CHECK(message(both).find("employee 'anna'") != std::string::npos);
}

TEST_CASE("a SIP account is in one of the account's domains") {
  const Json document =
      with("employees[0].sip_accounts", R"([{"aor": "anna@other.example", "password": "Secret123"}])", small());
  CHECK(problems(document) == List{"dangling employees[0].sip_accounts[0].aor"});
}

TEST_CASE("[TRK-08] two trunks at one address and port could not be told apart (03 OP-20)") {
  CHECK(problems(add("trunks", R"({"id": "u", "host": "192.0.2.1"})")) == List{"duplicate trunks[1].host"});
  CHECK(problems(add("trunks", R"({"id": "u", "host": "192.0.2.1", "ports": [5070, 5060]})")) ==
        List{"duplicate trunks[1].host"});
  CHECK(problems(add("trunks", R"({"id": "u", "host": "192.0.2.1", "ports": [5070]})")) == List{});
  CHECK(problems(add("trunks", R"({"id": "u", "host": "192.0.2.2"})")) == List{});
}

TEST_CASE("an employee is in a group once") {
  CHECK(problems(with("groups[0].members", R"([{"employee": "anna"}, {"employee": "boris"}, {"employee": "anna"}])",
                      small())) == List{"duplicate groups[0].members[2].employee"});
}

TEST_CASE("what is referred to must exist, and near names are offered") {
  struct Row {
    const char* path;
    const char* value;
    const char* problem;
  };
  const Row rows[] = {
      {"groups[0].members", R"([{"employee": "nobody"}])", "groups[0].members[0].employee"},
      {"groups[0].ring_melody", R"("melody")", "groups[0].ring_melody"},
      {"groups[0].queue", R"({"overflow_prompt": "melody"})", "groups[0].queue.overflow_prompt"},
      {"employees[0].outgoing_number", R"("74950000009")", "employees[0].outgoing_number"},
      {"employees[0].devices", R"([{"sip": "anna@acme.example"}])", "employees[0].devices[0].sip"},
      {"employees[0].sip_accounts",
       R"([{"aor": "anna@acme.example", "password": "Secret123", "forward_to": "x@acme.example"}])",
       "employees[0].sip_accounts[0].forward_to"},
      {"numbers[0].trunk", R"("u")", "numbers[0].trunk"},
      {"numbers[0].scheme", R"("other")", "numbers[0].scheme"},
      {"defaults", R"({"password_prompt": "p"})", "defaults.password_prompt"},
      {"defaults", R"({"employee_no_answer_prompt": "p"})", "defaults.employee_no_answer_prompt"},
      {"schemes[0].actions", R"([{"play": "p"}])", "schemes[0].actions[0].play"},
      {"schemes[0].actions", R"([{"forward": {"group": "g"}}])", "schemes[0].actions[0].forward.group"},
      {"schemes[0].actions", R"([{"forward": {"employee": "e"}}])", "schemes[0].actions[0].forward.employee"},
      {"schemes[0].actions", R"([{"forward": {"extension": "77"}}])", "schemes[0].actions[0].forward.extension"},
      {"schemes[0].actions", R"([{"forward": {"scheme": "s"}}])", "schemes[0].actions[0].forward.scheme"},
      {"schemes[0].actions", R"([{"forward": {"number": "112", "trunk": "u"}}])",
       "schemes[0].actions[0].forward.trunk"},
      {"schemes[0].menu", R"([{"digits": "1", "actions": [{"play": "p"}]}])", "schemes[0].menu[0].actions[0].play"},
      {"schemes[0].handlers", R"([{"on": "no_input", "actions": [{"play": "p"}]}])",
       "schemes[0].handlers[0].actions[0].play"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.value);
    CHECK(problems(with(row.path, row.value, small())) == List{std::string("dangling ") + row.problem});
  }
  CHECK(message(with("groups[0].members", R"([{"employee": "ana"}])", small())).find("did you mean \"anna\"?") !=
        std::string::npos);
}

TEST_CASE("[EMP-15][NUM-19] an outgoing number is one that may originate calls") {
  const Json document = with("employees[0].outgoing_number", R"("74950000001")", small());
  CHECK(problems(document) == List{});
  CHECK(problems(with("numbers[0].outgoing", "false", document)) ==
        List{"invalid_argument employees[0].outgoing_number"});
}

TEST_CASE("[SCH-42] only a scheme with an extension is a target") {
  const Json document = with("schemes[0].actions", R"([{"forward": {"scheme": "main"}}])", small());
  CHECK(problems(document) == List{"invalid_argument schemes[0].actions[0].forward.scheme"});
  CHECK(problems(with("schemes[0].extension", R"("900")", document)) == List{});
}

TEST_CASE("the extension of the last resort must exist when it is used (01 OP-47)") {
  const Json document =
      with("defaults", R"({"employee_no_answer_action": "forward_extension", "employee_forward_extension": "500"})",
           small());
  CHECK(problems(document) == List{"dangling defaults.employee_forward_extension"});
  CHECK(problems(with("groups[0].extension", R"("500")", document)) == List{});
  CHECK(problems(with("defaults.employee_no_answer_action", R"("voicemail")", document)) == List{});
  CHECK(problems(with("defaults.employee_forward_extension", R"("")", document)) ==
        List{"missing_field defaults.employee_forward_extension"});
}

TEST_CASE("a SIP account is not forwarded to itself") {
  const Json document =
      with("employees[0].sip_accounts",
           R"([{"aor": "anna@acme.example", "password": "Secret123", "forward_to": "ANNA@acme.example"}])", small());
  CHECK(problems(document) == List{"invalid_argument employees[0].sip_accounts[0].forward_to"});
}

TEST_CASE("a device is either a SIP account or a number") {
  CHECK(problems(with("employees[0].devices", "[{}]", small())) == List{"missing_field employees[0].devices[0]"});
  Json both = with("employees[0].sip_accounts", R"([{"aor": "anna@acme.example", "password": "Secret123"}])", small());
  both = with("employees[0].devices", R"([{"sip": "anna@acme.example", "number": "79161234567"}])", both);
  CHECK(problems(both) == List{"invalid_argument employees[0].devices[0]"});
}

TEST_CASE("what could not be read is not reported as missing as well") {
  Json document = with("groups[0].members", R"([{"employee": "anna"}])", small());
  document = with("employees[0].id", "5", document);
  CHECK(problems(document) == List{"wrong_type employees[0].id"});
  CHECK(problems(with("employees", "5", document)) == List{"wrong_type employees"});
  // what has nothing to do with the names is no excuse
  CHECK(problems(
            with("employees[1].devices", "[5]", with("groups[0].members", R"([{"employee": "nobody"}])", small()))) ==
        List{"wrong_type employees[1].devices[0]", "dangling groups[0].members[0].employee"});
}
