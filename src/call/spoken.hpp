// What spoken words mean: digits, names, topics (IVR-47..IVR-51). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem::call {

using Words = std::vector<std::u32string>;

/// The words of an utterance, a name or a keyword: small letters, without punctuation, with "ё" as "е".
[[nodiscard]] Words words_of(std::string_view text);

/// Digits that were said one by one or written as figures, in Russian or English ("один ноль два", "one oh two", "12");
/// "решётка" and "hash" are '#'. Empty when any word is none.
[[nodiscard]] std::string digits_of(const Words& said);

/// Every word that digits_of() knows, for those who listen for them.
[[nodiscard]] std::vector<std::u32string_view> digit_words();

/// Does a keyword stand in quotes, so that its words must be said just so? (IVR-51)
[[nodiscard]] bool in_quotes(std::string_view keyword);

/// How well a name fits what was said: 0 is not at all; every word of the name that was said counts, more if it was
/// said as it is written than with another ending ("Петровой").
[[nodiscard]] int fit_of_name(const Words& said, std::string_view name);

/// How well a keyword or phrase fits. In quotes (" " or « ») its words must be said just so, one after the other;
/// otherwise each must be said, wherever and with whatever ending (IVR-51). More words weigh more; 0 is not at all.
[[nodiscard]] int fit_of_keyword(const Words& said, std::string_view keyword);

}  // namespace tandem::call
