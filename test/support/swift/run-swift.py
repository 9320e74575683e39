"""
Runs all servers of a Swift of one node in one family of processes, with its settings in a folder of our own instead of
/etc/swift: python takes longer to load Swift than everything else here does, so it is loaded once.
"""
import ctypes
import os
import signal
import sys

os.environ["EVENTLET_NO_GREENDNS"] = "yes"

from swift.common import utils, wsgi
from swift.common.middleware import bulk, dlo, memcache, slo, tempauth
from swift.common.middleware.s3api import s3api
from swift.common.ring import RingBuilder
from swift.obj import server as object_server

PARENT_DEATH_SIGNAL = 1
RING_POWER = 4


def build_ring(kind, port):
    builder = RingBuilder(RING_POWER, 1, 1)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "d1", "weight": 1.0})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{kind}.ring.gz")


def serve(kind):
    options = {"global_conf_callback": object_server.global_conf_callback} if kind == "object" else {}
    return wsgi.run_wsgi(f"{folder}/{kind}.conf", f"{kind}-server", **options)


def die_with_parent():
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


folder = sys.argv[1]
die_with_parent()
utils.set_swift_dir(folder)
# It runs as whoever started it.
wsgi.drop_privileges = lambda user: None
for argument in sys.argv[2:]:
    kind, port = argument.split("=")
    build_ring(kind, int(port))
for kind in ["account", "container", "object", "proxy"]:
    if os.fork() == 0:
        die_with_parent()
        os._exit(serve(kind))
os.wait()
