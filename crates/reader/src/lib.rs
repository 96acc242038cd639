//! Reads a document, and writes down who says what.
