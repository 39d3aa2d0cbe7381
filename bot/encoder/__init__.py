"""Turns sentences into vectors, offline, with one small model that every other room shares.

The product needs meaning, not only words, in three places: which intent was typed, whether somebody is in distress,
and which guidance is near a reflection. One encoder (all-MiniLM-L6-v2, 384 dimensions, under onnxruntime) serves all
three, so that there is one thing to trust, pin and replace. Where its weights are absent the callers go by words alone.
"""

from bot.encoder.encoder import Encoder, KnownVectors, Vectors, load_encoder
from bot.encoder.weights import EncoderMissing, EncoderRefused

__all__ = ["Encoder", "EncoderMissing", "EncoderRefused", "KnownVectors", "Vectors", "load_encoder"]
