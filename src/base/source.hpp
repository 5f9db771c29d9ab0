// What a flow can wait for. A source is looked at without consuming it, so the loser of a race loses nothing:
//   ready()      is there something?
//   arm(ctx, r)  post r whenever ready() may have become true
//   take()       consume
// and its destructor disarms. `co_await source` waits for one, any_of() for the first of several, all_of() for all.
//
// A woken any_of looks at its sources in the order written, and the first that is ready wins: put good news first.
#pragma once

#include "base/flow.hpp"

#include <concepts>
#include <deque>
#include <optional>
#include <tuple>

namespace tandem {

template <class S>
concept Source = requires(S source, FlowContext& context, Runnable& runnable) {
  { source.ready() } -> std::convertible_to<bool>;
  source.arm(context, runnable);
  source.take();
};

/// The common half of One, AnyOf and AllOf. Wake-ups may be spurious.
template <class Self>
struct Awaiter : Runnable {
  std::coroutine_handle<> waiting;

  bool await_ready() { return false; }
  template <class P>
  bool await_suspend(std::coroutine_handle<P> up, std::source_location at = std::source_location::current()) {
    waiting = up;
    up.promise().at = at;
    return !self().arm_all(*up.promise().context);  // ready already: go on without the run queue
  }
  void run() override {
    if (self().settle()) waiting.resume();
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }
};

template <Source S>
struct One : Awaiter<One<S>> {
  S source;
  explicit One(S&& s) : source(std::move(s)) {}
  bool arm_all(FlowContext& context) {
    if (source.ready()) return true;
    source.arm(context, *this);
    return source.ready();
  }
  bool settle() { return source.ready(); }
  auto await_resume() {
    this->unlink();
    return source.take();
  }
};

/// Base of sources that may be awaited alone.
template <class S>
struct Awaitable {
  auto operator co_await() && { return One<S>(std::move(static_cast<S&>(*this))); }
};

template <Source... S>
struct AnyOf : Awaiter<AnyOf<S...>> {
  using Winner = std::variant<decltype(std::declval<S&>().take())...>;
  std::optional<std::tuple<S...>> sources;
  int won = -1;

  explicit AnyOf(S&&... s) : sources(std::in_place, std::move(s)...) {}

  template <class F>
  void each(F visit) {  // until one says true
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (void)(visit(std::integral_constant<std::size_t, I>{}, std::get<I>(*sources)) || ...);
    }(std::index_sequence_for<S...>{});
  }
  bool settle() {
    each([&](auto i, auto& source) {
      if (!source.ready()) return false;
      won = int(i());
      return true;
    });
    return won >= 0;
  }
  bool arm_all(FlowContext& context) {
    if (settle()) return true;
    each([&](auto i, auto& source) {
      source.arm(context, *this);
      if (!source.ready()) return false;
      won = int(i());
      return true;
    });
    return won >= 0;
  }
  Winner await_resume() {
    this->unlink();
    std::optional<Winner> winner;
    each([&](auto i, auto& source) {
      if (int(i()) != won) return false;
      winner.emplace(std::in_place_index<i()>, source.take());
      return true;
    });
    sources.reset();  // the losers are cancelled before the flow goes on
    return std::move(*winner);
  }
};

template <Source... S>
struct AllOf : Awaiter<AllOf<S...>> {
  using Results = std::tuple<decltype(std::declval<S&>().take())...>;
  std::tuple<S...> sources;

  explicit AllOf(S&&... s) : sources(std::move(s)...) {}
  bool settle() {
    return std::apply([](auto&... source) { return (source.ready() && ...); }, sources);
  }
  bool arm_all(FlowContext& context) {
    std::apply([&](auto&... source) { (source.arm(context, *this), ...); }, sources);
    return settle();
  }
  Results await_resume() {
    this->unlink();
    return std::apply([](auto&... source) { return Results{source.take()...}; }, sources);
  }
};

