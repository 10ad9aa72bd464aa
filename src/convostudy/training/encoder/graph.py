"""The body of the network as an ONNX graph of standard operators, its matrices 8-bit integers.

Written by hand: exporters give graphs that change with their version, and quantisers of whole
graphs spare nothing. Each column of a matrix has its own scale; activations get theirs as they run.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from convostudy.training.encoder.whole_numbers import whole_numbers

__all__ = ["encoder_graph"]

Floats = npt.NDArray[np.float32]
_OPSET = 20
_EPSILON = 1e-12  # of BERT's layer norms


def encoder_graph(weights: Mapping[str, Floats], *, layers: int, heads: int) -> bytes:
    """Return the graph: ``ids`` and ``kinds`` in, ``pooled`` out.

    Parameters
    ----------
    weights : mapping of str to numpy.ndarray
        Of a BERT body, by the names that transformers gives them.
    layers, heads : int
        Of the body.

    Returns
    -------
    bytes
        An ONNX file. It takes one row or several of one length; nothing is masked.
    """
    graph = _Graph(weights)
    x = graph.embedded("ids", "kinds")
    for layer in range(layers):
        x = graph.layer(x, f"encoder.layer.{layer}.", heads)
    graph.pool(x, "kinds")
    width = 2 * weights["embeddings.LayerNorm.weight"].shape[0]
    integers = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "pieces"])
        for name in ("ids", "kinds")
    ]
    out = helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["rows", width])
    made = helper.make_graph(graph.nodes, "encoder", integers, [out], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=10)
    onnx.checker.check_model(model)
    raw: bytes = model.SerializeToString(deterministic=True)
    return raw


class _Graph:
    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._made = 0

    def embedded(self, ids: str, kinds: str) -> str:
        table = self.weights["embeddings.word_embeddings.weight"]
        whole, scale = whole_numbers(table, 0)
        words = self.op("Cast", self.op("Gather", self.constant(whole), ids), to=TensorProto.FLOAT)
        words = self.op("Mul", words, self.op("Gather", self.constant(scale), ids))
        places = self.op(
            "Slice",
            self.constant(self.weights["embeddings.position_embeddings.weight"]),
            self.constant(np.array([0])),
            self.op("Shape", ids, start=1, end=2),
        )
        kind = self.op(
            "Gather", self.constant(self.weights["embeddings.token_type_embeddings.weight"]), kinds
        )
        x = self.op("Add", self.op("Add", words, places), kind)
        return self.norm(x, "embeddings.LayerNorm")

    def layer(self, x: str, at: str, heads: int) -> str:
        mixed = self.dense(self.attention(x, at, heads), at + "attention.output.dense")
        x = self.norm(self.op("Add", x, mixed), at + "attention.output.LayerNorm")
        wide = self.op("Gelu", self.dense(x, at + "intermediate.dense"))
        back = self.dense(wide, at + "output.dense")
        return self.norm(self.op("Add", x, back), at + "output.LayerNorm")

    def attention(self, x: str, at: str, heads: int) -> str:
        size = self.weights[at + "attention.self.query.weight"].shape[0]
        each = size // heads
        split = self.constant(np.array([0, 0, heads, each]))
        turned = {}
        for name, order in (
            ("query", [0, 2, 1, 3]),
            ("key", [0, 2, 3, 1]),
            ("value", [0, 2, 1, 3]),
        ):
            parts = self.op("Reshape", self.dense(x, f"{at}attention.self.{name}"), split)
            turned[name] = self.op("Transpose", parts, perm=order)
        likeness = self.op("MatMul", turned["query"], turned["key"])
        likeness = self.op("Mul", likeness, self.constant(np.float32(each**-0.5)))
        heeded = self.op("MatMul", self.op("Softmax", likeness, axis=-1), turned["value"])
        joined = self.op("Transpose", heeded, perm=[0, 2, 1, 3])
        return self.op("Reshape", joined, self.constant(np.array([0, 0, size])))

    def dense(self, x: str, name: str) -> str:
        """Multiply in whole numbers: activations are rounded to 8 bits by their own range."""
        whole, scale = whole_numbers(self.weights[name + ".weight"].T, 1)
        rounded, unit, zero = (self.name() for _ in range(3))
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [rounded, unit, zero]))
        product = self.op("MatMulInteger", rounded, self.constant(whole), zero)
        units = self.op("Mul", unit, self.constant(scale.ravel()))
        product = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), units)
        return self.op("Add", product, self.constant(self.weights[name + ".bias"]))

    def norm(self, x: str, name: str) -> str:
        weight, bias = (
            self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias")
        )
        return self.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=_EPSILON)

    def pool(self, x: str, kinds: str) -> None:
        """Join the mean over what is judged and the first piece."""
        flags = self.op("Cast", kinds, to=TensorProto.FLOAT)
        pieces = self.constant(np.array([1]))
        judged = self.op("Mul", x, self.op("Unsqueeze", flags, self.constant(np.array([2]))))
        total = self.op("ReduceSum", judged, pieces, keepdims=0)
        count = self.op("ReduceSum", flags, pieces, keepdims=1)
        mean = self.op("Div", total, self.op("Max", count, self.constant(np.float32(1))))
        first = self.op("Gather", x, self.constant(np.int64(0)), axis=1)
        self.nodes.append(helper.make_node("Concat", [mean, first], ["pooled"], axis=1))

    def op(self, kind: str, *inputs: str, **attributes: object) -> str:
        out = self.name()
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def constant(self, values: npt.ArrayLike) -> str:
        name = self.name()
        held = np.asarray(values, order="C")
        self.constants.append(numpy_helper.from_array(held, name))
        return name

    def name(self) -> str:
        self._made += 1
        return f"v{self._made}"
