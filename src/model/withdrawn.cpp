#include "model/withdrawn.hpp"

namespace tandem::model {

void withdraw(const AccountSettings& before, AccountSettings& after) {
  const auto taken = [&](bool Services::*service) {
    return before.defaults.services.*service && !(after.defaults.services.*service);
  };
  const SipEncryption& had = before.sip_encryption;
  SipEncryption& wanted = after.sip_encryption;
  if (taken(&Services::srtp) && wanted.srtp == had.srtp) wanted.srtp = Srtp::off;
  if (taken(&Services::tls) && wanted.tls == had.tls) wanted.tls = Tls::off;
  const bool same = after.media_proxy.enabled == before.media_proxy.enabled;
  if (taken(&Services::media_proxy) && same) after.media_proxy.enabled = false;
}

}  // namespace tandem::model
