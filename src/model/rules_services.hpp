// What services, capacities and SMS settings may be (specification 04).
#pragma once

#include "model/rules.hpp"

namespace tandem::model {

/// A flag that is there to be seen.
struct AlwaysOn {
  std::string_view what;
  void operator()(Judge& judge, bool value) const;
};
/// Each service once; no second word on what a limit says.
struct TermsFit {
  void operator()(Judge& judge, const std::vector<ServiceTerms>& value) const;
};
/// DEF-52
struct CooldownFits {
  void operator()(Judge& judge, const TextConversations& value) const;
};
/// CNF-09, CNF-10
struct ConferenceSize {
  void operator()(Judge& judge, int value) const;
};
/// VID-02
struct VideoFits {
  void operator()(Judge& judge, const VideoSettings& value) const;
};
/// A number that notices by SMS go to, written as the account's country wants (MSG-30).
struct NotifiedPhone {
  void operator()(Judge& judge, const std::string& value) const;
};
/// STO-04, STO-06
struct QuotaFits {
  void operator()(Judge& judge, const StorageQuota& value) const;
};
struct FmcNumbersOnce {
  void operator()(Judge& judge, const std::vector<FmcNumber>& value) const;
};
/// MSG-20, MSG-23 to MSG-25
struct SenderFits {
  void operator()(Judge& judge, const SenderName& value) const;
};
struct SendersOnce {
  void operator()(Judge& judge, const std::vector<SenderName>& value) const;
};
/// MSG-25, MSG-28
struct ActiveSender {
  void operator()(Judge& judge, const SmsSettings& value) const;
  void operator()(Judge& judge, const SmsReplySettings& value) const;
};
/// More than the main device rings (SVC-06).
struct RingModeOn {
  void operator()(Judge& judge, ReceptionMode value) const;
  void operator()(Judge& judge, GroupReception value) const;
};
/// What is said before a connection (SVC-06).
struct AnnouncementOn {
  void operator()(Judge& judge, const ReceptionSettings& value) const;
};
/// What waiting callers are told and offered (SVC-06, ACB-01).
struct WaitingServices {
  void operator()(Judge& judge, const Group& value) const;
};

}  // namespace tandem::model
