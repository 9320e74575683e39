/** Bodies as they stand on the wire: written down a second time, so that a renamed member is noticed. */
export interface MembershipBody {
  readonly mall_id: string;
  readonly role: 'operator' | 'tenant';
  readonly store_id: string | null;
}

export interface UserBody {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: 'admin' | 'operator' | 'tenant' | 'user';
  readonly memberships: readonly MembershipBody[];
  readonly created_at: string;
}

export interface ManagedUserBody extends UserBody {
  readonly disabled: boolean;
}

export interface UserListBody {
  readonly users: readonly ManagedUserBody[];
  readonly total: number;
  readonly total_capped: boolean;
  readonly page: number | null;
  readonly page_size: number;
  readonly total_pages: number | null;
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

interface ListBody {
  readonly total: number;
  readonly page: number | null;
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

export interface MallBody {
  readonly id: string;
  readonly name: string;
  readonly detection_model: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface StoreBody {
  readonly id: string;
  readonly mall_id: string;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface PinBody {
  readonly id: string;
  readonly mall_id: string;
  readonly store_id: string | null;
  readonly name: string;
  readonly location: { readonly x: number; readonly y: number; readonly floor: number } | null;
  readonly active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface MemberBody {
  readonly id: string;
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: 'operator' | 'tenant';
  readonly store_id: string | null;
}

export interface MallListBody extends ListBody {
  readonly malls: readonly MallBody[];
}

export interface StoreListBody extends ListBody {
  readonly stores: readonly StoreBody[];
}

export interface PinListBody extends ListBody {
  readonly pins: readonly PinBody[];
}

export interface MemberListBody extends ListBody {
  readonly members: readonly MemberBody[];
}

export interface SessionBody {
  readonly user: UserBody;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly error_code: string;
  readonly request_id: string;
  readonly timestamp: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface HealthBody {
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, { readonly status: string }>>;
}

export interface ApiKeyBody {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly key_prefix: string;
  readonly status: 'active' | 'retiring' | 'expired' | 'revoked';
  readonly scopes: readonly string[];
  readonly allowed_cidrs: readonly string[];
  readonly rate_limit: number | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly replaces: string | null;
  readonly rotated_at: string | null;
  readonly revoked_at: string | null;
  readonly revoked_for: string | null;
  readonly last_used_at: string | null;
  readonly last_used_address: string | null;
  readonly last_used_agent: string | null;
}

export interface NewApiKeyBody extends ApiKeyBody {
  readonly key: string;
}

export interface ApiKeyListBody extends ListBody {
  readonly api_keys: readonly ApiKeyBody[];
}

export interface AuditEventBody {
  readonly id: string;
  readonly occurred_at: string;
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string | null;
  readonly address: string;
  readonly request_id: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditEventListBody extends ListBody {
  readonly events: readonly AuditEventBody[];
}
