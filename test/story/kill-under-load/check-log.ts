/** The whole log, read after the server has stopped, against what was acknowledged: each event that is due once, and no other. */
import { subjectOf } from '../../../src/domain/ids.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { openSqliteEventStore } from '../../../src/event-store/sqlite/sqlite-event-store.js';
import { compareCounts, type Finding } from './findings.js';
import { eventKey, type Ledger } from './ledger.js';

interface Request {
  readonly types: string[];
  readonly receivedAt: string;
  finishedAt: string | undefined;
}

/** From before the signal until the process was gone, in milliseconds since 1970. */
export interface Kill {
  readonly from: number;
  readonly to: number;
}

export interface LogCheck {
  readonly findings: readonly Finding[];
  /** Requests that were begun before a kill and finished after it. */
  readonly cutOff: number;
}

export async function checkLog(dataDir: string, { due, acknowledged }: Ledger, kills: readonly Kill[]): Promise<LogCheck> {
  const events = await allEvents(dataDir);
  const findings: Finding[] = [...checkOrder(events)];
  const found = new Map<string, number>();
  const requests = new Map<string, Request>();
  for (const { stream, type, recordedAt } of events) {
    const subject = subjectOf(stream) ?? stream;
    if (!stream.startsWith('request-')) {
      found.set(eventKey(subject, type), (found.get(eventKey(subject, type)) ?? 0) + 1);
      continue;
    }
    const request = requests.get(subject) ?? { types: [], receivedAt: recordedAt, finishedAt: undefined };
    request.types.push(type);
    if (type === 'RequestFinished') request.finishedAt = recordedAt;
    requests.set(subject, request);
  }
  for (const key of new Set([...due.keys(), ...found.keys()]))
    findings.push(...compareCounts(key, due.get(key) ?? 0, found.get(key) ?? 0));
  findings.push(...compareCounts('keyed requests', acknowledged.length, requests.size));
  for (const [id, { types }] of requests) {
    if (types.join() !== 'RequestReceived,RequestFinished') findings.push({ kind: 'BROKEN', text: `${id} is ${types.join()}` });
  }
  const cutOff = [...requests.values()].filter(({ receivedAt, finishedAt }) =>
    kills.some(({ from, to }) => Date.parse(receivedAt) <= from && finishedAt !== undefined && Date.parse(finishedAt) >= to),
  ).length;
  return { findings, cutOff };
}

async function allEvents(dataDir: string): Promise<readonly StoredEvent[]> {
  const store = openSqliteEventStore({ folder: dataDir, clock: Date.now, readOnly: true });
  try {
    const events: StoredEvent[] = [];
    for await (const page of store.readAll({ after: 0 })) events.push(...page);
    return events;
  } finally {
    await store.close();
  }
}

/** Positions without a gap, revisions without a gap in each stream, no id twice. */
function checkOrder(events: readonly StoredEvent[]): readonly Finding[] {
  const findings: Finding[] = [];
  const next = new Map<string, number>();
  const ids = new Set<string>();
  events.forEach(({ id, stream, revision, position }, index) => {
    const place = `${stream} ${String(revision)} at ${String(position)}`;
    if (position !== index + 1) findings.push({ kind: 'BROKEN', text: `${place}: the position ${String(index + 1)} was due` });
    if (revision !== (next.get(stream) ?? 0)) findings.push({ kind: 'BROKEN', text: `${place}: not the next revision` });
    if (ids.has(id)) findings.push({ kind: 'DOUBLED', text: `${place}: its id was there before` });
    next.set(stream, revision + 1);
    ids.add(id);
  });
  return findings;
}
