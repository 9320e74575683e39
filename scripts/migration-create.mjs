// Makes an empty migration: npm run migration:create -- add-video-checksum
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../migrations');
const name = process.argv[2] ?? '';

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error('Name it in kebab case by what it does: npm run migration:create -- add-video-checksum');
  process.exit(2);
}
const stamp = Date.now();
const file = path.join(FOLDER, `${stamp}-${name}.ts`);
if (existsSync(file)) throw new Error(`${file} exists`);
writeFileSync(file, template());
console.log(`Wrote migrations/${path.basename(file)}.`);

function template() {
  const className = name.replace(/(?:^|-)([a-z0-9])/g, (_, letter) => letter.toUpperCase()) + stamp;
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why, which locks it takes, and why old code can run beside it: expand now, contract two releases later. */
export class ${className} implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`\`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`\`);
  }
}
`;
}
