import fc from 'fast-check';
import { openCheckpoint, parseCheckpoint, printCheckpoint } from '../../src/audit/checkpoint.js';
import { cosignatureLine, signNote } from '../../src/audit/signed-note.js';
import { newKey } from './support.js';

const EXAMPLE = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const log = newKey('example.com/behind-the-sofa');
const witness = newKey('witness.example/w1', 'cosignature/v1');

describe('a checkpoint', () => {
  it('is read as the specification shows it, and printed the same', () => {
    const read = parseCheckpoint(EXAMPLE);
    expect(read.ok && [read.checkpoint.origin, read.checkpoint.size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
    expect(read.ok && printCheckpoint(read.checkpoint)).toBe(EXAMPLE);
  });

  it('of any log is printed and read back', () => {
    const line = fc.stringMatching(/^[!-~]+$/);
    const rootHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    const checkpoint = fc.record({ origin: line, size: fc.maxSafeNat(), rootHash, extensions: fc.array(line) });
    fc.assert(
      fc.property(checkpoint, (one) => expect(parseCheckpoint(printCheckpoint(one))).toEqual({ ok: true, checkpoint: one })),
    );
  });

  it('is refused in any other form', () => {
    const [origin = '', size = '', root = ''] = EXAMPLE.split('\n');
    const strange = [
      '', '\n', `${origin}\n`, `${origin}\n${size}\n`, `${origin}\n${size}\n${root}`, `\n${size}\n${root}\n`, `${origin}\n0${size}\n${root}\n`,
      `${origin}\n-1\n${root}\n`, `${origin}\n1e3\n${root}\n`, `${origin}\n99999999999999999999\n${root}\n`, `${origin}\n${size}\n${root.slice(4)}\n`,
      `${origin}\n${size}\n${root.replace('=', '')}\n`, `${origin}\n${size}\n${root}\n\n`, `${origin}\n${size}\n${root}\n\nmore\n`,
    ]; // prettier-ignore
    expect(strange.filter((text) => parseCheckpoint(text).ok)).toEqual([]);
  });

  it('is believed by the signature of its log alone', () => {
    const note = signNote(EXAMPLE, [log]);
    const keys = [log.verifier, witness.verifier];
    expect(openCheckpoint(note, keys, log.name)).toMatchObject({ ok: true, checkpoint: { size: 20_852_163 } });
    expect(openCheckpoint(note, [witness.verifier], log.name)).toEqual({ ok: false, problem: 'no signature of a known key' });
    expect(openCheckpoint(note, keys, 'another.example')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('not of another'),
    });
    const witnessed = `${EXAMPLE}\n${cosignatureLine(EXAMPLE, witness, 1)}`;
    expect(openCheckpoint(witnessed, keys, log.name)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('log itself'),
    });
    expect(openCheckpoint(signNote('not a checkpoint\n', [log]), keys, log.name)).toMatchObject({ ok: false });
  });
});
