// A build without libphonenumber.
#include <tandem/number_data.hpp>

namespace tandem {

Result<std::shared_ptr<const NumberData>> phonenumber_data() {
  return fail(errc::unsupported, "this build has no number data; install libphonenumber-dev and build with "
                                 "TANDEM_PHONENUMBER=ON, or give the engine a NumberData of your own");
}

}  // namespace tandem
