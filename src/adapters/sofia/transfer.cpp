// The peer asks to be passed on (REFER, RFC 3515), alone or to the far end of another call of its (RFC 5589, RFC 3891).
#include "adapters/sofia/agent.hpp"
#include "adapters/sofia/leg.hpp"
#include "model/text.hpp"

#include <sofia-sip/su_alloc.h>
#include <sofia-sip/url.h>

#include <memory>

namespace tandem::sofia {
namespace {

/// The Replaces header inside a Refer-To address ("?Replaces=..."), or null. Of `home`.
sip_replaces_t* replaces_in(su_home_t* home, const url_t* url) {
  if (!url->url_headers) return nullptr;
  char* lines = url_query_as_header_string(home, url->url_headers);
  std::string_view rest = view(lines);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t colon = line.find(':');
    if (colon == line.npos || !same_ignoring_case(line.substr(0, colon), "Replaces")) continue;
    return sip_replaces_make(home, std::string(line.substr(colon + 1)).c_str());
  }
  return nullptr;
}

}  // namespace

int Leg::on_refer(Dialog& dialog, nta_incoming_t* request, const sip_t& sip) {
  const auto reply = [&](int status) {
    nta_incoming_treply(request, status, phrase_of(status),
                        SIPTAG_CONTACT(agent_.headers().contact(dialog.transport())), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  };
  const sip_refer_to_t* to = sip.sip_refer_to;
  if (state_ != State::answered || &dialog != active()) return reply(481);
  if (!to || (to->r_url->url_type != url_sip && to->r_url->url_type != url_sips && to->r_url->url_type != url_tel)) {
    return reply(400);
  }
  if (referring_) return reply(491);
  LegTransfer transfer;
  transfer.target = user_of(to->r_url);
  const bool attended = model::lower(view(to->r_url->url_headers)).find("replaces=") != std::string::npos;
  if (attended) {
    const std::unique_ptr<su_home_t, decltype(&su_home_unref)> home(
        static_cast<su_home_t*>(su_home_new(sizeof(su_home_t))), &su_home_unref);
    transfer.replaces = Dialog::replaced_by(agent_, replaces_in(home.get(), to->r_url));
    if (!transfer.replaces) return reply(481);
  }
  referring_ = true;
  reply(202);
  dialog.notify_refer(100);
  emit(std::move(transfer));
  return 0;
}

void Leg::report_transfer(int status) {
  Dialog* dialog = active();
  if (!referring_ || !dialog || state_ != State::answered) return;
  if (status >= 200) referring_ = false;
  dialog->notify_refer(status);
}

}  // namespace tandem::sofia
