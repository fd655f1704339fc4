"""The network, other processes, and the doors of the kernel."""

from tests.core.sandbox.attacks import SYSCALL, case

NETWORK = (
    case("TCP to a local server", "landlock seccomp namespaces",
         "import socket\nsocket.create_connection(('127.0.0.1', <TCP>), 1).send(b'x')\nprint('ESCAPED')", proves=True),
    case("UDP to a local server", "seccomp namespaces",
         "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', <UDP>))\nprint('ESCAPED')",
         proves=True),
    case("a unix socket by its path", "seccomp namespaces",
         "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('<UNIX>')\ns.send(b'x')\nprint('ESCAPED')", proves=True),
    case("an abstract unix socket", "landlock seccomp namespaces",
         "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0<ABSTRACT>')\ns.send(b'x')\nprint('ESCAPED')",
         proves=True),
    case("vsock to the machine below", "seccomp", "import socket\nsocket.socket(40, socket.SOCK_STREAM)\nprint('ESCAPED')"),
    case("the list of network cards", "seccomp namespaces", """
import socket
cards = [name for _, name in socket.if_nameindex() if name != 'lo']
print('ESCAPED' if cards else 'held', cards)
"""),
    case("a question to a name server", "seccomp namespaces",
         "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 53))\nprint('ESCAPED')"),
    case("a server of one's own", "landlock seccomp", """
import socket, time
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen()
print('ESCAPED', s.getsockname())
"""),
    case("raw packets", "always", "import socket\nsocket.socket(socket.AF_PACKET, socket.SOCK_RAW)\nprint('ESCAPED')"),
    case("a page from the network", "seccomp namespaces", """
import urllib.request
print('ESCAPED', urllib.request.urlopen('http://127.0.0.1:<TCP>/', timeout=1).read())
"""),
)  # fmt: skip
PROCESSES = (
    case("one fork", "seccomp", """
import os
child = os.fork()
if not child: os._exit(0)
os.waitpid(child, 0)
print('ESCAPED')
""", proves=True),
    case("a fork bomb", "seccomp", """
import os, time
for _ in range(40):
    try:
        if not os.fork(): time.sleep(5); os._exit(0)
        print('ESCAPED')
    except OSError: break
""", harmless=False),
    case("an orphan that lives on", "seccomp", """
import os, time
if not os.fork():
    os.setsid()
    if not os.fork(): time.sleep(20)
    os._exit(0)
print('ESCAPED')
""", harmless=False),
    case("another program", "landlock seccomp namespaces", "import subprocess\nprint('ESCAPED', subprocess.run(['/bin/true']))",
         proves=True),
    case("become another program", "landlock seccomp namespaces",
         "import os\nos.execv('/bin/echo', ['echo', 'ESCAPED'])", proves=True),
    case("a program in memory", "seccomp", """
import os
f = os.memfd_create('p')
os.write(f, open('/bin/true', 'rb').read() if os.path.exists('/bin/true') else b'#!')
print('ESCAPED')
"""),
    case("a shell", "landlock seccomp namespaces",
         "import os\nprint('ESCAPED' if os.system('exit 7') == 7 << 8 else 'held')", proves=True),
    case("multiprocessing", "seccomp", """
import multiprocessing as m
p = m.get_context('fork').Process(target=print)
p.start()
p.join()
print('ESCAPED')
"""),
    case("workers of a DataLoader", "seccomp", """
import torch
from torch.utils.data import DataLoader
for batch in DataLoader(list(range(4)), num_workers=1): print('ESCAPED', batch)
"""),
    case("fork past Python", "seccomp", SYSCALL + """
child = call(57)
if child == 0: os._exit(0)
says('fork', child)
"""),
    case("clone past Python", "seccomp", SYSCALL + """
child = call(56, 17, 0, 0, 0, 0)
if child == 0: os._exit(0)
says('clone', child)
"""),
    case("clone3 past Python", "seccomp", SYSCALL + """
import struct
child = call(435, struct.pack('=8Q', 0, 0, 0, 0, 17, 0, 0, 0), 64)
if child == 0: os._exit(0)
says('clone3', child)
"""),
    case("stop another process", "landlock seccomp namespaces user",
         "import os, signal\nos.kill(<VICTIM>, signal.SIGSTOP)\nprint('ESCAPED')"),
    case("kill another process", "landlock seccomp namespaces user", "import os\nos.kill(<VICTIM>, 9)\nprint('ESCAPED')"),
    case("kill the server", "landlock seccomp namespaces user", "import os\nos.kill(<SERVER>, 0)\nprint('ESCAPED')"),
    case("kill the zygote", "seccomp", "import os\nos.kill(os.getppid(), 15)\nprint('ESCAPED')", harmless=False),
    case("kill everybody", "seccomp", "import os\nos.kill(-1, 9)\nprint('ESCAPED')", harmless=False),
    case("kill the own group", "always", "import os\nos.killpg(0, 15)\nprint('held')", ends="finished error crash exit"),
    case("a signal through a pidfd", "seccomp namespaces", "import os\nos.pidfd_open(<VICTIM>)\nprint('ESCAPED')", proves=True),
    case("signals through an owner of a file", "seccomp",
         "import fcntl\nfcntl.fcntl(1, fcntl.F_SETOWN, <VICTIM>)\nprint('ESCAPED')"),
    case("limits of another process", "seccomp namespaces user", SYSCALL + """
import struct
says('prlimit', call(302, <VICTIM>, 7, struct.pack('=2Q', 0, 0), None))
"""),
    case("trace another process", "landlock seccomp namespaces user", SYSCALL + "says('ptrace', call(101, 16, <VICTIM>, 0, 0))"),
    case("read the memory of another process", "landlock seccomp namespaces user", SYSCALL + """
import struct
mine = ctypes.create_string_buffer(8)
local = struct.pack('=2Q', ctypes.addressof(mine), 8)
says('process_vm_readv', call(310, <VICTIM>, local, 1, struct.pack('=2Q', 0x400000, 8), 1, 0))
"""),
    case("processors of another process", "seccomp namespaces user",
         "import os\nos.sched_setaffinity(<VICTIM>, {0})\nprint('ESCAPED')"),
    case("priority of another process", "seccomp namespaces user",
         "import os\nos.setpriority(os.PRIO_PROCESS, <VICTIM>, 19)\nprint('ESCAPED')"),
    case("real-time priority", "always",
         "import os\nos.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))\nprint('ESCAPED')"),
)  # fmt: skip

