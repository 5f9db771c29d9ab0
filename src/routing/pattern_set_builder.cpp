#include "routing/pattern_set_builder.hpp"

#include <algorithm>

namespace tandem::routing {
namespace {

using Op = Instruction::Op;

// What the automaton may cost: so many steps of the programs looked at, so many states, for each step there is and for
// any set. A set that needs more is read the slow way from the depth that was reached.
constexpr std::size_t work_base = 100'000;
constexpr std::size_t work_per_step = 200;
constexpr std::size_t most_work = 20'000'000;
constexpr std::size_t states_base = 1'000;
constexpr std::size_t states_per_step = 4;

}  // namespace

std::size_t PatternSetBuilder::Hash::operator()(const Positions& positions) const noexcept {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const Position at : positions) hash = (hash ^ at) * 0x100000001b3;
  return hash ^ (hash >> 29);
}

PatternSetBuilder::PatternSetBuilder(PatternSet& set, std::span<const PatternSet::Pattern> patterns,
                                     PatternSet::Answer answer, bool only_digits)
    : set_(set), patterns_(patterns), answer_(answer), only_digits_(only_digits) {}

void PatternSetBuilder::build() {
  lay_out();
  tell_characters_apart();
  find_endless();

  const std::size_t most = std::min(work_base + work_per_step * set_.steps_.size(), most_work);
  const std::size_t most_states = states_base + states_per_step * set_.steps_.size();
  state_of({});  // dead
  Positions begin;
  marks_.begin(set_.steps_.size());
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    set_.close(i == 0 ? 0 : match_of_[i - 1] + 1, marks_, begin);
  }
  set_.start_ = state_of(std::move(begin));
  State next = 0;
  for (; next < positions_of_.size() && work_ <= most && positions_of_.size() <= most_states; ++next) expand(next);
  set_.expanded_ = next;
  finish();
}

void PatternSetBuilder::lay_out() {
  std::uint32_t rank = 0;
  std::uint32_t lanes = 0;
  for (const PatternSet::Pattern& pattern : patterns_) {
    set_.steps_.insert(set_.steps_.end(), pattern.program.begin(), pattern.program.end());
    set_.owner_.resize(set_.steps_.size(), rank++);
    match_of_.push_back(static_cast<Position>(set_.steps_.size() - 1));
    lanes = std::max(lanes, pattern.lane + 1);
  }
  decided_.assign(lanes, 0);
}

void PatternSetBuilder::tell_characters_apart() {
  std::array<bool, 256> apart{};
  bool digits = only_digits_;
  for (const Instruction& step : set_.steps_) {
    if (step.op == Op::byte) apart[step.arg & 0xff] = true;
    if (step.op == Op::digits) digits = true;
  }
  for (char c = '0'; digits && c <= '9'; ++c) apart[static_cast<unsigned char>(c)] = true;
  set_.classes_.fill(0);
  std::size_t other = 0;
  while (apart[other]) ++other;  // 0..255 are never all told apart: texts of patterns have no control characters
  examples_.push_back(static_cast<char>(other));
  for (std::size_t c = 0; c < apart.size(); ++c) {
    if (!apart[c]) continue;
    set_.classes_[c] = static_cast<std::uint8_t>(examples_.size());
    examples_.push_back(static_cast<char>(c));
  }
  set_.class_count_ = examples_.size();
}

void PatternSetBuilder::find_endless() {
  endless_.assign(set_.steps_.size(), false);
  Positions after;
  for (Position at = 0; at < set_.steps_.size(); ++at) {
    const Instruction& step = set_.steps_[at];
    const bool takes_all = step.op == Op::any || (only_digits_ && step.op == Op::digits && step.arg == all_digits);
    if (!takes_all) continue;
    after.clear();
    marks_.begin(set_.steps_.size());
    set_.close(at + 1, marks_, after);
    const auto has = [&](Position what) { return std::find(after.begin(), after.end(), what) != after.end(); };
    endless_[at] = has(at) && has(match_of_[set_.owner_[at]]);
  }
}

