import { Field, Int, ObjectType } from 'type-graphql';
import type { SignedCheckpoint } from '../../audit/checkpoints.js';
import { toBase64 } from '../../audit/strict-text.js';
import { instantOf, type Instant } from '../../domain/ids.js';
import { DateTimeScalar } from '../scalars/date-time.js';

@ObjectType('LogCheckpoint', {
  simpleResolvers: true,
  description: 'A signed note that says how large the log is and what its root is (c2sp.org/tlog-checkpoint).',
})
export class LogCheckpoint {
  @Field(() => String, { description: 'The whole note, with its signatures.' })
  readonly note: string;

  @Field(() => String, { description: 'The name of the log.' })
  readonly origin: string;

  @Field(() => Int, { description: 'Events that it covers.' })
  readonly size: number;

  @Field(() => String, { description: 'The root over their leaf hashes, in base 64.' })
  readonly rootHash: string;

  @Field(() => DateTimeScalar, { description: 'When it was signed.' })
  readonly signedAt: Instant;

  @Field(() => [String], {
    description:
      'Keys that it can be verified with (c2sp.org/signed-note), by the word of this server alone: an auditor has them from elsewhere.',
  })
  readonly verifierKeys: readonly string[];

  constructor({ note, origin, size, rootHash, signedAt }: SignedCheckpoint, verifierKeys: readonly string[]) {
    this.note = note;
    this.origin = origin;
    this.size = size;
    this.rootHash = toBase64(rootHash);
    this.signedAt = instantOf(signedAt);
    this.verifierKeys = verifierKeys;
  }
}
