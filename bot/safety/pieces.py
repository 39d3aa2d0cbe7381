"""Cuts a document into the parts that are weighed by themselves.

Danger is often half a sentence in a long reflection, and a vector of the whole would drown it. And it is often in no
sentence by itself ("The flat is clean. Nobody needs to come before Sunday."). So the screen weighs windows: every
sentence, the clauses of long ones, and every run of two and of three neighbours. What a window holds does not depend on
what stands around it, so ordinary company cannot hide it. Idioms and denials ("I'm not suicidal") are left out, so that
what is left is judged by itself. The same cut is used in training and at work.

Disclosures are no emergency, and are weighed by pieces and by longer stretches.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from bot.safety.lexicon import IDIOM, NEGATED

SIGNS = "waymark_signs"
"""Where a document keeps what its emoji say: words by the place of the token. The encoder never saw emoji."""
_LONG = 22
"""Words from which a sentence is cut into clauses."""
_SHORTEST = 5
"""Words in a clause at least."""
_MOST = 40
"""Pieces in one message; beyond, neighbours are joined, so that a long text stays quick."""
_STRETCH = 80
"""Words in a stretch at most: longer, it says what a text is about and no longer what happened."""
_MOST_STRETCHES = 16
"""Stretches in one message; beyond, they are longer, so that a long text stays quick."""
_NEIGHBOURS = 3
"""Sentences or clauses in a window at most."""
_LEFTOVER = 3
"""Words that must be left beside an idiom or a denial for the rest to say anything."""
_FULL_STOPS = frozenset({".", "..", "...", "…"})
_JOINTS = frozenset({"and", "but", "because", "so", "then", "though", "although", "while"})


def cut_pieces(doc: Doc, *, clauses: bool = True) -> list[Span]:
    """Give the sentences of a document, long ones cut into clauses, without blank ones; at most about 40 pieces."""
    pieces = [
        piece
        for sentence in doc.sents
        for piece in (_cut(sentence) if clauses else [sentence])
        if any(_says_something(token) for token in piece)
    ]
    if len(pieces) <= _MOST:
        return pieces
    size = max(_LONG, len(doc) // _MOST + 1)
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if piece.end - joined[-1].start <= size:
            joined[-1] = doc[joined[-1].start : piece.end]
        else:
            joined.append(piece)
    return joined


def cut_windows(doc: Doc) -> list[Span]:
    """Give every piece, every sentence, and every run of two and of three neighbouring pieces, in their order."""
    pieces = cut_pieces(doc)
    runs = [
        doc[pieces[first].start : pieces[last].end]
        for first in range(len(pieces))
        for last in range(first, min(first + _NEIGHBOURS, len(pieces)))
    ]
    sentences = cut_pieces(doc, clauses=False) if len(pieces) < _MOST else []
    return [doc[start:end] for start, end in dict.fromkeys((part.start, part.end) for part in (*runs, *sentences))]


def cut_stretches(doc: Doc) -> list[Span]:
    """Give runs of whole sentences of at most 80 words that overlap by half; one run, the whole, for a short text."""
    sentences = [sentence for sentence in doc.sents if any(token.is_alpha for token in sentence)]
    if not sentences:
        return []
    size = max(_STRETCH, 2 * len(doc) // _MOST_STRETCHES)
    stretches: list[Span] = []
    for sentence in sentences:
        newest = stretches[-1] if stretches else None
        if newest is not None and sentence.end - newest.start <= size:
            stretches[-1] = doc[newest.start : sentence.end]
        else:
            begin = sentence.start
            for earlier in reversed(sentences):
                if earlier.start < sentence.start and sentence.start - earlier.start <= size // 2:
                    begin = earlier.start
            fits = sentence.end - begin <= size
            stretches.append(doc[begin if fits else sentence.start : sentence.end])
    return stretches


def write_piece(piece: Span) -> str:
    """Give the piece in normal spelling, without its idioms and denials and the full stop at its end; empty when
    nothing is left to judge."""
    silent = {
        place
        for span in piece.doc.spans.get("safety", ())
        if span.label_ in (IDIOM, NEGATED)
        for place in range(span.start, span.end)
    }
    signs = piece.doc.user_data.get(SIGNS, {})
    words = [signs.get(token.i, token.norm_) for token in piece if token.i not in silent and not token.is_space]
    while words and words[-1] in _FULL_STOPS:  # whether something follows is no evidence
        words.pop()
    spoken = sum(word[:1].isalpha() for word in words)
    silenced = any(token.i in silent for token in piece)
    return " ".join(words) if spoken >= (_LEFTOVER if silenced else 1) else ""


def _says_something(token: Token) -> bool:
    return bool(token.is_alpha or token.i in token.doc.user_data.get(SIGNS, {}))


def _cut(sentence: Span) -> list[Span]:
    if len(sentence) <= _LONG:
        return [sentence]
    pieces, start = [], sentence.start
    for token in sentence[1:]:
        size = token.i - start
        joint = token.norm_ in _JOINTS or sentence.doc[token.i - 1].text in (",", ";", ":", "-", "–")
        if (joint and size >= _SHORTEST and sentence.end - token.i >= _SHORTEST) or size >= 2 * _LONG:
            pieces.append(sentence.doc[start : token.i])
            start = token.i
    return [*pieces, sentence.doc[start : sentence.end]]