KERNEL = (
    case("limits of its own", "always", """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (3600, 3600))
print('ESCAPED')
"""),
    case("become root", "always", "import os\nos.setuid(0)\nprint('ESCAPED')"),
    case("a namespace of its own", "seccomp", SYSCALL + "says('unshare', C.unshare(0x10000000))"),
    case("a thread in a namespace of its own", "seccomp", SYSCALL + """
child = call(56, 0x10000000 | 17, 0, 0, 0, 0)
if child == 0: os._exit(0)
says('clone', child)
"""),
    case("another root", "seccomp user", "import os\nos.chroot('/')\nprint('ESCAPED')"),
    case("mount something", "seccomp user", SYSCALL + "says('mount', C.mount(b'x', b'/', b'tmpfs', 0, None))"),
    case("enter a namespace", "always", SYSCALL + "says('setns', call(308, 1, 0))"),
    case("keys of the kernel", "seccomp", SYSCALL + "says('add_key', call(248, b'user', b'<MARK>', b'x', 1, -2))"),
    case("io_uring", "seccomp", SYSCALL + "says('io_uring_setup', call(425, 4, bytes(120)))"),
    case("a program in the kernel: bpf", "seccomp", SYSCALL + "says('bpf', call(321, 0, bytes(72), 72))"),
    case("performance counters", "seccomp", SYSCALL + """
import struct
says('perf', call(298, struct.pack('=IIQ', 1, 112, 1) + bytes(96), 0, -1, -1, 0))
"""),
    case("page faults in user space", "seccomp", SYSCALL + "says('userfaultfd', call(323, 1))"),
    case("a filter that listens", "seccomp", SYSCALL + "says('seccomp', call(317, 2, 0, bytes(4)))"),
    case("another personality", "seccomp", SYSCALL + "says('personality', call(135, 0x0040000))"),
    case("take Landlock off", "seccomp", SYSCALL + "says('landlock', call(444, None, 0, 1))"),
    case("a 32-bit call", "seccomp", """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex('b814000000cd80c3'))
where = ctypes.addressof(ctypes.c_char.from_buffer(page))
print('ESCAPED', ctypes.CFUNCTYPE(ctypes.c_int)(where)())
""", ends="crash error"),
    case("an x32 call", "seccomp", SYSCALL + "says('x32', call(0x40000000 + 39))"),
    case("a terminal written to", "always", SYSCALL + "says('TIOCSTI', call(16, 0, 0x5412, b'x'))"),
    case("reboot", "always", SYSCALL + "says('reboot', call(169, 0, 0, 0))"),
)  # fmt: skip

CASES = NETWORK + PROCESSES + KERNEL
