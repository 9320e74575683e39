export { AuthConfig } from './auth.config';
export { FirstAdminAtStart } from './startup/first-admin-at-start';
export { AuthenticationGuard } from './http/authentication.guard';
export { UserNotFound } from './domain/auth.errors';
export { UserPathDto } from './http/users.dto';
export { UserQueries } from './queries/user.queries';
export { LiveSessions, type Identity } from './ports/live-sessions';
export { Tickets } from './ports/tickets';
