import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Origin, Person, SignedInUser } from '#kernel/actor';
import { CurrentPerson, CurrentUser, RequestOrigin } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { LogIn } from '../commands/log-in';
import { LogOut } from '../commands/log-out';
import type { SessionGrant } from '../commands/open-session';
import { RefreshSession } from '../commands/refresh-session';
import { RegisterUser } from '../commands/register-user';
import {
  EmailTaken,
  InvalidCredentials,
  RefreshTokenInvalid,
  RegistrationClosed,
  TooManyFailedLogins,
  TooManyHashes,
} from '../domain/auth.errors';
import { UserQueries } from '../queries/user.queries';
import {
  LogInDto,
  LogOutDto,
  RefreshDto,
  RegisterDto,
  SessionDto,
  toSessionDto,
  toUserDto,
  UserDto,
} from './account.dto';

@ApiTags('Accounts')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registerUser: RegisterUser,
    private readonly logIn: LogIn,
    private readonly refreshSession: RefreshSession,
    private readonly logOut: LogOut,
    private readonly users: UserQueries,
  ) {}

  @Post('register')
  @Operation({
    id: 'register',
    summary: 'Make an account and sign in',
    description: 'Open by default; `REGISTRATION=closed` leaves it to admins.',
    access: 'public',
    rateClass: 'auth',
    answer: { status: 201, description: 'The account, signed in.', type: SessionDto },
    errors: [RegistrationClosed, EmailTaken, TooManyHashes],
  })
  async register(
    @Body() { email, password, name = null }: RegisterDto,
    @RequestOrigin() origin: Origin,
  ): Promise<SessionDto> {
    return this.present(await this.registerUser.execute({ email, password, name, origin }));
  }

  @Post('login')
  @Operation({
    id: 'logIn',
    summary: 'Sign in',
    description: 'Repeated failures are slowed down per account and address.',
    access: 'public',
    rateClass: 'auth',
    answer: { status: 200, description: 'A session.', type: SessionDto },
    errors: [InvalidCredentials, TooManyFailedLogins, TooManyHashes],
  })
  async login(@Body() { email, password }: LogInDto, @RequestOrigin() origin: Origin): Promise<SessionDto> {
    return this.present(await this.logIn.execute({ email, password, origin }));
  }

  @Post('refresh')
  @Operation({
    id: 'refreshSession',
    summary: 'Swap a refresh token for a new pair of tokens',
    description:
      'Each refresh token is good once. Presenting a used one later than ten seconds after its use ends the session, since somebody else has it.',
    access: 'public',
    answer: { status: 200, description: 'A new pair of tokens of the same session.', type: SessionDto },
    errors: [RefreshTokenInvalid],
  })
  async refresh(@Body() body: RefreshDto, @RequestOrigin() origin: Origin): Promise<SessionDto> {
    return this.present(await this.refreshSession.execute({ refreshToken: body.refresh_token, origin }));
  }

  @Post('logout')
  @Operation({
    id: 'logOut',
    summary: 'End this session, or all of them',
    description: 'Holds on every process within five seconds.',
    access: 'person',
    answer: { status: 204, description: 'Ended: its access and refresh tokens are no good any more.' },
  })
  async logout(@Body() { all = false }: LogOutDto, @CurrentPerson() actor: Person): Promise<void> {
    await this.logOut.execute({ actor, isEverywhere: all });
  }

  @Get('me')
  @Operation({
    id: 'readMe',
    summary: 'Who I am',
    description: 'Any valid credential may ask.',
    access: 'signed-in',
    answer: { status: 200, description: 'The account of the credential.', type: UserDto },
  })
  async me(@CurrentUser() { userId }: SignedInUser): Promise<UserDto> {
    return toUserDto(await this.users.get(userId));
  }

  private async present(grant: SessionGrant): Promise<SessionDto> {
    return toSessionDto(grant, await this.users.get(grant.userId));
  }
}
