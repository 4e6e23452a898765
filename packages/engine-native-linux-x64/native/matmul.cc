// Products of matrices, in batches.
#include "arguments.h"
#include "onednn.h"

namespace unlabeled {

namespace {

using dnnl::memory;
using Type = memory::data_type;

/** out [B, M, N] = a [B, M, K] b [B, K, N]; a transposed one is stored [K, M] or [N, K]. A batch of 1 serves all. */
struct Shape {
  int32_t batchA, batchB, M, K, N, transposeA, transposeB;

  int32_t batch() const { return std::max(batchA, batchB); }
  size_t aSize() const { return size_t(batchA) * M * K; }
  size_t bSize() const { return size_t(batchB) * K * N; }
  size_t outSize() const { return size_t(batch()) * M * N; }

  memory::desc a(Type type) const { return matrix(batchA, M, K, transposeA, type); }
  memory::desc b(Type type) const { return matrix(batchB, K, N, transposeB, type); }
  /** One number a column. */
  memory::desc bias() const { return {{1, 1, N}, Type::f32, memory::format_tag::abc}; }
  memory::desc out(Type type) const { return matrix(batch(), M, N, false, type); }

 private:
  static memory::desc matrix(memory::dim batch, memory::dim rows, memory::dim columns, bool transposed, Type type) {
    const memory::dims strides = transposed ? memory::dims{rows * columns, 1, rows} : memory::dims{rows * columns, columns, 1};
    return {{batch, rows, columns}, type, strides};
  }
};

struct Matmul : Plan {
  dnnl::matmul primitive;
  memory::desc scratchpad;
};

}  // namespace

/** matmul(shape, a, b, out, bias?): a and b both floats or both halves; out either; bias floats. */
Napi::Value matmul(const Arguments& arguments) {
  OneDnn& onednn = OneDnn::of(arguments.env());
  const Shape& shape = *reinterpret_cast<const Shape*>(arguments.elements<int32_t>(0, sizeof(Shape) / sizeof(int32_t), "shape"));
  const Array a = arguments.array(1, "a"), b = arguments.array(2, "b"), out = arguments.array(3, "out");
  const Type type = a.halves() ? Type::bf16 : Type::f32, outType = out.halves() ? Type::bf16 : Type::f32;
  const float* bias = arguments.optional<float>(4, shape.N, "bias");
  Matmul& plan = onednn.plan<Matmul>(keyOf('m', shape, type, outType, bias != nullptr), [&] {
    auto plan = std::make_unique<Matmul>();
    const auto attributes = OneDnn::attributes();
    const auto desc = bias ? dnnl::matmul::primitive_desc(onednn.engine, shape.a(type), shape.b(type), shape.bias(), shape.out(outType), attributes)
                           : dnnl::matmul::primitive_desc(onednn.engine, shape.a(type), shape.b(type), shape.out(outType), attributes);
    plan->primitive = dnnl::matmul(desc);
    plan->scratchpad = desc.scratchpad_desc();
    return plan;
  });
  if (a.halves() != b.halves()) arguments.fail("a and b must be of one type.");
  std::unordered_map<int, memory> operands{{DNNL_ARG_SRC, onednn.memory(shape.a(type), arguments.numbers(a, shape.aSize(), "a"))},
                                           {DNNL_ARG_WEIGHTS, onednn.memory(shape.b(type), arguments.numbers(b, shape.bSize(), "b"))},
                                           {DNNL_ARG_DST, onednn.memory(shape.out(outType), arguments.numbers(out, shape.outSize(), "out"))}};
  if (bias) operands.emplace(DNNL_ARG_BIAS, onednn.memory(shape.bias(), bias));
  onednn.run(plan.primitive, plan.scratchpad, std::move(operands));
  return arguments.env().Undefined();
}

}  // namespace unlabeled
