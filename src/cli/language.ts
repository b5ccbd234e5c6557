import type { Language } from './texts.js';

/** `--lang`, else what the environment says (POSIX: LC_ALL before LC_MESSAGES before LANG); English for every other language. */
export function chooseLanguage(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const index = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const option = args[index]?.startsWith('--lang=') ? args[index].slice('--lang='.length) : args[index + 1];
  if (index >= 0 && option !== undefined) return option === 'ru' ? 'ru' : 'en';
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /^ru(?![A-Za-z])/i.test(locale ?? '') ? 'ru' : 'en';
}
