import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyRing } from '#platform/secrets/key-ring';
import { ApiKeysModule } from '../api-keys/api-keys.module';
import { CheckPassword } from './commands/check-password';
import { CreateUser } from './commands/create-user';
import { EndSessions } from './commands/end-sessions';
import { EnsureFirstAdmin } from './commands/ensure-first-admin';
import { FirstAdminCredentials } from './commands/first-admin-credentials';
import { KeepMemberships } from './commands/keep-memberships';
import { LogIn } from './commands/log-in';
import { LogOut } from './commands/log-out';
import { OpenSession } from './commands/open-session';
import { RefreshSession } from './commands/refresh-session';
import { RegisterUser } from './commands/register-user';
import { SeatAdmin } from './commands/seat-admin';
import { UpdateUser } from './commands/update-user';
import { AuthController } from './http/auth.controller';
import { JwtStrategy } from './http/jwt.strategy';
import { KeyCallers } from './http/key-callers';
import { UsersController } from './http/users.controller';
import { Argon2PasswordHasher } from './passwords/argon2-password-hasher';
import { AuthInvariants } from './persistence/auth-invariants';
import { CachedLiveStandings } from './persistence/cached-live-standings';
import { CachedLiveSessions } from './persistence/cached-live-sessions';
import { DataFolderNote } from './persistence/data-folder-note';
import { PostgresMembershipReader } from './persistence/postgres-membership-reader';
import { PostgresMembershipRepository } from './persistence/postgres-membership-repository';
import { PostgresSessionRepository } from './persistence/postgres-session-repository';
import { PostgresUserReader } from './persistence/postgres-user-reader';
import { PostgresUserRepository } from './persistence/postgres-user-repository';
import { UserTable } from './persistence/user.table';
import { AccessTokens } from './ports/access-tokens';
import { FirstAdminNote } from './ports/first-admin-note';
import { LiveSessions } from './ports/live-sessions';
import { LiveStandings } from './ports/live-standings';
import { LoginThrottle } from './ports/login-throttle';
import { MembershipReader } from './ports/membership-reader';
import { MembershipRepository } from './ports/membership-repository';
import { PasswordHasher } from './ports/password-hasher';
import { SessionRepository } from './ports/session-repository';
import { Tickets } from './ports/tickets';
import { UserReader } from './ports/user-reader';
import { UserRepository } from './ports/user-repository';
import { LiveCredentials } from './queries/live-credentials';
import { MembershipQueries } from './queries/membership.queries';
import { UserQueries } from './queries/user.queries';
import { FirstAdminAtStart } from './startup/first-admin-at-start';
import { SharedLoginThrottle } from './throttle/shared-login-throttle';
import { ACCESS_TOKEN } from './tokens/access-token-format';
import { SignedTickets } from './tokens/signed-tickets';
import { JwtAccessTokens } from './tokens/jwt-access-tokens';
import { VerifiedTokens } from './tokens/verified-tokens';

const COMMANDS = [
  CheckPassword,
  CreateUser,
  EndSessions,
  EnsureFirstAdmin,
  FirstAdminCredentials,
  KeepMemberships,
  LogIn,
  LogOut,
  OpenSession,
  RefreshSession,
  RegisterUser,
  SeatAdmin,
  UpdateUser,
];

const ADAPTERS = [
  { provide: AccessTokens, useClass: JwtAccessTokens },
  { provide: FirstAdminNote, useClass: DataFolderNote },
  { provide: LiveSessions, useClass: CachedLiveSessions },
  { provide: LiveStandings, useClass: CachedLiveStandings },
  { provide: LoginThrottle, useClass: SharedLoginThrottle },
  { provide: MembershipReader, useClass: PostgresMembershipReader },
  { provide: MembershipRepository, useClass: PostgresMembershipRepository },
  { provide: PasswordHasher, useClass: Argon2PasswordHasher },
  { provide: SessionRepository, useClass: PostgresSessionRepository },
  { provide: Tickets, useClass: SignedTickets },
  { provide: UserReader, useClass: PostgresUserReader },
  { provide: UserRepository, useClass: PostgresUserRepository },
];

@Module({
  imports: [
    ApiKeysModule,
    JwtModule.registerAsync({
      inject: [KeyRing],
      useFactory: (keys: KeyRing) => ({
        secretOrKeyProvider: () => keys.current(ACCESS_TOKEN.keyPurpose).key,
      }),
    }),
    PassportModule,
    TypeOrmModule.forFeature([UserTable]),
  ],
  controllers: [AuthController, UsersController],
  providers: [
    ...COMMANDS,
    ...ADAPTERS,
    KeyCallers,
    LiveCredentials,
    MembershipQueries,
    UserQueries,
    JwtStrategy,
    VerifiedTokens,
    FirstAdminAtStart,
    AuthInvariants,
  ],
  exports: [
    KeepMemberships,
    KeyCallers,
    LiveCredentials,
    LiveSessions,
    MembershipQueries,
    Tickets,
    UserQueries,
    VerifiedTokens,
  ],
})
export class AuthModule {}
