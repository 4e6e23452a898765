import { readFile } from "node:fs/promises";
import { DOMParser, type Element } from "@xmldom/xmldom";
import type { PictureSize } from "./annotated-source.ts";
import type { PixelBox } from "./object-annotation.ts";
import { statedSize } from "./picture-size.ts";

/** What a VOC annotation file says of one picture. */
export interface VocFile {
  /** Absent where the file does not state it. */
  readonly size?: PictureSize;
  readonly objects: readonly VocObject[];
  /** The file's bytes. */
  readonly bytes: Uint8Array;
}

/** An object of a VOC annotation file. */
interface VocObject {
  readonly name: string;
  /** From the pixels that VOC counts from 1, both ends included, to edges counted from 0. */
  readonly box: PixelBox;
  readonly difficult: boolean;
}

/**
 * Reads an annotation file of PASCAL VOC.
 *
 * @throws {RangeError} If it is no XML with an `annotation`, or an object has no name or box.
 */
export async function readVocFile(caller: string, path: string): Promise<VocFile> {
  const bytes = await readFile(path);
  const root = parse(caller, path, bytes.toString("utf8").replace(/^\ufeff/, ""));
  const size = child(root, "size");
  return {
    size: statedSize(text(size, "width"), text(size, "height")),
    objects: children(root, "object").map((object, at) => vocObject(caller, path, object, at)),
    bytes,
  };
}

function parse(caller: string, path: string, xml: string): Element {
  let problem = "no root element";
  try {
    const onError = (_level: string, message: string): never => {
      problem = message.replace(/\s+/g, " ").trim();
      throw new Error(problem);
    };
    const root = new DOMParser({ onError }).parseFromString(xml, "text/xml").documentElement;
    if (root?.tagName === "annotation") return root;
    problem = `<${root?.tagName}>`;
  } catch {} // what the parser throws is wrapped in words of its own: `problem` says it
  throw new RangeError(
    `${caller}: "${path}" must be a VOC file, XML of one <annotation>; got ${problem}.`,
  );
}

function vocObject(caller: string, path: string, object: Element, at: number): VocObject {
  const name = text(object, "name") ?? "";
  if (name === "") {
    throw new RangeError(`${caller}: object ${at} in "${path}" must have a <name>; got none.`);
  }
  const bounds = child(object, "bndbox");
  const texts = ["xmin", "ymin", "xmax", "ymax"].map((tag) => [tag, text(bounds, tag)] as const);
  const edges = texts.map(([, edge]) => (edge ? Number(edge) : Number.NaN));
  if (!edges.every(Number.isFinite)) {
    const came = texts.map(([tag, edge]) => `${tag} ${edge || "none"}`).join(", ");
    throw new RangeError(
      `${caller}: object ${at}, "${name}", in "${path}" must have a <bndbox> of xmin, ymin, xmax and ymax; got ${came}.`,
    );
  }
  const [left, top, right, bottom] = edges as [number, number, number, number];
  return {
    name,
    box: { left: left - 1, top: top - 1, width: right - left + 1, height: bottom - top + 1 },
    difficult: text(object, "difficult") === "1",
  };
}

/** Direct children only: people's parts have boxes of their own inside their object. */
function children(of: Element | undefined, tag: string): Element[] {
  return Array.from(of?.childNodes ?? []).filter(
    (node): node is Element => node.nodeName === tag && "tagName" in node,
  );
}

function child(of: Element | undefined, tag: string): Element | undefined {
  return children(of, tag)[0];
}

function text(of: Element | undefined, tag: string): string | undefined {
  return child(of, tag)?.textContent?.trim();
}
