const LONGEST_NAME = 255;
/** Controls, marks that turn the direction of text around, path separators, and quotes. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\"]/gu;
/** What RFC 8187 lets stand as it is. */
const ATTRIBUTE_CHARACTER = /[A-Za-z0-9!#$&+.^_`|~-]/;

/** "Save as", with a name that a user may have chosen: a fallback in ASCII, and the name itself by RFC 8187. */
export function attachmentNamed(name: string): string {
  const clean = Array.from(name.replace(UNSAFE, '_')).slice(0, LONGEST_NAME).join('').trim();
  const safe = clean.replace(/^\.+/, '_');
  const shown = safe === '' ? 'download' : safe;
  const ascii = shown.replace(/[^\x20-\x7e]|[%;]/gu, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(shown)}`;
}

function encoded(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const sign = String.fromCharCode(byte);
    return byte < 0x80 && ATTRIBUTE_CHARACTER.test(sign)
      ? sign
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
