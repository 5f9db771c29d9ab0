// Sofia-SIP as this adapter sees it. NTA's context types are macros that must be defined alike before the first
// include, so nothing here includes a Sofia header any other way.
#pragma once

namespace tandem::sofia {
class Agent;
class Dialog;
/// Whoever sends requests and waits for their answers.
class Requester {};
}  // namespace tandem::sofia

#define NTA_AGENT_MAGIC_T tandem::sofia::Agent
#define NTA_LEG_MAGIC_T tandem::sofia::Dialog
#define NTA_OUTGOING_MAGIC_T tandem::sofia::Requester
#define NTA_INCOMING_MAGIC_T tandem::sofia::Dialog
#define SU_ROOT_MAGIC_T tandem::sofia::Agent
#define SU_WAKEUP_ARG_T tandem::sofia::Agent
#define SU_PREPOLL_MAGIC_T tandem::sofia::Agent
#define SU_TIMER_ARG_T tandem::sofia::Agent

#include <sofia-sip/su_wait.h>

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>
