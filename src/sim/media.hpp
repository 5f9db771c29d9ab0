// Simulated media: sounds with lengths instead of samples. Its SDP is a token, "sim:4711", that names the media leg, and
// the other side's token names the phone's end.
#pragma once

#include "base/executor.hpp"
#include "sim/trace.hpp"

#include <tandem/media.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace tandem::sim {

class SimMedia final : public Media {
 public:
  SimMedia(Executor& executor, Trace& trace);
  ~SimMedia() override;

  /// How long a sound lasts; others take `default_length`.
  void set_length(const std::string& sound, Duration length) { lengths_[sound] = length; }
  Duration default_length = std::chrono::seconds(3);
  /// Who is at the other end of a token, for the trace; the token itself by default.
  std::function<std::string(const std::string& token)> name_of_end;
  /// What a sound is called in the trace; its reference by default.
  std::function<std::string(const std::string& sound)> name_of_sound;

  /// The party at the end of `sdp` (a token this object gave out) presses a key.
  void press(const std::string& sdp, char digit);
  /// ... says something. Simulated sound carries the words as they are, a byte a sample.
  void say(const std::string& sdp, std::string_view words);
  /// ... turns out to be a fax machine with a document of so many pages, ten seconds each.
  void fax(const std::string& sdp, int pages);

  /// Media legs that are open, and sounds, recordings and faxes on their way.
  [[nodiscard]] std::size_t legs() const { return legs_.size(); }
  [[nodiscard]] std::size_t sounds() const;

  Result<void> start(Sink& sink, BlobStore* blobs) override;
  void stop() override;
  [[nodiscard]] std::vector<Codec> codecs() const override {
    return {Codec::pcma, Codec::pcmu, Codec::opus, Codec::g729};
  }
  Result<MediaId> open(AccountId account, MediaOptions options) override;
  Result<std::string> offer(MediaId leg, MediaId peer) override;
  Result<void> take_answer(MediaId leg, std::string_view sdp) override;
  Result<std::string> answer(MediaId leg, std::string_view offer, MediaId peer) override;
  void close(MediaId leg) override;
  PlayId play(MediaId leg, Play what) override;
  void stop_play(MediaId leg) override;
  PlayId record(MediaId leg, std::unique_ptr<BlobWriter> to, Duration limit) override;
  Result<PlayId> receive_fax(MediaId leg, std::unique_ptr<BlobWriter> to) override;
  Result<void> tap(MediaId leg, std::shared_ptr<PcmSink> sink) override;
  void stop_record(MediaId leg) override;
  void bridge(MediaId a, MediaId b) override;
  void unbridge(MediaId leg) override;
  void send_digits(MediaId leg, std::string digits) override;

 private:
  struct Leg;
  [[nodiscard]] Leg* find(MediaId leg);
  [[nodiscard]] const Leg* find(MediaId leg) const;
  /// The leg that this one's description has met: the other half of a tie line. Null: the party is a phone.
  [[nodiscard]] const Leg* opposite(const Leg& leg) const;
  /// Who is at the leg's end, over however many tie lines; none: nobody, as one of them leads no further yet.
  [[nodiscard]] std::optional<std::string> end_name(const Leg& leg) const;
  /// What is played into the leg from the other side of a tie line, or null.
  [[nodiscard]] const Leg* player_behind(const Leg& leg) const;
  void note_sound(const Leg& listener, const Leg& player, Fact fact);
  void note_bridge(const Leg& a, const Leg& b, Fact talk, Fact hears);
  [[nodiscard]] Duration length_of(const std::string& sound) const;
  void raise(AccountId account, MediaId leg, MediaEvent event);
  void end_play(Leg& leg, bool tell);
  void finish_record(Leg& leg);
  void finish_fax(Leg& leg);

  Executor& executor_;
  Trace& trace_;
  Sink* sink_ = nullptr;
  BlobStore* blobs_ = nullptr;
  std::uint64_t last_ = 0;
  bool stopping_ = false;
  std::unordered_map<std::string, Duration> lengths_;
  std::unordered_map<MediaId, std::unique_ptr<Leg>> legs_;
};

}  // namespace tandem::sim
