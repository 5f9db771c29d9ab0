// Lists of texts as doctest shows them: a line each.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& line : list) text += "\n  " + line;
    return text.c_str();
  }
};
}  // namespace doctest
