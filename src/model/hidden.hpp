// What somebody is not shown of an object, and how that comes back with what he sends: left empty, it stays as it is.
#pragma once

#include "model/authorise.hpp"

namespace tandem::model {

// Takes out what this reader may not see of it.
void hide(const Authority& reader, AccountSettings& settings);
void hide(const Authority& reader, Employee& employee);
void hide(const Authority& reader, Number& number);
void hide(const Authority& reader, Room& room);
void hide(const Authority& reader, AccountDocument& document);

// Puts back what he was not shown of it, and secrets that he left open: whoever may not see them may change the rest.
// A SIP account or login that comes without a password or digest keeps the one it has.
void keep_hidden(const Authority& author, const AccountSettings& before, AccountSettings& after);
void keep_hidden(const Authority& author, const Employee& before, Employee& after);
void keep_hidden(const Authority& author, const Number& before, Number& after);

}  // namespace tandem::model
