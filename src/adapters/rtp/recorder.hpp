// A recording: a party's packets laid out on one timeline, and the blob they are written to.
#pragma once

#include "adapters/rtp/out_stream.hpp"
#include "adapters/rtp/packet.hpp"
#include "adapters/rtp/worker.hpp"

#include <tandem/media.hpp>
#include <tandem/storage.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tandem::rtp {

/// The blob's side, which the worker thread alone touches after it was made.
class RecordFile {
 public:
  explicit RecordFile(std::unique_ptr<BlobWriter> blob) : blob_(std::move(blob)) {}
  void begin();
  void append(const std::vector<std::int16_t>& samples);
  /// Writes the header's lengths and commits; gives the length, or the first error there was.
  RecordDone finish(PlayId id);

  std::atomic<std::size_t> waiting{0};  ///< samples handed over and not yet written

 private:
  void note(Result<void> result);

  std::unique_ptr<BlobWriter> blob_;
  std::uint64_t samples_ = 0;
  std::optional<Error> error_;
};

/// The media thread's side. Samples stand where their RTP timestamps put them; what did not come is silence, and so is
/// the time before the first packet and after the last, so that the recording is as long as it took.
class Recorder {
 public:
  Recorder(PlayId id, std::unique_ptr<BlobWriter> blob, Duration limit, Instant now, Worker& worker);

  void take(const Packet& packet, Codec codec, Instant now);
  /// The same decoded; its timestamp counts samples.
  void take(const Packet& packet, std::span<const std::int16_t> samples, Instant now);
  /// Ends at the limit, or because the store cannot follow.
  [[nodiscard]] bool is_over(Instant now) const;
  /// Writes the rest; `done` is called on the worker thread. Nothing may be called afterwards.
  void finish(Instant now, std::move_only_function<void(RecordDone)> done);
  [[nodiscard]] PlayId id() const { return id_; }

 private:
  [[nodiscard]] std::uint64_t elapsed(Instant now) const;
  [[nodiscard]] std::uint64_t place_of(const Packet& packet, std::size_t samples, Instant now);
  void pad_to(std::uint64_t place);
  std::span<std::int16_t> room(std::uint64_t place, std::size_t samples);
  void flush(std::size_t keep);

  PlayId id_;
  Worker& worker_;
  std::shared_ptr<RecordFile> file_;
  Instant started_;
  std::uint64_t limit_;  // samples
  std::vector<std::int16_t> buffer_;
  std::uint64_t flushed_ = 0;  // samples that left the buffer
  bool any_ = false;
  std::uint32_t ssrc_ = 0;
  std::uint32_t base_timestamp_ = 0;  // stands at base_place_
  std::uint64_t base_place_ = 0;
};

}  // namespace tandem::rtp
