/** Nodes that reach a server over a wire of ours, and one that reaches it without: what the first cannot see, the second can. */
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import type { KurrentEventStore } from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import type { TimeLimits } from '../../src/event-store/kurrentdb/time-limits.js';
import { kurrentHarness, type IndexSoFar } from './kurrentdb-harness.js';

export interface WiredHarness {
  readonly wire: TcpProxy;
  /** Of the server, over the wire. */
  readonly url: string;
  /** Over the wire, with time limits of a second. */
  readonly store: KurrentEventStore;
  /** Without the wire. */
  readonly witness: KurrentEventStore;
  dispose(): Promise<void>;
}

const LIMITS: TimeLimits = { appendMs: 1_000, readMs: 1_000, backOffMs: [10, 100] };

/** A cluster is found by the addresses that its nodes tell, which no wire of ours stands in; undefined for one. */
export function addressOf(url: string): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^(?:esdb|kurrentdb):\/\/(?:[^@/]*@)?([^:,/?]+):(\d+)\/?\?(?:.*&)?tls=false/i.exec(url) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

export async function wiredHarness(serverUrl: string, known: IndexSoFar): Promise<WiredHarness> {
  const address = addressOf(serverUrl);
  if (!address) throw new Error('faults are shown on a single server without TLS');
  const wire = await startTcpProxy({ targetHost: address.host, targetPort: address.port });
  const url = `esdb://127.0.0.1:${String(wire.port)}?tls=false`;
  const [behind, beside] = [kurrentHarness(url), kurrentHarness(serverUrl, known)];
  const [folder, witness] = [behind.newFolder(), await beside.open()];
  known.give(folder);
  return {
    wire,
    url,
    store: await behind.openIn(folder, { limits: LIMITS }),
    witness: witness as KurrentEventStore,
    dispose: async () => {
      await behind.dispose();
      await beside.dispose();
      await wire.close();
    },
  };
}
