// The loops that are ours, one table of them an instruction set.
#pragma once
#include "move-job.h"
#include "operations.h"
#include "storage.h"

namespace unlabeled {

/** Behind a batch normalization, as JavaScript numbers them. */
enum class Activation { NONE, RELU, SWISH, COUNT };

/** x as rows of channels. Absent arrays are null. */
template <typename T>
struct BatchNormForward {
  long rows, channels;
  float epsilon;
  Activation activation;
  const T* x;
  const float *scale, *offset;
  const T* residual;
  T* y;
  float *mean, *variance;
};

template <typename T>
struct BatchNormBackward {
  long rows, channels;
  float epsilon;
  Activation activation;
  /** The gradient of y is their sum; the second may be null. */
  const T *dy, *dyToo;
  const T* x;
  const float* scale;
  /** Read behind a swish only. */
  const float* offset;
  /** Read behind a ReLU only. */
  const T* y;
  const float *mean, *variance;
  T* dx;
  float *dScale, *dOffset;
  /** Null where it is not wanted. */
  T* dResidual;
};

/** x as images of pixels of channels, factors [images, channels]. Backward also: dy, and the second part of it that may be null. */
template <typename T>
struct ScaleChannels {
  long images, pixels, channels;
  const T* x;
  const float* factors;
  const T *dy, *dyToo;
  /** y forward, dx backward. */
  T* out;
  float* dFactors;
};

/** [images / fold, pixels, fold, channels] in another fold. Folds that do not change need no shape. */
struct Reform {
  long images, pixels, channels, fromFold, toFold;
};

/** A 3x3 convolution of stride 1. Channels are multiples of 16. */
struct Winograd {
  long images, height, width, channels;
  long outHeight, outWidth, outChannels;
  long top, left;
};

/** How such convolutions are computed. */
struct WinogradWay {
  /** Bytes for each weight of a pixel, of the 9 that there are, for the way forward and back to the input. */
  long bytes, backBytes;
  void (*weights)(long C, long K, const float* w, void* to);
  void (*weightsBack)(long C, long K, const float* w, void* to);
  void (*forward)(const Winograd&, const void* x, const void* weights, void* y);
  void (*backward)(const Winograd&, const void* dy, const void* weights, void* dx);
  void (*weightGradient)(const Winograd&, const void* x, const void* dy, float* dw);
};

/** Elements of one parameter: g <- g + weightDecay w; m <- momentum m + g; w <- w - learningRate m. Without momentum m is null. */
struct SgdRun {
  const float *w, *g, *m;
  float *newW, *newM;
  long count;
  float learningRate, momentum, weightDecay;
  bool nesterov;
};

/** u = ratio (g + weightDecay w), with the learning rate inside the buffer m or outside. */
struct LarsRun {
  const float *w, *g, *m;
  float *newW, *newM;
  long count;
  float learningRate, momentum, weightDecay, ratio;
  bool rateInBuffer;
};

/** rest1 and rest2: 1 - beta; addedDecay: of g; keptWeight: what w is multiplied by; rate and rootCorrection hold the bias corrections. */
struct AdamRun {
  const float *w, *g, *m, *v;
  float *newW, *newM, *newV;
  long count;
  float beta1, beta2, rest1, rest2, addedDecay, keptWeight, rate, rootCorrection, epsilon;
};

struct EmaRun {
  const float *target, *online;
  float* newTarget;
  long count;
  float rest;
};

/** Windows over [images, height, width, channels]. */
struct Windows {
  long images, height, width, channels;
  long outHeight, outWidth;
  long kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth;
  long top, left;
};

/** Windows of a convolution, laid out: [images, outHeight, outWidth, kernelHeight, kernelWidth, channels], 0 outside the image. */
struct Columns {
  long images, height, width, channels;
  long outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, top, left;
  /** Bytes of a number. */
  long bytes;
};

struct Kernels {
  const char* name;
  void (*batchNormForward)(const BatchNormForward<float>&);
  void (*batchNormForwardHalf)(const BatchNormForward<bf16>&);
  void (*batchNormBackward)(const BatchNormBackward<float>&);
  void (*batchNormBackwardHalf)(const BatchNormBackward<bf16>&);
  void (*scaleChannels)(const ScaleChannels<float>&);
  void (*scaleChannelsHalf)(const ScaleChannels<bf16>&);
  void (*scaleChannelsGradient)(const ScaleChannels<float>&);
  void (*scaleChannelsGradientHalf)(const ScaleChannels<bf16>&);
  /** First index: whether `from` is bfloat16; second: whether `to` is. */
  void (*reform[2][2])(const Reform&, const void* from, void* to);
  /** Index: whether images are bfloat16. */
  WinogradWay winograd[2];
  void (*columns)(const Columns&, const void* x, void* to);
  /** Index: whether all are bfloat16. */
  void (*add[2])(const void* a, const void* b, void* out, long count);
  /** Of these, index: whether images are bfloat16. Backward: to the input. */
  void (*depthwise[2])(const Windows&, bool backward, const void* from, const float* weights, void* to);
  void (*depthwiseWeights[2])(const Windows&, const void* x, const void* dy, float* dw);
  void (*maximumPool[2])(const Windows&, const void* x, void* y);
  void (*averagePool[2])(const Windows&, const void* x, void* y);
  void (*maximumPoolGradient[2])(const Windows&, const void* x, const void* dy, void* dx);
  void (*averagePoolGradient[2])(const Windows&, const void*, const void* dy, void* dx);
  /** Index: whether elements have 1, 2 or 4 bytes. */
  void (*move[3])(const MoveJob&, const void* from, void* to);
  void (*gather)(long outer, long rows, long bytes, const void* from, const int32_t* indices, long count, void* to);
  void (*sgdRun)(const SgdRun&);
  void (*larsNorms)(const LarsRun&, double squares[2]);
  void (*larsRun)(const LarsRun&);
  void (*adamRun)(const AdamRun&);
  void (*emaRun)(const EmaRun&);
  void (*unary)(const UnaryJob<float>&);
  void (*binary)(const BinaryJob<float, float, Binary>&);
  void (*compare)(const BinaryJob<float, uint8_t, Comparison>&);
  void (*choose)(const uint8_t* condition, const float* chosen, const float* other, float* out, long count);
  void (*intToFloat)(const int32_t* from, float* to, long count);
  void (*boolToFloat)(const uint8_t* from, float* to, long count);
  void (*floatToInt)(const float* from, int32_t* to, long count);
  void (*floatToBool)(const float* from, uint8_t* to, long count);
  void (*reduce)(const ReductionJob<float>&);
  void (*softmax)(const SoftmaxJob<float>&);
  void (*softmaxCrossEntropy)(const SoftmaxCrossEntropyJob<float>&);
};

/** The best that this processor has and ONEDNN_MAX_CPU_ISA allows. */
const Kernels& kernels();

/** Whether there is a unit for products of matrices, AMX, that makes oneDNN's convolutions in bfloat16 the quickest. */
bool hasMatrixUnit();

}  // namespace unlabeled
