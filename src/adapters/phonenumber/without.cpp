// A build without libphonenumber.
#include <tandem/regions.hpp>

namespace tandem {

Result<std::shared_ptr<const RegionData>> phonenumber_data() {
  return fail(errc::unsupported, "this build has no number data; install libphonenumber-dev and build with "
                                 "TANDEM_PHONENUMBER=ON, or give the engine a RegionData of your own");
}

}  // namespace tandem
