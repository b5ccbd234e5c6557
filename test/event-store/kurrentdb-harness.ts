import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openKurrentEventStore,
  type KurrentEventStore,
  type KurrentEventStoreOptions,
} from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import type { EventStore } from '../../src/event-store/port.js';
import type { EventStoreHarness } from './contract.js';

export interface KurrentHarness extends EventStoreHarness {
  /** A new data folder; removed at the end. */
  newFolder(): string;
  openIn(folder: string, options?: Partial<KurrentEventStoreOptions>): Promise<KurrentEventStore>;
}

/** Nodes over one server. */
export function kurrentHarness(connectionString: string): KurrentHarness {
  const stores = new Map<EventStore, string>();
  const root = mkdtempSync(join(tmpdir(), 'kabinet node '));
  let folders = 0;
  const newFolder = (): string => {
    folders += 1;
    return join(root, `data ${String(folders)}`);
  };
  const openIn: KurrentHarness['openIn'] = async (folder, options = {}) => {
    const store = await openKurrentEventStore({ connectionString, folder, clock: Date.now, ...options });
    stores.set(store, folder);
    return store;
  };
  return {
    positionsAreContiguous: false,
    newFolder,
    openIn,
    open: () => openIn(newFolder()),
    async reopen(store) {
      await store.close();
      return openIn(stores.get(store) ?? newFolder());
    },
    async dispose() {
      for (const store of stores.keys()) await store.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
