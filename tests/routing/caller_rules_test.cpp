// The black and white list, and forwarding by caller (01 ACL, FWD).
#include "routing/caller_rules.hpp"

#include "routing/pointers.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>

using namespace tandem;
using namespace tandem::routing;

namespace {

Caller number(std::string digits) { return {.number = std::move(digits)}; }
Caller address(std::string text) { return {.address = std::move(text)}; }

CallerRule rule(std::string pattern, CallerSource source = CallerSource::phone) {
  CallerRule made;
  made.pattern = std::move(pattern);
  made.source = source;
  return made;
}
CompiledForwarding forwarding(const std::vector<std::string>& patterns) {
  std::vector<CallerRule> rules;
  for (const std::string& pattern : patterns) rules.push_back(rule(pattern));
  auto compiled = CompiledForwarding::compile({}, pointers(rules));
  REQUIRE(compiled);
  return std::move(*compiled);
}
int found(const CompiledForwarding& rules, const Caller& caller) {
  const auto at = rules.find(caller);
  return at ? static_cast<int>(*at) : -1;
}
CompiledLists lists(const CallerLists& settings, const std::vector<ListEntry>& entries) {
  auto compiled = CompiledLists::compile(settings, pointers(entries));
  REQUIRE(compiled);
  return std::move(*compiled);
}
bool matches(std::string_view pattern, std::string_view caller, AddressKind kind = AddressKind::phone) {
  const auto result = test_caller_pattern(kind, pattern, caller);
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("[FWD-07][FWD-10][FWD-11][FWD-12] numbers, ranges and masks stand for whole numbers") {
  CHECK(matches("74951234567", "74951234567"));
  CHECK_FALSE(matches("74951234567", "749512345678"));
  CHECK(matches("74952009000-74952009999", "74952009000"));
  CHECK(matches("74952009000-74952009999", "74952009999"));
  CHECK_FALSE(matches("74952009000-74952009999", "74952008999"));
  CHECK_FALSE(matches("74952009000-74952009999", "74952010000"));
  CHECK_FALSE(matches("74952009000-74952009999", "749520090001"));  // lies between them as a text only
  CHECK(matches("001-005", "003"));
  CHECK_FALSE(matches("001-005", "3"));
  CHECK(matches("7495#555555", "74951555555"));
  CHECK(matches("7495#555555", "74959555555"));
  CHECK(matches("7495#555555", "74950555555"));  // 01 OP-04: 0 is a digit as others
  CHECK_FALSE(matches("7495#555555", "7495555555"));
  CHECK_FALSE(matches("7495#555555", "749512555555"));
  CHECK(matches("7495200*", "74952000000"));
  CHECK(matches("7495200*", "74952009999"));
  CHECK(matches("7495200*", "7495200"));  // 01 OP-04: none is a number of digits, too
  CHECK_FALSE(matches("7495200*", "74952010000"));
  CHECK(matches("*5#5*", "70595"));
  CHECK_FALSE(matches("*5#5*", "7055"));
}

TEST_CASE("[FWD-13] SIP callers are addresses, with masks, whatever their letter case") {
  CHECK(matches("Ivanov@Sales.mycompany.ru", "ivanov@sales.mycompany.ru", AddressKind::sip));
  CHECK_FALSE(matches("ivanov@mycompany.ru", "ivanov@sales.mycompany.ru", AddressKind::sip));
  CHECK(matches("ivanov@*mycompany.ru", "ivanov@sales.mycompany.ru", AddressKind::sip));
  CHECK(matches("*@mycompany.ru", "anna@MyCompany.ru", AddressKind::sip));
  CHECK(matches("line#@mycompany.ru", "line7@mycompany.ru", AddressKind::sip));
  CHECK(matches("ivanov*", "ivanov@anywhere.ru", AddressKind::sip));
}

TEST_CASE("[FWD-13] masks tell apart every character that an address may have") {
  std::vector<std::string> patterns;
  for (char c = '!'; c <= '~'; ++c) {
    const std::string pattern = std::string(1, c) + "@*";
    const bool own = c != '#' && c != '*' && c != '@';  // no wildcard, nor a second @
    if (own && check_caller_pattern(AddressKind::sip, pattern)) patterns.push_back(pattern);
  }
  REQUIRE(patterns.size() > 80);
  const CompiledForwarding rules = forwarding(patterns);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::string text = lower(patterns[i].substr(0, 2)) + "sip.example";
    CAPTURE(text);
    REQUIRE(found(rules, address(text)) >= 0);
    CHECK(lower(patterns[static_cast<std::size_t>(found(rules, address(text)))]) == lower(patterns[i]));
  }
  CHECK(found(rules, address("aa@sip.example")) == -1);
}

TEST_CASE("[FWD-08][FWD-09] what is malformed is refused, with the place") {
  struct Row {
    AddressKind kind;
    const char* pattern;
    const char* where;
  };
  const Row rows[] = {
      {AddressKind::phone, "", "empty"},
      {AddressKind::phone, "+74951234567", "character 1"},
      {AddressKind::phone, "7(495)1234567", "character 2"},
      {AddressKind::phone, "7 495", "character 2"},
      {AddressKind::phone, "749520-74952009999", "same number of digits"},
      {AddressKind::phone, "74952009999-74952009000", "ends before it begins"},
      {AddressKind::phone, "7495-", "same number of digits"},
      {AddressKind::phone, "-", "same number of digits"},
      {AddressKind::phone, "749#-7499", "character 4"},
      {AddressKind::phone, "7495-7496-7497", "character 10"},
      {AddressKind::phone, "1111111111111111111-2222222222222222222", "18 digits"},
      {AddressKind::phone, "111111111111111111111111111111111", "32 characters"},
      {AddressKind::sip, "", "empty"},
      {AddressKind::sip, "ivanov", "ivanov@*"},
      {AddressKind::sip, "@domain.ru", "character 1"},
      {AddressKind::sip, "ivanov@", "character 7"},
      {AddressKind::sip, "a@b@c", "character 4"},
      {AddressKind::sip, "a b@c", "character 2"},
      {AddressKind::sip, "sip:a@b", "character 4"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    const auto checked = check_caller_pattern(row.kind, row.pattern);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == errc::invalid_argument);
    CAPTURE(checked.error().message);
    CHECK(checked.error().message.find(row.where) != std::string::npos);
  }
  CHECK(check_caller_pattern(AddressKind::phone, "74952009000-74952009999"));
}

TEST_CASE(
    "[FWD-02][FWD-04] the most specific rule wins: exact, narrow range, wide range, mask; then the oldest (01 OP-02)") {
  const CompiledForwarding rules =
      forwarding({"7495*", "749520090##", "74952009000-74952009999", "74952009050-74952009060", "74952009055",
                  "74952009055", "74950000000-74959999999", "749520090#*"});
  CHECK(found(rules, number("74952009055")) == 4);
  CHECK(found(rules, number("74952009050")) == 3);
  CHECK(found(rules, number("74952009060")) == 3);
  CHECK(found(rules, number("74952009061")) == 2);
  CHECK(found(rules, number("74952009999")) == 2);
  CHECK(found(rules, number("74952010000")) == 6);
  CHECK(found(rules, number("749520090123")) == 7);
  CHECK(found(rules, number("749512345678")) == 0);
  CHECK(found(rules, number("78121112233")) == -1);
  // equal ranges, masks with as many characters of their own: the older one
  CHECK(found(forwarding({"100-200", "101-201", "100-200"}), number("150")) == 0);
  CHECK(found(forwarding({"101-201", "100-200"}), number("150")) == 0);
  CHECK(found(forwarding({"1#2*", "#12*"}), number("112")) == 0);
  CHECK(found(forwarding({"#12*", "1#2*"}), number("112")) == 0);
}

TEST_CASE("[FWD-03] a hidden caller is no rule's") {
  CHECK(found(forwarding({"*", "*@*"}), Caller{}) == -1);
  CHECK(found(forwarding({"*"}), number("1")) == 0);
}

TEST_CASE(
    "[FWD-16][FWD-17][FWD-18] a rule that is off never matches; the master switch turns all off and keeps theirs") {
  CallerForwarding settings;
  std::vector<CallerRule> all{rule("74952009000-74952009999"), rule("7495#555555"), rule("7812*")};
  all[2].enabled = false;
  CHECK(active_rules(settings, all) == 2);
  CompiledForwarding rules = CompiledForwarding::compile(settings, pointers(all)).value();
  CHECK(found(rules, number("74952009000")) == 0);
  CHECK(found(rules, number("74952009999")) == 0);
  CHECK(found(rules, number("74953555555")) == 1);
  CHECK(found(rules, number("78121112233")) == -1);
  settings.active = false;
  CHECK(active_rules(settings, all) == 0);
  rules = CompiledForwarding::compile(settings, pointers(all)).value();
  CHECK(found(rules, number("74952009000")) == -1);
  CHECK(all[0].enabled);
}

TEST_CASE("[FWD-06][TRK-74] a rule looks at calls of its source only") {
  const std::vector<CallerRule> all{rule("7495*"), rule("7495*", CallerSource::sip_trunk),
                                    rule("*@pbx.example", CallerSource::sip_trunk)};
  const CompiledForwarding rules = CompiledForwarding::compile({}, pointers(all)).value();
  CHECK(found(rules, {"74951112233", "", CallerSource::phone}) == 0);
  CHECK(found(rules, {"74951112233", "", CallerSource::sip_trunk}) == 1);
  CHECK(found(rules, {"", "101@pbx.example", CallerSource::sip_trunk}) == 2);
  CHECK(found(rules, {"", "101@pbx.example", CallerSource::phone}) == -1);
}

TEST_CASE("[ACL-02][ACL-05][ACL-06][ACL-07][ACL-08][ACL-09][ACL-10] what each list does with each caller") {
  CallerLists settings;
  const std::vector<ListEntry> entries{{.pattern = "7495#555555"},
                                       {.kind = AddressKind::sip, .pattern = "*@spam.example"},
                                       {.list = CallerList::whitelist, .pattern = "7812*"}};
  struct Row {
    bool enabled;
    CallerList mode;
    bool unidentified;
    Caller caller;
    bool accepted;
    ListVerdict verdict;
  };
  const auto black = CallerList::blacklist;
  const auto white = CallerList::whitelist;
  const Row rows[] = {
      {false, black, false, number("74951555555"), true, ListVerdict::off},
      {false, white, false, Caller{}, true, ListVerdict::off},
      {true, black, true, number("74951555555"), false, ListVerdict::listed},
      {true, black, true, address("anna@spam.example"), false, ListVerdict::listed},
      {true, black, true, {"70000000000", "anna@spam.example"}, false, ListVerdict::listed},
      {true, black, true, number("78121112233"), true, ListVerdict::not_listed},
      {true, white, true, number("78121112233"), true, ListVerdict::listed},
      {true, white, true, number("74951555555"), false, ListVerdict::not_listed},
      {true, black, true, Caller{}, true, ListVerdict::unidentified},
      {true, black, false, Caller{}, false, ListVerdict::unidentified},
      {true, white, true, Caller{}, true, ListVerdict::unidentified},
      {true, white, false, Caller{}, false, ListVerdict::unidentified},
  };
  for (const Row& row : rows) {
    CAPTURE(row.caller.number);
    settings.enabled = row.enabled;
    settings.mode = row.mode;
    settings.accept_unidentified = row.unidentified;
    const ListDecision decision = lists(settings, entries).decide(row.caller);
    CHECK(decision.accepted == row.accepted);
    CHECK(decision.verdict == row.verdict);
  }
}

TEST_CASE("[ACL-03] one list is in force and the other is kept, untouched (01 OP-38)") {
  CallerLists settings;
  settings.enabled = true;
  const std::vector<ListEntry> entries{{.list = CallerList::whitelist, .pattern = "1"},
                                       {.list = CallerList::blacklist, .pattern = "2"}};
  CHECK_FALSE(lists(settings, entries).decide(number("2")).accepted);
  CHECK(lists(settings, entries).decide(number("2")).entry == 1);
  CHECK(lists(settings, entries).decide(number("1")).accepted);
  CHECK(lists(settings, entries).blacklisted("2"));
  settings.mode = CallerList::whitelist;
  CHECK(lists(settings, entries).decide(number("1")).accepted);
  CHECK_FALSE(lists(settings, entries).decide(number("2")).accepted);
  CHECK_FALSE(lists(settings, entries).blacklisted("2"));
}

TEST_CASE("[ACL-13] every malformed entry is reported, of the list that is not in force as well") {
  const std::vector<ListEntry> entries{
      {.pattern = "+7"}, {.pattern = "7"}, {.list = CallerList::whitelist, .kind = AddressKind::sip, .pattern = "x"}};
  const auto compiled = CompiledLists::compile({}, pointers(entries));
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().path == "list_entries[0].pattern");
  REQUIRE(compiled.error().more.size() == 1);
  CHECK(compiled.error().more[0].path == "list_entries[2].pattern");
}

