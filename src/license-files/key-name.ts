/** Names a public key in `KABINET_LICENSE_FILE_KEYS` and in a file's signature. */
export const isKeyName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);
