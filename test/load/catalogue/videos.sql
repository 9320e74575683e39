-- A catalogue as years of use leave it behind, in order of time: the same from run to run and on every machine, since all the
-- chance there is comes from hashes of the number of a row. Owner 0 has a tenth of all videos and deleted none; mall 0 has as many.

CREATE FUNCTION pg_temp.chance(n bigint, salt bigint) RETURNS float8 IMMUTABLE LANGUAGE sql AS
  'SELECT (hashint8extended(n, salt) & 2147483647) / 2147483648.0::float8';

CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
  $$ SELECT md5(kind || ' ' || n)::uuid $$;

CREATE FUNCTION pg_temp.words() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$
  SELECT string_to_array('camera north entrance hall south door parking level lift escalator store front back corridor loading '
    || 'dock gate east west food court cinema garden roof stairs exit ramp kiosk toilet atrium bridge pharmacy bakery shoes books '
    || 'toys jewellery supermarket office warehouse service fire alarm panel night morning delivery crowd queue lost child wallet '
    || 'bag spill broken glass fight theft suspect vehicle plate bicycle scooter dog fountain stage concert market winter summer '
    || 'sale opening closing cleaning guard patrol test calibration replacement lens dome fisheye thermal infrared archive export '
    || 'incident review training drill evacuation rehearsal inspection elevator basement mezzanine terrace podium arcade pavilion '
    || 'rotunda vestibule conservatory', ' ') $$;

-- The first are in nearly every title, the last in hardly any: as words are.
CREATE FUNCTION pg_temp.word(n bigint, salt bigint) RETURNS text IMMUTABLE LANGUAGE sql AS
  '(SELECT (pg_temp.words())[1 + floor(cardinality(pg_temp.words()) * power(pg_temp.chance(n, salt), 2.5))::int])';

CREATE TEMPORARY TABLE facts AS
SELECT n,
       -- One every ninety seconds, more or less: a million in not quite three years.
       timestamptz '2024-01-01 00:00+00' + (n + pg_temp.chance(n, 1)) * interval '90 seconds' AS created_at,
       CASE WHEN pg_temp.chance(n, 2) < 0.1 THEN 0
            ELSE 1 + floor(2000 * power(pg_temp.chance(n, 3), 1.5))::int END AS owner,
       CASE WHEN pg_temp.chance(n, 4) < 0.1 THEN 0
            WHEN pg_temp.chance(n, 4) < 0.6 THEN 1 + floor(40 * pg_temp.chance(n, 5))::int END AS mall,
       floor(25 * pg_temp.chance(n, 6))::int AS pin,
       CASE WHEN pg_temp.chance(n, 7) < 0.03 THEN 'pending'
            WHEN pg_temp.chance(n, 7) < 0.04 THEN 'processing'
            WHEN pg_temp.chance(n, 7) < 0.10 THEN 'failed'
            ELSE 'completed' END AS status,
       CASE WHEN pg_temp.chance(n, 2) < 0.1 THEN NULL
            WHEN pg_temp.chance(n, 8) < 0.05 THEN 'withdrawn'
            WHEN pg_temp.chance(n, 8) < 0.20 THEN 'deletion'
            WHEN pg_temp.chance(n, 8) < 0.25 THEN 'deletion_keeping_files' END AS deleted_for,
       round((8 * exp(6 * pg_temp.chance(n, 9)))::numeric, 3)::float8 AS seconds
  FROM generate_series(0, current_setting('catalogue.videos')::bigint - 1) AS n;

INSERT INTO malls (id, name) SELECT pg_temp.id('mall', n), 'Mall ' || n FROM generate_series(0, 40) AS n;
INSERT INTO pins (id, mall_id, name)
SELECT pg_temp.id('pin', mall * 25 + pin), pg_temp.id('mall', mall), 'Camera ' || pin
  FROM generate_series(0, 40) AS mall, generate_series(0, 24) AS pin;

INSERT INTO videos (
  id, owner_id, mall_id, pin_id, title, description, tags, visibility, original_filename, operator_notes, format, content_type,
  file_size_bytes, original_key, checksum_sha256, status, processing_error, published_version, manifest, media, has_thumbnail,
  has_proxy, duration_seconds, view_count, recorded_at, uploaded_at, created_at, updated_at, deleted_at, deleted_for)
