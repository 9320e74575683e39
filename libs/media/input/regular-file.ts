import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A pipe or a device never ends; a link may point anywhere by the time it is opened. */
export async function openRegularFile(file: string): Promise<FileHandle> {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new TypeError('the input is not a regular file');
}
