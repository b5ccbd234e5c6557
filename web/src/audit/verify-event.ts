/** Verifies an event's proof step by step, each with what came of it. The page believes the server nothing but its tiles and texts, which it checks. */
import { hexOf, same } from './bytes.ts';
import {
  isHashOf,
  isShownAsStored,
  namesTheEvent,
  parseEnvelope,
  rowShows,
  showsTheBody,
  showsTheMetadata,
  type Envelope,
  type ShownEvent,
  type ShownRow,
} from './envelope.ts';
import { consistencyProof, isBeginningOf, leafHash, rootFromLeaf } from './merkle.ts';
import { checkSignature, parseCheckpoint, parseVerifierKey, type Checkpoint, type VerifierKey } from './note.ts';
import { subtreesServed } from './tiles.ts';
import { parseProof } from './tlog-proof.ts';

export type StepResult = 'right' | 'wrong' | 'unknown';

/** What is said of a step: the names of its texts. */
export type Says =
  | 'row'
  | 'rowOther'
  | 'shown'
  | 'notShown'
  | 'noEnvelope'
  | 'body'
  | 'bodyWrong'
  | 'bodyNotShown'
  | 'bodyOtherVersion'
  | 'bodyWithheld'
  | 'metadata'
  | 'metadataWrong'
  | 'metadataNotShown'
  | 'metadataWithheld'
  | 'leaf'
  | 'included'
  | 'notIncluded'
  | 'otherPlace'
  | 'noProof'
  | 'key'
  | 'noKey'
  | 'otherLog'
  | 'keyNotRead'
  | 'keyOfOtherLog'
  | 'signed'
  | 'signatureWrong'
  | 'notSigned'
  | 'unsupported'
  | 'follows'
  | 'doesNotFollow'
  | 'earlierNotRead'
  | 'earlierOfOtherLog'
  | 'earlierNotSigned'
  | 'tilesMissing';

export interface Step {
  readonly says: Says;
  readonly result: StepResult;
  /** A hash, a name or a number; empty where there is none. */
  readonly detail: string;
}

export interface Question {
  readonly row: ShownRow;
  readonly event: ShownEvent;
  readonly envelope: Envelope;
  readonly proof: string;
  /** Verifier keys as text: the auditor's own, else those that are served. */
  readonly keys: readonly string[];
  /** Whether the keys were typed: what is wrong with one of those says nothing of the log. */
  readonly ownKey: boolean;
  /** A checkpoint that the auditor has seen before; empty: none. */
  readonly earlier: string;
}

/** Of Ed25519. */
const SIGNATURE_BYTES = 64;

const step = (says: Says, result: StepResult, detail = ''): Step => ({ says, result, detail });

/** Whether the envelope and what is stored stand in the signed log, whatever the page shows of them. */
export const provesTheEnvelope = (steps: readonly Step[]): boolean =>
  ['included', 'signed'].every((needed) => steps.some(({ says }) => says === needed)) &&
  !steps.some(({ says }) => says === 'noEnvelope' || says === 'bodyWrong' || says === 'metadataWrong');

/** Wrong where one step is; right only where the checkpoint's signature is, too. */
export function verdictOf(steps: readonly Step[]): StepResult {
  if (steps.some(({ result }) => result === 'wrong')) return 'wrong';
  return steps.some(({ says }) => says === 'signed') && !steps.some(({ result }) => result === 'unknown') ? 'right' : 'unknown';
}

export async function verifyEvent(question: Question): Promise<readonly Step[]> {
  const { row, event, envelope, earlier } = question;
  const seen = rowShows(row, event) ? step('row', 'right') : step('rowOther', 'wrong');
  const steps = [seen, ...(await stepsOfContent(event, envelope))];
  const leaf = await leafHash(envelope.text);
  steps.push(step('leaf', 'right', hexOf(leaf)));
  const proof = parseProof(question.proof);
  if (!proof) return [...steps, step('noProof', 'wrong')];
  const { index, hashes, checkpoint } = proof;
  const root = await rootFromLeaf(index, checkpoint.size, leaf, hashes);
  const included = root !== undefined && same(root, checkpoint.root);
  const place = `${String(index)} / ${String(checkpoint.size)}`;
  steps.push(included ? step('included', 'right', place) : step('notIncluded', 'wrong', place));
  if (index !== event.logIndex) steps.push(step('otherPlace', 'wrong', String(index)));
  const keys = (await Promise.all(question.keys.map(parseVerifierKey))).filter((key) => key !== undefined);
  steps.push(...(await stepsOfSignature(checkpoint, keys, question)));
  if (earlier.trim() !== '') steps.push(await stepOfEarlier(`${earlier.trim()}\n`, checkpoint, keys));
  return steps;
}

