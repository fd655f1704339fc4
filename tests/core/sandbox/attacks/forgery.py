"""Programs that crash, and programs that lie to the server about what they did."""

from tests.core.sandbox.attacks import case

FRAME = """
import os, json, struct
def frame(text, raw=b'', total=None, head=None):
    text = text.encode() if isinstance(text, str) else text
    os.write(3, struct.pack('>II', len(text) + len(raw) if total is None else total, len(text) if head is None else head))
    for start in range(0, len(text + raw), 4096): os.write(3, (text + raw)[start:start + 4096])
tensor = dict(library='torch', shape=[2], dtype='float32', device='cpu', layout='strided', requires_grad=False, grad_fn='',
              sample=dict(shape=[2], complex=False), grad=None, grad_state='none', low=0, high=1, mean=0, nan=0, inf=0)
tensor['is'] = 'tensor'
def value(**changes): frame(json.dumps(dict(t='value', name='x', view=tensor | changes)), bytes(16))
import time
def wait(): time.sleep(0.2)
"""

CRASHES = (
    case("read address zero", "always", "import ctypes\nctypes.string_at(0)", ends="crash"),
    case("abort", "always", "import os\nos.abort()", ends="crash"),
    case("leave without a word", "always", "import os\nos._exit(0)", ends="finished"),
    case("leave with a number", "always", "import sys\nsys.exit(3)", ends="exit"),
    case("leave with a number of the runner's", "always", "import os\nos._exit(10)", ends="finished error exit"),
    case("a broken type", "always", """
import ctypes
ctypes.memset(id(int) + 16, 0, 64)
print(3 + 4)
""", ends="crash finished error exit"),
    case("close every descriptor", "always", "import os\nos.closerange(0, 100)", ends="exit error finished crash"),
    case("standard output replaced", "always", "import sys\nsys.stdout = None", ends="finished exit error"),
    case("a name of torch deleted", "always", "import torch\ndel torch.Tensor\ntorch.nn = 5", ends="finished exit error"),
    case("builtins emptied", "always", "import builtins\nbuiltins.__dict__.clear()", ends="finished exit error crash"),
)  # fmt: skip

LIES = (
    case("a forged end", "always", FRAME + "frame('{\"t\":\"end\",\"reason\":\"finished\"}')\nwait()", ends="garbled"),
    case("forged facts", "always",
         FRAME + "frame('{\"status\":0,\"why\":\"\",\"cpu\":0,\"wall\":0,\"resident\":0}')\nwait()", ends="garbled"),
    case("a frame of four gigabytes", "always", FRAME + "frame('{}', total=2**32 - 1, head=2)\nwait()", ends="garbled"),
    case("a header longer than its frame", "always", FRAME + "frame('{}', total=2, head=9)\nwait()", ends="garbled"),
    case("half a frame", "always", FRAME + "os.write(3, b'\\0\\0')\nos._exit(0)", ends="finished"),
    case("no JSON", "always", FRAME + "frame('{{{{')\nwait()", ends="garbled"),
    case("JSON that is no object", "always", FRAME + "frame('[1,2]')\nwait()", ends="garbled"),
    case("JSON a hundred thousand deep", "always", FRAME + "frame('{\"t\":' + '[' * 100000)\nwait()", ends="garbled"),
    case("an integer without end", "always",
         FRAME + "frame('{\"t\":\"metric\",\"name\":\"x\",\"value\":' + '9' * 100000 + '}')\nwait()", ends="garbled"),
    case("an event of no kind", "always", FRAME + "frame('{\"t\":\"__class__\"}')\nwait()", ends="garbled"),
    case("a name that is no text", "always",
         FRAME + "frame('{\"t\":\"metric\",\"name\":{},\"value\":1}')\nwait()", ends="garbled"),
    case("a value that is no number", "always",
         FRAME + "frame('{\"t\":\"metric\",\"name\":\"x\",\"value\":true}')\nwait()", ends="garbled"),
    case("a shape larger than its bytes", "always",
         FRAME + "value(sample=dict(shape=[2000], complex=False))\nwait()", ends="garbled"),
    case("a shape whose product overflows", "always",
         FRAME + "value(sample=dict(shape=[2**31, 2**31], complex=False))\nwait()", ends="garbled"),
    case("a negative shape", "always", FRAME + "value(shape=[-2])\nwait()", ends="garbled"),
    case("a shape of words", "always", FRAME + "value(shape='ab')\nwait()", ends="garbled"),
    case("numbers that belong to nothing", "always", FRAME + "value(sample=None)\nwait()", ends="garbled"),
    case("a picture of a megabyte", "always",
         FRAME + "frame(json.dumps(dict(t='figure', svg='x' * 250000)))\nwait()", ends="garbled"),
    case("x without y", "always", FRAME + "frame('{\"t\":\"figure\",\"x\":[1]}')\nwait()", ends="garbled"),
    case("a surrogate inside a frame", "always", FRAME + "frame('{\"t\":\"out\",\"text\":\"\\\\ud800\"}')", ends="finished"),
    case("a graph that points outside", "always", FRAME + """
frame(json.dumps(dict(t='value', name='g', view={'is': 'graph', 'nodes': [], 'edges': [[0, 1]], 'more': False})))
wait()
""", ends="garbled"),
)  # fmt: skip

CASES = CRASHES + LIES