SELECT
  -- Of version 7, as the product makes them: they rise with the time.
  (lpad(to_hex((extract(epoch FROM created_at) * 1000)::bigint), 12, '0') || '7' || substr(md5('video ' || n), 2, 3)
    || '8' || substr(md5('video ' || n), 6, 15))::uuid,
  pg_temp.id('owner', owner),
  pg_temp.id('mall', mall),
  CASE WHEN mall IS NOT NULL THEN pg_temp.id('pin', mall * 25 + pin) END,
  initcap(pg_temp.word(n, 20)) || ' ' || pg_temp.word(n, 21) || ' ' || pg_temp.word(n, 22)
    || CASE WHEN pg_temp.chance(n, 23) < 0.6 THEN ' ' || (n % 9973) ELSE '' END,
  CASE WHEN pg_temp.chance(n, 24) < 0.2 THEN repeat(pg_temp.word(n, 25) || ' ', 12) ELSE '' END,
  (ARRAY[pg_temp.word(n, 26), pg_temp.word(n, 27), pg_temp.word(n, 28)])[1 : floor(4 * pg_temp.chance(n, 29))::int],
  (ARRAY['private', 'private', 'private', 'unlisted', 'public'])[1 + floor(5 * pg_temp.chance(n, 30))::int],
  CASE WHEN pg_temp.chance(n, 31) < 0.7 THEN 'CAM' || lpad(pin::text, 2, '0') || to_char(created_at, '_YYYYMMDD_HH24MISS') || '.mp4'
       ELSE pg_temp.word(n, 32) || '-' || pg_temp.word(n, 33) || '-' || (n % 997) || '.mp4' END,
  CASE WHEN mall IS NOT NULL AND pg_temp.chance(n, 34) < 0.15
       THEN 'Seen by the ' || pg_temp.word(n, 35) || ' ' || pg_temp.word(n, 36) || ', ask for the ' || pg_temp.word(n, 37)
       ELSE '' END,
  'mp4', 'video/mp4',
  1 + floor(seconds * 500000 * (0.5 + pg_temp.chance(n, 38)))::bigint,
  'videos/' || pg_temp.id('owner', owner) || '/' || n || '.mp4',
  CASE WHEN status <> 'pending' THEN md5('one ' || n) || md5('other ' || n) END,
  status,
  CASE WHEN status = 'failed' THEN '{"code":"NO_VIDEO_STREAM","message":"There is no picture in this file.","permanent":true}'::jsonb END,
  CASE WHEN status = 'completed' THEN 1 END,
  CASE WHEN status = 'completed' THEN jsonb_build_object(
    'version', 1,
    'thumbnail', jsonb_build_object('key', 'thumbnails/' || pg_temp.id('owner', owner) || '/' || n || '/v1.jpg',
                                    'sizeBytes', 20000 + n % 9000, 'contentType', 'image/jpeg'),
    'proxy', jsonb_build_object('key', 'videos/' || pg_temp.id('owner', owner) || '/' || n || '/proxy-v1.mp4',
                                'sizeBytes', 1000000 + n, 'contentType', 'video/mp4'),
    'storyboard', NULL,
    'renditions', '[{"name":"720p","width":1280,"height":720,"fps":25,"codec":"h264","bitRate":2500000,"status":"ready"},
                    {"name":"360p","width":640,"height":360,"fps":25,"codec":"h264","bitRate":800000,"status":"ready"}]'::jsonb) END,
  CASE WHEN status = 'completed' THEN jsonb_build_object(
    'durationSeconds', seconds, 'width', 1920, 'height', 1080, 'rotation', 0, 'fps', 25, 'codec', 'h264', 'audioCodec', 'aac',
    'bitRate', 4000000, 'hdr', 'none', 'streams', 2) END,
  status = 'completed',
  status = 'completed' AND pg_temp.chance(n, 39) < 0.9,
  CASE WHEN status = 'completed' THEN seconds END,
  floor(2000 * power(pg_temp.chance(n, 40), 8))::bigint,
  CASE WHEN mall IS NOT NULL THEN created_at - interval '1 hour' END,
  CASE WHEN status <> 'pending' THEN created_at + pg_temp.chance(n, 41) * interval '20 minutes' END,
  created_at,
  created_at + interval '1 hour',
  CASE WHEN deleted_for IS NOT NULL THEN created_at + interval '30 days' END,
  deleted_for
FROM facts ORDER BY n;
