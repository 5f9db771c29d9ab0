// Tables: each limit of the specification with values at it, below it and above it.
#include "model/edit.hpp"

using namespace edit;

namespace {

struct Row {
  std::string value;  ///< JSON
  bool good;
};

/// Sets each value at `path` and expects either no problem or exactly one, there.
void check(const std::string& path, const std::vector<Row>& rows, const Json& document = small(),
           const std::string& code = "invalid_argument") {
  REQUIRE(problems(document) == List{});
  for (const Row& row : rows) {
    CAPTURE(path);
    CAPTURE(row.value);
    const List expected = row.good ? List{} : List{code + " " + path};
    CHECK(problems(with(path, row.value, document)) == expected);
  }
}

}  // namespace

TEST_CASE("[EMP-04] an employee's extension has 2 to 7 digits") {
  check("employees[0].extension", {{R"("1")", false},
                                   {R"("10")", true},
                                   {R"("1234567")", true},
                                   {R"("12345678")", false},
                                   {R"("1a")", false},
                                   {R"("*1")", false},
                                   {R"("")", true}});
}

TEST_CASE("[GRP-01] a group has a name and an extension of 1 to 5 digits") {
  check("groups[0].extension",
        {{R"("1")", true}, {R"("12345")", true}, {R"("123456")", false}, {R"("x")", false}, {R"("")", true}});
  check("groups[0].name", {{R"("")", false}}, small(), "missing_field");
}

TEST_CASE("[EMP-01] an employee needs a name and nothing else") {
  check("employees[0].full_name", {{R"("")", false}}, small(), "missing_field");
  CHECK(problems(without("employees[0].full_name", small())) == List{"missing_field employees[0].full_name"});
}

TEST_CASE("[EMP-20] e-mail addresses are unique and well formed") {
  const Json document = with("employees[1].email", R"("boris@acme.example")", small());
  check("employees[0].email",
        {{R"("anna@acme.example")", true},
         {R"("")", true},
         {R"("anna")", false},
         {R"("@acme.example")", false},
         {R"("anna@")", false},
         {R"("a@b@c")", false},
         {R"("anna petrova@acme.example")", false}},
        document);
  CHECK(problems(with("employees[0].email", R"("BORIS@acme.example")", document)) ==
        List{"duplicate employees[1].email"});
}

TEST_CASE("[EMP-35] a portal password is strong and has no Cyrillic letters") {
  const Json document = with("employees[0].login", R"({"enabled": true, "name": "anna", "password": "Abcdefg1"})", small());
  check("employees[0].login.password", {{R"("Abcdefg1")", true},
                                        {R"("abcdefg1")", false},
                                        {R"("ABCDEFG1")", false},
                                        {R"("Abcdefgh")", false},
                                        {R"("Abcde1g")", false},
                                        {R"("Abcdefg1ж")", false},
                                        {R"("Abcdefg1Ё")", false},
                                        {R"("Abcdefg1é")", true}},
        document);
  check("employees[0].login.name", {{R"("anna.p-1_x")", true}, {R"("anna p")", false}, {R"("anna/p")", false}}, document);
}

TEST_CASE("[LIM-26] a session lasts 5 minutes to 365 days") {
  const Json document = with("security", "{}", small());
  check("security.session_lifetime",
        {{"299", false}, {"300", true}, {"31536000", true}, {"31536001", false}, {"0", false}}, document);
  check("security.session_idle",
        {{"0", true}, {"299", false}, {"300", true}, {"31536000", true}, {"31536001", false}, {"-1", false}}, document);
}

TEST_CASE("[DEF-17] the ring time is 1 to 120 seconds") {
  check("defaults.employee_ring_time", {{"0", false}, {"1", true}, {"120", true}, {"121", false}, {"-1", false}},
        with("defaults", "{}", small()));
}

TEST_CASE("[DEV-12] a device rings up to an hour, beyond the default's limit, or for ever with 0") {
  const Json document = with("employees[0].devices", R"([{"number": "79161234567"}])", small());
  check("employees[0].devices[0].wait", {{"0", true}, {"300", true}, {"3600", true}, {"3601", false}, {"-1", false}},
        document);
}

