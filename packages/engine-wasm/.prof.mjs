// .prof.js
import * as tf15 from "@tensorflow/tfjs";

// ../packages/engine-wasm/src/engine.ts
import * as tf7 from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

// ../packages/engine-wasm/src/backend/tfjs-binary.ts
var FILE = "tfjs-backend-wasm-simd.wasm";
async function tfjsBinary(url) {
  if (url === void 0 && typeof process === "object" && process.versions?.node) {
    const { createRequire } = process.getBuiltinModule("node:module");
    const { readFile } = process.getBuiltinModule("node:fs/promises");
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    return new Uint8Array(await readFile(entry.replace(/[^/\\]+$/, FILE)));
  }
  const source = new URL(url ?? FILE, import.meta.url);
  const response = await fetch(source);
  if (!response.ok) {
    throw new Error(
      `wasmEngine: ${source} must be the file ${FILE} of the package @tensorflow/tfjs-backend-wasm; got HTTP status ${response.status}. Serve the file and pass its address as binaryUrl.`
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

// ../packages/engine-wasm/src/backend/tfjs-module.ts
import wasmFactory from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";

// ../packages/engine-wasm/src/backend/import-memory.ts
var IMPORTS = 2;
var MEMORY = 5;
var MEMORY_KIND = 2;
function importMemory(binary, { initial, maximum, shared }) {
  const memory2 = [
    ...name("env"),
    ...name("memory"),
    MEMORY_KIND,
    shared ? 3 : 1,
    // bit 0: a maximum follows; bit 1: shared
    ...unsigned(initial),
    ...unsigned(maximum)
  ];
  const sections = readSections(binary).filter(({ id }) => id !== MEMORY);
  const imports = sections.find(({ id }) => id === IMPORTS);
  const kept = imports ? withoutMemory(imports.content) : { count: 0, bytes: [] };
  const content = Uint8Array.from([...unsigned(kept.count + 1), ...kept.bytes, ...memory2]);
  const rest = sections.filter((section) => section !== imports);
  const before = rest.filter(({ id }) => id === 1);
  const after = rest.filter(({ id }) => id !== 1);
  const parts = [...before, { id: IMPORTS, content }, ...after].map(({ id, content: content2 }) => [
    Uint8Array.from([id, ...unsigned(content2.length)]),
    content2
  ]);
  return concatenate([binary.subarray(0, 8), ...parts.flat()]);
}
function readSections(binary) {
  const sections = [];
  let at = 8;
  while (at < binary.length) {
    const id = binary[at];
    const [size2, start2] = readUnsigned(binary, at + 1);
    sections.push({ id, content: binary.subarray(start2, start2 + size2) });
    at = start2 + size2;
  }
  return sections;
}
function withoutMemory(content) {
  const [count, start2] = readUnsigned(content, 0);
  const own = [...name("env"), ...name("memory"), MEMORY_KIND];
  const text = String.fromCharCode(...content);
  const at = text.lastIndexOf(String.fromCharCode(...own));
  return at < 0 ? { count, bytes: content.subarray(start2) } : { count: count - 1, bytes: content.subarray(start2, at) };
}
function readUnsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}
function unsigned(value) {
  return value < 128 ? [value] : [value & 127 | 128, ...unsigned(value >>> 7)];
}
function name(text) {
  return [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
}
function concatenate(parts) {
  const whole = new Uint8Array(parts.reduce((sum2, part) => sum2 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// ../packages/engine-wasm/src/backend/tfjs-module.ts
var LIMITS = { initial: 256, maximum: 65536 };
async function startTfjsModule(binary, shared) {
  const memory2 = new WebAssembly.Memory({ ...LIMITS, shared });
  const compiled = await WebAssembly.compile(importMemory(binary, { ...LIMITS, shared }));
  const undo = rememberProcessListeners();
  const module = await new Promise((resolve, reject) => {
    const factory = wasmFactory;
    factory({
      instantiateWasm(imports, ready2) {
        WebAssembly.instantiate(compiled, { ...imports, env: { ...imports.env, memory: memory2 } }).then(
          ready2,
          reject
        );
        return {};
      }
    }).then(resolve, reject);
  });
  undo();
  const bind = (name2, result, count) => module.cwrap(name2, result, Array(count).fill("number"));
  module.tfjs = {
    init: bind("init", null, 0),
    initWithThreadsCount: bind("init_with_threads_count", null, 1),
    getThreadsCount: bind("get_threads_count", "number", 0),
    registerTensor: bind("register_tensor", null, 3),
    disposeData: bind("dispose_data", null, 1),
    dispose: bind("dispose", null, 0)
  };
  return { module, memory: memory2 };
}
function rememberProcessListeners() {
  if (typeof process !== "object" || typeof process.listeners !== "function") return () => {
  };
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => new Set(process.listeners(event)));
  return () => {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event)) {
        if (!before[i]?.has(listener)) process.removeListener(event, listener);
      }
    });
  };
}

// ../packages/engine-wasm/src/kernels/replace-kernel.ts
import * as tf from "@tensorflow/tfjs";
function replaceKernel(kernelName, kernelFunc) {
  if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
}

// ../packages/engine-wasm/src/kernels/batch-norm.ts
var CHUNK_FLOATS = 32768;
function bits(value) {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}
function rowsOf(shape) {
  const C2 = shape.at(-1);
  const R = shape.slice(0, -1).reduce((product, n) => product * n, 1);
  const rowsAChunk = Math.max(1, Math.floor(CHUNK_FLOATS / C2));
  return { C: C2, R, rowsAChunk, chunks: Math.ceil(R / rowsAChunk) };
}
function registerBatchNorm(heap) {
  replaceKernel("BatchNormTrain", ({ inputs, attrs, backend: backend2 }) => {
    const wasm = backend2;
    const { x: x2, scale, offset, residual } = inputs;
    const { epsilon, relu: relu2 } = attrs;
    if (!x2 || !scale || !offset) throw new RangeError("BatchNormTrain: inputs must be x, scale, offset.");
    const at = (tensor2) => wasm.getMemoryOffset(tensor2.dataId);
    const { C: C2, R, rowsAChunk, chunks } = rowsOf(x2.shape);
    const outputs = [x2.shape, [C2], [C2]].map((shape) => wasm.makeOutput(shape, "float32"));
    const [y2, mean3, variance] = outputs;
    const factor = heap.allocate(4 * (2 * C2 + 2 * C2 * chunks));
    const shift = factor + 4 * C2;
    const sums = shift + 4 * C2;
    heap.run("normSums", [at(x2), R, C2, rowsAChunk, sums], chunks);
    const moments = [at(scale), at(offset), at(mean3), at(variance), factor, shift, bits(epsilon)];
    heap.run("normMoments", [at(x2), R, C2, sums, chunks, ...moments], 1);
    const rest = [residual ? at(residual) : 0, relu2 ? 1 : 0, at(y2)];
    heap.run("normApply", [at(x2), R, C2, rowsAChunk, factor, shift, ...rest], chunks);
    heap.free(factor);
    return outputs;
  });
  replaceKernel("BatchNormTrainGrad", ({ inputs, attrs, backend: backend2 }) => {
    const wasm = backend2;
    const { dy, x: x2, scale, y: y2, mean: mean3, variance } = inputs;
    const { epsilon, relu: relu2 } = attrs;
    if (!dy || !x2 || !scale || !y2 || !mean3 || !variance) {
      throw new RangeError("BatchNormTrainGrad: inputs must be dy, x, scale, y, mean, variance.");
    }
    const at = (tensor2) => wasm.getMemoryOffset(tensor2.dataId);
    const { C: C2, R, rowsAChunk, chunks } = rowsOf(x2.shape);
    const shapes = [x2.shape, [C2], [C2], x2.shape];
    const outputs = shapes.map((shape) => wasm.makeOutput(shape, "float32"));
    const [dx, dScale, dOffset, dResidual] = outputs;
    const a = heap.allocate(4 * (3 * C2 + 2 * C2 * chunks));
    const [b, c, sums] = [a + 4 * C2, a + 8 * C2, a + 12 * C2];
    const rows = [at(dy), at(x2), relu2 ? at(y2) : 0, R, C2, rowsAChunk];
    heap.run("normGradientSums", [...rows, at(mean3), sums], chunks);
    const moments = [at(scale), at(mean3), at(variance), bits(epsilon)];
    heap.run(
      "normGradientMoments",
      [R, C2, sums, chunks, ...moments, at(dScale), at(dOffset), a, b, c],
      1
    );
    heap.run("normGradientApply", [...rows, a, b, c, at(dx), at(dResidual)], chunks);
    heap.free(a);
    return outputs;
  });
}

// ../packages/engine-wasm/src/kernels/conv-2d.ts
import * as tf2 from "@tensorflow/tfjs";

// ../packages/engine-wasm/src/kernels/windows.ts
function runsOf(w) {
  const rows = w.dilationWidth === 1 || w.kernelWidth === 1;
  return rows ? { runs: w.kernelHeight, outer: w.kernelWidth, inner: w.channels, length: w.kernelWidth * w.channels } : { runs: w.kernelHeight * w.kernelWidth, outer: 1, inner: w.channels, length: w.channels };
}
var OFFSETS_AT = 32;
var CHUNK_FLOATS2 = 65536;
var CHUNK_WORK = 1e6;
var CHUNKS = 16;
function windowJob(heap, w, outChannels) {
  const spanHeight = (w.kernelHeight - 1) * w.dilationHeight + 1;
  const spanWidth = (w.kernelWidth - 1) * w.dilationWidth + 1;
  const neededHeight = (w.outHeight - 1) * w.strideHeight + spanHeight;
  const neededWidth = (w.outWidth - 1) * w.strideWidth + spanWidth;
  const padded = w.top !== 0 || w.left !== 0 || neededHeight > w.height || neededWidth > w.width ? 1 : 0;
  const row = (padded ? neededWidth : w.width) * w.channels;
  const { runs, length } = runsOf(w);
  const offsets = Array.from({ length: runs }, (_, r) => {
    const ky = runs === w.kernelHeight ? r : Math.floor(r / w.kernelWidth);
    const kx = runs === w.kernelHeight ? 0 : r % w.kernelWidth;
    return 4 * (ky * w.dilationHeight * row + kx * w.dilationWidth * w.channels);
  });
  const { imagesAChunk, bands, rowsABand } = cut(w, neededHeight * row, length * runs * outChannels);
  const fields = [
    ...[w.x, w.height, w.width, w.channels, w.top, w.left, w.strideHeight, w.strideWidth],
    ...[spanHeight, spanWidth, w.outHeight, w.outWidth, runs, length, heap.job + 4 * OFFSETS_AT],
    ...[padded, w.images, imagesAChunk, bands, rowsABand]
  ];
  const bandHeight = (rowsABand - 1) * w.strideHeight + spanHeight;
  return {
    fields,
    offsets,
    copyBytes: padded ? 4 * bandHeight * row : 0,
    imagesAChunk,
    bands,
    pixelsAChunk: imagesAChunk * rowsABand * w.outWidth
  };
}
function cut(w, imageFloats, pixelWork) {
  const work = w.outHeight * w.outWidth * pixelWork;
  const wanted = Math.max(1, Math.min(CHUNKS, Math.floor(work * w.images / CHUNK_WORK)));
  const bandsWanted = Math.max(imageFloats / CHUNK_FLOATS2 / 2, wanted / w.images);
  if (bandsWanted > 1 && w.outHeight > 1) {
    const rowsABand = Math.ceil(w.outHeight / Math.min(w.outHeight, Math.ceil(bandsWanted)));
    return { imagesAChunk: 1, bands: Math.ceil(w.outHeight / rowsABand), rowsABand };
  }
  const fitting = Math.floor(2 * CHUNK_FLOATS2 / imageFloats);
  const imagesAChunk = Math.max(1, Math.min(fitting, Math.ceil(w.images / wanted)));
  return { imagesAChunk, bands: 1, rowsABand: w.outHeight };
}
function jobNumbers({ fields, offsets }, scratch, own) {
  const numbers2 = [...fields, scratch.address, scratch.aThread, scratch.tableBytes, 0, ...own];
  while (numbers2.length < OFFSETS_AT) numbers2.push(0);
  return [...numbers2, ...offsets];
}

// ../packages/engine-wasm/src/kernels/convolve.ts
function convolve(heap, windows, weights, out) {
  const { runs, length } = runsOf(windows);
  const tiles = Math.ceil(out.channels / 8);
  const packed = heap.allocate(4 * 8 * tiles * runs * length);
  heap.run(
    "packWeights",
    [
      ...[weights.address, packed, out.channels, windows.kernelHeight, windows.kernelWidth],
      ...[windows.channels, ...weights.strides]
    ],
    tiles
  );
  const job = windowJob(heap, windows, out.channels);
  const tableBytes = 8 * (job.pixelsAChunk + 4) + 128;
  const aThread = tableBytes + job.imagesAChunk * job.copyBytes + 64;
  const scratch = { address: heap.allocate(aThread * heap.pool.threads), aThread, tableBytes };
  const chunks = Math.ceil(windows.images / job.imagesAChunk) * job.bands;
  const own = [packed, out.address, out.imageBytes, out.rowBytes, out.pixelBytes, out.channels];
  heap.run("convolve", jobNumbers(job, scratch, own), chunks);
  heap.free(scratch.address);
  heap.free(packed);
}

// ../packages/engine-wasm/src/kernels/weight-gradient.ts
var PARTS_BYTES = 8 << 20;
var CHUNKS2 = 16;
function weightGradient(heap, windows, dy, channels, out) {
  const { runs, length } = runsOf(windows);
  const rows = runs * length;
  const size2 = 4 * rows * 8 * Math.ceil(channels / 8);
  const most = Math.max(1, Math.min(CHUNKS2, Math.floor(PARTS_BYTES / size2), windows.images));
  const imagesAGroup = Math.ceil(windows.images / most);
  const groups = Math.ceil(windows.images / imagesAGroup);
  const tiles = runs * Math.ceil(length / 4);
  const tilesABlock = Math.ceil(tiles / Math.min(tiles, Math.ceil(CHUNKS2 / groups)));
  const blocks = Math.ceil(tiles / tilesABlock);
  const parts = heap.allocate(groups * size2);
  const job = windowJob(heap, windows, channels);
  const tableBytes = 4 * job.pixelsAChunk + 15 & ~15;
  const dyBytes = 32 * job.pixelsAChunk;
  const aThread = tableBytes + dyBytes + job.imagesAChunk * job.copyBytes + 64;
  const scratch = { address: heap.allocate(aThread * heap.pool.threads), aThread, tableBytes };
  const own = [dy, parts, channels, imagesAGroup, blocks, tilesABlock, dyBytes];
  heap.run("weightGradient", jobNumbers(job, scratch, own), groups * blocks);
  heap.free(scratch.address);
  const rowsAChunk = Math.ceil(rows / CHUNKS2);
  heap.run("addParts", [parts, groups, rows, channels, out, rowsAChunk], Math.ceil(rows / rowsAChunk));
  heap.free(parts);
}

// ../packages/engine-wasm/src/kernels/conv-2d.ts
function conv2dInfo(xShape, filterShape, attributes) {
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat } = attributes;
  if (dataFormat === "NCHW") {
    throw new RangeError(`wasmEngine: conv2d's data format must be "NHWC"; got "NCHW".`);
  }
  return tf2.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode
  );
}
function windowsOf(info, x2) {
  return {
    x: x2,
    images: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    top: info.padInfo.top,
    left: info.padInfo.left,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    outHeight: info.outHeight,
    outWidth: info.outWidth
  };
}
function registerConv2d(heap) {
  replaceKernel("Conv2D", ({ inputs, attrs, backend: backend2 }) => {
    const { x: x2, filter } = inputs;
    const info = conv2dInfo(x2.shape, filter.shape, attrs);
    const wasm = backend2;
    const out = wasm.makeOutput(info.outShape, "float32");
    if (tf2.util.sizeFromShape(out.shape) === 0) return out;
    const { inChannels: C2, outChannels: D, filterWidth } = info;
    convolve(
      heap,
      windowsOf(info, wasm.getMemoryOffset(x2.dataId)),
      { address: wasm.getMemoryOffset(filter.dataId), strides: [filterWidth * C2 * D, C2 * D, D, 1] },
      {
        address: wasm.getMemoryOffset(out.dataId),
        channels: D,
        imageBytes: 4 * info.outHeight * info.outWidth * D,
        rowBytes: 4 * info.outWidth * D,
        pixelBytes: 4 * D
      }
    );
    return out;
  });
  replaceKernel("Conv2DBackpropInput", ({ inputs, attrs, backend: backend2 }) => {
    const { dy, filter } = inputs;
    const attributes = attrs;
    const info = conv2dInfo(attributes.inputShape, filter.shape, attributes);
    const wasm = backend2;
    const out = wasm.makeOutput(info.inShape, "float32");
    if (tf2.util.sizeFromShape(out.shape) === 0) return out;
    const from = wasm.getMemoryOffset(dy.dataId);
    const weights = wasm.getMemoryOffset(filter.dataId);
    inputGradient(heap, info, from, weights, wasm.getMemoryOffset(out.dataId));
    return out;
  });
  replaceKernel("Conv2DBackpropFilter", ({ inputs, attrs, backend: backend2 }) => {
    const { x: x2, dy } = inputs;
    const attributes = attrs;
    const info = conv2dInfo(x2.shape, attributes.filterShape, attributes);
    const wasm = backend2;
    const out = wasm.makeOutput(info.filterShape, "float32");
    if (tf2.util.sizeFromShape(out.shape) === 0) return out;
    const windows = windowsOf(info, wasm.getMemoryOffset(x2.dataId));
    const from = wasm.getMemoryOffset(dy.dataId);
    weightGradient(heap, windows, from, info.outChannels, wasm.getMemoryOffset(out.dataId));
    return out;
  });
}
function inputGradient(heap, info, dy, weights, dx) {
  const { inHeight, inWidth, inChannels: C2, outChannels: D, filterWidth } = info;
  for (let y2 = 0; y2 < Math.min(info.strideHeight, inHeight); y2++) {
    const rows = phase(y2, info.padInfo.top, info.strideHeight, info.filterHeight, inHeight);
    for (let x2 = 0; x2 < Math.min(info.strideWidth, inWidth); x2++) {
      const columns = phase(x2, info.padInfo.left, info.strideWidth, filterWidth, inWidth);
      const windows = {
        x: dy,
        images: info.batchSize,
        height: info.outHeight,
        width: info.outWidth,
        channels: D,
        top: rows.before,
        left: columns.before,
        strideHeight: 1,
        strideWidth: 1,
        dilationHeight: 1,
        dilationWidth: 1,
        kernelHeight: rows.taps,
        kernelWidth: columns.taps,
        outHeight: rows.positions,
        outWidth: columns.positions
      };
      const tap = rows.lastTap * filterWidth + columns.lastTap;
      convolve(
        heap,
        windows,
        {
          address: weights + 4 * tap * C2 * D,
          strides: [-info.strideHeight * filterWidth * C2 * D, -info.strideWidth * C2 * D, 1, D]
        },
        {
          address: dx + 4 * (y2 * inWidth + x2) * C2,
          channels: C2,
          imageBytes: 4 * inHeight * inWidth * C2,
          rowBytes: 4 * info.strideHeight * inWidth * C2,
          pixelBytes: 4 * info.strideWidth * C2
        }
      );
    }
  }
}
function phase(position, padding, stride, kernel, size2) {
  const first = (position + padding) % stride;
  const taps = Math.max(0, Math.ceil((kernel - first) / stride));
  return {
    positions: Math.ceil((size2 - position) / stride),
    taps,
    lastTap: first + (taps - 1) * stride,
    before: taps - 1 - Math.floor((position + padding) / stride)
  };
}

