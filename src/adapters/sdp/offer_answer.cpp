#include "adapters/sdp/offer_answer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tandem::sdp {
namespace {

constexpr std::string_view event_encoding = "telephone-event";
constexpr std::uint8_t first_dynamic = 96;

Format format_of(std::uint8_t type, std::string_view encoding, std::uint32_t rate = 8000) {
  return Format{.token = std::to_string(type), .type = type, .encoding = std::string(encoding), .rate = rate};
}
Format format_of(std::uint8_t type, Codec codec) {
  Format format = format_of(type, encoding_of(codec), clock_of(codec));
  if (codec == Codec::opus) format.parameters = opus_parameters;
  return format;
}

const Format* find_format(const MediaLine& media, std::string_view encoding, std::uint32_t rate) {
  const auto it =
      std::ranges::find_if(media.formats, [&](const Format& f) { return f.encoding == encoding && f.rate == rate; });
  return it == media.formats.end() ? nullptr : &*it;
}
const Format* find_format(const MediaLine& media, Codec codec) {
  return find_format(media, encoding_of(codec), clock_of(codec));
}

// RFC 4733 section 2.1 wants the clock of the voice; some that speak Opus know events at 8 kHz only.
const Format* find_event(const MediaLine& media, Codec codec) {
  const Format* event = find_format(media, event_encoding, clock_of(codec));
  return event ? event : find_format(media, event_encoding, 8000);
}

bool is_usable_audio(const MediaLine& media) {
  return media.kind == "audio" && media.port != 0 && is_plain_rtp(media.protocol);
}

// A refused line keeps its place, kind, protocol and a format (RFC 3264 section 6).
MediaLine refused(const MediaLine& media) {
  MediaLine line;
  line.kind = media.kind;
  line.protocol = media.protocol;
  line.formats.push_back(Format{.token = media.formats.front().token});
  return line;
}

// The part of an agreement that a media line of theirs gives: addresses and directions.
void take_transport(const MediaLine& theirs, Agreed& agreed) {
  const Direction direction = theirs.direction.value_or(Direction::sendrecv);
  agreed.send = receives(direction) && !is_hold_address(theirs.address);
  agreed.receive = sends(direction);
  agreed.address = theirs.address;
  agreed.port = theirs.port;
  agreed.mux = theirs.rtcp_mux;
  agreed.rtcp_port = agreed.mux                  ? theirs.port
                     : theirs.rtcp_port != 0     ? theirs.rtcp_port
                     : theirs.port == UINT16_MAX ? theirs.port
                                                 : static_cast<std::uint16_t>(theirs.port + 1);
}

void take_codec(Codec codec, const MediaLine& theirs, bool events, Agreed& agreed) {
  const Format& format = *find_format(theirs, codec);
  agreed.codec = codec;
  agreed.send_type = format.type;
  if (codec == Codec::opus) agreed.opus = opus_wishes(format.parameters);
  const Format* event = events ? find_event(theirs, codec) : nullptr;
  if (!event) return;
  agreed.event_send = event->type;
  agreed.event_khz = static_cast<std::uint8_t>(event->rate / 1000);
}

std::string offered_encodings(const Session& session) {
  std::string list;
  for (const MediaLine& media : session.media) {
    for (const Format& format : media.formats) {
      if (list.size() > 200) return list + ", ...";
      if (!list.empty()) list += ", ";
      list += fmt::format("{} {}", media.protocol, format.encoding.empty() ? format.token : format.encoding);
    }
  }
  return list.empty() ? "nothing" : list;
}

}  // namespace

OfferAnswer::OfferAnswer(Local local) : local_(std::move(local)) {}

std::optional<Codec> OfferAnswer::codec() const { return agreed_ ? std::optional(agreed_->codec) : std::nullopt; }

std::vector<Codec> OfferAnswer::ordered(std::optional<Codec> first) const {
  std::vector<Codec> codecs = local_.options.codecs;
  if (first) std::ranges::stable_partition(codecs, [&](Codec c) { return c == *first; });
  return codecs;
}

bool OfferAnswer::allows(Codec codec) const {
  return std::ranges::find(local_.options.codecs, codec) != local_.options.codecs.end();
}

