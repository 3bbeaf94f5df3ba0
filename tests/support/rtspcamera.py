#!/usr/bin/python3
"""A real RTSP camera for tests: a moving H.264 picture behind Basic, Digest or no login.

Prints one line, "READY rtsp://HOST:PORT/PATH" (without credentials), once it listens; ends with its parent, on SIGTERM or SIGINT.
The password may also come in RTSPCAMERA_PASSWORD, so that it does not stand in the process list.
"""
import argparse
import ctypes
import os
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

ROLE = "viewer"
PR_SET_PDEATHSIG = 1


def seconds(text):
    """2s, 0.5s or 2 -> seconds."""
    value = float(text.removesuffix("s"))
    if not 0 < value <= 600:
        raise argparse.ArgumentTypeError("must be more than 0 and at most 600 seconds")
    return value


def size(text):
    """640x360 -> (640, 360)."""
    width, height = (int(part) for part in text.split("x"))
    return width, height


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--path", default="/stream")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default=os.environ.get("RTSPCAMERA_PASSWORD", ""))
    parser.add_argument("--auth", choices=("digest", "basic", "none"), default="none")
    parser.add_argument("--gop", type=seconds, default=2.0, help="time between key frames, such as 2s")
    parser.add_argument("--size", type=size, default=(640, 360), help="such as 640x360")
    parser.add_argument("--fps", type=int, default=15)
    return parser.parse_args()


def pipeline(options):
    width, height = options.size
    # Without I420 the encoder takes a profile that browsers and some decoders do not play.
    caps = f"video/x-raw,format=I420,width={width},height={height},framerate={options.fps}/1"
    key_frames = max(1, round(options.gop * options.fps))
    return (f"( videotestsrc is-live=true pattern=ball ! {caps} "
            f"! x264enc tune=zerolatency speed-preset=ultrafast bitrate=500 threads=1 key-int-max={key_frames} "
            f"! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=1 )")


def login(options):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    if options.auth == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(options.user, options.password, token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    return auth


def factory(options):
    out = GstRtspServer.RTSPMediaFactory()
    out.set_launch(pipeline(options))
    out.set_shared(True)
    if options.auth != "none":
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role(ROLE, "media.factory.access", True)
        permissions.add_permission_for_role(ROLE, "media.factory.construct", True)
        out.set_permissions(permissions)
    return out


def main():
    options = arguments()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address(options.host)
    server.set_service(str(options.port))
    server.get_mount_points().add_factory(options.path, factory(options))
    if options.auth != "none":
        server.set_auth(login(options))
    if server.attach(None) == 0:
        sys.exit(f"cannot listen on {options.host}:{options.port}")
    loop = GLib.MainLoop()
    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    print(f"READY rtsp://{options.host}:{server.get_bound_port()}{options.path}", flush=True)
    loop.run()


if __name__ == "__main__":
    main()
