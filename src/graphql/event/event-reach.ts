/** Which events a viewer finds: those of `events`, wherever else they are come upon. */
import { parseLicenseId, subjectOf, type AccountId } from '../../domain/ids.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { EventScope } from '../../../projections/queries.js';
import type { ReadView } from '../read/read-view.js';

/** Events of no account are shown of a thing that the account holds now, and of no other. */
export function scopeOf(view: ReadView, account: AccountId, subject: string | undefined): EventScope {
  if (subject === undefined) return { account };
  return { account, subject, unowned: view.license(parseLicenseId(subject) ?? null)?.accountId === account };
}

/** Whether it stands among the events of an account that the viewer reaches, and the viewer's role reads events. */
export function findsEvent({ stream, position }: RecordedEvent, view: ReadView): boolean {
  const { viewer, queries } = view.context;
  const subject = subjectOf(stream);
  if (subject === undefined || !view.may('Query.events')) return false;
  if (viewer.accounts === 'all') return true;
  const where = { position: { gte: position, lte: position } };
  return viewer.accounts.some((account) => queries.countEvents(view.moment, scopeOf(view, account, subject), where) > 0);
}
