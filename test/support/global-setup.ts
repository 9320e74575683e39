import { createTemplate } from './test-database';

export default async function globalSetup(): Promise<void> {
  process.env.TEST_RUN_ID = `${String(process.pid)}_${String(Date.now() % 1_000_000)}`;
  await createTemplate();
}