// ../packages/engine-wasm/src/kernels/depthwise.ts
import * as tf3 from "@tensorflow/tfjs";
var GROUPS = 16;
function infoOf(xShape, filterShape, attributes) {
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
  return tf3.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true
  );
}
function numbers(info, x2, weights, dy, imagesAChunk) {
  return [
    ...[x2, weights, dy, info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outChannels / info.inChannels, info.filterHeight, info.filterWidth],
    ...[info.outHeight, info.outWidth, info.strideHeight, info.strideWidth],
    ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left, imagesAChunk]
  ];
}
function registerDepthwise(heap) {
  replaceKernel("DepthwiseConv2dNativeBackpropInput", ({ inputs, attrs, backend: backend2 }) => {
    const { dy, filter } = inputs;
    const wasm = backend2;
    const attributes = attrs;
    const info = infoOf(attributes.inputShape ?? [], filter.shape, attributes);
    const out = wasm.makeOutput(info.inShape, "float32");
    const [dx, weights, from] = [out, filter, dy].map(({ dataId }) => wasm.getMemoryOffset(dataId));
    const aChunk = Math.ceil(info.batchSize / (2 * GROUPS));
    const chunks = Math.ceil(info.batchSize / aChunk);
    heap.run("depthwiseInputGradient", numbers(info, dx, weights, from, aChunk), chunks);
    return out;
  });
  replaceKernel("DepthwiseConv2dNativeBackpropFilter", ({ inputs, attrs, backend: backend2 }) => {
    const { x: x2, dy } = inputs;
    const wasm = backend2;
    const attributes = attrs;
    const info = infoOf(x2.shape, attributes.filterShape ?? [], attributes);
    const out = wasm.makeOutput(info.filterShape, "float32");
    const [dw, images, from] = [out, x2, dy].map(({ dataId }) => wasm.getMemoryOffset(dataId));
    const aGroup = Math.ceil(info.batchSize / GROUPS);
    const groups = Math.ceil(info.batchSize / aGroup);
    const size2 = info.filterHeight * info.filterWidth * info.outChannels;
    const parts = heap.allocate(4 * size2 * groups);
    heap.run("depthwiseWeightGradient", numbers(info, images, parts, from, aGroup), groups);
    heap.run("addGroups", [parts, groups, size2, dw], 1);
    heap.free(parts);
    return out;
  });
}

