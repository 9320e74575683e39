import { KeyFormat } from './index';

const format = new KeyFormat('fg', ['live', 'test']);
const MANY = Array.from({ length: 200 }, () => format.mint('live'));
const ALPHABET = /^[0-9A-Za-z]+$/;

const replaced = (text: string, at: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + 1);

describe('a key that scanners can find', () => {
  it('is read back as it was minted, by everyone who knows the format', () => {
    for (const { text, publicId } of MANY) {
      expect(format.read(text)).toEqual({ environment: 'live', publicId });
    }
  });

  it('holds at least 190 bits that nobody can guess, evenly spread', () => {
    const secrets = MANY.map(({ text }) => text.split('_')[3]!.slice(0, -6));
    expect(new Set(secrets.map((secret) => secret.length))).toEqual(new Set([32]));
    expect(32 * Math.log2(62)).toBeGreaterThanOrEqual(190);
    expect(secrets.every((secret) => ALPHABET.test(secret))).toBe(true);
    expect(new Set(secrets).size).toBe(MANY.length);
    const seen = new Set(secrets.join(''));
    expect(seen.size).toBe(62);
  });

  it('is refused with any one character changed', () => {
    for (const { text } of MANY.slice(0, 20)) {
      for (let at = 0; at < text.length; at += 1) {
        const other = text.charAt(at) === 'x' ? 'y' : 'x';
        expect(format.read(replaced(text, at, other))).toBeNull();
      }
    }
  });

  it('is refused with two neighbours swapped', () => {
    for (const { text } of MANY.slice(0, 20)) {
      for (let at = 0; at < text.length - 1; at += 1) {
        const [one, two] = [text.charAt(at), text.charAt(at + 1)];
        if (one === two) continue;
        expect(format.read(text.slice(0, at) + two + one + text.slice(at + 2))).toBeNull();
      }
    }
  });

  it('is refused cut off at any place, and with anything around it', () => {
    const { text } = MANY[0]!;
    for (let end = 0; end < text.length; end += 1) expect(format.read(text.slice(0, end))).toBeNull();
    for (const other of [
      ` ${text}`,
      `${text} `,
      `${text}\n`,
      `${text}0`,
      text.toUpperCase(),
      `${text}${text}`,
    ]) {
      expect(format.read(other)).toBeNull();
    }
  });

  it('is refused when it was minted for another product or an environment that nobody has', () => {
    expect(format.read(new KeyFormat('gf', ['live']).mint('live').text)).toBeNull();
    expect(format.read(new KeyFormat('fg', ['prod']).mint('prod').text)).toBeNull();
  });

  it('is found in any text by the published pattern, and nothing else is', () => {
    const pattern = new RegExp(format.pattern, 'g');
    const { text } = MANY[0]!;
    const places = [`key=${text}`, `"${text}",`, `X-API-Key: ${text}\r\n`, `https://x/?k=${text}&b=1`];
    for (const place of places) expect(place.match(pattern)).toEqual([text]);
    expect('fg_live_short_0123 fg_prod_0123456789AB fgr_3q2-7w'.match(pattern)).toBeNull();
  });

  it('shows its beginning without its secret', () => {
    const { text, environment, publicId } = MANY[0]!;
    const beginning = format.beginning({ environment, publicId });
    expect(text.startsWith(`${beginning}_`)).toBe(true);
    expect(text.length - beginning.length).toBe(1 + 32 + 6);
  });

  it.each([
    ['fg_live_', true],
    ['fg_test_nonsense', true],
    ['fgr_3q2-7w', false],
    ['eyJhbGciOi', false],
    ['fg_', false],
  ])('is meant by %j: %s', (text, isMeant) => {
    expect(format.resembles(text)).toBe(isMeant);
  });
});
