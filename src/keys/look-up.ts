import { createHmac } from 'node:crypto';

/** Keyed hashes that ids come from. The key never rotates: with another one nothing would be found again (architecture.md, Interfaces). */
export interface LookUpKey {
  /**
   * HMAC-SHA-256 of the purpose and the parts, 32 bytes. Each is preceded by its length, so that no two different calls hash the same
   * bytes; as UTF-16, which keeps every string apart from every other, even one with lone surrogates.
   */
  hash(purpose: string, ...parts: string[]): Uint8Array;
  /** 32 bytes that tell this key from another and nothing of it: a log keeps them. */
  readonly mark: Uint8Array;
}

export function lookUpKey(secret: Uint8Array): LookUpKey {
  const hash = (purpose: string, ...parts: string[]): Uint8Array => {
    const hmac = createHmac('sha256', secret);
    for (const part of [purpose, ...parts]) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      hmac.update(length).update(part, 'utf16le');
    }
    return hmac.digest();
  };
  return { hash, mark: hash('mark') };
}