// ../packages/engine-wasm/src/kernels/max-pool.ts
import * as tf4 from "@tensorflow/tfjs";
function registerMaxPool(heap) {
  replaceKernel("MaxPoolGrad", ({ inputs, attrs, backend: backend2 }) => {
    const { dy, input } = inputs;
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const wasm = backend2;
    const info = tf4.backend_util.computePool2DInfo(
      input.shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode
    );
    const dx = wasm.makeOutput(input.shape, "float32");
    const addresses = [input, dy, dx].map(({ dataId }) => wasm.getMemoryOffset(dataId));
    heap.run(
      "maxPoolGradient",
      [
        ...[...addresses, info.batchSize, info.inHeight, info.inWidth, info.inChannels],
        ...[info.filterHeight, info.filterWidth, info.outHeight, info.outWidth],
        ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
        ...[info.padInfo.top, info.padInfo.left]
      ],
      info.batchSize
    );
    return dx;
  });
}

// ../packages/engine-wasm/src/kernels/mended-kernels.ts
import * as tf6 from "@tensorflow/tfjs";

// ../packages/engine-wasm/src/kernels/run-on-cpu.ts
import * as tf5 from "@tensorflow/tfjs";
var COMPLEX = /* @__PURE__ */ new Set(["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real", "Draw"]);
function registerMissingKernels() {
  for (const { kernelName } of tf5.getKernelsForBackend("cpu")) {
    if (!COMPLEX.has(kernelName) && !tf5.getKernel(kernelName, "wasm")) runOnCpu(kernelName);
  }
}
function runOnCpu(kernelName) {
  const config2 = tf5.getKernel(kernelName, "cpu");
  replaceKernel(kernelName, ({ inputs, attrs, backend: backend2 }) => {
    const wasm = backend2;
    const cpu = tf5.engine().findBackend("cpu");
    const copies = Object.entries(inputs).map(([name2, input]) => {
      const all = Array.isArray(input) ? input : [input];
      const copied = all.map((one) => {
        if (!one) return one;
        const copy = cpu.makeTensorInfo(one.shape, one.dtype, wasm.readSync(one.dataId));
        return { ...copy, rank: one.shape.length };
      });
      return [name2, Array.isArray(input) ? copied : copied[0]];
    });
    const result = config2.kernelFunc({
      inputs: Object.fromEntries(copies),
      ...attrs && { attrs },
      backend: cpu
    });
    const outputs = (Array.isArray(result) ? result : [result]).map((output) => {
      const values = cpu.readSync(output.dataId);
      const dataId = wasm.write(values, output.shape, output.dtype);
      return { dataId, shape: output.shape, dtype: output.dtype };
    });
    for (const { dataId } of Array.isArray(result) ? result : [result]) cpu.disposeData(dataId);
    for (const [, copied] of copies) {
      for (const one of Array.isArray(copied) ? copied : [copied]) {
        if (one) cpu.disposeData(one.dataId, true);
      }
    }
    return Array.isArray(result) ? outputs : outputs[0];
  });
}

// ../packages/engine-wasm/src/kernels/mended-kernels.ts
var ADDING = [
  "AvgPoolGrad",
  "AvgPool3DGrad",
  "Conv3DBackpropFilterV2",
  "LRNGrad",
  "ResizeBilinearGrad",
  "ResizeNearestNeighborGrad"
];
var WRONG = [
  "Conv3DBackpropInputV2",
  // with padding
  "Dilation2D",
  // of negative numbers, as all below
  "Dilation2DBackpropFilter",
  "Dilation2DBackpropInput",
  "MaxPool3D",
  "MaxPool3DGrad"
];
function mendKernels(backend2) {
  for (const name2 of ADDING) clearOutputs(name2, backend2);
  for (const name2 of WRONG) runOnCpu(name2);
  replaceKernel("Identity", ({ inputs, backend: backend3 }) => {
    const { x: x2 } = inputs;
    backend3.incRef(x2.dataId);
    return { dataId: x2.dataId, shape: x2.shape, dtype: x2.dtype };
  });
}
function clearOutputs(kernelName, backend2) {
  const original = tf6.getKernel(kernelName, "wasm");
  original.setupFunc?.(backend2);
  const clearing = Object.create(backend2, {
    makeOutput: {
      value: (shape, dtype) => {
        const output = backend2.makeOutput(shape, dtype);
        backend2.typedArrayFromHeap(output).fill(0);
        return output;
      }
    }
  });
  replaceKernel(
    kernelName,
    ({ inputs, attrs }) => original.kernelFunc({ inputs, ...attrs && { attrs }, backend: clearing })
  );
}

// ../packages/engine-wasm/src/threads/worker-source.ts
var WORKER_SOURCE = `
const start = ({ module, memory, control, thread, names }, answer) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = names.map((name) => exports[name]);
  answer("ready");
  for (;;) {
    let ticket = Atomics.load(control, 0);
    for (let i = 0; i < 2000 && (ticket & 4095) === 0; i++) ticket = Atomics.load(control, 0);
    const left = ticket & 4095;
    if (left === 0) {
      Atomics.wait(control, 0, ticket);
      continue;
    }
    const kernel = kernels[Atomics.load(control, 2)];
    const job = Atomics.load(control, 3);
    const chunks = Atomics.load(control, 4);
    const first = Atomics.load(control, 6);
    if (Atomics.compareExchange(control, 0, ticket, ticket - 1) !== ticket) continue;
    try {
      kernel(job, first + chunks - left, thread);
    } catch (error) {
      Atomics.store(control, 5, 1);
    }
    if (Atomics.add(control, 1, 1) + 1 === chunks) Atomics.notify(control, 1);
  }
};
if (typeof process === "object" && process.versions && process.versions.node) {
  const { parentPort, workerData } = require("node:worker_threads");
  start(workerData, (text) => parentPort.postMessage(text));
} else {
  self.onmessage = ({ data }) => start(data, (text) => self.postMessage(text));
}
`;

// ../packages/engine-wasm/src/threads/start-worker.ts
function startWorker(start2) {
  if (typeof process === "object" && process.versions?.node) {
    const { Worker: Worker2 } = process.getBuiltinModule("node:worker_threads");
    const worker2 = new Worker2(WORKER_SOURCE, { eval: true, execArgv: [], workerData: start2 });
    return new Promise((resolve, reject) => {
      worker2.once("message", () => {
        worker2.unref();
        resolve();
      });
      worker2.once("error", reject);
    });
  }
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url);
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve();
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(start2);
  });
}