/// A span of time. Never is a source too: a Timeout without a span.
struct Timeout : Awaitable<Timeout> {
  std::optional<Duration> span;
  Timer timer;
  bool armed = false;
  explicit Timeout(std::optional<Duration> s) : span(s) {}
  bool ready() const { return armed && span && !timer.armed(); }
  void arm(FlowContext& context, Runnable& r) {
    armed = true;
    if (span) context.executor.start(timer, context.executor.now() + *span, r);
  }
  Unit take() { return {}; }
};
[[nodiscard]] inline Timeout timeout(Duration span) { return Timeout(span); }
/// After `span`, or never without one.
[[nodiscard]] inline Timeout timeout_if(std::optional<Duration> span) { return Timeout(span); }

/// Waiters of one thing. Every one is posted and stays armed: waking one alone would be lost when that one dies.
class WaitList {
 public:
  struct Node : Link {
    Runnable* runnable = nullptr;
    Executor* executor = nullptr;
  };
  WaitList() = default;
  ~WaitList() {
    while (head_.linked()) head_.next()->unlink();
  }
  void add(Node& node, FlowContext& context, Runnable& runnable) {
    node.runnable = &runnable;
    node.executor = &context.executor;
    node.push_before(head_);
  }
  void wake_all() {
    for (Link* link = head_.next(); link != &head_; link = link->next()) {
      auto* node = static_cast<Node*>(link);
      node->executor->post(*node->runnable);
    }
  }

 private:
  Link head_;
};

/// A latch with any number of waiters. set() runs nobody, it only posts.
class Signal {
 public:
  void set() {
    if (set_) return;
    set_ = true;
    waiters_.wake_all();
  }
  void clear() { set_ = false; }
  [[nodiscard]] bool is_set() const { return set_; }
  /// Exchanges what is said; whoever waits stays where he is, and is woken where it became true.
  void swap(Signal& other) {
    if (set_ == other.set_) return;
    std::swap(set_, other.set_);
    (set_ ? *this : other).waiters_.wake_all();
  }

  struct Wait : Awaitable<Wait> {
    Signal* signal;
    WaitList::Node node;
    explicit Wait(Signal& s) : signal(&s) {}
    bool ready() const { return signal->set_; }
    void arm(FlowContext& context, Runnable& r) { signal->waiters_.add(node, context, r); }
    Unit take() { return {}; }
  };
  [[nodiscard]] Wait wait() { return Wait(*this); }

 private:
  bool set_ = false;
  WaitList waiters_;
};

/// A queue between producers and the flows that wait for its next item.
template <class T>
class Channel {
 public:
  void push(T value) {
    items_.push_back(std::move(value));
    waiters_.wake_all();
  }
  void clear() { items_.clear(); }
  /// Exchanges the items; whoever waits stays where he is.
  void swap(Channel& other) {
    items_.swap(other.items_);
    if (!items_.empty()) waiters_.wake_all();
    if (!other.items_.empty()) other.waiters_.wake_all();
  }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

  struct Next : Awaitable<Next> {
    Channel* channel;
    WaitList::Node node;
    explicit Next(Channel& c) : channel(&c) {}
    bool ready() const { return !channel->items_.empty(); }
    void arm(FlowContext& context, Runnable& r) { channel->waiters_.add(node, context, r); }
    T take() {
      T value = std::move(channel->items_.front());
      channel->items_.pop_front();
      return value;
    }
  };
  [[nodiscard]] Next next() { return Next(*this); }

 private:
  std::deque<T> items_;
  WaitList waiters_;
};

/// A child flow in a race. What it returns must stay true by itself: between its end and the parent's turn others run.
template <class T>
struct FlowSource {
  Flow<T> flow;
  bool ready() const { return flow && flow.started() && flow.finished(); }
  void arm(FlowContext& context, Runnable& r) { flow.start(context, &r); }
  T take() { return flow.take(); }
};

template <class T>
FlowSource<T> as_source(Flow<T>&& flow) {
  return {std::move(flow)};
}
template <Source S>
S as_source(S&& source) {
  return std::move(source);
}
template <class... A>
auto any_of(A&&... a) {
  return AnyOf<decltype(as_source(std::move(a)))...>(as_source(std::move(a))...);
}
template <class... A>
auto all_of(A&&... a) {
  return AllOf<decltype(as_source(std::move(a)))...>(as_source(std::move(a))...);
}

}  // namespace tandem
