/** From arguments to one page: which rows, at which moment, and how the page tells of its neighbours. */
import { CursorMismatch } from '../../../projections/page.js';
import type { CursorKey, Page, PageRequest } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { momentFor, reach, WAIT_MS, type MomentArguments } from '../read/moments.js';
import type { ReadMoment } from '../read/read-view.js';
import type { Language } from '../texts/language.js';
import { readCursor, writeCursor, type Cursor } from './cursor.js';

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;

export interface PageInput {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  /** Rows to pass over; only lists that have such an argument give it. */
  readonly offset?: number | null;
}

/** A page to be read: 0 rows are asked for by whoever wants the count alone. */
export interface PagePlan {
  readonly rows: number;
  readonly direction: PageRequest['direction'];
  readonly cursor: Cursor | undefined;
  readonly skip: number;
  readonly list: string;
  readonly language: Language;
}

export function planPage(context: GraphqlContext, input: PageInput, list: string): PagePlan {
  const backwards = isGiven(input.last) || isGiven(input.before);
  if (backwards && (isGiven(input.first) || isGiven(input.after))) {
    throw apiError('pageDirection', context.language, ['first', 'after', 'last', 'before']);
  }
  const rows = (backwards ? input.last : input.first) ?? DEFAULT_PAGE;
  if (rows < 0 || rows > LARGEST_PAGE) throw apiError('pageSize', context.language, [backwards ? 'last' : 'first']);
  const skip = input.offset ?? 0;
  if (skip < 0) throw apiError('pageOffset', context.language, ['offset']);
  const text = backwards ? input.before : input.after;
  const cursor = isGiven(text) ? readCursor(text) : undefined;
  if (isGiven(text) && cursor?.list !== list) throw apiError('cursor', context.language, [backwards ? 'before' : 'after']);
  return { rows, direction: backwards ? 'backwards' : 'forwards', cursor, skip, list, language: context.language };
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** The cursor's own moment where there is one; `asOf`, if given beside it, must name the same. */
export async function momentOfPage(context: GraphqlContext, plan: PagePlan, argument: MomentArguments): Promise<ReadMoment> {
  const { cursor } = plan;
  if (!cursor) return momentFor(context, argument);
  await checkCursorMoment(context, cursor);
  const { asOf, minPosition } = argument;
  const { at } = cursor;
  if (asOf) {
    const same = asOf.position
      ? asOf.position.number === at.moment.position && asOf.position.epoch === at.epoch
      : asOf.time === at.moment.at;
    if (!same || !at.past) throw apiError('cursor', context.language, ['asOf']);
  }
  if (minPosition) {
    await reach(context, minPosition, 'minPosition');
    if (!at.past && minPosition.number > at.moment.position) throw apiError('cursorTooOld', context.language, ['minPosition']);
  }
  return at;
}

/** For a list below a node: the node's moment, or that of a cursor of the same list, which then may be of an earlier present. */
export async function momentBelow(context: GraphqlContext, plan: PagePlan, at: ReadMoment): Promise<ReadMoment> {
  const { cursor } = plan;
  if (!cursor) return at;
  await checkCursorMoment(context, cursor);
  const sameTime = cursor.at.past === at.past && (!at.past || cursor.at.moment.position === at.moment.position);
  if (!sameTime) throw apiError('cursor', context.language, ['after']);
  return cursor.at;
}

async function checkCursorMoment(context: GraphqlContext, { at }: Cursor): Promise<void> {
  const { epoch, position } = context.queries.checkpoint();
  if (at.epoch !== epoch) throw apiError('positionUnknown', context.language, ['after']);
  // Another node may stand further than this one does.
  if (at.moment.position > position && (await context.queries.waitFor(at.moment.position, WAIT_MS)) === 'behind') {
    throw apiError('readModelBehind', context.language, ['after']);
  }
}

export interface ReadPage<Row> {
  readonly rows: readonly Row[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const EMPTY_PAGE: ReadPage<never> = { rows: [], cursors: [], hasNextPage: false, hasPreviousPage: false };

/** At least one row is read, so that a page of 0 rows still knows whether there are any. */
export function readPage<Row>(plan: PagePlan, at: ReadMoment, read: (request: PageRequest) => Page<Row>): ReadPage<Row> {
  const { cursor, direction, list, skip, rows: wanted } = plan;
  const page = readOrRefuse(plan, () =>
    read({ limit: Math.max(1, wanted), direction, ...(cursor && { from: cursor.key }), ...(skip > 0 && { skip }) }),
  );
  const rows = wanted === 0 ? [] : page.rows;
  const more = wanted === 0 ? page.rows.length > 0 : page.more;
  const write = (key: CursorKey): string => writeCursor({ at, list, key });
  const behind = cursor !== undefined || skip > 0;
  return {
    rows,
    cursors: wanted === 0 ? [] : page.cursors.map(write),
    hasNextPage: direction === 'forwards' ? more : behind,
    hasPreviousPage: direction === 'forwards' ? behind : more,
  };
}

/** A cursor that was made up may have the name of this list, and still not its keys. */
function readOrRefuse<Row>({ direction, language }: PagePlan, read: () => Page<Row>): Page<Row> {
  try {
    return read();
  } catch (error) {
    if (error instanceof CursorMismatch) throw apiError('cursor', language, [direction === 'backwards' ? 'before' : 'after']);
    throw error;
  }
}
