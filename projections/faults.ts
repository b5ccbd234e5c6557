/** Faults on purpose, to show that others are found and mended (architecture.md, "Interfaces fixed for everybody", KABINET_TEST_FAULTS). */
import { readFileSync } from 'node:fs';

/** throw: the view fails on the event. skip: it misses it. corrupt: its row is wrong. stall: the read model stands still before it. */
export const FAULT_KINDS = ['throw', 'skip', 'corrupt', 'stall'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface ProjectionFaults {
  /** Asked for every event and view that takes it. */
  faultFor(view: string, event: { readonly stream: string; readonly type: string }): FaultKind | undefined;
  /** Before each batch: the time to look whether the faults have changed. */
  refresh(): void;
}

export const NO_FAULTS: ProjectionFaults = { faultFor: () => undefined, refresh: () => undefined };

interface Fault {
  readonly view?: string;
  readonly stream?: string;
  readonly type?: string;
  readonly do: FaultKind;
}

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'do' in value && FAULT_KINDS.some((kind) => kind === value.do);

function faultsIn(text: string): readonly Fault[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const fault: unknown = JSON.parse(line);
    if (!isFault(fault)) throw new Error(`KABINET_TEST_FAULTS: not a fault: ${line}`);
    return [fault];
  });
}

/** Lines `{view, stream, type, do}`; what a line leaves out fits everything. A file that does not exist holds none. */
export function faultsFromFile(path: string): ProjectionFaults {
  let text = '';
  let faults: readonly Fault[] = [];
  const fits = (wanted: string | undefined, is: string): boolean => wanted === undefined || wanted === is;
  return {
    refresh: () => {
      const now = readIfThere(path);
      if (now === text) return;
      faults = faultsIn(now);
      text = now;
    },
    faultFor: (view, event) =>
      faults.find((fault) => fits(fault.view, view) && fits(fault.stream, event.stream) && fits(fault.type, event.type))?.do,
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Where nobody waits for a fault to go away: a retry, a file that is being built. */
export function withoutStalls(faults: ProjectionFaults = NO_FAULTS): ProjectionFaults {
  if (faults === NO_FAULTS) return faults;
  return {
    refresh: () => {
      faults.refresh();
    },
    faultFor: (view, event) => {
      const fault = faults.faultFor(view, event);
      return fault === 'stall' ? undefined : fault;
    },
  };
}