// ../packages/engine-wasm/src/threads/thread-pool.ts
var MOST_CHUNKS = 4095;
var TICKET = 0;
var DONE = 1;
var KERNEL = 2;
var JOB = 3;
var CHUNKS3 = 4;
var FAILED = 5;
var FIRST = 6;
var PATIENCE_SECONDS = 120;
var ThreadPool = class {
  /** Threads that compute, the caller's included. */
  threads = 1;
  #kernels;
  #names;
  #control;
  #module;
  #memory;
  #jobs = 0;
  constructor(module, memory2) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: memory2 } });
    this.#names = Object.keys(exports).filter((name2) => typeof exports[name2] === "function");
    this.#kernels = this.#names.map((name2) => exports[name2]);
    this.#control = new Int32Array(
      typeof SharedArrayBuffer === "function" ? new SharedArrayBuffer(64) : new ArrayBuffer(64)
    );
    this.#module = module;
    this.#memory = memory2;
  }
  /** Adds threads until there are so many. Needs a shared memory. */
  async grow(threads2) {
    const first = this.threads;
    if (threads2 <= first) return;
    const starts = Array.from(
      { length: threads2 - first },
      (_, i) => startWorker({
        module: this.#module,
        memory: this.#memory,
        control: this.#control,
        thread: first + i,
        names: this.#names
      })
    );
    await Promise.all(starts);
    this.threads = threads2;
  }
  /**
   * Computes all chunks of a job.
   *
   * @param job - Address of the job's numbers.
   * @throws {Error} If a kernel traps, or another thread keeps its chunk for two minutes.
   */
  run(name2, job, chunks) {
    const number = this.#names.indexOf(name2);
    const kernel = this.#kernels[number];
    if (this.threads === 1 || chunks === 1) {
      for (let chunk = 0; chunk < chunks; chunk++) kernel(job, chunk, 0);
      return;
    }
    for (let first = 0; first < chunks; first += MOST_CHUNKS) {
      this.#share(number, job, first, Math.min(MOST_CHUNKS, chunks - first));
    }
    if (Atomics.load(this.#control, FAILED) === 1) {
      throw new Error(`wasmEngine: the kernel ${name2} failed in a worker thread.`);
    }
  }
  #share(number, job, first, chunks) {
    const kernel = this.#kernels[number];
    const control = this.#control;
    Atomics.store(control, KERNEL, number);
    Atomics.store(control, JOB, job);
    Atomics.store(control, FIRST, first);
    Atomics.store(control, CHUNKS3, chunks);
    Atomics.store(control, DONE, 0);
    this.#jobs = this.#jobs + 1 & 1048575;
    Atomics.store(control, TICKET, this.#jobs << 12 | chunks);
    Atomics.notify(control, TICKET);
    for (; ; ) {
      const ticket = Atomics.load(control, TICKET);
      const left = ticket & MOST_CHUNKS;
      if (left === 0) break;
      if (Atomics.compareExchange(control, TICKET, ticket, ticket - 1) !== ticket) continue;
      kernel(job, first + chunks - left, 0);
      Atomics.add(control, DONE, 1);
    }
    this.#await(chunks);
  }
  #await(chunks) {
    const control = this.#control;
    for (let spins = 0; spins < 5e3; spins++) {
      if (Atomics.load(control, DONE) === chunks) return;
    }
    const until = performance.now() + PATIENCE_SECONDS * 1e3;
    for (let done = 0; done !== chunks; done = Atomics.load(control, DONE)) {
      if (performance.now() > until) {
        throw new Error(
          `wasmEngine: a worker thread did not finish its part in ${PATIENCE_SECONDS} s. Start the engine with threads: 1.`
        );
      }
      if (MAY_WAIT) Atomics.wait(control, DONE, done, 100);
    }
  }
};
var MAY_WAIT = typeof window === "undefined";

