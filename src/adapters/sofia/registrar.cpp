#include "adapters/sofia/registrar.hpp"

#include "adapters/sofia/text.hpp"

#include <sofia-sip/url.h>

#include <algorithm>
#include <memory>

namespace tandem::sofia {

namespace {

struct Freed {
  void operator()(url_t* url) const noexcept { su_free(nullptr, url); }
};
using Url = std::unique_ptr<url_t, Freed>;

// RFC 3261 10.3: bindings are compared as URIs, not as text.
bool same_contact(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const Url left(url_hdup(nullptr, URL_STRING_MAKE(a.c_str())->us_url));
  const Url right(url_hdup(nullptr, URL_STRING_MAKE(b.c_str())->us_url));
  return left && right && url_cmp_all(left.get(), right.get()) == 0;
}

std::size_t index_of(const std::vector<Binding>& bindings, const std::string& uri) {
  const auto found =
      std::find_if(bindings.begin(), bindings.end(), [&](const Binding& b) { return same_contact(b.uri, uri); });
  return static_cast<std::size_t>(found - bindings.begin());
}

}  // namespace

std::chrono::seconds Registrar::granted(const Registration& registration, const Registration::Wish& wish) const {
  const auto asked = wish.expires ? *wish.expires : registration.expires ? *registration.expires : max_expires_;
  return std::min(asked, max_expires_);
}

// RFC 3261 10.3 steps 6 and 7, before anything is changed.
int Registrar::check(const Registration& registration, const Record* record) const {
  if (registration.remove_all && (!registration.contacts.empty() || registration.expires != std::chrono::seconds(0)))
    return 400;
  const auto out_of_order = [&](const Binding& binding) {
    return binding.call_id == registration.call_id && binding.cseq >= registration.cseq;
  };
  if (record && registration.remove_all && std::any_of(record->bindings.begin(), record->bindings.end(), out_of_order))
    return 500;
  std::size_t count = record ? record->bindings.size() : 0;
  for (const auto& wish : registration.contacts) {
    const auto expires = granted(registration, wish);
    if (expires.count() != 0 && expires < least_expires) return 423;
    const auto index = record ? index_of(record->bindings, wish.uri) : 0;
    const bool known = record && index < record->bindings.size();
    if (known && out_of_order(record->bindings[index])) return 500;
    if (!known && expires.count() != 0) ++count;
  }
  return count > most_contacts ? 403 : 200;
}

int Registrar::apply(const Registration& registration, Clock::time_point now) {
  auto found = records_.find(registration.aor);
  const int status = check(registration, found == records_.end() ? nullptr : &found->second);
  if (status != 200) return status;
  if (found == records_.end()) {
    if (registration.contacts.empty()) return status;
    found = records_.emplace(registration.aor, Record{registration.account, {}}).first;
  }
  Record& record = found->second;
  if (registration.remove_all)
    while (!record.bindings.empty()) gone(record, registration.aor, record.bindings.size() - 1);
  for (const auto& wish : registration.contacts) {
    if (granted(registration, wish).count() != 0) {
      bind(record, registration, wish, now);
    } else if (const auto index = index_of(record.bindings, wish.uri); index < record.bindings.size()) {
      gone(record, registration.aor, index);
    }
  }
  if (record.bindings.empty()) records_.erase(found);
  return status;
}

void Registrar::bind(Record& record, const Registration& registration, const Registration::Wish& wish,
                     Clock::time_point now) {
  const auto index = index_of(record.bindings, wish.uri);
  const bool fresh = index == record.bindings.size();
  if (fresh) record.bindings.emplace_back();
  Binding& binding = record.bindings[index];
  const auto before = binding.expires;
  binding.uri = wish.uri;
  binding.route = registration.route;
  binding.transport = registration.transport;
  binding.call_id = registration.call_id;
  binding.cseq = registration.cseq;
  binding.source = registration.source;
  binding.address = registration.address;
  binding.connection = wish.connection;
  binding.user_agent = registration.user_agent;
  binding.expires = now + granted(registration, wish);
  record.account = registration.account;
  // A longer life needs no entry of its own: the old one leads to it.
  if (fresh || binding.expires < before) due_.emplace(binding.expires, registration.aor);
  if (!fresh) return;
  publish(registration.aor, true);
  announce(record, registration.aor, binding, true);
}

void Registrar::gone(Record& record, const std::string& aor, std::size_t index) {
  const Binding binding = std::move(record.bindings[index]);
  record.bindings.erase(record.bindings.begin() + static_cast<std::ptrdiff_t>(index));
  if (!record.bindings.empty()) return;  // the account can still be reached
  publish(aor, false);
  announce(record, aor, binding, false);
}

void Registrar::announce(const Record& record, const std::string& aor, const Binding& binding, bool present) {
  sink_.on_registration(record.account, {aor, present, binding.source, binding.user_agent});
}

void Registrar::publish(const std::string& aor, bool present) {
  const std::lock_guard lock(mutex_);
  if (present)
    present_[aor] = true;
  else
    present_.erase(aor);
}

const std::vector<Binding>* Registrar::bindings(std::string_view aor) const {
  const auto found = records_.find(lower(aor));
  return found == records_.end() ? nullptr : &found->second.bindings;
}

bool Registrar::registered(std::string_view aor) const {
  const auto key = lower(aor);
  const std::lock_guard lock(mutex_);
  return present_.contains(key);
}

void Registrar::expire(Clock::time_point now) {
  while (!due_.empty() && due_.top().first <= now) {
    const std::string aor = due_.top().second;
    due_.pop();
    const auto found = records_.find(aor);
    if (found == records_.end()) continue;
    Record& record = found->second;
    for (std::size_t i = record.bindings.size(); i-- > 0;)
      if (record.bindings[i].expires <= now) gone(record, aor, i);
    if (record.bindings.empty()) {
      records_.erase(found);
      continue;
    }
    // A refreshed binding still needs an entry of its own time.
    auto earliest = record.bindings.front().expires;
    for (const auto& binding : record.bindings) earliest = std::min(earliest, binding.expires);
    due_.emplace(earliest, aor);
  }
}

void Registrar::drop_lost(const std::function<bool(const Binding&)>& lost) {
  std::vector<std::string> unreachable;
  const auto is_lost = [&](const Binding& binding) { return binding.connection != 0 && lost(binding); };
  const std::size_t all = records_.bucket_count();
  for (std::size_t left = all / rounds + 1; left > 0; --left, ++next_bucket_) {
    if (next_bucket_ >= all) next_bucket_ = 0;
    for (auto at = records_.begin(next_bucket_); at != records_.end(next_bucket_); ++at) {
      if (std::ranges::any_of(at->second.bindings, is_lost)) unreachable.push_back(at->first);
    }
  }
  for (const std::string& aor : unreachable) {
    const auto found = records_.find(aor);
    if (found == records_.end()) continue;  // a small table is walked over more than once
    Record& record = found->second;
    for (std::size_t i = record.bindings.size(); i-- > 0;)
      if (is_lost(record.bindings[i])) gone(record, aor, i);
    if (record.bindings.empty()) records_.erase(found);
  }
}

}  // namespace tandem::sofia
