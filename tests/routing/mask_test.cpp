// Number masks and transforms (03 MSK).
#include <tandem/mask.hpp>

#include "routing/mask.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <random>
#include <regex>
#include <string>

using namespace tandem;

namespace {

/// What is sent for a number; "-" where the rule does not match; the error's text where it is refused.
std::string sent(const std::string& mask, const std::string& transform, const std::string& number) {
  const auto result = test_mask(mask, transform, number);
  if (!result) return result.error().message;
  return result->value_or("-");
}

}  // namespace

TEST_CASE("[MSK-01][MSK-02][MSK-03][MSK-05][MSK-06][MSK-07][MSK-08][MSK-09] the worked examples of the specification") {
  struct Row {
    const char* mask;
    const char* transform;
    const char* dialled;
    const char* sent;
  };
  const char* const hundreds = R"(([1-2][0-9][0-9]|[3-3][0-4][0-9]|350))";
  const Row rows[] = {
      {R"(777(\d*))", "$1", "7771234", "1234"},
      {R"(777(\d*))", "$1", "777", "-"},
      {R"(777(\d*))", "$1", "7781234", "-"},
      {R"((777\d*))", "$1", "7771234", "7771234"},
      {R"((777\d*))", "$1", "1777", "-"},
      {hundreds, "$1", "100", "100"},
      {hundreds, "$1", "299", "299"},
      {hundreds, "$1", "300", "300"},
      {hundreds, "$1", "349", "349"},
      {hundreds, "$1", "350", "350"},
      {hundreds, "$1", "099", "-"},
      {hundreds, "$1", "351", "-"},
      {hundreds, "$1", "1000", "-"},
      {"([1-4][0-9][0-9]|500)", "$1", "100", "100"},
      {"([1-4][0-9][0-9]|500)", "$1", "456", "456"},
      {"([1-4][0-9][0-9]|500)", "$1", "499", "499"},
      {"([1-4][0-9][0-9]|500)", "$1", "500", "500"},
      {"([1-4][0-9][0-9]|500)", "$1", "99", "-"},
      {"([1-4][0-9][0-9]|500)", "$1", "501", "-"},
      {"([1-4][0-9][0-9]|500)", "$1", "550", "-"},
      {"([1-4][0-9][0-9]500)", "$1", "456", "-"},
      {"([1-4][0-9][0-9]500)", "$1", "456500", "456500"},
      {R"((2\d\d\d\d\d))", "$1", "234567", "234567"},
      {R"((2\d{5}))", "$1", "234567", "234567"},
      {R"((2\d{5}))", "$1", "23456", "-"},
      {R"((2\d{5}))", "$1", "2345678", "-"},
      {R"((\d*)\d{1})", "$1", "12345", "1234"},
      {R"((\d*)\d{1})", "$1", "12", "1"},
      {R"((\d*)\d{1})", "$1", "1", "-"},
      {R"(350|7(\d{8}))", "$1", "712345678", "12345678"},
      {R"(350|7(\d{8}))", "$1", "350", "-"},
      {R"(350|7(\d{8}))", "$1", "7350", "-"},
      {R"((\d))", R"(8$1\8)", "5", "858"},
      {R"((\d))", R"(8$1\8)", "55", "-"},
      {R"((\d+))", R"(+33$1\77)", "612345678", "+3361234567877"},
      {R"((\d{3})(\d+))", "$2$1", "1234567", "4567123"},
      {"([1-4])([0-9][0-9])", R"(9$1\0$2)", "456", "94056"},
      {R"(5\d{3})", "74951234567", "5123", "74951234567"},
      {R"((8)(\d{10}))", "7$2", "84951234567", "74951234567"},
      // further: \d+ needs one, \d* does not; classes of several items; quantifiers behind digits and classes
      {R"(9(\d+))", "0$1", "9", "-"},
      {R"(9(\d*))", "0$1", "9", "0"},
      {"([1357-9])", "$1", "8", "8"},
      {"([1357-9])", "$1", "6", "-"},
      {"(1*2+[34]{2})", "$1", "22344", "-"},
      {"(1*2+[34]{2})", "$1", "112243", "112243"},
      {"(1*2+[34]{2})", "$1", "243", "243"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.mask);
    CAPTURE(row.dialled);
    CHECK(sent(row.mask, row.transform, row.dialled) == row.sent);
  }
}

TEST_CASE("[MSK-04] captured parts are numbered by their opening brackets, nested ones too") {
  CHECK(sent(R"(((\d)(\d))(\d))", R"($1\9$2\9$3\9$4)", "123") == "12919293");
}

