#include "script.hpp"

#include <fmt/core.h>

namespace tandem::test {
namespace {

constexpr std::string_view contact = "Contact: <sip:peer@[local_ip]:[local_port];transport=udp>\n";
constexpr std::string_view caller_party = "<sip:79161234567@[local_ip]:[local_port]>;tag=c[pid]x[call_number]";
constexpr std::string_view dialled_party = "<sip:[service]@[remote_ip]:[remote_port]>";

std::string sdp(std::string_view direction) {
  return fmt::format("v=0\no=- 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [local_ip]\nt=0 0\nm=audio [media_port] RTP/AVP 8 0\na={}\n",
                     direction);
}

std::string with_body(std::string_view body) {
  if (body.empty()) return "Content-Length: 0\n\n";
  return fmt::format("Content-Type: application/sdp\nContent-Length: [len]\n\n{}", body);
}

}  // namespace

Script& Script::send(const std::string& message, bool repeats) {
  steps_ += fmt::format("<send{}><![CDATA[\n{}]]></send>\n", repeats ? " retrans=\"500\"" : "", message);
  return *this;
}

// Branches are our own, so that a repeated request, a CANCEL and the ACK of a refusal have those of their INVITE.
std::string Script::request(std::string_view method, std::string_view more, std::string_view body) {
  const bool first = calls_ && sequence_ == 1 && (method == "INVITE" || method == "CANCEL");
  const bool of_transaction = method == "CANCEL";
  const bool ack = method == "ACK";
  const std::string parties =
      !calls_ ? "From: [$local]\nTo: [$remote]\n"
              : fmt::format("From: {}\nTo: {}{}\n", caller_party, dialled_party, first ? "" : "[peer_tag_param]");
  return fmt::format("{} {} SIP/2.0\nVia: SIP/2.0/UDP [local_ip]:[local_port];branch=z9hG4bK[pid]x[call_number]x{}{}\n"
                     "{}Call-ID: [call_id]\nCSeq: {} {}\n{}Max-Forwards: 70\n{}{}",
                     method, first ? "sip:[service]@[remote_ip]:[remote_port]" : "[next_url]",
                     of_transaction ? 1 : sequence_, ack ? "a" : "", parties, sequence_, method, contact, more,
                     with_body(body));
}

std::string Script::reply(std::string_view status, std::string_view more, std::string_view body) const {
  const std::string_view tag = calls_ ? "" : ";tag=d[pid]x[call_number]";
  return fmt::format("SIP/2.0 {}\n[last_Via:]\n[last_From:]\n[last_To:]{}\n[last_Call-ID:]\n[last_CSeq:]\n{}{}{}", status,
                     tag, contact, more, with_body(body));
}

Script& Script::invite() {
  sequence_ = 1;
  return send(request("INVITE", "", sdp("sendrecv")), true);
}
Script& Script::cancel() { return send(request("CANCEL"), true); }

Script& Script::refused(int status) {
  steps_ += fmt::format("<recv response=\"{}\"/>\n", status);
  return send("ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n[last_Via:]\n[last_From:]\n[last_To:]\n"
              "[last_Call-ID:]\nCSeq: 1 ACK\nMax-Forwards: 70\nContent-Length: 0\n\n",
              false);
}

Script& Script::expect_invite() {
  steps_ += R"(<recv request="INVITE" rrs="true"><action>
<ereg regexp=".*" search_in="hdr" header="From:" assign_to="remote"/>
<ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>
<assignstr assign_to="local" value="[$to];tag=d[pid]x[call_number]"/>
<ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
<ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="cseq"/>
</action></recv>
)";
  return *this;
}
Script& Script::ring() { return send(reply("180 Ringing"), false); }
Script& Script::pick_up() { return send(reply("200 OK", "", sdp("sendrecv")), true); }
Script& Script::refuse(int status) {
  send(reply(fmt::format("{} Refused", status)), true);
  return expect_request("ACK");
}
Script& Script::expect_cancel() {
  steps_ += "<recv request=\"CANCEL\"/>\n";
  send(reply("200 OK"), false);
  send("SIP/2.0 487 Cancelled\nVia:[$via]\n[last_From:]\n[last_To:];tag=d[pid]x[call_number]\n[last_Call-ID:]\n"
       "CSeq: [$cseq] INVITE\nContent-Length: 0\n\n",
       true);
  return expect_request("ACK");
}