void PatternSetBuilder::settle(Positions& positions) {
  std::sort(positions.begin(), positions.end());
  ++round_;
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < positions.size();) {
    const std::uint32_t rank = set_.owner_[positions[begin]];
    const PatternSet::Pattern& pattern = patterns_[rank];
    std::size_t end = begin;
    Position endless = 0;
    bool has_endless = false;
    for (; end < positions.size() && set_.owner_[positions[end]] == rank; ++end) {
      if (!endless_[positions[end]]) continue;
      endless = positions[end];
      has_endless = true;
    }
    const bool matches = positions[end - 1] == match_of_[rank];
    if (decided_[pattern.lane] != round_) {
      if (has_endless && matches) {  // matches whatever comes: its other ways do not matter
        positions[kept++] = endless;
        positions[kept++] = match_of_[rank];
        if (pattern.decisive) decided_[pattern.lane] = round_;
      } else {
        for (std::size_t i = begin; i < end; ++i) positions[kept++] = positions[i];
      }
    }
    begin = end;
  }
  positions.resize(kept);
}

PatternSet::State PatternSetBuilder::state_of(Positions positions) {
  settle(positions);
  const auto [at, added] = known_.try_emplace(std::move(positions), static_cast<State>(positions_of_.size()));
  if (added) positions_of_.push_back(&at->first);
  return at->second;
}

// settle() leaves an endless step and the match of its program side by side where both are there.
template <class Found>
void PatternSetBuilder::each_sure(const Positions& positions, const Found& found) const {
  for (std::size_t i = 0; i + 1 < positions.size(); ++i) {
    const std::uint32_t rank = set_.owner_[positions[i]];
    if (endless_[positions[i]] && positions[i + 1] == match_of_[rank]) found(i, rank);
  }
}

std::uint32_t PatternSetBuilder::early(const Positions& positions) const {
  std::uint32_t first = PatternSet::never;
  each_sure(positions, [&](std::size_t, std::uint32_t rank) { first = std::min(first, rank); });
  return first;
}

PatternSetBuilder::Positions PatternSetBuilder::still_open(const Positions& positions) const {
  Positions open = positions;
  if (answer_ == PatternSet::Answer::all) return open;
  std::size_t removed = 0;
  each_sure(positions, [&](std::size_t i, std::uint32_t) { open.erase(open.begin() + static_cast<long>(i - removed++)); });
  return open;
}

void PatternSetBuilder::expand(State state) {
  const Positions from = still_open(*positions_of_[state]);
  Positions to;
  for (std::size_t c = 0; c < examples_.size(); ++c) {
    if (c == 0 && only_digits_) {
      set_.next_.push_back(PatternSet::dead);
      continue;
    }
    set_.advance(from, examples_[c], marks_, to);
    work_ += from.size() + 2 * to.size() + 1;
    set_.next_.push_back(to.empty() ? PatternSet::dead : state_of(to));
  }
}

void PatternSetBuilder::finish() {
  set_.states_ = positions_of_.size();
  for (State state = 0; state < set_.states_; ++state) {
    set_.accept_at_.push_back(static_cast<std::uint32_t>(set_.accepts_.size()));
    set_.early_.push_back(early(*positions_of_[state]));
    for (const Position at : *positions_of_[state]) {
      if (set_.steps_[at].op == Op::match) set_.accepts_.push_back(set_.owner_[at]);
    }
    if (state < set_.expanded_) continue;
    set_.open_at_.push_back(static_cast<std::uint32_t>(set_.open_.size()));
    set_.open_.insert(set_.open_.end(), positions_of_[state]->begin(), positions_of_[state]->end());
  }
  set_.accept_at_.push_back(static_cast<std::uint32_t>(set_.accepts_.size()));
  set_.open_at_.push_back(static_cast<std::uint32_t>(set_.open_.size()));
  if (set_.expanded_ == set_.states_) {  // never read the slow way
    set_.steps_ = {};
    set_.owner_.assign(1, 0);
  }
  set_.next_.shrink_to_fit();
  set_.accepts_.shrink_to_fit();
}

}  // namespace tandem::routing
