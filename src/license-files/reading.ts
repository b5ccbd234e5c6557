/** One pass over a license file, chunk by chunk: what both the verification and the reading of the items stand on. */
import type { FileSummary, LicenseFileReading } from './adapter.js';
import { adapterFor } from './adapters.js';
import { FileRefused, xmlFailure } from './file-refused.js';
import type { FileFailure, LicenseItem } from './license-in-file.js';
import type { LicenseFileLimits } from './limits.js';
import { StrictXml, type EndTag, type StartTag } from './strict-xml.js';

/** A spooled file, from its first byte. */
export type FileChunks = AsyncIterable<Uint8Array>;

/** Items found at once lie in memory: a source that gives a whole file as one chunk must not make that the whole file. */
const PART_BYTES = 64 * 1024;

export type ReadingStep =
  | { readonly kind: 'item'; readonly item: LicenseItem }
  | { readonly kind: 'end'; readonly summary: FileSummary }
  | { readonly kind: 'failed'; readonly failure: FileFailure };

/** The last step is `end` or `failed`. Errors of the source itself are thrown on. */
export async function* readFile(chunks: FileChunks, limits: LicenseFileLimits): AsyncGenerator<ReadingStep, void> {
  const pass = new Pass(limits);
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += PART_BYTES) {
      const failure = pass.write(chunk.subarray(start, start + PART_BYTES));
      for (const item of pass.takeItems()) yield { kind: 'item', item };
      if (!failure) continue;
      yield { kind: 'failed', failure };
      return;
    }
  }
  yield pass.end();
}

class Pass {
  private items: LicenseItem[] = [];
  private reading: LicenseFileReading | undefined;
  private readonly xml: StrictXml;

  constructor(limits: LicenseFileLimits) {
    this.xml = new StrictXml(
      {
        open: (tag) => this.open(tag),
        close: (tag: EndTag) => this.reading?.close(tag),
        text: (text, depth) => this.reading?.text(text, depth),
        instruction: (depth) => this.reading?.instruction(depth),
      },
      limits,
    );
  }

  write(part: Uint8Array): FileFailure | undefined {
    return failureOf(() => this.xml.write(part));
  }

  end(): ReadingStep {
    let summary: FileSummary | undefined;
    const failure = failureOf(() => {
      this.xml.end();
      summary = this.reading?.summary();
    });
    if (failure) return { kind: 'failed', failure };
    if (!summary) throw new Error('a file without a root element ended well');
    return { kind: 'end', summary };
  }

  takeItems(): readonly LicenseItem[] {
    const { items } = this;
    this.items = [];
    return items;
  }

  private open(tag: StartTag): void {
    this.reading ??= this.begin(tag);
    this.reading.open(tag);
  }

  private begin(root: StartTag): LicenseFileReading {
    const adapter = adapterFor(root.name);
    if (!adapter) throw new FileRefused(xmlFailure('FILE_NOT_A_LICENSE', 'unknownRoot', root));
    return adapter.begin(root, (item) => this.items.push(item));
  }
}

function failureOf(act: () => void): FileFailure | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof FileRefused) return error.failure;
    throw error;
  }
}
