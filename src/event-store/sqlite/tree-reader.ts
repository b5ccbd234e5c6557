import type { Database, Statement } from 'better-sqlite3';
import { HASH_BYTES } from '../../audit/merkle-tree.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import { withOurErrors } from './sql-errors.js';
import { requireTreeTables } from './tree-schema.js';

interface LeafRow {
  readonly first: number;
  readonly hashes: Buffer;
}

interface Statements {
  readonly size: Statement<[], { readonly size: number }>;
  readonly leaves: Statement<[number, number], LeafRow>;
  /** One of them, as whoever reads a stream asks for each of its events: at half the cost. */
  readonly leaf: Statement<[number, number], { readonly hash: Buffer }>;
  readonly inner: Statement<[number, number, number], { readonly hash: Buffer }>;
}

/** Positions that are contiguous from 1, as the embedded store's: the leaf of an event stands at its position less one. */
const contiguous = (position: number, size: number): number | undefined =>
  position >= 1 && position <= size ? position - 1 : undefined;

export class TreeReader implements TreeHashes {
  readonly #database: Database;
  readonly #indexOf: (position: number, size: number) => number | undefined;
  /** As it was seen last: it never shrinks, and most events that are asked for are older. What is no longer there, `read` tells. */
  #seenSize = 0;
  /** Prepared when first asked for: a log that is only read may be older than its tree. */
  #statements: Statements | undefined;

  constructor(database: Database, indexOf = contiguous) {
    this.#database = database;
    this.#indexOf = indexOf;
  }

  size(): number {
    return this.#read(({ size }) => size.get()?.size ?? 0);
  }

  indexOf(position: number): number | undefined {
    const index = this.#indexOf(position, this.#seenSize);
    if (index !== undefined) return index;
    this.#seenSize = this.size();
    return this.#indexOf(position, this.#seenSize);
  }

  read(level: number, first: number, count: number): Buffer {
    const hashes = this.#read((statements) =>
      level > 0
        ? inner(statements, level, first, count)
        : count === 1
          ? leaf(statements, first)
          : leaves(statements, first, count),
    );
    if (hashes.length !== count * HASH_BYTES) {
      throw new EventLogDamaged(`the tree has no ${String(count)} hashes of level ${String(level)} from ${String(first)}`);
    }
    return hashes;
  }

  #read<T>(query: (statements: Statements) => T): T {
    if (!this.#database.open) throw new EventStoreUnavailable('the event store has been closed');
    return withOurErrors(() => query((this.#statements ??= prepare(this.#database))));
  }
}

function prepare(database: Database): Statements {
  requireTreeTables(database);
  return {
    size: database.prepare('SELECT first + length(hashes) / 32 AS size FROM leaf_hashes ORDER BY first DESC LIMIT 1'),
    leaves: database.prepare(
      `SELECT first, hashes FROM leaf_hashes
       WHERE first >= (SELECT max(first) FROM leaf_hashes WHERE first <= ?) AND first < ? ORDER BY first`,
    ),
    leaf: database.prepare(
      'SELECT substr(hashes, (? - first) * 32 + 1, 32) AS hash FROM leaf_hashes WHERE first <= ? ORDER BY first DESC LIMIT 1',
    ),
    inner: database.prepare('SELECT hash FROM tree_hashes WHERE level = ? AND place >= ? AND place < ? ORDER BY place'),
  };
}

function leaves(statements: Statements, first: number, count: number): Buffer {
  const rows = statements.leaves.all(first, first + count);
  const skipped = first - (rows[0]?.first ?? first);
  return Buffer.concat(rows.map(({ hashes }) => hashes)).subarray(skipped * HASH_BYTES, (skipped + count) * HASH_BYTES);
}

const leaf = (statements: Statements, index: number): Buffer => statements.leaf.get(index, index)?.hash ?? Buffer.alloc(0);

const inner = (statements: Statements, level: number, first: number, count: number): Buffer =>
  Buffer.concat(statements.inner.all(level, first, first + count).map(({ hash }) => hash));
