/**
 * `npm run bench -- rebuild`: what the first start of a node costs: its read model, and its index of the log where that is KurrentDB. The server is the
 * double of ours, which shares the machine's cores. By default some 100,000 events; KABINET_BENCH_EVENTS=1000000 for more.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openReadModel } from '../projections/open-read-model.js';
import { openKurrentEventStore } from '../src/event-store/kurrentdb/kurrentdb-event-store.js';
import type { EventStore } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openLargeLog } from './large-log/open-large-log.js';
import { line, peakMemory, stopwatch, title } from './measure.js';

const EVENTS = 100_000;
const EVENTS_A_LICENSE = 11;

export async function benchRebuild(): Promise<void> {
  const wanted = Number(process.env['KABINET_BENCH_EVENTS'] ?? EVENTS);
  const { folder, keys, store: written, events, isTemporary } = await openLargeLog(Math.ceil(wanted / EVENTS_A_LICENSE));
  await written.close();
  const models = join(folder, 'rebuilt');
  try {
    title(`The first start of a node, ${events.toLocaleString('en-US')} events`);
    const embedded = openSqliteEventStore({ folder, clock: Date.now });
    await embedded.useKeys(keys);
    await build('the embedded store', embedded, events, join(models, 'embedded'));
    await embedded.close();

    const server = await loadedDouble(folder);
    const took = stopwatch();
    const node = await openKurrentEventStore({ connectionString: server.url, folder: join(models, 'node'), clock: Date.now });
    told('KurrentDB: the index', took(), events);
    await node.useKeys(keys);
    await build('KurrentDB', node, events, join(models, 'node'));
    await node.close();
    server.child.disconnect();
  } finally {
    rmSync(isTemporary ? folder : models, { recursive: true, force: true });
  }
}

async function build(name: string, store: EventStore, events: number, folder: string): Promise<void> {
  const took = stopwatch();
  const model = await openReadModel({ folder, store });
  await model.catchUp();
  told(`${name}: the read model`, took(), events);
  await model.close();
}

function told(name: string, { seconds, cpuSeconds }: ReturnType<ReturnType<typeof stopwatch>>, events: number): void {
  const rate = Math.round(events / seconds).toLocaleString('en-US');
  line(name, `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), ${rate} events/s, peak ${peakMemory()}`);
}

async function loadedDouble(folder: string): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('./rebuild/loaded-double.js', import.meta.url)), [folder]);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the double ended with ${String(code)} before it had loaded the log`);
  });
  const [url] = (await Promise.race([once(child, 'message'), ended])) as [string];
  ended.catch(() => undefined);
  return { url, child };
}
