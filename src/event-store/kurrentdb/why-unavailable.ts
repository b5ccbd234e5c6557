/** Why a log on servers does not answer, from what its servers say of themselves. */
import type { ConnectionSettings, ServerAddress } from './connection-string.js';
import type { UnavailableReason } from '../errors.js';
import { askGossip, type GossipAnswer } from './ask-gossip.js';

/** Within the time. */
export async function whyUnavailable(settings: ConnectionSettings, limitMs: number): Promise<UnavailableReason> {
  const { addresses } = settings;
  const until = performance.now() + limitMs;
  const asked = addresses.map((address) => askGossip(address, settings, limitMs));
  const leader = await Promise.any(asked.map(leaderIn)).catch(() => undefined);
  if (!leader) return withoutLeader(await Promise.all(asked));
  const known = asked[addresses.findIndex((address) => isSame(address, leader))];
  return underLeader(await (known ?? askGossip(leader, settings, Math.max(1, until - performance.now()))));
}

async function leaderIn(asked: Promise<GossipAnswer>): Promise<ServerAddress> {
  const answer = await asked;
  if (answer.kind === 'cluster' && answer.leader) return answer.leader;
  throw new Error('it knows of no leader');
}

function withoutLeader(answers: readonly GossipAnswer[]): UnavailableReason {
  const is = (kind: GossipAnswer['kind']): boolean => answers.some((answer) => answer.kind === kind);
  if (is('cluster')) return 'no-leader';
  if (is('answers')) return 'overloaded';
  return is('silent') ? 'frozen' : 'unreachable';
}

/** The others have not noticed yet where it is gone: they will elect another one. */
function underLeader(leader: GossipAnswer): UnavailableReason {
  if (leader.kind === 'silent') return 'frozen';
  return leader.kind === 'away' ? 'no-leader' : 'overloaded';
}

const isSame = (one: ServerAddress, other: ServerAddress): boolean => one.host === other.host && one.port === other.port;