TEST_CASE("[EMP-10] a device's telephone number is written in international digits") {
  const Json document = with("employees[0].devices", R"([{"number": "79161234567"}])", small());
  check("employees[0].devices[0].number",
        {{R"("7925123")", true},
         {R"("792512")", false},
         {R"("123456789012345")", true},
         {R"("1234567890123456")", false},
         {R"("+79251234567")", false},
         {R"("7 925 1234567")", false}},
        document);
}

TEST_CASE("[IVR-14] extensions dialled in menus: minimum 1 to 5, maximum 3 to 5, in this order") {
  const Json document = with("defaults", R"({"extension_dial": {"min_length": 1, "max_length": 5}})", small());
  check("defaults.extension_dial.min_length", {{"0", false}, {"1", true}, {"5", true}, {"6", false}}, document);
  check("defaults.extension_dial.max_length", {{"2", false}, {"3", true}, {"5", true}, {"6", false}}, document);
  CHECK(problems(with("defaults", R"({"extension_dial": {"min_length": 4, "max_length": 3}})", small())) ==
        List{"invalid_argument defaults.extension_dial.min_length"});
  CHECK(problems(with("defaults", R"({"extension_dial": {"min_length": 3, "max_length": 3}})", small())) == List{});
}

TEST_CASE("[QUE-05][QUE-06] queue limits, 0 is none") {
  const Json document = with("groups[0].queue", "{}", small());
  check("groups[0].queue.max_wait", {{"0", true}, {"86400", true}, {"86401", false}, {"-1", false}}, document);
  check("groups[0].queue.max_length", {{"0", true}, {"100000", true}, {"100001", false}, {"-1", false}}, document);
}

TEST_CASE("menu timers, voicemail and suspension have limits") {
  const Json document = with("defaults", R"({"menu": {}})", small());
  check("defaults.menu.input_wait", {{"0", true}, {"600", true}, {"601", false}, {"-1", false}}, document);
  check("defaults.menu.digit_wait", {{"0", true}, {"600", true}, {"601", false}, {"-1", false}}, document);
  check("defaults.menu.max_errors", {{"0", true}, {"100", true}, {"101", false}, {"-1", false}}, document);
  check("defaults.menu.password_attempts", {{"0", false}, {"1", true}, {"100", true}, {"101", false}}, document);
  check("defaults.voicemail_max", {{"0", false}, {"1", true}, {"3600", true}, {"3601", false}}, document);
  check("defaults.no_answer_suspension", {{"0", true}, {"86400", true}, {"86401", false}, {"-1", false}}, document);
}

TEST_CASE("[TRK-21] a trunk has 5 to 100 lines") {
  check("trunks[0].max_lines", {{"4", false}, {"5", true}, {"100", true}, {"101", false}});
}

TEST_CASE("[TRK-46] a trunk's prefix is a number from 1 to 9999") {
  check("trunks[0].prefix", {{R"("1")", true},
                             {R"("9999")", true},
                             {R"("10000")", false},
                             {R"("0")", false},
                             {R"("01")", false},
                             {R"("9a")", false}});
}

TEST_CASE("[TRK-08] a trunk needs an address: an IP address or a host name") {
  check("trunks[0].host", {{R"("192.0.2.1")", true},
                           {R"("2001:db8::1")", true},
                           {R"("pbx.acme.example")", true},
                           {R"("pbx")", true},
                           {R"("300.1.1.1")", false},
                           {R"("1.2.3")", false},
                           {R"("a b")", false},
                           {R"("-a.example")", false},
                           {R"("a..example")", false}});
  check("trunks[0].host", {{R"("")", false}}, small(), "missing_field");
  CHECK(problems(without("trunks[0].host", small())) == List{"missing_field trunks[0].host"});
}

TEST_CASE("ports are 1 to 65535") {
  const Json document = with("trunks[0].ports", "[5060, 5080]", small());
  check("trunks[0].ports[1]", {{"0", false}, {"1", true}, {"65535", true}, {"65536", false}, {"-1", false}}, document);
}

TEST_CASE("a trunk has at least one codec, each once") {
  check("trunks[0].codecs", {{R"(["pcmu"])", true}, {R"(["pcmu", "pcma"])", true},
                              {R"(["opus", "g729", "pcma", "pcmu"])", true}, {R"(["g729"])", true}, {"[]", false}});
  for (const char* unknown : {R"(["g722"])", R"(["OPUS"])"}) {
    CHECK(problems(with("trunks[0].codecs", unknown, small())) == List{"invalid_argument trunks[0].codecs[0]"});
  }
  CHECK(problems(with("trunks[0].codecs", R"(["pcmu", "pcma", "pcmu"])", small())) ==
        List{"duplicate trunks[0].codecs[2]"});
}

