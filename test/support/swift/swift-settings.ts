export interface SwiftPorts {
  readonly proxy: number;
  readonly account: number;
  readonly container: number;
  readonly object: number;
  readonly memcached: number;
}

export const SWIFT_CREDENTIALS = { accessKeyId: 'test:tester', secretAccessKey: 'signatures-are-tested' };
export const STORAGE_SERVERS = ['account', 'container', 'object'] as const;

/** The settings of a Swift of one node, by file name: on loopback, with accounts and signatures as S3 has them. */
export function swiftSettings(
  folder: string,
  ports: SwiftPorts,
  corsOrigin: string,
): Readonly<Record<string, string>> {
  const storage = STORAGE_SERVERS.map((kind) => [`${kind}.conf`, storageServer(kind, folder, ports[kind])]);
  return {
    'swift.conf': '[swift-hash]\nswift_hash_path_prefix = tests\nswift_hash_path_suffix = tests\n',
    'proxy.conf': proxyServer(folder, ports, corsOrigin),
    ...(Object.fromEntries(storage) as Record<string, string>),
  };
}

function storageServer(kind: string, folder: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${String(port)}
workers = 0
swift_dir = ${folder}
devices = ${folder}/devices
mount_check = false
log_address = ${folder}/no-log
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
fallocate_reserve = 0
`;
}

function proxyServer(folder: string, { proxy, memcached }: SwiftPorts, corsOrigin: string): string {
  const { accessKeyId, secretAccessKey } = SWIFT_CREDENTIALS;
  const [account = '', user = ''] = accessKeyId.split(':');
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${String(proxy)}
workers = 0
swift_dir = ${folder}
log_address = ${folder}/no-log
cors_allow_origin = ${corsOrigin}
cors_expose_headers = ETag
[pipeline:main]
pipeline = catch_errors cache listing_formats bulk s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${String(memcached)}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
cors_preflight_allow_origin = ${corsOrigin}
[filter:tempauth]
use = egg:swift#tempauth
user_${account}_${user} = ${secretAccessKey} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
`;
}
