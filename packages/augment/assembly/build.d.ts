/** The compiled module, base64. */
export function compile(): Promise<string>;
