#include "adapters/pocketsphinx/band.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <sstream>

namespace tandem::pocketsphinx {
namespace {

constexpr int cepstra = 13;
constexpr double highest = 3900;  // Hz: what 8000 samples a second carry, a little less
using Matrix = std::array<std::array<double, cepstra>, cepstra>;

double mel(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double hertz(double mels) { return 700 * (std::pow(10, mels / 2595) - 1); }

/// Row `i` of the orthonormal cosine transform of `filters` values, at value `j`.
double cosine(int i, int j, int filters) {
  return std::sqrt((i == 0 ? 1.0 : 2.0) / filters) * std::cos(std::numbers::pi * i * (j + 0.5) / filters);
}

double lift(int i, int lifter) {
  return lifter == 0 ? 1 : 1 + lifter / 2.0 * std::sin(std::numbers::pi * i / lifter);
}

/// Cepstra of all filters into cepstra of the lower ones.
Matrix lower_band(int filters, int kept, int lifter) {
  Matrix matrix{};
  for (int to = 0; to < cepstra; ++to) {
    for (int from = 0; from < cepstra; ++from) {
      double sum = 0;
      for (int j = 0; j < kept; ++j) sum += cosine(to, j, kept) * cosine(from, j, filters);
      matrix[std::size_t(to)][std::size_t(from)] = sum * lift(to, lifter) / lift(from, lifter);
    }
  }
  return matrix;
}

/// One stream of features that consists of `blocks` times the cepstra (themselves, their first and second differences).
void write_stream(std::string& out, const Matrix& matrix, int blocks, int known) {
  out += fmt::format("{}\n", cepstra * blocks);
  for (int row = 0; row < cepstra * blocks; ++row) {
    for (int column = 0; column < cepstra * blocks; ++column) {
      const bool same = row / cepstra == column / cepstra;
      out += fmt::format("{:.6f} ", same ? matrix[std::size_t(row % cepstra)][std::size_t(column % cepstra)] : 0.0);
    }
    out += '\n';
  }
  for (int row = 0; row < cepstra * blocks; ++row) out += "0 ";
  out += '\n';
  // Detail that is finer than what was kept is unknown: such a cepstrum says next to nothing. The rest is a little less
  // sure than it was.
  for (int row = 0; row < cepstra * blocks; ++row) out += row % cepstra < known ? "1.3 " : "50 ";
  out += '\n';
}

int integer(const FeatureParameters& parameters, const char* name, int otherwise) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? otherwise : std::atoi(found->second.c_str());
}
double real(const FeatureParameters& parameters, const char* name, double otherwise) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? otherwise : std::atof(found->second.c_str());
}
bool says(const FeatureParameters& parameters, const char* name, std::string_view value) {
  const auto found = parameters.find(name);
  return found != parameters.end() && found->second == value;
}

}  // namespace

FeatureParameters read_parameters(const std::string& text) {
  FeatureParameters parameters;
  std::istringstream in(text);
  std::string name, value;
  while (in >> name >> value) parameters[name] = value;
  return parameters;
}

Result<TelephoneBand> telephone_band(FeatureParameters parameters) {
  TelephoneBand band;
  const double lowest = real(parameters, "-lowerf", 133.33334);
  const double upper = real(parameters, "-upperf", 6855.4976);
  const int filters = integer(parameters, "-nfilt", 40);
  const int lifter = integer(parameters, "-lifter", 0);
  const bool three_streams = says(parameters, "-svspec", "0-12/13-25/26-38");
  parameters["-samprate"] = "8000";
  if (upper > 4000) {
    if (!says(parameters, "-transform", "dct") || !says(parameters, "-feat", "1s_c_d_dd") ||
        (parameters.contains("-svspec") && !three_streams) || integer(parameters, "-ncep", cepstra) != cepstra) {
      return fail(errc::unsupported,
                  "this acoustic model is for 16 kHz and its front end is of a kind that cannot be mapped to 8 kHz; wanted is "
                  "-transform dct, -feat 1s_c_d_dd and 13 cepstra, or a model for 8 kHz");
    }
    const double step = (mel(upper) - mel(lowest)) / (filters + 1);
    const int kept = static_cast<int>((mel(highest) - mel(lowest)) / step) - 1;
    if (kept < cepstra) return fail(errc::unsupported, "this acoustic model has too few filters below 4 kHz");
    parameters["-upperf"] = fmt::format("{:.2f}", hertz(mel(lowest) + (kept + 1) * step));
    parameters["-nfilt"] = std::to_string(kept);
    const Matrix matrix = lower_band(filters, kept, lifter);
    const int known = cepstra * kept / filters;
    band.adaptation = fmt::format("1\n{}\n", three_streams ? 3 : 1);
    for (int stream = 0; stream < (three_streams ? 3 : 1); ++stream) {
      write_stream(band.adaptation, matrix, three_streams ? 1 : 3, known);
    }
  }
  band.parameters = std::move(parameters);
  return band;
}

}  // namespace tandem::pocketsphinx
