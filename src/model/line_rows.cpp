#include "model/line_rows.hpp"

#include "model/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::model {
namespace {

/// The narrowest region that is one, and not the country.
std::string city_of(const Number& number, const RegionData& regions) {
  if (!number.city.empty()) return number.city;
  const std::vector<std::string> names = regions.regions_of(number.number);
  return names.size() > 1 ? names.front() : std::string();
}

LineRow row_of(const AccountData& data, const Number& number, Time now, const RegionData& regions) {
  LineRow row;
  row.line = number.number;
  row.group = group_of(number, data.find<Trunk>(number.trunk.text));
  row.mode = number.mode;
  row.use = number.use;
  row.address = line_address(number, data.settings().domains);
  row.comment = number.comment;
  row.scheme = number.scheme;
  if (const Scheme* scheme = data.find<Scheme>(number.scheme.text)) {
    row.scheme_name = title_of(*scheme);
  }
  if (row.group == LineGroup::own) {
    row.mobile = regions.is_mobile(number.number);
    if (!row.mobile) row.city = city_of(number, regions);
  }
  row.status = status_of(number, now);
  row.purchased = number.purchased;
  row.reserved_until = reserved_until(number);
  return row;
}

bool wanted(const LineRow& row, const LineQuery& query, const std::string& text) {
  const auto& groups = query.groups;
  if (!groups.empty() && std::find(groups.begin(), groups.end(), row.group) == groups.end()) return false;
  const auto parts = {row.line, row.address, row.comment, row.city, row.scheme_name};
  return fold_case(fmt::format("{}", fmt::join(parts, "\n"))).find(text) != std::string::npos;
}

}  // namespace

std::vector<LineRow> line_rows(const AccountData& data, const LineQuery& query, Time now, const RegionData& regions) {
  std::vector<LineRow> rows;
  const std::string text = fold_case(query.text);
  data.all<Number>().each([&](const Stored<Number>& stored) {
    LineRow row = row_of(data, stored.object, now, regions);
    if (wanted(row, query, text)) rows.push_back(std::move(row));
  });
  std::stable_sort(rows.begin(), rows.end(), [](const LineRow& a, const LineRow& b) { return a.group < b.group; });
  return rows;
}

}  // namespace tandem::model
