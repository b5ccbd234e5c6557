import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FollowingFigures } from './measure-following.js';
import type { SizeFigures } from './measure-size.js';

/** Logs are kept in `folder` between children. Answers the folder of this one. */
export async function writeInChild(folder: string, licenses: number): Promise<string> {
  return (await answerOf('write', folder, licenses)) as string;
}

export async function sizeInChild(folder: string, licenses: number): Promise<SizeFigures> {
  return (await answerOf('size', folder, licenses)) as SizeFigures;
}

export async function followingInChild(folder: string, licenses: number): Promise<FollowingFigures> {
  return (await answerOf('following', folder, licenses)) as FollowingFigures;
}

async function answerOf(task: string, folder: string, licenses: number): Promise<unknown> {
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [task, String(licenses)], {
    env: { ...process.env, KABINET_BENCH_FOLDER: folder },
  });
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the ${task} of ${String(licenses)} licenses ended with ${String(code)} before it answered`);
  });
  const [answer] = (await Promise.race([once(child, 'message'), exited])) as [unknown];
  exited.catch(() => undefined);
  return answer;
}