std::uint8_t& OfferAnswer::type_of(Codec codec) {
  return codec == Codec::opus ? types_.opus : codec == Codec::pcmu ? types_.pcmu : types_.pcma;
}

// An answer uses the offerer's numbers, and so does every later offer; whatever stood there before moves away.
void OfferAnswer::adopt(const Agreed& agreed) {
  std::uint8_t& event = agreed.event_khz == 8 ? types_.event : types_.wide_event;
  type_of(agreed.codec) = agreed.send_type;
  if (agreed.event_send != no_type) event = agreed.event_send;
  std::uint8_t* const all[] = {&types_.pcma, &types_.pcmu, &types_.opus, &types_.event, &types_.wide_event};
  for (std::uint8_t* type : all) {
    if (type == &type_of(agreed.codec) || (type == &event && agreed.event_send != no_type)) continue;
    if (*type != agreed.send_type && *type != agreed.event_send) continue;
    const auto is_taken = [&](const std::uint8_t* other) { return other != type && *other == *type; };
    *type = first_dynamic;
    while (std::ranges::any_of(all, is_taken)) ++*type;
  }
}

void OfferAnswer::take_types(Agreed& agreed) {
  agreed.pcma_type = allows(Codec::pcma) ? types_.pcma : no_type;
  agreed.pcmu_type = allows(Codec::pcmu) ? types_.pcmu : no_type;
  agreed.opus_type = allows(Codec::opus) ? types_.opus : no_type;
  if (agreed.event_send != no_type) agreed.event_receive = agreed.event_khz == 8 ? types_.event : types_.wide_event;
}

MediaLine OfferAnswer::audio_line() const {
  MediaLine line;
  line.kind = "audio";
  line.protocol = "RTP/AVP";
  line.port = local_.port;
  line.ptime = 20;
  line.direction = Direction::sendrecv;
  return line;
}

std::string OfferAnswer::offer(std::optional<Codec> first) {
  // A later offer keeps what is in use in front: changing codec without need is heard.
  MediaLine line = audio_line();
  line.rtcp_mux = true;
  for (const Codec codec : ordered(first ? first : this->codec())) {
    line.formats.push_back(format_of(type_of(codec), codec));
  }
  if (local_.options.telephone_event) {
    if (allows(Codec::opus)) {
      line.formats.push_back(format_of(types_.wide_event, event_encoding, clock_of(Codec::opus)));
    }
    line.formats.push_back(format_of(types_.event, event_encoding));
  }
  Session session;
  // RFC 3264 section 8: the lines of a session stay in their places, those refused with port 0.
  session.media = slots_;
  if (session.media.empty()) {
    audio_ = 0;
    session.media.resize(1);
  }
  session.media[audio_] = std::move(line);
  slots_ = session.media;
  offered_ = true;
  return stamped(std::move(session));
}

Result<Agreed> OfferAnswer::take_answer(std::string_view text) {
  if (!offered_) return fail(errc::invalid_argument, "there is an SDP answer but no offer was made");
  auto theirs = parse(text);
  if (!theirs) return std::unexpected(std::move(theirs.error()));
  if (theirs->media.size() <= audio_ || theirs->media[audio_].kind != "audio") {
    return fail(errc::protocol, fmt::format("SDP answer: media line {} is not the audio we offered", audio_ + 1));
  }
  const MediaLine& media = theirs->media[audio_];
  if (!is_usable_audio(media)) return fail(errc::unsupported, "the SDP answer refuses the audio");
  // Of several formats in an answer the first is the one to use (RFC 3264 section 6.1).
  std::optional<Codec> codec;
  for (const Format& format : media.formats) {
    codec = codec_named(format.encoding);
    if (codec && format.rate == clock_of(*codec) && allows(*codec)) break;
    codec.reset();
  }
  if (!codec) return fail(errc::unsupported, "no codec in common with the SDP answer: " + offered_encodings(*theirs));
  Agreed agreed;
  take_transport(media, agreed);
  take_codec(*codec, media, local_.options.telephone_event, agreed);
  take_types(agreed);
  agreed_ = agreed;
  return agreed;
}