TEST_CASE("[TRK-27] a number is 7 to 15 digits without spaces") {
  check("numbers[0].number", {{R"("7495000")", true},
                              {R"("749500")", false},
                              {R"("123456789012345")", true},
                              {R"("1234567890123456")", false},
                              {R"("+74950000001")", false},
                              {R"("7495 0000001")", false}});
}

TEST_CASE("[TRK-28] a comment has at most 50 characters, whatever their bytes") {
  const std::string fifty = [] {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "я";
    return text;
  }();
  check("numbers[0].comment", {{("\"" + fifty + "\""), true}, {("\"" + fifty + "x\""), false}});
}

TEST_CASE("[SIP-07][SIP-08] a domain begins with a letter and its first part has 4 characters or more") {
  check("domains[0]", {{R"("acme")", true},
                       {R"("acm.example")", false},
                       {R"("1acme.example")", false},
                       {R"("a-c1.example")", true},
                       {R"("acme_.example")", false},
                       {R"("acme-.example")", false},
                       {R"("акме.example")", false},
                       {R"("acme..example")", false},
                       {R"("")", false}});
}

TEST_CASE("[SIP-11] an account has at most three domains, each once") {
  check("domains", {{R"(["aaaa", "bbbb", "cccc"])", true}, {R"(["aaaa", "bbbb", "cccc", "dddd"])", false}});
  CHECK(problems(with("domains", R"(["acme.example", "ACME.example"])", small())) == List{"duplicate domains[1]"});
}

TEST_CASE("[SIP-16][SIP-17][SIP-18] user names: 4 characters, a letter first, or digits after 000") {
  const Json document =
      with("employees[0].sip_accounts", R"([{"aor": "anna@acme.example", "password": "Secret123"}])", small());
  const std::string longest = "a" + std::string(63, 'x');
  check("employees[0].sip_accounts[0].aor",
        {{R"("abc@acme.example")", false},
         {R"("abcd@acme.example")", true},
         {R"("1abc@acme.example")", false},
         {R"("a1-_.@acme.example")", true},
         {R"("ab!d@acme.example")", false},
         {R"("анна@acme.example")", false},
         {R"("1234@acme.example")", false},
         {R"("0001@acme.example")", true},
         {R"("000@acme.example")", false},
         {R"("0011@acme.example")", false},
         {R"("anna")", false},
         {("\"" + longest + "@acme.example\""), true},
         {("\"" + longest + "x@acme.example\""), false}},
        document);
}

TEST_CASE("[SIP-20] a SIP password has 8 characters with a digit, a small and a capital letter") {
  const Json document =
      with("employees[0].sip_accounts", R"([{"aor": "anna@acme.example", "password": "Secret123"}])", small());
  check("employees[0].sip_accounts[0].password",
        {{R"("Abcdefg1")", true},
         {R"("abcdefg1")", false},
         {R"("ABCDEFG1")", false},
         {R"("Abcdefgh")", false},
         {R"("Abcde1g")", false}},
        document);
  CHECK(message(with("employees[0].sip_accounts[0].password", R"("geheim")", document)).find("geheim") ==
        std::string::npos);
}

TEST_CASE("an HA1 is 32 hexadecimal digits and stands instead of a password") {
  const Json document = with("employees[0].sip_accounts",
                             R"([{"aor": "anna@acme.example", "ha1": "0123456789abcdef0123456789abcdef"}])", small());
  check("employees[0].sip_accounts[0].ha1",
        {{R"("0123456789abcdef0123456789abcde")", false},
         {R"("0123456789ABCDEF0123456789ABCDEF")", false},
         {R"("g123456789abcdef0123456789abcdef")", false}},
        document);
  CHECK(problems(with("employees[0].sip_accounts[0].password", R"("Secret123")", document)) ==
        List{"invalid_argument employees[0].sip_accounts[0].ha1"});
  CHECK(problems(without("employees[0].sip_accounts[0].ha1", document)) ==
        List{"missing_field employees[0].sip_accounts[0].password"});
}

