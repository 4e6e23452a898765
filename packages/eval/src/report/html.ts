/** Text that is safe between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Throws unless the address carries the picture itself. */
export function checkedPictureSource(source: string): string {
  if (!/^data:image\/[a-z0-9.+-]+(;[^,]*)?,/i.test(source)) {
    const start = source.length > 40 ? `${source.slice(0, 40)}…` : source;
    throw new TypeError(
      `reportHtml: a picture's source must be a data:image/… URI, so that the file needs nothing else; got ${start}.`,
    );
  }
  return escaped(source);
}

/** "84.4" of 0.844. */
export function percentNumber(part: number): string {
  return (100 * part).toFixed(1);
}
