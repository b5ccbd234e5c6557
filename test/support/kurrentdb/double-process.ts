/** The double in a process of its own: what it keeps does not count as the client's memory, and it can be stopped by SIGSTOP as a server can. */
import { runChildScript } from '../child-process.js';

export interface DoubleProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startDoubleProcess(): Promise<DoubleProcess> {
  const child = runChildScript('event-store/children/kurrentdb-double.mjs');
  await child.printed(1);
  return { url: child.lines[0] ?? '', pid: child.pid, stop: () => child.kill() };
}
