import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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

/** What nodes of earlier tests have indexed of a server, so that later ones need not begin with its first event. */
export interface IndexSoFar {
  /** Brings it into a data folder. */
  give(folder: string): void;
  /** Takes it from the data folder of a store that was closed. */
  take(folder: string): void;
  remove(): void;
}

export function indexSoFar(): IndexSoFar {
  const root = mkdtempSync(join(tmpdir(), 'kabinet index '));
  const file = 'log-index.db';
  const copy = (from: string, to: string): void => {
    if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
  };
  return {
    give: (folder) => {
      mkdirSync(folder);
      copy(root, folder);
    },
    take: (folder) => {
      copy(folder, root);
    },
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}

/** Nodes over one server. */
export function kurrentHarness(connectionString: string, known?: IndexSoFar): KurrentHarness {
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
    open: () => {
      const folder = newFolder();
      known?.give(folder);
      return openIn(folder);
    },
    async reopen(store) {
      await store.close();
      return openIn(stores.get(store) ?? newFolder());
    },
    async dispose() {
      for (const store of stores.keys()) await store.close();
      const [last] = [...stores.values()].slice(-1);
      if (last !== undefined) known?.take(last);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
