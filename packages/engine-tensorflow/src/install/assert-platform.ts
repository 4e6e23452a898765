import { InstallError } from "./install-error.ts";

/** What decides whether TensorFlow's libraries run here. */
export interface Platform {
  /** Node's names: "linux-x64". */
  readonly name: string;
  /** Version of glibc; undefined on musl. */
  readonly glibc: string | undefined;
}

const OLDEST_GLIBC = [2, 27]; // the wheels' manylinux_2_27

/** @throws {InstallError} Where TensorFlow's wheels have nothing that runs. */
export function assertPlatform({ name, glibc }: Platform = thisPlatform()): void {
  const instead = "Use the native or the wasm engine there, or install tfjs-node by itself.";
  if (name !== "linux-x64") {
    throw new InstallError("platform", `the machine must be linux-x64; got ${name}. ${instead}`);
  }
  const [major = 0, minor = 0] = (glibc ?? "").split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = OLDEST_GLIBC;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    const got = glibc === undefined ? "another C library (musl?)" : `glibc ${glibc}`;
    throw new InstallError(
      "platform",
      `the system must have glibc ${OLDEST_GLIBC.join(".")} or later; got ${got}. ${instead}`,
    );
  }
}

function thisPlatform(): Platform {
  const { header } = process.report.getReport() as unknown as {
    header: { glibcVersionRuntime?: string };
  };
  return { name: `${process.platform}-${process.arch}`, glibc: header.glibcVersionRuntime };
}
