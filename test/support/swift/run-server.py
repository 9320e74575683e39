"""Runs one server of Swift with its settings in a folder of our own instead of /etc/swift."""
import sys

from swift.common import utils
from swift.common.wsgi import run_wsgi

kind, folder = sys.argv[1], sys.argv[2]
utils.set_swift_dir(folder)
options = {}
if kind == "object":
    from swift.obj import server

    options["global_conf_callback"] = server.global_conf_callback
sys.exit(run_wsgi(f"{folder}/{kind}.conf", f"{kind}-server", **options))
