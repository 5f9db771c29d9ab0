#include "model/audit.hpp"

#include "model/text.hpp"

#include <algorithm>

namespace tandem::model {
namespace {

/// Line feeds part the fields, so none stands in them.
std::string field(std::string_view text) {
  std::string folded = fold_case(text);
  std::replace(folded.begin(), folded.end(), '\n', ' ');
  return folded;
}

}  // namespace

std::string searched_text(const AuditEntry& entry) {
  std::string text = "\n";
  for (const std::string* part : {&entry.employee_name, &entry.login, &entry.ip, &entry.section, &entry.operation}) {
    text += field(*part) + '\n';
  }
  return text;
}

std::string search_text(const AuditQuery& query) {
  if (query.text.empty()) return {};
  return query.exact ? '\n' + field(query.text) + '\n' : field(query.text);
}

bool matches(const AuditQuery& query, const AuditEntry& entry) {
  if (entry.account != query.account) return false;
  if (query.from && entry.at < *query.from) return false;
  if (query.until && entry.at >= *query.until) return false;
  return searched_text(entry).find(search_text(query)) != std::string::npos;
}

}  // namespace tandem::model
