#include "routing/mask.hpp"

#include "routing/mask_parser.hpp"

#include <tandem/mask.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tandem::routing {
namespace {

using Op = Instruction::Op;
constexpr std::size_t slots = 18;
constexpr std::int8_t unset = -1;
using Slots = std::array<std::int8_t, slots>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Depth first in order of preference, as backtracking would go, but never twice through the same step at the same place
/// of the text: what failed there once fails again.
class Search {
 public:
  Search(const Program& program, std::string_view text)
      : program_(program), text_(text), seen_((program.size() * (text.size() + 1) + 63) / 64) {}

  std::optional<Slots> run() {
    todo_.push_back({0, 0, unset, 0});
    while (!todo_.empty()) {
      const Todo next = todo_.back();
      todo_.pop_back();
      if (next.slot != unset) {
        found_[static_cast<std::size_t>(next.slot)] = next.was;
      } else if (follow(next.at, next.place)) {
        return found_;
      }
    }
    return std::nullopt;
  }

 private:
  /// A step still to be tried; or, with a slot, what it held before.
  struct Todo {
    std::size_t at;
    std::size_t place;
    std::int8_t slot;
    std::int8_t was;
  };

  bool first_time(std::size_t at, std::size_t place) {
    const std::size_t bit = at * (text_.size() + 1) + place;
    const std::uint64_t flag = std::uint64_t{1} << (bit % 64);
    if ((seen_[bit / 64] & flag) != 0) return false;
    seen_[bit / 64] |= flag;
    return true;
  }
  static std::size_t moved(std::size_t at, std::int32_t by) {
    return static_cast<std::size_t>(static_cast<std::int64_t>(at) + by);
  }

  bool follow(std::size_t at, std::size_t place) {
    while (first_time(at, place)) {
      const Instruction& step = program_[at];
      switch (step.op) {
        case Op::match: return place == text_.size();
        case Op::jump: at = moved(at, step.first); break;
        case Op::split:
          todo_.push_back({moved(at, step.second), place, unset, 0});
          at = moved(at, step.first);
          break;
        case Op::save:
          todo_.push_back({0, 0, static_cast<std::int8_t>(step.arg), found_[step.arg]});
          found_[step.arg] = static_cast<std::int8_t>(place);
          ++at;
          break;
        default:
          if (place == text_.size() || !step.takes(text_[place])) return false;
          ++at;
          ++place;
      }
    }
    return false;
  }

  const Program& program_;
  std::string_view text_;
  std::vector<std::uint64_t> seen_;
  std::vector<Todo> todo_;
  Slots found_ = [] {
    Slots none;
    none.fill(unset);
    return none;
  }();
};

bool is_number(std::string_view digits) {
  return !digits.empty() && digits.size() <= max_dialled && std::all_of(digits.begin(), digits.end(), is_digit);
}

}  // namespace

std::string clean_dialled(std::string_view dialled) {
  std::string digits;
  bool plus = false;
  for (const char c : dialled) {
    if (is_digit(c)) {
      digits += c;
    } else if (c == '+' && digits.empty() && !plus) {
      plus = true;
    } else if (c != ' ' && c != '(' && c != ')' && c != '-') {
      return {};
    }
  }
  return digits;
}

Result<Mask> Mask::compile(std::string_view text) {
  auto parsed = parse_mask(text);
  if (!parsed) return std::unexpected(std::move(parsed).error());
  Mask mask;
  mask.program_ = std::move(parsed->program);
  mask.groups_ = parsed->groups;
  return mask;
}

bool Mask::matches(std::string_view digits) const { return is_number(digits) && Search(program_, digits).run(); }

std::optional<std::vector<std::string_view>> Mask::captures(std::string_view digits) const {
  if (!is_number(digits)) return std::nullopt;
  const auto found = Search(program_, digits).run();
  if (!found) return std::nullopt;
  std::vector<std::string_view> parts(static_cast<std::size_t>(groups_));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::int8_t from = (*found)[2 * i];
    const std::int8_t to = (*found)[2 * i + 1];
    if (from == unset || to == unset) continue;
    parts[i] = digits.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  }
  return parts;
}

Result<MaskTransform> MaskTransform::compile(std::string_view mask, std::string_view transform) {
  auto compiled = Mask::compile(mask);
  if (!compiled) return std::unexpected(std::move(compiled).error());
  MaskTransform both;
  both.mask_ = std::move(*compiled);
  if (auto read = both.parse(transform); !read) return std::unexpected(std::move(read).error());
  return both;
}

Result<void> MaskTransform::parse(std::string_view text) {
  const auto wrong = [&](std::size_t at, std::string_view what) { return mask_error("transform", text, at, what); };
  if (text.empty()) {  // MSK-10
    return fail(errc::invalid_argument, "the transform is empty; $1 keeps the first part in brackets as it is");
  }
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '$') {
      const std::size_t sign = at++;
      int group = 0;
      const std::size_t digits = at;
      // MSK-11: the longest run of digits is the reference
      for (; at < text.size() && is_digit(text[at]); ++at) group = std::min(group * 10 + (text[at] - '0'), 1000);
      if (at == digits || group == 0) return wrong(sign, "behind $ stands the number of a part in brackets, from 1");
      if (group > mask_.groups()) {
        const std::string_view reference = text.substr(sign, at - sign);
        return wrong(sign, fmt::format("the mask has {} part{} in brackets, so there is no {}; a \\ parts a reference "
                                       "from digits behind it, as in $1\\77",
                                       mask_.groups(), mask_.groups() == 1 ? "" : "s", reference));
      }
      pieces_.push_back({{}, group});
      continue;
    }
    if (c == '+') {
      if (!pieces_.empty()) return wrong(at, "a plus may stand at the beginning only");
      pieces_.push_back({"+", 0});
    } else if (is_digit(c)) {
      pieces_.push_back({std::string(1, c), 0});
      never_empty_ = true;
    } else if (c != '\\') {  // MSK-12: parts, and produces nothing
      return wrong(at, "transforms are made of digits, $1, \\ and a leading + only");
    }
    ++at;
  }
  const bool only_plus = pieces_.size() == 1 && pieces_.front().literal == "+";
  if (pieces_.empty() || only_plus) return wrong(0, "the transform produces nothing; $1 keeps the first part in brackets as it is");
  return {};
}

std::optional<std::string> MaskTransform::apply(std::string_view digits) const {
  const auto parts = mask_.captures(digits);
  if (!parts) return std::nullopt;
  std::string result;
  for (const Piece& piece : pieces_) {
    if (piece.group == 0) {
      result += piece.literal;
    } else {
      result += (*parts)[static_cast<std::size_t>(piece.group - 1)];
    }
  }
  if (result.empty() || result == "+") return std::nullopt;  // MSK-21
  return result;
}

}  // namespace tandem::routing

namespace tandem {

Result<void> check_mask(std::string_view mask, std::string_view transform) {
  auto compiled = routing::MaskTransform::compile(mask, transform);
  if (!compiled) return std::unexpected(std::move(compiled).error());
  return {};
}

Result<std::optional<std::string>> test_mask(std::string_view mask, std::string_view transform,
                                             std::string_view number) {
  auto compiled = routing::MaskTransform::compile(mask, transform);
  if (!compiled) return std::unexpected(std::move(compiled).error());
  return compiled->apply(routing::clean_dialled(number));
}

}  // namespace tandem
