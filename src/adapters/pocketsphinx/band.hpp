// An acoustic model of 16 kHz, made fit for the 8 kHz of the telephone.
//
// Such a model hears its sound through 25 filters or so up to 7 kHz and keeps, for every state, the cosine transform of what
// they give (13 cepstra). The telephone has the lower filters only. A front end with just these gives other cepstra; but as
// both are linear in the filters' logarithms, one matrix makes the means that the model would have had out of those it has:
// back from cepstra to filters, the upper ones left out, and the cosine transform again. Means shifted by a constant do not
// matter, since the mean of every utterance is taken away. pocketsphinx applies such a matrix as an adaptation (MLLR).
//
// What it is worth, on the ten digits, "oh" and "pound" of asterisk-core-sounds-en-wav: the model as it is heard 1 of 12 with
// fewer filters, 6 to 10 with sound brought to 16 kHz in one way or another, and 12 of 12 so.
#pragma once

#include <tandem/error.hpp>

#include <map>
#include <string>

namespace tandem::pocketsphinx {

/// The front end of a model: its feat.params, "-name value" line by line.
using FeatureParameters = std::map<std::string, std::string>;
[[nodiscard]] FeatureParameters read_parameters(const std::string& text);

struct TelephoneBand {
  FeatureParameters parameters;  ///< for 8000 samples a second
  std::string adaptation;        ///< in the form of an MLLR file; empty when the model is one of the telephone already
};
/// Errors: `unsupported` for a front end of another kind.
[[nodiscard]] Result<TelephoneBand> telephone_band(FeatureParameters parameters);

}  // namespace tandem::pocketsphinx
