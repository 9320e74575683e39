/** What became of the bytes of one video's original. */
export const ENTRY_STATES = ['reserved', 'stored', 'condemned', 'freed', 'released'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** Which counter of the owner holds an entry's bytes. Freed and released ones count nowhere. */
export const COUNTER_OF: Readonly<
  Partial<Record<EntryState, 'reserved_bytes' | 'stored_bytes' | 'condemned_bytes'>>
> = {
  reserved: 'reserved_bytes',
  stored: 'stored_bytes',
  condemned: 'condemned_bytes',
};

/** Bytes count until they are gone: or a loop of uploads and deletions would outrun the purge and fill the disk. */
export const ENTRY_TRANSITIONS: Readonly<Record<EntryState, readonly EntryState[]>> = {
  reserved: ['stored', 'released'],
  stored: ['condemned'],
  condemned: ['freed', 'stored'],
  freed: [],
  released: [],
};
