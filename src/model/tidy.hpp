// Cleans values that came in through the API as the reader of documents cleans those that come in as text: names of SIP
// accounts and domains in lower case.
#pragma once

#include <tandem/account.hpp>
#include <tandem/objects.hpp>

namespace tandem::model {

void tidy(AnyObject& object);
void tidy(AccountDocument& document);

}  // namespace tandem::model
