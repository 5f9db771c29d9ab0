#include <tandem/error.hpp>

#include <iterator>

namespace tandem {

std::string_view name_of(errc code) noexcept {
  switch (code) {
    case errc::invalid_argument: return "invalid_argument";
    case errc::unknown_field: return "unknown_field";
    case errc::wrong_type: return "wrong_type";
    case errc::missing_field: return "missing_field";
    case errc::duplicate: return "duplicate";
    case errc::dangling: return "dangling";
    case errc::not_found: return "not_found";
    case errc::gone: return "gone";
    case errc::conflict: return "conflict";
    case errc::in_use: return "in_use";
    case errc::forbidden: return "forbidden";
    case errc::unsupported: return "unsupported";
    case errc::exhausted: return "exhausted";
    case errc::storage: return "storage";
    case errc::network: return "network";
    case errc::protocol: return "protocol";
    case errc::internal: return "internal";
  }
  return "?";
}

std::string to_string(const Error& error) {
  std::string text(name_of(error.code));
  if (!error.path.empty()) text.append(" at ").append(error.path);
  text.append(": ").append(error.message);
  for (const Error& next : error.more) text.append("\n").append(to_string(next));
  return text;
}

Error joined(std::vector<Error> problems) {
  Error first = std::move(problems.front());
  first.more.assign(std::make_move_iterator(problems.begin() + 1), std::make_move_iterator(problems.end()));
  return first;
}

}  // namespace tandem