Result<OfferAnswer::Choice> OfferAnswer::choose(const Session& theirs, std::optional<Codec> first) {
  for (std::size_t i = 0; i < theirs.media.size(); ++i) {
    const MediaLine& media = theirs.media[i];
    if (!is_usable_audio(media)) continue;
    for (const Codec codec : ordered(first ? first : this->codec())) {
      if (!find_format(media, codec)) continue;
      Choice choice{.index = i, .agreed = {}};
      take_transport(media, choice.agreed);
      take_codec(codec, media, local_.options.telephone_event, choice.agreed);
      adopt(choice.agreed);
      take_types(choice.agreed);
      return choice;
    }
  }
  return fail(errc::unsupported, "no codec in common with the SDP offer: " + offered_encodings(theirs));
}

Result<OfferAnswer::Answer> OfferAnswer::answer(std::string_view offer, std::optional<Codec> first) {
  auto theirs = parse(offer);
  if (!theirs) return std::unexpected(std::move(theirs.error()));
  const auto paused =
      std::ranges::find_if(theirs->media, [](const MediaLine& m) { return m.kind == "audio" && m.port == 0; });
  auto choice = choose(*theirs, first);
  if (!choice) {
    // An audio line with port 0 is not an offer we cannot meet but a stream that is switched off.
    if (paused == theirs->media.end() || std::ranges::any_of(theirs->media, is_usable_audio)) {
      return std::unexpected(std::move(choice.error()));
    }
    choice =
        Choice{.index = static_cast<std::size_t>(paused - theirs->media.begin()), .agreed = agreed_.value_or(Agreed{})};
    choice->agreed.send = choice->agreed.receive = false;
    choice->agreed.address.clear();
  }
  Session session;
  for (const MediaLine& media : theirs->media) session.media.push_back(refused(media));
  const Agreed& agreed = choice->agreed;
  const MediaLine& media = theirs->media[choice->index];
  MediaLine line = audio_line();
  line.protocol = media.protocol;
  line.formats.push_back(format_of(agreed.send_type, agreed.codec));
  if (agreed.event_send != no_type) {
    line.formats.push_back(format_of(agreed.event_send, event_encoding, 1000u * agreed.event_khz));
  }
  line.rtcp_mux = agreed.mux;
  line.direction = make_direction(agreed.send, agreed.receive);  // RFC 3264 section 6.1
  if (media.port != 0) session.media[choice->index] = line;
  slots_ = session.media;
  audio_ = choice->index;
  agreed_ = agreed;
  return Answer{.text = stamped(std::move(session)), .agreed = agreed};
}

// RFC 3264 section 8: the version grows by one when the description changes, and only then.
std::string OfferAnswer::stamped(Session session) {
  session.user = "tandem";
  session.id = local_.session_id;
  session.origin = session.address = local_.address;
  session.version = 0;
  std::string plain = write(session);
  if (plain != last_text_) {
    ++version_;
    last_text_ = std::move(plain);
  }
  session.version = version_;
  return write(session);
}

std::string inactive_description(std::uint64_t session_id, std::uint64_t version, const Session* offer) {
  Session session;
  session.user = "tandem";
  session.id = session_id;
  session.version = version;
  session.origin = session.address = "0.0.0.0";
  if (offer) {
    for (const MediaLine& media : offer->media) session.media.push_back(refused(media));
  }
  auto audio = std::ranges::find_if(session.media, [](const MediaLine& m) { return m.kind == "audio"; });
  if (audio == session.media.end()) {
    if (offer) return write(session);
    audio = session.media.emplace(session.media.end());
    audio->kind = "audio";
    audio->protocol = "RTP/AVP";
    audio->formats = {format_of(8, "PCMA"), format_of(0, "PCMU"), format_of(101, "telephone-event")};
  } else {
    const auto theirs = offer->media.begin() + (audio - session.media.begin());
    if (theirs->port == 0) return write(session);
    audio->formats = theirs->formats;
  }
  audio->port = 9;  // the discard port: nothing is to be sent there
  audio->direction = Direction::inactive;
  return write(session);
}

}  // namespace tandem::sdp