// ../packages/engine-wasm/src/threads/heap.ts
var JOB_NUMBERS = 4096;
var Heap = class {
  pool;
  #module;
  #memory;
  /** Address of the current job's numbers. */
  job;
  constructor(module, memory2, pool) {
    this.pool = pool;
    this.#module = module;
    this.#memory = memory2;
    this.job = this.allocate(4 * JOB_NUMBERS);
  }
  /** @throws {Error} If the memory, 4 GiB at most, is full. */
  allocate(bytes) {
    return this.#module._malloc(bytes) >>> 0;
  }
  free(address) {
    this.#module._free(address);
  }
  /** Runs a kernel on all chunks of a job, whose numbers are given in the order that the kernel reads. */
  run(kernel, numbers2, chunks) {
    const job = new Int32Array(this.#memory.buffer, this.job, numbers2.length);
    job.set(numbers2);
    this.pool.run(kernel, this.job, chunks);
  }
};

// ../packages/engine-wasm/src/threads/kernels-binary.ts
var KERNELS_BASE64 = "AGFzbQEAAAABJgRgA39/fwBgBX9/f39/AX9gDH9/f39/f39/f39/fwBgBH9/f38AAg8BA2VudgZtZW1vcnkCAAADExIBAgMAAAAAAAAAAAAAAAAAAAAH+AEQCW5vcm1BcHBseQAREW5vcm1HcmFkaWVudEFwcGx5ABATbm9ybUdyYWRpZW50TW9tZW50cwAPEG5vcm1HcmFkaWVudFN1bXMADgtub3JtTW9tZW50cwANCG5vcm1TdW1zAAwIY29udm9sdmUACwtwYWNrV2VpZ2h0cwAKFmRlcHRod2lzZUlucHV0R3JhZGllbnQACRdkZXB0aHdpc2VXZWlnaHRHcmFkaWVudAAIA2FkZAAHCWFkZEdyb3VwcwAGD21heFBvb2xHcmFkaWVudAAFCGFkZFBhcnRzAAQOd2VpZ2h0R3JhZGllbnQAAwZtZW1vcnkCAAqjQxL4AgELfwJ/IAAoAjxFBEAgACgCCCAAKAIMbAwBCyAAKAIMIAAoAiQgACgCHCAAKAIsQQFrbGpsCyEFIAIgACgCGGwgACgCEGshDCAAKAIAIAAoAgwgACgCBCIIIAAoAghsbEECdCABbGohAiAAKAI8RQRAIAIgBSAMbEECdGoPC0EAIAAoAhQiAWsiB0EAIAdBAE4bIQ0gACgCCCIHIAUgACgCDCIKbSABayIJIAcgCUgbIA1rIglBACAJQQBOGyEOIAUgAUEAIAFBAE4bIApsIgtrIAogDmxrIQkgBCEBIAAoAiAgACgCGCADQQFrbGohAwNAIAMgBkoEQCAGIAxqIg9BAEggCCAPTHIEQCABQQAgBUECdPwLAAUgAUEAIAtBAnQiAPwLACAAIAFqIAIgByAPbCANaiAKbEECdGogCiAObCIAQQJ0/AoAACABIAAgC2pBAnRqQQAgCUECdPwLAAsgASAFQQJ0aiEBIAZBAWohBgwBCwsgBAvPAgIGfwt7A0AgBSANSgRAIAQgDUECdGooAgAiDCAAaiEOIAEgDGohDyACIAxqIRAgAyAMaiEMIAcgBkEFdGohEQNAIAcgEUcEQCASIA79CQIAIhsgB/0ABAAiGv3mAf3kASESIBMgGyAH/QAEECIb/eYB/eQBIRMgFCAP/QkCACIcIBr95gH95AEhFCAVIBwgG/3mAf3kASEVIBYgEP0JAgAiHCAa/eYB/eQBIRYgFyAcIBv95gH95AEhFyAYIAz9CQIAIhwgGv3mAf3kASEYIBkgHCAb/eYB/eQBIRkgDkEEaiEOIA9BBGohDyAQQQRqIRAgDEEEaiEMIAdBIGohBwwBCwsgDUEBaiENDAELCyAIIBL9CwQAIAggE/0LBBAgCSAU/QsEACAJIBX9CwQQIAogFv0LBAAgCiAX/QsEECALIBj9CwQAIAsgGf0LBBALrgUCEX8BfSAAKAIIIAAoAhgiCiAAKAIcIg5sIgwgACgCLCABIAAoAihsbGxBAnRqIQUgACgCACAAKAIUIg8gACgCECIRIAFsbCAKbEECdGohEgNAIA0gACgCKEgEQEEAIQsDQCALIAAoAixIBEBBACEGA0AgBiAAKAIgSARAIA0gACgCMGwgBiAAKAI4bGogAEFAaygCAGsiEEEASCAQIBFOckUEQEEAIQcDQCAAKAIkIgEgB0oEQCALIAAoAjRsIAcgACgCPGxqIAAoAkRrIgRBAEggBCAPTnJFBEAgEiAPIBBsIARqIApsQQJ0aiEIIAIgASAGbCAHaiAMbEECdGohCSAOQQFGBEAgAwRAIApBAnQhE0EAIQEDQCABQRBqIgQgE00EQCABIAhqIhQgFP0ABAAgASAJav0ABAAgASAFav0ABAD95gH95AH9CwQAIAQhAQwBCwsDQCABIBNJBEAgASAIaiIEIAQqAgAgASAJaioCACABIAVqKgIAlJI4AgAgAUEEaiEBDAELCwUgCkECdCETQQAhAQNAIAFBEGoiBCATTQRAIAEgCWoiFCAU/QAEACABIAhq/QAEACABIAVq/QAEAP3mAf3kAf0LBAAgBCEBDAELCwNAIAEgE0kEQCABIAlqIgQgBCoCACABIAhqKgIAIAEgBWoqAgCUkjgCACABQQRqIQEMAQsLCwVBACEBA0AgASAMSARAIAggASAObUECdGohBCABQQJ0IhMgCWohFCAFIBNqKgIAIRUgAwRAIAQgBCoCACAUKgIAIBWUkjgCAAUgFCAUKgIAIAQqAgAgFZSSOAIACyABQQFqIQEMAQsLCwsgB0EBaiEHDAELCwsgBkEBaiEGDAELCyAFIAxBAnRqIQUgC0EBaiELDAELCyANQQFqIQ0MAQsLC70MAiB/C3sgASAAKAJwIgRtIQYgACgCdCIDIAEgBG9sIgUgA2oiAyAAKAI0Ih9BA2pBAnUiHiAAKAIwIhdsIgEgASADShshGyAAKAJkIAAoAmgiEkEHakF4cUECdCIgIAYgFyAfbGxsaiEWIAUhAQNAIAEgG0gEQCAfIAEgHm9BAnQiBGshAyAWIAQgASAebSAfbGogIGxqQQBBBCADIANBBEobICBs/AsAIAFBAWohAQwBCwsgACgCUCACIAAoAlRsaiIDIAAoAlhqIgQgACgCeGohFSAAKAI4IREgACgCbCICIAZsIgEgAmoiBiAAQUBrKAIAIgIgAiAGShshFCAAKAJEIRogACgCSCEQIAAoAkwhGQNAIAEgFEgEQCAaIBQgAWsiAiACIBpKGyETQQAhHQNAIBAgHUoEQCAZIAAoAiggGSAdbCIYayICIAIgGUobIRwgACABIBggHCAVEAAiDyEHIAAoAiwhCiAAKAIMIgIgACgCHGxBAnQhCQJ/IAAoAjxFBEAgAiAAKAIIbAwBCyAAKAIMIAAoAiQgACgCHCAAKAIsQQFrbGpsCyAAKAIYbEECdCEIIAMhBkEAISIDQCATICJKBEAgIgR/IAAgASAiaiAYIBwgFSAAKAI8IgIEfwJ/IAJFBEAgACgCCCAAKAIMbAwBCyAAKAIMIAAoAiQgACgCHCAAKAIsQQFrbGpsCyAAKAIgIAAoAhggACgCTEEBa2xqbEECdAVBAAsgImxqEAAFIAcLIQJBACENA0AgDSAcSARAIAIgB2sgCCANbGohC0EAIQwDQCAKIAxKBEAgBiALNgIAIAZBBGohBiAJIAtqIQsgDEEBaiEMDAELCyANQQFqIQ0MAQsLICJBAWohIgwBCwsgBiADa0ECdiEOQQAhIQNAIBIgIUoEQEEIIAAoAmgiBiAhayICIAJBCEobIQkgACgCLCEIIAZBAnQhByAEIQJBACEMA0AgDCATSARAIAAoAmAgACgCKCABIAxqbCAYaiAIbCAHbGogIUECdGohDUEAIQsgCCAcbCEGA0AgBiALSgRAIAlBCEYEQCACIA39AAQA/QsEACACIA39AAQQ/QsEEAVBACEiA0AgIkEISARAICJBAnQiCiACaiAJICJKBH0gCiANaioCAAVDAAAAAAs4AgAgIkEBaiEiDAELCwsgAkEgaiECIAcgDWohDSALQQFqIQsMAQsLIAxBAWohDAwBCwsgFyAebCENIAUhAgNAIAIgGyANIA0gG0obSARAIA8gESACIB5tIghBAnRqKAIAaiACIB5vQQJ0IgZBAnRqIQwgBCEHIBYgCCAfbCAGaiAgbGogIUECdGohCyAfIAZrIQr9DAAAAAAAAAAAAAAAAAAAAAAhLf0MAAAAAAAAAAAAAAAAAAAAACEs/QwAAAAAAAAAAAAAAAAAAAAAISv9DAAAAAAAAAAAAAAAAAAAAAAhKv0MAAAAAAAAAAAAAAAAAAAAACEp/QwAAAAAAAAAAAAAAAAAAAAAISj9DAAAAAAAAAAAAAAAAAAAAAAhJ/0MAAAAAAAAAAAAAAAAAAAAACEmIAMiBiAOQQJ0aiEJA0AgBiAJRwRAIC0gDCAGKAIAaiII/QkCACIjIAf9AAQAIiX95gH95AEhLSAsICMgB/0ABBAiJP3mAf3kASEsICsgCP0JAgQiIyAl/eYB/eQBISsgKiAjICT95gH95AEhKiApIAj9CQIIIiMgJf3mAf3kASEpICggIyAk/eYB/eQBISggJyAI/QkCDCIjICX95gH95AEhJyAmICMgJP3mAf3kASEmIAZBBGohBiAHQSBqIQcMAQsLIAsgC/0ABAAgLf3kAf0LBAAgCyAL/QAEECAs/eQB/QsEECAKQQFKBEAgCyAgaiIGIAb9AAQAICv95AH9CwQAIAYgBv0ABBAgKv3kAf0LBBALIApBAkoEQCALICBBAXRqIgYgBv0ABAAgKf3kAf0LBAAgBiAG/QAEECAo/eQB/QsEEAsgCkEDSgRAIAsgIEEDbGoiBiAG/QAEACAn/eQB/QsEACAGIAb9AAQQICb95AH9CwQQCyACQQFqIQIMAQsLICFBCGohIQwBCwsgHUEBaiEdDAELCyABIBpqIQEMAQsLC7sCAwh/AXsBfSAAKAIEIQUgASAAKAIUIgJsIgEgAmoiAiAAKAIIIgMgAiADSBshCCAAKAIMIgpBB2pBeHFBAnQiCSADbCEGA0AgASAISARAIAAoAhAgASAKbEECdGohByAAKAIAIAEgCWxqIQRBACECA0AgAkEEaiAKTARAIAQgAkECdGr9AAQAIQtBASEDA0AgAyAFSARAIAsgBCADIAZsaiACQQJ0av0ABAD95AEhCyADQQFqIQMMAQsLIAcgAkECdGogC/0LBAAgAkEEaiECDAELCwNAIAIgCkgEQCAEIAJBAnRqKgIAIQxBASEDA0AgAyAFSARAIAwgBCADIAZsaiACQQJ0aioCAJIhDCADQQFqIQMMAQsLIAcgAkECdGogDDgCACACQQFqIQIMAQsLIAFBAWohAQwBCwsLogYDBHsQfwJ9IAAoAhgiCiAAKAIUIgwgACgCECIPbGxBAnQiAiABbCIIIAAoAgBqIRAgACgCBCAAKAIoIhUgACgCJCIUIAFsbCAKbEECdGohByAIIAAoAghqIgtBACAC/AsAA0AgDiAUSARAQQAhDQNAIA0gFUgEQCAOIAAoAixsIAAoAjxrIREgDSAAKAIwbCAAQUBrKAIAayESQQAhCANAIAhBBGogCkwEQP0M//9/////f////3////9//yEE/Qz/////////////////////IQNBACEBA0AgASAAKAIcSARAIBEgASAAKAI0bGoiCUEASCAJIA9OckUEQEEAIQIDQCACIAAoAiBIBEAgEiACIAAoAjhsaiITQQBIIAwgE0xyRQRAIAkgDGwgE2ogCmwgCGpBAnQiEyAQav0ABAAiBiAE/UQgA/0M//////////////////////03/VAhBSAGIAQgBf1SIQQgE/0RIAMgBf1SIQMLIAJBAWohAgwBCwsLIAFBAWohAQwBCwsgA/0bACIBQQBOBEAgASALaiIBIAEqAgAgByoCAJI4AgALIAP9GwEiAUEATgRAIAEgC0EEamoiASABKgIAIAcqAgSSOAIACyAD/RsCIgFBAE4EQCABIAtBCGpqIgEgASoCACAHKgIIkjgCAAsgA/0bAyIBQQBOBEAgASALQQxqaiIBIAEqAgAgByoCDJI4AgALIAdBEGohByAIQQRqIQgMAQsLA0AgCCAKSARAQwAAAAAhF0F/IQFBACECA0AgAiAAKAIcSARAIBEgAiAAKAI0bGoiE0EASCAPIBNMckUEQEEAIQkDQCAJIAAoAiBIBEAgEiAJIAAoAjhsaiIWQQBIIAwgFkxyRQRAIAFBAEggDCATbCAWaiAKbCAIakECdCIWIBBqKgIAIhggF15yBEAgGCEXIBYhAQsLIAlBAWohCQwBCwsLIAJBAWohAgwBCwsgAUEATgRAIAEgC2oiASABKgIAIAcqAgCSOAIACyAHQQRqIQcgCEEBaiEIDAELCyANQQFqIQ0MAQsLIA5BAWohDgwBCwsLbQIDfwF9IAAoAgAiBCAAKAIIQQJ0IgIgACgCBGxqIQUDQCACIANLBEBDAAAAACEGIAMgBGohAQNAIAEgBUkEQCAGIAEqAgCSIQYgASACaiEBDAELCyAAKAIMIANqIAY4AgAgA0EEaiEDDAELCwulAQEEfyAAKAIQIgIgAUEBamwiAyAAKAIMIgQgAyAESBtBAnQhAyAAKAIAIQQgACgCBCEFIAAoAgghBiABIAJsQQJ0IQADQCAAQRBqIgEgA00EQCAAIAZqIAAgBGr9AAQAIAAgBWr9AAQA/eQB/QsEACABIQAMAQsLA0AgACADSQRAIAAgBmogACAEaioCACAAIAVqKgIAkjgCACAAQQRqIQAMAQsLC3ABAn8gACgCSCIDIAFsIgIgA2oiAyAAKAIMIgQgAyAESBshAyAAKAIEIAAoAhwgACgCGCAAKAIgIAAoAiRsbGxBAnQiBCABbGoiAUEAIAT8CwADQCACIANIBEAgACACIAFBABACIAJBAWohAgwBCwsLcQEBfyAAKAJIIgIgAWwiASACaiICIAAoAgwiAyACIANIGyECIAAoAgAgACgCGCAAKAIQIAAoAhRsbEECdCIDIAFsakEAIAIgAWsgA2z8CwADQCABIAJIBEAgACABIAAoAgRBARACIAFBAWohAQwBCwsLsQIBDH9BCCAAKAIIIAFBA3QiCWsiAiACQQhKGyEIIAAoAhwhCiAAKAIgQQJ0IQsgACgCJEECdCEFIAAoAgQgASAAKAIUIgwgACgCDCINIAAoAhAiDmxsbEEFdGohAgNAIAYgDUgEQEEAIQQDQCAEIA5IBEAgACgCACAFIAlsaiAGIAAoAhhsIAQgCmxqQQJ0aiEDQQAhBwNAIAcgDEgEQCAFQQRGIAhBCEZxBEAgAiAD/QAEAP0LBAAgAiAD/QAEEP0LBBAFQQAhAQNAIAFBCEgEQCACIAFBAnRqIAEgCEgEfSADIAEgBWxqKgIABUMAAAAACzgCACABQQFqIQEMAQsLCyACQSBqIQIgAyALaiEDIAdBAWohBwwBCwsgBEEBaiEEDAELCyAGQQFqIQYMAQsLC5kGARB/IABBQGsoAgAgACgCRCIDIAEgACgCSCIEbWwiCGshBiADIAYgAyAGSBshCSAAKAIoIAAoAkwiAyABIARvbCIKayEBIAMgASABIANKGyELIAAoAlAgAiAAKAJUbGoiAiAAKAJYaiEMIAAoAiwhDSAAKAIMIgEgACgCHGxBAnQhDgJ/IAAoAjxFBEAgASAAKAIIbAwBCyAAKAIMIAAoAiQgACgCHCAAKAIsQQFrbGpsCyAAKAIYbEECdCEPIAAoAmwhECAAKAJwIREgAiEBA0AgBSAJSARAIAAgBSAIaiIEIAogCyAMIAAoAjwiAwR/An8gA0UEQCAAKAIIIAAoAgxsDAELIAAoAgwgACgCJCAAKAIcIAAoAixBAWtsamwLIAAoAiAgACgCGCAAKAJMQQFrbGpsQQJ0BUEACyAFbGoQACEDIAAoAmQgACgCaCAEbGogCiAQbGohBkEAIQcDQCAHIAtIBEBBACEEA0AgBCANSARAIAEgAyAEIA5sajYCACABIAYgBCARbGo2AgQgAUEIaiEBIARBAWohBAwBCwsgAyAPaiEDIAYgEGohBiAHQQFqIQcMAQsLIAVBAWohBQwBCwsgASEDA0AgASACa0EfcQRAIAEgA0EIaykDADcDACABQQhqIQEMAQsLIAAoAjAhBiAAKAI0IQcgACgCOCEIIAAoAnQhCSAAKAJgIQNBACEFA0AgBSAJSARAIAVBAnQhCiAJIAVrIQsgAiEAA0AgACABSQRAIAAoAgQgCmohDCAAKAIMIApqIQ0gACgCFCAKaiEOIAAoAhwgCmohDyAAKAIAIRAgACgCCCERIAAoAhAhEiAAKAIYIQQgC0EITgRAIBAgESASIAQgCCAGIAcgAyAMIA0gDiAPEAEFIBAgESASIAQgCCAGIAcgAyABIAFBIGoiBCABQUBrIhAgAUHgAGoiERABIAwgASALQQJ0Igz8CgAAIA0gBCAM/AoAACAOIBAgDPwKAAAgDyARIAz8CgAACyAAQSBqIQAMAQsLIAMgBiAHbEEFdGohAyAFQQhqIQUMAQsLC5gFAwV/DXsEfSAAKAIAIgQgACgCCEECdCICIAEgACgCDCIGbCIHbGohBSAEIAYgB2oiBiAAKAIEIgcgBiAHSBsgAmxqIQYgACgCECABQQF0IAJsaiEBA0AgA0FAayACTQRAIAMgBGoiAP0ABAAhECAA/QAEECERIAD9AAQgIRIgAP0ABDAhE/0MAAAAAAAAAAAAAAAAAAAAACEI/QwAAAAAAAAAAAAAAAAAAAAAIQn9DAAAAAAAAAAAAAAAAAAAAAAhCv0MAAAAAAAAAAAAAAAAAAAAACEL/QwAAAAAAAAAAAAAAAAAAAAAIQz9DAAAAAAAAAAAAAAAAAAAAAAhDf0MAAAAAAAAAAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIQ8gAyAFaiEAA0AgACAGSQRAIAggAP0ABAAgEP3lASIU/eQBIQggDCAUIBT95gH95AEhDCAJIAD9AAQQIBH95QEiFP3kASEJIA0gFCAU/eYB/eQBIQ0gCiAA/QAEICAS/eUBIhT95AEhCiAOIBQgFP3mAf3kASEOIAsgAP0ABDAgE/3lASIU/eQBIQsgDyAUIBT95gH95AEhDyAAIAJqIQAMAQsLIAEgA2oiACAI/QsEACAAIAn9CwQQIAAgCv0LBCAgACAL/QsEMCABIAJqIANqIgAgDP0LBAAgACAN/QsEECAAIA79CwQgIAAgD/0LBDAgA0FAayEDDAELCwNAIAIgA0sEQCADIARqKgIAIRhDAAAAACEVQwAAAAAhFiADIAVqIQADQCAAIAZJBEAgFSAAKgIAIBiTIheSIRUgFiAXIBeUkiEWIAAgAmohAAwBCwsgASADaiAVOAIAIAEgAmogA2ogFjgCACADQQRqIQMMAQsLC6cCAwR8BH8BfSAAKAIIIQcgACgCBLchBSAAKAIQIQkgACoCLCELA0AgByAISgRAIAhBAnQhAUQAAAAAAAAAACEDRAAAAAAAAAAAIQRBACECA0AgAiAJSARAIAMgACgCDCACQQF0IAdsQQJ0aiABaiIKKgIAu6AhAyAEIAogB0ECdGoqAgC7oCEEIAJBAWohAgwBCwsgACgCACABaioCALsgAyAFoyIDoCEGIAAoAhQgAWoqAgC7IAQgBaMgAyADoqFEAAAAAAAAAAClIgMgC7ugn6MhBCAAKAIcIAFqIAa2OAIAIAAoAiAgAWogA7Y4AgAgACgCJCABaiAEtjgCACAAKAIoIAFqIAAoAhggAWoqAgC7IAYgBKKhtjgCACAIQQFqIQgMAQsLC84FAwR9CX8IeyAAKAIQQQJ0IgIgASAAKAIUIglsbCEIIAFBAWogCWwiCSAAKAIMIgogCSAKSBsgAmwhCiAAKAIAIQ0gACgCBCEOIAAoAgghCyAAKAIYIQkgACgCHCABQQF0IAJsaiEBA0AgB0EgaiACTQRAIAcgCWoiAP0ABAAhFCAA/QAEECEV/QwAAAAAAAAAAAAAAAAAAAAAIRD9DAAAAAAAAAAAAAAAAAAAAAAhEf0MAAAAAAAAAAAAAAAAAAAAACES/QwAAAAAAAAAAAAAAAAAAAAAIRMgCwRAIAcgCGohAANAIAAgCkkEQCAQIAAgDWoiDP0ABAAgACALaiIP/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4iFv3kASEQIBEgDP0ABBAgD/0ABBD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIhf95AEhESASIBYgACAOaiIM/QAEACAU/eUB/eYB/eQBIRIgEyAXIAz9AAQQIBX95QH95gH95AEhEyAAIAJqIQAMAQsLBSAHIAhqIQADQCAAIApJBEAgECAAIA1qIgz9AAQAIhb95AEhECARIAz9AAQQIhf95AEhESASIBYgACAOaiIM/QAEACAU/eUB/eYB/eQBIRIgEyAXIAz9AAQQIBX95QH95gH95AEhEyAAIAJqIQAMAQsLCyABIAdqIgAgEP0LBAAgACAR/QsEECABIAJqIAdqIgAgEv0LBAAgACAT/QsEECAHQSBqIQcMAQsLA0AgAiAHSwRAIAcgCWoqAgAhBUMAAAAAIQRDAAAAACEDIAcgCGohAANAIAAgCkkEQCALBH8gACALaioCAEMAAAAAXgVBAQsEQCAEIAAgDWoqAgAiBpIhBCADIAYgACAOaioCACAFk5SSIQMLIAAgAmohAAwBCwsgASAHaiAEOAIAIAEgAmogB2ogAzgCACAHQQRqIQcMAQsLC74CAwh8BH8BfSAAKAIAtyEGIAAoAgQhCyAAKAIMIQ0gACoCHCEPA0AgCyAMSgRAIAxBAnQhAUQAAAAAAAAAACEDRAAAAAAAAAAAIQRBACECA0AgAiANSARAIAMgACgCCCACQQF0IAtsQQJ0aiABaiIOKgIAu6AhAyAEIA4gC0ECdGoqAgC7oCEEIAJBAWohAgwBCwsgACgCFCABaioCALshCCAAKAIQIAFqKgIAu0QAAAAAAADwPyAAKAIYIAFqKgIAuyAPu6CfoyIFoiIJmiIKIAWiIAWiIASiIAajIQcgACgCICABaiAEIAWitjgCACAAKAIkIAFqIAO2OAIAIAAoAiggAWogCbY4AgAgACgCLCABaiAHtjgCACAAKAIwIAFqIAogA6IgBqMgByAIoqG2OAIAIAxBAWohDAwBCwsLqgMDAXsLfwF9IAAoAhBBAnQiAiAAKAIUIgwgAUEBamwiBCAAKAIMIgUgBCAFSBtsIQkgACgCACEEIAAoAgQhBSAAKAIIIQ0gACgCGCEGIAAoAhwhByAAKAIgIQggACgCJCEKIAAoAighDiACQXBxIQsgASAMbCACbCEBA0AgASAJSQRAQQAhAANAIAAgC0kEQCAEIAAgAWoiDGr9AAQAIQMgDQRAIAMgDCANav0ABAD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIQMLIA4EQCAMIA5qIAP9CwQACyAKIAxqIAMgACAGav0ABAD95gEgBSAMav0ABAAgACAHav0ABAD95gEgACAIav0ABAD95AH95AH9CwQAIABBEGohAAwBCwsDQCAAIAJJBEAgACABaiEMIA0EfyAMIA1qKgIAQwAAAABeBUEBCwR9IAQgDGoqAgAFQwAAAAALIQ8gDgRAIAwgDmogDzgCAAsgCiAMaiAPIAAgBmoqAgCUIAUgDGoqAgAgACAHaioCAJQgACAIaioCAJKSOAIAIABBBGohAAwBCwsgASACaiEBDAELCwvAAwMBfQl/AnsgACgCCEECdCICIAAoAgwiByABQQFqbCIEIAAoAgQiBSAEIAVIG2whCCAAKAIAIQsgACgCECEMIAAoAhQhBCAAKAIYIQkgACgCICEF/QwAAAAAAAAAAAAAAAAAAAAA/Qz//3////9/////f////3//IAAoAhwiChshDSACQXBxIQYgASAHbCACbCEBA0AgASAISQRAQQAhACAJBEADQCAAIAZJBEAgASAFaiAAaiABIAtqIABq/QAEACAAIAxq/QAEAP3mASAAIARq/QAEACABIAlqIABq/QAEAP3kAf3kASIOIA396QEgDiAKG/0LBAAgAEEQaiEADAELCwUDQCAAIAZJBEAgASAFaiAAaiABIAtqIABq/QAEACAAIAxq/QAEAP3mASAAIARq/QAEAP3kASIOIA396QEgDiAKG/0LBAAgAEEQaiEADAELCwsDQCAAIAJJBEAgASALaiAAaioCACAAIAxqKgIAlCAAIARqKgIAkiEDIAkEQCADIAEgCWogAGoqAgCSIQMLIAEgBWogAGogA0MAAAAAlyADIAobOAIAIABBBGohAAwBCwsgASACaiEBDAELCws=";

// ../packages/engine-wasm/src/threads/load-kernels.ts
function loadKernels(shared) {
  const binary = Uint8Array.from(atob(KERNELS_BASE64), (letter) => letter.charCodeAt(0));
  return WebAssembly.compile(importMemory(binary, { initial: 1, maximum: 65536, shared }));
}

// ../packages/engine-wasm/src/engine.ts
var started;
function wasmEngine({ binaryUrl } = {}) {
  return {
    name: "wasm",
    async probe() {
      return hasSimd() ? { works: true, detail: "WebAssembly with SIMD" } : {
        works: false,
        reason: "this JavaScript engine has no WebAssembly with SIMD",
        remedy: "Use Node 20.19 or later, or a browser of 2021 or later (Safari: 2023)."
      };
    },
    async start({ precision = "float32", threads: threads2 = 1 }) {
      if (precision !== "float32") {
        throw new RangeError(
          `wasmEngine: precision must be "float32", the only one that WebAssembly computes in; got "${precision}". Leave it out, or use another engine.`
        );
      }
      started ??= start(binaryUrl);
      const pool = await started;
      await pool.grow(threads2);
      await tf7.setBackend("wasm");
      await tf7.ready();
      return {
        name: "wasm",
        description: `wasm engine (tfjs ${tf7.version.tfjs}, SIMD, ${pool.threads} thread${pool.threads > 1 ? "s" : ""})`,
        precision: "float32",
        threads: pool.threads
      };
    }
  };
}
var engine2 = wasmEngine();
async function start(binaryUrl) {
  const shared = typeof SharedArrayBuffer === "function";
  const { module, memory: memory2 } = await startTfjsModule(await tfjsBinary(binaryUrl), shared);
  const pool = new ThreadPool(await loadKernels(shared), memory2);
  tf7.removeBackend("wasm");
  const backend2 = new BackendWasm(module);
  tf7.registerBackend("wasm", () => backend2, 2);
  const heap = new Heap(module, memory2, pool);
  registerMissingKernels();
  mendKernels(backend2);
  registerConv2d(heap);
  registerBatchNorm(heap);
  registerDepthwise(heap);
  registerMaxPool(heap);
  return pool;
}
var SIMD_MODULE = [
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  4,
  1,
  96,
  0,
  0,
  3,
  2,
  1,
  0,
  10,
  11,
  1,
  9,
  0,
  65,
  0,
  253,
  15,
  253,
  98,
  26,
  11
];
function hasSimd() {
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(SIMD_MODULE));
}

