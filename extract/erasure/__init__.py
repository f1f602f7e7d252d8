"""Erasure: what tombstones cover, and the blocks that stand where it stood. Text in, text out.

What is done to a home stands in `extract/pipeline/erasing`.
"""
