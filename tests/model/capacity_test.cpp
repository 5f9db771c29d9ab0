// Capacities of an account and names of SMS: what may be set, and what follows from it (specification 04, area CNF,
// VID, STO, MSG; 01, 2.4).
#include "model/edit.hpp"

using namespace edit;
using namespace tandem;
using namespace std::chrono_literals;

namespace {

/// A document whose settings have these fields as well.
Json set(const std::string& settings) {
  Json document = small();
  document.merge_patch(Json::parse(settings));
  return document;
}
List problems_of(const std::string& settings) { return problems(set(settings)); }

AccountDocument read(const std::string& settings) { return parse_account(set(settings).dump()).value(); }

}  // namespace

TEST_CASE("[CNF-10] a conference has 8 people at the most, with the extension 32") {
  CHECK(ConferenceSettings{}.max_participants == 8);
  const auto size = [](int people, bool extended) {
    return problems_of(fmt::format(R"({{"conferences": {{"max_participants": {}}},
                                       "defaults": {{"services": {{"conference_extension": {}}}}}}})",
                                   people, extended));
  };
  const std::string path = " conferences.max_participants";
  CHECK(size(8, false) == List{});
  CHECK(size(9, false) == List{"forbidden" + path});
  CHECK(size(1, true) == List{"invalid_argument" + path});
  CHECK(size(2, true) == List{});
  CHECK(size(32, true) == List{});
  CHECK(size(33, true) == List{"invalid_argument" + path});
  CHECK(size(33, false) == List{"invalid_argument" + path});
}

TEST_CASE("[CNF-13] what exceeds the plan; as many conferences as wanted until a number is set") {
  const ConferenceSettings fresh;
  CHECK_FALSE(fresh.max_conferences);
  CHECK(extra_participants(fresh) == 0);  // 04 OP-04
  CHECK(extra_participants({.max_total = 30, .included = 3}) == 27);
  CHECK(extra_participants({.max_total = 3, .included = 3}) == 0);
  CHECK(extra_participants({.max_total = 2, .included = 3}) == 0);
  CHECK(read(R"({"conferences": {"max_conferences": 5}})").conferences.max_conferences == 5);
  CHECK(problems_of(R"({"conferences": {"max_conferences": -1}})") ==
        List{"invalid_argument conferences.max_conferences"});
  CHECK(problems_of(R"({"conferences": {"max_total": -1, "included": -1}})") ==
        List{"invalid_argument conferences.max_total", "invalid_argument conferences.included"});
}

TEST_CASE("[VID-01] video calls of two cannot be switched off") {
  CHECK(VideoSettings{}.one_to_one_enabled);
  CHECK(problems_of(R"({"video": {"one_to_one_enabled": true}})") == List{});
  CHECK(problems_of(R"({"video": {"one_to_one_enabled": false}})") ==
        List{"invalid_argument video.one_to_one_enabled"});
}

TEST_CASE("[VID-02][VID-04] video conferences come with licences, one a participant, up to 100") {
  CHECK_FALSE(VideoSettings{}.group_enabled);
  CHECK(problems_of(R"({"video": {"group_enabled": true}})") == List{"invalid_argument video.group_licences"});
  CHECK(problems_of(R"({"video": {"group_enabled": true, "group_licences": 1}})") == List{});
  CHECK(problems_of(R"({"video": {"group_licences": -1}})") == List{"invalid_argument video.group_licences"});
  const auto most = [](int licences, bool enabled = true) {
    return most_group_participants({.group_enabled = enabled, .group_licences = licences});
  };
  CHECK(most(1) == 1);
  CHECK(most(99) == 99);
  CHECK(most(100) == 100);
  CHECK(most(101) == 100);
  CHECK(most(50, false) == 0);
}

