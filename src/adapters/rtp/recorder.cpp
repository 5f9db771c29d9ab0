#include "adapters/rtp/recorder.hpp"

#include "adapters/rtp/g711.hpp"
#include "adapters/rtp/wav.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tandem::rtp {
namespace {
constexpr std::size_t chunk = 8000;              // a second is written at once
constexpr std::size_t late = 1600;               // 200 ms stay in the buffer for packets that come late
constexpr std::uint64_t tolerance = 480;         // 60 ms between packets' arrival and the clock is jitter, not a gap
constexpr std::uint64_t astray = 8000;           // a timestamp this far from the clock begins a new timeline
constexpr std::size_t most_waiting = 60 * 8000;  // the store may be a minute behind
}  // namespace

void RecordFile::note(Result<void> result) {
  if (!result && !error_) error_ = std::move(result.error());
}

void RecordFile::begin() { note(blob_->append(wav_header(0))); }

void RecordFile::append(const std::vector<std::int16_t>& samples) {
  std::vector<std::byte> bytes(samples.size() * 2);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto value = static_cast<std::uint16_t>(samples[i]);
    bytes[2 * i] = static_cast<std::byte>(value & 0xFF);
    bytes[2 * i + 1] = static_cast<std::byte>(value >> 8);
  }
  if (!error_) note(blob_->append(bytes));
  samples_ += samples.size();
  waiting -= samples.size();
}

RecordDone RecordFile::finish(PlayId id) {
  if (!error_) note(blob_->patch(0, wav_header(samples_)));
  if (!error_) note(blob_->commit());
  blob_.reset();
  return RecordDone{id, Duration(static_cast<std::int64_t>(samples_ * 125)), error_};
}

Recorder::Recorder(PlayId id, std::unique_ptr<BlobWriter> blob, Duration limit, Instant now, Worker& worker)
    : id_(id), worker_(worker), file_(std::make_shared<RecordFile>(std::move(blob))), started_(now) {
  const auto most = std::chrono::duration_cast<Duration>(std::chrono::hours(24));
  limit_ = static_cast<std::uint64_t>(std::clamp(limit, Duration(0), most).count()) / 125;
  worker_.post([file = file_] { file->begin(); });
}

std::uint64_t Recorder::elapsed(Instant now) const {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now - started_).count()) /
         125;
}

std::uint64_t Recorder::place_of(const Packet& packet, std::size_t samples, Instant now) {
  const std::uint64_t clock = elapsed(now);
  if (any_ && packet.ssrc == ssrc_) {
    const std::int64_t place = static_cast<std::int64_t>(base_place_) + distance(packet.timestamp, base_timestamp_);
    const std::int64_t off = place - static_cast<std::int64_t>(clock);
    if (place >= 0 && std::abs(off) <= static_cast<std::int64_t>(astray)) {
      // Carried along, so that the distance never wraps, however long the recording.
      base_place_ = static_cast<std::uint64_t>(place);
      base_timestamp_ = packet.timestamp;
      return base_place_;
    }
  }
  const std::uint64_t end = flushed_ + buffer_.size();
  any_ = true;
  ssrc_ = packet.ssrc;
  base_timestamp_ = packet.timestamp;
  base_place_ = clock > end + tolerance + samples ? clock - samples : end;
  return base_place_;
}

void Recorder::take(const Packet& packet, Codec codec, Instant now) {
  const auto to = room(place_of(packet, packet.payload.size(), now), packet.payload.size());
  decode(codec, packet.payload.first(to.size()), to.data());
  if (buffer_.size() >= chunk + late) flush(late);
}

void Recorder::take(const Packet& packet, std::span<const std::int16_t> samples, Instant now) {
  const auto to = room(place_of(packet, samples.size(), now), samples.size());
  std::copy_n(samples.begin(), to.size(), to.begin());
  if (buffer_.size() >= chunk + late) flush(late);
}

void Recorder::pad_to(std::uint64_t place) {
  place = std::min(place, limit_);
  while (flushed_ + buffer_.size() < place) {
    const std::uint64_t missing = place - flushed_ - buffer_.size();
    buffer_.resize(buffer_.size() + static_cast<std::size_t>(std::min<std::uint64_t>(missing, chunk)));
    if (buffer_.size() >= chunk + late) flush(late);
  }
}

// None for what is too late to be of use, or beyond the limit.
std::span<std::int16_t> Recorder::room(std::uint64_t place, std::size_t samples) {
  if (place < flushed_ || place >= limit_) return {};
  samples = static_cast<std::size_t>(std::min<std::uint64_t>(samples, limit_ - place));
  pad_to(place + samples);
  if (place < flushed_) return {};
  return std::span(buffer_).subspan(static_cast<std::size_t>(place - flushed_), samples);
}

void Recorder::flush(std::size_t keep) {
  if (buffer_.size() <= keep) return;
  const auto cut = buffer_.end() - static_cast<std::ptrdiff_t>(keep);
  std::vector<std::int16_t> part(buffer_.begin(), cut);
  buffer_.erase(buffer_.begin(), cut);
  flushed_ += part.size();
  file_->waiting += part.size();
  worker_.post([file = file_, part = std::move(part)] { file->append(part); });
}

bool Recorder::is_over(Instant now) const { return elapsed(now) >= limit_ || file_->waiting.load() > most_waiting; }

void Recorder::finish(Instant now, std::move_only_function<void(RecordDone)> done) {
  const std::uint64_t clock = elapsed(now);
  if (clock > flushed_ + buffer_.size() + tolerance || clock >= limit_) pad_to(clock);
  flush(0);
  worker_.post([file = file_, id = id_, done = std::move(done)]() mutable { done(file->finish(id)); });
}

}  // namespace tandem::rtp
