#include "routing/mask_parser.hpp"

#include "routing/mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tandem::routing {
namespace {

constexpr std::size_t max_length = 256;
constexpr int max_groups = 9;
using Op = Instruction::Op;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A piece of program, and the length of the shortest number it can take.
struct Piece {
  Program code;
  std::size_t shortest = 0;
};

void append(Program& to, const Program& what) { to.insert(to.end(), what.begin(), what.end()); }

/// a|b: split to a, jump over b.
Piece either(Piece a, const Piece& b) {
  Piece both;
  both.shortest = std::min(a.shortest, b.shortest);
  const auto first = static_cast<std::int32_t>(a.code.size());
  const auto second = static_cast<std::int32_t>(b.code.size());
  both.code.push_back({Op::split, 0, 1, first + 2});
  append(both.code, a.code);
  both.code.push_back({Op::jump, 0, second + 1, 0});
  append(both.code, b.code);
  return both;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<ParsedMask> parse() {
    if (text_.empty()) return fail(errc::invalid_argument, "the mask is empty; write digits, \\d or a class such as [1-4]");
    if (text_.size() > max_length) {
      return fail(errc::invalid_argument,
                  fmt::format("the mask has {} characters; {} are allowed", text_.size(), max_length));
    }
    auto whole = alternatives();
    if (!whole) return std::unexpected(std::move(whole).error());
    if (at_ < text_.size()) return wrong(at_, "this bracket was not opened");  // nothing else ends alternatives()
    if (whole->shortest > max_dialled) {
      return fail(errc::invalid_argument,
                  fmt::format("the mask '{}' needs numbers of at least {} digits; a number has at most {}", text_,
                              whole->shortest, max_dialled));
    }
    whole->code.push_back({Op::match, 0, 0, 0});
    return ParsedMask{std::move(whole->code), groups_};
  }

 private:
  [[nodiscard]] std::unexpected<Error> wrong(std::size_t at, std::string_view what) const {
    return mask_error("mask", text_, at, what);
  }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool sees(char c) const { return !at_end() && text_[at_] == c; }

  /// alternative { "|" alternative }, up to the end or a closing bracket. Kept in a row and joined from the right, so
  /// that the leftmost is tried first.
  Result<Piece> alternatives() {
    std::vector<Piece> row;
    for (;;) {
      auto one = sequence();
      if (!one) return one;
      row.push_back(std::move(*one));
      if (!sees('|')) break;
      ++at_;
    }
    Piece all = std::move(row.back());
    for (std::size_t i = row.size() - 1; i-- > 0;) all = either(std::move(row[i]), all);
    return all;
  }

  Result<Piece> sequence() {
    Piece all;
    const std::size_t began = at_;
    while (!at_end() && text_[at_] != '|' && text_[at_] != ')') {
      auto one = text_[at_] == '(' ? group() : term();
      if (!one) return one;
      append(all.code, one->code);
      all.shortest += one->shortest;
    }
    if (at_ == began) return wrong(at_, "an alternative is empty; write what it stands for, or take the | away");
    return all;
  }

  Result<Piece> group() {
    const std::size_t opened = at_++;
    if (++groups_ > max_groups) return wrong(opened, "this is the tenth pair of brackets; nine are allowed");
    const auto slot = static_cast<std::uint16_t>(2 * (groups_ - 1));
    auto inside = alternatives();
    if (!inside) return inside;
    if (!sees(')')) return wrong(opened, "this bracket is not closed; write ) behind the part it captures");
    ++at_;
    if (!at_end() && is_quantifier(text_[at_])) {
      return wrong(at_, "a part in brackets cannot be repeated; put the repetition inside, behind a digit or \\d");
    }
    Piece all;
    all.shortest = inside->shortest;
    all.code.push_back({Op::save, slot, 0, 0});
    append(all.code, inside->code);
    all.code.push_back({Op::save, static_cast<std::uint16_t>(slot + 1), 0, 0});
    return all;
  }

  static bool is_quantifier(char c) { return c == '*' || c == '+' || c == '{'; }

  Result<Piece> term() {
    const auto set = atom();
    if (!set) return std::unexpected(set.error());
    const Instruction one{Op::digits, *set, 0, 0};
    Piece piece;
    if (sees('*')) {  // split past, or take one and come back
      piece.code = {{Op::split, 0, 1, 3}, one, {Op::jump, 0, -2, 0}};
      ++at_;
    } else if (sees('+')) {
      piece.code = {one, {Op::split, 0, -1, 1}};
      piece.shortest = 1;
      ++at_;
    } else if (sees('{')) {
      const auto count = repetitions();
      if (!count) return std::unexpected(count.error());
      piece.code.assign(*count, one);
      piece.shortest = *count;
    } else {
      piece.code = {one};
      piece.shortest = 1;
    }
    if (!at_end() && is_quantifier(text_[at_])) return wrong(at_, "one repetition is enough; take the second away");
    return piece;
  }

  /// A digit, \d or a class: the set of digits it stands for.
  Result<std::uint16_t> atom() {
    const char c = text_[at_];
    if (is_digit(c)) {
      ++at_;
      return static_cast<std::uint16_t>(1U << (c - '0'));
    }
    if (c == '\\') {
      if (at_ + 1 == text_.size() || text_[at_ + 1] != 'd') return wrong(at_, "only \\d, any digit, may follow here");
      at_ += 2;
      return all_digits;
    }
    if (c == '[') return digit_class();
    if (is_quantifier(c)) return wrong(at_, "there is nothing in front of this to repeat; write a digit, \\d or a class");
    if (c == ']' || c == '}') return wrong(at_, "this bracket was not opened");
    return wrong(at_, "masks are made of digits, \\d, [1-4], ( ), |, *, + and {n} only; any digit is \\d");
  }

  Result<std::uint16_t> digit_class() {
    const std::size_t opened = at_++;
    unsigned set = 0;
    while (!at_end() && text_[at_] != ']') {
      const char low = text_[at_];
      if (!is_digit(low)) return wrong(at_, "a class has digits and ranges of digits only, as in [1-357]");
      char high = low;
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '-') {
        if (at_ + 2 >= text_.size() || !is_digit(text_[at_ + 2])) return wrong(at_ + 1, "a range ends with a digit: [1-4]");
        high = text_[at_ + 2];
        if (high < low) return wrong(at_, "this range is reversed; write the smaller digit first");
        at_ += 2;
      }
      for (char d = low; d <= high; ++d) set |= 1U << (d - '0');
      ++at_;
    }
    if (at_end()) return wrong(opened, "this class is not closed; write ]");
    ++at_;
    if (set == 0) return wrong(opened, "this class is empty; write digits into it");
    return static_cast<std::uint16_t>(set);
  }

  /// {n}. More than a number can have is kept as one more than that; parse() refuses it by its length, or leaves it where
  /// other alternatives can match.
  Result<std::size_t> repetitions() {
    const std::size_t opened = at_++;
    const std::size_t digits = at_;
    std::size_t count = 0;
    while (!at_end() && is_digit(text_[at_])) {
      count = std::min(count * 10 + static_cast<std::size_t>(text_[at_] - '0'), max_dialled + 1);
      ++at_;
    }
    if (at_ == digits || !sees('}')) return wrong(opened, "a number of repetitions is written {n}, as in \\d{7}");
    if (count == 0) return wrong(opened, "nothing can be repeated 0 times; take it away");
    ++at_;
    return count;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int groups_ = 0;
};

}  // namespace

std::unexpected<Error> mask_error(std::string_view what_is_read, std::string_view text, std::size_t at,
                                  std::string_view what) {
  return fail(errc::invalid_argument, fmt::format("character {} of the {} '{}': {}", at + 1, what_is_read, text, what));
}

Result<ParsedMask> parse_mask(std::string_view text) { return Parser(text).parse(); }

}  // namespace tandem::routing
