"""The programs of the syllabus, as they are offered on the bench."""

from __future__ import annotations

PROGRAMS = {
    "tensors": """import torch

scalar = torch.tensor(7.0)
vector = torch.tensor([1.0, 2.0, 3.0])
matrix = torch.tensor([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
cube = torch.arange(24).reshape(2, 3, 4)

matrix.sum(dim=0).sum()
""",
    "autograd": """import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
y.backward()

x.grad
""",
    "module": """import torch

class TinyLM(torch.nn.Module):
    def __init__(self, vocabulary, width, hidden):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, width)
        self.inner = torch.nn.Linear(width, hidden)
        self.out = torch.nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        return self.out(torch.relu(self.inner(self.embedding(ids))))

model = TinyLM(vocabulary=10, width=4, hidden=8)
logits = model(torch.tensor([1, 2, 3]))
loss = torch.nn.functional.cross_entropy(logits, torch.tensor([2, 3, 4]))
show(loss, "loss")

sum(p.numel() for p in model.parameters())
""",
    "loop": """import torch

text = "el gato duerme. el perro come. el gato come. la gata duerme. "
letters = sorted(set(text))
ids = torch.tensor([letters.index(letter) for letter in text])

model = torch.nn.Sequential(
    torch.nn.Embedding(len(letters), 16),
    torch.nn.Linear(16, 32),
    torch.nn.ReLU(),
    torch.nn.Linear(32, len(letters)),
)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for epoch in range(20):
    for batch in torch.randperm(len(ids) - 1).split(16):
        logits = model(ids[batch])
        loss = torch.nn.functional.cross_entropy(logits, ids[batch + 1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        metric("loss", loss)

round(loss.item())
""",
    "mistake": """import torch

inputs = torch.tensor([[0.2, 0.8, 0.1, 0.9]])
layer = torch.nn.Linear(3, 2)

layer(inputs)
""",
    "gatito": """import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito").eval()
tokenizer = AutoTokenizer.from_pretrained("gatito")

ids = [tokenizer.bos_token_id, *tokenizer("El gato está en la", add_special_tokens=False)["input_ids"]]
with torch.no_grad():
    for step in range(6):
        logits = model(torch.tensor([ids])).logits[0, -1]
        ids.append(logits.argmax().item())

print(tokenizer.decode(ids[1:]))
""",
    "gpt2": """import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("openai-community/gpt2").eval()
tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")

ids = tokenizer("The capital of France is", return_tensors="pt")["input_ids"]
with torch.no_grad():
    p = torch.softmax(model(ids).logits[0, -1], dim=-1)

for place in p.argsort(descending=True)[:5]:
    print(f"{tokenizer.decode([place])!r} {p[place].item():.3f}")
""",
    "empty": """import torch

""",
}
"""The code of each program by its id; its words stand in ``pytorch.yaml`` under ``bench.programs``."""
