/** `Streams.Append`: one append a call, its events one a message. */
import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { append, type AppendOutcome } from './append.js';
import type { NodeState } from './node-state.js';
import { proposedEvent, requiresLeader } from './proposed-events.js';
import { streamNameOf } from './read-answers.js';
import type { Expected, LogAppend, ProposedEvent } from './record-log.js';
import { appendTooLarge, forwardTimeout, notLeader, serverBusy, serverNotReady, type RpcError } from './rpc-errors.js';

export function appendCall(
  node: NodeState,
  call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
  answer: sendUnaryData<streams.AppendResp>,
): void {
  let options = new streams.AppendReq.Options();
  const events: ProposedEvent[] = [];
  call.on('data', (message: streams.AppendReq) => {
    const proposed = message.getProposedMessage();
    if (proposed) events.push(proposedEvent(proposed));
    else options = message.getOptions() ?? options;
  });
  call.on('end', () => {
    const stream = streamNameOf(options.getStreamIdentifier());
    const expected = expectedOf(options);
    void append(node, { stream, expected, events, requiresLeader: requiresLeader(call.metadata) }).then((outcome) => {
      if (outcome.kind === 'decided') answer(null, answerTo(outcome.result, expected));
      else if (outcome.kind !== 'never-answered') answer(errorOf(outcome));
    });
  });
}

function expectedOf(options: streams.AppendReq.Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
}

function answerTo(result: LogAppend, expected: Expected): streams.AppendResp {
  if (result.ok) {
    const position = String(result.position);
    return new streams.AppendResp().setSuccess(
      new streams.AppendResp.Success()
        .setCurrentRevision(String(result.revision))
        .setPosition(new streams.AppendResp.Position().setCommitPosition(position).setPreparePosition(position)),
    );
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'none') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  if (result.currentRevision < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(result.currentRevision));
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}

function errorOf(outcome: Exclude<AppendOutcome, { kind: 'decided' | 'never-answered' }>): RpcError {
  switch (outcome.kind) {
    case 'not-leader':
      return notLeader(outcome.host, outcome.port);
    case 'too-large':
      return appendTooLarge(outcome.maximum);
    case 'not-ready':
      return serverNotReady;
    case 'busy':
      return serverBusy;
    case 'forward-timeout':
      return forwardTimeout;
    case 'call-fails':
      return outcome.error;
  }
}
