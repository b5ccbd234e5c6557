const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID in canonical text to its 16 bytes. Throws on other text: ids are derived by us, never typed. */
export function eventIdBytes(id: string): Buffer {
  if (!CANONICAL.test(id)) throw new TypeError(`an event id is a UUID in canonical lower-case text, not ${JSON.stringify(id)}`);
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function eventIdText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