TEST_CASE("[MSK-05][MSK-08] of several ways the leftmost alternative and the longest repetition decide") {
  CHECK(sent(R"((1|12)(\d*))", R"($1\0$2)", "123") == "1023");
  CHECK(sent(R"((12|1)(\d*))", R"($1\0$2)", "123") == "1203");
  CHECK(sent(R"((\d*)(\d*))", R"($1\0$2)", "123") == "1230");
  CHECK(sent(R"((\d+)(\d+))", R"($1\0$2)", "123") == "1203");
}

TEST_CASE("[MSK-11][MSK-12][MSK-13] references, separators and the plus of a transform") {
  CHECK(sent(R"(\d(\d+))", R"(+33$1\77)", "912") == "+331277");
  CHECK(sent(R"((\d+))", R"(\+1\2$1\)", "5") == "+125");
  CHECK(sent(R"((\d)(\d)(\d))", R"($3$2\0$1)", "123") == "3201");
}

TEST_CASE("[MSK-10][MSK-19][MSK-20] what is malformed is refused, with the place and what to do") {
  struct Row {
    const char* mask;
    const char* transform;
    const char* where;  ///< part of the message
  };
  const Row rows[] = {
      {"", "$1", "mask is empty"},
      {"5XXX", "5", "character 2 of the mask '5XXX'"},
      {"5 1", "5", "character 2"},
      {"5.1", "5", "character 2"},
      {"^5", "5", "character 1"},
      {"5$", "5", "character 2"},
      {"(5", "5", "character 1 of the mask '(5': this bracket is not closed"},
      {"5)", "5", "character 2 of the mask '5)': this bracket was not opened"},
      {"()", "5", "character 2"},
      {"5|", "5", "character 3"},
      {"|5", "5", "character 1"},
      {"5||6", "5", "character 3"},
      {"(5|)6", "5", "character 4"},
      {"[]", "5", "character 1"},
      {"[5-2]", "5", "reversed"},
      {"[1-", "5", "character 3"},
      {"[1", "5", "character 1 of the mask '[1': this class is not closed"},
      {"[a]", "5", "character 2"},
      {"[1-a]", "5", "character 3"},
      {"1]", "5", "character 2"},
      {R"((\d)*)", "5", "character 5"},
      {R"((\d){2})", "5", "character 5"},
      {R"(\d**)", "5", "character 4"},
      {R"(\d*+)", "5", "character 4"},
      {R"(\d{2}{3})", "5", "character 6"},
      {"*", "5", "character 1"},
      {"+7", "5", "character 1"},
      {R"(\d{0})", "5", "0 times"},
      {R"(\d{})", "5", "character 3"},
      {R"(\d{x})", "5", "character 3"},
      {R"(\d{3)", "5", "character 3"},
      {R"(\d{33})", "5", "at least 33 digits"},
      {R"(\d{99999999999999999999})", "5", "at least 33 digits"},
      {R"(\d{20}\d{20})", "5", "at least 40 digits"},
      {R"(\w)", "5", "character 1"},
      {R"(5\)", "5", "character 2"},
      {"(1)(1)(1)(1)(1)(1)(1)(1)(1)(1)", "5", "tenth pair"},
      {"(1)", "", "transform is empty"},
      {"(1)", "$", "character 1 of the transform '$'"},
      {"(1)", "5$0", "character 2"},
      {"(1)", "$2", "the mask has 1 part in brackets, so there is no $2"},
      {"1", "$1", "the mask has 0 parts"},
      {"(1)", "$177", "there is no $177"},
      {"(1)", "$1+", "character 3"},
      {"(1)", "1+2", "character 2"},
      {"(1)", "++", "character 2"},
      {"(1)", "$1x", "character 3"},
      {"(1)", R"(\)", "produces nothing"},
      {"(1)", "+", "produces nothing"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.mask);
    CAPTURE(row.transform);
    const auto checked = check_mask(row.mask, row.transform);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == errc::invalid_argument);
    CAPTURE(checked.error().message);
    CHECK(checked.error().message.find(row.where) != std::string::npos);
  }
  CHECK_FALSE(check_mask(std::string(257, '1'), "5"));
  CHECK(check_mask("(1)(1)(1)(1)(1)(1)(1)(1)(1)", "$9"));
  // One alternative that no number can match does no harm beside another.
  CHECK(sent(R"((\d{40}|5))", "$1", "5") == "5");
}

