/** An upload's own stream, loaded once: it grows with every item, so that loading it for each append would cost the square of its length. */
import { alreadyDone, appendDecided, change, type Changed } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import type { CommandRequest } from '../commands/request.js';
import { load, uploadOf, type Loaded } from '../commands/streams.js';
import type { AccountId, UploadId } from '../domain/ids.js';
import type { Decision } from '../domain/refusal.js';
import type { UploadEvent, UploadState } from '../domain/upload.js';

type LoadedUpload = Loaded<UploadEvent, UploadState>;
type ChangedUpload = Changed<UploadEvent, UploadState>;

export interface UploadStream {
  /** What it held when it was loaded last: without what was appended here since. */
  loadedEvents(): readonly UploadEvent[];
  /** As `change` does it. */
  append(step: string, decide: (state: UploadState | undefined) => Decision<UploadEvent>): Promise<ChangedUpload>;
}

export async function openUploadStream(
  deps: CommandDeps,
  request: CommandRequest,
  account: AccountId,
  id: UploadId,
): Promise<UploadStream> {
  const stream = uploadOf(id);
  let loaded = await load(deps.store, stream);
  return {
    loadedEvents: () => loaded.events,
    async append(step, decide) {
      const context = { account, step };
      const done = alreadyDone(loaded, request, step);
      if (done) return done;
      const appended = await appendDecided(deps, request, stream, context, loaded, decide(loaded.state));
      if (appended) {
        loaded = behind(loaded, appended);
        return appended;
      }
      // The same request is at work a second time: both record the same.
      const changed = await change(deps, request, stream, context, decide);
      loaded = await load(deps.store, stream);
      return changed;
    },
  };
}

/** Its older events only: they tell what an earlier try did. */
function behind(loaded: LoadedUpload, changed: ChangedUpload): LoadedUpload {
  if (!changed.ok || changed.events.length === 0) return loaded;
  const before = loaded.revision === 'none' ? -1 : loaded.revision;
  return { ...loaded, state: changed.state, revision: before + changed.events.length, position: changed.position };
}
