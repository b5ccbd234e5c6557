/** The texts of the command line in English: what there is to say, and what each text names. */

import type { Manifest } from '../../audit/export/manifest.js';

/** At which revision a stream stands. */
type Stands = 'none' | number;

export const en = {
  description: 'Kabinet: the license cabinet. Settings come from the environment (kabinet serve --help names them).',
  headings: {} as Readonly<Record<string, string>>,
  helpOption: 'show this help',
  helpCommand: 'show the help of a command',
  versionOption: 'show the version',
  langOption: 'language of messages: ru or en (left out: from LC_ALL, LC_MESSAGES or LANG)',
  examples: 'Examples:',
  exitCodesTitle: 'Exit codes:',
  environmentTitle: 'Environment:',
  exitCodes: {
    0: 'done',
    1: 'failed',
    2: 'wrong usage or configuration',
    3: 'the data folder is in use by a running server',
    4: 'done, but not without reservations: standard error names them',
    5: 'done, and differences were found',
    6: 'the event log is not what was signed: nothing was built from it',
  },
  usage: (message: string) => message,
  warning: 'warning',
  failed: (message: string) => `error: ${message}`,
  dataFolderInUse: (folder: string, pid: number | undefined) =>
    `the data folder ${folder} is in use by another process${pid === undefined ? '' : ` (pid ${String(pid)})`}. Stop the server first.`,
  dataFolderUnusable: (folder: string, reason: string) => `KABINET_DATA_DIR: the folder ${folder} cannot be used (${reason})`,
  embeddedStoreOnly:
    'this command works on the embedded store, and KABINET_EVENT_STORE names KurrentDB. `kabinet move --from … --to sqlite` brings the log into an empty KABINET_DATA_DIR, with the same transparency log',
  otherKindOfLog: {
    sqlite: (folder: string, file: string) =>
      `KABINET_DATA_DIR: the folder ${folder} belongs to a node of a KurrentDB log (it holds ${file}), and the embedded store was asked for. Name KurrentDB by KABINET_EVENT_STORE, or another folder`,
    kurrentdb: (folder: string, file: string) =>
      `KABINET_DATA_DIR: the folder ${folder} holds a log of the embedded store (${file}), and KABINET_EVENT_STORE names KurrentDB. Name another folder for this node; \`kabinet move\` brings the log into KurrentDB`,
  },
  keysOfAnotherLog: (log: string) =>
    `KABINET_KEYS_DIR: the keys in that folder belong to another installation's log: ${log} was written with another look-up key, which every id in it comes from. Put the keys folder of that log back, or let KABINET_KEYS_DIR name it`,
  logDisagrees: (problem: string) =>
    `THE EVENT LOG IS NOT WHAT WAS SIGNED: ${problem}. Keep the data folder as it is; docs/operator.md, Transparency log, says what to do.`,
  noLog: (folder: string) => `there is no event log in ${folder}: set KABINET_DATA_DIR`,
  noAccount: (account: string) => `there is no account ${account} in the log`,
  noMoment: (text: string, last: number) =>
    `${text} is no time with an offset, and no position of this log, which ends at ${String(last)}`,
  folderNotEmpty: (folder: string) => `${folder} is not empty: name a new folder`,
  unfinished: (folder: string) => `not finished: ${folder} is empty again`,
  noVerifierKey: (text: string, problem: string) =>
    `${text} is neither a file nor a verifier key${problem === '' ? '' : `: ${problem}`}`,
  noFile: (path: string) => `there is no file ${path}`,
  expectedNumber: (from: number, to: number) => `Expected a whole number from ${String(from)} to ${String(to)}.`,
  expectedInstant: 'Expected an instant such as 2026-03-01T09:00:00Z.',
  expectedAccount: 'Expected the id of an account: acc_…',
  serve: {
    description: 'start the server; it stops in order on SIGTERM or SIGINT',
    listening: (url: string) => `GraphQL: ${url}/graphql\nReadiness: ${url}/readyz`,
    workerOption:
      'over KurrentDB, also do the common work of the log: the ticker, signing, support cases, what was cut off (KABINET_WORKER=1)',
    tokens: 'Tokens of the demo account, one a role:',
    signInLinks: 'The page, signed in as (each link works until the server stops):',
    sealing: (sealed: number, total: number) =>
      `Hashes for the transparency log: ${String(sealed)} of ${String(total)} events (once, for a log of an older version)`,
  },
  token: {
    description: 'print a token, alone on the last line of standard output',
    role: 'who it is for',
    account:
      'an account that it reaches; may be given again. Needed for OWNER, MEMBER, PARTNER and GATEWAY; left out, SUPPORT, VENDOR, OPERATOR and AUDITOR reach every account',
    database: 'the base of a GATEWAY (db_…)',
    subject: 'whose it is, as it stands in the history (left out: role@account)',
    name: 'name shown in the history',
    locale: 'language of answers',
    days: 'how long it is valid',
    page: 'instead of a token: a link that signs a browser in to the page at this address, once and within 15 minutes',
    noPage: (text: string) => `--page ${text} is no address such as https://kabinet.example`,
    tooManyForPage: 'a session of the page is a cookie, which holds no such list of accounts: name fewer',
    noPageForGateway: 'a gateway is a machine: it has no page',
    linkExpires: (at: string) => `a browser that opens it before ${at} is signed in for 12 hours; it works once`,
    foreign: 'KABINET_JWKS_URL is set: tokens come from that issuer, not from here',
    expires: (at: string) => `valid until ${at}`,
  },
  import: {
    description: 'take in events or facts, one JSON object a line; the same file again adds nothing twice',
    file: 'NDJSON file, or - for standard input',
    name: 'name of this import, which makes facts without a key of their own recognisable: with the same name, a corrected file goes on where the first one failed (left out: a hash of the file)',
    title: 'import',
    summary: (lines: number, added: number, known: number, failed: number) =>
      `${String(lines)} lines: ${String(added)} events added, ${String(known)} known already, ${String(failed)} lines with errors`,
  },
  line: {
    at: (number: number, text: string) => `line ${String(number)}: ${text}`,
    tooLong: 'longer than 4 MiB',
    encoding: 'not UTF-8',
    json: 'not a JSON object',
    neither: 'neither an event (stream, revision, type …) nor a fact (fact, input)',
    eventField: (field: string) => `the event's field ${field} is missing or wrong`,
    event: (reason: string) => `the event cannot be stored: ${reason}`,
    conflict: (stream: string, revision: number, stands: Stands) =>
      `event ${String(revision)} of ${stream} does not follow what is there: ${stands === 'none' ? 'the stream does not exist' : `the stream stands at ${String(stands)}`}, or holds another event there`,
    fact: 'no fact of that name (kabinet import --help lists them)',
    actor: 'the actor is wrong: expected {"id": …, "name"?: …, "role"?: …}',
    recordedAt: 'recordedAt is no instant such as 2026-03-01T09:00:00Z',
    recordedAhead: 'recordedAt lies in the future',
    key: 'the key is no text',
    missing: (path: string) => `the field ${path} is missing`,
    unknown: (path: string) => `there is no field ${path}`,
    wrong: (path: string) => `the field ${path} has a wrong value`,
    note: (text: string) => `taken in, but: ${text}`,
    uploadItem: (number: number, outcome: string) => `code ${String(number)} was not added: ${outcome}`,
  },
  factsTitle: 'Facts, with the input of the mutation of the same name:',
  export: {
    description: 'write events to standard output, one JSON object a line; also while the server runs',
    fromPosition: 'first position',
    stream: 'streams whose name begins so, as license- or device-1a2b',
    account: 'what happened in this account, and the vendor’s events of its licenses',
    folder: 'a folder with proofs instead, new or empty, which kabinet verify checks',
    from: 'with --folder: the first moment, a time or a position',
    to: 'with --folder: the last moment, a time or a position (left out: the end of the log)',
    earlier: 'with --folder: a checkpoint that the auditor has; the folder proves that the log has grown from it',
    endsBefore: (from: string, to: string) => `--from ${from} is later than --to ${to === '' ? 'the end of the log' : to}`,
    ahead: (from: string) => `--from ${from} lies in the future`,
    needsFolder: '--from, --to and --earlier need --folder',
    notWithFolder: '--from-position and --stream are not for --folder: give --from, --to and --account',
    waiting: 'waiting for the running server to sign a checkpoint',
    noCheckpoint: 'the running server has signed no checkpoint over the end of the log: see its log',
    notOurs: (file: string, problem: string) =>
      `${file} is no checkpoint of this log: ${problem}. Where a former key has signed it, put the PUBLIC KEY block of that key back into the log's key file`,
    oldKey:
      'not every key that signs now has signed the earlier checkpoint, so that not every auditor could check it: the folder has no consistency proof. Give a checkpoint that the auditor has by --earlier',
    done: (events: number, size: number, folder: string) =>
      `${String(events)} events of ${String(size)} written to ${folder}. Whoever verifies them needs a key of the log from elsewhere:`,
    title: 'export',
  },
  verify: {
    description: 'check an export folder offline: every event, proof, checkpoint and text',
    key: 'a verifier key of the log, or a file with one on each line; may be given again. Left out, only the keys in the folder itself are there, which prove nothing against whoever made it',
    earlier: 'a checkpoint that you have from an earlier time: the folder must lead from it',
    witnessKey:
      "a witness's verifier key (witness.vkey), or a file with one on each line; may be given again. Each of them must have cosigned the folder's checkpoint, or the earlier one that it leads from",
    noWitnessKey: (name: string) => `the key ${name} is no witness's, but a log's: it belongs to --key`,
    witnessed: (name: string, size: number, at: string) =>
      `${name} cosigned the checkpoint over ${String(size)} events, at ${at} as it says`,
    title: 'verification',
    noFolder: (folder: string) => `there is no folder ${folder}`,
    ownKey:
      'verified by the key in the folder itself only. Whoever forges a folder puts their own key in: get the key from elsewhere and give it by --key',
    about: ({ account, from, to, firstIndex, endIndex, checkpointSize, madeAt }: Manifest) =>
      `${account ?? 'all accounts'}, from ${from ?? 'the first event'} to ${to ?? 'the last event'}: log indexes ${String(firstIndex)} to ${String(endIndex)} (not included) of a checkpoint over ${String(checkpointSize)} events, made at ${madeAt} as the operator says${to !== null && endIndex === checkpointSize ? '. The checkpoint ends with the period: what was recorded later is not in it, compare it with a witness' : ''}`,
    right: (events: number, withheld: number) =>
      `${String(events)} events: everything is right${withheld === 0 ? '' : `. ${String(withheld)} of them name another account and are proven without what they say`}`,
    wrong: (count: number) => `PROBLEMS: ${String(count)}. This folder is not what the log has signed`,
    problems: {
      file: (file: string, detail: string) => `${file} cannot be read (${detail})`,
      changed: (file: string) => `${file} is not the file that the manifest names: its hash or its length is another`,
      manifest: 'manifest.json is no manifest of this version',
      otherFormat: (format: string) =>
        `the folder is of the format ${format}, and lacks what this program verifies (kabinet-export/v2, and v1 with the same fields): verify it with the version that wrote it, or have it exported again`,
      manifestSignature: (detail: string) => `the log has not signed manifest.json: ${detail}`,
      checkpoint: (file: string, detail: string) => `${file} cannot be believed: ${detail}`,
      consistency: 'the log was not only appended to since the earlier checkpoint, or the proof of it is wrong',
      notWitnessed: (name: string, sizes: string) =>
        `${name} has cosigned no checkpoint that the folder holds (over so many events: ${sizes}). Give the one that the witness keeps by --earlier, to export and to verify`,
      witness: (name: string, detail: string) => `the cosignature of ${name} cannot be believed: ${detail}`,
      notTheEarlier: (detail: string) => `the folder does not lead from the checkpoint that you gave: ${detail}`,
      line: (line: number, field: string) => `events.jsonl, line ${String(line)}: ${field} is not as an export writes it`,
      inclusion: (line: number, id: string, index: number) =>
        `events.jsonl, line ${String(line)}: the log did not hold this event (${id}) at log index ${String(index)}`,
      order: (line: number, index: number) => `events.jsonl, line ${String(line)}: log index ${String(index)} is out of order`,
      outside: (line: number, index: number) =>
        `events.jsonl, line ${String(line)}: log index ${String(index)} is outside of what was asked for`,
      outsidePeriod: (line: number, recordedAt: string) =>
        `events.jsonl, line ${String(line)}: recorded at ${recordedAt}, outside of the period`,
      notFromStart: (firstIndex: number) =>
        `everything from the first event on was asked for, and the folder begins at log index ${String(firstIndex)}`,
      notToEnd: (endIndex: number, size: number) =>
        `everything up to the last event was asked for, and the folder ends before log index ${String(endIndex)} of ${String(size)}`,
      notBefore: (index: number, recordedAt: string | null) =>
        `it is not proven that the period begins where the folder does: the event before, at log index ${String(index)}, ${recordedAt === null ? 'is not shown' : `was recorded at ${recordedAt}`}`,
      notBehind: (index: number, recordedAt: string | null) =>
        `it is not proven that the period ends where the folder does: the event behind, at log index ${String(index)}, ${recordedAt === null ? 'is not shown' : `was recorded at ${recordedAt}`}`,
      beside: (line: number) => `beside.jsonl, line ${String(line)}: the log did not hold this event`,
      notErased: (line: number, subject: string) =>
        `texts.jsonl, line ${String(line)}: the key of ${subject} is gone, and the log does not say that it was erased`,
      otherLog: (line: number, source: string) => `events.jsonl, line ${String(line)}: from another log, ${source}`,
      otherAccount: (line: number, account: string) => `events.jsonl, line ${String(line)}: of another account, ${account}`,
      gap: (from: number, to: number) => `events of log index ${String(from)} to ${String(to)} are missing`,
      count: (file: string, said: number, found: number) => `${file}: ${String(said)} expected, ${String(found)} found`,
      withheld: (line: number) => `events.jsonl, line ${String(line)}: not shown whole, in an export that keeps nothing back`,
      textLine: (line: number) => `texts.jsonl, line ${String(line)}: not as an export writes it`,
      text: (line: number, subject: string) =>
        `texts.jsonl, line ${String(line)}: salt and text of ${subject} are not what the event committed to`,
      noText: (line: number, subject: string) =>
        `events.jsonl, line ${String(line)}: texts.jsonl says nothing of a text of ${subject}`,
      strayText: (line: number, subject: string) => `texts.jsonl, line ${String(line)}: no event has this text of ${subject}`,
    },
  },
  witness: {
    description: 'watch a log from another machine, and cosign its checkpoints while they extend what was seen',
    log: 'address of the server, as https://kabinet.example',
    key: 'a verifier key of the log, or a file with one on each line; may be given again',
    folder: 'folder of this witness: its own key, and the last checkpoint that it saw',
    once: 'look once and end',
    every: 'seconds between two looks',
    noUrl: (text: string) => `${text} is no address`,
    needsKey: 'give a verifier key of the log by --key',
    ownKey: (key: string) => `This witness signs as ${key}`,
    folderInUse: (folder: string, pid: number | undefined) =>
      `another witness works in the folder ${folder}${pid === undefined ? '' : ` (pid ${String(pid)})`}. Stop it first, or take a folder of its own`,
    notReached: (reason: string) => `the log could not be looked at: ${reason}`,
    refusedBefore: (file: string) =>
      `THIS WITNESS HAS REFUSED THE LOG BEFORE, and cosigns nothing more: ${file} and the checkpoint beside it, both signed by the log, prove why. Where you have looked into it and want to go on from that checkpoint, remove the file`,
    unsigned: (detail: string) => `NOT SIGNED BY THE LOG: ${detail}`,
    rollback: (seen: number, shown: number) =>
      `THE LOG WAS ROLLED BACK: ${String(seen)} events were signed, and now it shows ${String(shown)}. Both checkpoints are kept`,
    fork: (seen: number, shown: number) =>
      `THE LOG'S HISTORY WAS CHANGED: the ${String(shown)} events that it shows do not follow from the ${String(seen)} that were signed. Both checkpoints are kept`,
  },
  simulate: {
    description: 'write the made-up past of a customer into the log, or a folder of license files',
    devices: 'devices at the end, 1 to 20000; from 24 on, every status and device mode is there',
    years: 'how long a past',
    seed: 'other numbers give other pasts; the same one, with the same keys, the same ids',
    account: 'id of the new account (left out: acc_simulated-<devices>-<seed>)',
    now: 'where the past ends (left out: now)',
    licenseFiles: 'write signed license files into this folder, and nothing into the log',
    files: 'how many files',
    licenses: 'licenses in each file, 1 to 10000',
    bad: 'of them, with a mistyped code',
    known: 'take so many licenses from the log: main ones of --account that were not uploaded yet',
    either: 'give either --devices or --license-files',
    tooManyBad: '--bad cannot be more than --licenses',
    knownNeedsAccount: '--known needs --account',
    title: 'simulation',
    accountExists: (account: string) => `there is an account ${account} already: give another --account, or another --seed`,
    laterEvents: (at: string) =>
      `the log has events up to ${at}: what is simulated before that is recorded at that time, so asOf shows it from then on only`,
    done: (account: string, events: number, from: string, until: string) =>
      `${account}: ${String(events)} events from ${from} to ${until}`,
    filesWritten: (files: number, folder: string) =>
      `${String(files)} files in ${folder}. To accept them, let the server know their key:`,
  },
  rebuild: {
    description: 'build the read model anew from the log, and say where the old one differed',
    title: 'rebuild',
    difference: (table: string, onlyOld: number, onlyNew: number, changed: number, examples: string) =>
      `${table}: ${String(onlyOld)} rows too many, ${String(onlyNew)} missing, ${String(changed)} other than they should be. First: ${examples}`,
    none: 'no differences',
    firstBuilt: 'the read model was built for the first time: there was nothing to compare with',
    parked: (count: number) => `${String(count)} streams have events that could not be applied (kabinet has parked them)`,
    done: (position: number) => `built up to position ${String(position)}`,
  },
  replay: {
    description: 'build the lists of a past moment from the log into a folder of their own, and serve them read-only',
    toOption: 'the moment: a time, or a position of the log',
    folderOption: 'where to: a new or empty folder',
    serveOption: 'and answer queries about that moment',
    title: 'replay',
    before: (to: string) => `the log has no event up to ${to}`,
    future: (to: string) => `${to} is still to come: what the log will hold then nobody knows`,
    parked: (view: string, stream: string, type: string, error: string) =>
      `${view} could not take ${type} of ${stream}: ${error}`,
    done: (position: number, recordedAt: string | null, file: string) =>
      `position ${String(position)}, recorded at ${recordedAt ?? '-'}: ${file}`,
    listening: (url: string, moment: string) => `the lists of ${moment} at ${url}/graphql`,
  },
  erase: {
    description: 'destroy the key of a subject: its names and texts read as erased everywhere, for good',
    subjectOption: 'id of the account, database, device, upload, order, case or person',
    inUse: (pids: readonly number[]) =>
      `other processes have the subject keys open${pids.length === 0 ? '' : ` (pid ${pids.join(', ')})`} and go on reading names: kabinet replay --serve, an export, or a program that reads the file. Stop them, and give the same command again`,
    unknown: (subject: string) => `${subject}: no text was ever sealed for that subject`,
    done: (subject: string) =>
      `${subject}: erased. Destroy its key in the backups of the keys folder too. The lists are built anew at the next start`,
  },
  diagnose: {
    description: 'ask the running server, as support, why a license is missing',
    account: 'whose list it is',
    code: 'activation code',
    license: 'id of the license (lic_…)',
    device: 'id of the device (dev_…)',
    deviceCode: 'code that the device shows',
    base: 'id of the base that the device should be on (db_…)',
    file: 'name of a license file that was uploaded',
    order: 'id of the order (ord_…)',
    kind: 'kind of license that is expected',
    server: 'address of the server (left out: from KABINET_HOST and PORT)',
    token: 'token to ask with (left out: one for support, signed here)',
    noServer: (url: string) => `no server answers at ${url}: start it, or name it by --server`,
    tokenNeeded: 'tokens are not signed here: give one by --token',
    asked: (at: string) => `Asked at ${at}.`,
    listed: 'The license is in the list.',
    notListed: 'The license is not in the list.',
    aboutLicense: (id: string, code: string, product: string, kind: string, status: string) =>
      `License ${id}: ${code}, ${product}, ${kind}, ${status}`,
    aboutDevice: (id: string, name: string, code: string) => `Device ${id}: ${name}, ${code}`,
    noCause: 'No cause found: nothing is wrong with what was asked about.',
    checks: 'Looked at besides:',
    proven: 'proven',
    likely: 'likely',
    evidence: 'evidence',
    missing: 'would tell more',
    next: 'what to do',
  },
  move: {
    description: 'move the log from the embedded store into KurrentDB, or back; run again, it goes on',
    from: 'where it is: sqlite (the data folder), a connection string esdb://… or kurrentdb://…, or @file with one',
    to: 'where it goes: the same. A data folder must be empty, or hold the beginning of this log',
    noStore: (option: string) =>
      `${option}: expected sqlite, a connection string esdb://… or kurrentdb://…, or @file with one. What was given is not shown: it may hold a password`,
    wrongConnectionString: (option: string, problem: string) =>
      `${option}: the connection string of KurrentDB cannot be used: ${problem}. It is not shown: it may hold a password`,
    oneOfEach: 'one of --from and --to is sqlite, the other one a connection string',
    title: 'move',
    checking: 'comparison',
    stopped: (size: number) => `stopped: ${String(size)} events are there. Run it again: it goes on from them`,
    equal: (from: string, to: string, size: number, root: string) =>
      `${from}: ${String(size)} events, root ${root}\n${to}: ${String(size)} events, root ${root}`,
    ownerRuns: 'the server still runs and may append: stop it, and run this again for the rest. Until then the move is not done',
    nodesMayRun:
      'whether a node still appends to that server cannot be seen from here: with all of them stopped, run this again until it has nothing to copy',
    notAsSigned: (from: string, detail: string) => `${from} is not what was signed, so nothing more is copied: ${detail}`,
    anotherLog: (to: string, size: number) =>
      `${to} holds another log: its ${String(size)} events are not the first ones of the log to be moved. Nothing was copied`,
    anotherOrigin: (to: string, source: string, target: string) =>
      `${to} was signed as another log already, ${target}, and the log to be moved is ${source}. Nothing was copied`,
    anotherKey: (to: string) => `${to} belongs to another keys folder: it holds another log. Nothing was copied`,
    notAsWritten: (to: string, detail: string) => `${to} does not hold what was written there: ${detail}`,
  },
  backup: {
    description: 'copy the log into a new file; also while the server runs',
    to: 'the file, which must not exist',
    exists: (path: string) => `${path} exists already: a backup never replaces a file`,
    noFolder: (path: string) => `there is no folder ${path}`,
    notCompared: 'the log has no leaf hashes yet (`kabinet serve` makes them): the copy was compared with nothing',
    done: (path: string, keysDir: string) =>
      `log copied to ${path}. Keep the keys of ${keysDir} too, apart from it: without them it cannot be used.`,
  },
};

export type Texts = typeof en;
