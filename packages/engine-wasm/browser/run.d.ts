/** What the page reports. */
export interface PageReport {
  readonly description?: string;
  readonly first?: number;
  readonly last?: number;
  readonly isolated?: boolean;
  readonly error?: string;
}

/** Path of a Chromium, or undefined. */
export function findChromium(): string | undefined;

/** What the page reports, on a page that is cross-origin isolated or not. */
export function trainInChromium(
  executablePath: string,
  options: { isolated: boolean },
): Promise<PageReport>;
