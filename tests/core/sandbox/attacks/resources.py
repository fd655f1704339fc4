"""Time, memory, threads and output: no program may take more than its share, however it tries."""

from tests.core.sandbox.attacks import SYSCALL, case

TIME = (
    case("infinite loop", "always", "while True: pass", ends="cpu"),
    case("infinite loop, every signal ignored", "always", """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True: pass
""", ends="cpu"),
    case("sleep for ever", "always", "import time\nwhile True: time.sleep(100)", ends="wall"),
    case("inside one call of C", "always", "sum(range(10**14))", ends="cpu"),
    case("every exception swallowed", "always", """
while True:
    try:
        while True: pass
    except BaseException: pass
""", ends="cpu"),
    case("catastrophic regular expression", "always", "import re\nre.match('(a+)+$', 'a' * 40 + 'b')", ends="cpu"),
    case("enormous integer", "always", "x = 7 ** (10 ** 9)", ends="cpu memory error"),
    case("busy threads", "always", """
import threading
def spin():
    while True: pass
for _ in range(8): threading.Thread(target=spin).start()
spin()
""", ends="cpu wall"),
    case("matrix products for ever", "always", """
import torch
a = torch.randn(400, 400)
while True: a @ a
""", ends="cpu"),
    case("a thread that never ends", "always", """
import threading, time
threading.Thread(target=time.sleep, args=(1000,)).start()
""", ends="wall"),
    case("an exit handler that never ends", "always", """
import atexit, time
atexit.register(time.sleep, 1000)
""", ends="finished"),
    case("an endless __repr__ of the result", "always", """
class Endless:
    def __repr__(self):
        while True: pass
Endless()
""", ends="cpu"),
)  # fmt: skip

MEMORY = (
    case("one tensor of 10⁹ elements", "always", "import torch\nx = torch.ones(10**9)\nprint('ESCAPED', len(x))", ends="error"),
    case("many small objects", "always", "held = []\nwhile True: held.append(bytes(10_000))", ends="error memory crash cpu"),
    case("doubling bytes", "always", "b = b'x'\nwhile True: b += b", ends="error memory cpu"),
    case("shared anonymous memory", "always", """
import mmap
held = []
while True:
    m = mmap.mmap(-1, 64 << 20)
    m.write(b'x' * (64 << 20))
    held.append(m)
    if len(held) > 24: print('ESCAPED'); break
""", ends="error cpu"),
    case("a file in memory", "seccomp", """
import os
f = os.memfd_create('x')
for _ in range(16): os.write(f, b'x' * (1 << 20))
print('ESCAPED', os.fstat(f).st_size)
"""),
    case("System V shared memory", "seccomp", SYSCALL + """
shared = call(29, 0, 16 << 20, 0o1600)
says('shmget', shared)
if shared >= 0: call(31, shared, 0, 0)
"""),
    case("POSIX shared memory", "landlock seccomp namespaces", """
from multiprocessing import shared_memory
s = shared_memory.SharedMemory(create=True, size=4096, name='<MARK>')
print('ESCAPED', s.name)
"""),
    case("POSIX message queue", "seccomp namespaces", SYSCALL + "says('mq_open', call(240, b'/<MARK>', 0o102, 0o600, None))"),
    case("memory locked against swapping", "always", SYSCALL + """
buffer = ctypes.create_string_buffer(1 << 20)
says('mlock', call(149, ctypes.byref(buffer), 1 << 20))
"""),
    case("a thousand threads", "always", """
import threading
gate, made = threading.Event(), 0
threading.stack_size(65536)
try:
    for _ in range(1000):
        threading.Thread(target=gate.wait, daemon=True).start()
        made += 1
except RuntimeError: pass
print('ESCAPED' if made > 200 else 'held', made)
"""),
    case("hoarded pipes", "always", """
import os
held = []
try:
    while len(held) < 2000: held.append(os.pipe())
except OSError: pass
print('ESCAPED' if len(held) > 100 else 'held', len(held))
"""),
    case("recursion in C without end", "always", """
import ctypes
F = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
import sys
sys.setrecursionlimit(10**9)
def down(n): return again(n + 1)
again = F(down)
again(0)
""", ends="crash error memory"),
    case("recursion in Python without end", "always", """
import sys
sys.setrecursionlimit(10**9)
def down(n): return down(n + 1) + 1
down(0)
""", ends="crash error memory cpu"),
)  # fmt: skip

OUTPUT = (
    case("lines without end", "always", "while True: print('line')", ends="output"),
    case("one line without end", "always", "while True: print('x' * 1000, end='')", ends="output"),
    case("bytes to the raw descriptor", "always", "import os\nwhile True: os.write(1, b'x' * 4000 + b'\\n')", ends="output"),
    case("errors without end", "always", "import sys\nwhile True: print('e' * 500, file=sys.stderr)", ends="output"),
    case("invalid UTF-8", "always", "import os\nos.write(1, b'\\xff\\xfe\\x80abc\\n')", ends="finished"),
    case("NUL, bells and colour codes", "always", "print('a\\0b\\x07\\x1b[31mc\\x1b]0;title\\x07d')", ends="finished"),
    case("lone surrogates", "always", "print('\\ud800 and \\udfff')", ends="finished"),
    case("text that turns around", "always", "print('\\u202egnirts\\u202c')", ends="finished"),
    case("metrics without end", "always", "n = 0\nwhile True: metric('m', n); n += 1", ends="output finished cpu"),
    case("figures without end", "always", "while True: plot(list(range(5000)))", ends="output"),
    case("values without end", "always", "import torch\nx = torch.ones(64, 64)\nwhile True: show(x)", ends="output"),
)  # fmt: skip

CASES = TIME + MEMORY + OUTPUT