TEST_CASE(
    "[ACL-14][ACL-16] a list is imported from its file; rows with mistakes are reported and passed over (01 OP-40)") {
  const Time at{std::chrono::seconds(1'700'000'000)};
  const ListImport all = import_list(list_template(), CallerList::whitelist, "anna", at);
  CHECK(all.problems.empty());
  REQUIRE(all.entries.size() == 6);
  CHECK(all.entries[4].kind == AddressKind::sip);
  CHECK(all.entries[1].pattern == "74952009000-74952009999");
  CHECK(all.entries[0].list == CallerList::whitelist);
  CHECK(all.entries[0].created_by == "anna");
  CHECK(all.entries[0].created_at == at);

  const ListImport some = import_list(
      "\xef\xbb\xbf"
      "phone , 7495* ,\"a \"\"good\"\" one, "
      "too\"\r\n\r\nphone,+7495\nfax,1\nphone\nSIP,*@b.ru\nphone,1,2,3\nphone,5,\"two\nlines\"\nphone,x",
      CallerList::blacklist, "", at);
  REQUIRE(some.entries.size() == 3);
  CHECK(some.entries[0].pattern == "7495*");
  CHECK(some.entries[0].comment == "a \"good\" one, too");
  CHECK(some.entries[1].pattern == "*@b.ru");
  CHECK(some.entries[2].comment == "two\nlines");
  REQUIRE(some.problems.size() == 5);
  CHECK(some.problems[0].path == "line 3");
  CHECK(some.problems[1].path == "line 4");
  CHECK(some.problems[2].path == "line 5");
  CHECK(some.problems[3].path == "line 7");
  CHECK(some.problems[4].path == "line 10");
}

namespace {

/// Does a mask match, character by character with every way tried?
bool naive(std::string_view mask, std::string_view text) {
  if (mask.empty()) return text.empty();
  if (mask[0] == '*') return naive(mask.substr(1), text) || (!text.empty() && naive(mask, text.substr(1)));
  return !text.empty() && (mask[0] == '#' || mask[0] == text[0]) && naive(mask.substr(1), text.substr(1));
}
bool naive_range(std::string_view pattern, std::string_view text) {
  const auto hyphen = pattern.find('-');
  const auto first = pattern.substr(0, hyphen);
  return text.size() == first.size() && first <= text && text <= pattern.substr(hyphen + 1);
}
/// The rule that wins, found by looking at all.
int naive_find(const std::vector<std::string>& patterns, std::string_view text) {
  int best = -1;
  std::tuple<int, long, int> best_as;
  for (int i = 0; i < static_cast<int>(patterns.size()); ++i) {
    const std::string& pattern = patterns[static_cast<std::size_t>(i)];
    std::tuple<int, long, int> as;
    if (const auto hyphen = pattern.find('-'); hyphen != std::string::npos) {
      if (!naive_range(pattern, text)) continue;
      as = {1, std::stol(pattern.substr(hyphen + 1)) - std::stol(pattern.substr(0, hyphen)), i};
    } else if (pattern.find_first_of("#*") != std::string::npos) {
      if (!naive(pattern, text)) continue;
      const auto wild = std::count_if(pattern.begin(), pattern.end(), [](char c) { return c == '#' || c == '*'; });
      as = {2, wild - static_cast<long>(pattern.size()), i};
    } else {
      if (pattern != text) continue;
      as = {0, 0, i};
    }
    if (best < 0 || as < best_as) {
      best = i;
      best_as = as;
    }
  }
  return best;
}

class PatternWriter {
 public:
  explicit PatternWriter(unsigned seed) : random_(seed) {}
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_()) % below; }
  std::string digits(unsigned length) {
    std::string text;
    for (; length > 0; --length) text += static_cast<char>('0' + pick(3));
    return text;
  }
  std::string pattern() {
    if (pick(5) == 0) return digits(1 + pick(5));
    if (pick(4) == 0) {
      const unsigned length = 1 + pick(5);
      std::string a = digits(length);
      std::string b = digits(length);
      if (b < a) std::swap(a, b);
      return a + "-" + b;
    }
    std::string text;
    for (unsigned i = 1 + pick(6); i > 0; --i) text += "012#*"[pick(5)];
    return text;
  }

 private:
  std::minstd_rand random_;
};

}  // namespace

