import { readFileSync } from 'node:fs';
import path from 'node:path';
import { API_KEY_FORMAT } from './api-key-format';

const page = readFileSync(path.join(__dirname, '../../../../docs/operations/api-keys.md'), 'utf8');

describe('the look of API keys', () => {
  it('is published as it is, for people and for scanners', () => {
    expect(page.split(API_KEY_FORMAT.pattern).length - 1).toBe(2);
  });

  it('is found by the published expression', () => {
    const [, published = ''] = /```regex\n(.+)\n```/.exec(page) ?? [];
    for (const environment of ['live', 'test'])
      expect(new RegExp(`^${published}$`).test(API_KEY_FORMAT.mint(environment).text)).toBe(true);
  });
});
