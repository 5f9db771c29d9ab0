// CSV as spreadsheets write it (RFC 4180), in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// Without blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Rows of comma-separated fields; a field in quotes may have commas, line ends and doubled quotes in it. A byte order mark
/// is passed over.
class CsvReader {
 public:
  /// `text` outlives this.
  explicit CsvReader(std::string_view text);
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  /// Of the next row, from 1.
  [[nodiscard]] std::size_t line() const { return line_; }
  std::vector<std::string> row();

 private:
  std::string_view text_;
  std::size_t line_ = 1;
};

/// One row with its line end; fields are quoted where they have to be.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& fields);

}  // namespace tandem
