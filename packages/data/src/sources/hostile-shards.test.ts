import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workerUrl } from "../../fixtures/epochs.ts";
import { pass, reasons } from "../../fixtures/hostile.ts";
import { paxRecord, tarArchive, tarMember } from "../../fixtures/make-tar.ts";
import { folder, keys, png } from "../../fixtures/pictures.ts";
import { tarShards } from "./tar/tar-shards.ts";

const good = await png([200, 100, 50]);
const other = await png([1, 2, 3]);

function shard(...members: Buffer[]): string {
  return join(folder({ "s.tar": tarArchive(...members) }), "s.tar");
}

async function failure(of: Promise<unknown>): Promise<string> {
  return String(await of.catch(String)).replaceAll(/"\/[^"]*\/s\.tar/g, '"s.tar');
}

test.for(["/etc/passwd.png", "../up.png", "a/../../b.png", "..", "/"])(
  "a shard with the name %s is refused, and nothing is read or written there",
  async (name) => {
    const path = shard(tarMember("a.png", good), tarMember(name, other));
    expect(await failure(tarShards(path))).toContain(
      `names in "s.tar" must be relative and without ".."; got "${name}"`,
    );
  },
);

test("names are only names: odd ones are keys, and no file of that name appears", async () => {
  const names = ["a\nb.png", "c:\\d.png", "~.x/e.png", "$(touch f).png", "con.png", "-rf.png"];
  const source = await tarShards(shard(...names.map((name) => tarMember(name, good))));
  expect(keys(source)).toEqual(names.map((name) => `s.tar/${name}`));
  expect((await pass(source)).shown.size).toBe(6);
  for (const name of names) expect(existsSync(name)).toBe(false);
});

test("names that are no UTF-8 stay apart", async () => {
  const members = [0xfe, 0xff].map((byte) => {
    const member = tarMember("x.png", good);
    member[0] = byte;
    const sum = member
      .subarray(0, 512)
      .reduce((total, each, at) => total + (at >= 148 && at < 156 ? 32 : each), 0);
    member.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return member;
  });
  const source = await tarShards(shard(...members));
  expect(keys(source)).toEqual(["s.tar/\\xfe.png", "s.tar/\\xff.png"]);
});

test("skips what is no picture inside", async () => {
  const path = shard(
    tarMember("a.png", good),
    tarMember("b.png", ""),
    tarMember("c.png", "text"),
    tarMember("d.jpg", good.subarray(0, 50)),
    tarMember("e.jpg", other),
  );
  const { shown, skipped } = await pass(await tarShards(path));
  expect([...shown.keys()]).toEqual(["s.tar/a.png", "s.tar/e.jpg"]);
  expect(skipped.map(({ key }) => key)).toEqual(["s.tar/b.png", "s.tar/c.png", "s.tar/d.jpg"]);
});

test.for(["gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0"])(
  "skips pictures that GNU tar wrote as sparse files (%s), and reads those after them",
  async (version) => {
    const root = folder({ "a.png": good, "z.png": other });
    execFileSync(
      "sh",
      [
        "-c",
        `for i in $(seq 60); do printf x | dd of=m.png bs=1 seek=$((i * 65536)) conv=notrunc status=none; done`,
      ],
      { cwd: root },
    );
    const format = version === "gnu" ? ["--format=gnu"] : ["--format=pax", version];
    execFileSync("tar", [
      "-C",
      root,
      "-S",
      ...format,
      "-cf",
      join(root, "s.tar"),
      "a.png",
      "m.png",
      "z.png",
    ]);
    const source = await tarShards(join(root, "s.tar"));
    expect(keys(source)).toEqual(["s.tar/a.png", "s.tar/m.png", "s.tar/z.png"]);
    const { shown, skipped } = await pass(source);
    expect([...shown.keys()]).toEqual(["s.tar/a.png", "s.tar/z.png"]);
    expect(reasons(skipped)).toEqual([
      "s.tar/m.png: it lies in the shard as a sparse file: pack the shard again without --sparse",
    ]);
  },
);

