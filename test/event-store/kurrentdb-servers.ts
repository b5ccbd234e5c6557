/** The servers that tests of the distributed store run against: a double of ours, and the one that `KABINET_TEST_KURRENTDB` names. */
import { startDoubleProcess, type DoubleProcess } from '../support/kurrentdb/double-process.js';

export interface KurrentServer {
  readonly url: string;
  /** Of its process, where that is on this machine: so that it can be stopped by a signal. */
  readonly pid: number | undefined;
}

type Suite = (name: string, server: () => KurrentServer, kind: 'double' | 'server') => void;

/** Runs a suite once a server; `server` answers from the first `beforeAll` on. */
export function onEachKurrentServer(suite: Suite): void {
  describe('a double of KurrentDB', () => {
    let double: DoubleProcess | undefined;
    beforeAll(async () => {
      double = await startDoubleProcess();
    });
    afterAll(() => double?.stop());
    suite(
      'KurrentDB, as a double of ours,',
      () => {
        if (!double) throw new Error('the double has not started');
        return double;
      },
      'double',
    );
  });

  const url = process.env['KABINET_TEST_KURRENTDB'];
  const pid = process.env['KABINET_TEST_KURRENTDB_PID'];
  if (url) suite('the server of KABINET_TEST_KURRENTDB', () => ({ url, pid: pid ? Number(pid) : undefined }), 'server');
}
