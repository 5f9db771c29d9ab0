#include "engine/sessions.hpp"

#include "base/password.hpp"

#include <algorithm>
#include <utility>

namespace tandem::engine {

std::optional<Sessions::Ended> Sessions::over(Live& live, Time now) const {
  const std::optional<Standing> standing = rules_(live.account, live.session, live.login);
  if (!standing || standing->mark != live.mark) return Ended{live.account, live.session, End::revoked, now};
  // A shorter life holds for those who are in as well (03 OP-15).
  const Time oldest = live.session.started + standing->security.session_lifetime;
  const bool may_idle = standing->security.session_idle.count() == 0;
  const Time stale = live.used + standing->security.session_idle;
  live.session.expires = may_idle ? oldest : std::min(oldest, stale);
  if (now < live.session.expires) return std::nullopt;
  return Ended{live.account, live.session, live.session.expires == oldest ? End::lifetime : End::idle,
               live.session.expires};
}

Session Sessions::open(const std::string& account, Session session, std::string login, std::string mark, Time now) {
  session.token = random_token();
  session.started = now;
  Live live{account, std::move(session), std::move(login), std::move(mark), now};
  (void)over(live, now);
  const std::lock_guard lock(mutex_);
  return live_.emplace(live.session.token, live).first->second.session;
}

std::optional<Session> Sessions::use(const std::string& account, std::string_view token, Time now,
                                     std::optional<Ended>& ended) {
  const std::lock_guard lock(mutex_);
  const auto at = live_.find(std::string(token));
  if (at == live_.end() || at->second.account != account) return std::nullopt;
  if ((ended = over(at->second, now))) {
    live_.erase(at);
    return std::nullopt;
  }
  at->second.used = now;
  (void)over(at->second, now);  // it stands idle from now on
  return at->second.session;
}

std::optional<Sessions::Ended> Sessions::close(const std::string& account, std::string_view token, Time now) {
  const std::lock_guard lock(mutex_);
  const auto at = live_.find(std::string(token));
  if (at == live_.end() || at->second.account != account) return std::nullopt;
  std::optional<Ended> ended = over(at->second, now);
  if (!ended) ended = Ended{account, at->second.session, End::log_out, now};
  live_.erase(at);
  return ended;
}

bool Sessions::any_of(const std::string& account, const EmployeeKey& employee, Door door) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(live_.begin(), live_.end(), [&](const auto& each) {
    const Live& live = each.second;
    return live.account == account && live.session.door == door && live.session.actor.employee == employee;
  });
}

bool Sessions::may_try(const std::string& ip, const std::string& whom, Time now) const {
  const std::lock_guard lock(mutex_);
  return !guesses_.barred(ip, whom, now.time_since_epoch());
}

void Sessions::tried(const std::string& ip, const std::string& whom, bool right, Time now) {
  const std::lock_guard lock(mutex_);
  if (right) {
    guesses_.forget(ip, whom);
  } else {
    (void)guesses_.may_retry(ip, whom, now.time_since_epoch());
  }
}

std::vector<Sessions::Ended> Sessions::sweep(Time now) {
  std::vector<Ended> all;
  const std::lock_guard lock(mutex_);
  guesses_.sweep(now.time_since_epoch());
  for (auto at = live_.begin(); at != live_.end();) {
    std::optional<Ended> ended = over(at->second, now);
    if (ended) all.push_back(std::move(*ended));
    at = ended ? live_.erase(at) : std::next(at);
  }
  std::sort(all.begin(), all.end(), [](const Ended& a, const Ended& b) { return a.at < b.at; });
  return all;
}

}  // namespace tandem::engine
