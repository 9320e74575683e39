import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { FirstAdminNote, type Credentials } from '../ports/first-admin-note';

const FILE_NAME = 'first-admin.txt';
const OWNER_ONLY = 0o600;

@Injectable()
export class DataFolderNote extends FirstAdminNote {
  constructor(private readonly config: RuntimeConfig) {
    super();
  }

  async write({ email, password }: Credentials): Promise<string> {
    const folder = path.resolve(this.config.dataDirectory);
    const target = path.join(folder, FILE_NAME);
    const draft = `${target}.${String(process.pid)}`;
    await mkdir(folder, { recursive: true });
    const file = await open(draft, 'w', OWNER_ONLY);
    try {
      await file.chmod(OWNER_ONLY);
      await file.writeFile(`email: ${email}\npassword: ${password}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    return target;
  }
}