TEST_CASE("menu digits and passwords (01 OP-11, OP-25), waits of forwards, lengths of extension dialling (01 OP-26)") {
  const Json document = with("schemes[0]", R"({"id": "main", "menu": [{"digits": "1"}], "actions": [{"forward": null}],
                              "handlers": [{"on": "extension_dial"}]})",
                             small());
  check("schemes[0].menu[0].digits",
        {{R"("0")", true}, {R"("12345")", true}, {R"("123456")", false}, {R"("*")", false}, {R"("#1")", false}},
        document);
  check("schemes[0].menu[0].digits", {{R"("")", false}}, document, "missing_field");
  check("schemes[0].menu[0].password",
        {{R"("1")", true}, {R"("1234567890")", true}, {R"("12345678901")", false}, {R"("12a")", false}}, document);
  check("schemes[0].actions[0].wait", {{"0", true}, {"3600", true}, {"3601", false}, {"-1", false}}, document);
  check("schemes[0].handlers[0].length",
        {{"0", true}, {"1", false}, {"2", true}, {"5", true}, {"6", false}, {"-1", false}}, document);
  CHECK(problems(with("schemes[0].handlers[0]", R"({"on": "no_input", "length": 3})", document)) ==
        List{"invalid_argument schemes[0].handlers[0].length"});
}

TEST_CASE("account id, country, time zone") {
  check("id", {{R"("acme-1_X")", true}, {R"("ac me")", false}, {R"("акме")", false}, {R"("a/b")", false}});
  check("id", {{R"("")", false}}, small(), "missing_field");
  check("country", {{R"("DE")", true}, {R"("de")", false}, {R"("DEU")", false}, {R"("")", false}});
  check("time_zone",
        {{R"("Europe/Moscow")", true}, {R"("Moscow")", false}, {R"("../../etc/passwd")", false}, {R"("")", false}});
}

TEST_CASE("keys: 1 to 64 bytes without colons, quotes and control characters") {
  check("employees[1].id", {{R"("Борис-1 x")", true},
                            {R"("a:b")", false},
                            {R"("a\"b")", false},
                            {R"("a\nb")", false},
                            {("\"" + std::string(64, 'x') + "\""), true},
                            {("\"" + std::string(65, 'x') + "\""), false}});
}

TEST_CASE("sounds: a prompt of the account or a whole audio reference") {
  check("groups[0].ring_melody", {{R"("standard:hold-melody")", true},
                                  {R"("file:/a.wav")", true},
                                  {R"("blob:x")", true},
                                  {R"("tone:ringback")", true},
                                  {R"("tone:busy")", true},
                                  {R"("tone:beep")", true},
                                  {R"("tone:boop")", false},
                                  {R"("silence:500")", true},
                                  {R"("silence:x")", false},
                                  {R"("silence:")", false},
                                  {R"("file:")", false},
                                  {R"("http://x")", false},
                                  {"null", true}});
  check("prompts", {{R"([{"id": "p", "source": "file:/a.wav"}])", true}});
  CHECK(problems(with("prompts", R"([{"id": "p", "source": "a.wav"}])", small())) ==
        List{"invalid_argument prompts[0].source"});
}

TEST_CASE("schedules: times of a day, whole periods, existing zones") {
  const Json document = with("schemes[0]", R"({"id": "main", "branches": [
      {"schedule": {"from": "2026-01-01 00:00", "times": [{"days": "monday", "from": "09:00", "to": "18:59"}]}}, {}]})",
                             small());
  const std::string schedule = "schemes[0].branches[0].schedule.";
  check(schedule + "times[0].from",
        {{R"("00:00")", true},
         {R"("23:59")", true},
         {R"("24:00")", false},
         {R"("09:60")", false},
         {R"("9:00")", false},
         {R"("09:00:00")", false},
         {R"("")", false}},
        document);
  check(schedule + "from",
        {{R"("2021-10-01 10:00")", true},
         {R"("2021-02-29 10:00")", false},
         {R"("2021-10-01T10:00")", false},
         {R"("2021-10-01")", false},
         {R"("2021-13-01 10:00")", false},
         {R"("2021-10-01 24:00")", false}},
        document);
  check(schedule + "until", {{R"("2026-01-01 00:00")", true}, {R"("2025-12-31 23:59")", false}}, document);
  check(schedule + "time_zone", {{R"("Asia/Omsk")", true}, {R"("Omsk")", false}, {R"("")", true}}, document);
}
