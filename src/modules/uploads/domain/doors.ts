/** How bytes come in. What stands behind is one and the same. */
export const DOORS = ['presigned', 'multipart', 'dashboard'] as const;
export type Door = (typeof DOORS)[number];

/** A signed PUT cannot be taken back before; what comes by the other doors ends with its upload. */
export const SIGNED_PUT_SECONDS = 900;
