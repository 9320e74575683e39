/** How bytes come in. What stands behind is one and the same. */
export const DOORS = ['presigned', 'multipart', 'dashboard'] as const;
export type Door = (typeof DOORS)[number];
