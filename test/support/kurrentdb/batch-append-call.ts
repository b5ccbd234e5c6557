/** `Streams.BatchAppend`: many appends over one call that stays open, each answered by its correlation id. */
import type { ServerDuplexStream } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import code from '@eventstore/db-client/generated/code_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { append, type AppendOutcome } from './append.js';
import type { NodeState } from './node-state.js';
import { proposedEvent, requiresLeader } from './proposed-events.js';
import { streamIdentifier, streamNameOf } from './read-answers.js';
import type { Expected, LogAppend, ProposedEvent } from './record-log.js';
import { notLeader } from './rpc-errors.js';

interface PendingAppend {
  readonly options: streams.BatchAppendReq.Options;
  readonly events: ProposedEvent[];
}

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

export function batchAppendCall(node: NodeState, call: Call): void {
  const pending = new Map<string, PendingAppend>();
  call.on('data', (message: streams.BatchAppendReq) => {
    const correlationId = message.getCorrelationId()?.getString() ?? '';
    const options = message.getOptions();
    const request = options ? { options, events: [] } : pending.get(correlationId);
    if (!request) return;
    pending.set(correlationId, request);
    request.events.push(...message.getProposedMessagesList().map(proposedEvent));
    if (!message.getIsFinal()) return;
    pending.delete(correlationId);
    void answerAppend(node, call, correlationId, request);
  });
  call.on('end', () => call.end());
}

async function answerAppend(
  node: NodeState,
  call: Call,
  correlationId: string,
  { options, events }: PendingAppend,
): Promise<void> {
  const stream = streamNameOf(options.getStreamIdentifier());
  const expected = expectedOf(options);
  const answer = new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setStreamIdentifier(streamIdentifier(stream));
  if ((options.getDeadline()?.toDate().getTime() ?? Infinity) <= Date.now()) {
    call.write(answer.setError(timeout()));
    return;
  }
  const outcome = await append(node, { stream, expected, events, requiresLeader: requiresLeader(call.metadata) });
  if (call.cancelled || outcome.kind === 'never-answered') return;
  if (outcome.kind === 'call-fails') call.emit('error', outcome.error);
  // The server ends the whole call with this one; what else is under way on it is answered by nothing.
  else if (outcome.kind === 'not-leader') call.emit('error', notLeader(outcome.host, outcome.port));
  else if (outcome.kind === 'decided' && outcome.result.ok) call.write(answer.setSuccess(success(outcome.result)));
  else call.write(answer.setError(errorOf(outcome, expected)));
}

function expectedOf(options: streams.BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
}

function success({ revision, position }: Extract<LogAppend, { ok: true }>): streams.BatchAppendResp.Success {
  const at = String(position);
  return new streams.BatchAppendResp.Success()
    .setCurrentRevision(String(revision))
    .setPosition(new shared.AllStreamPosition().setCommitPosition(at).setPreparePosition(at));
}

function errorOf(
  outcome: Exclude<AppendOutcome, { kind: 'never-answered' | 'call-fails' | 'not-leader' }>,
  expected: Expected,
): status.Status {
  switch (outcome.kind) {
    case 'decided': {
      const current = outcome.result.ok ? -1 : outcome.result.currentRevision;
      return failure(code.Code.ALREADY_EXISTS, 'WrongExpectedVersion', wrongExpectedVersion(current, expected));
    }
    case 'too-large': {
      const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(outcome.maximum);
      return failure(code.Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
    }
    case 'forward-timeout':
      return timeout();
    case 'not-ready':
      return unhandled('Server Is Not Ready');
    case 'busy':
      return unhandled('Server Is Busy');
  }
}

function wrongExpectedVersion(currentRevision: number, expected: Expected): shared.WrongExpectedVersion {
  const wrong = new shared.WrongExpectedVersion();
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(new empty.Empty());
  else if (expected === 'none') wrong.setExpectedNoStream(new empty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  if (currentRevision < 0) return wrong.setCurrentNoStream(new empty.Empty());
  return wrong.setCurrentStreamRevision(String(currentRevision));
}

const timeout = (): status.Status => failure(code.Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout());

/** Its details are named as the message is. */
const failure = (codeOf: code.Code, message: string, details: Serializable): status.Status =>
  new status.Status()
    .setCode(codeOf)
    .setMessage(message)
    .setDetails(packed(details, `event_store.client.${message}`));

/** Carries no code and no detail: a client knows it by its text alone. */
const unhandled = (message: string): status.Status =>
  new status.Status().setMessage(message).setDetails(packed(new empty.Empty(), 'google.protobuf.Empty'));

interface Serializable {
  serializeBinary(): Uint8Array;
}

function packed(details: Serializable, typeName: string): any.Any {
  const message = new any.Any();
  message.pack(details.serializeBinary(), typeName);
  return message;
}
