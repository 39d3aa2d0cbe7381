"""Writes the encoder as an ONNX graph, straight from its weights.

The usual exporter needs torch (2 GB and minutes); the architecture is small enough to write down. Same mathematics as
``bot.encoder.reference``, with a batch axis and a mask.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.encoder.weights import read_weights

#: LayerNormalization came with opset 17; 18 is the newest whose quantiser support we measured.
OPSET = 18
MASKED_OUT = np.float32(-1e9)
#: The layer, as a share of all, after which the second vector is taken: the 4th of 6.
MIDDLE = 2 / 3
OUTPUTS = ("embedding", "middle")


class GraphWriter:
    """Collects nodes and constants, and names them."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Any) -> str:
        """Keep a value under a name (once) and give the name."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        """Keep a list of whole numbers, as shapes and axes need."""
        return self.constant("integers_" + "_".join(map(str, values)), np.array(values, np.int64))

    def number(self, name: str, value: float | np.floating[Any]) -> str:
        """Keep one number."""
        return self.constant(name, np.array(value, np.float32))

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add an operation and give the name of its output."""
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


class EncoderGraph:
    """One BERT encoder with mean pooling: ``input_ids``, ``attention_mask`` [n, t] in, two vectors [n, d] out.

    ``embedding`` comes from the last layer, ``middle`` from an inner one.
    """

    def __init__(self, folder: Path, adapter: Path | None = None) -> None:
        """folder: ``model.safetensors`` and ``config.json``. adapter: what was taught beside them, if anything."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._weights: dict[str, Any] = read_weights(folder, adapter)
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._hidden: int = config["hidden_size"]
        self._epsilon: float = config["layer_norm_eps"]
        self._graph = GraphWriter()

    def write(self, path: Path) -> None:
        """Write the checked graph to a file."""
        graph = self._graph
        mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
        absent = graph.node("Sub", graph.number("one", 1), graph.node("Unsqueeze", mask, graph.integers(1, 2)))
        bias = graph.node("Mul", absent, graph.number("masked_out", MASKED_OUT))
        states = self._embed()
        for layer in range(self._layers):
            states = self._add_layer(states, bias, f"encoder.layer.{layer}.")
            if layer + 1 == round(self._layers * MIDDLE):
                graph.nodes.append(helper.make_node("Identity", [self._pool(states, mask)], [OUTPUTS[1]]))
        graph.nodes.append(helper.make_node("Identity", [self._pool(states, mask)], [OUTPUTS[0]]))
        model = helper.make_model(
            helper.make_graph(
                graph.nodes,
                "sentence_encoder",
                [
                    helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
                    for name in ("input_ids", "attention_mask")
                ],
                [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", self._hidden]) for name in OUTPUTS],
                list(graph.constants.values()),
            ),
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=9,
        )
        onnx.checker.check_model(model)
        onnx.save(model, str(path))

    def _embed(self) -> str:
        graph, weights = self._graph, self._weights
        words = graph.node("Gather", graph.constant("words", weights["embeddings.word_embeddings.weight"]), "input_ids")
        # Every token is of type 0 here, so its embedding is folded into the positions.
        table = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        length = graph.node("Slice", graph.node("Shape", "input_ids"), graph.integers(1), graph.integers(2))
        positions = graph.constant("positions", table.astype(np.float32))
        places = graph.node("Slice", positions, graph.integers(0), length)
        return self._normalise(graph.node("Add", words, places), "embeddings.LayerNorm")

    def _add_layer(self, states: str, bias: str, layer: str) -> str:
        graph = self._graph
        attended = self._dense(self._attend(states, bias, layer + "attention.self."), layer + "attention.output.dense")
        states = self._normalise(graph.node("Add", attended, states), layer + "attention.output.LayerNorm")
        inner = self._gelu(self._dense(states, layer + "intermediate.dense"))
        outer = self._dense(inner, layer + "output.dense")
        return self._normalise(graph.node("Add", outer, states), layer + "output.LayerNorm")

    def _attend(self, states: str, bias: str, layer: str) -> str:
        graph, size = self._graph, self._hidden // self._heads
        split = graph.integers(0, 0, self._heads, size)
        query, key, value = (
            graph.node("Transpose", graph.node("Reshape", self._dense(states, layer + part), split), perm=order)
            for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
        )
        scores = graph.node("Mul", graph.node("MatMul", query, key), graph.number("scale", 1 / np.sqrt(size)))
        shares = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
        mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
        return graph.node("Reshape", mixed, graph.integers(0, 0, self._hidden))

    def _gelu(self, states: str) -> str:
        graph = self._graph
        share = graph.node("Erf", graph.node("Div", states, graph.number("root_two", np.sqrt(2))))
        return graph.node(
            "Mul",
            graph.node("Mul", states, graph.number("half", 0.5)),
            graph.node("Add", graph.number("one", 1), share),
        )

    def _pool(self, states: str, mask: str) -> str:
        graph, over_tokens = self._graph, self._graph.integers(1)
        weights = graph.node("Unsqueeze", mask, graph.integers(2))
        total = graph.node("ReduceSum", graph.node("Mul", states, weights), over_tokens, keepdims=0)
        mean = graph.node("Div", total, graph.node("ReduceSum", weights, over_tokens, keepdims=0))
        return graph.node("Div", mean, graph.node("ReduceL2", mean, over_tokens, keepdims=1))

    def _dense(self, states: str, name: str) -> str:
        graph = self._graph
        matrix = graph.constant(name + ".weight", self._weights[name + ".weight"].T.astype(np.float32))
        return graph.node(
            "Add",
            graph.node("MatMul", states, matrix),
            graph.constant(name + ".bias", self._weights[name + ".bias"].astype(np.float32)),
        )

    def _normalise(self, states: str, name: str) -> str:
        graph = self._graph
        scale = graph.constant(name + ".weight", self._weights[name + ".weight"].astype(np.float32))
        bias = graph.constant(name + ".bias", self._weights[name + ".bias"].astype(np.float32))
        return graph.node("LayerNormalization", states, scale, bias, axis=-1, epsilon=self._epsilon)
