import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { cosignatureLine, parseNote, signNote, verifyNote, type Note } from '../../src/audit/signed-note.js';
import { parseVerifierKey, printVerifierKey, type VerifierKey } from '../../src/audit/verifier-key.js';
import { newKey } from './support.js';

/** From the documentation of Go's golang.org/x/mod/sumdb/note: made by other people's code. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

function keyOf(text: string): VerifierKey {
  const reading = parseVerifierKey(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.key;
}
function noteOf(text: string): Note {
  const reading = parseNote(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.note;
}
const namesOf = (text: string, keys: readonly VerifierKey[]): readonly string[] => {
  const verified = verifyNote(noteOf(text), keys);
  return verified.ok ? verified.signatures.map(({ key }) => key.name) : [verified.problem];
};

const log = newKey('cabinet.example/log');
const next = newKey('cabinet.example/log');
const stranger = newKey('elsewhere.example');
const witness = newKey('witness.example/w1', 'cosignature/v1');
const TEXT = 'Ognuno sta solo\n\ned è subito sera.\n';

describe('a signed note', () => {
  it('that Go has signed verifies here', () => {
    expect(namesOf(GO_NOTE, [keyOf(GO_KEY)])).toEqual(['PeterNeumann']);
    expect(printVerifierKey(keyOf(GO_KEY))).toBe(GO_KEY);
  });

  it('holds its text, which may have empty lines, and who has signed', () => {
    const note = signNote(TEXT, [log]);
    expect(noteOf(note).text).toBe(TEXT);
    expect(namesOf(note, [log.verifier])).toEqual([log.name]);
  });

  it('is signed by the old and the new key while keys change, and either will do', () => {
    const note = signNote(TEXT, [log, next]);
    expect(namesOf(note, [log.verifier])).toEqual([log.name]);
    expect(namesOf(note, [next.verifier])).toEqual([log.name]);
    expect(namesOf(note, [log.verifier, next.verifier])).toHaveLength(2);
  });

  it('of keys that nobody here knows is refused, and their signatures beside a known one are passed over', () => {
    expect(namesOf(signNote(TEXT, [stranger]), [log.verifier])).toEqual(['no signature of a known key']);
    expect(namesOf(signNote(TEXT, [stranger, log]), [log.verifier])).toEqual([log.name]);
  });

  it('is refused whole where one known key did not sign this text', () => {
    const forged = signNote(TEXT, [log, next]).replace('sera', 'sere');
    expect(namesOf(forged, [log.verifier])).toEqual([`the signature of ${log.name} (${log.verifier.keyId}) is wrong`]);
    const [, wrongLine = ''] = signNote('another text\n', [next]).split('\n\n');
    expect(namesOf(signNote(TEXT, [log]) + wrongLine, [log.verifier, next.verifier])).toEqual([
      `the signature of ${next.name} (${next.verifier.keyId}) is wrong`,
    ]);
  });

  it('is refused with any one character changed', () => {
    const note = signNote(TEXT, [log]);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom('A', 'b', '+', ' ', '\n'), (at, character) => {
        fc.pre(note[at] !== character);
        const read = parseNote(note.slice(0, at) + character + note.slice(at + 1));
        expect(read.ok && verifyNote(read.note, [log.verifier]).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read in one form alone', () => {
    const good = signNote(TEXT, [log]);
    const line = good.slice(good.lastIndexOf('\n\n') + 2);
    const strange: Readonly<Record<string, string>> = {
      'no signature': `${TEXT}\n`,
      'no blank line': TEXT + line,
      'an end without a line break': good.slice(0, -1),
      'a hyphen for the dash': good.replace('—', '-'),
      'two spaces': good.replace('— ', '—  '),
      'something behind the signature': good.replace(/\n$/, ' \n'),
      'base 64 without its padding': good.replace(/=+\n$/, '\n'),
      'base 64 that is longer than it says': good.replace(/=\n$/, '==\n'),
      'a signature without bytes': `${TEXT}\n— ${log.name} c2ln\n`,
      'a carriage return': good.replaceAll('\n', '\r\n'),
      'a tabulator in the text': good.replace('sta solo', 'sta\tsolo'),
      'half a surrogate pair': good.replace('sta solo', 'sta \ud800'),
      'a thousand signatures': `${TEXT}\n${line.repeat(1_000)}`,
      nothing: '',
    };
    expect(Object.entries(strange).flatMap(([name, text]) => (parseNote(text).ok ? [name] : []))).toEqual([]);
    expect(() => signNote('no end', [log])).toThrow('line break');
  });

  it('takes any text and any names', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\u0000-\u001f]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const text = lines.map((one) => `${one}\n`).join('');
        expect(namesOf(signNote(text, [log, stranger]), [stranger.verifier])).toEqual([stranger.name]);
        expect(noteOf(signNote(text, [log])).text).toBe(text);
      }),
    );
  });
});

describe('a verifier key', () => {
  it('is read in the form in which it is printed', () => {
    for (const { verifier } of [log, witness]) {
      const read = keyOf(printVerifierKey(verifier));
      expect([read.name, read.keyId, read.type]).toEqual([verifier.name, verifier.keyId, verifier.type]);
    }
  });

  it('is refused with another id, name, type or length', () => {
    const good = printVerifierKey(log.verifier);
    const [name, id, key] = [log.name, log.verifier.keyId, good.split('+').slice(2).join('+')];
    const bytes = Buffer.from(key, 'base64');
    const strange = [
      `other+${id}+${key}`,
      `${name}+00000000+${key}`,
      `${name}+${id.toUpperCase()}A+${key}`,
      `${name}+${id}+${Buffer.concat([Buffer.from([2]), bytes.subarray(1)]).toString('base64')}`,
      `${name}+${id}+${bytes.subarray(0, -1).toString('base64')}`,
      `a name+${id}+${key}`,
      `+${id}+${key}`,
      name,
      '',
    ];
    expect(strange.filter((text) => parseVerifierKey(text).ok)).toEqual([]);
  });

  it('has another id for another use of the same key', () => {
    expect(newKey('a').verifier.keyId).not.toBe(newKey('a', 'cosignature/v1').verifier.keyId);
    expect(() => newKey('with space')).toThrow('neither spaces nor plus');
    expect(() => newKey('next\u0085line')).toThrow('neither spaces nor plus');
  });
});

describe('a cosignature', () => {
  const note = signNote(TEXT, [log]);
  const cosigned = note + cosignatureLine(TEXT, witness, 1_679_315_147);

  it('says who saw the note, and when', () => {
    const verified = verifyNote(noteOf(cosigned), [log.verifier, witness.verifier]);
    expect(verified.ok && verified.signatures.map(({ key, at }) => [key.name, at])).toEqual([
      [log.name, null],
      [witness.name, 1_679_315_147],
    ]);
  });

  it('signs the message of the specification', () => {
    const signature = noteOf(cosigned).signatures[1]?.signature ?? Buffer.alloc(0);
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${TEXT}`);
    expect(verify(null, message, createPublicKey(witness.privateKey), signature.subarray(8))).toBe(true);
  });

  it('is refused with another time or for another text', () => {
    const line = cosignatureLine(TEXT, witness, 1_679_315_147);
    const bytes = Buffer.from(line.trimEnd().split(' ')[2] ?? '', 'base64');
    bytes.writeBigUInt64BE(1_679_315_148n, 4);
    const later = `${note}— ${witness.name} ${bytes.toString('base64')}\n`;
    expect(namesOf(later, [log.verifier, witness.verifier])).toEqual([expect.stringContaining('is wrong')]);
    expect(namesOf(signNote('x\n', [log]) + line, [witness.verifier])).toEqual([expect.stringContaining('is wrong')]);
  });
});
