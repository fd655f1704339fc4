"""Reading what is not theirs, and writing anything at all."""

from tests.core.sandbox.attacks import SYSCALL, case

READING = (
    case("read a secret file", "landlock namespaces", "print('ESCAPED', open('<SECRET>').read())", proves=True),
    case("read a secret file past Python", "landlock namespaces", SYSCALL + """
f = call(257, -100, b'<SECRET>', 0, 0)
says('openat', f)
print(os.read(f, 100))
""", proves=True),
    case("read a secret file by openat2", "landlock seccomp namespaces", SYSCALL + """
import struct
how = struct.pack('=3Q', 0, 0, 0)
says('openat2', call(437, -100, b'<SECRET>', how, 24))
""", proves=True),
    case("read a secret file by its handle", "seccomp namespaces", SYSCALL + """
handle = ctypes.create_string_buffer(b'\\x40\\0\\0\\0' + bytes(132))
mount = ctypes.c_int()
says('name_to_handle_at', call(303, -100, b'<SECRET>', handle, ctypes.byref(mount), 0))
"""),
    case("read the list of users", "landlock namespaces", "print('ESCAPED', open('/etc/passwd').read(80))", proves=True),
    case("read the source of the course", "landlock namespaces", "print('ESCAPED', open('<COURSE>/core/errors.py').read(80))",
         proves=True),
    case("read the progress of the others", "landlock namespaces", "print('ESCAPED', open('<STORE>', 'rb').read(16))"),
    case("look for keys at home", "landlock namespaces", """
import os
for home in ('/root', '/home', os.path.expanduser('~') or '/'):
    try: found = [one for one in os.listdir(home) if one.startswith(('.ssh', '.bash', '.profile', '.gnupg'))]
    except OSError: continue
    if found: print('ESCAPED', home, found)
"""),
    case("list a folder", "landlock namespaces", "import os\nprint('ESCAPED', os.listdir('<FOLDER>'))", proves=True),
    case("secret in the environment", "always", """
import os
print('ESCAPED' if 'SECRET_OF_THE_SERVER' in os.environ else 'held', sorted(os.environ))
"""),
    case("environment of the server", "landlock namespaces", """
import os
print('ESCAPED', open('/proc/<SERVER>/environ', 'rb').read(20))
"""),
    case("memory map of the parent", "landlock namespaces", """
import os
print('ESCAPED', open(f'/proc/{os.getppid()}/maps').read(80))
"""),
    case("descriptors left open", "always", """
import os
found = []
for number in range(4, 4096):
    try: os.fstat(number); found.append(number)
    except OSError: pass
print('ESCAPED' if found else 'held', found)
"""),
    case("files behind open descriptors of others", "landlock namespaces", """
import os
print('ESCAPED', os.listdir('/proc/<SERVER>/fd')[:3])
"""),
    case("does a path exist: stat", "namespaces", "import os\nprint('ESCAPED', os.stat('<SECRET>').st_size)", proves=True),
    case("does a path exist: access", "namespaces", "import os\nprint('ESCAPED' if os.access('<SECRET>', os.F_OK) else 'held')",
         proves=True),
    case("does a path exist: statx", "namespaces", SYSCALL + "says('statx', call(332, -100, b'<SECRET>', 0, 0xfff, bytes(256)))",
         proves=True),
    case("does a path exist: chdir", "seccomp namespaces", "import os\nos.chdir('<FOLDER>')\nprint('ESCAPED')"),
    case("where does a link lead", "seccomp namespaces", "import os\nprint('ESCAPED', os.readlink('<LINK>'))", proves=True),
    case("attributes of a file", "seccomp namespaces", "import os\nprint('ESCAPED', os.listxattr('<SECRET>'))", proves=True),
    case("watch a folder", "seccomp namespaces", SYSCALL + """
watch = call(294, 0)
says('inotify', call(254, watch, b'<FOLDER>', 0xfff) if watch >= 0 else -1)
""", proves=True),
    case("read a device", "landlock namespaces", "print('ESCAPED', open('/dev/zero', 'rb').read(3))", proves=True),
    case("how full is the disk", "seccomp", "import os\nprint('ESCAPED', os.statvfs('/').f_blocks)"),
)  # fmt: skip

