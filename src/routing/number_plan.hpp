// Telephone numbers as they arrive, in one form: international digits (E.164 without the plus).
#pragma once

#include <tandem/regions.hpp>

#include <string>
#include <string_view>

namespace tandem::routing {

/// The number in international digits, read by the rules of `country` (ISO 3166 code of the account): a plus or an
/// international prefix (00; 810 in Russia and Kazakhstan) goes, a national number there (8 and ten digits) gets its
/// country code. National numbers of other countries are read with `data`, where there is one. Blanks, dots, hyphens and
/// brackets are dropped. Shorter numbers, such as extensions, stay as they are. What is no number ("anonymous", "*8")
/// gives an empty text.
[[nodiscard]] std::string normalise(std::string_view received, std::string_view country,
                                    const RegionData* data = nullptr);

}  // namespace tandem::routing
