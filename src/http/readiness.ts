/** Whether this process can do its work: what `/readyz` answers. */
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { LogDisagrees } from '../audit/errors.js';
import type { LagMeter } from './lag-meter.js';

export interface ReadinessCheck {
  readonly name: string;
  /** What is wrong, in a sentence without secrets, or null. A rejection counts as not ready. */
  problem(): Promise<string | null>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly problem: string | null }[];
  /** Now, where a test clock tells it; null in production. */
  readonly testClock: string | null;
  /** The file of faults; null in production. */
  readonly testFaults: string | null;
}

export interface ReadinessOptions {
  readonly checks: readonly ReadinessCheck[];
  readonly testClock: (() => string) | null;
  readonly testFaults: string | null;
  /** An answer serves everybody who asks within so many milliseconds: nobody wears out the disk by asking. */
  readonly keptMs?: number;
}

const CHECK_TIMEOUT_MS = 2_000;
const KEPT_MS = 500;

export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { keptMs = KEPT_MS } = options;
  let kept: { readonly answer: Promise<Readiness>; readonly until: number } | undefined;
  return () => {
    const now = performance.now();
    if (!kept || now >= kept.until) kept = { answer: lookAtEverything(options), until: now + keptMs };
    return kept.answer;
  };
}

async function lookAtEverything({ checks, testClock, testFaults }: ReadinessOptions): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => {
      const problem = await problemInTime(check);
      return { name: check.name, ok: problem === null, problem };
    }),
  );
  return { ready: results.every(({ ok }) => ok), checks: results, testClock: testClock?.() ?? null, testFaults };
}

async function problemInTime(check: ReadinessCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT_MS, `no answer within ${String(CHECK_TIMEOUT_MS / 1_000)} s`);
  });
  try {
    return await Promise.race([check.problem(), timeout]);
  } catch (error) {
    return messageOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** By its shape: a driver's error may be of another class of that name. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** The log can be written: `checkWritable` of the store rejects with what stands in the way. */
export const logWritable = (checkWritable: () => Promise<void>): ReadinessCheck => ({
  name: 'log',
  async problem() {
    await checkWritable();
    return null;
  },
});

/** Checkpoints of the log can be signed and kept. A disagreement is told without what differs, which may name a customer's stream. */
export const checkpointsSigned = (failure: () => unknown): ReadinessCheck => ({
  name: 'checkpoints',
  problem() {
    const error = failure();
    if (error === undefined) return Promise.resolve(null);
    const why = error instanceof LogDisagrees ? 'the event log does not agree with its transparency log' : messageOf(error);
    return Promise.resolve(`no checkpoint of the log can be signed: ${why}`);
  },
});

const NEEDED_BYTES = 64 * 1024 * 1024;

/** The data folder takes a file and puts it on disk, and has room for more. */
export const dataFolderWritable = (folder: string, neededBytes = NEEDED_BYTES): ReadinessCheck => ({
  name: 'data folder',
  async problem() {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < neededBytes)
      return `${String(Math.floor(free / 1024 / 1024))} MiB free, ${String(Math.ceil(neededBytes / 1024 / 1024))} needed`;
    const probe = join(folder, `.ready-probe-${String(process.pid)}`);
    const file = await open(probe, 'w', 0o600);
    try {
      await file.write('ready\n');
      await file.sync();
    } finally {
      await file.close();
      await rm(probe, { force: true });
    }
    return null;
  },
});

export const readModelKeepsUp = (meter: LagMeter, limitSeconds: number): ReadinessCheck => ({
  name: 'read model',
  async problem() {
    const { seconds, positions } = await meter.measure();
    if (seconds <= limitSeconds) return null;
    return `${String(positions)} positions and ${seconds.toFixed(1)} s behind, the limit is ${String(limitSeconds)} s`;
  },
});