TEST_CASE("[STO-02] the space is what is included and what is bought, in decimal units") {
  const StorageQuota quota{.included_mb = 100, .purchased_mb = 10'000};
  CHECK(total_space(quota) == 10'100'000'000);
  CHECK(free_space(quota, 138'610'000) == 9'961'390'000);
  CHECK(free_space({.included_mb = 100}, 101'000'000) == -1'000'000);
  CHECK(StorageQuota{}.included_mb == 100);
}

TEST_CASE("[STO-03] up to 100 GB are bought, also between the ticks of the scale") {
  for (const char* bought : {"0", "1000", "35000", "100000"}) {
    CHECK(problems_of(fmt::format(R"({{"storage": {{"purchased_mb": {}}}}})", bought)) == List{});
  }
  for (const char* bought : {"-1", "100001"}) {
    CHECK(problems_of(fmt::format(R"({{"storage": {{"purchased_mb": {}}}}})", bought)) ==
          List{"invalid_argument storage.purchased_mb"});
  }
}

TEST_CASE("[STO-07] the level of the warning is a part of the space, shown in percent") {
  const StorageQuota quota{.included_mb = 100, .purchased_mb = 10'000, .warn_free_mb = 808};
  CHECK(warning_fill(quota) == doctest::Approx(92));
  CHECK(warning_fill({.included_mb = 100}) == doctest::Approx(100));
  CHECK(warning_fill({.included_mb = 0}) == doctest::Approx(100));
  CHECK(problems_of(R"({"storage": {"warn_free_mb": 100}})") == List{});
  CHECK(problems_of(R"({"storage": {"warn_free_mb": 101}})") == List{"invalid_argument storage.warn_free_mb"});
  CHECK(problems_of(R"({"storage": {"warn_free_mb": -1}})") == List{"invalid_argument storage.warn_free_mb"});
}

TEST_CASE("[STO-06] warnings go by mail unless that is off, and by SMS when that is on, to a mobile then") {
  CHECK(StorageQuota{}.warn_email);
  CHECK_FALSE(StorageQuota{}.warn_sms);
  CHECK(problems_of(R"({"storage": {"warn_sms": true}})") == List{"missing_field storage.warn_phone"});
  CHECK(problems_of(R"({"storage": {"warn_sms": true, "warn_phone": "+79161234567"}})") == List{});
  CHECK(problems_of(R"({"storage": {"warn_email_address": "me"}})") ==
        List{"invalid_argument storage.warn_email_address"});
}

TEST_CASE("[MSG-30] notices by SMS go to mobiles written +79 and nine digits; other countries have other mobiles") {
  const auto phone = [](const std::string& number, const std::string& country) {
    return problems_of(fmt::format(R"({{"country": "{}", "storage": {{"warn_phone": "{}"}}}})", country, number)) ==
           List{};
  };
  CHECK(phone("+79161234567", "RU"));
  for (const char* wrong :
       {"79161234567", "89161234567", "+7916123456", "+791612345678", "+74951234567", "+7916123456x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(phone(wrong, "RU"));
  }
  CHECK(phone("+4915112345678", "DE"));
  CHECK_FALSE(phone("4915112345678", "DE"));
  CHECK_FALSE(phone("+4915112345678", "RU"));
}

TEST_CASE("[MSG-20] an SMS is from COM-PRO until there is another name") {
  CHECK(SmsSettings{}.sender_name == "COM-PRO");
  CHECK(problems_of(R"({"sms": {"sender_name": "COM-PRO", "names": [{"name": "COM-PRO", "kind": "default"}]}})") ==
        List{});
  CHECK(problems_of(R"({"sms": {"sender_name": ""}})") == List{"invalid_argument sms.sender_name"});
  CHECK(problems_of(R"({"sms": {"names": [{"name": "COMPRO", "kind": "default"}]}})") ==
        List{"invalid_argument sms.names[0].name"});
}

TEST_CASE("[MSG-23] a category's name is one of eighteen, and available at once") {
  CHECK(sender_categories().size() == 18);
  for (const std::string_view name : sender_categories()) {
    CHECK(problems_of(fmt::format(R"({{"sms": {{"sender_name": "{0}", "names": [{{"name": "{0}"}}]}}}})", name)) ==
          List{});
  }
  CHECK(problems_of(R"({"sms": {"names": [{"name": "TAXI"}]}})") == List{"invalid_argument sms.names[0].name"});
  CHECK(problems_of(R"({"sms": {"names": [{"name": "TAXI_MT", "state": "pending"}]}})") ==
        List{"invalid_argument sms.names[0].state"});
  CHECK(problems_of(R"({"sms": {"names": [{"name": "TAXI_MT"}, {"name": "TAXI_MT"}]}})") ==
        List{"duplicate sms.names[1].name"});
  CHECK(problems_of(
            R"({"defaults": {"services": {"category_sms_name": false}}, "sms": {"names": [{"name": "TAXI_MT"}]}})") ==
        List{"forbidden sms.names[0].kind"});
}

TEST_CASE("[MSG-24] a name of one's own has Latin letters, eleven at the most") {
  const auto name = [](const std::string& text) {
    return problems_of(R"({"sms": {"names": [{"name": ")" + text + R"(", "kind": "unique", "state": "pending"}]}})");
  };
  for (const char* good : {"A", "Acme", "abcdefghijk"}) CHECK(name(good) == List{});
  for (const char* bad : {"abcdefghijkl", "Acme1", "Acme Ltd", "A-b", "Акме"}) {
    CAPTURE(bad);
    CHECK(name(bad) == List{"invalid_argument sms.names[0].name"});
  }
  CHECK(name("") == List{"missing_field sms.names[0].name"});
}

TEST_CASE("[MSG-25] of one's own names those that were approved can be made active, for replies as well") {
  const auto active = [](const std::string& state, const std::string& where) {
    return problems_of(R"({"sms": {"names": [{"name": "Acme", "kind": "unique", "state": ")" + state +
                       R"(", "contact": "Anna, 101", "documents": ["charter.pdf"]}]}})") == List{} &&
           problems(with(
               where, R"("Acme")",
               set(R"({"defaults": {"sms_reply": {}}, "sms": {"names": [{"name": "Acme", "kind": "unique", "state": ")" +
                   state + R"("}]}})"))) == List{};
  };
  for (const char* where : {"sms.sender_name", "defaults.sms_reply.sender_name"}) {
    CHECK(active("approved", where));
    CHECK_FALSE(active("pending", where));
    CHECK_FALSE(active("rejected", where));
    CHECK(problems(with(where, R"("Office")", set(R"({"defaults": {"sms_reply": {}}, "sms": {}})"))) ==
          List{"invalid_argument " + std::string(where)});
  }
  CHECK(problems_of(R"({"sms": {"names": [{"name": "Acme", "kind": "unique"}]}})") ==
        List{"invalid_argument sms.names[0].state"});
}

