// What JavaScript sees. The types of it are in @unlabeled/engine-native, src/addon/addon.ts.
#include <omp.h>

#include "arguments.h"
#include "kernels/kernels.h"
#include "onednn.h"

namespace unlabeled {

Napi::Value allocate(const Arguments&);
Napi::Value release(const Arguments&);
Napi::Value convolutionWeights(const Arguments&);
Napi::Value convolutionForward(const Arguments&);
Napi::Value convolutionInputGradient(const Arguments&);
Napi::Value convolutionWeightGradient(const Arguments&);
Napi::Value convolutionImplementation(const Arguments&);
Napi::Value matmul(const Arguments&);
Napi::Value batchNormForward(const Arguments&);
Napi::Value batchNormBackward(const Arguments&);
Napi::Value reform(const Arguments&);
Napi::Value add(const Arguments&);
Napi::Value scaleChannels(const Arguments&);
Napi::Value scaleChannelsGradient(const Arguments&);
Napi::Value depthwise(const Arguments&);
Napi::Value depthwiseInputGradient(const Arguments&);
Napi::Value depthwiseWeightGradient(const Arguments&);
Napi::Value maximumPool(const Arguments&);
Napi::Value averagePool(const Arguments&);
Napi::Value maximumPoolGradient(const Arguments&);
Napi::Value averagePoolGradient(const Arguments&);
Napi::Value move(const Arguments&);
Napi::Value gather(const Arguments&);
Napi::Value sgdUpdate(const Arguments&);
Napi::Value larsUpdate(const Arguments&);
Napi::Value adamUpdate(const Arguments&);
Napi::Value emaUpdate(const Arguments&);
Napi::Value unary(const Arguments&);
Napi::Value binary(const Arguments&);
Napi::Value compare(const Arguments&);
Napi::Value choose(const Arguments&);
Napi::Value cast(const Arguments&);
Napi::Value reduce(const Arguments&);
Napi::Value softmax(const Arguments&);
Napi::Value softmaxCrossEntropy(const Arguments&);

namespace {

constexpr int MOST_THREADS = 4096;

/** As OMP_NUM_THREADS or the processors had it. */
const int threadsAtLoad = omp_get_max_threads();

/** describe(): what this addon is and what it can do here. */
Napi::Value describe(const Arguments& arguments) {
  const dnnl_version_t* version = dnnl_version();
  Napi::Object description = Napi::Object::New(arguments.env());
  description.Set("oneDnn", std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch));
  description.Set("kernels", kernels().name);
  const int isa = int(dnnl::get_effective_cpu_isa());
  const auto has = [isa](dnnl::cpu_isa wanted) { return (isa & int(wanted)) == int(wanted); };
  description.Set("bfloat16", has(dnnl::cpu_isa::avx512_core_bf16));
  description.Set("amx", has(dnnl::cpu_isa::avx512_core_amx));
  description.Set("processors", omp_get_num_procs());  // those that this process may run on
  description.Set("threads", threadsAtLoad);
  return description;
}

/** setThreads(count), for calls from this thread. */
Napi::Value setThreads(const Arguments& arguments) {
  const double count = arguments.number(0);
  if (!(count >= 1 && count <= MOST_THREADS)) arguments.fail("count must be from 1 to " + std::to_string(MOST_THREADS) + ".");
  omp_set_num_threads(int(count));
  return arguments.env().Undefined();
}

Napi::Object exportAll(Napi::Env, Napi::Object exports) {
  define(exports, "describe", describe);
  define(exports, "setThreads", setThreads);
  define(exports, "allocate", allocate);
  define(exports, "release", release);
  define(exports, "convolutionWeights", convolutionWeights);
  define(exports, "convolutionForward", convolutionForward);
  define(exports, "convolutionInputGradient", convolutionInputGradient);
  define(exports, "convolutionWeightGradient", convolutionWeightGradient);
  define(exports, "convolutionImplementation", convolutionImplementation);
  define(exports, "matmul", matmul);
  define(exports, "batchNormForward", batchNormForward);
  define(exports, "batchNormBackward", batchNormBackward);
  define(exports, "reform", reform);
  define(exports, "add", add);
  define(exports, "scaleChannels", scaleChannels);
  define(exports, "scaleChannelsGradient", scaleChannelsGradient);
  define(exports, "depthwise", depthwise);
  define(exports, "depthwiseInputGradient", depthwiseInputGradient);
  define(exports, "depthwiseWeightGradient", depthwiseWeightGradient);
  define(exports, "maximumPool", maximumPool);
  define(exports, "averagePool", averagePool);
  define(exports, "maximumPoolGradient", maximumPoolGradient);
  define(exports, "averagePoolGradient", averagePoolGradient);
  define(exports, "move", move);
  define(exports, "gather", gather);
  define(exports, "sgdUpdate", sgdUpdate);
  define(exports, "larsUpdate", larsUpdate);
  define(exports, "adamUpdate", adamUpdate);
  define(exports, "emaUpdate", emaUpdate);
  define(exports, "unary", unary);
  define(exports, "binary", binary);
  define(exports, "compare", compare);
  define(exports, "choose", choose);
  define(exports, "cast", cast);
  define(exports, "reduce", reduce);
  define(exports, "softmax", softmax);
  define(exports, "softmaxCrossEntropy", softmaxCrossEntropy);
  return exports;
}

}  // namespace

NODE_API_MODULE(addon, exportAll)

}  // namespace unlabeled