// ../packages/core/src/networks/define-network.ts
import * as tf8 from "@tensorflow/tfjs";

// ../packages/core/src/random/philox.ts
var MULTIPLIER_0 = 3528531795;
var MULTIPLIER_1 = 3449720151;
var WEYL_0 = 2654435769;
var WEYL_1 = 3144134277;
var ROUNDS = 10;
function philox4x32(counter, key) {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = k0 + WEYL_0 | 0;
    k1 = k1 + WEYL_1 | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}
function randomStream({
  seed,
  purpose,
  epoch = 0,
  sample = 0,
  view = 0
}) {
  for (const [name2, value] of Object.entries({ seed, epoch, sample, view })) {
    if (!Number.isInteger(value) || value < 0 || value > 4294967295) {
      throw new RangeError(`randomStream: ${name2} must be an integer in [0, 2^32); got ${value}.`);
    }
  }
  const key = [seed, hash(purpose)];
  let block = 0;
  let words = [0, 0, 0, 0];
  let used = 4;
  const uint32 = () => {
    if (used === 4) {
      words = philox4x32([block++, sample, epoch, view], key);
      used = 0;
    }
    return words[used++];
  };
  const uniform = (low = 0, high = 1) => low + (high - low) * (uint32() / 2 ** 32);
  return {
    uint32,
    uniform,
    integer(bound) {
      if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
        throw new RangeError(
          `RandomStream.integer: bound must be an integer in [1, 2^32]; got ${bound}.`
        );
      }
      const limit = 2 ** 32 - 2 ** 32 % bound;
      let word = uint32();
      while (word >= limit) word = uint32();
      return word % bound;
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
    chance: (probability) => uniform() < probability
  };
}
function multiplyHigh(a, b) {
  const [aHigh, aLow] = [a >>> 16, a & 65535];
  const [bHigh, bLow] = [b >>> 16, b & 65535];
  const middle = aHigh * bLow + (aLow * bLow >>> 16);
  const cross = aLow * bHigh + (middle & 65535);
  return aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536) | 0;
}
function hash(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}

