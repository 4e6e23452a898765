/** A TensorFlow that this engine was tried with. */
export interface TriedVersion {
  readonly version: string;
  /** Names on PyPI and SHA-256 of the files, for CPython 3.11; the libraries in them know no Python. */
  readonly wheels: Readonly<Record<Variant, { readonly name: string; readonly sha256: string }>>;
  /** NVIDIA's libraries that the GPU variant loads, from PyPI. */
  readonly cuda: readonly string[];
  /** The oldest driver that CUDA of this version runs on. */
  readonly oldestDriver: string;
  /** The oldest generation of GPUs that its kernels are compiled for, NVIDIA's compute capability. */
  readonly oldestCapability: string;
  /** Bytes of disk that a variant takes, and as much again as its downloads while it is installed. */
  readonly bytes: Readonly<Record<Variant, { readonly kept: number; readonly downloads: number }>>;
}

/** For processors alone, or for NVIDIA's GPUs too. */
export type Variant = "cpu" | "gpu";

/** The first is what is downloaded. */
export const TRIED_VERSIONS: readonly [TriedVersion, ...TriedVersion[]] = [
  {
    version: "2.21.0",
    wheels: {
      cpu: {
        name: "tensorflow-cpu",
        sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
      },
      gpu: {
        name: "tensorflow",
        sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
      },
    },
    cuda: [
      "nvidia-cublas-cu12==12.9.3.13",
      "nvidia-cuda-cupti-cu12==12.8.90",
      "nvidia-cuda-nvcc-cu12==12.9.86",
      "nvidia-cuda-nvrtc-cu12==12.9.86",
      "nvidia-cuda-runtime-cu12==12.9.79",
      "nvidia-cudnn-cu12==9.28.0.42",
      "nvidia-cufft-cu12==11.4.1.4",
      "nvidia-curand-cu12==10.3.10.19",
      "nvidia-cusolver-cu12==11.7.5.82",
      "nvidia-cusparse-cu12==12.5.10.65",
      "nvidia-nccl-cu12==2.32.3",
      "nvidia-nvjitlink-cu12==12.9.86",
    ],
    oldestDriver: "525.60.13", // CUDA 12's
    oldestCapability: "6.0",
    bytes: {
      cpu: { kept: 860e6, downloads: 280e6 },
      gpu: { kept: 5.7e9, downloads: 3.4e9 },
    },
  },
];
