package dev.mignet.topology.yaml;

/** Something read from the file, with its place for whoever finds fault with it later. */
record Placed<T>(T value, Place place) {}