// ../packages/core/src/networks/initializers.ts
var size = (shape) => shape.reduce((product, n) => product * n, 1);
function constant(value) {
  return (shape) => new Float32Array(size(shape)).fill(value);
}
function normal(deviation) {
  return (shape, random) => Float32Array.from({ length: size(shape) }, () => deviation * random.normal());
}
function heNormal(fan) {
  return (shape, random) => normal(Math.sqrt(2 / fanOf(shape, fan)))(shape, random);
}
function fanOf(shape, fan) {
  const [inputs, outputs] = shape.slice(-2);
  return size(shape.slice(0, -2)) * (fan === "in" ? inputs : outputs);
}

// ../packages/core/src/networks/define-network.ts
function defineNetwork(build, { seed }) {
  return realize(build, (name2, shape, initializer) => {
    const random = randomStream({ seed, purpose: `initial/${name2}` });
    return tf8.tensor(initializer(shape, random), [...shape], "float32");
  });
}
function realize(build, initialValue) {
  const parameters = [];
  const statistics = [];
  const names = /* @__PURE__ */ new Set();
  const make = (name2, shape, initializer, trained) => {
    if (names.has(name2)) {
      throw new RangeError(`defineNetwork: names of variables must be unique; got ${name2} twice.`);
    }
    names.add(name2);
    const initial = initialValue(name2, shape, initializer);
    const variable2 = tf8.variable(initial, trained);
    initial.dispose();
    return variable2;
  };
  const parameter = (kind, standard) => (name2, shape, initializer = standard) => {
    const variable2 = make(name2, shape, initializer, true);
    parameters.push({ name: name2, kind, variable: variable2 });
    return variable2;
  };
  const behaviour = build({
    kernel: parameter("kernel"),
    bias: parameter("bias", constant(0)),
    scale: parameter("scale", constant(1)),
    statistic: (name2, shape, initializer) => {
      const variable2 = make(name2, shape, initializer, false);
      statistics.push({ name: name2, variable: variable2 });
      return variable2;
    }
  });
  const clone2 = () => {
    const values = new Map([...parameters, ...statistics].map((v) => [v.name, v.variable]));
    return realize(build, (name2) => tf8.clone(values.get(name2)));
  };
  return { ...behaviour, parameters, statistics, clone: clone2 };
}

// ../packages/core/src/ops/batch-norm.ts
import * as tf11 from "@tensorflow/tfjs";

// ../packages/core/src/ops/differentiable.ts
import * as tf9 from "@tensorflow/tfjs";
function differentiable(inputs, forward, backward) {
  const tape = tf9.engine();
  return tape.runKernelFunc({
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc: (dys, saved) => backward(dys, saved),
    inputs
  });
}

// ../packages/core/src/ops/fused-kernel.ts
import * as tf10 from "@tensorflow/tfjs";
function hasFusedKernel(name2) {
  return tf10.getKernel(name2, tf10.getBackend()) !== void 0;
}
function runFusedKernel(name2, inputs, attributes) {
  return tf10.engine().runKernel(name2, inputs, attributes);
}

