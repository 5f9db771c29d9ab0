#include "call/callbacks.hpp"

#include "base/log.hpp"
#include "call/flows.hpp"
#include "model/on_remove.hpp"

#include <fmt/format.h>

#include <sstream>
#include <utility>

namespace tandem::call {
namespace {

constexpr Duration longest_life = std::chrono::hours(24);  // 04 OP-15
constexpr std::size_t most_tasks = 10'000;                 // of an account: strangers' numbers make them
constexpr std::size_t longest_number = 15;                 // E.164

std::string text_of(const CallbackTask& task) {
  const auto ms = [](Time time) {
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  };
  std::string text = fmt::format("{} {} {} {} {} {}", ms(task.created), ms(task.next), task.attempts, task.turn,
                                 task.menu ? "menu" : "group", task.line.empty() ? "-" : task.line);
  for (const GroupKey& group : task.groups) text += " " + group.text;
  return text;
}

std::optional<CallbackTask> task_of(const std::string& client, const std::string& text) {
  CallbackTask task;
  task.client = client;
  std::istringstream in(text);
  std::int64_t created = 0;
  std::int64_t next = 0;
  std::string kind;
  if (!(in >> created >> next >> task.attempts >> task.turn >> kind >> task.line)) return std::nullopt;
  task.created = Time(std::chrono::milliseconds(created));
  task.next = Time(std::chrono::milliseconds(next));
  task.menu = kind == "menu";
  if (task.line == "-") task.line.clear();
  for (std::string group; in >> group;) task.groups.push_back({group});
  return task;
}

/// What a callback needs to know of the account as it is now.
struct Now {
  const MenuCallback& limits;
  const Group* group;
  std::string line;
};

Now look(const routing::AccountPlan& plan, const CallbackTask& task) {
  const Defaults& defaults = plan.defaults();
  const Group* group = task.groups.empty() ? nullptr : plan.group(task.groups[task.turn % task.groups.size()]);
  std::string line = task.line;
  if (line.empty() && group != nullptr) line = group->callback.line;
  if (group != nullptr && !task.menu && group->callback.by_rules) {  // GRP-39
    routing::LineRequest request;
    request.dialled = task.client;
    request.own = line;
    request.substitution = true;
    request.automatic = true;
    request.country = plan.data().settings().country;
    line = plan.line_for(request).line;
  }
  if (!line.empty() && plan.number(line) == nullptr) {  // NUM-59: it left while the client waited
    const Number* other = model::stand_in(plan.data(), line, [](const Number&) { return true; });
    if (other != nullptr) line = other->number;
  }
  return {task.menu ? defaults.menu_callback : defaults.group_callback, group, std::move(line)};
}

/// ACL-21; LIM-04: whoever showed a number does not make the account pay for calls it does not allow.
bool barred(const routing::AccountPlan& plan, const CallbackTask& task) {
  return plan.blacklisted(task.client) || !plan.destination(task.client).allowed();
}

/// Is the account as it is now the same to a callback that waits?
bool goes_on(const routing::AccountPlan& plan, const CallbackTask& task, const Now& before) {
  const Now now = look(plan, task);
  return !barred(plan, task) && now.group != nullptr && *now.group == *before.group && now.line == before.line;
}

/// Waits for an operator of the group, by its strategy, among the callers who wait there (GRP-32: the first free one).
/// Null: the time is over, or the account is another now.
Flow<std::unique_ptr<CallbackOrder>> await_operator(Exchange& x, CallbackTask& task, routing::Plan plan,
                                                    Duration life, Signal& account_changed) {
  const Now before = look(*plan, task);
  const Group* group = before.group;
  const Time end = x.now() + life;
  queue::Ticket ticket(x.roster(), *group, operators_of(x, *plan, *group),
                       [&](const queue::Agent& agent) { return device_why_not(x, *plan, *group, agent); });
  ticket.want();
  for (;;) {
    const auto woken = co_await any_of(ticket.assigned.wait(), timeout(end - x.now()), account_changed.wait());
    if (woken.index() == 0) break;
    account_changed.clear();
    const bool keeps_its_place = woken.index() == 2 && goes_on(*x.plan(), task, before);
    if (!keeps_its_place) co_return nullptr;
  }
  std::vector<queue::AgentClaim> claims = ticket.take();
  auto order = std::make_unique<CallbackOrder>();
  order->operator_claim = std::move(claims.front());
  order->group = group->id;
  co_return std::move(order);
}

enum class Tried : std::uint8_t { not_yet, nobody_there, client_called };

Flow<Tried> try_once(Exchange& x, CallbackTask& task, routing::Plan plan, Duration life, Signal& account_changed) {
  const Now now = look(*plan, task);
  std::unique_ptr<CallbackOrder> order = co_await await_operator(x, task, plan, life, account_changed);
  if (!order) co_return Tried::not_yet;
  order->client = task.client;
  order->line = now.line;
  order->answer_wait = now.limits.answer_wait;
  order->attempt = task.attempts + 1;
  order->attempts = now.limits.attempts;
  const std::shared_ptr<CallbackOutcome> outcome = order->outcome;
  x.place(std::move(order));
  co_await outcome->over.wait();
  co_return outcome->client_called ? Tried::client_called : Tried::nobody_there;
}

/// The life of a task; how it ends. What is waited for is looked at anew with every change of the account.
Flow<std::string> live(Exchange& x, CallbackTask& task, Signal& account_changed) {
  for (;;) {
    const Time end = task.created + longest_life;
    if (task.next > x.now()) co_await timeout(std::min(task.next, end) - x.now());
    if (x.now() >= end) co_return std::string("expired");
    account_changed.clear();
    const routing::Plan plan = x.plan();
    const Now now = look(*plan, task);
    const bool hopeless = barred(*plan, task) || now.group == nullptr || plan->number(now.line) == nullptr;
    if (hopeless) co_return std::string("cancelled");
    const Tried tried = co_await try_once(x, task, plan, end - x.now(), account_changed);
    if (tried == Tried::not_yet) continue;
    ++task.turn;
    if (tried == Tried::client_called) ++task.attempts;
    if (task.attempts >= now.limits.attempts) co_return std::string("exhausted");  // ACB-10
    task.next = x.now() + Duration(now.limits.pause);
    x.callbacks().keep(task);
  }
}

}  // namespace

struct Callbacks::Running {
  Running(Exchange& x, CallbackTask w)
      : what(std::move(w)),
        task(x.ports().executor, [this, &x](const std::exception_ptr& error) {
          if (error) {
            log_error(x.ports().log, "call", "the callback of {} has failed", what.client);
            x.callbacks().close(std::string(what.client), "failed");
          }
          x.callbacks().bury(*this);
        }) {}
  CallbackTask what;
  Signal account_changed;
  Task task;  // last: its frames refer to the others
};

Callbacks::Callbacks(Exchange& exchange) : exchange_(exchange) {}
Callbacks::~Callbacks() = default;

void Callbacks::clear() {
  tasks_.clear();
  closed_.clear();
}

std::string Callbacks::key_of(const std::string& client) const { return "callback/" + exchange_.key() + "/" + client; }

bool Callbacks::add(CallbackTask task) {
  if (has(task.client) || tasks_.size() >= most_tasks || task.client.size() > longest_number) return false;
  task.created = task.next = exchange_.now();
  keep(task);
  start(std::move(task));
  return true;
}

void Callbacks::account_changed() {
  for (const auto& [client, running] : tasks_) running->account_changed.set();
}

void Callbacks::keep(const CallbackTask& task) {
  Result<std::unique_ptr<BlobWriter>> writer = exchange_.ports().blobs.create(key_of(task.client));
  const std::string text = text_of(task);
  Result<void> kept = writer ? (*writer)->append(std::as_bytes(std::span(text))) : std::unexpected(writer.error());
  if (kept) kept = (*writer)->commit();
  if (!kept) {
    log_error(exchange_.ports().log, "call", "the callback of {} is not written down: {}", task.client,
              kept.error().message);
  }
}

namespace {

Flow<Unit> run_task(Exchange& x, CallbackTask& task, Signal& account_changed) {
  const std::string how = co_await live(x, task, account_changed);
  x.callbacks().close(task.client, how);
  co_return Unit{};
}

}  // namespace

void Callbacks::start(CallbackTask task) {
  const std::string client = task.client;
  auto running = std::make_unique<Running>(exchange_, std::move(task));
  Running& here = *running;
  tasks_[client] = std::move(running);
  here.task.start(run_task(exchange_, here.what, here.account_changed));
}

// The task that closes may be the one that runs: it is put aside, and goes when it has ended.
void Callbacks::close(const std::string& client, const std::string& how) {
  const auto at = tasks_.find(client);
  if (at == tasks_.end()) return;
  std::unique_ptr<Running> running = std::move(at->second);
  tasks_.erase(at);
  (void)exchange_.ports().blobs.remove(key_of(client));
  exchange_.publish(CallbackClosed{client, how, running->what.attempts});
  running->task.cancel();  // not in place: it may be the one that asks
  closed_.push_back(std::move(running));
}

void Callbacks::bury(const Running& running) {
  std::erase_if(closed_, [&](const auto& each) { return each.get() == &running; });
}

void Callbacks::restore() {
  const Result<std::vector<std::string>> keys = exchange_.ports().blobs.list("callback/" + exchange_.key() + "/");
  if (!keys) return;
  for (const std::string& key : *keys) {
    const Result<std::vector<std::byte>> read = exchange_.ports().blobs.read(key);
    if (!read) continue;
    const std::string text(reinterpret_cast<const char*>(read->data()), read->size());
    std::optional<CallbackTask> task = task_of(key.substr(key.rfind('/') + 1), text);
    if (task) start(std::move(*task));
  }
}

}  // namespace tandem::call
