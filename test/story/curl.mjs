/* global Blob, FormData */
/** What the pages use of curl, so that their examples run where there is none: -s, -N, -H, -d and -F. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    'no-buffer': { type: 'boolean', short: 'N' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd' },
    form: { type: 'string', short: 'F', multiple: true, default: [] },
  },
});

const form = new FormData();
for (const part of values.form) {
  const [, name, at, value] = /^(\w+)=(@?)(.*)$/s.exec(part);
  if (at === '@') form.append(name, new Blob([await readFile(value)]), basename(value));
  else form.append(name, value);
}
const headers = values.header.map((header) => /^([\w-]+): (.*)$/s.exec(header).slice(1));
const body = values.form.length > 0 ? form : values.data;
const [address] = positionals;
const response = await fetch(address, { method: body === undefined ? 'GET' : 'POST', headers, body });
for await (const bytes of response.body) process.stdout.write(bytes);
