import { EntitySchema } from 'typeorm';

export interface UserRow {
  id: string;
  email: string;
  name: string | null;
  password_hash: string;
  is_admin: boolean;
}

/** The profile, which is plain CRUD. What decides who may do what moves by conditional UPDATEs instead. */
export const UserTable = new EntitySchema<UserRow>({
  name: 'user',
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    name: { type: 'text', nullable: true },
    password_hash: { type: 'text' },
    is_admin: { type: 'boolean' },
  },
});