TEST_CASE("[MSK-21] a part without a share in the match is empty, and a rule that leaves nothing does not match") {
  CHECK(sent(R"((1)|(2))", R"(9$1$2)", "2") == "92");
  CHECK(sent(R"((1)|(2))", "$1", "2") == "-");
  CHECK(sent(R"(\d(\d*))", "+$1", "2") == "-");
}

TEST_CASE("[MSK-22] numbers of more than 32 digits match nothing, and hostile masks take linear time") {
  CHECK(sent(R"((\d*))", "$1", std::string(32, '1')) == std::string(32, '1'));
  CHECK(sent(R"((\d*))", "$1", std::string(33, '1')) == "-");
  std::string mask;
  for (int i = 0; i < 85; ++i) mask += R"(\d*)";
  mask.pop_back();  // the last of them must be there, and is not
  mask.pop_back();
  mask.pop_back();
  mask += '1';
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) CHECK(sent(mask, "5", std::string(32, '2')) == "-");
  // By backtracking one of them would take longer than the sun will shine.
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
}

TEST_CASE("a number is cleaned as dialled and otherwise left as it is (03 OP-27)") {
  CHECK(sent(R"((\d*))", "$1", "8 (495) 123-45-67") == "84951234567");
  CHECK(sent(R"((\d*))", "$1", "+7 495 1234567") == "74951234567");
  CHECK(sent(R"((\d*))", "9", "*8") == "-");
  CHECK(sent(R"((\d*))", "9", "#") == "-");
  CHECK(sent(R"((\d*))", "9", "7+1") == "-");
  CHECK(sent(R"((\d*))", "9", "++7") == "-");
  CHECK(sent(R"((\d*))", "9", "anna") == "-");
  CHECK(sent(R"((\d*))", "9", "") == "-");
}

namespace {

/// Random masks of the grammar.
class MaskWriter {
 public:
  explicit MaskWriter(unsigned seed) : random_(seed) {}
  std::string mask(int depth = 0) {
    std::string text = alternative(depth);
    while (pick(4) == 0) text += "|" + alternative(depth);
    return text;
  }
  std::string number() {
    std::string text;
    for (int i = 1 + pick(7); i > 0; --i) text += static_cast<char>('0' + pick(3));
    return text;
  }
  int groups() const { return groups_; }
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

 private:
  std::string alternative(int depth) {
    std::string text;
    for (int i = 1 + pick(3); i > 0; --i) text += term(depth);
    return text;
  }
  std::string term(int depth) {
    if (depth < 3 && groups_ < 9 && pick(3) == 0) {
      ++groups_;
      return "(" + mask(depth + 1) + ")";
    }
    static constexpr const char* atoms[] = {"0", "1", "2", R"(\d)", "[0-1]", "[12]"};
    static constexpr const char* quantifiers[] = {"", "", "", "*", "+", "{2}", "{3}"};
    return std::string(atoms[pick(6)]) + quantifiers[pick(7)];
  }
  std::minstd_rand random_;
  int groups_ = 0;
};

}  // namespace

TEST_CASE("[MSK-08][MSK-22] ten thousand random masks capture what a regular-expression engine captures") {
  int matched = 0;
  for (unsigned seed = 1; seed <= 10'000; ++seed) {
    MaskWriter writer(seed);
    const std::string text = writer.mask();
    const auto mask = routing::Mask::compile(text);
    REQUIRE_MESSAGE(mask, text);
    REQUIRE(mask->groups() == writer.groups());
    const std::regex reference(text);
    for (int i = 0; i < 5; ++i) {
      const std::string number = writer.number();
      std::smatch expected;
      const bool matches = std::regex_match(number, expected, reference);
      const auto captured = mask->captures(number);
      CAPTURE(text);
      CAPTURE(number);
      REQUIRE(captured.has_value() == matches);
      if (!matches) continue;
      ++matched;
      for (std::size_t group = 0; group < captured->size(); ++group) REQUIRE((*captured)[group] == expected[group + 1].str());
    }
  }
  CHECK(matched > 1000);
}

TEST_CASE("the readers of masks and transforms stand any text") {
  std::minstd_rand random(7);
  const std::string alphabet = "0123456789\\d[]()|*+{}-$x ";
  for (int i = 0; i < 200'000; ++i) {
    std::string mask;
    std::string transform;
    for (auto n = random() % 12; n > 0; --n) mask += alphabet[random() % alphabet.size()];
    for (auto n = random() % 6; n > 0; --n) transform += alphabet[random() % alphabet.size()];
    const auto result = test_mask(mask, transform, "12345");
    if (!result) {
      REQUIRE(result.error().code == errc::invalid_argument);
      REQUIRE_FALSE(result.error().message.empty());
    }
  }
}
