/** Large enough for three renditions, and cheap to render: what lasts is that it is read no faster than it plays. */
export const FILM = { seconds: 16, size: '1280x720' };
export const FILM_FRAMES = FILM.seconds * 25;
export const FILM_RENDITIONS = 3;
/** At ten a second. */
export const PROXY_FRAMES = FILM.seconds * 10;
