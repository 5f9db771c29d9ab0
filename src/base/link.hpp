// Intrusive rings: a node leaves whatever ring it is in when it dies.
#pragma once

#include <cassert>

namespace tandem {

/// A node of a ring; alone it is a ring of one. It may be moved only while alone.
class Link {
 public:
  Link() = default;
  Link(Link&& other) noexcept { assert(!other.linked()), (void)other; }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  Link& operator=(Link&&) = delete;
  ~Link() { unlink(); }

  [[nodiscard]] bool linked() const noexcept { return next_ != this; }
  [[nodiscard]] Link* next() const noexcept { return next_; }
  [[nodiscard]] Link* previous() const noexcept { return previous_; }

  void unlink() noexcept {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }
  /// Into `at`'s ring, just before it: at its end, if `at` is the ring's head.
  void push_before(Link& at) noexcept {
    assert(!linked());
    previous_ = at.previous_;
    next_ = &at;
    previous_->next_ = this;
    at.previous_ = this;
  }

 private:
  Link* previous_ = this;
  Link* next_ = this;
};

}  // namespace tandem
