/**
 * Takes a training step on a binding and says what came of it, as JSON: in a process of its own, because a binding that
 * does not fit may end it. Arguments: the folder of tfjs-node, and the binding.
 *
 * y = x * w over a 3 x 3 image of ones with a 2 x 2 kernel: of the sum of y each weight has the gradient 4.
 */
export const CHECK_PROGRAM = `
const [folder, file] = process.argv.slice(1);
const require = process.getBuiltinModule("node:module").createRequire(folder + "/package.json");
const util = require("node:util");
util.isArray = Array.isArray;
util.isNullOrUndefined = (value) => value === null || value === undefined;
const tf = require("@tensorflow/tfjs");
tf.env().set("IS_TEST", true);
const binding = require(file);
require("./dist/register_all_kernels.js");
const { NodeJSKernelBackend } = require("./dist/nodejs_kernel_backend.js");
tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, "check"), 3);
tf.setBackend("tensorflow");
const kernel = tf.variable(tf.ones([2, 2, 1, 1]));
const loss = () => tf.sum(tf.conv2d(tf.ones([1, 3, 3, 1]), kernel, 1, "valid"));
const { value, grads } = tf.variableGrads(loss);
const gradient = [...grads[kernel.name].dataSync()];
kernel.assign(tf.sub(kernel, tf.mul(grads[kernel.name], 0.125)));
const losses = [value.dataSync()[0], loss().dataSync()[0]];
console.log(JSON.stringify({ version: binding.TF_Version, gpu: binding.isUsingGpuDevice(), gradient, losses }));
`;
