package dev.mignet.nodes.net;

/** Code to run inside a network namespace. */
@FunctionalInterface
public interface NamespaceTask<T, E extends Exception> {
  T run() throws E;
}
