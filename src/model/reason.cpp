// The words of reasons.
#include <tandem/reason.hpp>

#include "model/reason_table.hpp"

#include <algorithm>

namespace tandem {
namespace {

const model::ReasonRow& row_of(Reason reason) noexcept {
  const auto index = static_cast<std::size_t>(reason);
  return model::reason_table[index < std::size(model::reason_table) ? index : 0];
}

std::string_view translated(std::string_view word, Language language) {
  if (language == Language::english) return word;
  const auto at = std::ranges::find(model::word_table, word, &model::Word::english);
  return at == std::end(model::word_table) ? word : at->russian;
}

}  // namespace

std::string_view name_of(Reason reason) noexcept { return row_of(reason).name; }
std::string_view rule_of(Reason reason) noexcept { return row_of(reason).rule; }
std::string_view template_of(Reason reason, Language language) noexcept {
  return language == Language::russian ? row_of(reason).russian : row_of(reason).english;
}
std::size_t arguments_of(Reason reason) noexcept {
  return model::reason_arguments[static_cast<std::size_t>(row_of(reason).reason)];
}

std::optional<Reason> find_reason(std::string_view name) noexcept {
  const auto at = std::ranges::find(model::reason_table, name, &model::ReasonRow::name);
  if (at == std::end(model::reason_table)) return std::nullopt;
  return at->reason;
}

std::string text_of(Reason reason, const std::vector<std::string>& arguments, Language language) {
  return model::filled(template_of(reason, language), arguments, language);
}

std::string model::filled(std::string_view words, const std::vector<std::string>& arguments, Language language) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != '{') {
      text += words[i];
      continue;
    }
    const auto place = static_cast<std::size_t>(words[i + 1] - '0');
    const std::string_view argument = place < arguments.size() ? std::string_view(arguments[place]) : "?";
    const bool word = words[i + 2] == ':';
    text += word ? translated(argument, language) : argument;
    i = words.find('}', i);
  }
  return text;
}

}  // namespace tandem
