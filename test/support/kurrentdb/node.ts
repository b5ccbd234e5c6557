/** One node of the double behind a wire of ours, and the faults it can show. */
import { startTcpProxy, type Frozen } from '../tcp-proxy.js';
import { startNodeServer } from './node-server.js';
import type { AppendFault, ClusterMember, Leadership, Load, NodeState } from './node-state.js';
import type { RecordLog } from './record-log.js';

export interface KurrentNode {
  /** `esdb://127.0.0.1:PORT?tls=false`; the same through every kill and restart. */
  readonly url: string;
  readonly port: number;
  /** The next append, to a stream of this prefix, shows a fault; called twice, the next two do. */
  failNextAppend(fault: AppendFault, streamPrefix?: string): void;
  /** For what is asked from now on; reads and subscriptions that are under way go on. */
  setLoad(load: Load): void;
  /** Answers wait so long; an append is written before it waits. */
  delayAnswers(milliseconds: number): void;
  /** Cuts every connection; new ones are taken at once. */
  cut(): void;
  /** `all`: as by SIGSTOP; `answers`: appends are written, and nobody hears of it. */
  freeze(what?: Frozen): void;
  thaw(): void;
  /** As by SIGKILL: connections are reset and new ones refused. The log stays. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Neither killed nor frozen. */
  isReachable(): boolean;
}

export interface NodeSetting {
  readonly log: RecordLog;
  readonly maxAppendSize: number;
  readonly batchAppend: boolean;
  leadership(): Leadership;
  members(): readonly ClusterMember[];
}

export async function startNode({ batchAppend, ...setting }: NodeSetting): Promise<KurrentNode> {
  const faults: { readonly fault: AppendFault; readonly streamPrefix: string }[] = [];
  let isReachable = true;
  const state: NodeState = {
    ...setting,
    load: 'normal',
    answerDelay: 0,
    takeAppendFault: (stream) => {
      const index = faults.findIndex(({ streamPrefix }) => stream.startsWith(streamPrefix));
      return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
    },
    cut: () => proxy.cut(),
  };
  const server = await startNodeServer(state, batchAppend);
  const proxy = await startTcpProxy({ targetPort: server.port });
  return {
    url: `esdb://127.0.0.1:${String(proxy.port)}?tls=false`,
    port: proxy.port,
    failNextAppend: (fault, streamPrefix = '') => void faults.push({ fault, streamPrefix }),
    setLoad: (load) => void (state.load = load),
    delayAnswers: (milliseconds) => void (state.answerDelay = milliseconds),
    cut: () => proxy.cut(),
    freeze: (what) => {
      isReachable = false;
      proxy.freeze(what);
    },
    thaw: () => {
      isReachable = true;
      proxy.thaw();
    },
    kill: () => {
      isReachable = false;
      return proxy.refuse();
    },
    restart: () => {
      isReachable = true;
      return proxy.resume();
    },
    stop: async () => {
      await proxy.close();
      server.stop();
    },
    isReachable: () => isReachable,
  };
}