// ../packages/core/src/ops/batch-norm.ts
var FORWARD = "BatchNormTrain";
var BACKWARD = "BatchNormTrainGrad";
function batchNorm(x2, variables, mode, { epsilon = 1e-5, decay = 0.9, residual, relu: relu2 = false } = {}) {
  return tf11.tidy(() => {
    const offset = variables.offset ?? tf11.zerosLike(variables.scale);
    if (mode === "evaluate") {
      const { mean: mean4, variance: variance2, scale } = variables;
      const factor = tf11.div(scale, tf11.sqrt(tf11.add(variance2, epsilon)));
      const y3 = tf11.add(tf11.mul(x2, factor), tf11.sub(offset, tf11.mul(mean4, factor)));
      const sum2 = residual ? tf11.add(y3, residual) : y3;
      return relu2 ? tf11.relu(sum2) : sum2;
    }
    const inputs = { x: x2, scale: variables.scale, offset, ...residual && { residual } };
    const [y2, mean3, variance] = differentiable(
      inputs,
      (save) => {
        const outputs = hasFusedKernel(FORWARD) ? runFusedKernel(FORWARD, inputs, { epsilon, relu: relu2 }) : plainForward(inputs, epsilon, relu2);
        save([x2, variables.scale, ...outputs]);
        return outputs;
      },
      ([dy], saved) => {
        const [x3, scale, y3, mean4, variance2] = saved;
        const from = { dy, x: x3, scale, y: y3, mean: mean4, variance: variance2 };
        const [dx, dScale, dOffset, dResidual] = hasFusedKernel(BACKWARD) ? runFusedKernel(BACKWARD, from, { epsilon, relu: relu2 }) : plainBackward(from, epsilon, relu2);
        return {
          x: () => dx,
          scale: () => dScale,
          offset: () => dOffset,
          ...residual && { residual: () => dResidual }
        };
      }
    );
    moveTowards(variables.mean, mean3, decay);
    moveTowards(variables.variance, variance, decay);
    return y2;
  });
}
function plainForward({ x: x2, scale, offset, residual }, epsilon, relu2) {
  const rows = tf11.reshape(x2, [-1, scale.size]);
  const mean3 = tf11.mean(rows, 0);
  const centered = tf11.sub(rows, mean3);
  const variance = tf11.mean(tf11.square(centered), 0);
  const factor = tf11.div(scale, tf11.sqrt(tf11.add(variance, epsilon)));
  const normalized = tf11.reshape(tf11.add(tf11.mul(centered, factor), offset), x2.shape);
  const sum2 = residual ? tf11.add(normalized, residual) : normalized;
  return [relu2 ? tf11.relu(sum2) : sum2, mean3, variance];
}
function plainBackward({ dy, x: x2, scale, y: y2, mean: mean3, variance }, epsilon, relu2) {
  const dSum = relu2 ? tf11.mul(dy, tf11.step(y2)) : dy;
  const dRows = tf11.reshape(dSum, [-1, scale.size]);
  const rows = tf11.reshape(x2, [-1, scale.size]);
  const inverse = tf11.rsqrt(tf11.add(variance, epsilon));
  const normalized = tf11.mul(tf11.sub(rows, mean3), inverse);
  const dOffset = tf11.sum(dRows, 0);
  const dScale = tf11.sum(tf11.mul(dRows, normalized), 0);
  const R = rows.shape[0];
  const inner = tf11.sub(dRows, tf11.div(tf11.add(dOffset, tf11.mul(normalized, dScale)), R));
  const dx = tf11.reshape(tf11.mul(inner, tf11.mul(scale, inverse)), x2.shape);
  return [dx, dScale, dOffset, dSum];
}
function moveTowards(running, batch, decay) {
  running.assign(tf11.add(tf11.mul(running, decay), tf11.mul(batch, 1 - decay)));
}

// ../packages/core/src/networks/variable-maker.ts
function within(variables, prefix) {
  return {
    kernel: (name2, shape, initializer) => variables.kernel(`${prefix}/${name2}`, shape, initializer),
    bias: (name2, shape, initializer) => variables.bias(`${prefix}/${name2}`, shape, initializer),
    scale: (name2, shape, initializer) => variables.scale(`${prefix}/${name2}`, shape, initializer),
    statistic: (name2, shape, initializer) => variables.statistic(`${prefix}/${name2}`, shape, initializer)
  };
}

// ../packages/core/src/ops/conv-2d.ts
import * as tf12 from "@tensorflow/tfjs";

// ../packages/core/src/ops/padding.ts
function nhwcPadding(caller, padding) {
  const { top, bottom, left, right } = typeof padding === "number" ? { top: padding, bottom: padding, left: padding, right: padding } : padding;
  for (const side of [top, bottom, left, right]) {
    if (!Number.isInteger(side) || side < 0) {
      throw new RangeError(`${caller}: padding must be integers \u2265 0; got ${side}.`);
    }
  }
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0]
  ];
}

// ../packages/core/src/ops/conv-2d.ts
function conv2d2(x2, kernel, { stride = 1, padding = 0 } = {}) {
  if (!Number.isInteger(stride) || stride < 1) {
    throw new RangeError(`conv2d: stride must be an integer \u2265 1; got ${stride}.`);
  }
  if (x2.rank !== 4 || kernel.rank !== 4 || x2.shape[3] !== kernel.shape[2]) {
    throw new RangeError(
      `conv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, D]; got [${x2.shape.join(", ")}] and [${kernel.shape.join(", ")}].`
    );
  }
  return tf12.conv2d(x2, kernel, stride, nhwcPadding("conv2d", padding));
}

// ../packages/core/src/ops/conv-batch-norm.ts
import * as tf13 from "@tensorflow/tfjs";
function convBatchNorm(x2, variables, mode, { stride, padding, ...normalization } = {}) {
  return tf13.tidy(() => {
    const kernel = variables.kernel;
    const convolution = {
      ...stride !== void 0 && { stride },
      ...padding !== void 0 && { padding }
    };
    return batchNorm(conv2d2(x2, kernel, convolution), variables, mode, normalization);
  });
}

// wasm-step/residual-network.js
import * as tf14 from "@tensorflow/tfjs";
function residualNetwork({ width, blocks, channels = 3, classes = 10 }) {
  return defineNetwork(
    (variables) => {
      const unit = (name2, shape) => {
        const own = within(variables, name2);
        const C2 = [shape[3]];
        return {
          kernel: own.kernel("kernel", shape, heNormal("out")),
          scale: own.scale("scale", C2),
          offset: own.bias("offset", C2),
          mean: own.statistic("mean", C2, constant(0)),
          variance: own.statistic("variance", C2, constant(1))
        };
      };
      const stem = unit("stem", [3, 3, channels, width]);
      let from = width;
      const units = blocks.flatMap(
        (count, stage) => Array.from({ length: count }, (_, i) => {
          const to = width * 2 ** stage;
          const stride = i === 0 && stage > 0 ? 2 : 1;
          const name2 = `stage${stage}/block${i}`;
          const block = {
            stride,
            first: unit(`${name2}/first`, [3, 3, from, to]),
            second: unit(`${name2}/second`, [3, 3, to, to]),
            shortcut: from === to && stride === 1 ? void 0 : unit(`${name2}/shortcut`, [1, 1, from, to])
          };
          from = to;
          return block;
        })
      );
      const head = variables.kernel("head", [from, classes], heNormal("in"));
      return {
        apply(images, mode) {
          return tf14.tidy(() => {
            let x2 = convBatchNorm(images, stem, mode, { padding: 1, relu: true });
            for (const { stride, first, second, shortcut } of units) {
              const inner = convBatchNorm(x2, first, mode, { stride, padding: 1, relu: true });
              const residual = shortcut ? convBatchNorm(x2, shortcut, mode, { stride }) : x2;
              x2 = convBatchNorm(inner, second, mode, { padding: 1, residual, relu: true });
            }
            return tf14.matMul(tf14.mean(x2, [1, 2]), head);
          });
        }
      };
    },
    { seed: 0 }
  );
}

// .prof.js
var [, , threads = "1", config = "narrow28", steps = "6", profile] = process.argv;
var configs = { narrow28: [{ width: 16, blocks: [1, 1, 1, 1], channels: 1 }, 128, 28, 1], narrow32: [{ width: 16, blocks: [1, 1, 1, 1] }, 128, 32, 3], r18: [{ width: 64, blocks: [2, 2, 2, 2] }, 64, 32, 3] };
var [net_, N, S, C] = configs[config];
console.log((await engine2.start({ threads: +threads })).description);
var net = residualNetwork(net_);
var x = tf15.randomNormal([N, S, S, C], 0, 1, "float32", 1);
var y = tf15.oneHot(tf15.tensor1d([...Array(N).keys()].map((i) => i % 10), "int32"), 10);
var opt = tf15.train.momentum(0.01, 0.9);
var params = net.parameters.map((p) => p.variable);
var kernels = {};
if (profile) {
  const backend2 = tf15.backend();
  const e = tf15.engine();
  for (const k of tf15.getKernelsForBackend("wasm")) {
    const f = k.kernelFunc;
    k.kernelFunc = (a) => {
      const t = performance.now();
      const r = f(a);
      const d = performance.now() - t;
      const o = kernels[k.kernelName] ??= [0, 0];
      o[0] += d;
      o[1]++;
      return r;
    };
  }
}
var times = [];
for (let s = 0; s < +steps; s++) {
  kernels = {};
  const c0 = process.cpuUsage();
  const t0 = performance.now();
  const loss = tf15.tidy(() => {
    const { value, grads } = tf15.variableGrads(() => tf15.losses.softmaxCrossEntropy(y, net.apply(x, "train")), params);
    opt.applyGradients(grads);
    return value.dataSync()[0];
  });
  const d = performance.now() - t0;
  const cu = process.cpuUsage(c0);
  times.push((cu.user + cu.system) / 1e3);
  if (s % Math.ceil(steps / 8) === 0) console.log(s, loss.toFixed(4), d.toFixed(1) + " ms", tf15.memory().numTensors);
}
times.sort((a, b) => a - b);
console.log("min", times[0].toFixed(1), "median", times[times.length >> 1].toFixed(1));
if (profile) {
  let sum2 = 0;
  for (const [k, [t, n]] of Object.entries(kernels).sort((a, b) => b[1][0] - a[1][0]).slice(0, 16)) {
    console.log(k.padEnd(28), t.toFixed(1).padStart(8), n);
  }
  for (const v of Object.values(kernels)) sum2 += v[0];
  console.log("sum", sum2.toFixed(1));
}
