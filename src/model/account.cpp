// The account's document: reading, writing, problems.
#include <tandem/account.hpp>

#include "model/checker.hpp"
#include "model/describe_account.hpp"
#include "model/json_value.hpp"
#include "model/reader.hpp"
#include "model/writer.hpp"

#include <algorithm>

namespace tandem {
namespace {

using namespace model;

/// Where the names of a kind stand, as a pattern of paths.
std::vector<std::string_view> places_of(Kind kind) {
  switch (kind) {
    case Kind::settings: return {};
    case Kind::employee: return {"employees[].id"};
    case Kind::group: return {"groups[].id"};
    case Kind::trunk: return {"trunks[].id"};
    case Kind::prompt: return {"prompts[].id"};
    case Kind::number: return {"numbers[].number"};
    case Kind::scheme: return {"schemes[].id"};
    case Kind::sip_account: return {"employees[].sip_accounts[].aor"};
    case Kind::extension: return {"employees[].extension", "groups[].extension", "schemes[].extension", "rooms[].extension"};
    case Kind::email: return {"employees[].email"};
    case Kind::role: return {"roles[].id"};
    case Kind::status: return {"statuses[].id"};
    case Kind::contact: return {"contacts[].id"};
    case Kind::list_entry: return {"list_entries[].id"};
    case Kind::caller_rule: return {"caller_rules[].id"};
    case Kind::caller_id_rule: return {"caller_id_rules[].id"};
    case Kind::room: return {"rooms[].id"};
    case Kind::campaign: return {"campaigns[].id"};
    case Kind::planned_call: return {"planned_calls[].id"};
    case Kind::widget: return {"widgets[].id"};
    case Kind::mobile: return {"employees[].mobile"};
    case Kind::client_phone: return {};
    case Kind::domain: return {"domains"};
    case Kind::address: return {"trunks[].host"};
    case Kind::login: return {"employees[].login.name"};
    case Kind::link_code: return {"trunks[].link_code"};
  }
  return {};
}

bool at_or_below(std::string_view path, std::string_view top) {
  if (!path.starts_with(top)) return false;
  return path.size() == top.size() || top.empty() || path[top.size()] == '.' || path[top.size()] == '[';
}

/// "groups[2].name" as "groups[].name".
std::string pattern_of(std::string_view path) {
  std::string pattern;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) pattern += c;
    if (c == '[') inside = true;
  }
  return pattern;
}

/// Could a name of this kind have been lost because this could not be read?
bool hides(const Error& unread, Kind kind) {
  const std::string pattern = pattern_of(unread.path);
  const auto places = places_of(kind);
  return std::any_of(places.begin(), places.end(), [&](std::string_view place) { return at_or_below(place, pattern); });
}

/// A finding that only repeats what could not be read.
bool follows(const Finding& finding, const std::vector<Problem>& unread) {
  return std::any_of(unread.begin(), unread.end(), [&](const Problem& problem) {
    if (problem.error.code == errc::unknown_field || problem.error.code == errc::duplicate) return false;
    if (at_or_below(finding.error.path, problem.error.path)) return true;
    if (at_or_below(problem.error.path, finding.error.path) && finding.error.code == errc::missing_field) return true;
    return finding.judged_by && hides(problem.error, *finding.judged_by);
  });
}

/// The model knows a scheme's only branch as the scheme itself; the document may have written it under "branches".
std::string as_written(std::string path, const JsonValue& root) {
  if (!path.starts_with("schemes[")) return path;
  const std::size_t end = path.find("].");
  if (end == std::string::npos) return path;
  const std::string_view rest = std::string_view(path).substr(end + 2);
  const bool of_block = rest.starts_with("actions") || rest.starts_with("menu") || rest.starts_with("handlers") ||
                        rest.starts_with("final_action");
  const std::string branches = path.substr(0, end + 2) + "branches";
  if (!of_block || !exists(root, branches)) return path;
  return branches + "[0]." + std::string(rest);
}

std::vector<Finding> findings_of(const AccountDocument& document) {
  const DocumentIndex index(document);
  Judge judge(index);
  check(judge, document);
  return std::move(judge.findings);
}

}  // namespace

Result<AccountDocument> parse_account(std::string_view json) { return parse_account(json, nullptr); }

Result<AccountDocument> parse_account(std::string_view json,
                                      std::function<Result<std::string>(std::string_view)> open) {
  auto parsed = parse_json(json);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  Reading reading;
  reading.of_secret = std::move(open);
  reading.problems = std::move(parsed->problems);
  AccountDocument document;
  read(reading, parsed->root, document);

  std::vector<Problem> all = reading.problems;
  for (Finding& finding : findings_of(document)) {
    finding.error.path = as_written(std::move(finding.error.path), parsed->root);
    if (follows(finding, reading.problems)) continue;
    const std::size_t at = position_of(parsed->root, finding.error.path);
    all.push_back({std::move(finding.error), at});
  }
  if (all.empty()) return document;
  return std::unexpected(joined(std::move(all)));
}

std::string to_json(const AccountDocument& document) { return to_json(document, nullptr); }

std::string to_json(const AccountDocument& document, std::function<std::string(std::string_view)> seal) {
  JsonWriter writer(2);
  writer.of_secret = std::move(seal);
  write(writer, document);
  std::string text = std::move(writer).take();
  text += '\n';
  return text;
}

std::vector<Error> problems_of(const AccountDocument& document) {
  std::vector<Error> problems;
  for (Finding& finding : findings_of(document)) problems.push_back(std::move(finding.error));
  return problems;
}

}  // namespace tandem
