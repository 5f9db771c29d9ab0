#include <tandem/scheme_edit.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tandem {
namespace {

constexpr std::size_t most_simple_employees = 3;  // SCH-44

bool has_target(const ForwardTo& to) { return !std::holds_alternative<std::monostate>(to); }

bool has_forward(const Block& block) {
  const auto forwards = [](const Action& action) {
    if (const auto* forward = std::get_if<Forward>(&action)) return has_target(forward->to);
    const auto* by_region = std::get_if<ForwardByRegion>(&action);
    return by_region != nullptr && (has_target(by_region->otherwise) || !by_region->targets.empty());
  };
  return std::ranges::any_of(block.actions, forwards) ||
         std::ranges::any_of(block.menu, [](const MenuItem& item) { return has_forward(item.block); }) ||
         std::ranges::any_of(block.handlers, [](const Handler& handler) { return has_forward(handler.block); });
}

bool has_forward(const Scheme& scheme) {
  return std::ranges::any_of(scheme.branches, [](const Branch& branch) { return has_forward(branch.block); });
}

const PlayPrompt* prompt_at(const Block& block, std::size_t index) {
  return index < block.actions.size() ? std::get_if<PlayPrompt>(&block.actions[index]) : nullptr;
}

/// The employee of a plain forward, in any mode but "as in the card" it is more than a simple scheme has.
const ToEmployee* plain_employee(const Action& action) {
  const auto* forward = std::get_if<Forward>(&action);
  const auto* to = forward != nullptr && !forward->wait ? std::get_if<ToEmployee>(&forward->to) : nullptr;
  return to != nullptr && to->by == EmployeeBy::card ? to : nullptr;
}

/// The block of a simple scheme's hours.
std::optional<SimpleScheme> simple_block(const Block& block) {
  if (!block.menu.empty() || !block.handlers.empty() || block.final_action != FinalAction::hangup) return std::nullopt;
  const PlayPrompt* greeting = prompt_at(block, 0);
  if (greeting == nullptr || *greeting != PlayPrompt{greeting->prompt, true}) return std::nullopt;
  SimpleScheme simple;
  simple.greeting = greeting->prompt;
  std::size_t next = 1;
  if (const PlayPrompt* melody = prompt_at(block, 1)) {
    if (*melody != PlayPrompt{melody->prompt, false}) return std::nullopt;
    simple.melody = melody->prompt;
    ++next;
  }
  for (; next < block.actions.size(); ++next) {
    const ToEmployee* to = plain_employee(block.actions[next]);
    // SCH-47: nobody else than employees, and nobody twice.
    if (to == nullptr || std::ranges::find(simple.employees, to->employee) != simple.employees.end())
      return std::nullopt;
    simple.employees.push_back(to->employee);
  }
  if (simple.employees.empty() || simple.employees.size() > most_simple_employees) return std::nullopt;
  return simple;
}

std::unexpected<Error> no_line(std::size_t index) {
  return fail(errc::invalid_argument, fmt::format("the block has no line {}", index));
}

}  // namespace

Block default_block() {
  Block block;
  block.actions = {PlayPrompt{{"standard:greeting"}, true}, Forward{}, ReceiveFax{}};
  return block;
}

Scheme new_scheme(SchemeKey id, std::string name) {
  Scheme scheme;
  scheme.id = std::move(id);
  scheme.name = std::move(name);
  scheme.branches = {Branch{{}, default_block()}};
  return scheme;
}

Result<void> split_last_branch(Scheme& scheme, Schedule when) {
  if (scheme.branches.empty()) return fail(errc::invalid_argument, "a scheme has at least one branch (SCH-19)");
  if (when.any_time())
    return fail(errc::invalid_argument, "this schedule holds at any time and splits nothing (SCH-20)");
  scheme.branches.back().schedule = std::move(when);
  scheme.branches.push_back(Branch{{}, default_block()});
  return {};
}

Result<void> remove_branch(Scheme& scheme, std::size_t index) {
  if (index + 1 >= scheme.branches.size()) {
    return fail(errc::invalid_argument, "the branch for any other time stays, so that every call finds one (SCH-22)");
  }
  scheme.branches.erase(scheme.branches.begin() + static_cast<std::ptrdiff_t>(index));
  return {};
}

Result<void> move_action(Block& block, std::size_t from, std::size_t to) {
  if (from >= block.actions.size()) return no_line(from);
  if (to >= block.actions.size()) return no_line(to);
  Action action = std::move(block.actions[from]);
  block.actions.erase(block.actions.begin() + static_cast<std::ptrdiff_t>(from));
  block.actions.insert(block.actions.begin() + static_cast<std::ptrdiff_t>(to), std::move(action));
  return {};
}

