import type { MallId, PinId, StoreId } from '#kernel/id';

/** What other things can point at. */
export type Site =
  | { readonly kind: 'mall'; readonly mallId: MallId }
  | { readonly kind: 'store'; readonly mallId: MallId; readonly storeId: StoreId }
  | { readonly kind: 'pin'; readonly mallId: MallId; readonly pinId: PinId };

export function idOfSite(site: Site): string {
  switch (site.kind) {
    case 'mall':
      return site.mallId;
    case 'store':
      return site.storeId;
    case 'pin':
      return site.pinId;
  }
}
