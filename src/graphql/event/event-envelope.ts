import { Field, ObjectType } from 'type-graphql';
import { envelopeOf } from '../../audit/envelope.js';
import { hiddenFrom } from '../../audit/export/hidden-from.js';
import { NOTHING_HIDDEN } from '../../audit/export/hidden.js';
import { utf8Of } from '../../audit/json-bytes.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { ReadView } from '../read/read-view.js';
import { findsEvent } from './event-reach.js';

@ObjectType('EventEnvelope', {
  simpleResolvers: true,
  description: "What the log's proof of an event is of, as an export of the account shows it (docs/decisions/0013 and 0017).",
})
export class EventEnvelope {
  @Field(() => String, {
    description: 'Nine lines: SHA-256 over a byte 0 and their bytes in UTF-8 is the leaf that the proof begins at.',
  })
  readonly text!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The stored bytes that body-sha256 is the hash of: codes and personal texts are sealed in them. Null where they name an account that the viewer does not reach.',
  })
  readonly body!: string | null;

  @Field(() => String, { nullable: true, description: 'The same for metadata-sha256: when it happened, and who did it.' })
  readonly metadata!: string | null;
}

/** By the rules of `kabinet export --account`; whoever reaches every account sees what an export of everything has. */
export async function envelopeFor(event: RecordedEvent, view: ReadView): Promise<EventEnvelope | null> {
  const { viewer, storedAt } = view.context;
  if (!findsEvent(event, view)) return null;
  const stored = await storedAt(event.position);
  if (!stored) return null;
  const hidden = viewer.accounts === 'all' ? NOTHING_HIDDEN : hiddenFrom((account) => view.reaches(account))(stored);
  return {
    text: envelopeOf(stored),
    body: hidden.body ? null : (utf8Of(stored.body) ?? null),
    metadata: hidden.metadata ? null : (utf8Of(stored.metadata) ?? null),
  };
}