async function stepsOfContent(event: ShownEvent, { text, body, metadata }: Envelope): Promise<readonly Step[]> {
  const lines = parseEnvelope(text);
  if (!lines) return [step('noEnvelope', 'wrong')];
  const name = namesTheEvent(lines, event) ? step('shown', 'right') : step('notShown', 'wrong');
  return [name, await stepOfBody(), await stepOfMetadata()];

  async function stepOfBody(): Promise<Step> {
    if (lines === undefined || body === null) return step('bodyWithheld', 'right', lines?.bodyHash);
    if (!(await isHashOf(lines.bodyHash, body))) return step('bodyWrong', 'wrong', lines.bodyHash);
    if (!isShownAsStored(lines, event)) {
      return step('bodyOtherVersion', 'unknown', `${lines.version} → ${String(event.version)}`);
    }
    return showsTheBody(body, event) ? step('body', 'right', lines.bodyHash) : step('bodyNotShown', 'wrong');
  }
  async function stepOfMetadata(): Promise<Step> {
    if (lines === undefined || metadata === null) return step('metadataWithheld', 'right', lines?.metadataHash);
    if (!(await isHashOf(lines.metadataHash, metadata))) return step('metadataWrong', 'wrong', lines.metadataHash);
    return showsTheMetadata(metadata, event) ? step('metadata', 'right', lines.metadataHash) : step('metadataNotShown', 'wrong');
  }
}

async function stepsOfSignature(
  checkpoint: Checkpoint,
  keys: readonly VerifierKey[],
  { keys: given, ownKey }: Question,
): Promise<readonly Step[]> {
  const [key] = keys;
  if (!key || keys.length !== given.length) return [ownKey ? step('keyNotRead', 'unknown') : step('noKey', 'wrong')];
  if (keys.some(({ name }) => name !== checkpoint.origin)) {
    const { origin } = checkpoint;
    return [ownKey ? step('keyOfOtherLog', 'unknown', origin) : step('otherLog', 'wrong', origin)];
  }
  const signature = await checkSignature(checkpoint, keys);
  const names = keys.map(({ name, id }) => `${name}+${id}`).join(', ');
  return [step('key', 'right', names), stepOfSignature[signature](checkpoint.origin)];
}

const stepOfSignature: Readonly<Record<Awaited<ReturnType<typeof checkSignature>>, (origin: string) => Step>> = {
  right: (origin) => step('signed', 'right', origin),
  wrong: (origin) => step('signatureWrong', 'wrong', origin),
  'not-signed': (origin) => step('notSigned', 'wrong', origin),
  unsupported: () => step('unsupported', 'unknown'),
};

/** Whether one of the two is the beginning of the other; whichever was signed first. */
async function stepOfEarlier(note: string, checkpoint: Checkpoint, keys: readonly VerifierKey[]): Promise<Step> {
  const seen = parseCheckpoint(note);
  if (!seen) return step('earlierNotRead', 'unknown');
  if (seen.origin !== checkpoint.origin) return step('earlierOfOtherLog', 'unknown', seen.origin);
  // Cut off within the signature, as a copy may be.
  if (seen.signatures.some(({ id, bytes }) => bytes.length !== SIGNATURE_BYTES && keys.some((key) => key.id === id))) {
    return step('earlierNotRead', 'unknown');
  }
  const signature = await checkSignature(seen, keys);
  if (signature === 'unsupported') return step('unsupported', 'unknown');
  if (signature !== 'right') return step('earlierNotSigned', 'wrong', seen.origin);
  const [from, to] = seen.size <= checkpoint.size ? [seen, checkpoint] : [checkpoint, seen];
  const sizes = `${String(from.size)} → ${String(to.size)}`;
  try {
    const proof = await consistencyProof(from.size, to.size, subtreesServed(to.size));
    return (await isBeginningOf(from, to, proof)) ? step('follows', 'right', sizes) : step('doesNotFollow', 'wrong', sizes);
  } catch (error) {
    if (error instanceof TypeError) return step('tilesMissing', 'unknown', error.message);
    throw error;
  }
}
