/** Version and fence are in the name of everything that is made: two attempts never write to one place. */
export function attemptName(version: number, part: string, fence: number): string {
  return `${nameOf(version)}${part}-${String(fence)}`;
}

/** Whether the work on that version wrote there. What a version took over from an earlier one has the earlier one's name. */
export function isOfVersion(key: string, version: number): boolean {
  return key.includes(`/${nameOf(version)}`);
}

function nameOf(version: number): string {
  return `v${String(version)}-`;
}
