export interface SpaceHold {
  release(): void;
}

/** Whether the place that keeps the bytes can take more. */
export abstract class FreeSpace {
  /** StorageFull when so many bytes would not fit beside the reserve and what others are writing; else they are kept free until released. */
  abstract hold(sizeBytes: number): Promise<SpaceHold>;
}
