/**
 * Which room may import which: the table "Rooms" of the architecture, one rule a room. The build fails on anything else.
 *
 * Imports of types count too. Packages and Node's own modules are free, but for the domain, which imports nothing but itself.
 */
const DOMAIN = '^src/domain/';
const EVENT_STORE = '^src/event-store/';
const COMMANDS = '^src/commands/';
/** What the read model answers; not how it is built. */
const QUERIES = '^projections/queries\\.ts$';
/** The formats of the transparency log, without its checkpoints. */
const TREE = '^src/audit/(merkle-tree|tiles|envelope|checkpoint-store)\\.ts$';

/** All code of ours. */
const OURS = '^(src|projections|test|bench|scripts|bin|web|dist)/';

const room = (name, allowed) => ({
  name: `room ${name}`,
  comment: `${name} may import itself and: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { path: OURS, pathNot: [`^${name}/`, ...allowed] },
});

/** Rooms that "all above" stands for, in the order of the table. */
const ALL_ABOVE = [
  'domain',
  'event-store',
  'keys',
  'commands',
  'processes',
  'license-files',
  'diagnosis',
  'audit',
  'notify',
  'auth',
];
const above = (...more) => ['^projections/', ...[...ALL_ABOVE, ...more].map((name) => `^src/${name}/`)];
const ROOMS = [...ALL_ABOVE, 'config', 'simulation', 'graphql', 'http', 'server', 'cli'];

module.exports = {
  forbidden: [
    {
      name: 'room src/domain',
      comment: 'the domain is pure: no package, no module of Node, no other room',
      severity: 'error',
      from: { path: DOMAIN },
      to: { pathNot: DOMAIN },
    },
    // The formats of the transparency log, which import nothing: the store seals each event in the transaction that appends it.
    // A node's index is compared with the log as every other is.
    room('src/event-store', [DOMAIN, TREE, '^src/audit/comparisons\\.ts$']),
    {
      name: 'the tree',
      comment: 'what the store seals events with stands on nothing else of ours',
      severity: 'error',
      from: { path: TREE },
      to: { path: OURS, pathNot: TREE },
    },
    room('src/keys', [DOMAIN]),
    // Settings are checked at start: the keys that sign license files are one of them, and a connection string another.
    room('src/config', [DOMAIN, '^src/license-files/keys\\.ts$', '^src/event-store/kurrentdb/connection-string\\.ts$']),
    room('src/commands', [DOMAIN, EVENT_STORE]),
    // What a license file was read as is to uploads what the queries are to the rest: the result, not the reader.
    room('src/processes', [DOMAIN, EVENT_STORE, COMMANDS, QUERIES, '^src/license-files/license-in-file\\.ts$']),
    room('src/license-files', [DOMAIN]),
    room('projections', [DOMAIN, EVENT_STORE]),
    // How each stream is folded, and the listing rule over the log, stand in one place.
    room('src/diagnosis', [DOMAIN, EVENT_STORE, QUERIES, '^src/commands/(streams|listing)\\.ts$']),
    room('src/audit', [DOMAIN, EVENT_STORE]),
    room('src/notify', [DOMAIN, EVENT_STORE, QUERIES]),
    room('src/auth', [DOMAIN]),
    // Plays people, bases and a vendor through the same processes; it never looks at the read model.
    room(
      'src/simulation',
      ['domain', 'event-store', 'keys', 'commands', 'processes', 'license-files'].map((name) => `^src/${name}/`),
    ),
    room('src/graphql', above()),
    room('src/http', above('config', 'graphql')),
    // Puts everything together, for the command line and the tests.
    room('src/server', above('config', 'simulation', 'graphql', 'http')),
    room('src/cli', above('config', 'simulation', 'graphql', 'http', 'server')),
    // The page is a client of the API: of ours it has the reading of typed codes, which is pure, and the same on both sides.
    room('web', ['^src/domain/activation-code\\.ts$']),
    {
      name: 'room of its own',
      comment: 'a folder of src that has no rule here: add it to the table "Rooms" and to this file',
      severity: 'error',
      from: { path: '^src/', pathNot: ROOMS.map((name) => `^src/${name}/`) },
      to: {},
    },
    {
      name: 'test and bench',
      comment: 'they may import everything but each other’s suites and what is built',
      severity: 'error',
      from: { path: '^(test|bench)/' },
      to: { path: '^(dist|scripts|web)/|\\.test\\.ts$' },
    },
    {
      name: 'not resolvable',
      comment: 'an import that leads nowhere; the named package holds types alone',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    combinedDependencies: false,
  },
};
