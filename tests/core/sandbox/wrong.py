"""At least three wrong ways to do each exercise: the mistakes that learners make, each to be refused.

A pair ``(old, new)`` changes the solution; a text is a whole program.
"""

from __future__ import annotations

from core.sandbox.exercises import EXERCISES

Change = tuple[str, str]

WRONG: dict[str, tuple[Change | str, ...]] = {
    "tensors_shapes": (
        ("tensor(7.0)", "tensor([7.0])"),
        ("[1.0, 2.0, 3.0, 4.0]", "[1, 2, 3, 4]"),
        ("ones(2, 3)", "ones(3, 2)"),
        (", dtype=torch.int64", ""),
        ("zeros(2, 3, 4", "zeros(24"),
    ),
    "tensors_rows": (
        ("reshape(n, -1)", "reshape(-1, n)"),
        ("reshape(n, -1)", "reshape(2, -1)"),
        ("reshape(n, -1)", "reshape(-1, n).T"),
        ("return x.reshape(n, -1)", "return list(x.reshape(n, -1))"),
    ),
    "tensors_column": (
        ("x[:, -1]", "x[-1]"),
        ("x[:, -1]", "x[:, -1:]"),
        ("x[:, -1]", "x[:, 3]"),
        ("x[:, -1]", "x[:, 0]"),
    ),
    "tensors_means": (
        ("dim=1", "dim=0"),
        ("x.mean(dim=1)", "x.mean()"),
        ("mean(dim=1)", "sum(dim=1)"),
        ("mean(dim=1)", "mean(dim=1, keepdim=True)"),
    ),
    "tensors_pick": (
        ("table[ids]", "table[:, ids]"),
        ("table[ids]", "table[ids[0]]"),
        ("table[ids]", "table[ids.unique()]"),
        ("table[ids]", "table[:len(ids)]"),
    ),
    "tensors_doorman": (
        ("torch.where(x > 0, x, 0.0)", "x.abs()"),
        ("torch.where(x > 0, x, 0.0)", "(x > 0).float()"),
        ("torch.where(x > 0, x, 0.0)", "x[x > 0]"),
        ("return torch.where(x > 0, x, 0.0)", "x[x < 0] = 0\n    return x"),
    ),
    "tensors_mix": (
        ("x @ w", "x * w"),
        ("x @ w", "w.T @ x.T"),
        ("x @ w", "(x[:, :, None] * w).mean(1)"),
        ("x @ w", "x @ w + 1"),
    ),
    "broadcasting_outer": (
        ("a[:, None] * b[None, :]", "a * b"),
        ("a[:, None] * b[None, :]", "a[None, :] * b[:, None]"),
        ("a[:, None] * b[None, :]", "a[:, None] + b[None, :]"),
        ("a[:, None] * b[None, :]", "(a[:, None] * b[None, :]).flatten()"),
    ),
    "broadcasting_standardize": (
        ("(x - x.mean(dim=0)) / x.std(dim=0)", "(x - x.mean()) / x.std()"),
        ("(x - x.mean(dim=0)) / x.std(dim=0)", "x - x.mean(dim=0) / x.std(dim=0)"),
        ("(x - x.mean(dim=0)) / x.std(dim=0)", "((x.T - x.mean(dim=1)) / x.std(dim=1)).T"),
        ("/ x.std(dim=0)", "/ x.var(dim=0)"),
    ),
    "broadcasting_distances": (
        ("(difference**2).sum(dim=-1)", "difference.sum(dim=-1)"),
        ("(difference**2).sum(dim=-1)", "(difference**2).sum(dim=-1).sqrt()"),
        ("a[:, None, :] - b[None, :, :]", "a[None, :, :] - b[:, None, :]"),
        ("(difference**2).sum(dim=-1)", "difference**2"),
    ),
    "broadcasting_onehot": (
        (".float()", ""),
        ("ids[:, None] == torch.arange(n)", "ids == torch.arange(n)[:, None]"),
        ("torch.arange(n)", "torch.arange(ids.max() + 1)"),
        ("torch.arange(n)", "torch.arange(1, n + 1)"),
    ),
    "broadcasting_softmax": (
        ("z = z - z.max(dim=-1, keepdim=True).values\n    ", ""),
        ("return e / e.sum(dim=-1, keepdim=True)", "return e / e.sum()"),
        ("return e / e.sum(dim=-1, keepdim=True)", "return e / e.sum(dim=0, keepdim=True)"),
        ("return e / e.sum(dim=-1, keepdim=True)", "return e"),
    ),
    "broadcasting_causal": (
        (">=", "<="),
        (">=", ">"),
        ("places[:, None] >= places[None, :]", "(places[:, None] >= places[None, :]).float()"),
        ("return places", "return torch.ones(n, n).bool() #"),
    ),
    "autograd_square": (
        ("y.backward()\n", ""),
        (", requires_grad=True", ""),
        ("y.backward()\n", "y.backward()\n(x**2).backward()\n"),
        ("x**2", "x**3"),
    ),
    "autograd_slope": (
        ("(f(x + h) - f(x - h)) / (2 * h)", "(f(x + h) - f(x - h)) / h"),
        ("(f(x + h) - f(x - h)) / (2 * h)", "f(x + h) - f(x - h)"),
        ("(f(x + h) - f(x - h)) / (2 * h)", "(f(x - h) - f(x + h)) / (2 * h)"),
        ("h = 1e-5", "h = 1.0"),
    ),
    "autograd_hand": (
        ("2 * x.T", "x.T"),
        (" / len(y)", ""),
        ("x @ w - y", "y - x @ w"),
        ("2 * x.T @ error / len(y)", "2 * (x.T * error).T / len(y)"),
    ),
    "autograd_descend": (
        ("        x.grad = None\n", ""),
        ("x -= rate", "x += rate"),
        ("x -= rate * x.grad", "x -= x.grad"),
        ("range(steps)", "range(steps - 1)"),
        ("        with torch.no_grad():\n            x -= rate * x.grad\n", "        x -= rate * x.grad\n"),
    ),
    "autograd_influence": (
        ("copy = x.detach().clone().requires_grad_()", "copy = x.requires_grad_()"),
        ("return copy.grad", "return -copy.grad"),
        ("return copy.grad", "return copy.grad.abs()"),
        ("return copy.grad", "return f(copy)"),
        ("f(copy).backward()", "copy.sum().backward()"),
    ),
    "training_linear": (
        ("        super().__init__()\n", ""),
        ("torch.nn.Parameter(torch.randn(n_out, n_in) / n_in**0.5)", "torch.randn(n_out, n_in)"),
        ("torch.randn(n_out, n_in)", "torch.randn(n_in, n_out)"),
        (" + self.bias", ""),
        ("torch.randn(n_out, n_in)", "torch.zeros(n_out, n_in)"),
    ),
    "training_tinylm": (
        ("torch.relu(self.inner(self.table(ids)))", "self.inner(self.table(ids))"),
        ("hidden, vocabulary)", "hidden, width)"),
        ("self.inner = torch.nn.Linear(width, hidden)", "self.inner = torch.nn.Linear(width, hidden, bias=False)"),
        ("return self.out(", "return torch.zeros(*ids.shape, 11) + 0 * self.out("),
        ("torch.relu(", "torch.zeros_like("),
    ),
    "training_count": (
        (" if p.requires_grad", ""),
        ("sum(p.numel()", "sum(1"),
        ("sum(p.numel()", "sum(len(p)"),
        ("p.numel()", "p.sum()"),
    ),
    "training_loss": (
        (".mean()", ".sum()"),
        ("-log_p[", "log_p["),
        ("log_p = torch.log_softmax(logits, dim=-1)", "log_p = torch.log(torch.softmax(logits, dim=0))"),
        ("log_p = torch.log_softmax(logits, dim=-1)", "log_p = logits"),
        ("log_p = torch.log_softmax(logits, dim=-1)",
         "log_p = torch.log(torch.exp(logits) / torch.exp(logits).sum(-1, keepdim=True))"),
    ),
    "training_loop": (
        ("        optimizer.zero_grad()\n", ""),
        ("        loss.backward()\n        optimizer.step()\n", "        optimizer.step()\n        loss.backward()\n"),
        ("        optimizer.step()\n", ""),
        ("loss.backward()", "(-loss).backward()"),
        ("losses.append(loss.item())", "losses.append(step)"),
    ),
    "training_batches": (
        ("order.split(size)", "order[: len(x) // size * size].split(size)"),
        ("yield x[places], y[places]", "yield x[places], y[: len(places)]"),
        ("order.split(size)", "order.chunk(size)"),
        ("yield x[places], y[places]", "yield x[places]"),
        ("torch.randperm(len(x))", "torch.randint(0, len(x), (len(x),))"),
    ),
    "training_accuracy": (
        (".mean()", ".sum()"),
        ("argmax(dim=-1)", "argmax(dim=0)"),
        ("argmax", "argmin"),
        (".mean().item()", ""),
    ),
    "attention_scores": (
        (" / q.shape[-1] ** 0.5", ""),
        ("q.shape[-1] ** 0.5", "q.shape[-1]"),
        ("q @ k.T", "k @ q.T"),
        ("q.shape[-1]", "q.shape[0]"),
    ),
    "attention_weights": (
        ("    scores = scores.masked_fill(~past, float(\"-inf\"))\n", ""),
        ("float(\"-inf\")", "0.0"),
        ("dim=-1", "dim=0"),
        ("~past", "past"),
        ("    scores = scores.masked_fill(~past, float(\"-inf\"))\n    return torch.softmax(scores, dim=-1)",
         "    return torch.softmax(scores, dim=-1) * past"),
    ),
    "attention_tenlines": (
        ("    scores = scores.masked_fill(~past, float(\"-inf\"))\n", ""),
        ("return weights @ v", "return weights.T @ v"),
        ("return weights @ v", "return weights"),
        (" / q.shape[-1] ** 0.5", ""),
        ("return weights @ v", "return weights @ k"),
    ),
    "attention_head": (
        ("self.value(x)", "self.key(x)"),
        ("self.key = torch.nn.Linear(width, size, bias=False)", "self.key = torch.nn.Linear(width, size)"),
        ("scores.masked_fill(~past, float(\"-inf\"))", "scores"),
        ("return weights @ v", "return (weights @ v).detach()"),
        ("        self.value = torch.nn.Linear(width, size, bias=False)\n", "        self.value = self.key\n"),
    ),
    "attention_split": (
        ("return x.reshape(length, heads, width // heads).transpose(0, 1)", "return x.reshape(heads, length, width // heads)"),
        ("return x.reshape(length, heads, width // heads).transpose(0, 1)", "return x.reshape(length, heads, width // heads)"),
        ("x.transpose(0, 1).reshape(length, heads * size)", "x.reshape(length, heads * size)"),
        ("x.transpose(0, 1).reshape(length, heads * size)", "x.sum(0)"),
    ),
    "attention_multihead": (
        ("size**0.5", "width**0.5"),
        (".transpose(0, 1) for part", " for part"),
        ("scores.masked_fill(~past, float(\"-inf\"))", "scores"),
        ("return self.out((weights @ v).transpose(0, 1).reshape(length, width))",
         "return (weights @ v).transpose(0, 1).reshape(length, width)"),
        ("(weights @ v).transpose(0, 1).reshape", "(weights @ v).reshape"),
    ),
    "language_bigrams": (
        ("counts[one, after]", "counts[after, one]"),
        ("+= 1", "= 1"),
        ("zip(ids[:-1], ids[1:])", "zip(ids, ids)"),
        ("dtype=torch.int64", "dtype=torch.float32"),
        ("zip(ids[:-1], ids[1:])", "zip(ids[:-2], ids[1:])"),
    ),
    "language_train": (
        ("    optimizer.step()\n", ""),
        ("model(ids[:-1]), ids[1:]", "model(ids), ids"),
        ("model(ids[:-1]), ids[1:]", "model(ids[1:]), ids[:-1]"),
        ("range(300)", "range(3)"),
    ),
    "language_perplexity": (
        ("-torch.log(p).mean()", "torch.log(p).mean()"),
        ("torch.exp(-torch.log(p).mean())", "-torch.log(p).mean()"),
        ("torch.exp(-torch.log(p).mean())", "1 / p.mean() + p[0] - p.min()"),
        ("torch.exp(-torch.log(p).mean())", "1 / p.prod() ** (1 / len(p))"),
    ),
    "language_sample": (
        ("logits / temperature", "logits * temperature"),
        ("logits / temperature", "logits"),
        ("    return torch.multinomial(p, 1).item()", "    return p.argmax().item()"),
        ("    if temperature == 0:\n        return logits.argmax().item()\n", ""),
        ("torch.multinomial(p, 1).item()", "torch.multinomial(p, 1)"),
    ),
    "language_generate": (
        ("ids[-context:]", "ids"),
        ("ids[-context:]", "ids[:context]"),
        ("logits[-1].argmax()", "logits[0].argmax()"),
        ("logits[-1].argmax()", "logits[-1].argmin()"),
        ("range(steps)", "range(steps + 1)"),
    ),
    "language_gatito_load": (
        ("sum(p.numel() for p in model.parameters())", "sum(p.numel() for p in model.lm_head.parameters())"),
        ("model.config.n_embd", "model.config.n_layer"),
        ("sum(p.numel() for p in model.parameters())", "len(list(model.parameters()))"),
        ("sum(p.numel() for p in model.parameters())", "sum(p.numel() for p in model.state_dict().values())"),
    ),
    "language_gatito_next": (
        ("torch.softmax(logits[0, -1], dim=-1)", "logits[0, -1]"),
        ("logits[0, -1]", "logits[0, 0]"),
        ("[[tokenizer.bos_token_id, *ids]]", "[ids]"),
        ("logits[0, -1], dim=-1", "logits[0, -1] / 2, dim=-1"),
    ),
    "language_gatito_attention": (
        ("[0, head, -1]", "[0, head, :, -1]"),
        ("attentions[layer]", "attentions[0]"),
        ("[0, head, -1]", "[0, 0, -1]"),
        ("[0, head, -1]", "[0, head, 0]"),
        ("[0, head, -1]", "[0].mean(0)[-1]"),
    ),
    "language_gatito_words": (
        ("row / row.norm()", "row"),
        ("\" \" + word", "word"),
        ("(vector(one) @ vector(other))", "(vector(one) - vector(other)).norm()"),
        ("(vector(one) @ vector(other)).item()", "1.0"),
    ),
}  # fmt: skip


def programs(exercise_id: str) -> list[str]:
    """Give the wrong programs of an exercise."""
    solution = EXERCISES[exercise_id].solution
    made = []
    for wrong in WRONG[exercise_id]:
        if isinstance(wrong, tuple):
            assert wrong[0] in solution, (exercise_id, wrong[0])
            made.append(solution.replace(*wrong))
        else:
            made.append(wrong)
    return made
