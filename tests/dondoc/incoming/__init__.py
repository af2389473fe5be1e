"""Tests of the reader of tables from outside."""
