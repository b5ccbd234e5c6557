/** A line of a file of proofs: `{"index":…,"hashes":[…]}`. */

/** The hashes, of a line about that very index; undefined for any other line. */
export function hashesIn(line: string, index: number): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('index' in value) || value.index !== index) return undefined;
  const hashes: unknown = 'hashes' in value ? value.hashes : undefined;
  return Array.isArray(hashes) && hashes.every((hash) => typeof hash === 'string') ? hashes : undefined;
}
