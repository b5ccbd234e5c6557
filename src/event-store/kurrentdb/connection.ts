/** One client a process and server: its book-keeping of appends is global to the process, and a second one would mix with it. */
import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { readConnectionString, type ConnectionSettings } from './connection-string.js';
import { within } from './time-limits.js';

const DISPOSE_MS = 500;

interface Shared {
  readonly client: EventStoreDBClient;
  users: number;
}

const clients = new Map<string, Shared>();

export interface Connection {
  readonly client: EventStoreDBClient;
  /**
   * To be given with every append. The client sends appends without credentials of their own through one call for all of them, which has no deadline,
   * and an error of which fails everybody's; with them each append is a call.
   */
  readonly appendAs: Credentials;
  /** Ends the client with its last user. */
  release(): Promise<void>;
}

/** @throws ConnectionStringWrong */
export function connect(connectionString: string): Connection {
  const shared = clients.get(connectionString) ?? { client: clientFor(connectionString), users: 0 };
  shared.users += 1;
  clients.set(connectionString, shared);
  let released = false;
  return {
    client: shared.client,
    appendAs: credentialsIn(connectionString),
    async release() {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      clients.delete(connectionString);
      // It waits for the end of every call, and a server that is frozen ends none.
      await within(DISPOSE_MS, shared.client.dispose()).catch(() => undefined);
    },
  };
}

/** What cannot be read is not shown: the client's own error shows it with its password. */
export class ConnectionStringWrong extends Error {
  override readonly name = 'ConnectionStringWrong';
  constructor() {
    super(
      'the connection string of KurrentDB cannot be read: expected esdb://user:password@host:port?tls=true, user and password percent-encoded',
    );
  }
}

function clientFor(connectionString: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(clientForm(connectionString));
  } catch (error) {
    const isUnreadable = error instanceof Error && ('connectionString' in error || error.name === 'URIError');
    throw isUnreadable ? new ConnectionStringWrong() : error;
  }
}

/** The client knows the database's older name only. */
export const clientForm = (connectionString: string): string => connectionString.replace(/^kurrentdb(?=[+:])/, 'esdb');

/** @throws ConnectionStringWrong */
export function settingsOf(connectionString: string): ConnectionSettings {
  const reading = readConnectionString(connectionString);
  if (!reading.ok) throw new ConnectionStringWrong();
  return reading.settings;
}

/** Without a user's name and password, which may hold anything but an `@`. */
export const nameOf = (connectionString: string): string => connectionString.replace(/\/\/[^@]*@/, '//');

/** As the client reads them. An insecure server ignores them. */
function credentialsIn(connectionString: string): Credentials {
  const [, username = '', password = ''] = /\/\/([^:]+):([^:@]+)[^@]*@/.exec(connectionString) ?? [];
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}
