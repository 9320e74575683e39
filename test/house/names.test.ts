import path from 'node:path';
import { filesBelow, sourcesBelow, textOf } from './project-files';

/** Words that say nothing about what is inside. */
const EMPTY_NAMES = ['common', 'shared', 'base', 'misc', 'lib', 'core', 'types', 'constants'];
const EMPTY_WORDS = ['utils', 'util', 'helpers', 'helper', 'manager', 'managers'];
const TREES = ['src', 'libs', 'migrations', 'test'];
/** Files that hold a family by their kind, or that begin a process. */
const FAMILIES = /(?:\.(?:errors|dto|decorators|decorator)|\/index|src\/(?:main|worker|cli))\.ts$/;
const EXPORTED = /^export (?:abstract |async )?(class|function\*?|const|let|enum|interface|type) (\w+)/gm;

describe('names', () => {
  const everything = [...TREES.flatMap((tree) => filesBelow(tree, '.ts')), ...filesBelow('scripts', '.mjs')];
  const sources = [...sourcesBelow('src'), ...sourcesBelow('libs')];

  it('say something: no folder and no file is called after nothing in particular', () => {
    const empty = everything.filter((file) => {
      const names = file.replace(/\.(?:ts|mjs)$/, '').split('/');
      const words = names.flatMap((name) => name.split(/[.\-_]/));
      return (
        names.some((name) => EMPTY_NAMES.includes(name)) || words.some((word) => EMPTY_WORDS.includes(word))
      );
    });
    expect(empty).toEqual([]);
    expect(everything.length).toBeGreaterThan(100);
  });

  it('are in kebab case, with the kind of a file behind a dot', () => {
    const odd = sources.filter((file) => !/^[a-z0-9/-]+(?:\.[a-z]+)*\.ts$/.test(file));
    expect(odd).toEqual([]);
  });

  it('of a file and of the class that alone it exports are the same', () => {
    const differing = sources
      .filter((file) => !FAMILIES.test(file))
      .map((file) => ({ file, exported: [...textOf(file).matchAll(EXPORTED)] }))
      .filter(
        ({ file, exported: [only, ...more] }) =>
          more.length === 0 && only !== undefined && !agree(file, only),
      )
      .map(({ file, exported }) => `${file} exports ${exported[0]?.[2] ?? ''}`);
    expect(differing).toEqual([]);
  });

  it('of a port do not name its technology', () => {
    const technical = sources.filter((file) =>
      /\/ports\/(?:postgres|redis|s3|disk|argon2|jwt|bullmq|typeorm)/.test(file),
    );
    expect(technical).toEqual([]);
  });
});

describe('what the house does without', () => {
  const sources = sourcesBelow('src').map((file) => ({ file, text: textOf(file) }));

  it.each([
    ['objects made anew for each request', /@Inject\(\s*REQUEST\s*\)|Scope\.REQUEST/],
    ['relations that load themselves', /\b(?:eager|lazy):\s*true/],
    ['a schema that follows the code', /\bsynchronize:\s*true/],
    ['modules that need each other', /\bforwardRef\b/],
    ['reading a setting twice', /\bprocess\.env\b/, 'src/platform/process/start-process.ts'],
  ])('%s', (_what, forbidden, allowed = '') => {
    const found = sources.filter(({ file, text }) => file !== allowed && forbidden.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });
});

/** Functions and constants may say more than their file, or less. */
function agree(file: string, [, kind, name = '']: RegExpExecArray): boolean {
  return kind !== 'class' || name.toLowerCase() === stemOf(file).replaceAll('-', '');
}

function stemOf(file: string): string {
  return path.basename(file, '.ts').replaceAll('.', '-');
}
