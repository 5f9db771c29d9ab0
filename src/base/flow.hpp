// Flow<T>: one call's logic as straight-line code. The rules for writing flows, and the forms that g++ 12 miscompiles,
// are checked by tests/lint/coroutine_lint.py and by the coroutine_traits below.
//
// A flow is lazy, owned by whoever holds it, awaited once, as an rvalue. Destroying it destroys the objects it owns,
// innermost frame first, and so cancels whatever was under way.
#pragma once

#include "base/executor.hpp"
#include "base/frame_pool.hpp"

#include <tandem/error.hpp>

#include <coroutine>
#include <exception>
#include <functional>
#include <initializer_list>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace tandem {

struct Unit {
  bool operator==(const Unit&) const = default;
};

/// What all flows of one task share.
struct FlowContext {
  explicit FlowContext(Executor& e) : executor(e) {}
  Executor& executor;
  Link flows;  ///< ring of the live flows, outermost first
};

struct PromiseBase : Link {
  FlowContext* context = nullptr;
  std::coroutine_handle<> continuation;  ///< the parent that awaits this flow and nothing else
  Runnable* on_done = nullptr;           ///< any_of, all_of, Task
  PromiseBase* parent = nullptr;
  std::source_location at;  ///< where the flow waits
  bool finished = false;

  void join(FlowContext& c, PromiseBase* up) {
    context = &c;
    parent = up;
    push_before(c.flows);
  }
  /// Whom to run next.
  std::coroutine_handle<> finish() noexcept {
    finished = true;
    if (on_done != nullptr) context->executor.post(*on_done);
    return continuation ? continuation : std::coroutine_handle<>(std::noop_coroutine());
  }

  static void* operator new(std::size_t bytes) { return FramePool::allocate(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { FramePool::release(frame, bytes); }

  struct Final {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
      return h.promise().finish();
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
};

template <class T>
class [[nodiscard]] Flow {
 public:
  using value_type = T;
  struct promise_type : PromiseBase {
    std::variant<std::monostate, T, std::exception_ptr> out;
    Flow get_return_object() noexcept { return Flow(std::coroutine_handle<promise_type>::from_promise(*this)); }
    void unhandled_exception() noexcept { out.template emplace<2>(std::current_exception()); }
    template <class U>
    void return_value(U&& value) {
      out.template emplace<1>(std::forward<U>(value));
    }
  };
  using Handle = std::coroutine_handle<promise_type>;

  Flow() = default;
  explicit Flow(Handle handle) : handle_(handle) {}
  Flow(Flow&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Flow& operator=(Flow&& other) noexcept {
    if (this != &other) {
      reset();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Flow() { reset(); }

  void reset() noexcept {
    if (Handle handle = std::exchange(handle_, {})) handle.destroy();
  }
  [[nodiscard]] explicit operator bool() const noexcept { return bool(handle_); }
  [[nodiscard]] bool started() const noexcept { return handle_.promise().context != nullptr; }
  [[nodiscard]] bool finished() const noexcept { return handle_.promise().finished; }

  void start(FlowContext& context, Runnable* on_done, PromiseBase* parent = nullptr) {
    promise_type& promise = handle_.promise();
    promise.join(context, parent);
    promise.on_done = on_done;
    handle_.resume();
  }
  /// The result; the frame and all it owns is gone when this returns.
  T take() {
    auto& out = handle_.promise().out;
    if (out.index() == 2) std::rethrow_exception(std::get<2>(out));
    T value = std::move(std::get<1>(out));
    reset();
    return value;
  }

  // co_await child(...): the child runs inside await_suspend to its first wait. If it never waits, nothing is suspended
  // and the stack does not grow; symmetric transfer would be a tail call only under -O2 and never under ASan.
  bool await_ready() const noexcept { return false; }
  template <class P>
  bool await_suspend(std::coroutine_handle<P> up, std::source_location at = std::source_location::current()) {
    promise_type& child = handle_.promise();
    child.join(*up.promise().context, &up.promise());
    up.promise().at = at;
    handle_.resume();
    if (child.finished) return false;
    child.continuation = up;
    return true;
  }
  T await_resume() { return take(); }

 private:
  Handle handle_;
};

/// `T t = co_await ok(std::move(result));` gives the value, or ends this flow with the error, without an exception.
template <class T>
struct Ok {
  Result<T> result;
  bool await_ready() const noexcept { return result.has_value(); }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> up) {
    up.promise().out.template emplace<1>(std::unexpected(std::move(result.error())));
    return up.promise().finish();
  }
  T await_resume() { return std::move(*result); }
};
template <class T>
Ok<T> ok(Result<T>&& result) {
  return {std::move(result)};
}

/// Where a call stands: one line a live flow, innermost last: "  group_queue call/group.cpp:88".
[[nodiscard]] std::string dump(const FlowContext& context);

namespace detail {

template <class T>
consteval bool is_closure() {
  return std::string_view(__PRETTY_FUNCTION__).find("<lambda") != std::string_view::npos;
}
template <class T>
struct is_view_or_function : std::false_type {};
template <class S>
struct is_view_or_function<std::function<S>> : std::true_type {};
template <class E>
struct is_view_or_function<std::initializer_list<E>> : std::true_type {};
template <>
struct is_view_or_function<std::string_view> : std::true_type {};

template <class A>
consteval bool flow_parameter_ok() {
  using V = std::remove_cvref_t<A>;
  if constexpr (is_closure<V>()) {
    return false;
  } else if constexpr (std::is_lvalue_reference_v<A>) {
    return !std::is_const_v<std::remove_reference_t<A>>;  // T& binds no temporary
  } else if constexpr (std::is_rvalue_reference_v<A>) {
    return false;
  } else {
    return !is_view_or_function<V>::value && (!std::is_aggregate_v<V> || std::is_trivially_destructible_v<V>);
  }
}

}  // namespace detail
}  // namespace tandem

template <class T, class... A>
struct std::coroutine_traits<tandem::Flow<T>, A...> {
  static_assert((tandem::detail::flow_parameter_ok<A>() && ...),
                "Flow parameters: by value, or T& to what outlives the flow; no const&, &&, views, callables, or "
                "aggregates with destructors (g++ 12 destroys those twice)");
  using promise_type = typename tandem::Flow<T>::promise_type;
};
