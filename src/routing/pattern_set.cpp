#include "routing/pattern_set.hpp"

#include "routing/pattern_set_builder.hpp"

#include <algorithm>

namespace tandem::routing {

using Op = Instruction::Op;

PatternSet::PatternSet(std::span<const Pattern> patterns, Answer answer, bool only_digits) {
  if (!patterns.empty()) PatternSetBuilder(*this, patterns, answer, only_digits).build();
}

void PatternSet::Marks::begin(std::size_t positions) {
  if (seen.size() < positions) seen.resize(positions, 0);
  if (++now == 0) {  // once in four thousand million characters
    std::fill(seen.begin(), seen.end(), 0);
    now = 1;
  }
}

bool PatternSet::Marks::first_time(Position at) {
  if (seen[at] == now) return false;
  seen[at] = now;
  return true;
}

void PatternSet::close(Position at, Marks& marks, std::vector<Position>& to) const {
  marks.todo.push_back(at);
  while (!marks.todo.empty()) {
    const Position place = marks.todo.back();
    marks.todo.pop_back();
    if (!marks.first_time(place)) continue;
    const Instruction& step = steps_[place];
    const auto moved = [&](std::int32_t by) { return static_cast<Position>(static_cast<std::int64_t>(place) + by); };
    switch (step.op) {
      case Op::split:
        marks.todo.push_back(moved(step.second));
        marks.todo.push_back(moved(step.first));
        break;
      case Op::jump: marks.todo.push_back(moved(step.first)); break;
      case Op::save: marks.todo.push_back(place + 1); break;
      default: to.push_back(place);
    }
  }
}

void PatternSet::advance(std::span<const Position> from, char c, Marks& marks, std::vector<Position>& to) const {
  marks.begin(steps_.size());
  to.clear();
  for (const Position at : from) {
    const Instruction& step = steps_[at];
    if (step.takes_one() && step.takes(c)) close(at + 1, marks, to);
  }
}

std::span<const std::uint32_t> PatternSet::accepted(State state) const {
  return std::span(accepts_).subspan(accept_at_[state], accept_at_[state + 1] - accept_at_[state]);
}

std::optional<std::uint32_t> PatternSet::first(std::string_view text) const {
  if (empty()) return std::nullopt;
  const auto found = [](std::uint32_t rank) { return rank == never ? std::nullopt : std::optional(rank); };
  State state = start_;
  std::uint32_t best = early_[state];
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (state >= expanded_) {
      std::vector<std::uint32_t> ranks;
      read_on(state, text.substr(i), ranks);
      return found(ranks.empty() ? best : std::min(best, ranks.front()));
    }
    state = next_[state * class_count_ + class_of(text[i])];
    if (state == dead) return found(best);
    best = std::min(best, early_[state]);
  }
  const auto ranks = accepted(state);
  return found(ranks.empty() ? best : std::min(best, ranks.front()));
}

void PatternSet::all(std::string_view text, std::vector<std::uint32_t>& ranks) const {
  ranks.clear();
  if (empty()) return;
  State state = start_;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (state >= expanded_) return read_on(state, text.substr(i), ranks);
    state = next_[state * class_count_ + class_of(text[i])];
    if (state == dead) return;
  }
  const auto accepts = accepted(state);
  ranks.assign(accepts.begin(), accepts.end());
}

void PatternSet::read_on(State state, std::string_view rest, std::vector<std::uint32_t>& ranks) const {
  thread_local Marks marks;
  thread_local std::vector<Position> now;
  thread_local std::vector<Position> then;
  const std::size_t open = state - expanded_;
  now.assign(open_.begin() + open_at_[open], open_.begin() + open_at_[open + 1]);
  for (const char c : rest) {
    advance(now, c, marks, then);
    now.swap(then);
    if (now.empty()) break;
  }
  for (const Position at : now) {
    if (steps_[at].op == Op::match) ranks.push_back(owner_[at]);
  }
  std::sort(ranks.begin(), ranks.end());
}

}  // namespace tandem::routing
