// Who proves to be which employee (EMP-38 to EMP-44, LIM-23 to LIM-25).
#pragma once

#include "model/account_data.hpp"

#include <tandem/error.hpp>
#include <tandem/login.hpp>

namespace tandem::model {

/// What everybody is told who does not come in, whatever the reason.
[[nodiscard]] std::unexpected<Error> no_such_login();
/// The employee a login names, however it is written, and by what; of one that names nobody, the login itself.
[[nodiscard]] std::string whom_it_names(const AccountData& data, std::string_view login);
/// Errors: `forbidden`, the same for an unknown login and a wrong password.
[[nodiscard]] Result<Identity> authenticate(const AccountData& data, const LoginAttempt& attempt);

/// May he still be in, who came in this way? An employee who is gone, or whose way in was closed, may not.
[[nodiscard]] bool may_stay(const AccountData& data, const EmployeeKey& employee, Door door, LoginBy by);
/// What he who logged in as `login` proved himself by, as it is kept; none: the login is no longer this employee's.
[[nodiscard]] std::optional<std::string> secret_of(const AccountData& data, std::string_view login,
                                                   const EmployeeKey& employee);

/// "acme/anna" (EMP-37); of an employee without a login, his key takes its place.
[[nodiscard]] std::string full_login(const AccountData& data, const EmployeeKey& employee);

}  // namespace tandem::model
