// UTF-8 as code points, and what is needed to compare words.
#pragma once

#include <string>
#include <string_view>

namespace tandem::model {

/// What is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);
[[nodiscard]] std::string utf8(std::u32string_view text);
/// Small letters of Latin, Greek and Cyrillic; others stay.
[[nodiscard]] char32_t lower_letter(char32_t c) noexcept;
/// Letters and digits of those scripts.
[[nodiscard]] bool is_word_letter(char32_t c) noexcept;

}  // namespace tandem::model