Result<void> remove_action(Block& block, std::size_t index) {
  if (index >= block.actions.size()) return no_line(index);
  block.actions.erase(block.actions.begin() + static_cast<std::ptrdiff_t>(index));
  return {};
}

Result<MenuItem*> add_menu_item(Block& block, const Block& main) {
  MenuItem item;
  item.block.actions = main.actions;
  for (int number = 1; number <= 99999; ++number) {
    item.digits = std::to_string(number);
    if (std::ranges::find(block.menu, item.digits, &MenuItem::digits) != block.menu.end()) continue;
    block.menu.push_back(std::move(item));
    return &block.menu.back();
  }
  return fail(errc::exhausted, "this menu has no number left");
}

Scheme copy_of_template(const Scheme& original, const std::vector<Scheme>& all) {
  Scheme copy = original;
  copy.is_template = false;
  const auto taken = [&] {
    return std::ranges::any_of(all, [&](const Scheme& each) { return each.name == copy.name || each.id == copy.id; });
  };
  for (int number = 1;; ++number) {
    copy.name = fmt::format("{}: {}", original.name, number);
    copy.id.text = fmt::format("{}-{}", original.id.text, number);
    if (!taken()) return copy;
  }
}

Result<Scheme> make_simple(SchemeKey id, std::string name, const SimpleScheme& content) {
  if (content.employees.empty() || content.employees.size() > most_simple_employees) {
    return fail(errc::invalid_argument, "a simple scheme forwards to one, two or three employees (SCH-44)");
  }
  if (std::set(content.employees.begin(), content.employees.end()).size() != content.employees.size()) {
    return fail(errc::invalid_argument, "a simple scheme forwards to each employee once (SCH-47)");
  }
  Scheme scheme;
  scheme.id = std::move(id);
  scheme.name = std::move(name);
  Branch open;
  open.block.actions.push_back(PlayPrompt{content.greeting, true});
  if (content.melody) open.block.actions.push_back(PlayPrompt{*content.melody, false});
  for (const EmployeeKey& employee : content.employees) {  // SCH-46
    open.block.actions.push_back(Forward{ToEmployee{employee, EmployeeBy::card, ""}, {}});
  }
  scheme.branches.push_back(std::move(open));
  if (content.hours.empty()) return scheme;
  scheme.branches.front().schedule.emplace().times = content.hours;
  Branch closed;
  closed.block.actions = {Hangup{}};
  scheme.branches.push_back(std::move(closed));
  return scheme;
}

std::optional<SimpleScheme> as_simple(const Scheme& scheme) {
  if (scheme.branches.empty() || scheme.branches.size() > 2) return std::nullopt;
  std::optional<SimpleScheme> simple = simple_block(scheme.branches.front().block);
  if (!simple || scheme.branches.size() == 1) return simple;
  const std::optional<Schedule>& hours = scheme.branches.front().schedule;
  // SCH-47: no date periods, and nothing happens at other times.
  if (!hours || hours->from || hours->until || !hours->time_zone.empty()) return std::nullopt;
  Block nothing;
  nothing.actions = {Hangup{}};
  const Block& closed = scheme.branches.back().block;
  if (closed != nothing && closed != Block{}) return std::nullopt;
  simple->hours = hours->times;
  return simple;
}

Readiness readiness_of(const AccountDocument& document) {
  Readiness readiness;
  readiness.employees = document.employees.size();
  std::set<std::string_view> active;
  for (const Number& line : document.numbers) {
    if (!line.incoming || line.reserved) continue;
    ++readiness.lines;
    const auto scheme = std::ranges::find(document.schemes, line.scheme, &Scheme::id);
    if (scheme == document.schemes.end()) continue;
    const bool ready = has_forward(*scheme);
    if (ready) ++readiness.lines_ready;
    if (!active.insert(scheme->id.text).second) continue;
    ++readiness.active_schemes;
    if (ready) ++readiness.schemes_with_forward;
  }
  readiness.can_receive = readiness.employees > 0 && readiness.lines > 0 && readiness.lines_ready == readiness.lines;
  const auto has_account = [](const Employee& employee) { return !employee.sip_accounts.empty(); };
  readiness.can_call = readiness.can_receive && std::ranges::any_of(document.employees, has_account);
  return readiness;
}

}  // namespace tandem
