import { GraphQLScalarType, Kind } from 'graphql';
import { bilingualError } from '../errors.js';

/** A place in one history of the log. Its text is `<epoch>.<number>`, opaque to clients. */
export class LogPosition {
  constructor(
    readonly epoch: string,
    readonly number: number,
  ) {}

  static parse(text: string): LogPosition | undefined {
    const [, epoch, digits] = /^([0-9A-Za-z_-]{1,64})\.(0|[1-9]\d{0,15})$/.exec(text) ?? [];
    const number = Number(digits);
    return epoch === undefined || !Number.isSafeInteger(number) ? undefined : new LogPosition(epoch, number);
  }

  toString(): string {
    return `${this.epoch}.${String(this.number)}`;
  }
}

function read(value: unknown): LogPosition {
  const position = typeof value === 'string' ? LogPosition.parse(value) : undefined;
  if (!position) throw bilingualError('position');
  return position;
}

/** A position of another epoch parses: only a reader that knows the log can refuse it (`POSITION_UNKNOWN`). */
export const PositionScalar = new GraphQLScalarType<LogPosition, string>({
  name: 'Position',
  description:
    'An opaque, ordered place in the event log. A mutation returns one, and a query given it as minPosition waits until its answer holds that change.',
  serialize(value) {
    if (value instanceof LogPosition) return value.toString();
    throw new TypeError('Position: not a position of the log');
  },
  parseValue: read,
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
});
