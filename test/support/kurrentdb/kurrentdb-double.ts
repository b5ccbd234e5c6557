/**
 * A server of ours for tests that speaks the protocol of KurrentDB, in memory on 127.0.0.1.
 *
 * What it decides, it decides as the server does, by its source (`IndexWriter.CheckCommit`, `Enumerator.AllSubscriptionFiltered`, `RpcExceptions`);
 * what the adapter has no use for (persistent subscriptions, links, deletion, access control, projections) is not there.
 */
import { startNode, type KurrentNode } from './node.js';
import type { Leadership } from './node-state.js';
import { RecordLog, type LogRecord } from './record-log.js';

export interface KurrentDoubleOptions {
  /** What it holds from the start; left out: nothing. */
  readonly log?: RecordLog;
  /** Nodes over one log; the first leads. Default 1. */
  readonly nodes?: number;
  /** Off: the client appends by a call each. Default on, as on the server. */
  readonly batchAppend?: boolean;
  /** Bytes; the server's default is 1 MiB. */
  readonly maxAppendSize?: number;
}

/** Is its own first node. */
export interface KurrentDouble extends KurrentNode {
  readonly nodes: readonly KurrentNode[];
  /** Names all nodes, so that the client finds the leader by gossip. */
  readonly clusterUrl: string;
  /** What was written, the system's own events among it. */
  records(): readonly LogRecord[];
  /** An older copy of the database, of so many records, takes its place; to be done while nothing reads. */
  putBack(count: number): void;
  /** The subscriptions that are there leave so many of the next events out, as if they had been committed at the moment of their catch-up. */
  leaveOut(events: number): void;
  /** The next event of such a stream is not to be read in `$all`, and what comes after it is, until `showLate`. */
  makeLate(streamPrefix: string): void;
  showLate(): void;
  /** Subscriptions to `$all` that were begun. */
  subscriptions(): number;
  /** To the node of that index; `none`: an election that does not end. Connections stay as they are. */
  moveLeader(to: number | 'none'): void;
  /** Ends everything. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

export async function startKurrentDouble(options: KurrentDoubleOptions = {}): Promise<KurrentDouble> {
  const log = options.log ?? new RecordLog();
  const nodes: KurrentNode[] = [];
  let leader: number | 'none' = 0;

  const leadershipOf = (index: number): Leadership => {
    if (leader === index) return { kind: 'leader' };
    const node = leader === 'none' ? undefined : nodes[leader];
    if (!node) return { kind: 'no-leader' };
    return { kind: 'follower', leader: { host: HOST, port: node.port, reachable: node.isReachable() } };
  };
  const members = () =>
    nodes.map((node, index) => {
      const role = leader === 'none' ? 'unknown' : leader === index ? 'leader' : 'follower';
      return { host: HOST, port: node.port, alive: node.isReachable(), role } as const;
    });

  const setting = { log, maxAppendSize: options.maxAppendSize ?? 1024 * 1024, batchAppend: options.batchAppend ?? true, members };
  const startOne = (index: number) => startNode({ ...setting, leadership: () => leadershipOf(index) });
  const first = await startOne(0);
  nodes.push(first);
  for (let index = 1; index < (options.nodes ?? 1); index += 1) nodes.push(await startOne(index));

  return {
    ...first,
    nodes,
    clusterUrl: `esdb://${nodes.map(({ port }) => `${HOST}:${String(port)}`).join(',')}?tls=false`,
    records: () => log.records,
    putBack: (count) => {
      log.putBack(count);
    },
    leaveOut: (events) => {
      log.leftOut = { times: log.leftOut.times + 1, events };
    },
    makeLate: (streamPrefix) => {
      log.makeLate(streamPrefix);
    },
    showLate: () => {
      log.showLate();
    },
    subscriptions: () => log.subscriptions,
    moveLeader: (to) => void (leader = to),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
