import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedCheckpoints } from '../../src/keys/signed-checkpoints.js';

const folder = mkdtempSync(join(tmpdir(), 'kabinet-signed-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('remembers the first checkpoint at once, later ones now and then, and the last one when a server ends', () => {
  let now = 0;
  const memory = signedCheckpoints(folder, () => now);
  const remembered = (): readonly string[] => signedCheckpoints(folder).notes();
  memory.keep('kabinet/a', 'first');
  expect(remembered()).toEqual(['first']);
  now += 1_000;
  memory.keep('kabinet/a', 'second');
  expect(remembered()).toEqual(['first']);
  now += 10_000;
  memory.keep('kabinet/a', 'third');
  expect(remembered()).toEqual(['third']);
  memory.keep('kabinet/a', 'fourth');
  memory.flush();
  expect(remembered()).toEqual(['fourth']);
});
