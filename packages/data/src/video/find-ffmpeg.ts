import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const PACKAGES = ["ffmpeg-static", "@ffmpeg-installer/ffmpeg"];

/**
 * The program ffmpeg: what FFMPEG_PATH names; else that of PATH; else that of the npm packages
 * `ffmpeg-static` or `@ffmpeg-installer/ffmpeg`.
 *
 * @param places - URLs of modules that the npm packages are looked for from. Default: one in the folder
 *   that the program runs in, and this one.
 * @throws {Error} If there is none that runs; it says what to install.
 */
export async function findFfmpeg(
  caller: string,
  places: readonly string[] = [
    pathToFileURL(join(process.cwd(), "from-here.js")).href,
    import.meta.url,
  ],
): Promise<string> {
  const named = process.env.FFMPEG_PATH;
  if (named !== undefined && named !== "") {
    const problem = await problemOf(named);
    if (problem === undefined) return named;
    throw new Error(
      `${caller}: FFMPEG_PATH must name the program ffmpeg; got "${named}", which does not run: ${problem}.`,
    );
  }
  for (const program of ["ffmpeg", ...packaged(places)]) {
    if ((await problemOf(program)) === undefined) return program;
  }
  throw new Error(
    `${caller}: the program ffmpeg must be there to decode video; got none on PATH, and neither npm package ${PACKAGES.join(" nor ")}. Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg, or npm install ffmpeg-static), or name it in FFMPEG_PATH.`,
  );
}

/** Programs that npm packages bring: a package's export is the path, or has it as `path`. */
function packaged(places: readonly string[]): string[] {
  const programs = PACKAGES.flatMap((name) => places.map((place) => programOf(place, name)));
  return programs.filter((program) => program !== undefined);
}

function programOf(place: string, name: string): string | undefined {
  try {
    const exported: unknown = createRequire(place)(name);
    const path = (exported as { path?: unknown } | null)?.path ?? exported;
    return typeof path === "string" ? path : undefined;
  } catch {
    return undefined; // not installed, or not for this kind of machine
  }
}

/** Why a program does not run; undefined if it does. */
async function problemOf(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ["-hide_banner", "-version"]);
    return stdout.includes("ffmpeg") ? undefined : "it is another program";
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}
