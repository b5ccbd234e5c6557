/** `Streams.Read` on the wire. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { NodeState } from './node-state.js';
import { requiresLeader } from './proposed-events.js';
import { read } from './read.js';
import { readRequest } from './read-request.js';
import { notLeader, serverBusy, serverNotReady, type RpcError } from './rpc-errors.js';
import { subscribe } from './subscribe.js';

type Call = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

export async function readCall(node: NodeState, call: Call): Promise<void> {
  const aborted = new AbortController();
  for (const end of ['cancelled', 'close', 'error']) call.on(end, () => aborted.abort());
  const request = readRequest(call.request);
  const refused = refusal(node, call);
  const answered =
    refused ?? (request.count === 'subscription' ? subscribe(node.log, request, aborted.signal) : read(node.log, request));
  if (node.answerDelay > 0) await wait(node.answerDelay);
  if ('error' in answered) {
    call.emit('error', answered.error);
    return;
  }
  for await (const answer of answered.answers) {
    if (aborted.signal.aborted) return;
    // A client that reads slowly holds this call back, and nothing piles up here.
    if (!call.write(answer)) await once(call, 'drain', { signal: aborted.signal }).catch(() => undefined);
  }
  call.end();
}

function refusal(node: NodeState, call: Call): { readonly error: RpcError } | undefined {
  if (node.load === 'busy') return { error: serverBusy };
  if (!requiresLeader(call.metadata)) return undefined;
  const leadership = node.leadership();
  if (leadership.kind === 'no-leader') return { error: serverNotReady };
  return leadership.kind === 'leader' ? undefined : { error: notLeader(leadership.leader.host, leadership.leader.port) };
}
