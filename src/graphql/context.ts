/** What the GraphQL layer is given, and what it knows during one request. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { GuessLimit } from '../auth/guess-limit.js';
import { reaches, soleAccount, actorOf, type Viewer } from '../auth/viewer.js';
import type { Asker, Call } from '../commands/asker.js';
import type { Diagnosis } from '../diagnosis/cause.js';
import type { Question } from '../diagnosis/question.js';
import type { RecordedEvent } from '../domain/events.js';
import type { AccountId, Instant, StreamName } from '../domain/ids.js';
import type { StoredEvent } from '../event-store/port.js';
import type { ReadModelStatus } from '../../projections/open-read-model.js';
import type { ReadModelQueries } from '../../projections/queries.js';
import type { Outcome } from '../commands/outcome.js';
import type { Retried } from '../processes/retry-parked-events.js';
import type { CabinetService, SpooledFile } from '../processes/cabinet-service.js';
import type { Language } from './texts/language.js';

export interface GraphqlLog {
  /** Fields never hold a document, variables or an answer. */
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Files of a mutation, written to disk for the upload process, and removed afterwards. */
export interface SpooledFiles {
  readonly files: readonly SpooledFile[];
  remove(): Promise<void>;
}

/** What support and operators look at and do beside the lists. */
export interface ReadModelControl {
  status(): Promise<ReadModelStatus>;
  retryParkedEvents(call: Call, input: { readonly stream?: string }): Promise<Outcome<Retried>>;
}

export interface GraphqlDeps {
  readonly queries: ReadModelQueries;
  readonly service: CabinetService;
  readonly now: () => Instant;
  readonly readModel: ReadModelControl;
  readonly guesses: GuessLimit;
  /** Undefined where there is no such account. */
  readonly diagnose: (question: Question) => Promise<Diagnosis | undefined>;
  /** From the log; undefined where no event has that position. */
  readonly eventAt: (position: number) => Promise<RecordedEvent | undefined>;
  /** The same as it is stored. */
  readonly storedAt: (position: number) => Promise<StoredEvent | undefined>;
  /** By its stream and its place in it. */
  readonly eventOf: (stream: StreamName, revision: number) => Promise<RecordedEvent | undefined>;
  /** Null in a replay, which signs nothing. */
  readonly audit:
    | (Pick<TransparencyLog, 'checkpoint' | 'indexOf' | 'verifierKeys'> & {
        proofOf(position: number): Promise<string | null> | string | null;
      })
    | null;
  readonly spool: (files: readonly { readonly name: string; readonly xml: string }[]) => Promise<SpooledFiles>;
  readonly log: GraphqlLog;
  /** How often a subscription looks at a clock that may jump (a test clock); null where it only runs on. */
  readonly clockCheckMs: number | null;
  /** Of a replay: it shows a moment of the past, and nothing can be changed there. */
  readonly readOnly?: boolean;
}

export interface GraphqlContext extends GraphqlDeps {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly correlationId: string;
  /** The address that the asker reached this server by, as `https://cabinet.example`; null where the request did not name it. */
  readonly origin: string | null;
}

export const askerOf = (viewer: Viewer): Asker => ({
  actor: actorOf(viewer),
  reaches: (account: AccountId) => reaches(viewer, account),
  ownAccount: soleAccount(viewer) ?? null,
  onlyDatabase: viewer.database,
});

export const callOf = (context: GraphqlContext, idempotencyKey: string | null | undefined): Call => ({
  asker: askerOf(context.viewer),
  correlationId: context.correlationId,
  idempotencyKey: idempotencyKey ?? null,
});
