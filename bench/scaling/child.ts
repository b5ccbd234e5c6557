/** One measurement in a process of its own, so that its memory is its own: `write`, `size` or `following`, and the number of licenses. */
import { openLargeLog } from '../large-log/open-large-log.js';
import { measureFollowing } from './measure-following.js';
import { measureSize } from './measure-size.js';

const [, , task, licenses] = process.argv;

async function figures(): Promise<unknown> {
  if (task === 'size') return measureSize(Number(licenses));
  if (task === 'following') return measureFollowing(Number(licenses));
  const { store, folder } = await openLargeLog(Number(licenses));
  await store.close();
  return folder;
}

process.send?.(await figures(), () => process.disconnect());