TEST_CASE("[FWD-10][FWD-11][FWD-12] the table finds what a look at every pattern finds") {
  int hits = 0;
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    PatternWriter writer(seed);
    std::vector<std::string> patterns;
    for (unsigned n = 1 + writer.pick(40); n > 0; --n) patterns.push_back(writer.pattern());
    const CompiledForwarding rules = forwarding(patterns);
    for (int i = 0; i < 40; ++i) {
      const std::string text = writer.digits(1 + writer.pick(6));
      const int expected = naive_find(patterns, text);
      CAPTURE(seed);
      CAPTURE(text);
      REQUIRE(found(rules, number(text)) == expected);
      hits += expected >= 0 ? 1 : 0;
    }
  }
  CHECK(hits > 10'000);
}

TEST_CASE("sets of masks that would need endless automata are bounded, and right") {
  PatternWriter writer(11);
  std::vector<std::string> patterns;
  for (int i = 0; i < 300; ++i) {  // which of them were seen so far: two to the power of three hundred sets
    patterns.push_back("*" + writer.digits(6) + "*" + writer.digits(4) + "#");
  }
  const auto began = std::chrono::steady_clock::now();
  const CompiledForwarding rules = forwarding(patterns);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
  for (int i = 0; i < 300; ++i) {
    const std::string text = writer.digits(24);
    REQUIRE(found(rules, number(text)) == naive_find(patterns, text));
  }
  CallerTable table;
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    table.add(parse_caller_pattern(AddressKind::phone, patterns[i]).value(), i);
  }
  table.build();
  CHECK_FALSE(table.masks()->others().complete());  // the slow way was tested, too
}

TEST_CASE("a thousand masks of one kind collapse into a few states") {
  CallerTable table;
  for (std::uint32_t i = 0; i < 1000; ++i) table.add(parse_caller_pattern(AddressKind::phone, "*5*").value(), i);
  table.build();
  CHECK(table.masks()->others().complete());
  CHECK(table.masks()->others().states() < 10);
  CHECK(table.find("123456")->index == 0);
  CHECK_FALSE(table.find("12346"));
}

TEST_CASE("the readers of patterns and of import files stand any text") {
  std::minstd_rand random(5);
  const std::string alphabet = "0123456789#*-@ab.+ \",\n\r\xd0\x90";
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (auto n = random() % 14; n > 0; --n) text += alphabet[random() % alphabet.size()];
    for (const AddressKind kind : {AddressKind::phone, AddressKind::sip}) {
      const auto checked = check_caller_pattern(kind, text);
      if (!checked) REQUIRE(checked.error().code == errc::invalid_argument);
      if (checked) REQUIRE(test_caller_pattern(kind, text, "12345"));
    }
    for (const ListEntry& entry : import_list("phone," + text, CallerList::blacklist, "", Time{}).entries) {
      REQUIRE(check_caller_pattern(entry.kind, entry.pattern));
    }
  }
}
