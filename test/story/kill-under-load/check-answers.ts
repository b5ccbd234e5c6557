/** Keyed requests sent once more, after everything: the answer is the first one's. */
import type { Client } from './client.js';
import type { Finding } from './findings.js';
import type { Acknowledged } from './ledger.js';

const AT_ONCE = 32;

/** Of every acknowledged mutation on which a connection broke, and of others, so many. */
export async function checkAnswers(
  client: Client,
  acknowledged: readonly Acknowledged[],
  most: number,
): Promise<readonly Finding[]> {
  const broke = acknowledged.filter(({ wasUnknown }) => wasUnknown);
  const others = acknowledged.filter(({ wasUnknown }) => !wasUnknown);
  const step = Math.max(1, Math.ceil(others.length / Math.max(1, most - broke.length)));
  const left = [...broke, ...others.filter((_, index) => index % step === 0)];
  const findings: Finding[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const { mutation, answer } = next;
      const again = JSON.stringify((await client.send(mutation)).payload);
      if (again === answer) continue;
      const text = `${mutation.name} of ${mutation.input.idempotencyKey} was answered ${answer}, and then ${again}`;
      findings.push({ kind: 'CHANGED', text });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return findings;
}