test.for(["12x", "-1", "1e3", "", "0x10", "99999999999999999999"])(
  "refuses the size %s in a pax record",
  async (size) => {
    const path = shard(
      tarMember("PaxHeader", paxRecord("size", size), { type: "x" }),
      tarMember("a.png", good),
    );
    expect(await failure(tarShards(path))).toContain("got a member without a size at byte 1024");
  },
);

test("refuses a size beyond the archive's end, in each way that tar writes sizes", async () => {
  const binary = Buffer.alloc(12);
  binary[0] = 0x80;
  binary.writeUInt32BE(0x7fff, 4);
  const negative = Buffer.alloc(12, 0xff);
  const paths = [
    shard(tarMember("a.png", good, { size: Buffer.from("77777777777\0") })),
    shard(tarMember("a.png", good, { size: binary })),
    shard(tarMember("x", paxRecord("size", "1000000"), { type: "x" }), tarMember("a.png", good)),
  ];
  for (const path of paths) {
    expect(await failure(tarShards(path))).toContain(`got the archive's end inside "a.png"`);
  }
  const path = shard(tarMember("a.png", good, { size: negative }));
  expect(await failure(tarShards(path))).toContain("got a member without a size");
});

test("does not read a long name of gigabytes", async () => {
  const size = Buffer.from("00100000000\0"); // 16 MiB
  const path = shard(
    tarMember("L", Buffer.alloc(2 ** 24), { type: "L", size }),
    tarMember("a.png", good),
  );
  expect(await failure(tarShards(path))).toContain(
    "got a name or pax header of 16777216 bytes at byte 0",
  );
});

test("a shard that is cut short anywhere is refused or read up to its end", async () => {
  const whole = tarArchive(tarMember("a.png", good), tarMember("b.png", other));
  const root = folder({});
  const path = join(root, "s.tar");
  for (let length = 0; length < whole.length; length += 113) {
    writeFileSync(path, whole.subarray(0, length));
    const outcome = await tarShards(path).then(keys, String);
    if (typeof outcome === "string") expect(outcome).toMatch(/^RangeError: tarShards: /);
    else expect(outcome.slice(0, 1)).toEqual(["s.tar/a.png"]);
  }
});

test.for([0, 1])(
  "stops when a shard is written to while it is in use (%i workers)",
  async (workers) => {
    const changes: ((path: string) => void)[] = [
      (path) => appendFileSync(path, Buffer.alloc(512)),
      (path) => truncateSync(path, 1024),
      (path) => utimesSync(path, 1, 1),
      (path) =>
        writeFileSync(path, tarArchive(tarMember("a.png", other), tarMember("b.png", good))),
    ];
    for (const change of changes) {
      const path = shard(tarMember("a.png", good), tarMember("b.png", other));
      utimesSync(path, 1e9, 1e9);
      const source = await tarShards(path);
      expect((await pass(source, { workers, workerUrl })).shown.size).toBe(2);
      change(path);
      expect(await failure(pass(source, { workers, workerUrl }))).toMatch(
        /^Error: batches: the pictures must stay where they are and as they are while they are in use; got "s\.tar", of which the file was changed since it was opened \(then 3072 bytes of 2001-09-09T01:46:40.000Z, now \d+ of .*\)\. Open the source again\.$/,
      );
    }
  },
);

test("stops when a shard goes away, though others are there", async () => {
  const [path, second] = [shard(tarMember("a.png", good)), shard(tarMember("b.png", other))];
  const source = await tarShards([path, second]);
  unlinkSync(path);
  expect(await failure(pass(source))).toMatchInlineSnapshot(
    `"Error: batches: the pictures must stay where they are and as they are while they are in use; got ENOENT: no such file or directory for "s.tar", in which many of them lie. Bring it back, and go on from there."`,
  );
});
