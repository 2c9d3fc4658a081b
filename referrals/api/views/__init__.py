"""Thin views: parse, ask one service or selector, answer."""
