/** For programs that read files and nothing else. */
export abstract class LocalFiles {
  /** Where an object lies as a file of this machine; null with a store that keeps its bytes elsewhere. */
  abstract pathOf(key: string): string | null;
}
