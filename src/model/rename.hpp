// Names that are replaced wherever an object mentions them.
#pragma once

#include <tandem/objects.hpp>

#include <string_view>

namespace tandem::model {

/// A SIP domain in the account's list, in SIP accounts and in what refers to them. A digest that was made for the old domain
/// keeps it as its realm, so that it stays good. Gives whether anything was changed.
bool rename_domain(AnyObject& object, std::string_view from, std::string_view to);
/// A number that goes, where calls are made by it: by another one, or a carrier's where only such will do; either may be
/// empty.
bool replace_number(AnyObject& object, std::string_view gone, const std::string& by, const std::string& by_carrier);
/// An audio file that is played.
bool replace_prompt(AnyObject& object, std::string_view key, const PromptKey& by);

}  // namespace tandem::model
