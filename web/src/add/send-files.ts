/** Sends license files in requests of a size that the server takes, and tells how far it has come. */
import type { Language } from '../i18n/language.ts';
import { currentToken } from '../session/session.ts';
import type { UploadResult } from './results.tsx';

/** Below what one request may have (docs/front-end.md). */
const FILES_A_REQUEST = 500;
const BYTES_A_REQUEST = 128 * 1024 * 1024;
/** What the server would refuse is not sent. */
const BYTES_A_FILE = 64 * 1024 * 1024;

export interface Sending {
  readonly files: readonly File[];
  readonly accountId: string;
  readonly language: Language;
  /** Said of a file that is too large, which nobody has read. */
  readonly tooLarge: string;
  /** Bytes that were sent, of all. */
  readonly onProgress: (sent: number, total: number) => void;
  readonly stop: AbortSignal;
}

/** `problem`: the server's words, null where it did not answer. What had been taken before stands in `results`. */
export type Sent =
  | { readonly ok: true; readonly results: readonly UploadResult[] }
  | { readonly ok: false; readonly results: readonly UploadResult[]; readonly problem: string | null };

interface Answer {
  readonly results?: readonly UploadResult[];
  readonly errors?: readonly { readonly message: string }[];
}

export async function sendFiles(sending: Sending): Promise<Sent> {
  const fitting = sending.files.filter(({ size }) => size <= BYTES_A_FILE);
  const total = fitting.reduce((sum, { size }) => sum + size, 0);
  const results: UploadResult[] = sending.files
    .filter(({ size }) => size > BYTES_A_FILE)
    .map(({ name }, index) => ({ index, item: name, outcome: 'FILE_TOO_LARGE', message: sending.tooLarge }));
  let before = 0;
  for (const files of requestsOf(fitting)) {
    const answer = await sendOne(sending, files, (sent) => sending.onProgress(Math.min(before + sent, total), total));
    if (answer === null) return { ok: false, results, problem: null };
    results.push(...(answer.results ?? []));
    const [error] = answer.errors ?? [];
    if (error) return { ok: false, results, problem: error.message };
    before += files.reduce((sum, { size }) => sum + size, 0);
  }
  return { ok: true, results };
}

function requestsOf(files: readonly File[]): readonly (readonly File[])[] {
  const requests: File[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = requests.at(-1);
    if (!last || last.length >= FILES_A_REQUEST || bytes + file.size > BYTES_A_REQUEST) {
      requests.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return requests;
}

/** By XMLHttpRequest, which alone tells how much of a body was sent. */
async function sendOne(
  { accountId, language, stop }: Sending,
  files: readonly File[],
  onSent: (bytes: number) => void,
): Promise<Answer | null> {
  const token = await currentToken().catch(() => null);
  if (token === null || stop.aborted) return null;
  const form = new FormData();
  form.append('accountId', accountId);
  for (const file of files) form.append('files', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', '/license-files');
  request.setRequestHeader('authorization', `Bearer ${token}`);
  request.setRequestHeader('accept-language', language);
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  return new Promise((resolve) => {
    request.onload = () => resolve(answerOf(request.responseText));
    request.onerror = request.onabort = () => resolve(null);
    stop.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function answerOf(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}
