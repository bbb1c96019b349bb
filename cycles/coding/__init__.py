"""Coding: sorting reports of many cycles into published frames of codes, and counting them."""
