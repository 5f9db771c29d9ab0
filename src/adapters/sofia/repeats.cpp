#include "adapters/sofia/repeats.hpp"

#include "adapters/sofia/text.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace tandem::sofia {

std::uint64_t name_of_transaction(const sip_t& request) noexcept {
  std::uint64_t name = request.sip_cseq->cs_seq;
  const auto mix = [&name](const char* text) {
    name = (name ^ std::hash<std::string_view>{}(view(text))) * 0x9e3779b97f4a7c15u;
    name ^= name >> 32;
  };
  mix(request.sip_call_id->i_id);
  mix(request.sip_from->a_tag);
  mix(request.sip_cseq->cs_method_name);
  if (request.sip_via) {
    mix(request.sip_via->v_branch);
    mix(request.sip_via->v_host);
    mix(request.sip_via->v_port);
  }
  return name | 1;
}

std::size_t Repeats::Names::place_of(std::uint64_t name) const noexcept {
  std::size_t place = (name >> 1) & (places_.size() - 1);
  while (places_[place] != 0 && places_[place] != name) place = (place + 1) & (places_.size() - 1);
  return place;
}

void Repeats::Names::add(std::uint64_t name) {
  if (2 * (count_ + 1) > places_.size()) {
    auto old = std::exchange(places_, std::vector<std::uint64_t>(places_.empty() ? 64 : 2 * places_.size()));
    for (const auto one : old)
      if (one != 0) places_[place_of(one)] = one;
  }
  auto& place = places_[place_of(name)];
  if (place == 0) ++count_;
  place = name;
}

bool Repeats::Names::has(std::uint64_t name) const noexcept {
  return !places_.empty() && places_[place_of(name)] == name;
}

void Repeats::turn(Clock::time_point now) {
  if (now - turned_ < life) return;
  before_ = now - turned_ < 2 * life ? std::move(lately_) : Names{};
  lately_ = {};
  turned_ = now;
}

void Repeats::add(std::uint64_t name, Clock::time_point now) {
  turn(now);
  lately_.add(name);
}

bool Repeats::knows(std::uint64_t name, Clock::time_point now) {
  turn(now);
  return lately_.has(name) || before_.has(name);
}

}  // namespace tandem::sofia