WRITING = (
    case("make a file", "landlock seccomp namespaces", "open('<FOLDER>/<MARK>', 'w')\nprint('ESCAPED')", proves=True),
    case("make a file where anybody may", "landlock seccomp namespaces", "open('/tmp/<MARK>', 'w')\nprint('ESCAPED')",
         proves=True),
    case("make a file in memory of the machine", "landlock seccomp namespaces",
         "open('/dev/shm/<MARK>', 'w')\nprint('ESCAPED')", proves=True),
    case("make a nameless file", "landlock seccomp namespaces",
         SYSCALL + "says('tmpfile', call(257, -100, b'/tmp', 0o20200002, 0o600))"),
    case("empty a file", "landlock seccomp namespaces", "open('<OPEN>', 'w')\nprint('ESCAPED')", proves=True),
    case("add to a file", "always", "f = open('<OPEN>', 'a')\nf.write('more')\nf.close()\nprint('ESCAPED')"),
    case("shorten a file", "landlock seccomp namespaces", "import os\nos.truncate('<OPEN>', 0)\nprint('ESCAPED')", proves=True),
    case("delete a file", "landlock seccomp namespaces", "import os\nos.unlink('<VICTIM_FILE>')\nprint('ESCAPED')", proves=True),
    case("rename a file", "landlock seccomp namespaces",
         "import os\nos.rename('<VICTIM_FILE>', '<FOLDER>/<MARK>')\nprint('ESCAPED')",
         proves=True),
    case("change rights", "seccomp namespaces", "import os\nos.chmod('<OPEN>', 0o777)\nprint('ESCAPED')"),
    case("change times", "seccomp namespaces", "import os\nos.utime('<OPEN>')\nprint('ESCAPED')", proves=True),
    case("make a link to a secret", "landlock seccomp namespaces",
         "import os\nos.link('<OPEN>', '<FOLDER>/<MARK>')\nprint('ESCAPED')"),
    case("make a symbolic link", "landlock seccomp namespaces",
         "import os\nos.symlink('/etc', '<FOLDER>/<MARK>')\nprint('ESCAPED')",
         proves=True),
    case("make a folder", "landlock seccomp namespaces", "import os\nos.mkdir('<FOLDER>/<MARK>')\nprint('ESCAPED')", proves=True),
    case("make a named pipe", "landlock seccomp namespaces",
         "import os\nos.mkfifo('<FOLDER>/<MARK>')\nprint('ESCAPED')", proves=True),
    case("fill the disk", "landlock seccomp namespaces", """
import os
f = os.open('<FOLDER>/<MARK>', os.O_CREAT | os.O_WRONLY)
for _ in range(64): os.write(f, b'x' * (1 << 20))
print('ESCAPED')
"""),
    case("fill the inodes", "landlock seccomp namespaces", """
for place in ('/tmp', '/dev/shm', '<FOLDER>'):
    for number in range(300):
        try: open(f'{place}/<MARK>{number}', 'x'); print('ESCAPED')
        except OSError: break
""", harmless=False),
    case("a sparse file of a terabyte", "landlock seccomp namespaces", """
import os
f = os.open('<FOLDER>/<MARK>', os.O_CREAT | os.O_WRONLY)
os.truncate(f, 1 << 40)
print('ESCAPED')
"""),
    case("write into the libraries", "landlock seccomp namespaces", "import torch\nopen(torch.__file__, 'a')\nprint('ESCAPED')"),
    case("a core dump", "always", "import ctypes\nctypes.string_at(0)", ends="crash"),
)  # fmt: skip

CASES = READING + WRITING
