/** An append as a node handles it: leadership, limits and faults around what the log decides. */
import { setTimeout as wait } from 'node:timers/promises';
import type { NodeState } from './node-state.js';
import type { Expected, LogAppend, ProposedEvent } from './record-log.js';
import { serverNotReady, type RpcError } from './rpc-errors.js';

export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
  readonly requiresLeader: boolean;
}

export type AppendOutcome =
  | { readonly kind: 'decided'; readonly result: LogAppend }
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number }
  | { readonly kind: 'not-ready' | 'busy' | 'forward-timeout' }
  | { readonly kind: 'too-large'; readonly maximum: number }
  | { readonly kind: 'call-fails'; readonly error: RpcError }
  | { readonly kind: 'never-answered' };

/** The server waits for its leader longer than a test wants to. */
const FORWARD_TIMEOUT_MS = 300;

export async function append(node: NodeState, request: AppendRequest): Promise<AppendOutcome> {
  const refused = await refusal(node, request);
  if (refused) return refused;
  const fault = node.takeAppendFault(request.stream);
  if (fault === 'refuse') return { kind: 'call-fails', error: serverNotReady };
  if (fault === 'cut-before-commit') {
    node.cut();
    return { kind: 'never-answered' };
  }
  const result = node.log.append(request.stream, request.expected, request.events);
  if (fault === 'cut-after-commit') node.cut();
  if (fault) return { kind: 'never-answered' };
  if (node.answerDelay > 0) await wait(node.answerDelay);
  return { kind: 'decided', result };
}

async function refusal(node: NodeState, { events, requiresLeader }: AppendRequest): Promise<AppendOutcome | undefined> {
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > node.maxAppendSize)
    return { kind: 'too-large', maximum: node.maxAppendSize };
  if (node.load === 'unavailable') return { kind: 'call-fails', error: serverNotReady };
  if (node.load === 'busy') return { kind: 'busy' };
  const leadership = node.leadership();
  if (leadership.kind === 'no-leader') return { kind: 'not-ready' };
  if (leadership.kind === 'leader') return undefined;
  // A follower passes an append on to the leader, unless the client asks for the leader itself.
  const { host, port, reachable } = leadership.leader;
  if (requiresLeader) return { kind: 'not-leader', host, port };
  if (reachable) return undefined;
  await wait(FORWARD_TIMEOUT_MS);
  return { kind: 'forward-timeout' };
}

/** As the server counts a record: letters of the type take two bytes. */
const sizeOf = ({ type, data, metadata }: ProposedEvent): number => type.length * 2 + data.length + metadata.length;
