/** Bytes of the log inside other JSON, from which exactly the same bytes can be taken again. */

export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** The text that these bytes are in UTF-8; undefined where they are none. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes);
  return Buffer.compare(Buffer.from(text, 'utf8'), bytes) === 0 ? text : undefined;
}

/** The same, where parsing that text and writing it again gives the same text. */
export function jsonOf(bytes: Uint8Array): string | undefined {
  const text = utf8Of(bytes);
  try {
    return text !== undefined && JSON.stringify(JSON.parse(text)) === text ? text : undefined;
  } catch {
    return undefined;
  }
}
