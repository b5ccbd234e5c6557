import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** Bytes that are still reachable: after a collection, with the buffers outside the heap. */
function liveBytes(): number {
  collectGarbage();
  // The first collection leaves the sweeping of buffers to another thread; the second waits for it.
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Runs `work`, which calls `sample` whenever it likes, and answers by how many bytes live memory ever stood above its start. */
export async function liveGrowth(work: (sample: () => void) => Promise<void>): Promise<number> {
  const start = liveBytes();
  let highest = start;
  await work(() => {
    highest = Math.max(highest, liveBytes());
  });
  return highest - start;
}
