// The file form of the black and white list (ACL-16, 01 OP-40).
#include "routing/caller_pattern.hpp"

#include <tandem/caller_rules.hpp>

#include <fmt/format.h>

namespace tandem {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Rows of comma-separated fields; a field in quotes may have commas, line ends and doubled quotes in it (RFC 4180).
class Csv {
 public:
  explicit Csv(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  std::vector<std::string> row() {
    std::vector<std::string> fields(1);
    bool quoted = false;
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c == '\n') ++line_;
      if (quoted && c == '"' && text_.starts_with('"')) {
        fields.back() += '"';
        text_.remove_prefix(1);
      } else if (c == '"' && (quoted || trimmed(fields.back()).empty())) {
        quoted = !quoted;
      } else if (quoted) {
        fields.back() += c;
      } else if (c == ',') {
        fields.emplace_back();
      } else if (c == '\n') {
        break;
      } else if (c != '\r') {
        fields.back() += c;
      }
    }
    return fields;
  }

 private:
  std::string_view text_;
  std::size_t line_ = 1;
};

Result<ListEntry> entry_of(const std::vector<std::string>& fields) {
  if (fields.size() < 2 || fields.size() > 3) {
    return fail(errc::invalid_argument, "a row has a type, a pattern and perhaps a comment, parted by commas");
  }
  ListEntry entry;
  const std::string type = routing::lower(trimmed(fields[0]));
  if (type == "phone") {
    entry.kind = AddressKind::phone;
  } else if (type == "sip") {
    entry.kind = AddressKind::sip;
  } else {
    return fail(errc::invalid_argument, fmt::format("the type '{}' is neither phone nor sip", fields[0]));
  }
  entry.pattern = trimmed(fields[1]);
  if (auto checked = check_caller_pattern(entry.kind, entry.pattern); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  if (fields.size() == 3) entry.comment = trimmed(fields[2]);
  return entry;
}

bool is_heading(const std::vector<std::string>& fields) {
  return fields.size() >= 2 && routing::lower(trimmed(fields[0])) == "type" && routing::lower(trimmed(fields[1])) == "pattern";
}

}  // namespace

ListImport import_list(std::string_view csv, CallerList list, std::string_view created_by, Time created_at) {
  ListImport import;
  Csv file(csv);
  for (bool first = true; !file.at_end(); first = false) {
    const std::size_t line = file.line();
    const std::vector<std::string> fields = file.row();
    const bool blank = fields.size() == 1 && trimmed(fields[0]).empty();
    if (blank || (first && is_heading(fields))) continue;
    auto entry = entry_of(fields);
    if (!entry) {
      Error problem = std::move(entry).error();
      problem.path = fmt::format("line {}", line);
      import.problems.push_back(std::move(problem));
      continue;
    }
    entry->list = list;
    entry->created_by = created_by;
    entry->created_at = created_at;
    import.entries.push_back(std::move(*entry));
  }
  return import;
}

std::string list_template() {
  return "type,pattern,comment\n"
         "phone,74951234567,one number\n"
         "phone,74952009000-74952009999,a range with both ends in it\n"
         "phone,7495#555555,# is any one character\n"
         "phone,7812*,* is any number of characters\n"
         "sip,ivanov@sales.example.com,a SIP address\n"
         "sip,*@example.com,everybody of a domain\n";
}

}  // namespace tandem
