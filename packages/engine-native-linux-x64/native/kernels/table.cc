// Compiled once an instruction set, with -DISA=its name and its compiler flags.
#include "batch-norm.h"
#include "binary.h"
#include "columns.h"
#include "convert.h"
#include "copy.h"
#include "depthwise-weights.h"
#include "depthwise.h"
#include "element-wise.h"
#include "kernels.h"
#include "pooling-gradients.h"
#include "reductions.h"
#include "scale-channels.h"
#include "softmax.h"
#include "updates.h"
#include "winograd-weight-gradient.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define TABLE_OF(isa) kernels_##isa
#define TABLE(isa) TABLE_OF(isa)

namespace unlabeled {

namespace {

/** The same way for both directions, or one for each: tiles of so many outputs, and what is multiplied. */
template <typename T, int OUT, typename Factor, int BACK_OUT = OUT, typename BackFactor = Factor>
constexpr WinogradWay winogradWay() {
  return {
      .bytes = TAPS<OUT> * long(sizeof(Factor)) / DEPTH<Factor>,
      .backBytes = TAPS<BACK_OUT> * long(sizeof(BackFactor)) / DEPTH<BackFactor>,
      .weights = winogradWeights<OUT, Factor>,
      .weightsBack = winogradWeightsBack<BACK_OUT, BackFactor>,
      .forward = winogradConvolution<OUT, T, Factor>,
      .backward = winogradConvolution<BACK_OUT, T, BackFactor>,
      .weightGradient = winogradWeightGradient<BACK_OUT, T, BackFactor>,
  };
}

}  // namespace

extern const Kernels TABLE(ISA);
const Kernels TABLE(ISA) = {
    .name = TEXT(ISA),
    .batchNormForward = batchNormForward<float>,
    .batchNormForwardHalf = batchNormForward<bf16>,
    .batchNormBackward = batchNormBackward<float>,
    .batchNormBackwardHalf = batchNormBackward<bf16>,
    .scaleChannels = scaleChannels<float>,
    .scaleChannelsHalf = scaleChannels<bf16>,
    .scaleChannelsGradient = scaleChannelsGradient<float>,
    .scaleChannelsGradientHalf = scaleChannelsGradient<bf16>,
    .reform = {{reform<float, float>, reform<float, bf16>}, {reform<bf16, float>, reform<bf16, bf16>}},
    // Errors of activations decide which ReLUs are open, for all layers behind: forward, bfloat16 is multiplied in float32, with
    // large tiles, whose errors are small beside the rounding of the activations.
    .winograd = {winogradWay<float, 2, float>(), winogradWay<bf16, 4, float, 2, HalfFactor>()},
    .columns = columns,
    .add = {add<float>, add<bf16>},
    .depthwise = {depthwise<float>, depthwise<bf16>},
    .depthwiseWeights = {depthwiseWeights<float>, depthwiseWeights<bf16>},
    .maximumPool = {pool<Maximum, float>, pool<Maximum, bf16>},
    .averagePool = {pool<Average, float>, pool<Average, bf16>},
    .maximumPoolGradient = {poolGradient<MaximumGradient, float>, poolGradient<MaximumGradient, bf16>},
    .averagePoolGradient = {poolGradient<AverageGradient, float>, poolGradient<AverageGradient, bf16>},
    .move = {move<uint8_t>, move<uint16_t>, move<uint32_t>},
    .gather = gather,
    .sgdRun = sgdRun,
    .larsNorms = larsNorms,
    .larsRun = larsRun,
    .adamRun = adamRun,
    .emaRun = emaRun,
    .unary = unary<float>,
    .binary = binary<float>,
    .compare = compare<float>,
    .choose = choose<float>,
    .intToFloat = castToFloat<int32_t>,
    .boolToFloat = castToFloat<uint8_t>,
    .floatToInt = castToInt,
    .floatToBool = castToBool,
    .reduce = reduce<float>,
    .softmax = softmax<float>,
    .softmaxCrossEntropy = softmaxCrossEntropy<float>,
};

}  // namespace unlabeled