Script& Script::expect(int status) {
  steps_ += fmt::format("<recv response=\"{}\" rrs=\"true\"/>\n", status);
  return *this;
}
Script& Script::maybe(int status) {
  steps_ += fmt::format("<recv response=\"{}\" optional=\"true\"/>\n", status);
  return *this;
}
Script& Script::ack() { return send(request("ACK"), false); }

Script& Script::expect_request(std::string_view method) {
  steps_ += fmt::format("<recv request=\"{}\"/>\n", method);
  return *this;
}

Script& Script::maybe_request(std::string_view method) {
  steps_ += fmt::format("<recv request=\"{}\" optional=\"true\"/>\n", method);
  return *this;
}

Script& Script::offer(std::string_view direction, std::string_view answer) {
  ++sequence_;
  send(request("INVITE", "", sdp(direction)), true);
  maybe(100);
  steps_ += R"(<recv response="200"><action>
)";
  if (answer == "sendrecv") {
    steps_ += R"x(<ereg regexp="a=(sendonly|recvonly|inactive)" search_in="body" check_it_inverse="true" assign_to="way"/>
)x";
  } else {
    steps_ += fmt::format("<ereg regexp=\"a=({})\" search_in=\"body\" check_it=\"true\" assign_to=\"way\"/>\n", answer);
  }
  steps_ += "</action></recv>\n";
  return ack();
}

Script& Script::hang_up() {
  ++sequence_;
  send(request("BYE"), true);
  steps_ += "<recv response=\"200\"/>\n";
  return *this;
}

Script& Script::expect_hang_up() {
  expect_request("BYE");
  return send("SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\n"
              "Content-Length: 0\n\n",
              false);
}

Script& Script::hang_up_after(int milliseconds) {
  constexpr std::string_view yes = "<send{}><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n"
                                   "[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n\n]]></send>\n";
  ++sequence_;
  steps_ += fmt::format("<recv request=\"BYE\" timeout=\"{}\" ontimeout=\"1\"/>\n", milliseconds);
  steps_ += fmt::format(yes, " next=\"3\"");
  steps_ += "<label id=\"1\"/>\n";
  send(request("BYE"), true);
  // Theirs may come before the answer to ours, or after it; 481 is the answer of who has just left.
  steps_ += "<recv request=\"BYE\" optional=\"true\" next=\"2\"/>\n<recv response=\"481\" optional=\"true\" next=\"3\"/>\n"
            "<recv response=\"200\"/>\n<recv request=\"BYE\" timeout=\"1000\" ontimeout=\"3\"/>\n";
  steps_ += fmt::format(yes, " next=\"3\"");
  steps_ += "<label id=\"2\"/>\n";
  steps_ += fmt::format(yes, "");
  steps_ += "<recv response=\"481\" optional=\"true\" next=\"3\"/>\n<recv response=\"200\"/>\n<label id=\"3\"/>\n<nop/>\n";
  return *this;
}

Script& Script::pause(int milliseconds) {
  steps_ += fmt::format("<pause milliseconds=\"{}\"/>\n", milliseconds);
  return *this;
}

Script& Script::mark_lost(std::string_view step, int percent) {
  for (std::size_t at = steps_.find(step); at != std::string::npos; at = steps_.find(step, at + 1)) {
    const std::size_t end = at + step.size();
    if (!std::string_view(steps_).substr(end).starts_with(" lost")) {
      steps_.insert(end, fmt::format(" lost=\"{}\"", percent));
    }
  }
  return *this;
}
Script& Script::lose(int percent) { return mark_lost("<send", percent).mark_lost("<recv", percent); }
Script& Script::lose_incoming(int percent) { return mark_lost("<recv", percent); }

std::string Script::text() const {
  return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<scenario name=\"peer\">\n" + steps_ +
         (steps_.contains("assign_to=\"way\"") ? "<Reference variables=\"way\"/>\n" : "") +
         (!calls_ ? "<Reference variables=\"remote,local,to,via,cseq\"/>\n" : "") + "</scenario>\n";
}

}  // namespace tandem::test