TEST_CASE(
    "[ACB-03][ACB-04][ACB-05] callbacks have up to 10 attempts, 60 seconds between them or more, and ring for 60 at "
    "the most") {
  for (const std::string set : {"menu_callback", "group_callback"}) {
    const auto one = [&](const std::string& field, int value) {
      return problems_of(fmt::format(R"({{"defaults": {{"{}": {{"{}": {}}}}}}})", set, field, value));
    };
    const auto refused = [&](const std::string& field) {
      return List{"invalid_argument defaults." + set + "." + field};
    };
    CHECK(one("attempts", 1) == List{});
    CHECK(one("attempts", 10) == List{});
    CHECK(one("attempts", 11) == refused("attempts"));
    CHECK(one("attempts", 0) == refused("attempts"));
    CHECK(one("pause", 60) == List{});
    CHECK(one("pause", 59) == refused("pause"));
    CHECK(one("answer_wait", 60) == List{});
    CHECK(one("answer_wait", 61) == refused("answer_wait"));
  }
}

TEST_CASE("[ACB-06] the defaults of callbacks are 7 attempts, 15 minutes and 30 seconds") {
  CHECK(MenuCallback{} == MenuCallback{7, 15min, 30s});
}

TEST_CASE("settings of text conversations have limits; a pause is of even distribution") {
  const auto text = [](const std::string& fields) {
    List found = problems_of(R"({"defaults": {"text_conversations": {)" + fields + "}}}");
    for (std::string& one : found) one.erase(0, one.rfind('.') + 1);
    return found;
  };
  CHECK(text(R"("max_per_employee": 0)") == List{});
  CHECK(text(R"("max_per_employee": 1000)") == List{});
  CHECK(text(R"("max_per_employee": 1001)") == List{"max_per_employee"});
  CHECK(text(R"("max_per_employee": -1)") == List{"max_per_employee"});
  CHECK(text(R"("first_reply_timeout": 86400)") == List{});
  CHECK(text(R"("first_reply_timeout": 86401)") == List{"first_reply_timeout"});
  CHECK(text(R"("cooldown": 86400)") == List{});
  CHECK(text(R"("cooldown": 86401)") == List{"cooldown"});
  CHECK(text(R"("algorithm": "least_loaded", "cooldown": 0)") == List{});
  CHECK(text(R"("algorithm": "least_loaded", "cooldown": 1)") == List{"cooldown"});
}

TEST_CASE("[VM-16] transcripts of messages need the service that makes them") {
  CHECK(problems_of(R"({"defaults": {"voicemail_transcript": true}})") == List{});
  CHECK(problems_of(R"({"defaults": {"voicemail_transcript": true, "services": {"voicemail_speech": false}}})") ==
        List{"forbidden defaults.voicemail_transcript"});
}

TEST_CASE("SIM cards are known by number and carrier, each once") {
  CHECK(problems_of(R"({"fmc": {"numbers": [{"number": "79161234567", "carrier": "t"}]}})") == List{});
  CHECK(problems_of(R"({"fmc": {"numbers": [{"number": "79161234567"}]}})") ==
        List{"missing_field fmc.numbers[0].carrier"});
  CHECK(problems_of(R"({"fmc": {"numbers": [{"number": "+79161234567", "carrier": "u"}]}})") ==
        List{"invalid_argument fmc.numbers[0].number", "dangling fmc.numbers[0].carrier"});
  CHECK(
      problems_of(
          R"({"fmc": {"numbers": [{"number": "79161234567", "carrier": "t"}, {"number": "79161234567", "carrier": "t"}]}})") ==
      List{"duplicate fmc.numbers[1].number"});
}
