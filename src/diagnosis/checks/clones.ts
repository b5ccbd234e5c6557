/** Two devices under one code. */
import { deviceName } from '../../domain/device.js';
import { turnsOf } from '../clones.js';
import type { Facts } from '../facts.js';
import { doThis, excluded, holds, named, undecidable, type Finding } from '../finding.js';

/** Two serial numbers took turns under one code, until the other one has a code of its own. A single change may be a repair. */
export function deviceCloned({ device, ownCodeSince }: Facts): Finding | undefined {
  if (!device) return undefined;
  const turns = turnsOf(device);
  if (!turns) return undecidable('DEVICE_CLONED', 'SERIAL_NUMBER');
  const { events, others, cameBack, longOver } = turns;
  const last = events.at(-1);
  const apart = [...others].map((serial) => ownCodeSince.get(serial));
  const areApart = apart.every((event) => event !== undefined && event.position > (last?.position ?? 0));
  if (longOver || areApart) return excluded('DEVICE_CLONED', [last, ...apart]);
  return holds('DEVICE_CLONED', {
    evidence: events,
    certainty: cameBack ? 'PROVEN' : 'LIKELY',
    missingFacts: cameBack ? [] : ['SERIAL_NUMBER'],
    details: named('deviceName', deviceName(device.state)),
    nextAction: doThis('MAKE_CODES_DISTINCT'),
  });
}
