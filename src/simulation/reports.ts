import type { Report } from './hands.js';
import type { Device } from './things.js';

/** What the device tells of itself now. */
export const report = ({ base, code, name, model, serialNumber, client }: Device): Report => ({
  base: { guid: base.guid },
  device: { code, name, model, serialNumber },
  clientVersion: client?.version,
});
